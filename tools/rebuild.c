/*
 * terreau rebuild: write anew what lists and searches know of files, from the
 * records.  Nothing that people or staff wrote is touched.
 */
#include <stdio.h>

#include "base/log.h"
#include "domain/dossier/dossier_rebuild.h"
#include "domain/store.h"
#include "tools.h"

int
cmd_rebuild(struct app *app, int argc, char **argv)
{
	struct db *db;
	size_t n;
	int rc;

	if (options_read(app, NULL, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if ((db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	rc = dossier_rebuild(db, &n);
	db_close(db);
	if (rc == -1)
		return EXIT_FAILED;
	printf("%zu dossier%s écrit%s de nouveau\n", n, n > 1 ? "s" : "",
	    n > 1 ? "s" : "");
	return EXIT_DONE;
}
