// What breaks around the portal, one after the other, through a real nginx: a
// worker that is stuck, a disk that is full, a database that is not there or
// that somebody else holds, nginx loading its configuration again, bodies cut off
// or that come drop by drop, a thousand connections that say nothing.  Each
// time: who is concerned reads a plain page, nobody else notices, service comes
// back by itself, and what was acknowledged is there at the end.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { apply } from './apply.mjs';
import { Client, hidden } from './http.mjs';
import { equal, finish, ok, pause, serve, terreau } from './lib.mjs';

const STUCK = 25;		// seconds: WORKER_STUCK of lib/web/worker.h
const IDLE = 1000;
const acknowledged = [];
let applicants = 0;

function children(pid) {
	return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
	    .trim().split(' ').filter(p => p !== '').map(Number);
}

// The workers of a program: of spawn-fcgi's place, now the program's.
function workers(site, program = 'public') {
	return children(Number(fs.readFileSync(path.join(site.data,
	    `run/${program}.pid`), 'utf8')));
}

async function applies(site, when) {
	try {
		acknowledged.push(await apply(site, ++applicants));
		ok(true, `${when}: somebody applies`);
	} catch (e) {
		ok(false, `${when}: somebody applies`, e.stack);
	}
}

// The page of an error: French, in its frame, without the word of a machine.
function plain(answer, status, words, name) {
	equal(answer.status, status, `${name}: ${status}`);
	ok(answer.text.includes(words) && /<html lang="fr/.test(answer.text) &&
	    !/sqlite|SQLITE|nginx|errno/.test(answer.text),
	    `${name}: a plain page`, answer.text.replace(/<[^>]*>|\s+/g, ' ')
	    .slice(0, 600));
}

async function within(seconds, holds) {
	for (let i = 0; i < seconds * 10; i++) {
		if (await holds())
			return true;
		await pause(100);
	}
	return false;
}

// --- a worker that is stuck -------------------------------------------------

function record(type, bytes = Buffer.alloc(0)) {
	const head = Buffer.from([1, type, 0, 1, 0, 0, 0, 0]);
	head.writeUInt16BE(bytes.length, 4);
	return Buffer.concat([head, bytes]);
}

// A request to the program itself, of whose body half never comes.
function half(socket) {
	const params = { REQUEST_METHOD: 'POST', REQUEST_URI: '/quitter',
	    CONTENT_TYPE: 'application/x-www-form-urlencoded',
	    CONTENT_LENGTH: '9', REMOTE_ADDR: '127.0.0.1' };
	const pairs = Object.entries(params).map(([k, v]) => Buffer.concat([
	    Buffer.from([k.length, v.length]), Buffer.from(k + v)]));
	const conn = net.connect(socket);
	conn.on('error', () => {});
	conn.write(Buffer.concat([record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0,
	    0])), record(4, Buffer.concat(pairs)), record(4),
	    record(5, Buffer.from('abcd'))]));
	return new Promise(done => conn.on('close', done));
}

async function stuck(site) {
	const before = workers(site), began = Date.now();
	const all = before.map(() => half(path.join(site.data,
	    'run/public.sock')));
	await pause(1000);
	// every worker is taken: nobody is served until they are given up
	const waiting = new Client(site.base).get('/reprendre');
	await Promise.all(all);
	const took = (Date.now() - began) / 1000;
	ok(took > STUCK - 3 && took < STUCK + 5,
	    `stuck workers end after ${took.toFixed(0)} s`);
	equal((await waiting).status, 200, 'who waited is served by others');
	ok(await within(5, () => workers(site).length === before.length &&
	    !workers(site).some(p => before.includes(p))),
	    'and there are as many as before');
	ok(/took too long/.test(fs.readFileSync(path.join(site.data,
	    'log/public.log'), 'utf8')), 'the log says so');
	await applies(site, 'after stuck workers');
}

// --- disks -------------------------------------------------------------------

function limit(site, size) {
	for (const p of workers(site))
		execFileSync('prlimit', ['--pid', String(p),
		    `--fsize=${size}:unlimited`]);
}

// A draft, and the answer to one more step of it.
async function draft(site) {
	const client = new Client(site.base);
	await client.submit('/candidature/cae',
	    { email: `panne${++applicants}@exemple.fr` });
	const page = await client.get('/candidature/cae/vous');
	return { client, answer: () => client.post('/candidature/cae/vous',
	    { ...hidden(page.text), prenom: 'Ana', nom: 'Petit',
	    joindre: 'courriel' }) };
}

async function full(site) {
	const d = await draft(site);
	limit(site, 65536);
	plain(await d.answer(), 507, 'plus de place', 'full disk');
	equal((await d.client.get('/candidature/cae/vous')).status, 200,
	    'full disk: pages are read all the same');
	limit(site, 'unlimited');
	equal((await d.answer()).status, 303,
	    'room again: the same answer is taken');
	await applies(site, 'after a full disk');
}

