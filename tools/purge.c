/*
 * terreau purge: erase expired drafts, old codes, and files whose time is
 * over.  For a nightly timer.
 */
#include <stdio.h>

#include "base/log.h"
#include "domain/dossier/purge.h"
#include "domain/store.h"
#include "tools.h"

int
cmd_purge(struct app *app, int argc, char **argv)
{
	const struct option_row rows[] = { { NULL, 0, NULL } };
	const struct definition **programmes;
	struct purge done;
	struct db *db;
	int rc;

	if (options_read(app, rows, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if ((programmes = open_programmes(app)) == NULL ||
	    (db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	rc = purge_run(app->arena, db, programmes, &done);
	/* SQLite is built with SECURE_DELETE; its journal remembers longer */
	if (rc == 0 && db_flush(db) == -1)
		rc = -1;
	if (rc == 0)
		printf("Effacés : brouillons %d, codes envoyés %d, "
		    "demandes d’être prévenu %d, dossiers arrivés à leur "
		    "terme %d.\n", done.drafts, done.codes, done.alerts,
		    done.departs);
	if (rc == 0 && done.kept > 0)
		log_warnx("%d dossier%s à effacer garde%s des pièces, des "
		    "papiers ou des notes", done.kept, done.kept > 1 ? "s" :
		    "", done.kept > 1 ? "nt" : "");
	db_close(db);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
