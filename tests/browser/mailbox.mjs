// A real mail server for a served site, and what it received: the messages are
// read as a mail program reads them, and links are taken from nowhere else.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ok, pause, terreau } from './lib.mjs';

const web = path.resolve(path.dirname(new URL(import.meta.url).pathname),
    '../web');

// Envelope, subject and text of each file, decoded.
const READ = `
import email, email.policy, json, sys
mails = []
for name in sys.argv[1:]:
    sender, to, raw = open(name, 'rb').read().split(b'\\n', 2)
    m = email.message_from_bytes(raw, policy=email.policy.default)
    mails.append({'to': to.decode(), 'subject': str(m['subject']),
        'body': m.get_content().replace('\\r\\n', '\\n')})
json.dump(mails, sys.stdout)
`;

export class Mailbox {
	constructor(site) {
		this.site = site;
		this.dir = path.join(site.dir, 'smtp');
		this.read = 0;
		this.mails = [];
	}

	// Start the server of the tests and tell the site about it.
	async open() {
		const { dir, site } = this;

		fs.mkdirSync(dir);
		execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
		    'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3650',
		    '-subj', '/CN=localhost', '-addext',
		    'subjectAltName=DNS:localhost', '-keyout', `${dir}/key.pem`,
		    '-out', `${dir}/cert.pem`], { stdio: 'ignore' });
		fs.writeFileSync(`${dir}/secret`, 'un secret\n', { mode: 0o600 });
		this.child = spawn('/usr/bin/python3',
		    [path.join(web, 'smtpd.py'), dir], { stdio: 'ignore' });
		this.ended = new Promise(done => this.child.on('exit', done));
		for (let i = 0; i < 100 && !fs.existsSync(`${dir}/port`); i++)
			await pause(100);
		const port = fs.readFileSync(`${dir}/port`, 'utf8');
		fs.appendFileSync(path.join(site.data, 'terreau.conf'),
		    `smtp = smtp://localhost:${port}\nsmtp-user = terreau\n` +
		    `smtp-password = ${dir}/secret\nsmtp-ca = ${dir}/cert.pem\n` +
		    'mail-from = ne-pas-repondre@portail.example\n');
		this.deliver();
		this.before = this.mails.length;
	}

	async close() {
		this.child.kill('SIGTERM');
		await this.ended;
	}

	// Send what is queued; what arrived is in mails, oldest first.
	deliver() {
		terreau(this.site, 'mail');
		const names = fs.readdirSync(this.dir)
		    .filter(f => /^\d+\.eml$/.test(f))
		    .sort((a, b) => parseInt(a, 10) - parseInt(b, 10))
		    .slice(this.read).map(f => path.join(this.dir, f));
		this.read += names.length;
		if (names.length > 0)
			this.mails.push(...JSON.parse(execFileSync(
			    '/usr/bin/python3', ['-c', READ, ...names],
			    { encoding: 'utf8' })));
	}

	// What somebody has in their box now.
	of(address) {
		this.deliver();
		return this.mails.filter(m => m.to === address);
	}

	// The last message to somebody whose subject or text matches.
	last(address, what) {
		const list = this.of(address);
		const mail = list.filter(m => what.test(m.subject) ||
		    what.test(m.body)).pop();
		ok(mail !== undefined, `${address} has received ${what}`,
		    list.map(m => m.subject).join('\n'));
		return mail;
	}

	// The link in a message, whole, as the person would press it.
	link(mail) {
		return mail.body.match(/http\S*\/lien\/[0-9a-f]{64}/)?.[0];
	}
}
