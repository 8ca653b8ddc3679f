// A paper in the hands of somebody who has no network: what « terreau verify »
// says of it with nothing but the files that the site publishes.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, ok, terreau } from './lib.mjs';

// What a program says, however it ends.
export function tool(command, ...args) {
	try {
		return execFileSync(command, args, { encoding: 'utf8',
		    env: { ...process.env, TERREAU_CONF: '' } });
	} catch (e) {
		return `${e.stdout}${e.stderr}`;
	}
}

// The text of the QR code, read from the pages as a camera does.
function qrOf(file) {
	const dir = path.dirname(file);

	tool('pdftoppm', '-r', '200', '-gray', file, path.join(dir, 'page'));
	// one page of them has it, of the others zbarimg complains
	return tool('zbarimg', '-q', '--raw', '-Sdisable', '-Sqrcode.enable',
	    ...fs.readdirSync(dir).filter(f => f.endsWith('.pgm'))
	    .map(f => path.join(dir, f))).split('\n')[0];
}

// Of a PDF alone in its folder: authentic by its bytes, and by the text of its
// QR code, which is returned; not with one bit changed.
export async function offline(site, file, also) {
	const dir = path.dirname(file), name = path.basename(dir);
	const at = part => path.join(dir, part);

	terreau(site, 'revocations');
	for (const part of ['cles.txt', 'revocations.txt',
	    'revocations.txt.minisig'])
		fs.writeFileSync(at(part), Buffer.from(
		    await (await fetch(`${site.base}/${part}`)).arrayBuffer()));
	const verify = what => tool(path.join(build, 'terreau'), 'verify', what,
	    '--keys', at('cles.txt'), '--revocations', at('revocations.txt'));
	let told = verify(file);
	ok(/: authentique/.test(told) && also.test(told),
	    `${name}: authentic offline, ${also}`, told);
	const qr = qrOf(file);
	ok(/^HTTPS?:\/\/\S+\/V\/[0-9A-Z]+$/.test(qr),
	    `${name}: one QR code, in capitals`, qr);
	told = verify(qr);
	ok(/authentique/.test(told) && /ni remplacé ni révoqué/.test(told),
	    `${name}: authentic by the text of the QR code alone`, told);
	const bytes = fs.readFileSync(file);
	bytes[bytes.length >> 1] ^= 1;
	fs.writeFileSync(file, bytes);
	told = verify(file);
	ok(!/: authentique/.test(told),
	    `${name}: not with one bit changed`, told);
	return qr;
}
