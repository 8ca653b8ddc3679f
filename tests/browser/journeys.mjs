// Each programme from the page that presents it to the receipt, in a browser
// without scripts, on a phone; every message through a real mail server.
import { addSession, fill, outbox } from './applicant.mjs';
import { Person, birth, definition, programmes, slips, speaks }
    from './filler.mjs';
import { equal, inspect, ok, run, terreau, twin, visitor } from './lib.mjs';
import { Mailbox } from './mailbox.mjs';
import { Staff } from './staff.mjs';

const OPTIONS = { width: 360, script: false };
let site, browser, box, defs;

const looked = new Set();	// kinds of pages that axe has seen

// axe takes its time: once for each kind of page and of field.
async function looking(v, name, kinds = [name]) {
	const { twin } = v;

	if (kinds.every(k => looked.has(k)))
		v.twin = undefined;
	for (const k of kinds)
		looked.add(k);
	await inspect(v, name);
	v.twin = twin;
}

// A page as it should be, in its own voice.
async function look(person, name) {
	const { v, def } = person;
	const kinds = def.etapes.find(e => e.nom === name)?.champs
	    .map(f => f.genre) ?? [`${name} ${def.parcours} ${def.tu}`];

	await looking(v, `${def.nom}, ${name}`, kinds);
	await speaks(v, def.tu, `${def.nom}, ${name}`);
}

async function newcomer() {
	const v = await visitor(browser, site, OPTIONS);
	await twin(browser, v);
	return v;
}

// Where people read about it, when that is not /programmes/NAME.
const PAGES = {
	'tiers-lieu': '/programmes/tiers-lieux', contact: '/contact',
	prevenir: '/programmes/cjs/jeunes', reunion: '/agenda?programme=reunion',
};

// By the links that a person would press, up to the form.
async function arrive(v, name) {
	const { page } = v;

	equal(await v.go(PAGES[name] ?? `/programmes/${name}`), 200,
	    `${name}: its page is there`);
	if (name === 'reunion') {
		await page.locator('main li.reunion h3 a').first().click();
		await page.waitForLoadState();
		await looking(v, 'meeting in the agenda');
	}
	await page.locator(`main a[href^="/candidature/${name}"]`).first().click();
	await page.waitForURL(`**/candidature/${name}**`);
}

async function receipt(person) {
	const { v, def } = person, { page } = v;
	const numero = person.numero();

	if (!ok(numero !== undefined, `${def.nom}: sent`, page.url() + '\n' +
	    await page.locator('main').innerText()))
		return;
	await look(person, 'sent');
	const file = page.waitForEvent('download');
	await page.getByRole('link', { name: /récépissé \(PDF\)/ }).click();
	const pdf = await (await file).createReadStream();
	let head = '';
	for await (const part of pdf)
		head ||= part.subarray(0, 5).toString('latin1');
	equal(head, '%PDF-', `${def.nom}: the receipt is downloaded`);
	await page.getByRole('link', { name: 'le lire ici' }).first().click();
	await page.waitForURL(`**/suivi/${numero}/recepisse`);
	await look(person, 'receipt');
	await person.readOver();
}

// What was mailed speaks as the form does, and says which file it is about.
function mailed(person, numero) {
	const { def, email } = person;
	const mails = box.of(email);

	ok(mails.some(m => m.body.includes(numero)),
	    `${def.nom}: a message with the number arrives`,
	    mails.map(m => m.subject).join('\n'));
	for (const m of mails) {
		const found = slips(`${m.subject}\n${m.body}`, def.tu);
		ok(found.length === 0, `${def.nom}: « ${m.subject} » speaks in ` +
		    (def.tu ? '« tu »' : '« vous »'), found.join('\n'));
	}
}

async function each(name) {
	const person = new Person(await newcomer(), defs[name]);

	await arrive(person.v, name);
	await person.walk(look);
	const numero = person.numero();
	await receipt(person);
	if (numero !== undefined)
		mailed(person, numero);
	await person.v.close();
}

// --- two parents who live apart ----------------------------------------------

const main = async v => (await v.page.locator('main').innerText())
    .replace(/\s+/g, ' ');
const says = async (v, pattern, name) =>
	ok(pattern.test(await main(v)), name, await main(v));

// A link that was received, on a device of its own: one button opens it.
async function followed(mail) {
	const v = await newcomer();

	await v.go(box.link(mail));
	await looking(v, `link « ${mail.subject} »`, ['link']);
	await v.page.locator('main form button.btn').first().click();
	await v.page.waitForLoadState();
	return v;
}

