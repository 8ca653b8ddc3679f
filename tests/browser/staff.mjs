// A member of staff: logs in, accepts, writes the contract, issues it.
import { choose, fill } from './applicant.mjs';
import { boxes } from './clock.mjs';
import { equal, inspect, ok } from './lib.mjs';

export const EMAIL = 'demo@terreau.example';
export const PASSWORD = 'demonstration-2026';

// The days of a contract of eleven months that begins next month.
function period() {
	const now = new Date();
	const debut = new Date(Date.UTC(now.getFullYear(), now.getMonth() + 1, 1));
	const fin = new Date(Date.UTC(now.getFullYear(), now.getMonth() + 12, 0));
	return { ...parts('debut', debut), ...parts('fin', fin) };
}

function parts(name, d) {
	return { [`${name}-jour`]: `${d.getUTCDate()}`,
	    [`${name}-mois`]: `${d.getUTCMonth() + 1}`,
	    [`${name}-annee`]: `${d.getUTCFullYear()}` };
}

// The eight points of R. 127-1, and what stands around them.
export const CONTRACT = {
	'prenoms': 'Łukasz Çağrı', 'nom-naissance': 'Nguyễn-Lefèvre d’Œuf',
	'naissance-jour': '29', 'naissance-mois': '2', 'naissance-annee': '1988',
	'naissance-lieu': 'Łódź (Pologne)', 'adresse': '3 rue des Tilleuls',
	'domicile-cp': '44150', 'nationalite': 'europe',
	'intitule': 'Réparation de vélos', 'nature': 'creation',
	'projet': 'Réparer des vélos à domicile, avec un vélo cargo.',
	'periode': 'initiale', ...period(),
	'programme': 'Étude de marché ; essai de l’offre ; prix et devis.',
	'rythme': 'un rendez-vous par mois', 'referent': 'Julie Morel',
	'moyens': 'Un poste de travail partagé et l’outil de facturation.',
	'moyens-valorisation': 'sans',
	'moyens-conditions': 'Aux heures d’ouverture de la coopérative.',
	'moyens-evolution': 'Aucune évolution n’est prévue.',
	'retribution': 'pourcentage', 'retribution-taux': '10,5',
	'retribution-assiette': 'chiffre-affaires',
	'retribution-evolution': 'Aucune évolution n’est prévue.',
	'tiers-nature': 'Achat de pièces et de petit outillage.',
	'plafond-tiers': '1 500', 'seuil-tiers': '300',
	'tiers-charge': 'compte',
	'compta-periode': 'mois', 'compta-delai': '15',
	'compta-forme': 'saisie dans le logiciel de la coopérative',
	'preavis': '30', 'rupture-forme': 'recommandee', 'remuneration': 'non',
	'cotisations-calcul': 'Montant exact des cotisations dues.',
	'cotisations-echeance': 'le 15 du mois qui suit',
	'temps-plein': 'non', 'interdiction': 'non', 'cape-anterieur': 'non',
	'rc-pro': 'cooperative', 'decennale': 'non', 'signature-lieu': 'Ancenis',
};

// A young person who has neither telephone nor e-mail.
export const CYR = { prenom: 'Cyr', nom: 'Øvergård', representant: 'pere',
	'rep-nom': 'Olaf Øvergård', 'rep-joindre': 'papier',
	'commune-cp': '44150', commune: '44003', disponible: 'oui',
	envie: 'Gagner un peu d’argent.', apport: 'Vendre au marché.',
	images: 'non' };

export class Staff {
	constructor(v) {
		this.v = v;
	}

	async press(words) {
		const { page } = this.v;
		await page.getByRole('button', { name: words }).first().click();
		await page.waitForLoadState();
	}

