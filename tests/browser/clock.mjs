// A clock that can be turned, for stories that last a season: what is started
// with its environment lives as far ahead as its file says.  The browser does
// not; nothing it is given names an instant.  Ahead only: a file of the build
// is never younger than the day of the story.
import fs from 'node:fs';
import path from 'node:path';

export const DAY = 86400000;
const ROOT = '/usr/lib';

function library() {
	for (const d of fs.readdirSync(ROOT)) {
		const file = path.join(ROOT, d, 'faketime/libfaketimeMT.so.1');
		if (fs.existsSync(file))
			return file;
	}
	throw new Error('no clock to turn: apt install faketime');
}

export class Clock {
	constructor(file, at) {
		this.file = file;
		this.turn(at);
		this.env = { LD_PRELOAD: library(),
		    FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1',
		    FAKETIME_DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1',
		    ASAN_OPTIONS: 'verify_asan_link_order=0' };
	}

	// It is that instant now, and goes on from there; never back.
	turn(at) {
		const ahead = Math.round((at - Date.now()) / 1000);

		if (ahead < (this.ahead ?? 0))
			throw new Error(`the clock goes back to ${at}`);
		this.ahead = ahead;
		fs.writeFileSync(`${this.file}.new`, `+${ahead}\n`);
		fs.renameSync(`${this.file}.new`, this.file);
	}

	now() {
		return new Date(Date.now() + 1000 * this.ahead);
	}
}

// Ten in the morning of a day, which may be one of another month: (y, 2, 31).
export const morning = (year, month, day) =>
	new Date(Date.UTC(year, month - 1, day, 9));

export const later = (date, days) => new Date(date.getTime() + days * DAY);

// The first Monday of a month that is still to come.
export function monday(month) {
	const now = new Date();
	let date = morning(now.getUTCFullYear(), month, 1);

	if (date < later(now, 2))
		date = morning(now.getUTCFullYear() + 1, month, 1);
	return later(date, (8 - date.getUTCDay()) % 7);
}

// The three boxes of a date.
export const boxes = (name, date) => ({ [`${name}-jour`]: `${date.getUTCDate()}`,
    [`${name}-mois`]: `${date.getUTCMonth() + 1}`,
    [`${name}-annee`]: `${date.getUTCFullYear()}` });
