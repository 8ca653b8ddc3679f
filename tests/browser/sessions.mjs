// Seats in a session, in a browser without scripts: the agenda, a sign-up to
// its receipt, a withdrawal; a session that is full, its waiting list, the
// offer by e-mail, accepted.  Then what axe says of these pages, with scripts.
import { Applicant, addSession, choose, fill } from './applicant.mjs';
import { equal, finish, inspect, launch, ok, serve, terreau, validate,
    visitor, walk } from './lib.mjs';

const DAY = 86400000;

// Old enough to need nobody, young enough for the first day.
const birth = new Date(Date.now() - 10 * DAY);
const YOUNG = {
	prenom: 'Zoé', nom: 'L’Hermite', 'naissance-jour': `${birth.getDate()}`,
	'naissance-mois': `${birth.getMonth() + 1}`,
	'naissance-annee': `${birth.getFullYear() - 18}`,
	'commune-cp': '44150', commune: '44003', disponible: 'oui',
	envie: 'Apprendre à travailler avec d’autres.', apport: 'Vendre.',
	images: 'non', engagement: ['oui'],
};

// From the page of the session to the last button, which is left.
async function apply(person, code, look) {
	const { v } = person, { page } = v;

	await v.go('/agenda');
	await page.locator(`a[href="/agenda/${code}"]`).click();
	await look?.('session');
	await page.locator('a.btn').click();
	await person.answer({ email: person.email });
	await page.locator('main form button.btn').first().click();
	await page.waitForLoadState();
	for (const step of ['toi', 'ou-quand', 'pourquoi', 'photos']) {
		await v.go(`/candidature/cjs/${step}`);
		if (step === 'ou-quand')
			equal(await page.locator(`[name=session][value="${code}"]`)
			    .isChecked(), true, `${code}: it is chosen already`);
		for (let i = 0; i < 3 && page.url().includes(`/${step}`); i++) {
			await fill(page, YOUNG);
			await choose(page);
			await page.locator('main form button.btn').first().click();
			await page.waitForLoadState();
		}
	}
	await v.go('/candidature/cjs/envoi');
	await person.answer(YOUNG);
}

async function send(person) {
	const { page } = person.v;

	await person.answer(YOUNG);
	await page.locator('main form button.btn').first().click();
	await page.waitForLoadState();
}

const says = async (v, text, name) =>
	ok((await v.page.locator('main').innerText()).replace(/[\u00a0\u202f]/g,
	    ' ').includes(text), name, await v.page.locator('main').innerText());

const site = await serve();
const browser = await launch();
try {
	addSession(site, 'essai-un', 1);
	const people = [];
	for (let i = 0; i < 2; i++)
		people.push(new Applicant(await visitor(browser, site,
		    { script: false, width: 360 })));
	const [first, second] = people;

	// The only seat, from the agenda to the receipt.
	await apply(first, 'essai-un');
	await send(first);
	await says(first.v, 'Place réservée', 'the first has the seat');
	await inspect(first.v, 'a seat');
	const file = first.v.page.waitForEvent('download');
	await first.v.page.locator('a[href$="essai-un.ics"]').click();
	equal((await file).suggestedFilename(), 'essai-un.ics',
	    'its date can be kept');
	ok(first.mails().some(m => /Place réservée/.test(m.body)),
	    'the message says so');

	// Full: told before, on the page and after.
	await apply(second, 'essai-un', async () =>
	    says(second.v, 'liste d’attente', 'the agenda tells of the list'));
	await says(second.v, 'en liste d’attente, au rang 1',
	    'told before sending');
	await send(second);
	await says(second.v, 'En liste d’attente, au rang 1', 'and after');

	// The first withdraws, on a page of its own.
	await first.v.page.locator('a[href$="/retrait"]').click();
	await first.v.page.locator('main form button').first().click();
	await first.v.page.waitForLoadState();
	await says(first.v, 'Place rendue', 'the seat is given back');

	// The offer comes by e-mail and is accepted by a button.
	ok(second.mails().some(m => /^Place libre/.test(m.subject)),
	    'the second has an offer', second.mails().map(m => m.subject));
	await second.v.page.reload();
	await says(second.v, 'Une place est libre', 'the status says so');
	await second.v.page.locator('[value=accepter]').click();
	await second.v.page.waitForLoadState();
	await says(second.v, 'Place réservée', 'accepted');
	ok(second.mails().some(m => /^Place confirmée/.test(m.subject)),
	    'and confirmed');
	for (const person of people)
		await person.v.close();

	// An information meeting: three presses from the agenda to the receipt.
	addSession(site, 'essai-rdv', 5, 'reunion');
	const third = new Applicant(await visitor(browser, site,
	    { script: false, width: 360 }));
	await third.v.go('/agenda/essai-rdv');
	await third.v.page.locator('a.btn').click();
	await inspect(third.v, 'meeting');
	await third.answer({ email: third.email, prenom: 'Noé', nom: 'Œil' });
	await third.v.page.locator('main form button.btn').first().click();
	await third.v.page.waitForLoadState();
	await says(third.v, 'essai-rdv', 'the meeting is read over');
	await send(third);
	await says(third.v, 'Place réservée', 'a seat in the meeting');
	equal(await third.v.page.locator('a[href$="essai-rdv.ics"]').count(), 1,
	    'and its date to keep');
	await inspect(third.v, 'meeting signed up to');
	await third.v.close();

	// How these pages are made.
	for (const width of [320, 1280]) {
		const v = await visitor(browser, site, { width });
		for (const [name, address] of [['agenda', '/agenda'],
		    ['agenda filtered', '/agenda?programme=cjs&ou=44'],
		    ['session full', '/agenda/essai-un']]) {
			equal(await v.go(address), 200, `${name} is there`);
			await inspect(v, name);
			equal((await v.context.cookies()).length, 0,
			    `${name}: no cookie`);
			if (width === 1280)
				await walk(v, name);
		}
		await v.close();
	}
	validate(site);
} finally {
	await browser.close();
	await site.stop();
}
finish();
