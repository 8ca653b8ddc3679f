// Somebody who applies without a browser, and tries again as a person would
// when the service stumbles.
import { Client, hidden } from './http.mjs';
import { pause } from './lib.mjs';

const STEPS = [
	['vous', { prenom: 'Ana', nom: 'Petit', joindre: 'courriel' }],
	['situation', { situation: 'autre' }],
	['activite', { secteur: 'conseil', activite: 'Conseil.', clients: 'non' }],
	['besoins', { besoins: 'tester' }],
];

// How often something had to be asked again.
export const stumbles = { n: 0 };

// Try again what the death of a worker cut short, as a person would.
export async function insist(what) {
	for (let i = 0; i < 100; i++) {
		try {
			const answer = await what();
			if (answer.status < 500)
				return answer;
		} catch {
			// the connection was cut
		}
		stumbles.n++;
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
export async function apply(site, n) {
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
