// The list of files as staff work with it, without scripts and with nothing
// but a keyboard: filtered, sorted, some files ticked and given to somebody,
// others refused with a message that was read, a view kept.
import { equal, finish, inspect, launch, ok, serve, twin, validate, visitor,
    walk } from './lib.mjs';

const EMAIL = 'demo@terreau.example', PASSWORD = 'demonstration-2026';

const text = async v => (await v.page.locator('main').innerText())
    .replace(/[\u00a0\u202f]/g, ' ');
const says = async (v, words, name) => {
	const all = await text(v);
	ok(all.includes(words), name, all);
};

// Tab until the focus is on what the selector names; how many it took.
async function tabTo(page, selector) {
	for (let i = 1; i < 200; i++) {
		await page.keyboard.press('Tab');
		if (await page.evaluate(s => document.activeElement?.matches(s),
		    selector))
			return i;
	}
	ok(false, `the keyboard reaches ${selector}`);
	return 0;
}

// Choose in a select: letters, as anybody types them.
async function pick(page, selector, words) {
	await tabTo(page, selector);
	await page.keyboard.type(words);
	equal(await page.locator(selector).evaluate(
	    e => e.selectedOptions[0].label), words,
	    `« ${words} » is chosen by typing`);
}

// Press a key on what has the focus, and wait for the next page.
const go = (page, key) => Promise.all([page.waitForNavigation(),
    page.keyboard.press(key)]);

async function enter(page, selector) {
	await tabTo(page, selector);
	await go(page, 'Enter');
}

async function login(v) {
	await v.go('/gestion/connexion');
	await v.page.fill('main input[type=email], main [name=courriel]', EMAIL);
	await v.page.fill('[name=passe]', PASSWORD);
	await v.page.locator('main button.btn').first().click();
	await v.page.waitForURL('**/gestion/**');
}

// Two files ticked and given to the account itself, by keyboard.
async function give(v) {
	const { page } = v;

	await v.go('/gestion/dossiers');
	await tabTo(page, 'input[name=d]');
	await page.keyboard.press('Space');
	await tabTo(page, 'input[name=d]');
	await page.keyboard.press('Space');
	equal(await page.locator('input[name=d]:checked').count(), 2,
	    'boxes are ticked with the space bar');
	await pick(page, '#agir', 'Me confier');
	await enter(page, '.lot button');
	await says(v, 'Confier : 2 dossiers', 'the page between counts them');
	await inspect(v, 'action');
	await enter(page, 'button[name=confirmer]');
	await says(v, 'C’est fait pour 2 dossiers', 'and they are given');
	await inspect(v, 'action done');
	await v.go('/gestion/dossiers?suivi=moi');
	equal(await page.locator('tbody tr').count(), 2, 'they are « Mes dossiers »');
}

async function refuse(v) {
	const { page } = v;

	await v.go('/gestion/dossiers?etape=etude');
	const before = await page.locator('tbody tr').count();
	await tabTo(page, 'input[name=d]');
	await page.keyboard.press('Space');
	await pick(page, '#agir', 'Refuser');
	await enter(page, '.lot button');
	equal(await page.locator('button[name=confirmer]').count(), 0,
	    'a refusal without reason cannot be sent');
	await tabTo(page, '#motif');
	await page.keyboard.type('Nous manquons de place.');
	await enter(page, 'button[name=relire]');
	await tabTo(page, 'summary');
	await page.keyboard.press('Enter');
	await says(v, 'Nous manquons de place.', 'the message opens by keyboard');
	await inspect(v, 'messages of a batch');
	await enter(page, 'button[name=confirmer]');
	await says(v, 'C’est fait pour un dossier', 'then it is sent');
	await v.go('/gestion/dossiers?etape=etude');
	equal(await page.locator('tbody tr').count(), before - 1,
	    'the file has left its step');
}

async function view(v) {
	const { page } = v;

	await v.go('/gestion/dossiers?etape=tous&departement=44&tri=nom');
	await inspect(v, 'list filtered');
	await enter(page, '.appliques a[href^="/gestion/vues"]');
	await inspect(v, 'views, a new one');
	await tabTo(page, '#nom');
	await page.keyboard.type('Loire-Atlantique par nom');
	await tabTo(page, '#defaut');
	await page.keyboard.press('Space');
	await go(page, 'Enter');
	await v.go('/gestion/dossiers');
	ok(page.url().includes('departement=44'), 'the list opens on the view',
	    page.url());
	equal(await page.locator('.onglets [aria-current=page]').innerText(),
	    'Loire-Atlantique par nom', 'and names it');
	await v.go('/gestion/vues');
	await inspect(v, 'views');
	await enter(page, 'button[name=retirer]');
}

const site = await serve();
const browser = await launch();
try {
	for (const width of [1280, 360]) {
		const v = await visitor(browser, site, { width, script: false });
		await twin(browser, v);
		await login(v);
		await give(v);
		await refuse(v);
		await view(v);
		await v.go('/gestion/dossiers?q=zzzz');
		await says(v, 'Aucun dossier', 'nothing found is said');
		await inspect(v, 'list, nothing found');
		await v.close();
	}
	const v = await visitor(browser, site);
	await login(v);
	await v.go('/gestion/dossiers?etape=tous&departement=44');
	await walk(v, 'list');
	await v.close();
	validate(site);
} finally {
	await browser.close();
	await site.stop();
}
finish();
