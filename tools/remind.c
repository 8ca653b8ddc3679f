/*
 * terreau remind: warn those whose draft is about to be erased, remind the
 * representatives who have not answered, end their access on the day somebody
 * turns 18, tell of contracts near their end.  For a nightly timer.
 */
#include <stdio.h>

#include "domain/accord/accord.h"
#include "domain/dossier/reminder.h"
#include "domain/law/contrat.h"
#include "domain/post/mail.h"
#include "domain/signature/signature.h"
#include "domain/store.h"
#include "tools.h"

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
	struct office office;
	struct db *db;
	size_t accords, signatures;
	int rc, terms;

	if (options_read(app, rows, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if (open_mailer(app, &mailer) == -1 ||
	    (db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	/* nothing is made or sealed: who is asked, and by which rules */
	office = (struct office){ .conf = &app->conf,
		.network = mailer.network, .programmes = mailer.programmes };
	rc = remind_run(db, &mailer, &done);
	if (rc == 0 &&
	    (rc = remind_accords(app, db, &mailer, &accords)) == 0 &&
	    (rc = contrat_night(db, &mailer, &terms)) == 0 &&
	    (rc = signature_night(app->arena, db, &office, &mailer,
	    &signatures)) == 0)
		printf("Prévenus : sept jours avant %d, la veille %d ; accords "
		    "%zu ; fins de contrat %d ; signatures %zu.\n", done.week,
		    done.day, accords, terms, signatures);
	db_close(db);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
