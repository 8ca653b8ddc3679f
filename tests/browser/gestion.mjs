// Every page of staff: what axe, the W3C checker and a keyboard say of it, wide
// and on a phone.  The list is the program's own (terreau-staff --routes): a
// page is found by following links from the menu, as staff find it, and one
// that nothing leads to fails here, unless it is said how it is come by.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import path from 'node:path';
import { fill, outbox } from './applicant.mjs';
import { later } from './clock.mjs';
import { birth } from './filler.mjs';
import { build, equal, inspect, ok, otherEyes, press, run, terreau, validate,
    visitor, walk } from './lib.mjs';
import { Signer } from './signer.mjs';
import { CYR, EMAIL, PASSWORD, Staff } from './staff.mjs';

// Where one looks for more than a menu shows at first.
const SEEDS = ['/gestion', '/gestion/dossiers?etape=tous',
	'/gestion/contrats?vue=tous', '/gestion/seances?quand=passees'];
// What is sent as it was received: no page.
const FILES = /\.(pdf|csv|txt|zip|ics)$|\/(pieces|preuves|papiers)\/\*$/;
// Addresses of buttons: who types them is sent to the page they stand on.
const BUTTONS = ['/gestion', '/gestion/dossiers/action',
	'/gestion/dossiers/*/decision',
	'/gestion/dossiers/*/documents/*/emission',
	'/gestion/dossiers/*/conservation/gel',
	'/gestion/dossiers/*/conservation/effacement'];
// The paper and nothing else: no menu, nothing to walk to.
const PAPERS = ['/gestion/dossiers/*/documents/*/apercu',
	'/gestion/modeles/*'];
const shots = process.env.shots;
let site, browser;

const routes = execFileSync(path.join(build, 'terreau-staff'), ['--routes'],
    { encoding: 'utf8' }).trim().split('\n').map(line => line.split(' '))
    .filter(([method]) => method === 'GET')
    .map(([, pattern]) => ({ pattern, fits: new RegExp('^' + pattern
    .replaceAll('.', '\\.').replaceAll('*', '[^/]+') + '$') }));
const seen = new Set();			// patterns that were looked at

// The first that fits, as the program takes it.
const patternOf = address => routes.find(r => r.fits.test(new URL(address,
    site.base).pathname))?.pattern;

// An address for each pattern that a link leads to, beginning here.
async function find(v, found, todo) {
	const known = new Set();

	while (todo.length > 0) {
		const address = todo.shift(), pattern = patternOf(address);
		if (known.has(address) || FILES.test(pattern))
			continue;
		known.add(address);
		const answer = await v.page.request.get(address);
		if (!answer.ok() || new URL(answer.url()).pathname !==
		    new URL(address, site.base).pathname)
			continue;
		if (!found.has(pattern))
			found.set(pattern, address);
		for (const [, href] of (await answer.text())
		    .matchAll(/ href="(\/gestion[^"#]*)/g)) {
			const to = href.replaceAll('&amp;', '&');
			if (!found.has(patternOf(to)))
				todo.push(to);
		}
	}
}

// --- one page -------------------------------------------------------------------

async function sized(v, width) {
	v.width = width;
	await v.page.setViewportSize({ width, height: 800 });
}

// The page that is open, wide and narrow.
async function look(v, name) {
	for (const width of [1280, 360]) {
		await sized(v, width);
		await inspect(v, name);
		if (shots !== undefined)
			await v.page.screenshot({ fullPage: true, path:
			    `${shots}/${name.replace(/[^a-z]+/gi, '-')}-${width}.png` });
	}
	await sized(v, 1280);
	seen.add(patternOf(v.page.url()));
}

async function visit(v, pattern, address) {
	equal(await v.go(address), 200, `${pattern} is there`);
	await look(v, pattern);
	if (!PAPERS.includes(pattern))
		await walk(v, pattern);
	await sized(v, 360);
	await v.go(address);
	await otherEyes(v, pattern);
	await sized(v, 1280);
}

// --- what no link leads to at first ------------------------------------------------

async function door() {
	const v = await visitor(browser, site);

	await visit(v, '/gestion/connexion', '/gestion/connexion');
	await visit(v, '/gestion/oubli', '/gestion/oubli');
	await fill(v.page, { courriel: EMAIL });
	await v.page.locator('main form button.btn').first().click();
	await v.page.waitForLoadState();
	const link = outbox(site).filter(m => m.to === EMAIL).pop()?.body
	    .match(/\/gestion\/acces\/\S+/)?.[0];
	await visit(v, '/gestion/acces/*', link);
	await v.close();
}

// What an application of codes shows (RFC 6238).
function totp(secret) {
	const bits = [...secret].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
	    .indexOf(c).toString(2).padStart(5, '0')).join('');
	const key = Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2)));
	const count = Buffer.alloc(8);
	count.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
	const mac = createHmac('sha1', key).update(count).digest();
	const n = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
	return String(n % 1000000).padStart(6, '0');
}

