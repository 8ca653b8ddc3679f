// A whole contrat d’appui, from an information meeting to a business of one's
// own: what is written, signed and declared, what time does, and what the law
// forbids, refused on screen.  Beside it another that nobody renews in time.
// Three years pass: the clock of the site is turned.
import { fill } from './applicant.mjs';
import { boxes, later, monday, morning } from './clock.mjs';
import { Person, definition } from './filler.mjs';
import { equal, glance, ok, press, says, words } from './lib.mjs';
import { CONTRACT } from './staff.mjs';
import { telling } from './tale.mjs';

const start = monday(2);
const year = start.getUTCFullYear();
const meets = later(start, 15);			// a Tuesday
const debut = morning(year, 4, 1), fin = morning(year + 1, 3, 31);
const NORA = { prenom: 'Nora', nom: 'Ångström' };
const CAPE = { ...CONTRACT, prenoms: 'Nora', 'nom-naissance': 'Ångström',
	...boxes('debut', debut), ...boxes('fin', fin) };
const PROOF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n' +
    'trailer<</Root 1 0 R>>\n%%EOF\n');
let t, def, nora, omar;				// numéros

const french = date => new Intl.DateTimeFormat('fr-FR', { day: 'numeric',
	month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date)
	.replace(/^1 /, '1er ');

// The dated way, as the page of the contract has it.
async function way(numero, steps) {
	await t.at(`/gestion/dossiers/${numero}/contrat`, 'the way');
	const list = t.staff.v.page.locator('ol.parcours > li');
	const got = (await list.allInnerTexts()).map(s =>
	    s.replace(/\s+/g, ' ').trim());
	for (const [title, date] of Object.entries(steps))
		ok(got.some(s => s.startsWith(title) &&
		    s.includes(date && french(date))),
		    `the way: ${title}, ${date && french(date)}`,
		    got.join('\n'));
}

// --- the meeting --------------------------------------------------------------

async function meeting() {
	const { v } = t.staff, { page } = v;
	const wanted = { programme: 'reunion', cooperative: 'nantes',
	    titre: 'Tester son activité', lieu: 'Le Levain', 'ou-cp': '44200',
	    ou: '44109', ...boxes('debut', meets), de: '18 h', a: '20 h',
	    ...boxes('ouverture', start), ...boxes('cloture', meets),
	    places: '12' };

	await t.at('/gestion/seances/nouvelle');
	await t.send(wanted, 'Ajouter la séance');
	await t.send(wanted, 'Ajouter la séance');
	await says(v, /La séance est ajoutée/, 'the meeting is announced');
	return new URL(page.url()).pathname;
}

async function signUp(code) {
	const v = await t.phone(), { page } = v;

	await v.go('/agenda');
	await page.locator(`main a[href="/agenda/${code}"]`).first().click();
	await page.locator('main a.btn').first().click();
	await fill(page, { ...NORA, email: 'nora@exemple.fr' });
	await page.locator('main form button.btn').first().click();
	await page.waitForLoadState();
	await page.locator('main form button.btn').first().click();
	await page.waitForLoadState();
	await glance(v, 'signed up');
	await says(v, /Place réservée/, 'nora has a seat in the meeting');
	t.box.last('nora@exemple.fr', /Place réservée/);
	await v.close();
}

async function held(s) {
	const { v } = t.staff, { page } = v;

	await t.at(`${s}/presences`, 'who came');
	await page.locator('main ul.taches a').first().click();
	await page.locator('[value=present]').check();
	await t.send({}, 'Enregistrer les présences');
	await t.at(`${s}/tenue`, 'the meeting, held');
	await t.send({ conseil: 'Julie Morel', duree: '110' }, 'Enregistrer');
	await says(v, /Les inscriptions sont classées/,
	    'her sign-up is done with');
	await t.at('/gestion/seances/reunions', 'meetings for funders');
	await says(v, /Coopérative de Nantes 1 1 1 110 0/,
	    'the meeting counts itself');
	await t.at('/gestion/dossiers', 'to do, after the meeting');
	equal(await page.locator('[name=d]').count(), 0,
	    'and nobody has to say so');
}

// --- the application ------------------------------------------------------------

async function apply(name, presets) {
	const v = await t.phone();
	const one = new Person(v, def, presets);

	one.email = `${name}@exemple.fr`;
	await v.go('/programmes/cae');
	await v.page.locator('main a[href="/candidature/cae"]').first().click();
	await v.page.waitForLoadState();
	await one.walk((_, page) => glance(v, `${name}, ${page}`));
	const numero = one.numero();
	ok(numero !== undefined, `${name} has applied`, await words(v));
	await v.close();
	return numero;
}

// A day that staff write down.
async function noted(numero, name, date) {
	await t.staff.v.go(`/gestion/dossiers/${numero}/contrat/jours/${name}`);
	await t.send({ ...boxes(name, date), [`${name}-note`]: 'Compte rendu' },
	    'Enregistrer');
}

async function diagnosed() {
	await t.decide(nora, 'proposer-entretien', 'Jeudi à 10 h, au Levain.');
	t.box.last('nora@exemple.fr', /Jeudi à 10 h/);
	await t.turn(later(meets, 12));
	await noted(nora, 'diagnostic', later(meets, 11));
	await way(nora, { 'Réunion d’information': meets,
	    'Diagnostic': later(meets, 11), 'Contrat d’appui': '' });
	await t.decide(nora, 'accepter');
	t.box.last('nora@exemple.fr', /acceptée/i);
}

// --- papers -----------------------------------------------------------------------

// By the code that is mailed, then the password of staff.
async function convention() {
	const kind = 'convention-accompagnement';
	const code = await t.signer.issued(nora, kind, {
	    adresse: '3 rue des Tilleuls', 'domicile-cp': '44150',
	    projet: 'Réparer des vélos.', objectif: 'Trouver mes prix.',
	    actions: 'Étude de marché.', rythme: 'un rendez-vous par mois',
	    referent: 'Julie Morel', ...boxes('debut', later(t.now(), 1)),
	    ...boxes('fin', later(debut, -1)), prix: 'gratuit',
	    'signature-lieu': 'Ancenis' });
	const v = await t.follow(t.box.last('nora@exemple.fr', /à signer/i));

	await v.go(`/signature/${code}`);
	await t.signer.byCode(v, 'nora@exemple.fr', 'nora signs',
	    /Confidentialité/);
	await v.close();
	await t.signer.byPassword(code);
}

// The law speaks on the page of issue, where no button is left to press.
async function forbidden(numero, kind, answers, steps, article, why) {
	const { v } = t.staff;

	await t.signer.write(numero, kind, answers, steps);
	await t.at(`/gestion/dossiers/${numero}/documents/${kind}/emission`,
	    why);
	await says(v, article, `${why}: refused, with its article`);
	equal(await v.page.getByRole('button', { name: /^Émettre/ }).count(), 0,
	    `${why}: cannot be issued`);
}

async function contract() {
	await forbidden(nora, 'cape', { ...CAPE, 'temps-plein': 'oui' }, null,
	    /temps complet.*C\. com\. L\. 127-1/, 'a full-time employee');
	await forbidden(nora, 'cape', { ...CAPE, ...boxes('fin',
	    later(fin, 1)) }, ['declarations', 'duree'],
	    /douze mois.*C\. com\. L\. 127-2/, 'a day more than a year');
	await t.signer.write(nora, 'cape', CAPE, ['duree']);
	const code = await t.signer.issue(nora, 'cape');
	await t.signer.atDesk(code, 'Nora');
	await t.signer.byPassword(code);
	await t.at('/gestion/dossiers', 'to do');
	await says(t.staff.v, /2 déclarations à faire/, 'the list says what is owed');
	await t.declare(nora, 'nora', page => page.locator('input[type=file]')
	    .setInputFiles({ name: 'Accusé.pdf', mimeType: 'application/pdf',
	    buffer: PROOF }));
	await says(t.staff.v, /Accusé\.pdf/, 'the proof stands beside it');
	await way(nora, { 'Contrat d’appui': debut });
}

async function amended() {
	const kind = 'avenant-modificatif';
	const code = await t.signer.issued(nora, kind, { objet: 'moyens',
	    article: '4', avant: 'Un poste.', apres: 'Deux postes.',
	    ...boxes('effet', later(t.now(), 10)), 'signature-lieu': 'Nantes' });

	await t.signer.onPaper(code, null);
	t.box.last('nora@exemple.fr', /Tout le monde a signé/);
}

// --- time ---------------------------------------------------------------------------

const RENEWAL = { 'temps-plein': 'non', bilan: 'Dix clients, deux par mois.',
	'signature-lieu': 'Nantes' };

async function warned() {
	t.box.last('nora@exemple.fr', /60 jours|se termine|prend fin/);
	await t.at('/gestion/contrats?vue=60', 'contracts that end');
	await says(t.staff.v, /Ångström Nora.*Dans \d+ jours/,
	    'staff see that it ends');
}

async function renewed(rank, from, to) {
	const kind = 'avenant-renouvellement';
	const code = await t.signer.issued(nora, kind, { ...RENEWAL,
	    rang: rank, ...boxes('debut', from), ...boxes('fin', to) });

	await t.signer.atDesk(code, 'Nora');
	await t.signer.byPassword(code);
	await t.declare(nora, 'nora');
}

// Nobody wrote anything before the term.
async function late() {
	await forbidden(omar, 'avenant-renouvellement', { ...RENEWAL,
	    rang: 'premier', ...boxes('debut', later(fin, 1)),
	    ...boxes('fin', morning(year + 2, 3, 31)) }, null,
	    /avant ce terme.*C\. com\. L\. 127-2/, 'a renewal after the term');
	await t.at(`/gestion/dossiers/${omar}/contrat`, 'a contract that ended');
	await says(t.staff.v, /Échu/, 'which the page calls over');
	await t.at('/gestion/dossiers', 'to do');
	await says(t.staff.v, /Fini le 31 mars/, 'and the list');
	await t.decide(omar, 'terminer', 'Le contrat est arrivé à son terme.');
	await says(t.staff.v, /Terminée/, 'omar’s file is closed');
}

// --- the end ------------------------------------------------------------------------

async function leaves() {
	const end = later(t.now(), 20);
	const code = await t.signer.issued(nora, 'rupture', {
	    initiative: 'accord', motif: 'cesa', ...boxes('notifie', t.now()),
	    preavis: '0', ...boxes('effet', end), commandes: 'Aucune.',
	    compte: 'Soldé.', materiel: 'Rendu.', 'signature-lieu': 'Nantes' });

	await t.signer.atDesk(code, 'Nora');
	await t.signer.byPassword(code);
	await t.declare(nora, 'nora');
	await t.turn(later(end, 2));
	await t.at(`/gestion/dossiers/${nora}/contrat`, 'broken early');
	await says(t.staff.v, /Rompu avant le terme/, 'the contract is broken');
	await noted(nora, 'cesa', later(end, 1));
	await way(nora, { 'Contrat d’entrepreneur salarié associé':
	    later(end, 1) });
	return end;
}

async function joins(end) {
	await t.turn(later(end, 400));
	await noted(nora, 'associe', later(end, 390));
	await way(nora, { 'Réunion d’information': meets,
	    'Contrat d’appui': debut, 'Associ': later(end, 390) });
	const code = await t.signer.issued(nora, 'attestation-fin-cape',
	    { cause: 'cesa', actions: 'Étude de marché, premiers clients.' });
	await t.shown(code, /Attestation/);
	t.box.last('nora@exemple.fr', /attestation/i);
}

await telling(start, async tale => {
	t = tale;
	const page = await (await t.browser.newContext()).newPage();
	def = await definition(page, 'cae');
	await page.close();
	const s = await meeting();
	await signUp(s.split('/').pop());
	await t.turn(later(meets, 1));
	await held(s);
	nora = await apply('nora', NORA);
	omar = await apply('omar', { prenom: 'Omar', nom: 'Péri' });
	await diagnosed();
	await convention();
	await contract();
	await t.decide(omar, 'accepter');
	await t.signer.onPaper(await t.signer.issued(omar, 'cape', { ...CAPE,
	    prenoms: 'Omar', 'nom-naissance': 'Péri' }), null);
	await t.declare(omar, 'omar');
	await t.turn(morning(year, 9, 15));
	await amended();
	const proof = await t.signer.issued(nora,
	    'attestation-accompagnement', {});
	ok(proof !== false, 'support is certified while it runs');
	await t.turn(morning(year + 1, 3, 1));
	await warned();
	await forbidden(nora, 'avenant-renouvellement', { ...RENEWAL,
	    rang: 'second', ...boxes('debut', later(fin, 1)),
	    ...boxes('fin', morning(year + 2, 3, 31)) }, null,
	    /premier renouvellement.*C\. com\. L\. 127-2/,
	    'a second renewal without the first');
	await renewed('premier', later(fin, 1), morning(year + 2, 3, 31));
	await t.turn(morning(year + 1, 4, 3));
	await late();
	await way(nora, { 'Premier renouvellement': later(fin, 1) });
	await t.turn(morning(year + 2, 3, 2));
	await renewed('second', morning(year + 2, 4, 1),
	    morning(year + 3, 3, 31));
	await forbidden(nora, 'avenant-renouvellement', { ...RENEWAL,
	    rang: 'second', ...boxes('debut', morning(year + 3, 4, 1)),
	    ...boxes('fin', morning(year + 4, 3, 31)) }, null,
	    /deux fois.*C\. com\. L\. 127-2/, 'a renewal too many');
	await t.turn(morning(year + 2, 6, 1));
	await joins(await leaves());
	await t.at('/gestion/contrats', 'contracts, at the end');
	await says(t.staff.v, /Aucun contrat à regarder/, 'nothing is left to do');
	await t.at('/gestion/dossiers', 'to do, at the end');
	await says(t.staff.v, /Rien à traiter/, 'in either list');
});