	async login() {
		const { v } = this, { page, context } = v;

		equal(await v.go('/gestion/dossiers'), 401,
		    'staff pages need a login');
		await inspect(v, 'staff, closed');
		await v.go('/gestion/connexion');
		await inspect(v, 'login');
		await fill(page, { courriel: EMAIL, passe: 'mauvais' });
		await this.press('Se connecter');
		equal(v.answer.status, 422, 'a wrong password is refused');
		await inspect(v, 'login, error');
		const before = await this.cookie();
		await this.enter();
		const cookie = await this.cookie();
		ok(cookie.httpOnly && cookie.sameSite === 'Strict' &&
		    cookie.path === '/gestion', 'the session cookie is guarded');
		ok(before?.value !== cookie.value, 'login changes the session');
		await inspect(v, 'list');
		equal(await v.go('/gestion/lots'), 200, 'papers of many');
		await inspect(v, 'lots');
	}

	async enter() {
		const { page } = this.v;

		await this.v.go('/gestion/connexion');
		await fill(page, { courriel: EMAIL, passe: PASSWORD });
		await this.press('Se connecter');
		await page.waitForURL('**/gestion/dossiers**');
	}

	async cookie() {
		return (await this.v.context.cookies())
		    .find(c => c.name === 'terreau_gestion');
	}

	async accept(numero) {
		const { v } = this, { page } = v;

		await v.go(`/gestion/dossiers?q=${numero}`);
		await page.locator('main table').getByRole('link',
		    { name: numero }).click();
		await page.waitForURL(`**/gestion/dossiers/${numero}**`);
		await inspect(v, 'file');
		for (const tab of ['pieces', 'contrat', 'documents', 'messages',
		    'notes', 'notes/copie', 'historique', 'transfert']) {
			await v.go(`/gestion/dossiers/${numero}/${tab}`);
			await inspect(v, `file, ${tab}`);
		}
		await this.talk(numero);
		await v.go(`/gestion/dossiers/${numero}`);
		await page.locator('[name=decision][value=refuser]').check();
		await this.press('Voir le message avant envoi');
		equal(v.answer.status, 422, 'a refusal needs a reason');
		await inspect(v, 'file, error');
		await page.locator('[name=decision][value=accepter]').check();
		await this.press('Voir le message avant envoi');
		await inspect(v, 'message before it is sent');
		await this.press('Envoyer la décision');
		await page.waitForURL(`**/gestion/dossiers/${numero}**`);
		ok((await page.locator('main').innerText()).includes('Acceptée'),
		    'the file is accepted');
		await inspect(v, 'file, accepted');
	}

	// A note, its correction, and a message that is read over first.
	async talk(numero) {
		const { v } = this, { page } = v;
		const base = `/gestion/dossiers/${numero}`;

		await v.go(`${base}/notes`);
		await fill(page, { note: 'Rappeler le 4 mars.' });
		await this.press('Ajouter la note');
		await page.getByRole('link', { name: /^Corriger/ }).click();
		await page.waitForLoadState();
		await fill(page, { note: 'Rappeler le 5 mars.' });
		await this.press('Enregistrer la correction');
		await inspect(v, 'notes');
		await v.go(`${base}/messages`);
		await this.press('Voir le message avant envoi');
		equal(v.answer.status, 422, 'a message says something');
		await inspect(v, 'messages, error');
		await fill(page, { objet: 'Votre atelier',
		    texte: 'Avez-vous un local ?' });
		await this.press('Voir le message avant envoi');
		await inspect(v, 'message of staff before it is sent');
		await this.press('Envoyer le message');
		ok((await page.locator('main').innerText()).includes(
		    'C’est envoyé'), 'the message is sent');
		await inspect(v, 'messages');
		await v.go('/gestion/contrats?vue=tous');
		await inspect(v, 'contracts');
	}

