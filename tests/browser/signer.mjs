// Whoever signs a paper, and staff who have it signed: with a code that is
// mailed, in front of staff, on a sheet by hand, by password.
import { choose, fill } from './applicant.mjs';
import { equal, inspect, ok, press, says, words } from './lib.mjs';
import { PASSWORD } from './staff.mjs';

const SCAN = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n' +
    'trailer<</Root 1 0 R>>\n%%EOF\n');

async function among(label, names) {
	const text = await label.innerText();
	return names.some(name => text.includes(name));
}

export class Signer {
	// A member of staff, the mail of all, how pages are looked at.
	constructor(staff, box, { look = inspect,
	    now = () => new Date() } = {}) {
		Object.assign(this, { s: staff, box, look, now });
	}

	async open(v, address, name) {
		equal(await v.go(address), 200, `${name}: there is a page`);
		await this.look(v, name);
	}

	// A form sent with nothing in it comes back with its errors.
	async refuses(v, words, name) {
		await press(v, words);
		equal(v.answer.status, 422,
		    `${name}: nothing is signed by mistake`);
		await this.look(v, `${name}, error`);
	}

	// The form of a paper filled in, page by page; only these, if named.
	async write(numero, kind, answers, only = null) {
		const { v } = this.s, { page } = v;
		const base = `/gestion/dossiers/${numero}/documents/${kind}`;

		await v.go(base);
		const steps = await page.locator(`main a[href^="${base}/"]`)
		    .evaluateAll(list => [...new Set(list.map(a => a.pathname))]);
		for (const step of steps) {
			const name = step.split('/').pop();
			if (/^(apercu|emission)$/.test(name) ||
			    only?.includes(name) === false)
				continue;
			await v.go(step);
			for (let i = 0; i < 2 && page.url().includes(step); i++) {
				await fill(page, answers);
				if (i > 0)
					await choose(page);
				await this.s.press(/^Enregistrer/);
			}
			ok(v.answer.status < 400, `${kind}: ${name} is accepted`,
			    await page.locator('#bilan').allInnerTexts());
		}
	}

	// Issued as it stands; its code.
	async issue(numero, kind) {
		const { v } = this.s, { page } = v;

		await v.go(`/gestion/dossiers/${numero}/documents/${kind}/emission`);
		await this.s.press(/^Émettre/);
		await this.look(v, `${kind}, issued`);
		return page.url().match(/documents\/([2-9A-Z]{12})/)?.[1] ??
		    ok(false, `${kind} is issued`, await words(v));
	}

	async issued(numero, kind, answers) {
		await this.write(numero, kind, answers);
		return this.issue(numero, kind);
	}

	// In front of staff: the choice, the screen handed over, the end.
	async atDesk(code, who) {
		const { v } = this.s, { page } = v;
		const address = `/gestion/documents/${code}/guichet`;

		await this.open(v, address, 'desk, who signs');
		await this.refuses(v, 'Donner l’écran', 'desk, who signs');
		await page.locator('.choix').filter({ hasText: who }).first()
		    .locator('input').check();
		await page.locator('[name=identite][value=carte]').check();
		await press(v, 'Donner l’écran');
		await this.look(v, 'desk, the paper');
		await says(v, /est avec vous pour répondre, pas pour signer/,
		    'desk: whose decision it is');
		equal(await page.locator('a[href^="/gestion/dossiers"]').count(), 0,
		    'desk: no way to the files');
		await this.refuses(v, 'Signer ce document', 'desk, the paper');
		await page.locator('[name=phrase]').check();
		await press(v, 'Signer ce document');
		await this.look(v, 'desk, the end');
		equal(await v.go(`/gestion/documents/${code}`), 401,
		    'desk: the session of staff is closed');
		await this.s.enter();
	}

	// One sheet that these have signed by hand; null: all who can.
	async onPaper(code, who, more = {}) {
		const { v } = this.s, { page } = v;
		const now = this.now();

		await this.open(v, `/gestion/documents/${code}/papier`, 'a signed sheet');
		await this.refuses(v, 'Enregistrer ces signatures', 'a signed sheet');
		await page.locator('input[type=file]').setInputFiles({
		    name: 'Feuille signée.pdf', mimeType: 'application/pdf',
		    buffer: SCAN });
		await fill(page, { jour: `${now.getUTCDate()}`,
		    mois: `${now.getUTCMonth() + 1}`,
		    annee: `${now.getUTCFullYear()}`, ...more });
		for (const label of await page.locator('.choix').all())
			if (who === null || await among(label, who))
				await label.locator('input').check();
		await press(v, 'Enregistrer ces signatures');
		await this.look(v, 'paper, a sheet attached');
		await says(v, /Feuille signée\.pdf, joint le/,
		    'the scan stands beside the paper');
	}

	async byPassword(code) {
		const { v } = this.s, { page } = v;

		await v.go(`/gestion/documents/${code}`);
		await this.look(v, 'paper, the cooperative’s turn');
		await page.getByRole('link', { name: 'Signer pour la coopérative' })
		    .click();
		await page.waitForLoadState();
		await this.look(v, 'the cooperative signs');
		await fill(page, { phrase: ['oui'], passe: 'mauvais' });
		await this.refuses(v, 'Signer pour la coopérative', 'the cooperative signs');
		await fill(page, { phrase: ['oui'], passe: PASSWORD });
		await press(v, 'Signer pour la coopérative');
		await this.look(v, 'paper, all have signed');
		await says(v, /Signé par tous le/, 'staff see that all have signed');
	}

	// The page of a paper is open: the whole text, then the code.
	async byCode(v, email, name, text) {
		const { page } = v;

		await this.look(v, name);
		await says(v, text, `${name}: the whole text is there`);
		await says(v, /signature électronique simple/,
		    `${name}: what that is worth`);
		equal(await page.locator('[name=valeur]').count(), 0,
		    `${name}: no code is asked for before one was sent`);
		await press(v, 'Recevoir le code pour signer');
		await this.look(v, `${name}, code`);
		await this.refuses(v, 'Signer ce document', `${name}, code`);
		const code = this.box.last(email, /pour signer/).subject
		    .match(/[2-9A-Z]{4}-[2-9A-Z]{2}/)?.[0];
		await fill(page, { phrase: ['oui'], valeur: code });
		await press(v, 'Signer ce document');
		await says(v, /Votre signature est enregistrée/, `${name}: signed`);
		await this.look(v, `${name}, signed`);
	}
}
