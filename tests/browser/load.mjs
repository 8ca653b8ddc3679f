// Ten thousand requests to each worker: what stays in memory is small and does
// not grow.  Builds without sanitizers only.
import fs from 'node:fs';
import path from 'node:path';
import { Client, hidden } from './http.mjs';
import { finish, ok, serve } from './lib.mjs';

const LIMIT = 40 * 1024, GROWTH = 512;	// KiB

// Resident KiB of each worker, in the order of their names and numbers.
function resident(site) {
	const list = [];
	for (const p of fs.readdirSync('/proc').filter(n => /^\d+$/.test(n))) {
		try {
			const words = fs.readFileSync(`/proc/${p}/cmdline`, 'utf8')
			    .split('\0');
			if (!/^terreau-(public|staff)$/.test(path.basename(words[0]))
			    || !words.some(w => w.startsWith(site.data)))
				continue;
			const status = fs.readFileSync(`/proc/${p}/status`, 'utf8');
			list.push({ name: `${path.basename(words[0])}[${p}]`,
			    kib: Number(status.match(/VmRSS:\s+(\d+)/)[1]) });
		} catch {
			// gone meanwhile
		}
	}
	return list;
}

// What a visitor does: read the form, send it wrong, ask for a page that is
// not there, verify a code, and now and then begin an application.
async function visit(client, i) {
	const form = await client.get('/candidature/cae');
	const answers = hidden(form.text);
	await client.post('/candidature/cae', { ...answers, email: 'faux' });
	await client.get('/candidature/rien');
	await client.get('/v/222222222222');
	await client.get('/gestion/connexion');
	if (i % 50 === 0) {
		await client.post('/candidature/cae', { ...answers,
		    email: `l${i}@exemple.fr` });
		await client.get('/candidature/cae/vous');
		await client.submit('/candidature/cae/vous', { prenom: 'Ana' });
	}
}

async function visits(site, n) {
	let next = 0;
	await Promise.all(Array.from({ length: 8 }, async () => {
		while (next < n) {
			const i = ++next;
			await visit(new Client(site.base), i);
		}
	}));
}

let site;
try {
	site = await serve();
	await visits(site, 1000);
	const before = resident(site);
	await visits(site, 9000);
	const after = resident(site);
	ok(before.length >= 3, 'the workers are found');
	for (const w of after) {
		const old = before.find(b => b.name === w.name);
		ok(w.kib <= LIMIT, `${w.name}: ${w.kib} KiB resident, at most ${LIMIT}`);
		ok(old !== undefined, `${w.name}: still the same process`);
		ok(w.kib - (old?.kib ?? 0) <= GROWTH,
		    `${w.name}: ${w.kib - (old?.kib ?? 0)} KiB more than after a tenth`);
	}
} catch (e) {
	ok(false, 'the test runs to its end', e.stack);
}
await site?.stop();
finish();
