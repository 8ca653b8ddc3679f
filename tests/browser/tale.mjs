// A story that lasts: people on a phone and staff at a desk, no scripts, mail
// through a real server, and nights between the days of a clock that is turned.
import fs from 'node:fs';
import path from 'node:path';
import { fill } from './applicant.mjs';
import { boxes } from './clock.mjs';
import { begin, equal, glance, intact, press, run, says, terreau, visitor }
    from './lib.mjs';
import { Mailbox } from './mailbox.mjs';
import { offline } from './proof.mjs';
import { Signer } from './signer.mjs';
import { EMAIL, PASSWORD, Staff } from './staff.mjs';

const PATIENCE = 8000;			// milliseconds for one press
const NIGHT = [['session', 'offer'], ['remind'], ['purge'], ['seal']];

class Tale {
	constructor(site, browser) {
		Object.assign(this, { site, browser, box: new Mailbox(site) });
	}

	async visitor(width) {
		const v = await visitor(this.browser, this.site,
		    { width, script: false });
		v.context.setDefaultTimeout(PATIENCE);
		return v;
	}

	phone() {
		return this.visitor(360);
	}

	now() {
		return this.site.clock.now();
	}

	async open() {
		await this.box.open();
		this.staff = new Staff(await this.visitor(1280));
		this.signer = new Signer(this.staff, this.box, { look: glance,
		    now: () => this.now() });
		await this.staff.enter();
	}

	async close() {
		terreau(this.site, 'seal');
		intact(this.site);
		await this.staff.v.close();
	}

	// It is that day, and every night before has done its work.
	async turn(date) {
		this.site.clock.turn(date);
		for (const command of NIGHT)
			terreau(this.site, ...command);
		await this.staff.enter();
	}

	// Staff open a page.
	async at(address, name = address) {
		equal(await this.staff.v.go(address), 200,
		    `${name}: there is a page`);
		await glance(this.staff.v, name);
	}

	// Staff fill in the form of the page and press a button of it.
	async send(answers, button) {
		await fill(this.staff.v.page, answers);
		await press(this.staff.v, button);
		await glance(this.staff.v, `staff, ${button}`);
	}

	// A decision, its message read over, then sent.
	async decide(numero, decision, motif = '') {
		await this.at(`/gestion/dossiers/${numero}`, `file ${numero}`);
		await this.send({ decision, motif },
		    'Voir le message avant envoi');
		await this.send({}, 'Envoyer la décision');
	}

	// What the cooperative owes to others is declared, with what proves it.
	async declare(numero, name, more = async () => {}) {
		const { v } = this.staff, { page } = v;
		const base = `/gestion/dossiers/${numero}/contrat`;

		await this.at(base, `the contract of ${name}`);
		const owed = await page.locator(`main a[href^="${base}/` +
		    'declarations/"]:has-text("Noter la déclaration")')
		    .evaluateAll(l => l.map(a => a.pathname));
		equal(owed.length, 2, `${name}: two are to be told`);
		for (const address of owed) {
			await v.go(address);
			await more(page);
			await this.send({ ...boxes('fait', this.now()),
			    preuve: 'Accusé de réception du jour' },
			    'Enregistrer');
		}
		await says(v, /Déclaré le/, `${name}: declared`);
		equal(await page.getByText('À déclarer').count(), 0,
		    `${name}: all of it`);
	}

	// An issued paper in somebody else's hands.
	async shown(code, title) {
		const file = path.join(this.site.dir, code, 'papier.pdf');
		const answer = await this.staff.v.page.request.get(
		    `/gestion/documents/${code}.pdf`);

		fs.mkdirSync(path.dirname(file));
		fs.writeFileSync(file, await answer.body());
		const qr = await offline(this.site, file, title);
		const v = await this.phone();
		equal(await v.go(new URL(qr).pathname), 200,
		    'the QR code has a page');
		await glance(v, 'a paper, verified');
		await says(v, /Ce document est authentique/,
		    'which says so too');
		await v.close();
	}

	// A link that was received, opened by its button.
	async follow(mail) {
		const v = await this.phone();

		await v.go(this.box.link(mail));
		await glance(v, 'a link');
		await v.page.locator('main form button.btn').first().click();
		await v.page.waitForLoadState();
		return v;
	}
}

// tell(tale) on a portal where nothing has happened, from that day on.
export const telling = (at, tell) => run(async (site, browser) => {
	const tale = new Tale(site, browser);

	await tale.open();
	try {
		await tell(tale);
		await tale.close();
	} finally {
		await tale.box.close();
	}
}, { at, prepare: site => begin(site, { email: EMAIL, password: PASSWORD }) });
