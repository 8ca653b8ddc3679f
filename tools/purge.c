/*
 * terreau purge: erase expired drafts and old codes.  For a nightly timer.
 */
#include <stdio.h>

#include "domain/dossier/purge.h"
#include "domain/store.h"
#include "tools.h"

int
cmd_purge(struct app *app, int argc, char **argv)
{
	const struct option_row rows[] = { { NULL, 0, NULL } };
	struct purge done;
	struct db *db;
	int rc;

	if (options_read(app, rows, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if ((db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	if ((rc = purge_run(db, &done)) == 0)
		printf("Effacés : brouillons %d, codes envoyés %d, "
		    "demandes d’être prévenu %d.\n", done.drafts, done.codes,
		    done.alerts);
	db_close(db);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
