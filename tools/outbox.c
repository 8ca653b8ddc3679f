/*
 * terreau outbox: print the messages that the portal has queued.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/mail.h"
#include "domain/store.h"
#include "tools.h"

#define BATCH	50
#define MANY	1000000000LL

static void
print(struct arena *a, const struct mail *m)
{
	printf("----------------------------------------------------------\n"
	    "Message n° %lld, %s\nÀ : %s\nObjet : %s\n\n%s\n",
	    (long long)m->id, time_french(a, m->queued), m->to, m->subject,
	    m->body);
}

/* Print all that comes after; the last number printed, or -1. */
static int64_t
print_after(struct db *db, int64_t after)
{
	struct arena *a = arena_new();
	struct mail *list;
	size_t i, n;

	do {
		n = mail_list(a, db, after, BATCH, &list);
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
	const char *follow = NULL, *last = NULL;
	const struct option_row rows[] = {
		{ "--follow", 0, &follow }, { "-n", 1, &last },
		{ NULL, 0, NULL }
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
	while (after != -1 && (after = print_after(db, after)) != -1 &&
	    follow != NULL)
		sleep(1);
	db_close(db);
	return after == -1 ? EXIT_FAILED : EXIT_DONE;
}
