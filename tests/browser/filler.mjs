// Somebody who answers any definition: what to write is decided by the kind of
// each field, so that a programme that does not exist yet is applied for too.
// Presets give certain fields, by name, an answer of their own.
import fs from 'node:fs';
import path from 'node:path';
import { Applicant, fill } from './applicant.mjs';
import { ok } from './lib.mjs';

const DAY = 86400000;
const top = path.resolve(path.dirname(new URL(import.meta.url).pathname),
    '../..');
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n' +
    'trailer<</Root 1 0 R>>\n%%EOF\n');

// --- definitions ------------------------------------------------------------

export function programmes() {
	return fs.readdirSync(path.join(top, 'schemas/programmes'))
	    .filter(f => f.endsWith('.xml')).map(f => f.slice(0, -4)).sort();
}

// A definition as far as it is of use here; page is one that may run scripts.
export function definition(page, name) {
	const xml = fs.readFileSync(
	    path.join(top, `schemas/programmes/${name}.xml`), 'utf8');
	return page.evaluate(text => {
		const root = new DOMParser().parseFromString(text, 'text/xml')
		    .documentElement;
		const at = (e, n) => e?.getAttribute(n) ?? null;
		const field = f => ({ nom: at(f, 'nom'), genre: at(f, 'genre'),
		    quand: at(f, 'quand'), min: Number(at(f, 'min') ?? 0),
		    max: Number(at(f, 'max') ?? 0),
		    si: [...f.querySelectorAll(':scope > si')].map(s => ({
			champ: at(s, 'champ'), age: at(s, 'age'),
			vaut: (at(s, 'vaut') ?? '').split(/\s+/) })),
		    choix: [...f.querySelectorAll(':scope > choix')]
			.filter(c => !c.hasAttribute('arret'))
			.map(c => at(c, 'valeur')) });
		const age = root.querySelector(':scope > age');
		return { nom: at(root, 'nom'), tu: at(root, 'voix') === 'tu',
		    parcours: at(root, 'parcours') ?? 'etapes',
		    age: at(age, 'max'),
		    etapes: [...root.querySelectorAll('etape')].map(e => ({
			nom: at(e, 'nom'), place: at(e, 'place'),
			champs: [...e.querySelectorAll('champ')].map(field) })) };
	}, xml);
}

// --- the voice --------------------------------------------------------------

const VOUS = /^(vous|votre|vos|vôtres?)$/i;
const TU = /^(tu|ton|ta|tes|toi|tiens?|tiennes?)$/i;

