// A whole summer of a coopérative jeunesse, from its announcement to the
// attestations of its end, as everybody in it lives it: young people and their
// parents on a phone, staff at a desk, no scripts, mail through a real server.
// Five months pass: the clock of the site is turned.
import { createHash } from 'node:crypto';
import { fill } from './applicant.mjs';
import { boxes, later, monday, morning } from './clock.mjs';
import { Person, definition } from './filler.mjs';
import { equal, glance, ok, press, says, words } from './lib.mjs';
import { CONTRACT, CYR as ON_PAPER } from './staff.mjs';
import { telling } from './tale.mjs';

const start = monday(2);		// when the story begins
const year = start.getUTCFullYear();
const opens = morning(year, 4, 2), closes = morning(year, 5, 28);
const first = later(morning(year, 7, 1), (8 - morning(year, 7, 1)
    .getUTCDay()) % 7);			// a Monday
const last = later(first, 11);		// the Friday of the week after
let t, def;
let s;					// the address of the séance

const born = age => boxes('naissance', new Date(Date.UTC(year - age, 0, 15)));

// --- before -----------------------------------------------------------------

// Who wants to know when something opens.
async function waitForNews() {
	const v = await t.phone(), { page } = v;

	await v.go('/programmes/cjs/jeunes');
	await page.locator('main a[href^="/candidature/prevenir"]').first()
	    .click();
	await page.waitForLoadState();
	await fill(page, { email: 'zoe@exemple.fr', programme: 'cjs',
	    departement: '44' });
	await press(v, 'Continuer');
	await fill(page, { accord: ['oui'] });
	await page.locator('main form button.btn').first().click();
	await page.waitForLoadState();
	await glance(v, 'to be told');
	t.box.last('zoe@exemple.fr', /PRV-/);
	await v.close();
}

async function announce() {
	const { v } = t.staff, { page } = v;

	await t.at('/gestion/seances', 'the list of séances');
	await page.locator('main a[href="/gestion/seances/nouvelle"]').first()
	    .click();
	await page.waitForLoadState();
	const wanted = { programme: 'cjs', cooperative: 'nantes',
	    titre: 'Coopérative jeunesse d’Ancenis', lieu: 'Maison des jeunes',
	    'ou-cp': '44150', ...boxes('debut', first), ...boxes('fin', last),
	    horaires: 'du lundi au vendredi, de 9 h à 17 h', places: '3',
	    ...boxes('ouverture', opens), ...boxes('cloture', closes),
	    contrat: 'cape', texte: 'Le repas de midi est offert.' };
	await t.send(wanted, 'Ajouter la séance');
	equal(v.answer.status, 422, 'the commune of a post code is asked');
	await t.send({ ou: '44003' }, 'Ajouter la séance');
	await says(v, /La séance est ajoutée/, 'the séance is announced');
	s = new URL(page.url()).pathname;
	await t.at(`${s}/groupe`, 'the group, before');
	await t.send({ criteres: ['commune', 'age'], annonce:
	    'La décision est prise après un entretien.' },
	    'Annoncer les critères');
	await says(v, /Les critères sont annoncés/, 'criteria are announced');
}

async function read() {
	const v = await t.phone(), { page } = v;

	await v.go('/agenda');
	await page.locator(`main a[href="/agenda/${s.split('/').pop()}"]`)
	    .click();
	await page.waitForLoadState();
	await glance(v, 'the séance, in public');
	await says(v, /Le repas de midi est offert/, 'the public reads of it');
	await says(v, /L’âge au premier jour/, 'and how a group is composed');
	equal(await page.locator('main a[href^="/candidature/cjs"]').count(), 0,
	    'nobody applies before it opens');
	await v.close();
}

// --- people apply -------------------------------------------------------------

