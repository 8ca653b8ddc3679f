// Séances as staff run them, in a browser: every page of one that is in the
// demonstration, narrow and wide, with what axe says; one made by the form.
import { fill } from './applicant.mjs';
import { equal, finish, inspect, launch, ok, serve, terreau, visitor }
    from './lib.mjs';
import { Staff } from './staff.mjs';

const PAGES = ['', '/inscrits', '/lettre', '/annulation', '/changer',
	'/groupe', '/calendrier', '/calendrier/ajouter', '/calendrier/remplir',
	'/presences', '/bilan', '/bilan/resultats', '/attestations'];
const shots = process.env.shots;

async function look(v, name) {
	await inspect(v, name);
	if (shots !== undefined)
		await v.page.screenshot({ fullPage: true, path:
		    `${shots}/${name.replace(/[^a-z]+/gi, '-')}-${v.width}.png` });
}

const site = await serve();
const browser = await launch();
try {
	const code = terreau(site, 'session', 'list', '--programme', 'cjs')
	    .trim().split('\n')[0].split(/\s+/)[3];
	for (const width of [1280, 360]) {
		const v = await visitor(browser, site, { width });
		const staff = new Staff(v);

		await staff.login();
		equal(await v.go('/gestion/seances'), 200, 'the list');
		await look(v, 'seances, list');
		for (const page of PAGES) {
			equal(await v.go(`/gestion/seances/${code}${page}`),
			    200, `${code}${page}`);
			await look(v, `seance ${page.slice(1) || 'itself'}`);
		}
		await v.go(`/gestion/seances/${code}/calendrier/remplir`);
		await v.page.locator('[name=jours][value=j1]').check();
		await fill(v.page, { 'matin-de': '8 h', 'matin-a': '12 h',
		    'soir-de': '13 h', 'soir-a': '18 h' });
		await staff.press('Enregistrer');
		ok((await v.page.locator('main').innerText())
		    .includes('3162-1'), 'nine hours a day are refused');
		await look(v, 'calendar, refused');
		equal(await v.go('/gestion/seances/planning'), 200, 'planning');
		await look(v, 'planning');
		equal(await v.go('/gestion/seances/reunions'), 200, 'meetings');
		await look(v, 'meetings');
		await v.go('/gestion/seances/nouvelle');
		await staff.press('Ajouter la séance');
		equal(v.answer.status, 422, 'an empty form is refused');
		await look(v, 'new, errors');
		await v.close();
	}
} finally {
	await browser.close();
	equal(await site.stop(), 0, 'it stops when told to');
}
finish();