// One decision a page, nothing chosen beforehand.
async function decide(v, answers) {
	const { page } = v;

	await looking(v, 'request to a representative');
	await page.locator('main p.actions a.btn').click();
	for (let i = 0; i < 10 && !page.url().includes('/verifier'); i++) {
		const name = new URL(page.url()).pathname.split('/').pop();
		await page.waitForLoadState();
		await looking(v, `representative, ${name}`);
		await speaks(v, false, `representative, ${name}`);
		equal(await page.locator('main :checked').count(), 0,
		    `representative, ${name}: nothing is chosen beforehand`);
		await fill(page, answers);
		await page.locator('main form button.btn').first().click();
		await page.waitForLoadState();
	}
	await looking(v, 'representative, read over');
	await page.getByRole('button', { name: 'Envoyer mes réponses' }).click();
	await page.waitForURL('**/accord/recu**');
	await looking(v, 'representative, receipt');
	await says(v, /Votre accord est enregistré/, 'the mother has a receipt');
	await says(v, /Il manque encore une réponse/,
	    'which says that another answer is awaited');
}

async function onPaper(numero) {
	const s = new Staff(await visitor(browser, site, OPTIONS));
	const { v } = s, { page } = v;

	await s.login();
	await v.go(`/gestion/dossiers/${numero}/accords`);
	await looking(v, 'staff, agreements');
	await page.locator(`a[href$="/${numero}/accords/2"]`).first().click();
	await page.waitForLoadState();
	await looking(v, 'staff, an answer on paper');
	equal(await page.locator('main .enerreur').count(), 0,
	    'nothing is wrong before it is written');
	const legends = await page.locator('main legend').allInnerTexts();
	ok(legends.includes('Participer à la coopérative') &&
	    new Set(legends).size === legends.length,
	    'each decision has its name', legends.join('\n'));
	await fill(page, { canal: 'papier', note: 'Papier signé le 20 mars',
	    prenom: 'Łukasz', nom: 'Petit', lien: 'pere',
	    telephone: '06 39 98 56 78', participation: 'oui', trajet: 'oui',
	    images: 'non' });
	await s.press('Enregistrer cette réponse');
	ok(v.answer.status < 400, 'the father’s paper is written down',
	    await page.locator('#bilan').allInnerTexts());
	await says(v, /Participer à la coopérative Donné/,
	    'staff see that both agreed');
	await says(v, /Photos et vidéos.{0,20} Refusé/,
	    'and that photos, which need both, are refused');
	await v.close();
}

// The first bytes of what a link on the page gives.
async function paper(v, href) {
	const link = v.page.locator(`main a[href="${href}"]`).first();
	const path = await link.getAttribute('href', { timeout: 3000 });
	const got = await v.page.request.get(site.base + path);

	return (await got.body()).subarray(0, 5).toString();
}

// The form is handed to the father; photos are taken back, and stay so.
async function ownMind(young, numero) {
	const { v } = young, { page } = v;

	equal(await paper(v, `/suivi/${numero}/formulaire-accord/2.pdf`),
	    '%PDF-', 'the father’s form can be printed');
	await page.getByRole('link', { name: 'Relire ou retirer mes accords' })
	    .click();
	await page.waitForURL('**/accords');
	await looking(v, 'own agreements');
	await speaks(v, true, 'own agreements');
	await page.locator('main a[href$="/accords/images"]').click();
	await page.waitForURL('**/accords/images');
	await looking(v, 'an own agreement, taken back');
	await speaks(v, true, 'an own agreement, taken back');
	await page.getByRole('button', { name: 'Retirer mon accord' }).click();
	await page.waitForURL('**/accords#contenu');
	await says(v, /Photos et vidéos .{0,80}Accord retiré le/,
	    'it is taken back');
	equal(await paper(v, `/suivi/${numero}/recu-accords.pdf`), '%PDF-',
	    'with a receipt on paper');
	ok(/Tu as retiré ton accord/.test(box.last(young.email,
	    /^Tu as retiré ton accord/m)?.body), 'and one by mail');
}

