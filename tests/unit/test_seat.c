/*
 * seat: never more people than seats, the waiting list in its order, offers
 * that are answered, refused or forgotten.
 */
#include <sys/wait.h>

#include "domain/session/seat.h"
#include "test.h"
#include "world.h"

#define HOUR	3600

static struct world w;
static int64_t now = 1795428672;	/* 23 November 2026 */
static const struct actor personne = { 0, "personne" };

static void
at(int64_t instant)
{
	now = instant;
	setenv("TERREAU_NOW", arena_fmt(w.a, "%lld", (long long)now), 1);
}

static struct session
make(const char *code, int64_t seats, int64_t hours)
{
	struct session s = {
		.code = code, .programme = "cae", .cooperative = "nantes",
		.title = "Réunion", .commune = "Nantes", .insee = "44109",
		.first = 20800, .last = 20800, .starts = 1080, .ends = 1200,
		.opens = 20700, .closes = 20800, .seats = seats,
		.offer = hours
	};

	if (session_create(w.a, w.db, &s) != 0)
		fatalx("session");
	return s;
}

/* A dossier that was sent, without a seat. */
static struct dossier
person(const char *name)
{
	struct answers *an;
	struct dossier d;

	an = world_draft(&w, name, "Ana", "Petit", &d);
	if (dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &d) != 0)
		fatalx("submit");
	return d;
}

/* What taking a seat in a transaction of its own answers. */
static int
take(const struct dossier *d, const char *code, enum seat_state state)
{
	int rc;

	if (db_begin(w.db) == -1)
		return -1;
	rc = seat_take(w.db, d, code, state);
	if (rc != 0) {
		db_rollback(w.db);
		return rc;
	}
	return db_commit(w.db);
}

static enum seat_state
state(const struct dossier *d)
{
	struct seat s;

	return seat_of(w.db, d->id, &s) == 0 ? s.state : (enum seat_state)-1;
}

static int64_t
mails(const char *kind)
{
	return world_int(&w, arena_fmt(w.a, "SELECT count(*) FROM mail WHERE "
	    "kind = '%s'", kind));
}

static int
sound(void)
{
	struct buf out = BUF_INIT;
	size_t n = seat_check(w.db, &out);

	if (n > 0)
		printf("# %s", buf_cstr(&out));
	buf_free(&out);
	return n == 0;
}

static void
check_list(void)
{
	struct session s = make("liste", 2, 48);
	struct dossier a = person("Ana"), b = person("Bo"), c = person("Cyr"),
	    d = person("Dom"), e = person("Eli");
	struct seat seat;
	enum seat_state likely;

	CHECK(seat_of(w.db, a.id, &seat) == 1);
	CHECK(seat_likely(w.a, w.db, "rien", &likely) == 1);
	CHECK(seat_likely(w.a, w.db, "liste", &likely) == 0 &&
	    likely == SEAT_TAKEN);
	CHECK(take(&a, "liste", SEAT_WAITING) == 1);
	CHECK(take(&a, "rien", SEAT_TAKEN) == 1);
	CHECK(take(&a, "liste", SEAT_TAKEN) == 0);
	CHECK(take(&a, "liste", SEAT_TAKEN) < 0);	/* one a dossier */
	CHECK(take(&b, "liste", SEAT_TAKEN) == 0);
	CHECK(seat_likely(w.a, w.db, "liste", &likely) == 0 &&
	    likely == SEAT_WAITING);
	CHECK(take(&c, "liste", SEAT_TAKEN) == 1);
	CHECK(take(&c, "liste", SEAT_WAITING) == 0);
	CHECK(take(&d, "liste", SEAT_WAITING) == 0);
	CHECK(seat_of(w.db, d.id, &seat) == 0 && seat.rank == 2);
	CHECK(seat_offer(w.a, w.db, &w.mailer, s.id) == 0);
	CHECK(seat_answer(w.a, w.db, &w.mailer, &c, 1) == 1);

	/* a seat given back goes to the first, and to nobody else */
	CHECK(db_begin(w.db) == 0 && seat_return(w.db, &a, &personne) == 0 &&
	    db_commit(w.db) == 0);
	CHECK(take(&e, "liste", SEAT_TAKEN) == 1);
	CHECK(seat_offer(w.a, w.db, &w.mailer, s.id) == 1);
	CHECK(state(&c) == SEAT_OFFERED && state(&d) == SEAT_WAITING);
	CHECK(mails("place-offerte") == 1);
	CHECK(seat_offer(w.a, w.db, &w.mailer, 0) == 0);
	CHECK(seat_of(w.db, c.id, &seat) == 0 &&
	    seat.deadline == now + 48 * HOUR);
	CHECK(take(&e, "liste", SEAT_WAITING) == 0);
	CHECK(sound());

	/* refused: the next one */
	CHECK(seat_answer(w.a, w.db, &w.mailer, &c, 0) == 0);
	CHECK(state(&c) == SEAT_DECLINED);
	CHECK(seat_answer(w.a, w.db, &w.mailer, &c, 1) == 1);
	CHECK(seat_offer(w.a, w.db, &w.mailer, s.id) == 0);
	CHECK(state(&d) == SEAT_OFFERED);
	CHECK(sound());
}

