/*
 * terreau session: put sessions on the agenda, list them, change their number
 * of seats, call them off, and do what time does (offer): expired offers go to
 * the next, those who wait get the seats that came free, those who asked are
 * told of what opened.
 */
#include <stdio.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/post/mail.h"
#include "domain/session/alert.h"
#include "domain/session/seat.h"
#include "domain/session/session.h"
#include "domain/store.h"
#include "domain/territory/network.h"
#include "tools.h"

/* All of the file, or nothing when one code is taken. */
static int
add(struct app *app, struct db *db, const char *path)
{
	const struct network *network = open_network(app);
	struct buf faults = BUF_INIT;
	struct session *list, s;
	size_t i, n;
	int rc = 0;

	if (network == NULL)
		return -1;
	n = session_load(app->arena, path, conf_share(app->arena, &app->conf,
	    "schemas/xml/sessions.rng"), network, day_today(), &faults, &list);
	fputs(buf_cstr(&faults), stderr);
	buf_free(&faults);
	for (i = 0; i < n; i++)
		if (list[i].code != NULL && session_find(app->arena, db,
		    list[i].code, &s) != 1) {
			log_warnx("%s : ce code est pris", list[i].code);
			return -1;
		}
	for (i = 0; i < n && rc == 0; i++) {
		rc = session_create(app->arena, db, &list[i]);
		if (rc == 0)
			printf("%s\n", list[i].code);
		else
			log_warnx("%s : ce code est pris deux fois dans le "
			    "fichier", list[i].code);
	}
	return n > 0 ? rc : -1;
}

static int
list(struct app *app, struct db *db, const char *programme)
{
	const struct session_filter filter = {
		.programme = programme, .cancelled = 1
	};
	const int32_t today = day_today();
	struct session *found;
	size_t i, n;

	n = session_list(app->arena, db, &filter, &found);
	for (i = 0; i < n; i++)
		printf("%s  %-9s %3lld/%-3lld %s  %s\n",
		    day_iso(app->arena, found[i].first),
		    session_state_name(session_state(&found[i], today)),
		    (long long)found[i].taken, (long long)found[i].seats,
		    found[i].code, found[i].title);
	return 0;
}

static int
tick(struct app *app, struct db *db)
{
	struct seat_tick done;
	struct mailer mailer;
	int told;

	if (open_mailer(app, &mailer) == -1)
		return -1;
	if (seat_tick(app->arena, db, &mailer, &done) == -1 ||
	    (told = alert_send(app->arena, db, &mailer)) == -1)
		return -1;
	printf("Places proposées : %d, propositions expirées : %d, annulations "
	    "annoncées : %d, ouvertures annoncées : %d.\n", done.offered,
	    done.expired, done.cancelled, told);
	return 0;
}

static int
seats(struct db *db, struct session *s, const char *count)
{
	long long n;

	if (str_number(count, 1, 10000, &n) == -1) {
		log_warnx("« %s » : un nombre de 1 à 10000", count);
		return -1;
	}
	s->seats = n;
	if (session_update(db, s) == 0)
		return 0;
	log_warnx("%lld places sont prises", (long long)s->taken);
	return -1;
}

static int
cancel(struct db *db, struct session *s, const char *reason)
{
	if (session_cancel(db, s, reason) == 0)
		return 0;
	log_warnx("%s est déjà annulée ou passée", s->code);
	return -1;
}

int
cmd_session(struct app *app, int argc, char **argv)
{
	const char *reason = NULL, *programme = NULL, *what;
	const struct option_row rows[] = {
		{ "--motif", 1, &reason }, { "--programme", 1, &programme },
		{ NULL, 0, NULL }
	};
	int n = options_read(app, rows, argc, argv, 4), rc;
	struct session s;
	struct db *db;

	if (n == -1)
		return EXIT_USAGE;
	what = n > 1 ? argv[1] : "";
	if (!(str_eq(what, "list") && n == 2) &&
	    !(str_eq(what, "add") && n == 3) &&
	    !(str_eq(what, "offer") && n == 2) &&
	    !(str_eq(what, "seats") && n == 4) &&
	    !(str_eq(what, "cancel") && n == 3 && !str_is_blank(reason)))
		return usage(app, "list, add, seats, offer ou cancel (avec --motif)");
	if ((db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	if (str_eq(what, "list"))
		rc = list(app, db, programme);
	else if (str_eq(what, "add"))
		rc = add(app, db, argv[2]);
	else if (str_eq(what, "offer"))
		rc = tick(app, db);
	else if ((rc = session_find(app->arena, db, argv[2], &s)) == 1)
		log_warnx("%s : aucune session n’a ce code", argv[2]);
	else if (rc == 0)
		rc = str_eq(what, "seats") ? seats(db, &s, argv[3]) :
		    cancel(db, &s, reason);
	/* more seats, or one session less: people are waiting to hear of it */
	if (rc == 0 && (str_eq(what, "seats") || str_eq(what, "cancel")))
		rc = tick(app, db);
	db_close(db);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
