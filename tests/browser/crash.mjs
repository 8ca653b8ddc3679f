// Workers are killed at random while people apply.  An application that was
// acknowledged (a 303 to its status page) is there afterwards with its record;
// one that was not is whole or a draft; nobody is told a lie.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Client, hidden } from './http.mjs';
import { equal, finish, ok, pause, serve, terreau } from './lib.mjs';

// People go on applying until so many workers were killed.
const APPLICANTS = 60, AT_ONCE = 6, KILLS = 30, MOST = 5000;
const STEPS = [
	['vous', { prenom: 'Ana', nom: 'Petit', joindre: 'courriel' }],
	['situation', { situation: 'autre' }],
	['activite', { secteur: 'conseil', activite: 'Conseil.', clients: 'non' }],
	['besoins', { besoins: 'tester' }],
];

let kills = 0, stumbles = 0;

// Those that answer, not the one that made them: its supervisor is no part of
// tools/run.
function workers(site) {
	const all = programs(site);
	return all.filter(p => {
		try {
			return all.includes(Number(/^\d+ \(.*\) . (\d+)/.exec(
			    fs.readFileSync(`/proc/${p}/stat`, 'utf8'))[1]));
		} catch {
			return false;
		}
	});
}

function programs(site) {
	return fs.readdirSync('/proc').filter(p => /^\d+$/.test(p)).filter(p => {
		try {
			const words = fs.readFileSync(`/proc/${p}/cmdline`, 'utf8')
			    .split('\0');
			return words[0].endsWith('/terreau-public') &&
			    words.some(w => w.startsWith(site.data));
		} catch {
			return false;
		}
	}).map(Number);
}

async function killer(site, over) {
	while (!over.yes) {
		await pause(20 + Math.random() * 150);
		const list = workers(site);
		if (list.length === 0)
			continue;
		try {
			process.kill(list[Math.floor(Math.random() * list.length)],
			    'SIGKILL');
			kills++;
		} catch {
			// it died by itself, or is not there yet
		}
	}
}

// Try again what the death of a worker cut short, as a person would.
async function insist(what) {
	for (let i = 0; i < 100; i++) {
		try {
			const answer = await what();
			if (answer.status < 500)
				return answer;
		} catch {
			// the connection was cut
		}
		stumbles++;
		await pause(50);
	}
	throw new Error('the service does not come back');
}

// Commune and cooperative stand on one page, which asks in two rounds: take
// the first choice of every question.
async function place(client) {
	const page = '/candidature/cae/commune';
	for (let i = 0; i < 3; i++) {
		const html = (await insist(() => client.get(page))).text;
		const choices = {};
		for (const [tag] of html.matchAll(/<input type="radio"[^>]*>/g))
			choices[tag.match(/name="([^"]*)"/)[1]] ??=
			    tag.match(/value="([^"]*)"/)[1];
		const answer = await insist(() => client.post(page,
		    { ...hidden(html), 'commune-cp': '44150', ...choices }));
		if (answer.status === 303 &&
		    !answer.headers.location.includes('/commune'))
			return;
	}
	throw new Error('commune: no way out');
}

// The number, once the application is acknowledged.
async function apply(site, n) {
	const client = new Client(site.base);
	const begun = await insist(() => client.submit('/candidature/cae',
	    { email: `ana${n}@exemple.fr` }));
	if (begun.status !== 303)
		throw new Error(`start: ${begun.status}`);
	for (const [step, answers] of STEPS) {
		const answer = await insist(() =>
		    client.submit(`/candidature/cae/${step}`, answers));
		if (answer.status !== 303)
			throw new Error(`${step}: ${answer.status}`);
		if (step === 'vous')
			await place(client);
	}
	await insist(() => client.submit('/candidature/cae/piece', {}));
	const sent = await insist(() => client.submit('/candidature/cae/envoi',
	    { engagement: 'oui' }));
	const numero = sent.headers.location?.match(/^\/suivi\/([^#?]+)/)?.[1];
	if (sent.status !== 303 || numero === undefined) {
		// Sent by a worker that died before it could say so.
		const page = await insist(() =>
		    client.get('/candidature/cae/envoi'));
		const found = page.text.match(/\/suivi\/(CAE-[-0-9A-Z]+)/)?.[1];
		if (found === undefined)
			throw new Error(`send: ${sent.status}`);
		return found;
	}
	return numero;
}

function sql(site, query) {
	return execFileSync('sqlite3', [path.join(site.data, 'terreau.db'), query],
	    { encoding: 'utf8' }).trim();
}

async function main(site) {
	const over = { yes: false }, acknowledged = [], failures = [];
	const killing = killer(site, over);
	let next = 0;

	await Promise.all(Array.from({ length: AT_ONCE }, async () => {
		while (next < APPLICANTS || (kills < KILLS && next < MOST)) {
			const n = ++next;
			try {
				acknowledged.push(await apply(site, n));
			} catch (e) {
				failures.push(`${n}: ${e.message}`);
			}
		}
	}));
	over.yes = true;
	await killing;
	ok(kills >= KILLS, `${kills} workers were killed, ` +
	    `${stumbles} requests had to be repeated`);
	equal(acknowledged.length, next, 'everybody gets through');
	ok(failures.length === 0, 'nobody is turned away', failures.join('\n'));
	const whole = new Set(sql(site, 'SELECT d.numero FROM dossier d ' +
	    'JOIN record r ON r.dossier = d.id WHERE d.sent IS NOT NULL ' +
	    'GROUP BY d.id HAVING count(*) = 1').split('\n'));
	const lost = acknowledged.filter(n => !whole.has(n));
	ok(acknowledged.length > 0 && lost.length === 0,
	    'what was acknowledged is there, with one record', lost.join('\n'));
	equal(new Set(acknowledged).size, acknowledged.length,
	    'every application has a number of its own');
	terreau(site, 'check');
	ok(true, 'terreau check finds nothing wrong');
}

let site;
try {
	site = await serve();
	await main(site);
} catch (e) {
	ok(false, 'the test runs to its end', e.stack + (e.stdout ?? ''));
}
await site?.stop();
finish();
