// The pages nobody fills in: what a visitor may see, in every width, by the
// keyboard, with script and without, and the pages for when things go wrong.
import { equal, inspect, ok, run, validate, visitor, walk }
    from './lib.mjs';

let STATIC = [];	// every page of text, as the site lists them
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

async function everyPage(browser, site) {
	for (const width of [320, 768, 1280]) {
		const v = await visitor(browser, site, { width });
		for (const address of [...STATIC, ...FORMS]) {
			equal(await v.go(address), 200, `${address} is there`);
			await inspect(v, address);
			if (width === 1280)
				await walk(v, address);
		}
		equal(await v.go('/nulle-part'), 404, 'an unknown page is 404');
		await inspect(v, 'unknown page');
		equal(await v.go('/suivi/CAE-26-AAAA-AA'), 401,
		    'a file needs its code');
		await inspect(v, 'file without code');
		await v.close();
	}
}

async function withoutScript(browser, site) {
	const texts = {};
	for (const [how, options] of [['script', {}],
	    ['no script', { script: false }],
	    ['forced colours', { forcedColors: 'active' }]]) {
		const v = await visitor(browser, site, options);
		for (const address of [...STATIC, ...FORMS]) {
			await v.go(address);
			const text = await v.page.locator('main').innerText();
			texts[address] ??= text;
			equal(text, texts[address], `${address}: same words, ${how}`);
		}
		await v.close();
	}
}

async function spacing(browser, site) {
	const v = await visitor(browser, site, { width: 320, bypassCSP: true });
	for (const address of [...STATIC, ...FORMS]) {
		await v.go(address);
		await v.page.addStyleTag({ content: '*{line-height:1.5!important;' +
		    'letter-spacing:.12em!important;word-spacing:.16em!important}' +
		    'p{margin-bottom:2em!important}' });
		const wide = await v.page.evaluate(() =>
		    document.documentElement.scrollWidth - innerWidth);
		ok(wide <= 0, `${address}: room for wide text spacing`, wide);
	}
	await v.context.close();
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
	equal(home.headers()['x-content-type-options'], 'nosniff', 'nosniff');
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
	STATIC = await published(v);
	await crawl(v);
	await v.close();
	await everyPage(browser, site);
	await withoutScript(browser, site);
	await spacing(browser, site);
	await server(browser, site);
	validate(site);
});
