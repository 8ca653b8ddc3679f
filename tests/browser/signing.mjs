// Signing, as people do it: a code that is mailed, a representative's link, the
// password of staff, the desk, a sheet signed by hand; in a browser without
// scripts, on a phone.  What comes out is held against programs that are not
// ours, the command that works offline, and the pages of verification.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { choose, fill } from './applicant.mjs';
import { Person, birth, definition } from './filler.mjs';
import { equal, inspect, ok, run, terreau, twin, validate, visitor }
    from './lib.mjs';
import { Mailbox } from './mailbox.mjs';
import { Staff } from './staff.mjs';

const OPTIONS = { width: 360, script: false };
const top = path.resolve(path.dirname(new URL(import.meta.url).pathname),
    '../..');
const PASSWORD = 'demonstration-2026';
const SCAN = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n' +
    'trailer<</Root 1 0 R>>\n%%EOF\n');
let site, browser, box, s;

const squeezed = text => text.replace(/\s+/g, ' ');
const main = async v => squeezed(await v.page.locator('main').innerText());
const says = async (v, pattern, name) =>
	ok(pattern.test(await main(v)), name, await main(v));

async function newcomer() {
	const v = await visitor(browser, site, OPTIONS);
	await twin(browser, v);
	return v;
}

async function press(v, words) {
	await v.page.getByRole('button', { name: words }).first().click();
	await v.page.waitForLoadState();
}

async function open(v, address, name) {
	equal(await v.go(address), 200, `${name}: there is a page`);
	await inspect(v, name);
}

// A form sent with nothing in it comes back with its errors.
async function refuses(v, words, name) {
	await press(v, words);
	equal(v.answer.status, 422, `${name}: nothing is signed by mistake`);
	await inspect(v, `${name}, error`);
}

// --- staff ------------------------------------------------------------------

async function login() {
	s = new Staff(await visitor(browser, site, OPTIONS));
	await s.login();
	await twin(browser, s.v);
}

// The screen was handed over: the way back is the password.
async function back() {
	await s.v.go('/gestion/connexion');
	await fill(s.v.page, { courriel: 'demo@terreau.example',
	    passe: PASSWORD });
	await press(s.v, 'Se connecter');
}

const day = (name, date) => ({ [`${name}-jour`]: `${date.getDate()}`,
    [`${name}-mois`]: `${date.getMonth() + 1}`,
    [`${name}-annee`]: `${date.getFullYear()}` });
const soon = days => new Date(Date.now() + days * 86400000);

const PAPERS = {
	'convention-accompagnement': {
		adresse: '3 rue des Tilleuls', 'domicile-cp': '44150',
		projet: 'Réparer des vélos.', objectif: 'Trouver mes prix.',
		actions: 'Étude de marché ; essai de l’offre.',
		rythme: 'un rendez-vous par mois', referent: 'Julie Morel',
		...day('debut', soon(1)), ...day('fin', soon(90)),
		prix: 'gratuit', 'signature-lieu': 'Ancenis',
	},
	'autorisation-parentale': {
		'rep-nom': 'Claire Petit', 'rep-qualite': 'sa mère',
		groupe: 'Coopérative jeunesse d’Ancenis', lieu: 'Ancenis',
		...day('debut', soon(60)), ...day('fin', soon(100)),
		horaires: 'du lundi au vendredi, de 9 h à 17 h',
		services: 'Laver des vélos.', contrat: 'cape',
		'signature-lieu': 'Ancenis',
	},
};

// Written and issued; its code.
async function issued(numero, kind) {
	const { v } = s, { page } = v;
	const base = `/gestion/dossiers/${numero}/documents/${kind}`;

	await v.go(base);
	const steps = await page.locator(`main a[href^="${base}/"]`)
	    .evaluateAll(list => [...new Set(list.map(a => a.pathname))]);
	for (const step of steps.filter(a => !/(apercu|emission)$/.test(a))) {
		await v.go(step);
		for (let i = 0; i < 2 && page.url().includes(step); i++) {
			await fill(page, PAPERS[kind]);
			if (i > 0)
				await choose(page);
			await s.press(/^Enregistrer/);
		}
		ok(v.answer.status < 400, `${kind}: ${step} is accepted`,
		    await page.locator('#bilan').allInnerTexts());
	}
	await v.go(`${base}/emission`);
	await s.press(/^Émettre/);
	await inspect(v, `${kind}, issued`);
	return page.url().match(/documents\/([2-9A-Z]{12})/)?.[1] ??
	    ok(false, `${kind} is issued`, await main(v));
}

