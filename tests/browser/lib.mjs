// What the browser tests share: a served site, a browser, « ok » lines, and
// inspect(), which looks at a page as axe, the W3C checker and a keyboard do.
// Environment: builddir (a finished build), srcdir.
import { spawn, execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { Clock } from './clock.mjs';

const require = createRequire(import.meta.url);
const here = path.dirname(new URL(import.meta.url).pathname);
const top = path.resolve(here, '../..');
export const build = path.resolve(process.env.builddir ?? path.join(top, 'build'));
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const vnu = require.resolve('vnu-jar/build/dist/vnu.jar');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'RGAAv4'];

let failures = 0;

export function ok(holds, name, detail = '') {
	console.log(`${holds ? 'ok' : 'not ok'} ${name}`);
	if (!holds) {
		failures++;
		if (detail !== '')
			console.log('# ' + String(detail).replace(/\n/g, '\n# '));
	}
	return holds;
}

export function equal(got, want, name) {
	return ok(got === want, name, `got  ${got}\nwant ${want}`);
}

export const pause = ms => new Promise(done => setTimeout(done, ms));

// --- the site -------------------------------------------------------------

export function freePort() {
	return new Promise((done, fail) => {
		const s = createServer();
		s.on('error', fail);
		s.listen(0, '127.0.0.1', () => {
			const { port } = s.address();
			s.close(() => done(port));
		});
	});
}

// Serve with tools/run, as anybody would.  Everything is below site.dir.  at:
// the day when it is, if not today; site.clock turns on from there.  prepare
// is called before anything runs, and then nothing is invented.
export async function serve({ at, prepare } = {}) {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'terreau-'));
	const port = await freePort();
	const data = path.join(dir, 'data');
	const clock = at && new Clock(path.join(dir, 'clock'), at);
	const site = { dir, data, port, base: `http://localhost:${port}`, clock,
	    env: { ...process.env, ...clock?.env }, command: path.join(build, 'terreau'),
	    said: '' };
	// nothing is left to build on a day that has not come
	if (clock !== undefined)
		execFileSync('make', ['-s', '-C', build], { stdio: 'ignore' });
	prepare?.(site);
	const child = spawn(path.join(top, 'tools/run'),
	    ['--port', port, '--data', data, '--build', build],
	    { stdio: ['ignore', 'pipe', 'pipe'], env: site.env });
	const ended = new Promise(done => child.on('exit', done));
	const ready = new Promise((done, fail) => {
		const read = text => {
			site.said += text;
			if (site.said.includes('Ctrl-C pour arrêter'))
				done();
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		child.on('exit', code =>
		    fail(new Error(`tools/run: ${code}\n${site.said}`)));
	});
	site.stop = async () => {
		child.kill('SIGTERM');
		const code = await ended;
		fs.rmSync(dir, { recursive: true, force: true });
		return code;
	};
	await ready;
	return site;
}

export function terreau(site, ...args) {
	const [command, ...rest] = args;
	return execFileSync(path.join(build, 'terreau'),
	    [command, '--data', site.data, ...rest], { encoding: 'utf8',
	    env: site.env });
}

// Every hash, link and seal computed again.
export function intact(site) {
	let told;

	try {
		told = terreau(site, 'check');
	} catch (e) {
		told = `${e.stdout}${e.stderr}`;
	}
	ok(told.trim().split('\n').every(l => l.endsWith('sans défaut')),
	    'terreau check finds nothing wrong', told);
}

// A portal where nothing has happened: the network of the demonstration and
// one member of staff.
export function begin(site, { email, password }) {
	fs.mkdirSync(site.data);
	terreau(site, 'init', '--share', path.join(build, 'share'), '--url',
	    site.base);
	fs.copyFileSync(path.join(top, 'content/demo/reseau.xml'),
	    path.join(site.data, 'reseau.xml'));
	execFileSync(path.join(build, 'terreau'), ['user', '--data', site.data,
	    'add', email, '--nom', 'Dominique Terreau', '--role', 'gestion',
	    '--password-stdin'], { input: `${password}\n`, env: site.env });
}

// Processes whose command line names a folder.
export function processesOf(dir) {
	return fs.readdirSync('/proc').filter(p => /^\d+$/.test(p)).filter(p => {
		try {
			return Number(p) !== process.pid && fs.readFileSync(
			    `/proc/${p}/cmdline`, 'utf8').includes(dir);
		} catch {
			return false;
		}
	});
}

// --- the browser ----------------------------------------------------------

export function launch() {
	return chromium.launch({ executablePath: '/usr/bin/chromium', args: [
		'--no-sandbox', '--disable-gpu', '--disable-quic',
		'--no-first-run', '--disable-background-networking',
		'--disable-component-update', '--disable-sync'] });
}