	// An application on paper, as far as its second page.
	async type() {
		const { v } = this, { page } = v;

		await v.go('/gestion/saisie');
		await inspect(v, 'applications on paper');
		await v.go('/gestion/saisie/cae');
		await this.press('Enregistrer et continuer');
		equal(v.answer.status, 422, 'the day it came is asked');
		await inspect(v, 'application on paper, error');
		await fill(page, { 'recu-jour': '3', 'recu-mois': '3',
		    'recu-annee': '2026' });
		await this.press('Enregistrer et continuer');
		await inspect(v, 'application on paper, a step');
		await v.go(page.url().replace(/[^/]*$/, 'envoi'));
		await inspect(v, 'application on paper, read over');
	}

	// The same, with these answers, to its end; its number.
	async typeIn(programme, answers, received) {
		const { v } = this, { page } = v;

		await v.go(`/gestion/saisie/${programme}`);
		await fill(page, boxes('recu', received));
		await this.press('Enregistrer et continuer');
		for (let i = 0; i < 12 && !page.url().includes('/envoi'); i++) {
			await fill(page, answers);
			await this.press('Enregistrer et continuer');
		}
		await fill(page, { engagement: ['oui'] });
		await this.press('Enregistrer la candidature');
		ok((await page.locator('main').innerText()).includes(
		    'La candidature est enregistrée'), 'it is typed in',
		    await page.locator('#bilan').allInnerTexts());
		return new URL(page.url()).searchParams.get('fait');
	}

	// First it cannot be issued, and the page says what is missing.
	async contract(numero) {
		const { v } = this, { page } = v;
		const base = `/gestion/dossiers/${numero}/documents/cape`;

		await v.go(base);
		await inspect(v, 'contract');
		await v.go(`${base}/emission`);
		const lacks = await page.locator('main').innerText();
		ok(/R\. ?127-1/.test(lacks.replace(/\s/g, ' ')),
		    'an empty contract lacks points of R. 127-1', lacks);
		await inspect(v, 'contract, what is missing');
		await v.go(base);
		const steps = await page.locator(`main a[href^="${base}/"]`)
		    .evaluateAll(list => [...new Set(list.map(a => a.pathname))]);
		for (const step of steps.filter(
		    s => !/(apercu|emission)$/.test(s))) {
			const name = step.split('/').pop();
			await v.go(step);
			await inspect(v, `contract, ${name}`);
			await this.fillStep(step);
			ok(v.answer.status < 400, `contract, ${name}: accepted`,
			    await page.locator('#bilan').allInnerTexts());
		}
		await v.go(`${base}/apercu`);
		await inspect(v, 'contract, preview');
	}

	// A post code may first bring the choice of a commune.
	async fillStep(step) {
		const { page } = this.v;

		await fill(page, CONTRACT);
		await this.press(/^Enregistrer/);
		if (!page.url().includes(step))
			return;
		await choose(page);
		await this.press(/^Enregistrer/);
	}

	async issue(numero) {
		const { v } = this, { page } = v;

		await v.go(`/gestion/dossiers/${numero}/documents/cape/emission`);
		await inspect(v, 'contract, ready');
		await this.press(/^Émettre/);
		await inspect(v, 'contract, issued');
		await v.go(`/gestion/dossiers/${numero}/documents`);
		await inspect(v, 'documents');
		const link = page.locator(
		    'main a[href^="/gestion/documents/"][href$=".pdf"]').first();
		const address = await link.getAttribute('href');
		const code = address.match(/([^/]+)\.pdf$/)[1];
		ok(/^[2-9A-HJKMNP-TV-Z]{12}$/.test(code),
		    'the code has twelve clear characters', code);
		const answer = await page.request.get(address);
		const pdf = await answer.body();
		equal(answer.headers()['content-type'], 'application/pdf',
		    'the contract is a PDF');
		ok(pdf.length > 10000 && pdf.subarray(0, 5).toString() === '%PDF-',
		    'the contract is a whole PDF', `${pdf.length} bytes`);
		await v.go(`/gestion/documents/${code}`);
		await inspect(v, 'contract, twin');
		return { code, pdf };
	}
}