// In front of staff: the choice, the screen handed over, the end.
async function atDesk(code, who) {
	const { v } = s, { page } = v;
	const address = `/gestion/documents/${code}/guichet`;

	await open(v, address, 'desk, who signs');
	await refuses(v, 'Donner l’écran', 'desk, who signs');
	await page.locator('.choix').filter({ hasText: who }).first()
	    .locator('input').check();
	await page.locator('[name=identite][value=carte]').check();
	await press(v, 'Donner l’écran');
	await inspect(v, 'desk, the paper');
	await says(v, /est avec vous pour répondre, pas pour signer/,
	    'desk: whose decision it is');
	equal(await page.locator('a[href^="/gestion/dossiers"]').count(), 0,
	    'desk: no way to the files');
	await refuses(v, 'Signer ce document', 'desk, the paper');
	await page.locator('[name=phrase]').check();
	await press(v, 'Signer ce document');
	await inspect(v, 'desk, the end');
	equal(await v.go(`/gestion/documents/${code}`), 401,
	    'desk: the session of staff is closed');
	await back();
}

// One sheet that these have signed by hand.
async function onPaper(code, who, more = {}) {
	const { v } = s, { page } = v;
	const now = new Date();

	await open(v, `/gestion/documents/${code}/papier`, 'a signed sheet');
	await refuses(v, 'Enregistrer ces signatures', 'a signed sheet');
	await page.locator('input[type=file]').setInputFiles({
	    name: 'Feuille signée.pdf', mimeType: 'application/pdf',
	    buffer: SCAN });
	await fill(page, { jour: `${now.getDate()}`,
	    mois: `${now.getMonth() + 1}`, annee: `${now.getFullYear()}`,
	    ...more });
	for (const one of who)
		await page.locator('.choix').filter({ hasText: one }).first()
		    .locator('input').check();
	await press(v, 'Enregistrer ces signatures');
	await inspect(v, 'paper, a sheet attached');
	await says(v, /Feuille signée\.pdf, joint le/,
	    'the scan stands beside the paper');
}

async function byPassword(code) {
	const { v } = s, { page } = v;

	await v.go(`/gestion/documents/${code}`);
	await inspect(v, 'paper, the cooperative’s turn');
	await page.getByRole('link', { name: 'Signer pour la coopérative' })
	    .click();
	await page.waitForLoadState();
	await inspect(v, 'the cooperative signs');
	await fill(page, { phrase: ['oui'], passe: 'mauvais' });
	await refuses(v, 'Signer pour la coopérative', 'the cooperative signs');
	await fill(page, { phrase: ['oui'], passe: PASSWORD });
	await press(v, 'Signer pour la coopérative');
	await inspect(v, 'paper, all have signed');
	await says(v, /Signé par tous le/, 'staff see that all have signed');
}

// --- those who sign -----------------------------------------------------------

// The page of a paper is open: the whole text, then the code.
async function byCode(v, email, name, text) {
	const { page } = v;

	await inspect(v, name);
	await says(v, text, `${name}: the whole text is there`);
	await says(v, /signature électronique simple/,
	    `${name}: what that is worth`);
	equal(await page.locator('[name=valeur]').count(), 0,
	    `${name}: no code is asked for before one was sent`);
	await press(v, 'Recevoir le code pour signer');
	await inspect(v, `${name}, code`);
	await refuses(v, 'Signer ce document', `${name}, code`);
	const code = box.last(email, /pour signer/).subject
	    .match(/[2-9A-Z]{4}-[2-9A-Z]{2}/)?.[0];
	await fill(page, { phrase: ['oui'], valeur: code });
	await press(v, 'Signer ce document');
	await says(v, /Votre signature est enregistrée/, `${name}: signed`);
	await inspect(v, `${name}, signed`);
}

async function downloaded(v, link) {
	const address = await link.getAttribute('href');
	const answer = await v.page.request.get(address);

	equal(answer.headers()['content-type'], 'application/pdf',
	    'what all have signed is a PDF');
	return answer.body();
}

// --- what came out ------------------------------------------------------------