// A visitor: own cookies, one page, and a note of everything suspicious.
export async function visitor(browser, site, { width = 1280, script = true,
    ...more } = {}) {
	const context = await browser.newContext({ locale: 'fr-FR',
	    viewport: { width, height: 800 }, javaScriptEnabled: script,
	    baseURL: site.base, ...more });
	const page = await context.newPage();
	const v = { context, page, site, script, width, answer: null, elsewhere: [],
	    complaints: [] };
	page.on('request', r => {
		if (!r.url().startsWith(site.base) && !r.url().startsWith('data:'))
			v.elsewhere.push(r.url());
	});
	// Chromium also complains of every 4xx: that is what a form's 422 is.
	page.on('console', m => {
		if (m.type() === 'error' && !/status of 4\d\d/.test(m.text()))
			v.complaints.push(m.text());
	});
	page.on('pageerror', e => v.complaints.push(String(e)));
	page.on('response', r => {
		if (!r.request().isNavigationRequest() || r.status() >= 300 &&
		    r.status() < 400)
			return;
		v.answer = { url: r.url(), status: r.status(),
		    headers: r.headers(), body: r.body().catch(() => null) };
	});
	v.go = async (address) => (await page.goto(address))?.status();
	v.close = async () => {
		ok(v.elsewhere.length === 0, 'nothing is asked of another host',
		    v.elsewhere.join('\n'));
		ok(v.complaints.length === 0,
		    'the browser complains of nothing (CSP, missing files)',
		    v.complaints.join('\n'));
		await context.close();
	};
	return v;
}

// What the page says, on one line.
export const words = async v =>
	(await v.page.locator('main').innerText()).replace(/\s+/g, ' ');

export const says = async (v, pattern, name) =>
	ok(pattern.test(await words(v)), name, await words(v));

// The first button of these words.
export async function press(v, name) {
	await v.page.getByRole('button', { name }).first().click();
	await v.page.waitForLoadState();
}

// --- what every page must satisfy ------------------------------------------

const seen = new Map();		// address and status -> HTML, for the checker

// Look at the page that is open.  name says which state it is in.
export async function inspect(v, name) {
	const { page, answer } = v;
	const where = `${name} (${v.width} px${v.script ? '' : ', no script'})`;
	const html = await answer?.body;

	if (html != null && /text\/html/.test(answer.headers['content-type']))
		seen.set(`${name.replace(/[^a-z0-9]+/gi, '-')}-${answer.status}`,
		    html);
	ok(/default-src 'none'/.test(answer?.headers['content-security-policy']),
	    `${where}: strict Content-Security-Policy`);
	const wide = await page.evaluate(() =>
	    document.documentElement.scrollWidth - innerWidth);
	ok(wide <= 0, `${where}: no horizontal scroll`, `${wide} px too wide`);
	const heads = await page.locator('h1').count();
	equal(heads, 1, `${where}: one h1`);
	if (v.script)
		await accessible(page, where);
	else if (v.twin !== undefined && html != null)
		await v.twin(page.url(), answer, html, where);
}

// No more than a look, on the way: the page is one, and as wide as the screen.
export async function glance(v, name) {
	const seen = await v.page.evaluate(() => ({
		wide: document.documentElement.scrollWidth - innerWidth,
		heads: document.querySelectorAll('h1').length }));

	ok(v.answer?.status < 500 && seen.wide <= 0 && seen.heads === 1,
	    `${name} (${v.width} px): a page that fits`,
	    `${v.answer?.status} ${JSON.stringify(seen)} ${v.page.url()}`);
}