const ADULT = { ...born(18), 'commune-cp': '44150', commune: '44003' };
const PEOPLE = {
	zoe: { ...ADULT, prenom: 'Zoé', nom: 'L’Hermite' },
	eli: { ...ADULT, prenom: 'Eli', nom: 'Noël' },
	fay: { ...ADULT, prenom: 'Fay', nom: 'Ürgüp' },
	gus: { ...ADULT, prenom: 'Gus', nom: 'de La Tour' },
	dom: { ...ADULT, prenom: 'Dom', nom: 'Çelik' },
	bo: { ...born(16), prenom: 'Bo', nom: 'Petit', representant: 'mere',
	    'rep-nom': 'Claire Petit', 'rep-joindre': 'courriel',
	    'rep-courriel': 'claire@exemple.fr', 'commune-cp': '44150',
	    commune: '44003' },
};
const WAITING = ['zoe', 'eli', 'fay', 'gus'];
const files = {};			// name -> numéro
let next;				// of those who wait, the first

async function apply(name, address) {
	const v = await t.phone();
	const one = new Person(v, def, { ...PEOPLE[name],
	    session: s.split('/').pop() });

	one.minor = PEOPLE[name].representant !== undefined;
	one.email = `${name}@exemple.fr`;
	await v.go(address ?? `/agenda/${s.split('/').pop()}`);
	await v.page.locator('main a[href^="/candidature/cjs"]').first().click();
	await v.page.waitForLoadState();
	await one.walk((_, page) => glance(v, `${name}, ${page}`));
	files[name] = one.numero();
	ok(files[name] !== undefined, `${name} has applied`, await words(v));
	await says(v, /Candidature au groupe/, `${name} has no seat yet`);
	t.box.last(one.email, /^Candidature au groupe/m);
	await v.close();
}

// What opened is told by the night, with a way to it.
async function opened() {
	const told = t.box.last('zoe@exemple.fr', /Ancenis/);
	const address = told.body.match(/http\S*\/agenda\/\S+/)?.[0];
	ok(address !== undefined, 'the message leads to the séance', told.body);
	await apply('zoe', new URL(address).pathname);
}

