// The two ways in of the menu that programs answer: the directory with its map
// and the orientation, from the home page to a form, with script and without,
// on a phone and on a screen, by keyboard alone.
import { equal, inspect, ok, run, validate, visitor, walk } from './lib.mjs';

// What the list numbers and what the map numbers.
async function sameNumbers(page, name) {
	const listed = await page.locator('ol.liste > li').count();
	const drawn = await page.locator('.region g:first-of-type text')
	    .evaluateAll(l => l.map(t => Number(t.textContent)));
	const wanted = Array.from({ length: listed }, (_, i) => i + 1);
	ok(listed > 0 && drawn.join() === wanted.join(),
	    `${name}: the map has the numbers of the list`,
	    `${listed} listed, drawn ${drawn}`);
	const covered = await page.locator('.region circle').evaluateAll(l => {
		const at = l.map(c => ['cx', 'cy', 'r'].map(
		    a => Number(c.getAttribute(a))));
		return at.flatMap((a, i) => at.slice(i + 1).filter(b =>
		    Math.hypot(a[0] - b[0], a[1] - b[1]) < 1.8 * a[2])).length;
	});
	equal(covered, 0, `${name}: no marker covers another`);
}

async function search(v) {
	const { page, context } = v;

	await v.go('/');
	await page.getByRole('navigation', { name: 'Menu principal' })
	    .getByRole('link', { name: 'Trouver une coopérative' }).click();
	await page.waitForURL('**/cooperatives');
	await inspect(v, 'directory');
	await sameNumbers(page, 'directory');
	await page.getByLabel('Commune ou code postal').fill('Ancenix');
	await page.getByRole('button', { name: 'Chercher' }).click();
	await inspect(v, 'directory, misspelt');
	await page.getByRole('link', { name: /^Ancenis-Saint-Géréon/ }).click();
	await inspect(v, 'directory, near');
	await sameNumbers(page, 'directory, near');
	equal(await page.locator('ol.liste h3').first().innerText(),
	    'Territoire du Pays d’Ancenis', 'the nearest place comes first');
	await page.getByLabel('Commune ou code postal').fill('44150');
	await page.getByRole('button', { name: 'Chercher' }).click();
	await inspect(v, 'directory, which commune');
	await page.getByRole('link', { name: 'Mayenne', exact: true }).click();
	await inspect(v, 'directory, département');
	ok(/en Mayenne/.test(await page.locator('h2').first().innerText()),
	    'a département of the map filters the list');
	await page.getByLabel('Programme').selectOption('flashcoop');
	await page.getByLabel('Commune ou code postal').fill('');
	await page.getByLabel('Département').selectOption('53');
	await page.getByRole('button', { name: 'Chercher' }).click();
	await inspect(v, 'directory, neighbours');
	await sameNumbers(page, 'directory, neighbours');
	await page.locator('ol.liste h3 a').first().click();
	await page.waitForURL(/\/cooperatives\/[a-z-]+$/);
	await inspect(v, 'place');
	await v.go('/cooperatives/pays-d-ancenis');
	await inspect(v, 'territory');
	await v.go('/cooperatives?insee=13055&programme=ct');
	await inspect(v, 'directory, far');
	equal((await context.cookies()).length, 0, 'no cookie is set');
}

const answer = async (page, label) => {
	await page.getByLabel(label, { exact: true }).check();
	await page.getByRole('button', { name: 'Continuer' }).click();
};

// « I am 17 and want a summer project. »
async function young(v) {
	const { page, context } = v;

	await v.go('/');
	await page.getByRole('navigation', { name: 'Menu principal' })
	    .getByRole('link', { name: 'Quel programme pour moi' }).click();
	await inspect(v, 'age');
	await page.getByRole('button', { name: 'Continuer' }).click();
	equal(v.answer.status, 422, 'an age is asked for');
	ok(/^Erreur\s:\s/.test(await page.title()), 'the title says so');
	await inspect(v, 'age, error');
	equal(await page.evaluate(() => document.activeElement.id), 'bilan',
	    'the summary has the focus');
	await answer(page, '16 ou 17 ans');
	await inspect(v, 'project');
	await answer(page, 'Je veux essayer à plusieurs');
	await inspect(v, 'time');
	await answer(page, 'Un été');
	await inspect(v, 'commune');
	await page.getByLabel('Dans quelle commune').fill('Ancenix');
	await page.getByRole('button', { name: 'Continuer' }).click();
	await inspect(v, 'commune, misspelt');
	await page.getByRole('link', { name: /^Ancenis-Saint-Géréon/ }).click();
	ok(/la CJS$/.test(await page.locator('h1').innerText()),
	    'seventeen and a summer: the CJS');
	await inspect(v, 'advice, CJS');
	ok((await page.locator('main').innerText()).includes('Pays d’Ancenis'),
	    'the nearest place is named');
	await page.getByRole('link', { name: 'Modifier votre âge' }).click();
	ok(await page.getByLabel('16 ou 17 ans').isChecked(),
	    'changing an answer shows it');
	await inspect(v, 'age, again');
	await answer(page, 'Moins de 16 ans');
	await inspect(v, 'advice, too young');
	equal((await context.cookies()).length, 0, 'no cookie is set');
}

// « I want to start an activity without risk », by the keyboard alone.
async function keyboard(v) {
	const { page } = v;
	const press = async (...keys) => {
		for (const key of keys)
			await page.keyboard.press(key);
	};
	const to = async what => {
		for (let i = 0; i < 40; i++) {
			await press('Tab');
			if (await page.evaluate(what => document.activeElement
			    .matches(what), what))
				return true;
		}
		return ok(false, `Tab reaches ${what}`);
	};

	await v.go('/orientation');
	await to('input[name=age]');
	await press('Space', 'ArrowDown', 'ArrowDown', 'ArrowDown');
	await to('main button');
	await press('Enter');
	await page.waitForURL(/age=26/);
	await to('input[name=projet]');
	await press('Space');
	await to('main button');
	await press('Enter');
	await page.waitForURL(/projet=idee/);
	await to('input[name=commune]');
	await page.keyboard.type('Angers');
	await press('Enter');
	await page.waitForURL(/commune=Angers/);
	ok(/la CAE$/.test(await page.locator('h1').innerText()),
	    'by the keyboard: an idea, no risk, the CAE');
	await to('main a.btn');
	await press('Enter');
	await page.waitForURL('**/candidature/cae');
	ok(true, 'and to its form');
}

await run(async (site, browser) => {
	for (const options of [{ width: 320 }, { width: 1280 },
	    { width: 360, script: false }, { width: 1280, script: false }]) {
		console.log(`# ${JSON.stringify(options)}`);
		const v = await visitor(browser, site, options);
		await search(v);
		await young(v);
		await v.close();
	}
	const v = await visitor(browser, site, { width: 1280 });
	for (const at of ['/cooperatives', '/cooperatives/nantes',
	    '/orientation', '/orientation?age=26&projet=idee&insee=49007']) {
		await v.go(at);
		await walk(v, at);
	}
	await keyboard(v);
	await v.close();
	validate(site);
});
