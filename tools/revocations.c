/*
 * terreau revocations: write the public list of papers replaced or revoked, and
 * the public keys beside it.  Staff pages write it when they end a paper; run
 * every hour, this one renews its date and takes in all that ended otherwise.
 */
#include <stdio.h>

#include "base/log.h"
#include "domain/proof/revocation.h"
#include "domain/store.h"
#include "tools.h"

int
publish_revocations(struct app *app, struct db *db)
{
	struct office office = { .conf = &app->conf, .may_seal = 1 };
	struct buf faults = BUF_INIT;
	int rc;

	rc = office_keys(app->arena, &office, &faults);
	fputs(buf_cstr(&faults), stderr);
	buf_free(&faults);
	if (rc == 0)
		rc = revocation_publish(app->arena, db, &office);
	office_close(&office);
	return rc;
}

int
cmd_revocations(struct app *app, int argc, char **argv)
{
	struct db *db;
	int rc;

	if (options_read(app, NULL, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if ((db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	rc = publish_revocations(app, db);
	db_close(db);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