// A second factor set up, then asked for after the password.
async function second(s) {
	const { v } = s, { page } = v;

	await v.go('/gestion/compte/second');
	await s.press('Commencer');
	await look(v, 'second factor, set up');
	const secret = (await page.locator('.ref.cle').innerText())
	    .replace(/[^A-Z2-7]/g, '');
	await fill(page, { code: totp(secret) });
	await s.press('Activer');
	await look(v, 'second factor, recovery codes');
	const w = await visitor(browser, site);
	await w.go('/gestion/connexion');
	await fill(w.page, { courriel: EMAIL, passe: PASSWORD });
	await press(w, 'Se connecter');
	await visit(w, '/gestion/connexion/code', '/gestion/connexion/code');
	await w.close();
}

// What a member of staff would have done before: somebody who applied on
// paper, half of another, a calendar, a note, a day, a bank account, a paper that
// is signed.
// Returns where links lead on from.
async function prepare(s, found) {
	const { v } = s, { page } = v;
	const code = terreau(site, 'session', 'list', '--programme', 'cjs')
	    .trim().split('\n')[0].split(/\s+/)[3];
	const today = later(new Date(), -1);
	const paper = found.get('/gestion/documents/*/guichet');

	await s.type();
	const half = page.url();
	const numero = await s.typeIn('cjs', { ...CYR, session: code,
	    ...birth('naissance', 16) }, today);
	await v.go(`/gestion/seances/${code}/calendrier/remplir`);
	await fill(page, { jours: ['j1'], 'matin-de': '9 h', 'matin-a': '12 h' });
	await s.press('Enregistrer');
	await v.go(`/gestion/dossiers/${numero}/notes`);
	await fill(page, { note: 'Rappeler son père.' });
	await s.press('Ajouter la note');
	const day = found.get('/gestion/dossiers/*/contrat/jours/*')
	    .replace(/[^/]*$/, 'diagnostic');
	await v.go(day);
	await fill(page, { 'diagnostic-jour': '3', 'diagnostic-mois': '3',
	    'diagnostic-annee': '2025', 'diagnostic-note': 'Compte rendu' });
	await s.press('Enregistrer');
	const entry = found.get('/gestion/dossiers/*/complements/*/saisie');
	await v.go(entry);
	await fill(page, { nir: '2 55 08 14 168 025 38',
	    iban: 'FR14 2004 1010 0505 0001 3M02 606' });
	await s.press('Enregistrer');
	await new Signer(s, null, { look }).atDesk(paper.split('/')[3],
	    'Bénéficiaire');
	const slot = await first(v, `/gestion/seances/${code}/calendrier`,
	    /calendrier\/\d+$/);
	return [half, `/gestion/dossiers/${numero}/accords`,
	    `/gestion/dossiers/${numero}/notes`,
	    `/gestion/seances/${code}/inscrits`, `${day}/retrait`,
	    slot.replace('calendrier', 'presences'),
	    paper.replace('guichet', 'signature'),
	    `/gestion/dossiers/${numero}/messages/vu`,
	    `/gestion/dossiers/${numero}/transfert/retrait`,
	    half.replace(/[^/]*$/, 'papier'),
	    entry.replace(/[^/]*\/saisie$/, 'iban')];
}

async function first(v, address, like) {
	await v.go(address);
	return (await v.page.locator('main a').evaluateAll(l =>
	    l.map(a => a.pathname))).find(a => like.test(a));
}

await run(async (...args) => {
	[site, browser] = args;
	const s = new Staff(await visitor(browser, site));
	const found = new Map();

	await s.enter();
	await find(s.v, found, [...SEEDS]);
	const more = await prepare(s, found);
	await find(s.v, found, more);
	const todo = [...found];
	const other = new Staff(await visitor(browser, site));
	await other.enter();
	await Promise.all([s, other].map(async one => {
		for (let next; (next = todo.pop()) !== undefined; )
			await visit(one.v, ...next);
	}));
	await door();
	await second(s);
	const lost = routes.map(r => r.pattern).filter(p => !seen.has(p) &&
	    !FILES.test(p) && !BUTTONS.includes(p));
	ok(lost.length === 0, `${seen.size} pages of staff`, lost.join('\n'));
	await s.v.close();
	await other.v.close();
	validate(site);
});