async function parents() {
	const presets = { ...birth('naissance', 16), representant: 'mere',
	    'rep-nom': 'Claire Petit', 'rep-joindre': 'courriel',
	    'rep-courriel': 'claire@exemple.fr', images: 'oui' };
	const young = new Person(await newcomer(), defs.cjs, presets);
	const { v } = young;

	young.minor = true;
	await arrive(v, 'cjs');
	await young.walk(look);
	const numero = young.numero();
	await says(v, /C’est à ton représentant légal/,
	    'the young person reads who must act');
	await look(young, 'sent, agreement awaited');

	const asked = box.last('claire@exemple.fr', /Łéa-prenom/);
	ok(!/Petit|lukasz/i.test(asked.subject),
	    'the subject tells no more than the first name', asked.subject);
	const mother = await followed(asked);
	await says(mother, /Łéa-prenom souhaite participer/, 'she is asked');
	await decide(mother, { prenom: 'Claire', nom: 'Petit', lien: 'mere',
	    telephone: '06 39 98 12 34', participation: 'oui', trajet: 'oui',
	    images: 'oui', seul: 'non', 'second-nom': 'Łukasz Petit',
	    'second-joindre': 'papier' });
	equal(await paper(mother, '/accord/recu.pdf'), '%PDF-',
	    'her receipt is on paper too');
	equal(await mother.go(`/suivi/${numero}`), 401,
	    'the file itself stays shut to her');
	await mother.close();
	ok(/Vous donnez votre accord/.test(
	    box.last('claire@exemple.fr', /^Vous donnez votre accord/m)?.body),
	    'her receipt comes by mail');

	await v.go(`/suivi/${numero}`);
	await says(v, /C’est à ton représentant légal/,
	    'one of two is not enough');
	await ownMind(young, numero);
	await onPaper(numero);
	await v.go(`/suivi/${numero}`);
	await says(v, /C’est à la coopérative/, 'the file has gone on');
	await look(young, 'sent, both agreed');
	box.last(young.email, /donné son accord/);
	mailed(young, numero);
	await v.close();
}

// Number and address, then the code that is mailed.
async function byCode(v, numero, email) {
	const { page } = v;

	await looking(v, 'resume');
	await fill(page, { numero, courriel: email });
	await page.getByRole('button', { name: 'Recevoir un code' }).click();
	await page.waitForLoadState();
	await looking(v, 'code');
	const code = box.last(email, /^Votre code/).subject
	    .match(/[2-9A-Z]{4}-[2-9A-Z]{2}/)[0];
	await fill(page, { code });
	await page.getByRole('button', { name: 'Ouvrir mon dossier' }).click();
	await page.waitForLoadState();
}

// --- a draft, on another device ----------------------------------------------

async function resume() {
	const first = new Person(await newcomer(), defs.cae);

	await arrive(first.v, 'cae');
	await first.walk(null, 'situation');
	await first.press('Enregistrer et finir plus tard');
	await look(first, 'draft kept');
	const numero = (await first.v.page.locator('main .ref').first()
	    .innerText()).trim();
	await first.v.close();

	// By a code.
	const second = await newcomer(), { page } = second;
	equal(await second.go('/candidature/cae/situation'), 401,
	    'another device has nothing open');
	await second.go('/reprendre');
	await byCode(second, numero, first.email);
	await page.waitForURL('**/recapitulatif**');
	first.v = second;
	await first.readOver(first.email);
	await page.getByRole('link', { name: 'Continuer ma candidature' }).click();
	await page.waitForLoadState();
	await first.walk(null, 'besoins');
	await second.close();

	// By the link of the first message, as often as software looks at it.
	const mail = box.of(first.email).find(m => box.link(m));
	const idle = await newcomer();
	for (let i = 0; i < 2; i++)
		equal(await idle.go(box.link(mail)), 200, 'the link shows a page');
	equal((await idle.context.cookies()).length, 0, 'and opens nothing');
	await idle.close();
	first.v = await followed(mail);
	await first.readOver(first.email);
	await first.v.page.getByRole('link', { name: 'Continuer ma candidature' })
	    .click();
	await first.v.page.waitForLoadState();
	await first.walk(null);
	equal(first.numero(), numero, 'sent from the third device');
	mailed(first, numero);
	await first.v.close();
}

// --- a session that is full --------------------------------------------------

