/*
 * visit: people who apply, behind the socket of terreau-public.
 *
 * usage: visit drafts SOCKET ORIGIN FROM N	complete all but the last button
 *        visit send SOCKET ORIGIN WHAT CLIENTS	press it for the drafts of stdin
 *        visit open SOCKET ORIGIN		a draft, a file that was sent
 *        visit ask SOCKET ORIGIN COOKIE PATH N	the same page N times
 *        visit soak SOCKET ORIGIN N		N requests, one after another
 *
 * « drafts » writes a cookie a line, FROM makes their addresses; « send » reads
 * them and writes samples (crowd.h), fetching the form of each before the clock
 * starts: what is timed is connecting, sending, and the answer.  « open »
 * writes a cookie and a path, twice.  « soak » asks for pages, saves steps, and
 * makes mistakes, the same ones at each run.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"
#include "crowd.h"
#include "journey.h"

struct drafts {
	struct arena	*a;
	const char	*socket, *origin;
	char		**cookies;
	const char	**forms;
	size_t		 n;
	unsigned	 clients;
};

static void
be(struct client *c, const struct drafts *d, unsigned i)
{
	c->socket = d->socket;
	c->origin = d->origin;
	snprintf(c->cookie, sizeof(c->cookie), "%s", d->cookies[i]);
}

static void
read_drafts(struct drafts *d)
{
	char line[512];
	size_t max = 0;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (d->n == max) {
			max = max == 0 ? 256 : 2 * max;
			d->cookies = realloc(d->cookies,
			    max * sizeof(*d->cookies));
			if (d->cookies == NULL)
				fatal("realloc");
		}
		d->cookies[d->n++] = arena_dup(d->a, line);
	}
	if (d->n == 0)
		fatalx("no drafts");
}

/* The forms of this client's drafts. */
static void
fetch_forms(void *arg, unsigned client)
{
	struct drafts *d = arg;
	struct client c = { .answer = BUF_INIT };
	size_t i;

	d->forms = arena_array(d->a, d->n, sizeof(*d->forms));
	for (i = client; i < d->n; i += d->clients) {
		be(&c, d, (unsigned)i);
		d->forms[i] = journey_commitment(d->a, &c);
	}
	buf_free(&c.answer);
}

static double
send_one(void *arg, unsigned i)
{
	struct drafts *d = arg;
	struct client c = { .answer = BUF_INIT };

	be(&c, d, i);
	journey_send(d->a, &c, d->forms[i]);
	buf_free(&c.answer);
	return c.seconds;
}

static void
send_all(const char *socket, const char *origin, const char *what,
    unsigned clients)
{
	struct drafts d = { .a = arena_new(), .socket = socket,
		.origin = origin, .clients = clients };
	struct crowd crowd = { .clients = clients, .ready = fetch_forms,
		.one = send_one, .arg = &d };

	read_drafts(&d);
	crowd.things = (unsigned)d.n;
	crowd_measure(&crowd, "4", what, "terreau");
	free(d.cookies);
	arena_free(d.a);
}

static void
open_both(struct client *c)
{
	struct arena *a = arena_new();

	journey_complete(c, 0);
	printf("%s /candidature/cae/vous\n", c->cookie);
	journey_complete(c, 1);
	printf("%s", c->cookie);
	printf(" %s\n", journey_send(a, c, journey_commitment(a, c)));
	arena_free(a);
}

static void
soak(struct client *c, long long n)
{
	static const struct { const char *path, *form; int status; } asks[] = {
		{ "/candidature/cae/vous", NULL, 200 },
		{ "/candidature/cae/activite", NULL, 200 },
		{ "/candidature/cae/recapitulatif", NULL, 200 },
		{ "/candidature/cae/vous", "&nom=Petit", 422 },
		{ "/candidature/cae", NULL, 200 },
		{ "/recherche?q=contrat", NULL, 200 },
		{ "/orientation", NULL, 200 },
		{ "/agenda", NULL, 200 },
		{ "/cooperatives/nantes", NULL, 200 },
		{ "/candidature/inconnue", NULL, 404 },
	};
	struct arena *a = arena_new();
	const char *token;
	long long i;
	size_t k;

	journey_complete(c, 2);
	client_get(c, asks[0].path);
	token = client_hidden(a, c, "jeton");
	for (i = 0; i < n; i++) {
		k = (size_t)i % (sizeof(asks) / sizeof(asks[0]));
		if (asks[k].form != NULL)
			client_post(c, asks[k].path, arena_fmt(a,
			    "jeton=%s%s", token, asks[k].form));
		else
			client_get(c, asks[k].path);
		client_want(c, asks[k].status, asks[k].path);
	}
	arena_free(a);
}

int
main(int argc, char *argv[])
{
	struct client c = { .answer = BUF_INIT };
	long long n = 0, from = 0;

	log_init("visit");
	if (argc > 3) {
		c.socket = argv[2];
		c.origin = argv[3];
	}
	if (argc == 6 && str_eq(argv[1], "drafts") &&
	    str_number(argv[4], 0, 100000000, &from) == 0 &&
	    str_number(argv[5], 1, 100000, &n) == 0) {
		for (; n > 0; n--) {
			journey_complete(&c, (int)from++);
			printf("%s\n", c.cookie);
		}
	} else if (argc == 6 && str_eq(argv[1], "send") &&
	    str_number(argv[5], 1, 1000, &n) == 0) {
		send_all(argv[2], argv[3], argv[4], (unsigned)n);
	} else if (argc == 4 && str_eq(argv[1], "open")) {
		open_both(&c);
	} else if (argc == 7 && str_eq(argv[1], "ask") &&
	    str_number(argv[6], 1, 10000000, &n) == 0) {
		snprintf(c.cookie, sizeof(c.cookie), "%s", argv[4]);
		for (; n > 0; n--) {
			client_get(&c, argv[5]);
			client_want(&c, 200, argv[5]);
		}
	} else if (argc == 5 && str_eq(argv[1], "soak") &&
	    str_number(argv[4], 1, 10000000, &n) == 0) {
		soak(&c, n);
	} else {
		fputs("usage: visit drafts SOCKET ORIGIN FROM N\n"
		    "       visit send SOCKET ORIGIN WHAT CLIENTS\n"
		    "       visit open SOCKET ORIGIN\n"
		    "       visit ask SOCKET ORIGIN COOKIE PATH N\n"
		    "       visit soak SOCKET ORIGIN N\n", stderr);
		return 2;
	}
	buf_free(&c.answer);
	return 0;
}
