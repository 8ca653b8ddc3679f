// The whole path, as people walk it: somebody reads about the CAE, applies,
// stops, comes back, sends; staff accept and issue the contract; a third party
// checks it.  On a phone and on a desk, with JavaScript and without.
import fs from 'node:fs';
import path from 'node:path';
import { Applicant, PERSON } from './applicant.mjs';
import { Staff } from './staff.mjs';
import { equal, inspect, intact, ok, run, terreau, validate, visitor }
    from './lib.mjs';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n' +
    'trailer<</Root 1 0 R>>\n%%EOF\n');

// A page, wrong answers that come back with their errors, then right ones.
async function step(a, name, wrong, right) {
	await inspect(a.v, name);
	await a.answer(wrong);
	await a.press('Enregistrer et continuer');
	await refused(a.v, name);
	await a.answer(right);
	await a.press('Enregistrer et continuer');
}

async function refused(v, name) {
	equal(v.answer.status, 422, `${name}: a wrong form is answered 422`);
	ok(/^Erreur\s:\s/.test(await v.page.title()),
	    `${name}: the title begins with « Erreur : »`);
	const links = v.page.locator('#bilan a');
	ok(await links.count() > 0, `${name}: the summary names what is wrong`);
	for (const target of await links.evaluateAll(list =>
	    list.map(l => l.getAttribute('href'))))
		equal(await v.page.locator(`[id="${target.slice(1)}"]`).count(),
		    1, `${name}: ${target} leads somewhere`);
	await inspect(v, `${name}, error`);
}

// From the home page to the first step.
async function read(a) {
	const { v } = a, { page, context } = v;

	equal(await v.go('/'), 200, 'the home page is there');
	await inspect(v, 'home');
	await page.locator('main a[href="/programmes/cae"]').first().click();
	await page.waitForURL('**/programmes/cae');
	await inspect(v, 'programme');
	ok((await context.cookies()).length === 0, 'no cookie before a form');
	await page.locator('main a[href="/candidature/cae"]').first().click();
	await page.waitForURL('**/candidature/cae');
	await inspect(v, 'start');
	for (const c of await context.cookies())
		ok(c.httpOnly && c.sameSite === 'Strict',
		    `cookie ${c.name} is HttpOnly and SameSite=Strict`);
	await a.answer({ email: 'pas-une-adresse' });
	await a.press('Commencer ma candidature');
	await refused(v, 'start');
	equal(await page.locator('[name=email]').inputValue(),
	    'pas-une-adresse', 'what was typed is still there');
	await a.answer({ email: a.email });
	await a.press('Commencer ma candidature');
}

async function stopAndResume(a) {
	const { v } = a, { page, context } = v;

	await a.press('Enregistrer et finir plus tard');
	await inspect(v, 'draft kept');
	a.numero = (await page.locator('main .ref').first().innerText()).trim();
	ok(/^CAE-\d\d-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{2}$/
	    .test(a.numero), 'the number has no ambiguous letter', a.numero);
	await context.clearCookies();
	equal(await v.go('/candidature/cae/recapitulatif'), 401,
	    'without the cookie the draft is closed');
	await inspect(v, 'closed');
	await v.go('/reprendre');
	await inspect(v, 'resume');
	await a.press('Recevoir un code');
	await refused(v, 'resume');
	await a.answer({ numero: a.numero, courriel: a.email });
	await a.press('Recevoir un code');
	await inspect(v, 'code');
	await a.answer({ code: 'AAAA-AA' });
	await a.press('Ouvrir mon dossier');
	await refused(v, 'code');
	await a.answer({ code: a.code() });
	await a.press('Ouvrir mon dossier');
	await page.waitForURL('**/recapitulatif**');
	await inspect(v, 'task page');
	await page.getByRole('link', { name: 'Continuer ma candidature' }).click();
}

async function attach(a) {
	const { v } = a, { page } = v;

	await inspect(v, 'paper');
	await page.locator('input[type=file]').setInputFiles({
	    name: 'programme.exe', mimeType: 'application/pdf',
	    buffer: Buffer.from('MZ') });
	await a.press('Ajouter ce fichier');
	await refused(v, 'paper');
	await page.locator('input[type=file]').setInputFiles({
	    name: 'Mon CV.pdf', mimeType: 'application/pdf', buffer: PDF });
	await a.press('Ajouter ce fichier');
	ok((await page.locator('main').innerText()).includes('Mon CV'),
	    'the file is listed');
	await inspect(v, 'paper, with a file');
	await a.press('Enregistrer et continuer');
}

