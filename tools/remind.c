/*
 * terreau remind: warn those whose draft is about to be erased, remind the
 * representatives who have not answered, end their access on the day somebody
 * turns 18.  For a nightly timer.
 */
#include <stdio.h>

#include "base/file.h"
#include "base/log.h"
#include "domain/accord.h"
#include "domain/definition.h"
#include "domain/mail.h"
#include "domain/network.h"
#include "domain/reminder.h"
#include "domain/store.h"
#include "tools.h"

/* Whom to say « tu » to is in the definitions. */
static const struct definition **
load_programmes(struct app *app, struct buf *faults)
{
	const struct definition **list;
	char **names;
	size_t n, i;

	names = file_list(app->arena, conf_share(app->arena, &app->conf,
	    "schemas/programmes"), ".xml", &n);
	if (names == NULL)
		return NULL;
	list = arena_array(app->arena, n + 1, sizeof(*list));
	for (i = 0; i < n; i++)
		if ((list[i] = definition_load(app->arena, names[i],
		    faults)) == NULL)
			return NULL;
	return list;
}

/* What messages are made from; 0 or -1 with the faults logged. */
static int
open_mailer(struct app *app, struct mailer *mailer)
{
	const struct definition **programmes = NULL;
	struct buf faults = BUF_INIT;
	struct network *network;
	struct xml_error err;
	int rc = -1;

	network = network_load(app->arena, conf_data(app->arena, &app->conf,
	    "reseau.xml"), conf_share(app->arena, &app->conf,
	    "schemas/xml/reseau.rng"), &faults);
	if (network != NULL)
		programmes = load_programmes(app, &faults);
	if (programmes == NULL)
		log_warnx("%s", buf_cstr(&faults));
	else if ((rc = mailer_open(app->arena, &app->conf, network, mailer,
	    &err)) == -1)
		log_warnx("%s", err.text);
	else
		mailer->programmes = programmes;
	buf_free(&faults);
	return rc;
}

/* What time does to consents, programme by programme. */
static int
remind_accords(struct app *app, struct db *db, const struct mailer *mailer,
    size_t *done)
{
	size_t i, n;

	*done = 0;
	for (i = 0; mailer->programmes[i] != NULL; i++) {
		if (!accord_concerns(mailer->programmes[i]))
			continue;
		if (accord_night(app->arena, db, &(struct accord_office){
		    .programme = mailer->programmes[i],
		    .network = mailer->network, .mailer = mailer }, &n) == -1)
			return -1;
		*done += n;
	}
	return 0;
}

int
cmd_remind(struct app *app, int argc, char **argv)
{
	const struct option_row rows[] = { { NULL, 0, NULL } };
	struct reminders done;
	struct mailer mailer;
	struct db *db;
	size_t accords;
	int rc;

	if (options_read(app, rows, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if (open_mailer(app, &mailer) == -1 ||
	    (db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	rc = remind_run(db, &mailer, &done);
	if (rc == 0 && (rc = remind_accords(app, db, &mailer, &accords)) == 0)
		printf("Prévenus : sept jours avant %d, la veille %d ; accords "
		    "%zu.\n", done.week, done.day, accords);
	db_close(db);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