// The database is not there, as on a disk that was not mounted: workers cannot
// start, and are tried again.
async function lost(site) {
	const d = await draft(site), db = path.join(site.data, 'terreau.db');
	sql(site, 'PRAGMA wal_checkpoint(TRUNCATE)');
	fs.renameSync(db, `${db}.away`);
	fs.mkdirSync(db);
	for (const p of workers(site))
		process.kill(p, 'SIGKILL');
	await pause(1500);
	plain(await d.answer().catch(e => ({ status: 0, text: String(e) })), 503,
	    'quelques minutes', 'no database');
	equal((await d.client.get('/')).status, 200,
	    'no database: the site is there');
	fs.rmdirSync(db);
	fs.renameSync(`${db}.away`, db);
	ok(await within(20, async () => (await d.client.get('/reprendre'))
	    .status === 200), 'it is back: so is the service, by itself');
	ok(await within(20, async () => (await d.answer()).status === 303),
	    'and the answer is taken');
	await applies(site, 'after that');
}

function sql(site, query) {
	return execFileSync('sqlite3', [path.join(site.data, 'terreau.db'), query],
	    { encoding: 'utf8' }).trim();
}

// --- somebody else holds the database ---------------------------------------

async function locked(site) {
	const d = await draft(site);
	const held = spawn('sqlite3', [path.join(site.data, 'terreau.db')],
	    { stdio: ['pipe', 'pipe', 'inherit'] });
	held.stdin.write("BEGIN IMMEDIATE; SELECT 'held';\n");
	await new Promise(done => held.stdout.once('data', done));
	const short = d.answer();
	await pause(1500);
	held.stdin.write('ROLLBACK;\n');
	equal((await short).status, 303, 'held for a moment: it waits');
	held.stdin.write("BEGIN IMMEDIATE; SELECT 'held';\n");
	await new Promise(done => held.stdout.once('data', done));
	const answers = d.answer();
	equal((await d.client.get('/candidature/cae/vous')).status, 200,
	    'held: pages are read all the same');
	plain(await answers, 503, 'réessayez', 'held for long');
	held.stdin.end('ROLLBACK;\n');
	await new Promise(done => held.on('exit', done));
	equal((await d.answer()).status, 303, 'given back: the answer is taken');
}

// --- nginx loads its configuration again -------------------------------------

async function reload(site) {
	const over = { yes: false }, bad = [];
	let asked = 0;
	const load = Array.from({ length: 4 }, async () => {
		while (!over.yes) {
			const c = new Client(site.base);
			asked++;
			try {
				const a = await c.submit('/candidature/cae',
				    { email: `r${asked}@exemple.fr` });
				if (a.status !== 303)
					bad.push(a.status);
			} catch (e) {
				// a connection kept open may be closed under
				// a request: browsers send it again
				if (e.code !== 'ECONNRESET')
					bad.push(e.message);
			}
		}
	});
	const nginx = Number(fs.readFileSync(path.join(site.data,
	    'run/nginx.pid'), 'utf8'));
	for (let i = 0; i < 10; i++) {
		process.kill(nginx, 'SIGHUP');
		await pause(300);
	}
	over.yes = true;
	await Promise.all(load);
	ok(asked > 20 && bad.length === 0,
	    `nginx reloads ten times under ${asked} requests`, bad.join('\n'));
}

// --- bodies cut off, slow, and connections that say nothing ------------------

function raw(site) {
	const conn = net.connect(site.port, '127.0.0.1');
	conn.on('error', () => {});
	conn.resume();
	return conn;
}

async function cutOff(site) {
	const d = await draft(site), before = sql(site, 'SELECT count(*) FROM ' +
	    'piece');
	const cookie = [...d.client.cookies].map(c => c.join('=')).join('; ');
	const conns = [];
	for (let i = 0; i < 50; i++) {
		const c = raw(site);
		c.write('POST /candidature/cae/piece HTTP/1.1\r\nHost: localhost' +
		    `:${site.port}\r\nCookie: ${cookie}\r\nOrigin: ${site.base}\r\n` +
		    'Content-Type: multipart/form-data; boundary=b\r\n' +
		    'Content-Length: 400000\r\n\r\n--b\r\nContent-Disposition: ' +
		    'form-data; name="projet"; filename="a.pdf"\r\n\r\n%PDF-1.4');
		conns.push(c);
	}
	// half are cut off, half come drop by drop
	for (let i = 0; i < 10; i++) {
		await pause(200);
		conns.forEach((c, n) => n % 2 ? c.write('x') : i === 3 &&
		    c.destroy());
	}
	await applies(site, 'under 25 uploads that come drop by drop');
	conns.forEach(c => c.destroy());
	equal(sql(site, 'SELECT count(*) FROM piece'), before,
	    'nothing of an upload cut off is kept');
	equal((await d.answer()).status, 303, 'and the draft goes on');
}

async function idle(site) {
	const conns = Array.from({ length: IDLE }, () => raw(site));
	await pause(2000);
	const began = Date.now();
	await applies(site, `under ${IDLE} connections that say nothing`);
	ok(Date.now() - began < 10000, `in ${Date.now() - began} ms`);
	conns.forEach(c => c.destroy());
}

let site;
try {
	site = await serve();
	await applies(site, 'before');
	for (const fault of [reload, cutOff, idle, locked, full, lost, stuck])
		await fault(site);
	const whole = new Set(sql(site, 'SELECT d.numero FROM dossier d JOIN ' +
	    'record r ON r.dossier = d.id WHERE d.sent IS NOT NULL').split('\n'));
	ok(acknowledged.every(n => whole.has(n)),
	    `${acknowledged.length} were acknowledged, all are there`);
	terreau(site, 'check');
	ok(true, 'terreau check finds nothing wrong');
} catch (e) {
	ok(false, 'the test runs to its end', e.stack + (e.stdout ?? ''));
}
await site?.stop();
finish();