// Words of the voice that is not this one, with what stands around them.
export function slips(text, tu) {
	const plain = text.replace(/rendez-vous/gi, ' ').replace(/\s+/g, ' ');
	const wrong = m => (tu ? VOUS : TU).test(m[0]) || (tu ?
	    /^(?!Chez$|Assez$)\p{Lu}\p{Ll}+ez$/u.test(m[0]) :
	    /^t$/i.test(m[0]) && /[’']/.test(plain[m.index + 1] ?? ''));
	return [...plain.matchAll(/\p{L}+/gu)].filter(wrong).map(m =>
	    plain.slice(Math.max(0, m.index - 30), m.index + 30));
}

export async function speaks(v, tu, name) {
	const text = await v.page.title() + ' ' +
	    await v.page.locator('main').innerText();
	const found = slips(text, tu);
	ok(found.length === 0, `${name}: speaks in « ${tu ? 'tu' : 'vous'} »`,
	    found.join('\n'));
}

// --- answers ----------------------------------------------------------------

const day = (name, date) => ({ [`${name}-jour`]: `${date.getDate()}`,
    [`${name}-mois`]: `${date.getMonth() + 1}`,
    [`${name}-annee`]: `${date.getFullYear()}` });

// A birthday was ten days ago.
export function birth(name, age) {
	const date = new Date(Date.now() - 10 * DAY);
	date.setFullYear(date.getFullYear() - age);
	return day(name, date);
}

const long = f => ('J’aime « créer » & partager <b>avec</b> d’autres : ' +
    f.nom + '.').slice(0, f.max || undefined).padEnd(f.min, '.');

const KINDS = {
	'nom': f => ({ [f.nom]: `Łéa-${f.nom.replace(/[^a-z]/g, '')}` }),
	'texte': f => ({ [f.nom]: long(f) }),
	'texte-long': f => ({ [f.nom]: long(f) }),
	'adresse': f => ({ [`${f.nom}`]: '3 rue des Tilleuls',
	    [`${f.nom}-complement`]: 'Bâtiment B' }),
	'courriel': f => ({ [f.nom]: `${f.nom}@exemple.fr` }),
	'telephone': f => ({ [f.nom]: '06 39 98 12 34' }),
	'siren': f => ({ [f.nom]: '732 829 320' }),
	'siret': f => ({ [f.nom]: '732 829 320 00074' }),
	'heure': f => ({ [f.nom]: '14:30' }),
	'qpv': f => ({ [f.nom]: 'QN04401M' }),
	'departement': f => ({ [f.nom]: '44' }),
	'commune': f => ({ [`${f.nom}-cp`]: '44150' }),
	'montant': f => ({ [f.nom]: `${Math.ceil(f.min / 100) + 1}` }),
	'nombre': f => ({ [f.nom]: `${f.min + 1}` }),
	'pourcent': f => ({ [f.nom]: `${f.min + 1}` }),
	'accord': f => ({ [f.nom]: ['oui'] }),
	'date': (f, def) => f.quand === 'naissance' ?
	    birth(f.nom, Number(def.age ?? 40)) : day(f.nom, new Date(Date.now() +
	    (f.quand === 'avenir' ? 40 : -40) * DAY)),
};

export class Person extends Applicant {
	constructor(v, def, presets = {}) {
		super(v);
		this.def = def;
		this.presets = presets;
		this.given = {};	// by field, for conditions
		this.written = [];	// what must come back letter for letter
		this.email = `${def.nom}.${this.email}`;
	}

	asked(field) {
		return field.si.every(s => s.age !== null ?
		    (s.age === 'mineur') === Boolean(this.minor) :
		    s.vaut.includes(this.given[s.champ]));
	}

	// One radio or box of those on the page.
	async pick(f) {
		const { page } = this.v;
		const all = page.locator(`main [name="${f.nom}"]`);
		const values = await all.evaluateAll(l => l.map(e => e.value));
		const checked = await all.evaluateAll(l =>
		    l.find(e => e.checked)?.value);
		const usable = f.genre.endsWith('choix') ?
		    values.filter(x => f.choix.includes(x)) : values;
		return this.presets[f.nom] ?? checked ?? usable[0];
	}

	async write(f) {
		const { page } = this.v;
		const kind = f.genre === 'plusieurs-choix' ? 'cases' : f.genre;

		if (await page.locator(`main [name^="${f.nom}"]`).count() === 0)
			return;
		if (['choix', 'cases', 'session', 'cooperative'].includes(kind)) {
			const value = await this.pick(f);
			if (value === undefined)
				return;
			this.given[f.nom] = value;
			await fill(page, { [f.nom]: kind === 'cases' ? [value] :
			    value });
		} else if (kind === 'fichier') {
			await page.locator(`[name="${f.nom}"]`).setInputFiles({
			    name: 'Une pièce.pdf', mimeType: 'application/pdf',
			    buffer: PDF });
			await this.press('Ajouter ce fichier');
		} else {
			const answer = { ...KINDS[kind](f, this.def),
			    ...(f.nom === 'email' ? { email: this.email } : {}) };
			for (const name of Object.keys(answer))
				answer[name] = this.presets[name] ?? answer[name];
			if (/^(nom|courriel|texte|texte-long)$/.test(kind) &&
			    !this.written.includes(answer[f.nom]))
				this.written.push(answer[f.nom]);
			await fill(page, answer);
			if (kind === 'commune')
				await fill(page, await this.commune(f));
		}
	}

	async commune(f) {
		return await this.v.page.locator(
		    `[name="${f.nom}"][type=radio]`).count() > 0 ?
		    { [f.nom]: this.presets[f.nom] ?? '44003' } : {};
	}

	// The page that is open, filled in and accepted; commune and
	// cooperative stand on one page, which asks in two rounds.
	async step(step) {
		const { v } = this, { page } = v;
		const before = new URL(page.url()).pathname;

		for (let i = 0; i < 3; i++) {
			for (const f of step.champs)
				if (this.asked(f))
					await this.write(f);
			await page.locator('main form button.btn:not(.sec)').first()
			    .click();
			await page.waitForLoadState();
			if (new URL(page.url()).pathname !== before ||
			    v.answer.status === 422 && i > 0)
				break;
		}
		ok(v.answer.status < 400, `${this.def.nom}: ${step.nom} is accepted`,
		    await page.locator('#bilan').allInnerTexts());
	}

	// From the page that is open to the receipt, or to the step before which
	// to stop.  look(name) is called on each page.
	async walk(look, until = null) {
		const { v, def } = this, { page } = v;
		const base = `/candidature/${def.nom}`;

		for (let i = 0; i < 40; i++) {
			const at = new URL(page.url()).pathname;
			const name = at.slice(base.length + 1);
			if (!at.startsWith(base))
				return true;
			if (name === until)
				return true;
			await look?.(this, name || 'start');
			if (name === 'taches') {
				await page.locator('ul.taches li').filter({
				    hasText: /À faire|En cours/ }).locator('a')
				    .first().click();
			} else if (name === 'recapitulatif') {
				// The address opens the file: it is not an answer.
				await this.readOver(this.email);
				await page.locator('main p.actions a.btn').click();
			} else {
				const step = def.etapes.find(e => e.nom === name ||
				    name === '' && e.place === 'depart');
				if (step === undefined)
					return ok(false, `${at}: a known page`);
				if (step.place === 'envoi' && def.parcours === 'court')
					await this.readOver();
				await this.step(step);
			}
			await page.waitForLoadState();
		}
		return ok(false, `${def.nom}: the journey comes to its end`);
	}

	// What was written stands on the page, letter for letter.
	async readOver(without = null) {
		const squeeze = s => s.replace(/\s+/g, ' ');
		const main = squeeze(await this.v.page.locator('main').innerText());
		const lost = this.written.filter(w => w !== without &&
		    !main.includes(squeeze(w)));
		ok(lost.length === 0, `${this.def.nom}: answers read over, letter ` +
		    'for letter', lost.join('\n') + '\n' + main);
	}

	numero() {
		return this.v.page.url().match(/\/suivi\/([A-Z0-9-]+)/)?.[1];
	}
}
