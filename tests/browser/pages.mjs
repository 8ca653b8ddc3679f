// The pages nobody fills in: what a visitor may see, in every width, by the
// keyboard, with script and without, and the pages for when things go wrong.
import fs from 'node:fs';
import path from 'node:path';
import { equal, inspect, ok, otherEyes, run, terreau, validate, visitor, walk }
    from './lib.mjs';

let PAGES = [];		// every page of text, as the site lists them, and
const ANSWERED = ['/agenda', '/chiffres', '/cooperatives', '/orientation', '/recherche',
    '/recherche?q=coop%C3%A9rative'];	// those that a program answers
const FORMS = ['/candidature/cae', '/reprendre', '/suivi', '/verifier',
    '/gestion/connexion'];

// The addresses of sitemap.xml; a page that it lacks is not published.
async function published(v) {
	const answer = await v.page.request.get('/sitemap.xml');
	const list = [...(await answer.text()).matchAll(/<loc>([^<]*)<\/loc>/g)]
	    .map(m => new URL(m[1]).pathname);

	ok(list.length > 20 && list.includes('/') &&
	    list.includes('/programmes/cjs/facile'),
	    `sitemap.xml lists ${list.length} pages`);
	return list;
}

// Every page reached by links from the home page, statuses and ids included.
async function crawl(v) {
	const { page, site } = v, todo = ['/'], seen = new Set(todo);
	const dead = [];

	while (todo.length > 0) {
		const at = todo.shift();
		const answer = await page.request.get(at);
		if (!answer.ok() && !at.startsWith('/gestion')) {
			dead.push(`${at}: ${answer.status()}`);
			continue;
		}
		if (!/html/.test(answer.headers()['content-type']))
			continue;
		await v.go(at);
		for (const href of await page.locator('a[href],link[href]')
		    .evaluateAll(l => l.map(a => new URL(a.getAttribute('href'),
		    document.baseURI).href))) {
			if (!href.startsWith(site.base))
				continue;
			const to = new URL(href);
			if (to.hash !== '' && to.pathname === new URL(page.url())
			    .pathname && await page.locator(`[id="${decodeURIComponent(
			    to.hash.slice(1))}"]`).count() === 0)
				dead.push(`${at}: ${to.hash}`);
			if (!seen.has(to.pathname)) {
				seen.add(to.pathname);
				todo.push(to.pathname);
			}
		}
	}
	ok(seen.size > 8 && dead.length === 0,
	    `${seen.size} addresses, no dead link`, dead.join('\n'));
}

// What one page costs who comes for the first time, in bytes as sent.
async function weigh(v, address) {
	const sizes = await v.page.evaluate(() => [
	    ...performance.getEntriesByType('navigation'),
	    ...performance.getEntriesByType('resource')]
	    .map(e => [e.name, e.encodedBodySize]));
	const all = sizes.reduce((sum, [, n]) => sum + n, 0);
	const html = sizes[0][1];

	ok(all > 40000 && all <= 100000 && sizes.length <= 8 && html <= 14000,
	    `${address}: ${Math.round(all / 1000)} kB in ${sizes.length} requests`,
	    sizes.join('\n'));
}

// Every page once a width: a visit is what takes time.
async function everyPage(browser, site) {
	const bare = await visitor(browser, site, { script: false });

	for (const width of [320, 1280]) {
		const v = await visitor(browser, site, { width });
		for (const address of PAGES) {
			equal(await v.go(address), 200, `${address} is there`);
			await inspect(v, address);
			if (width === 320) {
				await otherEyes(v, address);
				continue;
			}
			await weigh(v, address);
			await bare.go(address);
			equal(await bare.page.locator('main').innerText(),
			    await v.page.locator('main').innerText(),
			    `${address}: same words without script`);
			await walk(v, address);
		}
		const cookies = await v.context.cookies();
		equal(cookies.length, 0, `${PAGES.length} pages, no cookie`);
		for (const address of FORMS) {
			equal(await v.go(address), 200, `${address} is there`);
			await inspect(v, address);
			if (width === 320)
				await otherEyes(v, address);
			else
				await walk(v, address);
		}
		equal(await v.go('/nulle-part'), 404, 'an unknown page is 404');
		await inspect(v, 'unknown page');
		equal(await v.go('/suivi/CAE-26-AAAA-AA'), 401,
		    'a file needs its code');
		await inspect(v, 'file without code');
		await v.close();
	}
	await bare.close();
}