// validate.sh, the text of the last page, offline with nothing but the files
// that the site publishes, then from the text of the QR code alone.
async function proven(name, pdf, words) {
	const dir = path.join(site.dir, name);
	const file = path.join(dir, 'signe.pdf');

	fs.mkdirSync(dir);
	fs.writeFileSync(file, pdf);
	const tool = (command, ...args) => {
		try {
			return execFileSync(command, args, { cwd: dir,
			    encoding: 'utf8', env: { ...process.env,
			    TERREAU_CONF: '' } });
		} catch (e) {
			return `${e.stdout}${e.stderr}`;
		}
	};
	for (const line of tool('sh', path.join(top, 'tests/pdf/validate.sh'),
	    file).trim().split('\n'))
		if (!line.startsWith('#'))
			ok(line.startsWith('ok '), `${name}: ${line}`, line);
	const text = squeezed(tool('pdftotext', file, '-'));
	for (const what of words)
		ok(what.test(text.slice(text.indexOf('Journal de signature'))),
		    `${name}: the last page says ${what}`, text.slice(-2500));
	ok(!/cachet|originaux/i.test(text), `${name}: no box is left to sign, ` +
	    'no count of originals', text);
	terreau(site, 'revocations');
	for (const part of ['cles.txt', 'revocations.txt',
	    'revocations.txt.minisig'])
		fs.writeFileSync(path.join(dir, part), Buffer.from(
		    await (await fetch(`${site.base}/${part}`)).arrayBuffer()));
	const lists = ['--keys', 'cles.txt', '--revocations',
	    'revocations.txt'];
	const bin = path.join(process.env.builddir ?? path.join(top, 'build'),
	    'terreau');
	let told = tool(bin, 'verify', 'signe.pdf', ...lists);
	ok(/authentique.*exemplaire signé/s.test(told),
	    `${name}: authentic offline, and the signed copy`, told);
	tool('pdftoppm', '-r', '200', '-gray', 'signe.pdf', 'page');
	// one page of them has it, of the others zbarimg complains
	const qr = tool('zbarimg', '-q', '--raw', '-Sdisable',
	    '-Sqrcode.enable', ...fs.readdirSync(dir)
	    .filter(f => f.endsWith('.pgm'))).split('\n')[0];
	ok(/^HTTPS?:\/\/\S+\/V\/[0-9A-Z]+$/.test(qr),
	    `${name}: one QR code, in capitals`, qr);
	told = tool(bin, 'verify', qr, ...lists);
	ok(/authentique/.test(told) && /ni remplacé ni révoqué/.test(told),
	    `${name}: authentic by the text of the QR code alone`, told);
	pdf[pdf.length >> 1] ^= 1;
	fs.writeFileSync(file, pdf);
	told = tool(bin, 'verify', 'signe.pdf', ...lists);
	ok(!/: authentique/.test(told),
	    `${name}: not with one bit changed`, told);
	return qr;
}

// As somebody to whom the paper is shown.
async function verified(name, qr, code, family) {
	const v = await newcomer(), { page } = v;

	await open(v, new URL(qr).pathname, 'the page of the QR code');
	await says(v, /Ce document est authentique/, `${name}: by its QR code`);
	await says(v, /Signé par tous le \d{1,2}(er)? \p{L}+ 20/u,
	    `${name}: and the day of the last signature`);
	await says(v, /Établi : notre clé a signé le code QR/,
	    `${name}: what its QR code establishes`);
	await open(v, `/v/${code}`, 'the page of the code');
	await says(v, /Signé par tous le/, `${name}: said to be signed by all`);
	await says(v, /Établi par notre registre|Établi : /,
	    `${name}: what its code establishes`);
	await open(v, '/verifier', 'where a code is typed');
	await fill(page, { code: code.toLowerCase() });
	await press(v, 'Vérifier ce code');
	await says(v, /Ce document est authentique/, `${name}: by its code`);
	ok(!(await main(v)).includes(family), `${name}: nobody is named`);
	await v.close();
}

// --- stories ------------------------------------------------------------------

