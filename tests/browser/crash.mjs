// A hundred processes are killed at random while people apply and while the
// commands of the night run: workers of both programs, nginx's worker, backups
// half made.  An application that was acknowledged (a 303 to its status page) is there
// afterwards with its record; one that was not is whole or a draft; nobody is
// told a lie; every backup that looks whole is.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { apply, stumbles } from './apply.mjs';
import { equal, finish, ok, pause, serve, terreau } from './lib.mjs';

// People go on applying until so many processes were killed.
const APPLICANTS = 60, AT_ONCE = 6, KILLS = 100, MOST = 5000;
const NIGHT = ['backup', 'mail', 'remind', 'purge', 'seal', 'revocations',
	'rebuild'];
const killed = {};
let kills = 0;

// Number, parent and words of every process.
function processes() {
	return fs.readdirSync('/proc').filter(p => /^\d+$/.test(p)).map(p => {
		try {
			return { pid: Number(p),
			    parent: Number(/^\d+ \(.*\) . (\d+)/.exec(fs.readFileSync(
			    `/proc/${p}/stat`, 'utf8'))[1]),
			    words: fs.readFileSync(`/proc/${p}/cmdline`, 'utf8')
			    .split('\0') };
		} catch {
			return null;
		}
	}).filter(p => p !== null);
}

// All but those that their supervisor would start again: it is no part of
// tools/run.
function victims(site) {
	const all = processes();
	const nginx = Number(fs.readFileSync(path.join(site.data,
	    'run/nginx.pid'), 'utf8'));
	const first = all.filter(p => /\/terreau-(public|staff)$/.test(p.words[0]) &&
	    p.words.some(w => w.startsWith(site.data))).map(p => p.pid);
	return all.filter(p => p.parent === nginx || first.includes(p.parent) ||
	    (p.parent === process.pid && p.words[0].endsWith('/terreau')));
}

async function killer(site, over) {
	while (!over.yes) {
		await pause(20 + Math.random() * 150);
		const list = victims(site);
		if (list.length === 0)
			continue;
		const one = list[Math.floor(Math.random() * list.length)];
		try {
			process.kill(one.pid, 'SIGKILL');
			kills++;
			const name = path.basename(one.words[0].split(':')[0]);
			killed[name] = (killed[name] ?? 0) + 1;
		} catch {
			// it died by itself, or is not there yet
		}
	}
}

// What timers run, one after the other, again and again.
async function night(site, over, backups) {
	for (let i = 0; !over.yes; i++) {
		const name = NIGHT[i % NIGHT.length];
		const args = name === 'backup' ? [backups, '--keep', 'tout'] :
		    name === 'rebuild' ? ['--base'] : [];
		const child = spawn(site.command, [name, '--data', site.data,
		    ...args], { stdio: 'ignore' });
		await new Promise(done => child.on('exit', done));
	}
}

function sql(site, query) {
	return execFileSync('sqlite3', [path.join(site.data, 'terreau.db'), query],
	    { encoding: 'utf8' }).trim();
}

async function main(site) {
	const over = { yes: false }, acknowledged = [], failures = [];
	const backups = path.join(site.dir, 'sauvegardes');
	const killing = [killer(site, over), night(site, over, backups)];
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
	await Promise.all(killing);
	ok(kills >= KILLS, `${kills} were killed (${Object.entries(killed)
	    .map(e => e.join(' ')).join(', ')}), ` + `${stumbles.n} requests had to be repeated`);
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
	await pause(1100);	// backups are named after their second
	terreau(site, 'backup', backups, '--keep', 'tout');
	const made = fs.readdirSync(backups);
	const wholes = made.filter(n => n.endsWith('Z'));
	const bad = wholes.filter(n => !comesBack(site,
	    path.join(backups, n)));
	ok(bad.length === 0, `${wholes.length} backups are whole`, bad.join('\n'));
	equal(made.filter(n => !n.endsWith('Z') && n !== 'coffre.db' &&
	    n[0] !== '.').length, 0,
	    'of those cut short nothing is left');
}

function comesBack(site, backup) {
	try {
		execFileSync(site.command, ['restore', '--test', backup],
		    { stdio: 'pipe' });
		return true;
	} catch {
		return false;
	}
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