async function checkAndSend(a) {
	const { v } = a, { page } = v;

	await page.waitForURL('**/recapitulatif**');
	await inspect(v, 'check');
	const main = await page.locator('main').innerText();
	for (const text of [PERSON.prenom, PERSON.nom, PERSON.activite])
		ok(main.includes(text), `the check page shows « ${text} »`);
	await page.getByRole('link', 
	    { name: 'Modifier le numéro de téléphone' }).click();
	await a.answer({ telephone: '06 39 98 56 78' });
	await a.press('Enregistrer et continuer');
	await page.waitForURL('**/recapitulatif**');
	ok((await page.locator('main').innerText()).replace(/\s/g, '')
	    .includes('0639985678'), 'a change comes back to the check page');
	await page.getByRole('link', { name: /vers l’envoi/ }).click();
	await inspect(v, 'commitment');
	await a.press('Accepter et envoyer ma candidature');
	await refused(v, 'commitment');
	await a.answer({ engagement: ['oui'] });
	await page.getByRole('button', { name: 'Accepter et envoyer' })
	    .dblclick();
	await page.waitForURL(`**/suivi/${a.numero}**`);
	ok((await page.locator('h1').innerText()).includes('envoyée'),
	    'the confirmation says « envoyée »');
	ok((await page.locator('main').innerText()).includes(a.numero),
	    'the confirmation says the number');
	await inspect(v, 'confirmation');
	equal(a.mails().filter(m => /bien reçue/.test(m.subject)).length, 1,
	    'pressed twice, sent once');
	await v.go('/candidature/cae/envoi');
	await inspect(v, 'already sent');
}

async function follow(a) {
	const { v } = a, { page } = v;

	await v.go(`/suivi/${a.numero}`);
	await inspect(v, 'status');
	const receipt = await page.request.get(`/suivi/${a.numero}/recepisse.pdf`);
	equal(receipt.headers()['content-type'], 'application/pdf',
	    'the receipt is a PDF');
	ok((await receipt.body()).subarray(0, 5).toString() === '%PDF-',
	    'the receipt begins like one');
	await v.go(`/suivi/${a.numero}/recepisse`);
	await inspect(v, 'receipt');
}

async function apply(browser, site, options) {
	const a = new Applicant(await visitor(browser, site, options));

	await read(a);
	await step(a, 'you', {}, PERSON);
	await step(a, 'place', {}, {});
	await a.place();
	await step(a, 'situation', {}, PERSON);
	await step(a, 'activity', {}, PERSON);
	await stopAndResume(a);
	await step(a, 'needs', {}, PERSON);
	await attach(a);
	await checkAndSend(a);
	await follow(a);
	return a;
}

async function decide(browser, site, a, options) {
	const s = new Staff(await visitor(browser, site, options));

	await s.login();
	await s.type();
	await s.accept(a.numero);
	await s.contract(a.numero);
	const file = await s.issue(a.numero);
	await s.v.close();
	return file;
}

// The paper in somebody else's hands.
async function verify(browser, site, code, pdf, options) {
	const v = await visitor(browser, site, options), { page } = v;
	const file = path.join(site.dir, `${code}.pdf`);

	await v.go('/verifier');
	await inspect(v, 'verify');
	await page.getByRole('button', { name: 'Vérifier ce code' }).click();
	await refused(v, 'verify');
	await page.locator('[name=code]').fill(code.toLowerCase());
	await page.getByRole('button', { name: 'Vérifier ce code' }).click();
	ok((await page.locator('h1').innerText()).includes('authentique'),
	    'the page says that the contract is authentic');
	const main = await page.locator('main').innerText();
	ok(!main.includes('Nguy') && !main.includes('ukasz'),
	    'the verification page shows no name', main);
	await inspect(v, 'authentic');
	equal(await v.go('/v/222222222222'), 404, 'an unknown code is 404');
	await inspect(v, 'unknown code');
	fs.writeFileSync(file, pdf);
	ok(/authentique/i.test(terreau(site, 'verify', file)),
	    'terreau verify agrees');
	pdf[pdf.length >> 1] ^= 1;
	fs.writeFileSync(file, pdf);
	let refusal = 0;
	try {
		terreau(site, 'verify', file);
	} catch (e) {
		refusal = e.status;
	}
	equal(refusal, 1, 'terreau verify refuses it with one bit changed');
	await v.close();
}

await run(async (site, browser) => {
	for (const options of [{ width: 360, script: true },
	    { width: 1280, script: false }, { width: 360, script: false },
	    { width: 1280, script: true }]) {
		console.log(`# ${JSON.stringify(options)}`);
		const a = await apply(browser, site, options);
		const { code, pdf } = await decide(browser, site, a, options);
		await a.v.go(`/suivi/${a.numero}`);
		ok(await a.v.page.locator(`a[href$="${code}.pdf"]`).count() === 1,
		    'the contract stands on the status page');
		await inspect(a.v, 'status, contract');
		await a.v.close();
		await verify(browser, site, code, pdf, options);
	}
	intact(site);
	validate(site);
});