static void
check_time(void)
{
	struct session s = make("temps", 1, 24);
	struct dossier a = person("Fay"), b = person("Gus"), c = person("Hal");
	struct seat_tick done;
	const int64_t start = now;
	int64_t told = mails("place-expiree");

	CHECK(take(&a, "temps", SEAT_TAKEN) == 0);
	CHECK(take(&b, "temps", SEAT_WAITING) == 0);
	CHECK(take(&c, "temps", SEAT_WAITING) == 0);
	CHECK(db_begin(w.db) == 0 && seat_return(w.db, &a, &personne) == 0 &&
	    db_commit(w.db) == 0);
	CHECK(seat_offer(w.a, w.db, &w.mailer, s.id) == 1);
	at(start + 24 * HOUR - 1);
	CHECK(seat_tick(w.a, w.db, &w.mailer, &done) == 0 &&
	    done.expired == 0);
	at(start + 24 * HOUR);
	/* too late */
	CHECK(seat_answer(w.a, w.db, &w.mailer, &b, 1) == 1);
	CHECK(seat_tick(w.a, w.db, &w.mailer, &done) == 0);
	CHECK(done.expired == 1 && done.offered == 1);
	CHECK(state(&b) == SEAT_EXPIRED && state(&c) == SEAT_OFFERED);
	CHECK(mails("place-expiree") == told + 1);
	CHECK(seat_tick(w.a, w.db, &w.mailer, &done) == 0);
	CHECK(done.expired == 0 && done.offered == 0);	/* once */
	CHECK(seat_answer(w.a, w.db, &w.mailer, &c, 1) == 0);
	CHECK(state(&c) == SEAT_TAKEN);
	CHECK(mails("place-confirmee") == 1);
	CHECK(sound());

	/* withdrawn and taken up again: at the end of the list */
	CHECK(db_begin(w.db) == 0 && seat_again(w.db, &b, &personne) == 0 &&
	    db_commit(w.db) == 0);
	CHECK(state(&b) == SEAT_EXPIRED);		/* it was no return */
	CHECK(db_begin(w.db) == 0 && seat_again(w.db, &a, &personne) == 0 &&
	    db_commit(w.db) == 0);
	CHECK(state(&a) == SEAT_WAITING);
	CHECK(sound());

	/* called off: everybody is told, once */
	CHECK(session_find(w.a, w.db, "temps", &s) == 0);
	CHECK(session_cancel(w.db, &s, "La salle est fermée.") == 0);
	CHECK(seat_tick(w.a, w.db, &w.mailer, &done) == 0);
	CHECK(done.cancelled == 2 && done.offered == 0);
	CHECK(state(&a) == SEAT_RETURNED && state(&c) == SEAT_RETURNED);
	CHECK(mails("session-annulee") == 2);
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE kind = "
	    "'session-annulee' AND body LIKE '%La salle est fermée.%'") == 2);
	CHECK(seat_tick(w.a, w.db, &w.mailer, &done) == 0 &&
	    done.cancelled == 0);
	CHECK(take(&b, "temps", SEAT_TAKEN) == 1);
	at(start);
}

