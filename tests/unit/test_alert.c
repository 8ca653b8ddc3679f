/*
 * alert: told once of what opened, in one message, until they stop it.
 */
#include "domain/dossier/purge.h"
#include "domain/session/alert.h"
#include "domain/session/session.h"
#include "test.h"
#include "world.h"

static struct world w;
static const struct definition *const nothing[] = { NULL };

static void
at(int32_t day)
{
	setenv("TERREAU_NOW", arena_fmt(w.a, "%lld", (long long)day * 86400 +
	    43200), 1);
}

static void
make(const char *code, const char *programme, const char *insee,
    int32_t opens)
{
	struct session s = {
		.code = code, .programme = programme, .cooperative = "nantes",
		.title = code, .commune = "Ici", .insee = insee,
		.first = 20900, .last = 20900, .starts = HOUR_NONE,
		.ends = HOUR_NONE, .opens = opens, .closes = 20890, .seats = 9
	};

	if (session_create(w.a, w.db, &s) != 0)
		fatalx("session");
}

static struct dossier
wish(const char *key, const char *programme, const char *departement)
{
	struct dossier d;
	struct answers *an = world_draft(&w, key, "Ana", "Petit", &d);

	if (dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &d) != 0 ||
	    db_exec(w.db, "INSERT INTO alerte (dossier, programme, "
	    "departement, at) VALUES (?1, ?2, ?3, ?4)", "issi", d.id,
	    programme, departement, time_now()) != 1)
		fatalx("wish");
	return d;
}

static int64_t
told(const struct dossier *d, const char *what)
{
	return world_int(&w, arena_fmt(w.a, "SELECT count(*) FROM mail WHERE "
	    "kind = 'ouverture' AND dossier = %lld AND body LIKE '%%%s%%'",
	    (long long)d->id, what));
}

int
main(void)
{
	struct dossier young, anywhere, other, tester;
	struct purge done;

	world_open(&w);
	at(20780);
	young = wish("a", "cjs", "44");
	anywhere = wish("b", "cjs", "");
	other = wish("c", "cjs", "53");
	tester = wish("d", "cae", "44");
	make("cjs-un", "cjs", "44003", 20780);
	make("cjs-deux", "cjs", "44110", 20780);
	make("cjs-tard", "cjs", "53130", 20790);
	make("reunion-un", "reunion", "44109", 20700);

	CHECK(alert_send(w.a, w.db, &w.mailer) == 3);
	CHECK(told(&young, "") == 1);		/* two sessions, one message */
	CHECK(told(&young, "/agenda/cjs-un") == 1);
	CHECK(told(&young, "/agenda/cjs-deux") == 1);
	CHECK(told(&young, "cjs-tard") == 0);
	CHECK(told(&young, "reunion-un") == 0);
	CHECK(told(&anywhere, "cjs-un") == 1 && told(&other, "") == 0);
	CHECK(told(&tester, "reunion-un") == 1 && told(&tester, "cjs") == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM link WHERE purpose = "
	    "'prevenir'") == 3);
	CHECK(alert_send(w.a, w.db, &w.mailer) == 0);	/* once */

	/* who stopped hears no more; others do */
	CHECK(alert_stop(w.db, w.cae, &anywhere) == 0);
	CHECK(alert_stop(w.db, w.cae, &anywhere) == 0);
	CHECK(dossier_by_id(w.a, w.db, anywhere.id, &anywhere) == 0);
	CHECK_STR(anywhere.state, "retiree");
	at(20790);
	CHECK(alert_send(w.a, w.db, &w.mailer) == 1);
	CHECK(told(&other, "cjs-tard") == 1 && told(&anywhere, "") == 1);

	at(20780 + 365);
	CHECK(purge_run(w.db, nothing, &done) == 0 && done.alerts == 0);
	at(20780 + 367);
	CHECK(purge_run(w.db, nothing, &done) == 0 && done.alerts == 3);
	world_close(&w);
	return test_end();
}
