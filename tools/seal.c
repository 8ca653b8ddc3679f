/*
 * terreau seal: make the copies of papers that all have signed, where the
 * last one signed at the public door, which has no key.  For a timer, every
 * minute or so: with nothing to do it only looks.
 *
 * With --adopt, instead: papers from before proofs were kept get one of today,
 * if their own seal still holds.  Once, after an update from a schema below 7.
 */
#include <stdio.h>

#include "base/log.h"
#include "domain/paper/execution.h"
#include "domain/store.h"
#include "tools.h"

static int
make(struct app *app, struct db *db)
{
	struct buf faults = BUF_INIT;
	struct mailer mailer;
	struct office office;
	size_t n = 0;
	int rc = -1;

	if (open_mailer(app, &mailer) == -1)
		return -1;
	office = (struct office){ .conf = &app->conf,
		.network = mailer.network, .programmes = mailer.programmes,
		.may_seal = 1 };
	if (office_open(app->arena, &office, &faults) == -1)
		log_warnx("%s", buf_cstr(&faults));
	else {
		rc = execution_make_all(db, &office, &mailer, &n);
		printf("Exemplaires signés : %zu.\n", n);
	}
	office_close(&office);
	buf_free(&faults);
	return rc;
}

static int
adopt(struct app *app, struct db *db)
{
	struct buf faults = BUF_INIT, out = BUF_INIT;
	struct office office = { .conf = &app->conf, .may_seal = 1 };
	size_t n = 0;
	int rc = -1;

	if (office_keys(app->arena, &office, &faults) == -1)
		log_warnx("%s", buf_cstr(&faults));
	else if ((rc = document_adopt(db, &office, &out, &n)) == 0) {
		printf("Documents inscrits : %zu.\n%s", n, buf_cstr(&out));
		rc = out.len > 0 ? -1 : 0;
	}
	crypto_wipe(office.secret, sizeof(office.secret));
	buf_free(&out);
	buf_free(&faults);
	return rc;
}

int
cmd_seal(struct app *app, int argc, char **argv)
{
	const char *adopts = NULL;
	const struct option_row options[] = {
		{ "--adopt", 0, &adopts }, { NULL, 0, NULL }
	};
	struct db *db;
	int rc = 0;

	if (options_read(app, options, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if ((db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	if (adopts != NULL)
		rc = adopt(app, db);
	else if (execution_waits(db))
		rc = make(app, db);
	db_close(db);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