// sessions.mjs looks at these pages; here all news come by mail.
async function full() {
	addSession(site, 'essai-complet', 1, 'reunion');
	const people = [];
	for (let i = 0; i < 2; i++) {
		const p = new Person(await newcomer(), defs.reunion);
		await p.v.go('/agenda/essai-complet');
		await p.v.page.locator('main a.btn').click();
		await p.v.page.waitForLoadState();
		await p.walk(null, 'envoi');
		if (i === 1)
			await says(p.v, /en liste d’attente, au rang 1/,
			    'told before sending');
		await p.walk(null);
		p.known = p.numero();
		mailed(p, p.known);
		await p.v.close();
		people.push(p);
	}
	const [first, second] = people;
	box.last(first.email, /Place réservée/);
	ok(!box.of(second.email).some(m => /Place réservée/.test(m.body)),
	    'no seat is told to the second');

	// By number and code, as on another device.
	const leaving = await newcomer();
	await leaving.go('/suivi');
	await byCode(leaving, first.known, first.email);
	await leaving.page.locator('a[href$="/retrait"]').click();
	await leaving.page.locator('main form button').first().click();
	await leaving.page.waitForLoadState();
	await says(leaving, /Place rendue/, 'the first gives the seat back');
	await leaving.close();

	const offer = box.last(second.email, /^Place libre/);
	const taking = await followed(offer);
	await says(taking, /Une place est libre/, 'the offer’s link shows it');
	await taking.page.locator('[value=accepter]').click();
	await taking.page.waitForLoadState();
	await says(taking, /Place réservée/, 'the second accepts');
	await taking.close();
	box.last(second.email, /^Place confirmée/);
}

// --- a correction, and the pages behind the status page -----------------------

async function askCorrection(numero) {
	const s = new Staff(await visitor(browser, site, { ...OPTIONS,
	    width: 1280 }));
	const { v } = s, { page } = v;

	await twin(browser, v);
	await s.login();
	await v.go(`/gestion/dossiers/${numero}`);
	await page.locator('[name=decision][value=demander-correction]').check();
	await fill(page, { motif: 'Dites-en plus.' });
	await s.press('Voir le message avant envoi');
	equal(v.answer.status, 422, 'a correction names an answer');
	await looking(v, 'staff, a correction of nothing');
	await page.locator('[name=corriger][value=activite]').check();
	await s.press('Voir le message avant envoi');
	await looking(v, 'staff, the message that asks');
	await s.press('Envoyer la décision');
	await says(v, /À corriger/, 'the file waits for the person');
	return v;
}

async function corrected() {
	const person = new Person(await newcomer(), defs.cae), { v } = person;
	const { page } = v;

	await arrive(v, 'cae');
	await person.walk(null);
	const numero = person.numero();
	for (const name of ['messages', 'donnees', 'courriel', 'retrait']) {
		await v.go(`/suivi/${numero}/${name}`);
		await looking(v, `status, ${name}`);
	}
	const staff = await askCorrection(numero);
	await v.go(`/suivi/${numero}`);
	await looking(v, 'status, to be corrected');
	await person.press('Corriger mes réponses');
	await looking(v, 'correction, read over');
	equal(await page.locator('main dl.recap a[href*="/candidature/"]').count(),
	    1, 'one answer is open');
	await page.locator('main dl.recap a[href*="/candidature/"]').click();
	await page.waitForLoadState();
	await looking(v, 'correction, the answer');
	await fill(page, { activite: 'Réparer des vélos, et apprendre à le faire.' });
	await person.press('Enregistrer et continuer');
	await page.locator('main a[href*="/envoi"]').click();
	await page.waitForLoadState();
	await looking(v, 'correction, sending');
	await page.locator('[name=engagement]').check();
	await page.locator('main form button.btn').first().click();
	await page.waitForURL(`**/suivi/${numero}**`);
	await says(v, /En étude/, 'the team goes on');
	await staff.go(`/gestion/dossiers/${numero}`);
	await says(staff, /et apprendre à le faire\. Avant/,
	    'staff see what changed');
	await looking(staff, 'staff, what changed');
	await staff.close();
	await v.close();
}

// Nothing waits, nothing failed, nothing came twice.
function allReceived() {
	box.deliver();
	equal(box.mails.length, outbox(site).length,
	    'each message was received, once');
	ok(box.mails.length > box.before, 'and there were some');
	equal(terreau(site, 'outbox', '--failed').trim(), '', 'none failed');
}

await run(async (...args) => {
	[site, browser] = args;
	box = new Mailbox(site);
	await box.open();
	try {
		const page = await (await browser.newContext()).newPage();
		defs = {};
		for (const name of programmes())
			defs[name] = await definition(page, name);
		await page.close();
		const stories = { parents, resume, full, corrected };
		const names = process.argv.slice(2);
		for (const name of names.length > 0 ? names :
		    [...Object.keys(stories), ...Object.keys(defs)])
			await (stories[name] ?? (() => each(name)))();
		allReceived();
	} finally {
		await box.close();
	}
});