/* More seats, an offer that ends with the session, the day it is over. */
static void
check_edges(void)
{
	struct session s = make("bords", 1, 1000);
	struct dossier a = person("Ida"), b = person("Jul");
	struct seat seat;
	const int64_t start = now;

	CHECK(take(&a, "bords", SEAT_TAKEN) == 0);
	CHECK(take(&b, "bords", SEAT_WAITING) == 0);
	CHECK(session_find(w.a, w.db, "bords", &s) == 0 && s.waiting == 1);
	s.seats = 2;
	CHECK(session_update(w.db, &s) == 0);
	CHECK(session_find(w.a, w.db, "bords", &s) == 0);
	CHECK(session_left(&s) == 1 &&
	    session_state(&s, 20780) == SESSION_COMPLETE);
	CHECK(seat_offer(w.a, w.db, &w.mailer, s.id) == 1);
	CHECK(seat_of(w.db, b.id, &seat) == 0 &&
	    seat.deadline == (int64_t)20800 * 86400);
	s.seats = 1;
	CHECK(session_update(w.db, &s) == 1);	/* both are spoken for */
	CHECK(db_exec(w.db, "UPDATE agenda SET seats = 1 WHERE code = "
	    "'bords'", "") < 0);
	CHECK(db_exec(w.db, "INSERT INTO place (agenda, dossier, state, at, "
	    "changed) SELECT id, ?1, 'prise', 0, 0 FROM agenda WHERE code = "
	    "'bords'", "i", person("Kim").id) < 0);
	CHECK(db_exec(w.db, "DELETE FROM place", "") < 0);
	at((int64_t)20801 * 86400);
	CHECK(take(&a, "bords", SEAT_TAKEN) == 1);
	at(start);
	/* a check that finds nothing says nothing */
	CHECK(sound());
	CHECK(db_exec(w.db, "UPDATE place SET state = 'rendue' WHERE dossier "
	    "= ?1", "i", a.id) == 1);
	CHECK(!sound());
	CHECK(db_exec(w.db, "UPDATE place SET state = 'prise' WHERE dossier "
	    "= ?1", "i", a.id) == 1);
	CHECK(sound());
}

/* 50 people, 10 seats, 5 processes: each takes what it is told is left. */
#define PEOPLE	50
#define WORKERS	5
static void
check_crowd(void)
{
	struct dossier crowd[PEOPLE];
	enum seat_state likely;
	int i, k, status, tries, bad = 0, rc;
	pid_t child[WORKERS];

	make("foule", 10, 24);
	for (i = 0; i < PEOPLE; i++)
		crowd[i] = person(arena_fmt(w.a, "Foule%d", i));
	fflush(stdout);
	for (k = 0; k < WORKERS; k++) {
		if ((child[k] = fork()) != 0)
			continue;
		/* a handle of its own: one does not survive a fork */
		w.db = store_open(w.a, &w.conf, DB_WRITE);
		for (i = k; w.db != NULL && i < PEOPLE; i += WORKERS) {
			rc = 1;
			for (tries = 0; rc == 1 && tries < 20; tries++)
				rc = seat_likely(w.a, w.db, "foule",
				    &likely) == 0 ? take(&crowd[i], "foule",
				    likely) : -1;
			bad += rc != 0;
		}
		db_close(w.db);
		_exit(w.db == NULL || bad > 0);
	}
	for (k = 0; k < WORKERS; k++) {
		waitpid(child[k], &status, 0);
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	CHECK(world_int(&w, "SELECT count(*) FROM place p JOIN agenda a ON "
	    "a.id = p.agenda WHERE a.code = 'foule' AND state = 'prise'") ==
	    10);
	CHECK(world_int(&w, "SELECT count(*) FROM place p JOIN agenda a ON "
	    "a.id = p.agenda WHERE a.code = 'foule' AND state = 'attente'") ==
	    40);
	CHECK(sound());
}

int
main(void)
{
	world_open(&w);
	at(now);
	check_list();
	check_time();
	check_edges();
	check_crowd();
	world_close(&w);
	return test_end();
}
