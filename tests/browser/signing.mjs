// Signing, as people do it: a code that is mailed, a representative's link, the
// password of staff, the desk, a sheet signed by hand; in a browser without
// scripts, on a phone.  What comes out is held against programs that are not
// ours, the command that works offline, and the pages of verification.
import fs from 'node:fs';
import path from 'node:path';
import { fill } from './applicant.mjs';
import { DAY, boxes } from './clock.mjs';
import { Person, birth, definition } from './filler.mjs';
import { equal, inspect, intact, ok, press, run, says, terreau, twin, validate,
    visitor, words } from './lib.mjs';
import { Mailbox } from './mailbox.mjs';
import { offline, tool } from './proof.mjs';
import { Signer } from './signer.mjs';
import { Staff } from './staff.mjs';

const OPTIONS = { width: 360, script: false };
const top = path.resolve(path.dirname(new URL(import.meta.url).pathname),
    '../..');
let site, browser, box, s, signer;

const squeezed = text => text.replace(/\s+/g, ' ');

async function newcomer() {
	const v = await visitor(browser, site, OPTIONS);
	await twin(browser, v);
	return v;
}

async function login() {
	s = new Staff(await visitor(browser, site, OPTIONS));
	await s.login();
	await twin(browser, s.v);
	signer = new Signer(s, box);
}

const soon = days => new Date(Date.now() + days * DAY);

const PAPERS = {
	'convention-accompagnement': {
		adresse: '3 rue des Tilleuls', 'domicile-cp': '44150',
		projet: 'Réparer des vélos.', objectif: 'Trouver mes prix.',
		actions: 'Étude de marché ; essai de l’offre.',
		rythme: 'un rendez-vous par mois', referent: 'Julie Morel',
		...boxes('debut', soon(1)), ...boxes('fin', soon(90)),
		prix: 'gratuit', 'signature-lieu': 'Ancenis',
	},
	'autorisation-parentale': {
		'rep-nom': 'Claire Petit', 'rep-qualite': 'sa mère',
		groupe: 'Coopérative jeunesse d’Ancenis', lieu: 'Ancenis',
		...boxes('debut', soon(60)), ...boxes('fin', soon(100)),
		horaires: 'du lundi au vendredi, de 9 h à 17 h',
		services: 'Laver des vélos.', contrat: 'cape',
		'signature-lieu': 'Ancenis',
		'accord-participation': 'oui', 'accord-trajet': 'oui',
		'accord-soins': 'oui', 'accord-compte': 'oui',
		'accord-regles': 'oui',
	},
};

async function downloaded(v, link) {
	const address = await link.getAttribute('href');
	const answer = await v.page.request.get(address);

	equal(answer.headers()['content-type'], 'application/pdf',
	    'what all have signed is a PDF');
	return answer.body();
}

// --- what came out ------------------------------------------------------------

// validate.sh, the text of the last page, offline.
async function proven(name, pdf, words) {
	const dir = path.join(site.dir, name);
	const file = path.join(dir, 'signe.pdf');

	fs.mkdirSync(dir);
	fs.writeFileSync(file, pdf);
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
	return offline(site, file, /exemplaire signé/);
}

// As somebody to whom the paper is shown.
async function verified(name, qr, code, family) {
	const v = await newcomer(), { page } = v;

	await signer.open(v, new URL(qr).pathname, 'the page of the QR code');
	await says(v, /Ce document est authentique/, `${name}: by its QR code`);
	await says(v, /Signé par tous le \d{1,2}(er)? \p{L}+ 20/u,
	    `${name}: and the day of the last signature`);
	await says(v, /Établi : notre clé a signé le code QR/,
	    `${name}: what its QR code establishes`);
	await signer.open(v, `/v/${code}`, 'the page of the code');
	await says(v, /Signé par tous le/, `${name}: said to be signed by all`);
	await says(v, /Établi par notre registre|Établi : /,
	    `${name}: what its code establishes`);
	await signer.open(v, '/verifier', 'where a code is typed');
	await fill(page, { code: code.toLowerCase() });
	await press(v, 'Vérifier ce code');
	await says(v, /Ce document est authentique/, `${name}: by its code`);
	ok(!(await words(v)).includes(family), `${name}: nobody is named`);
	await v.close();
}

// --- stories ------------------------------------------------------------------

async function convention(person, numero) {
	const { v } = person, { page } = v;
	const kind = 'convention-accompagnement';
	const code = await signer.issued(numero, kind, PAPERS[kind]);

	box.last(person.email, /à signer/i);
	await v.go(`/suivi/${numero}`);
	await inspect(v, 'status, a paper to sign');
	await page.locator(`main a[href="/signature/${code}"]`).first().click();
	await page.waitForLoadState();
	await signer.byCode(v, person.email, 'the person signs', /Confidentialité/);
	await signer.byPassword(code);
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
	await signer.atDesk(code, 'Bénéficiaire');
	await signer.onPaper(code, ['oopérative']);
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
	const code = await signer.issued(young.numero(), kind,
	    PAPERS[kind]);
	await young.v.go(`/signature/${code}`);
	await inspect(young.v, 'the young person waits');
	await says(young.v, /Une autre personne signe d’abord/,
	    'representatives sign first');

	const mother = await newcomer();
	await signer.open(mother, box.link(box.last('claire@exemple.fr',
	    /à signer|à lire/i)), 'a representative’s link');
	await mother.page.locator('main form button.btn').first().click();
	await mother.page.waitForLoadState();
	await signer.byCode(mother, 'claire@exemple.fr', 'a representative signs',
	    /Nos accords, un par un/);
	equal(await mother.go(`/suivi/${young.numero()}`), 401,
	    'the file stays shut to her');
	await mother.close();

	await signer.onPaper(code, ['second parent'], { nom: 'Łukasz Petit' });
	await signer.atDesk(code, 'Łéa');
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
		intact(site);
		validate(site);
	} finally {
		await box.close();
	}
});
