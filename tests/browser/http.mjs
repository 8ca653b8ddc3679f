// A visitor without a browser: cookies, forms and their hidden fields, nothing
// else.  For the tests that need thousands of requests.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

function request(url, options, body) {
	return new Promise((done, fail) => {
		const r = http.request(url, { agent, ...options }, answer => {
			const parts = [];
			answer.on('data', p => parts.push(p));
			answer.on('error', fail);
			answer.on('end', () => done({ status: answer.statusCode,
			    headers: answer.headers,
			    text: Buffer.concat(parts).toString() }));
		});
		r.on('error', fail);
		r.setTimeout(40000, () => r.destroy(new Error('no answer')));
		r.end(body);
	});
}

export class Client {
	constructor(base) {
		this.base = base;
		this.cookies = new Map();
	}

	async send(method, path, body, headers = {}) {
		if (this.cookies.size > 0)
			headers.cookie = [...this.cookies].map(c => c.join('='))
			    .join('; ');
		const answer = await request(new URL(path, this.base),
		    { method, headers }, body);
		for (const line of answer.headers['set-cookie'] ?? []) {
			const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
			this.cookies.set(name, value);
		}
		return answer;
	}

	get(path) {
		return this.send('GET', path);
	}

	post(path, form) {
		const body = new URLSearchParams(form).toString();
		return this.send('POST', path, body, {
			'content-type': 'application/x-www-form-urlencoded',
			'content-length': Buffer.byteLength(body),
			'origin': this.base });
	}

	// Fill in the form of a page: hidden fields as they stand, and answers.
	// The page itself when it is none.
	async submit(path, answers) {
		const page = await this.get(path);
		if (page.status >= 400)
			return page;
		return this.post(path, { ...hidden(page.text), ...answers });
	}
}

export function hidden(html) {
	const fields = {};
	for (const [tag] of html.matchAll(/<input type="hidden"[^>]*>/g))
		fields[tag.match(/name="([^"]*)"/)[1]] =
		    tag.match(/value="([^"]*)"/)[1];
	return fields;
}