async function agree(email, answers) {
	const v = await t.follow(t.box.last(email, /\/lien\//)), { page } = v;

	await glance(v, 'a parent is asked');
	await page.locator('main p.actions a.btn').click();
	await page.waitForLoadState();
	for (let i = 0; i < 10 && !page.url().includes('/verifier'); i++) {
		await glance(v, `parent, ${new URL(page.url()).pathname}`);
		await fill(page, answers);
		await page.locator('main form button.btn').first().click();
		await page.waitForLoadState();
		ok(v.answer.status < 400, `${email}: accepted`,
		    await page.locator('#bilan').allInnerTexts());
	}
	await press(v, 'Envoyer mes réponses');
	await says(v, /Votre accord est enregistré/, `${email} agrees`);
	await v.close();
}

// One who has neither telephone nor e-mail: everything on paper.
const CYR = { ...born(17), ...ON_PAPER };

async function typed() {
	const { v } = t.staff, { page } = v;

	await t.at('/gestion/saisie', 'applications on paper');
	files.cyr = await t.staff.typeIn('cjs', { ...CYR,
	    session: s.split('/').pop() }, t.now());
	await glance(v, 'cyr is typed in');
	await t.at(`/gestion/dossiers/${files.cyr}/accords`, 'agreements of cyr');
	await page.locator('main a[href$="/accords/1"]').first().click();
	await page.waitForLoadState();
	await t.send({ canal: 'papier', note: 'Formulaire signé', prenom: 'Olaf',
	    nom: 'Øvergård', lien: 'pere', telephone: '06 39 98 56 78',
	    participation: 'oui', trajet: 'non', images: 'non', seul: 'oui' },
	    'Enregistrer cette réponse');
	await says(v, /Participer à la coopérative Donné/, 'his father agrees');
}

// --- staff decide -------------------------------------------------------------

async function review() {
	const { v } = t.staff, { page } = v;

	await t.at('/gestion/dossiers', 'to do');
	for (const numero of Object.values(files))
		equal(await page.locator(`tbody a[href$="/${numero}"]`).count(),
		    1, `${numero} is to be looked at`);
	await t.decide(files.bo, 'proposer-entretien',
	    'Mercredi à 14 h, à la Maison des jeunes.');
	t.box.last('bo@exemple.fr', /Mercredi à 14 h/);
}

// The tickets are what anybody computes from the seed that was announced.
async function compose() {
	const { v } = t.staff, { page } = v;
	const v2 = await t.phone();

	await v2.go(`/agenda/${s.split('/').pop()}`);
	const announced = (await words(v2)).match(/[0-9a-f]{64}/)[0];
	await t.at(`${s}/groupe`, 'the group, announced');
	await says(v, /7 candidatures pour 3 places/, 'they are counted');
	await t.send({}, 'Tirer au sort et proposer un groupe');
	await says(v, /Le tirage est fait/, 'lots are drawn');
	await v2.go(`/agenda/${s.split('/').pop()}`);
	await glance(v2, 'the draw, in public');
	await v2.page.locator('main summary').click();
	const codes = (await words(v2)).match(/[0-9a-f]{32,64}/g);
	const seed = codes.find(c => createHash('sha256').update(c)
	    .digest('hex') === announced);
	ok(seed !== undefined, 'the seed is the one announced', codes);
	for (const numero of Object.values(files)) {
		const ticket = createHash('sha256').update(`${seed}:${numero}`)
		    .digest('hex');
		ok(codes.includes(ticket), `${numero} finds its ticket`, codes);
	}
	await v2.close();
	for (const name of Object.keys(files))
		await page.locator('tr').filter({ has: page.locator(
		    `a[href$="/${files[name]}"]`) }).locator('[name=choisi]')
		    .setChecked(['bo', 'cyr', 'dom'].includes(name));
	await t.send({ motif: 'L’entretien : deux personnes viennent du même lycée.',
	    autres: 'Le groupe est complet. Une place peut se libérer.' },
	    'Voir les messages avant de décider');
	await t.send({}, 'Décider et envoyer les messages');
	await says(v, /Le groupe est décidé/, 'the group is decided');
	t.box.last('zoe@exemple.fr', /Le groupe est complet/);
	t.box.last('bo@exemple.fr', /Tu fais partie du groupe|acceptée/);
}

async function goesOn() {
	const leaving = await t.follow(t.box.last('dom@exemple.fr', /\/lien\//));

	await leaving.go(`/suivi/${files.dom}/retrait`);
	await glance(leaving, 'dom leaves');
	await leaving.page.locator('main form button').first().click();
	await leaving.page.waitForLoadState();
	await leaving.close();
	// whom the lots put first of those who wait
	next = WAITING.find(name => t.box.of(`${name}@exemple.fr`)
	    .some(m => /^Place libre/.test(m.subject)));
	ok(next !== undefined, 'the seat is offered to one who waits');
	const taking = await t.follow(t.box.last(`${next}@exemple.fr`,
	    /^Place libre/));
	await taking.page.locator('[value=accepter]').click();
	await taking.page.waitForLoadState();
	await says(taking, /Place réservée/, `the seat goes to ${next}`);
	await taking.close();
	await t.decide(files[next], 'accepter');
	await says(t.staff.v, /Acceptée/, `${next} is accepted`);
}

async function letter() {
	const { v } = t.staff;

	await t.at(`${s}/lettre`, 'a letter to all');
	await t.send({ 'a-qui': ['prise'], objet: 'Le premier jour',
	    lettre: 'Rendez-vous à 9 h, avec de quoi écrire.' },
	    'Relire avant d’envoyer');
	await t.send({}, 'Envoyer les 3 messages');
	await says(v, /Le message part à chaque personne/, 'it is sent');
	for (const name of [next, 'bo'])
		t.box.last(`${name}@exemple.fr`, /avec de quoi écrire/);
}

// --- papers -------------------------------------------------------------------

const AUTHORISATION = { 'rep-qualite': 'mère', 'rep2-qualite': 'père',
	services: 'Laver des vélos, ranger des garages.',
	'accord-participation': 'oui', 'accord-trajet': 'non',
	cherche: 'representants', 'accord-soins': 'oui',
	'accord-compte': 'oui', 'accord-regles': 'oui' };

// Of two parents by a code each, and the young person by one more; of the
// other everything by hand, on one sheet, answers as well.
async function authorised() {
	const kind = 'autorisation-parentale';
	const code = await t.signer.issued(files.bo, kind, { ...AUTHORISATION,
	    'accord-soins': 'oui', 'accord-compte': 'oui',
	    'accord-regles': 'oui' });

	for (const email of ['claire@exemple.fr', 'lukasz@exemple.fr']) {
		const v = await t.follow(t.box.last(email, /\/lien\//));
		await t.signer.byCode(v, email, `${email} signs`,
		    /Nos accords, un par un/);
		await v.close();
	}
	const young = await t.follow(t.box.last('bo@exemple.fr', /\/lien\//));
	await young.go(`/signature/${code}`);
	await t.signer.byCode(young, 'bo@exemple.fr', 'bo signs',
	    /Nos accords, un par un/);
	await young.close();
	await t.signer.onPaper(await t.signer.issued(files.cyr, kind,
	    { ...AUTHORISATION, 'rep-qualite': 'père' }), null);
}

const contract = { ...CONTRACT, intitule: 'Services aux habitants',
	projet: 'Rendre des services aux habitants, en groupe.',
	...boxes('debut', first), ...boxes('fin', last) };

async function engaged(name, { prenom, nom, ...who }) {
	return t.signer.issued(files[name], 'cape', { ...contract, ...who,
	    prenoms: prenom, 'nom-naissance': nom });
}

async function contracts() {
	const code = await engaged(next, PEOPLE[next]);

	await t.signer.atDesk(code, PEOPLE[next].prenom);
	await t.signer.byPassword(code);
	await t.signer.onPaper(await engaged('bo', PEOPLE.bo), null);
	await t.signer.onPaper(await engaged('cyr', CYR), null);
	for (const name of [next, 'bo', 'cyr']) {
		await t.at(`/gestion/dossiers/${files[name]}`, name);
		await says(t.staff.v, /En cours/, `${name} has begun`);
	}
}

// --- the summer -----------------------------------------------------------------

async function calendar() {
	const { v } = t.staff, days = { jours: ['j1', 'j4'], equipe: 'Inès Caron' };

	await t.at(`${s}/calendrier/remplir`);
	await t.send({ ...days, 'matin-de': '8 h', 'matin-a': '12 h',
	    'soir-de': '13 h', 'soir-a': '18 h' }, 'Enregistrer');
	equal(v.answer.status, 422, 'nine hours a day are refused');
	await says(v, /C\. trav\. L\. 3162-1/, 'with the article');
	await t.send({ 'matin-de': '9 h', 'matin-a': '12 h', 'soir-de': '14 h',
	    'soir-a': '17 h' }, 'Enregistrer');
	equal(v.answer.status, 200, 'six hours are not');
	const list = await v.page.locator('main a[href*="/calendrier/"]')
	    .evaluateAll(l => l.filter(a => /\d$/.test(a.pathname)).length);
	ok(list >= 6 && list <= 8, 'two days a week, holidays left out', list);
	return list;
}

// Who was there, half-day by half-day: Cyr leaves early once.
async function attend(count) {
	const { v } = t.staff, { page } = v;

	await t.at(`${s}/presences`, 'attendance');
	const slots = await page.locator('main ul.taches a').evaluateAll(l =>
	    l.map(a => a.getAttribute('href')));
	equal(slots.length, count, 'each half-day can be noted');
	for (const slot of slots) {
		await v.go(slot);
		for (const group of await page.locator('fieldset.presence')
		    .all()) {
			const away = slot === slots[1] &&
			    /Cyr/.test(await group.innerText());
			await group.locator(`[value=${away ? 'excuse' :
			    'present'}]`).check();
		}
		await t.send({}, 'Enregistrer les présences');
	}
	await says(v, new RegExp(`${PEOPLE[next].prenom} ${count} 0 0`),
	    `${next} was there always`);
	await says(v, new RegExp(`Øvergård Cyr ${count - 1} 0 1`),
	    'cyr all but once');
}

async function share() {
	const { v } = t.staff;

	await t.at(`${s}/bilan`, 'results, none yet');
	await v.page.getByRole('link', { name: 'Noter les résultats' }).click();
	await t.send({ ventes: '1 000', charges: '99,99', regle: 'heures',
	    'regle-mots': 'Selon les heures de chacun.',
	    ...boxes('vote', last), prestations: '12', clients: '9',
	    animateur: 'Inès Caron', competences: 'Établir un devis' },
	    'Enregistrer');
	await says(v, /Le bilan est enregistré/, 'results are noted');
	const cents = (await v.page.locator('table tbody td:last-child')
	    .allInnerTexts()).map(t => Math.round(100 * Number(t
	    .replace(/[^\d,]/g, '').replace(',', '.'))));
	const total = cents.pop();
	equal(total, 90001, 'what is shared');
	equal(cents.reduce((a, b) => a + b, 0), total, 'to the cent');
	ok(Math.min(...cents) < Math.max(...cents), 'by hours', cents);
}

async function attested() {
	const { v } = t.staff, { page } = v;

	await t.at(`${s}/attestations`, 'attestations, before');
	await t.send({}, 'Émettre les 3 attestations prêtes');
	await says(v, /3 attestations sont émises/, 'in one batch');
	const code = (await page.locator('main a[href^="/gestion/documents/"]')
	    .first().getAttribute('href')).split('/').pop();
	return code;
}

// --- the end ----------------------------------------------------------------------

// Three files at once, with a message that is read over.
async function decided(names, decision, motif) {
	const { v } = t.staff, { page } = v;

	await t.at(`/gestion/dossiers?etape=tous&seance=${s.split('/').pop()}`,
	    'files of the séance');
	for (const name of names)
		await page.getByRole('checkbox', { name: files[name] }).check();
	await page.locator('#agir').selectOption(`decision:${decision}`);
	await t.send({}, 'Appliquer aux dossiers cochés');
	await t.send({ motif }, 'Voir les messages avec ce motif');
	await t.send({}, 'Enregistrer et envoyer 3 décisions');
	await says(v, /C’est fait pour 3 dossiers/, `three files: ${decision}`);
}

async function closed() {
	const { v } = t.staff;
	const others = WAITING.filter(name => name !== next);

	await decided(others, 'refuser', 'Aucune place ne s’est libérée.');
	t.box.last(`${others[0]}@exemple.fr`, /Aucune place ne s’est libérée/);
	await decided([next, 'bo', 'cyr'], 'terminer',
	    'L’été est fini. Bravo à toutes et à tous.');
	await t.at('/gestion/dossiers', 'to do, at the end');
	await says(v, /Rien à traiter/, 'nothing is left to do');
	await t.at('/gestion/contrats', 'contracts, at the end');
	await says(v, /Aucun contrat à regarder/, 'nor any contract to look at');
	await t.at('/gestion/chiffres', 'figures');
	await says(v, /Coopérative jeunesse de services 7 Total 7/,
	    'the figures know of it');
	await says(v, /Retenues – Non retenues –/, 'and tell of no one alone');
}

await telling(start, async tale => {
	t = tale;
	const page = await (await t.browser.newContext()).newPage();
	def = await definition(page, 'cjs');
	await page.close();
	await waitForNews();
	await announce();
	await read();
	await t.turn(opens);
	await opened();
	for (const name of ['dom', 'eli', 'fay', 'gus', 'bo'])
		await apply(name);
	await agree('claire@exemple.fr', { prenom: 'Claire', nom: 'Petit',
	    lien: 'mere', telephone: '06 39 98 12 34', participation: 'oui',
	    trajet: 'oui', images: 'oui', seul: 'non',
	    'second-nom': 'Łukasz Petit', 'second-joindre': 'courriel',
	    'second-email': 'lukasz@exemple.fr' });
	await agree('lukasz@exemple.fr', { prenom: 'Łukasz', nom: 'Petit',
	    lien: 'pere', telephone: '06 39 98 56 78', participation: 'oui',
	    trajet: 'oui', images: 'non' });
	await t.turn(later(opens, 14));
	await typed();
	await review();
	await t.turn(later(closes, 4));
	await compose();
	await goesOn();
	await letter();
	await t.turn(later(first, -14));
	await authorised();
	await contracts();
	for (const name of [next, 'bo', 'cyr'])
		await t.declare(files[name], name);
	const slots = await calendar();
	await t.turn(later(last, 2));
	await attend(slots);
	await share();
	await t.shown(await attested(), /Attestation de participation/i);
	for (const name of [next, 'bo'])
		t.box.last(`${name}@exemple.fr`, /attestation/i);
	await closed();
});