// Searching as a visitor does, from the frame of any page.
async function search(browser, site) {
	const v = await visitor(browser, site, { width: 320 }), { page } = v;

	await v.go('/contact');
	await page.getByRole('link', { name: 'Rechercher' }).click();
	await page.waitForURL('**/recherche');
	await page.getByLabel('Mots à chercher').fill('contrat cape');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/recherche?q=contrat+cape');
	await inspect(v, 'search, results');
	const list = page.locator('ol.liste > li');
	ok(await list.count() > 2, 'there are results');
	ok((await page.locator('mark').allInnerTexts()).some(t =>
	    /^cape$/i.test(t)), 'with the words marked');
	await list.first().getByRole('link').click();
	ok(/cape/i.test(await page.locator('main').innerText()),
	    'and the page says them');
	await v.go('/recherche?q=coopertaive');
	await inspect(v, 'search, nothing');
	await page.locator('main p a').first().click();
	ok(await list.count() > 0, 'the advice finds something');
	await v.close();
}

// What nginx answers by itself.
async function server(browser, site) {
	const v = await visitor(browser, site), { request } = v.page;
	const home = await request.get('/');
	const css = (await home.text()).match(/href="(\/static\/[^"]+\.css)"/)[1];

	equal((await request.get(css)).headers()['cache-control'],
	    'public, max-age=31536000, immutable', 'a hashed file is kept');
	equal(home.headers()['cache-control'], 'no-cache', 'a page is asked again');
	equal((await request.get('/verifier')).headers()['cache-control'],
	    'no-store', 'an answer of a program is not kept');
	for (const address of ['/', '/verifier', '/gestion/connexion'])
		equal((await request.get(address)).headersArray().filter(h =>
		    h.name.toLowerCase() === 'x-content-type-options')
		    .map(h => h.value).join(), 'nosniff',
		    `${address}: nosniff, said once`);
	equal(home.headers()['content-encoding'], 'gzip', 'pages are compressed');
	ok((await (await request.get(css)).body()).length <= 16000,
	    'the style sheet has 16 kB at most');
	const sheet = path.join(site.data, 'site', css + '.gz');
	ok(fs.existsSync(sheet) && fs.statSync(sheet).size <= 8000,
	    'compressed beforehand, 8 kB');
	ok(!/\d/.test(home.headers().server), 'the version of nginx is not told');
	const posted = await request.post('/programmes/cae', { form: { a: '1' } });
	equal(posted.status(), 405, 'nothing is posted to a page of text');
	const large = await request.post('/candidature/cae', { multipart: { piece:
	    { name: 'a.pdf', mimeType: 'application/pdf',
	    buffer: Buffer.alloc(7 << 20) } } });
	equal(large.status(), 413, 'seven megabytes are refused');
	ok((await large.text()).includes('dépasse 5'),
	    'in French, by a page of ours');
	const long = await request.get('/v/' + 'a'.repeat(9000));
	equal(long.status(), 414, 'an address of nine thousand letters is refused');
	ok((await long.text()).includes('pas lisible'),
	    'by a page of ours, too');
	equal((await request.get('/favicon.ico')).status(), 204,
	    'who asks for an icon by habit is not an error');
	const robots = await request.get('/robots.txt');
	equal(robots.headers()['content-type'].split(';')[0], 'text/plain',
	    'robots.txt is plain text');
	const closed = (await robots.text()).match(/(?<=^Disallow: ).*/gm);
	equal(closed.join(' '), '/gestion /suivi /reprendre /v/ /candidature /recherche',
	    'and keeps crawlers out of what is personal');
	equal((await request.get('/static/../terreau.conf')).status(), 404,
	    'nothing outside of the site is served');
	await v.close();
}

await run(async (site, browser) => {
	const v = await visitor(browser, site);
	PAGES = [...new Set([...await published(v), ...ANSWERED])];
	await crawl(v);
	await v.close();
	await everyPage(browser, site);
	await search(browser, site);
	await server(browser, site);
	validate(site, { registre: terreau(site, 'schema', '--registre') });
});