// axe needs scripts: a visitor without them may have a twin that has, and that
// is given the very answer which the visitor got.
export async function twin(browser, v) {
	const context = await browser.newContext({ locale: 'fr-FR',
	    viewport: v.page.viewportSize(), bypassCSP: true });
	const page = await context.newPage();
	let now;

	await page.route('**/*', route => route.request().isNavigationRequest() ?
	    route.fulfill({ status: now.answer.status, body: now.html,
	    contentType: 'text/html; charset=utf-8' }) : route.continue());
	v.twin = async (url, answer, html, where) => {
		now = { answer, html };
		await page.goto(url.replace(/#.*/, ''));
		await accessible(page, where);
	};
	v.context.on('close', () => context.close().catch(() => {}));
}

async function accessible(page, where) {
	await page.evaluate(axe);
	const found = await page.evaluate(tags => window.axe.run(document, {
		runOnly: { type: 'tag', values: tags },
		resultTypes: ['violations'] }), TAGS);
	ok(found.violations.length === 0 && found.passes.length > 0,
	    `${where}: axe finds nothing`, found.violations.map(f =>
	    `${f.id}: ${f.help}: ${f.nodes.length} × ${f.nodes[0].html}`)
	    .join('\n'));
}

// Reflow at 320 px, the first Tab, and a focus one can see.
export async function walk(v, name) {
	const { page } = v;
	const size = page.viewportSize();

	await page.setViewportSize({ width: 320, height: 640 });
	const wide = await page.evaluate(() =>
	    document.documentElement.scrollWidth - innerWidth);
	ok(wide <= 0, `${name}: no horizontal scroll at 320 px`, wide);
	await page.setViewportSize(size);
	// Focus may stand on the error summary: start from the top.
	await page.goto(page.url().replace(/#.*/, ''));
	await page.keyboard.press('Tab');
	const first = await page.evaluate(() => document.activeElement.textContent);
	ok(/Aller au contenu/.test(first), `${name}: Tab finds the skip link`,
	    first);
	const controls = await page.evaluate(() => [...document.querySelectorAll(
	    'a[href],button,input:not([type=hidden],[tabindex="-1"]),select,textarea,' +
	    'summary')]
	    .filter(e => e.checkVisibility() && (e.type !== 'radio' ||
	    e === document.querySelector(`[name="${e.name}"]`))).length);
	const reached = new Set(), invisible = [];
	for (let i = 0; i < 3 * controls + 10; i++) {
		const f = await page.evaluate(focusState);
		if (f === null)
			break;
		if (!f.visible && !reached.has(f.at))
			invisible.push(f.what);
		reached.add(f.at);
		await page.keyboard.press('Tab');
	}
	ok(invisible.length === 0, `${name}: the focus is always visible`,
	    invisible.join('\n'));
	ok(reached.size >= controls, `${name}: Tab reaches every control`,
	    `${reached.size} of ${controls}`);
}

// What has the focus, and whether it or what frames it shows so.
function focusState() {
	const e = document.activeElement;
	if (e === null || e === document.body)
		return null;
	const marked = el => {
		const s = getComputedStyle(el);
		return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
	};
	let visible = false;
	for (let el = e, i = 0; el !== document.body && i < 3; i++) {
		visible ||= marked(el);
		el = el.parentElement;
	}
	return { what: e.outerHTML.slice(0, 120), visible,
	    at: [...document.querySelectorAll('*')].indexOf(e) };
}

const tooWide = page => page.evaluate(() =>
    document.documentElement.scrollWidth - innerWidth);

// The page that is open, with its text twice as large, then spaced out, then
// in the colours of whoever reads: nothing leaves the screen, no word is lost.
export async function otherEyes(v, address) {
	const { page } = v, text = await page.locator('main').innerText();

	const size = page.viewportSize();
	await page.setViewportSize({ width: 640, height: 800 });
	await page.evaluate(() => {
		document.documentElement.style.fontSize = '225%';
	});
	ok(await tooWide(page) <= 0, `${address}: text twice as large`,
	    await tooWide(page));
	await page.setViewportSize(size);
	await page.evaluate(() => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync('*{line-height:1.5!important;' +
		    'letter-spacing:.12em!important;word-spacing:.16em!important}' +
		    'p{margin-bottom:2em!important}');
		document.documentElement.style.fontSize = '';
		document.adoptedStyleSheets = [sheet];
	});
	ok(await tooWide(page) <= 0, `${address}: text spaced out`,
	    await tooWide(page));
	await page.emulateMedia({ forcedColors: 'active' });
	equal(await page.locator('main').innerText(), text,
	    `${address}: same words in forced colours`);
	const unseen = await page.evaluate(() => [...document.querySelectorAll(
	    'a[href],button,input:not([type=hidden]),select,textarea')]
	    .filter(e => e.checkVisibility({ opacityProperty: true }))
	    .filter(e => e.matches('input:not([type=file]),select,textarea') &&
	    getComputedStyle(e).appearance === 'none' &&
	    parseFloat(getComputedStyle(e).borderTopWidth) < 1)
	    .map(e => e.outerHTML));
	ok(unseen.length === 0, `${address}: controls have an edge`,
	    unseen.join('\n'));
	await page.emulateMedia({ forcedColors: 'none' });
}

// The W3C checker on every HTML page inspected, on stylesheets and drawings;
// more: pages that no address has, by name.
export function validate(site, more = {}) {
	const dir = path.join(site.dir, 'html');
	fs.mkdirSync(dir);
	for (const [name, html] of [...seen, ...Object.entries(more)])
		fs.writeFileSync(path.join(dir, `${name}.html`), html);
	const styles = fs.readdirSync(path.join(site.data, 'site/static'))
	    .filter(f => /\.(css|svg)$/.test(f))
	    .map(f => path.join(site.data, 'site/static', f));
	ok(seen.size > 0 && styles.length > 0, 'there is something to validate');
	let out = '';
	try {
		execFileSync('java', ['-jar', vnu, '--errors-only',
		    '--also-check-css', '--also-check-svg', '--format', 'gnu',
		    dir, ...styles],
		    { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
	} catch (e) {
		out = (e.stderr + e.stdout).replaceAll(dir, '');
	}
	ok(out === '', `${seen.size} pages, ${styles.length} stylesheets and drawings ` +
	    'are valid', out);
}

export function finish() {
	process.exitCode = failures > 0 ? 1 : 0;
}

// Run a test program: whatever it throws is a failure, the site is stopped.
export async function run(test, options) {
	let site, browser;
	try {
		site = await serve(options);
		browser = await launch();
		await test(site, browser);
	} catch (e) {
		ok(false, 'the test runs to its end', e.stack);
	}
	await browser?.close();
	if (site !== undefined) {
		await site.stop();
		const left = processesOf(site.dir);
		ok(left.length === 0, 'tools/run leaves no process', left);
	}
	finish();
}
