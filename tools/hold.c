/*
 * terreau hold: keep a file from being erased, let it go again, list those
 * that are kept.
 */
#include <stdio.h>

#include "base/date.h"
#include "base/log.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/gel.h"
#include "domain/store.h"
#include "tools.h"

static void
list(struct app *app, struct db *db)
{
	struct gel *holds;
	size_t i, n = gel_list(app->arena, db, 0, &holds);

	for (i = 0; i < n; i++)
		printf("%s\t%s\t%s\t%s\t%s\n", holds[i].numero,
		    time_iso(app->arena, holds[i].at), holds[i].author,
		    holds[i].reason, holds[i].lifted == 0 ? "gelé" :
		    arena_fmt(app->arena, "levé le %s par %s", time_iso(
		    app->arena, holds[i].lifted), holds[i].lifted_by));
}

int
cmd_hold(struct app *app, int argc, char **argv)
{
	const char *lift = NULL, *reason = NULL, *by = NULL;
	const struct option_row rows[] = {
		{ "--lift", 0, &lift }, { "--reason", 1, &reason },
		{ "--by", 1, &by }, { NULL, 0, NULL }
	};
	struct actor actor = { .account = 0 };
	struct db *db;
	int rc = 0;

	if ((argc = options_read(app, rows, argc, argv, 2)) == -1)
		return EXIT_USAGE;
	if (argc == 1 && (lift != NULL || reason != NULL))
		return usage(app, "quel dossier ? Donnez son numéro.");
	if (argc == 2 && (by == NULL || (lift == NULL) != (reason != NULL)))
		return usage(app, "qui le demande (--by), et pourquoi "
		    "(--reason) ?");
	if ((db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	if (argc == 1)
		list(app, db);
	else {
		actor.name = by;
		rc = lift != NULL ? gel_lift(db, argv[1], &actor) :
		    gel_set(db, argv[1], reason, &actor);
	}
	if (rc == 1)
		log_warnx(lift != NULL ? "%s n’est pas gelé" : "%s : inconnu, "
		    "brouillon, effacé ou déjà gelé", argv[1]);
	db_close(db);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
