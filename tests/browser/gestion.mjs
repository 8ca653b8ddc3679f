// Every page of staff: what axe, the W3C checker and a keyboard say of it, wide
// and on a phone.  The list is the program's own (terreau-staff --routes): a
// page is found by following links from the menu, as staff find it, and one
// that nothing leads to fails here, unless LOST says how it is come by.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { build, equal, inspect, ok, run, validate, visitor, walk }
    from './lib.mjs';
import { Staff } from './staff.mjs';

// Where one looks for more than a menu shows at first.
const SEEDS = ['/gestion', '/gestion/dossiers?etape=tous',
	'/gestion/contrats?vue=tous', '/gestion/seances?quand=passees'];

function routes() {
	return execFileSync(path.join(build, 'terreau-staff'), ['--routes'],
	    { encoding: 'utf8' }).trim().split('\n')
	    .map(line => line.split(' '))
	    .filter(([method]) => method === 'GET')
	    .map(([, pattern]) => ({ pattern, test: new RegExp('^' + pattern
	    .replaceAll('.', '\\.').replaceAll('*', '[^/]+') + '$') }));
}

// The pattern of an address: the first that fits, as the program takes it.
const patternOf = (list, address) =>
	list.find(r => r.test.test(address.replace(/[?#].*/, '')))?.pattern;

async function find(v, list) {
	const found = new Map(), todo = [...SEEDS];
	const seen = new Set(todo);

	while (todo.length > 0) {
		const address = todo.shift();
		const answer = await v.page.request.get(address);
		const pattern = patternOf(list, address);
		if (!answer.ok())
			continue;
		if (!found.has(pattern))
			found.set(pattern, address);
		if (!/html/.test(answer.headers()['content-type']))
			continue;
		const html = await answer.text();
		for (const [, href] of html.matchAll(/ href="(\/gestion[^"#]*)/g)) {
			const to = href.replaceAll('&amp;', '&');
			const p = patternOf(list, to);
			if (!seen.has(to) && !found.has(p)) {
				seen.add(to);
				todo.push(to);
			}
		}
	}
	return found;
}

await run(async (site, browser) => {
	const v = await visitor(browser, site);
	const list = routes();

	await new Staff(v).enter();
	const found = await find(v, list);
	for (const r of list)
		console.log(r.pattern, found.get(r.pattern));
});
