/*
 * bench: how long the program takes, seen from its FastCGI socket, and how
 * long the press takes for one contract.
 *
 * usage: bench SOCKET DATA ORIGIN
 *
 * Prints « what median p95 p99 » in microseconds, a line each.  The nginx door
 * is left out on purpose; the time of connecting to the socket is in.
 * Asserts nothing about time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "domain/paper/document.h"
#include "domain/store.h"
#include "press/press.h"
#include "client.h"

#define PAGES		2000
#define APPLICATIONS	200
#define CONTRACTS	50

/* The commune comes apart: its page asks in two rounds. */
static const char *const steps[][2] = {
	{ "vous", "prenom=Ana&nom=Petit&joindre=courriel&telephone=" },
	{ "situation", "situation=autre" },
	{ "activite", "secteur=conseil&activite=Je+conseille.&clients=non" },
	{ "besoins", "besoins=tester&besoins=prix" },
};
#define NSTEPS	(sizeof(steps) / sizeof(steps[0]))

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
report(const char *what, double *seconds, size_t n)
{
	qsort(seconds, n, sizeof(*seconds), by_value);
	printf("%s\t%.0f\t%.0f\t%.0f\n", what, seconds[n / 2] * 1e6,
	    seconds[n * 95 / 100] * 1e6, seconds[n * 99 / 100] * 1e6);
	fflush(stdout);
}

static void
want(const struct client *c, int status, const char *what)
{
	if (c->status != status)
		fatalx("%s: %d instead of %d", what, c->status, status);
}

static void
start(struct arena *a, struct client *c, int n)
{
	const char *jeton, *key;

	client_get(c, "/candidature/cae");
	want(c, 200, "start");
	jeton = client_hidden(a, c, "jeton");
	key = client_hidden(a, c, "cle");
	client_post(c, "/candidature/cae", arena_fmt(a,
	    "jeton=%s&cle=%s&email=bench%d%%40exemple.fr", jeton, key, n));
	want(c, 303, "start, sent");
}

/* All hidden fields of the last answer and the first radio of each group. */
static const char *
first_choices(struct arena *a, struct client *c)
{
	const char *p = buf_cstr(&c->answer), *name, *value, *last = "";
	struct buf b = BUF_INIT;

	while ((p = strstr(p, "<input ")) != NULL) {
		p += strlen("<input ");
		if (strncmp(p, "type=\"hidden\"", 13) != 0 &&
		    strncmp(p, "type=\"radio\"", 12) != 0)
			continue;
		name = strstr(p, "name=\"") + strlen("name=\"");
		value = strstr(name, "value=\"") + strlen("value=\"");
		name = arena_dupn(a, name, strcspn(name, "\""));
		if (strcmp(name, last) != 0)
			buf_fmt(&b, "&%s=%.*s", name,
			    (int)strcspn(value, "\""), value);
		last = name;
	}
	name = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return name;
}

static void
place(struct arena *a, struct client *c)
{
	const char *path = "/candidature/cae/commune";
	int i;

	for (i = 0; i < 3; i++) {
		client_get(c, path);
		client_post(c, path, arena_fmt(a, "commune-cp=44150%s",
		    first_choices(a, c)));
		want(c, 303, path);
		if (strstr(client_location(a, c), "/commune") == NULL)
			return;
	}
	fatalx("%s: no way out", path);
}

/* Everything but the last button. */
static void
complete(struct arena *a, struct client *c, int n)
{
	const char *path;
	size_t i;

	start(a, c, n);
	place(a, c);
	for (i = 0; i < NSTEPS; i++) {
		path = arena_fmt(a, "/candidature/cae/%s", steps[i][0]);
		client_get(c, path);
		client_post(c, path, arena_fmt(a, "jeton=%s&%s",
		    client_hidden(a, c, "jeton"), steps[i][1]));
		want(c, 303, path);
	}
}

static void
bench_pages(struct client *c)
{
	static double t[PAGES];
	struct arena *a = arena_new();
	size_t i;

	for (i = 0; i < PAGES; i++) {
		client_get(c, "/candidature/cae");
		want(c, 200, "start page");
		t[i] = c->seconds;
	}
	report("start page", t, PAGES);
	start(a, c, 0);
	for (i = 0; i < PAGES; i++) {
		client_get(c, "/candidature/cae/activite");
		want(c, 200, "form page");
		t[i] = c->seconds;
	}
	report("form page of a draft", t, PAGES);
	arena_free(a);
}

/* The same draft form, saved again and again; then whole applications. */
static void
bench_submissions(struct client *c)
{
	static double save[APPLICATIONS], send[APPLICATIONS];
	struct arena *a = arena_new();
	const char *path = "/candidature/cae/vous";
	int i;

	for (i = 0; i < APPLICATIONS; i++) {
		arena_reset(a);
		c->cookie[0] = '\0';
		complete(a, c, i + 1);
		client_get(c, path);
		client_post(c, path, arena_fmt(a, "jeton=%s&%s",
		    client_hidden(a, c, "jeton"), steps[0][1]));
		save[i] = c->seconds;
		client_get(c, "/candidature/cae/envoi");
		want(c, 200, "commitment");
		client_post(c, "/candidature/cae/envoi", arena_fmt(a,
		    "jeton=%s&engagement=oui", client_hidden(a, c, "jeton")));
		want(c, 303, "send");
		send[i] = c->seconds;
	}
	report("a step saved (durable)", save, APPLICATIONS);
	report("an application sent (durable)", send, APPLICATIONS);
	arena_free(a);
}

/* The longest contract of the data, printed again from its twin. */
static void
bench_contract(const char *data)
{
	static double t[CONTRACTS];
	struct arena *a = arena_new(), *once = arena_new();
	struct press_result result = { 0 };
	struct buf pdf = BUF_INIT;
	struct press *press;
	struct query *q;
	struct conf conf;
	struct tree *twin;
	const void *bytes;
	struct db *db;
	size_t len;
	double began;
	int i;

	if (conf_load(a, arena_fmt(a, "%s/terreau.conf", data), &conf) == -1 ||
	    (db = store_open(a, &conf, DB_READ)) == NULL ||
	    (press = press_open(conf_share(a, &conf, "fonts"))) == NULL)
		fatalx("%s: not a data directory", data);
	q = db_query(db, "SELECT twin FROM document"
	    " ORDER BY pages DESC, length(twin) DESC LIMIT 1", "");
	if (!db_next(q) || (bytes = db_blob(q, 0, &len)) == NULL)
		fatalx("no document has been issued");
	for (i = 0; i < CONTRACTS; i++) {
		began = client_now();
		twin = tree_parse(once, bytes, len, "twin", NULL);
		if (press_render(press, &pdf, twin, &result) == -1)
			fatalx("%s", result.error);
		t[i] = client_now() - began;
		buf_reset(&pdf);
		arena_reset(once);
	}
	report(arena_fmt(a, "a contract of %d pages printed", result.pages),
	    t, CONTRACTS);
	db_done(q);
	db_close(db);
	press_close(press);
	buf_free(&pdf);
	arena_free(once);
	arena_free(a);
}

int
main(int argc, char *argv[])
{
	struct client c = { .answer = BUF_INIT };

	log_init("bench");
	if (argc != 4) {
		fputs("usage: bench SOCKET DATA ORIGIN\n", stderr);
		return 2;
	}
	xml_init();
	c.socket = argv[1];
	c.origin = argv[3];
	bench_pages(&c);
	bench_submissions(&c);
	bench_contract(argv[2]);
	buf_free(&c.answer);
	xml_exit();
	return 0;
}
