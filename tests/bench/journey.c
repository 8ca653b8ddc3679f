/*
 * See journey.h.
 */
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "journey.h"

/* The commune comes apart: its page asks in two rounds. */
static const char *const steps[][2] = {
	{ "vous", "prenom=Ana&nom=Petit&joindre=courriel&telephone=" },
	{ "situation", "situation=autre" },
	{ "activite", "secteur=conseil&activite=Je+conseille.&clients=non" },
	{ "besoins", "besoins=tester&besoins=prix" },
};
#define NSTEPS	(sizeof(steps) / sizeof(steps[0]))

void
journey_start(struct client *c, int n)
{
	struct arena *a = arena_new();

	c->cookie[0] = '\0';
	client_get(c, "/candidature/cae");
	client_want(c, 200, "start");
	client_post(c, "/candidature/cae", arena_fmt(a,
	    "jeton=%s&cle=%s&email=bench%d%%40exemple.fr",
	    client_hidden(a, c, "jeton"), client_hidden(a, c, "cle"), n));
	client_want(c, 303, "start, sent");
	arena_free(a);
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
		client_want(c, 303, path);
		if (strstr(client_location(a, c), "/commune") == NULL)
			return;
	}
	fatalx("%s: no way out", path);
}

void
journey_complete(struct client *c, int n)
{
	struct arena *a = arena_new();
	const char *path;
	size_t i;

	journey_start(c, n);
	place(a, c);
	for (i = 0; i < NSTEPS; i++) {
		path = arena_fmt(a, "/candidature/cae/%s", steps[i][0]);
		client_get(c, path);
		client_post(c, path, arena_fmt(a, "jeton=%s&%s",
		    client_hidden(a, c, "jeton"), steps[i][1]));
		client_want(c, 303, path);
	}
	arena_free(a);
}

const char *
journey_commitment(struct arena *a, struct client *c)
{
	client_get(c, JOURNEY_SEND);
	client_want(c, 200, "commitment");
	return arena_fmt(a, "jeton=%s&engagement=oui",
	    client_hidden(a, c, "jeton"));
}

const char *
journey_send(struct arena *a, struct client *c, const char *form)
{
	client_post(c, JOURNEY_SEND, form);
	client_want(c, 303, "send");
	return client_location(a, c);
}
