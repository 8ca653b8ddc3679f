/*
 * terreau outbox: print the messages of the portal and what became of them.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/post/mail.h"
#include "domain/store.h"
#include "tools.h"

#define BATCH	50
#define MANY	1000000000LL

typedef size_t lister(struct arena *, struct db *, int64_t, size_t,
    struct mail **);

/* What became of it. */
static const char *
state(struct arena *a, const struct mail *m)
{
	const char *when = time_french(a, m->at);

	switch (m->state) {
	case MAIL_SENT:
		return arena_fmt(a, "envoyé le %s", when);
	case MAIL_FAILED:
		return arena_fmt(a, "abandonné le %s : %s", when, m->error);
	case MAIL_UNKNOWN:
		return arena_fmt(a, "incertain : remis le %s, sans réponse%s%s",
		    when, *m->error != '\0' ? " : " : "", m->error);
	case MAIL_WAITING:
		break;
	}
	if (m->tries == 0)
		return "en attente";
	return arena_fmt(a, "en attente, essayé %lld fois, pas avant le %s : "
	    "%s", (long long)m->tries, when, m->error);
}

static void
print(struct arena *a, const struct mail *m)
{
	printf("----------------------------------------------------------\n"
	    "Message n° %lld, %s\nÉtat : %s\nÀ : %s\nObjet : %s\n\n%s\n",
	    (long long)m->id, time_french(a, m->queued), state(a, m), m->to,
	    m->subject, m->body);
}

/* Print all that comes after; the last number printed, or -1. */
static int64_t
print_after(struct db *db, lister *list_them, int64_t after)
{
	struct arena *a = arena_new();
	struct mail *list;
	size_t i, n;

	do {
		n = list_them(a, db, after, BATCH, &list);
		for (i = 0; i < n; i++) {
			print(a, &list[i]);
			after = list[i].id;
		}
		arena_reset(a);
	} while (n == BATCH);
	arena_free(a);
	return fflush(stdout) == EOF ? -1 : after;
}

int
cmd_outbox(struct app *app, int argc, char **argv)
{
	const char *follow = NULL, *last = NULL, *failed = NULL;
	const struct option_row rows[] = {
		{ "--follow", 0, &follow }, { "-n", 1, &last },
		{ "--failed", 0, &failed }, { NULL, 0, NULL }
	};
	long long n = MANY;
	int64_t after;
	struct db *db;

	if (options_read(app, rows, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if (follow != NULL)
		n = 0;
	if (last != NULL && str_number(last, 0, MANY, &n) == -1)
		return usage(app, "-n %s : ce n’est pas un nombre", last);
	if ((db = store_open(app->arena, &app->conf, DB_READ)) == NULL)
		return EXIT_FAILED;
	after = mail_before(db, (size_t)n);
	while (after != -1 && (after = print_after(db, failed != NULL ?
	    mail_list_troubled : mail_list, after)) != -1 &&
	    follow != NULL)
		sleep(1);
	db_close(db);
	return after == -1 ? EXIT_FAILED : EXIT_DONE;
}