async function convention(person, numero) {
	const { v } = person, { page } = v;
	const kind = 'convention-accompagnement';
	const code = await issued(numero, kind);

	box.last(person.email, /à signer/i);
	await v.go(`/suivi/${numero}`);
	await inspect(v, 'status, a paper to sign');
	await page.locator(`main a[href="/signature/${code}"]`).first().click();
	await page.waitForLoadState();
	await byCode(v, person.email, 'the person signs', /Confidentialité/);
	await byPassword(code);
	box.last(person.email, /Tout le monde a signé/);
	await v.go(`/signature/${code}`);
	await inspect(v, 'the person, all have signed');
	const pdf = await downloaded(v, page.locator(
	    'main a[href$="?exemplaire=signe"]').first());
	const qr = await proven(kind, pdf, [/Un code à usage unique, envoyé à/,
	    /\*@/, /Dominique Terreau, membre de l’équipe, pour/]);
	await verified(kind, qr, code, 'Łéa-nom');
}

async function cape(person, numero) {
	const { v } = person, { page } = v;

	await s.contract(numero);
	const { code } = await s.issue(numero);
	await v.go(`/signature/${code}`);
	await inspect(v, 'the person, signed elsewhere than on a screen');
	await says(v, /se signe sur papier, ou sur place/,
	    'a CAPE is not signed by mail here');
	await atDesk(code, 'Bénéficiaire');
	await onPaper(code, ['oopérative']);
	await v.go(`/suivi/${numero}`);
	await inspect(v, 'status, all have signed');
	const pdf = await downloaded(v, page.locator(
	    `main a[href$="${code}.pdf?exemplaire=signe"]`).first());
	const qr = await proven('cape', pdf, [/devant Dominique Terreau/,
	    /Carte nationale d’identité/, /À la main, sur papier/]);
	await verified('cape', qr, code, 'Nguyễn');
}

// Somebody of age: an agreement by e-mail, then the contract in front of staff.
async function adult() {
	const page = await (await browser.newContext()).newPage();
	const person = new Person(await newcomer(), await definition(page,
	    'cae'));

	await page.close();
	await person.v.go('/candidature/cae');
	await person.walk(null);
	const numero = person.numero();
	await s.accept(numero);
	await convention(person, numero);
	await cape(person, numero);
	await person.v.close();
}

// The mother by her link, the father by hand, the young person at the desk.
async function minor() {
	const page = await (await browser.newContext()).newPage();
	const young = new Person(await newcomer(), await definition(page,
	    'cjs'), { ...birth('naissance', 16), representant: 'mere',
	    'rep-nom': 'Claire Petit', 'rep-joindre': 'courriel',
	    'rep-courriel': 'claire@exemple.fr' });
	const kind = 'autorisation-parentale';

	await page.close();
	young.minor = true;
	await young.v.go('/candidature/cjs');
	await young.walk(null);
	const code = await issued(young.numero(), kind);
	await young.v.go(`/signature/${code}`);
	await inspect(young.v, 'the young person waits');
	await says(young.v, /Une autre personne signe d’abord/,
	    'representatives sign first');

	const mother = await newcomer();
	await open(mother, box.link(box.last('claire@exemple.fr',
	    /à signer|à lire/i)), 'a representative’s link');
	await mother.page.locator('main form button.btn').first().click();
	await mother.page.waitForLoadState();
	await byCode(mother, 'claire@exemple.fr', 'a representative signs',
	    /Nos accords, un par un/);
	equal(await mother.go(`/suivi/${young.numero()}`), 401,
	    'the file stays shut to her');
	await mother.close();

	await onPaper(code, ['second parent'], { nom: 'Łukasz Petit' });
	await atDesk(code, 'Łéa');
	await young.v.go(`/signature/${code}`);
	const pdf = await downloaded(young.v, young.v.page.locator(
	    'main a[href$="?exemplaire=signe"]').first());
	const qr = await proven(kind, pdf, [/Claire Petit/, /Łukasz Petit/,
	    /À la main, sur papier/, /devant Dominique Terreau/]);
	await verified(kind, qr, code, 'Petit');
	await young.v.close();
}

await run(async (...args) => {
	[site, browser] = args;
	box = new Mailbox(site);
	await box.open();
	try {
		await login();
		const stories = { adult, minor };
		const names = process.argv.slice(2);
		for (const name of names.length > 0 ? names :
		    Object.keys(stories))
			await stories[name]();
		await s.v.close();
		ok(terreau(site, 'check').trim().split('\n')
		    .every(line => line.endsWith('sans défaut')),
		    'terreau check finds nothing wrong');
		validate(site);
	} finally {
		await box.close();
	}
});
