// Somebody who applies: fills forms by the names of their fields, presses
// buttons by their words, reads mail in the outbox.
import fs from 'node:fs';
import path from 'node:path';
import { terreau } from './lib.mjs';

// A name that no keyboard of ours has, and that must come through unharmed.
export const PERSON = {
	prenom: 'Łukasz Çağrı',
	nom: 'Nguyễn-Lefèvre d’Œuf',
	joindre: 'telephone',
	telephone: '06 39 98 12 34',
	'commune-cp': '44150',
	situation: 'demandeur-emploi',
	secteur: 'artisanat',
	activite: 'Je répare des vélos & des « cargos » <b>à domicile</b>.',
	clients: 'non',
	besoins: ['tester', 'prix'],
};

// Give answers to the controls of the page whose names are known; radios
// that must have some answer are left alone when the name is unknown.
export async function fill(page, answers) {
	for (const [name, value] of Object.entries(answers)) {
		const controls = page.locator(`main [name="${name}"]`);
		if (await controls.count() === 0)
			continue;
		const type = await controls.first().getAttribute('type');
		if (type === 'radio') {
			await page.locator(`main [name="${name}"]` +
			    `[value="${value}"]`).check();
		} else if (type === 'checkbox') {
			for (const one of value)
				await page.locator(`main [name="${name}"]` +
				    `[value="${one}"]`).check();
		} else {
			await controls.first().fill(value);
		}
	}
}

// The first choice of every question that has no answer yet.
export async function choose(page) {
	const names = await page.locator('main input[type=radio]')
	    .evaluateAll(list => [...new Set(list.map(r => r.name))]);
	for (const name of names) {
		const group = page.locator(`main [name="${name}"]`);
		if (await page.locator(`main [name="${name}"]:checked`).count() === 0)
			await group.first().check();
	}
}

let count = 0;

export class Applicant {
	constructor(v) {
		this.v = v;
		this.email = `lukasz${++count}@exemple.fr`;
	}

	answer(answers) {
		return fill(this.v.page, answers);
	}

	async press(words) {
		const { page } = this.v;
		await page.getByRole('button', { name: words, exact: true }).click();
		await page.waitForLoadState();
	}

	// Commune and cooperative stand on one page, which asks in two rounds.
	async place() {
		const { page } = this.v;

		for (let i = 0; i < 4 && page.url().includes('/commune'); i++) {
			await this.answer(PERSON);
			await choose(page);
			await this.press('Enregistrer et continuer');
		}
	}

	mails() {
		return outbox(this.v.site).filter(m => m.to === this.email);
	}

	// The code of the last mail that has one.
	code() {
		const m = this.mails().filter(x => /^Votre code/.test(x.subject)).pop();
		return m.subject.match(/[2-9A-Z]{4}-[2-9A-Z]{2}/)[0];
	}
}

// « terreau outbox » as a list of { to, subject, body }.
export function outbox(site) {
	return terreau(site, 'outbox').split(/^(?=De : |À : )/m)
	    .map(text => ({ to: text.match(/^À : (.*)$/m)?.[1],
	    subject: text.match(/^Objet : (.*)$/m)?.[1], body: text }))
	    .filter(m => m.to !== undefined);
}

const iso = days =>
	new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);

// A session to sign up to, with as many seats.
export function addSession(site, code, seats, programme = 'cjs') {
	const file = path.join(site.dir, `${code}.xml`);
	fs.writeFileSync(file, `<sessions><session code="${code}"
	    programme="${programme}"
	    cooperative="nantes" places="${seats}"><titre>Coopérative jeunesse
	    d’Ancenis (${code})</titre><lieu>Maison des jeunes</lieu>
	    <code-postal>44150</code-postal>
	    <commune insee="44003">Ancenis-Saint-Géréon</commune>
	    <dates du="${iso(60)}" au="${iso(100)}"/>
	    <inscription du="${iso(-1)}" au="${iso(50)}"/></session></sessions>`);
	terreau(site, 'session', 'add', file);
}
