/*
 * terreau mail: send what is queued, then end.  For a timer.
 */
#include <stdio.h>

#include "base/log.h"
#include "base/str.h"
#include "domain/post/delivery.h"
#include "domain/store.h"
#include "tools.h"

static int
tell_waiting(struct db *db)
{
	int64_t n = delivery_waiting(db);

	if (n == -1)
		return EXIT_FAILED;
	printf("Pas de serveur (clé smtp de terreau.conf) : %lld message%s en "
	    "attente,\nque « terreau outbox » montre.\n", (long long)n,
	    n > 1 ? "s" : "");
	return EXIT_DONE;
}

static int
send_queue(struct app *app, struct db *db)
{
	const struct network *network = open_network(app);
	struct delivery done;

	if (network == NULL ||
	    delivery_run(db, &app->conf, network, &done) == -1)
		return EXIT_FAILED;
	if (done.busy) {
		puts("Un autre envoi est en cours.");
		return EXIT_DONE;
	}
	if (done.sent + done.later + done.failed + done.unknown > 0)
		printf("Envoyés : %d, remis à plus tard : %d, refusés : %d, "
		    "incertains : %d.\n", done.sent, done.later, done.failed,
		    done.unknown);
	return done.down ? EXIT_FAILED : EXIT_DONE;
}

static int
send_again(struct app *app, struct db *db, const char *number)
{
	long long id;
	int rc;

	if (str_number(number, 1, INT64_MAX / 16, &id) == -1)
		return usage(app, "--again %s : ce n’est pas un numéro",
		    number);
	if ((rc = delivery_again(db, id)) == 1)
		log_warnx("le message %lld n’est ni refusé ni incertain", id);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}

int
cmd_mail(struct app *app, int argc, char **argv)
{
	const char *again = NULL;
	const struct option_row rows[] = {
		{ "--again", 1, &again }, { NULL, 0, NULL }
	};
	int status = EXIT_DONE;
	struct db *db;

	if (options_read(app, rows, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if ((db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	if (again != NULL)
		status = send_again(app, db, again);
	if (status == EXIT_DONE)
		status = app->conf.smtp == NULL ? tell_waiting(db) :
		    send_queue(app, db);
	db_close(db);
	return status;
}
