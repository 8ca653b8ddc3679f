/*
 * depart: what the form promised to erase is gone from the file of the
 * database, the chain is whole, and the check takes an erased record for what
 * it is and nothing else for one.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "domain/coffre.h"
#include "domain/access/access.h"
#include "domain/dossier/change.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/gel.h"
#include "domain/dossier/pinned.h"
#include "domain/dossier/purge.h"
#include "domain/proof/audit.h"
#include "domain/session/alert.h"
#include "test.h"
#include "world.h"

#define DAY	INT64_C(86400)
#define NOW	INT64_C(1795428672)
#define SECRET	"zuleikha@introuvable.example"

static struct world w;
static const struct definition *programmes[3];
static const struct actor ada = { 0, "Ada" };

static void
at(int64_t instant)
{
	setenv("TERREAU_NOW", arena_fmt(w.a, "%lld", (long long)instant), 1);
}

static struct dossier
wish(const char *key, const char *email)
{
	const struct definition *def = programmes[0];
	struct answers *an = answers_new(w.a, def);
	struct check_context ctx = { .network = w.network };
	struct dossier d;
	size_t i;

	answers_add(an, "email", email);
	answers_add(an, "programme", "cjs");
	answers_add(an, "departement", "44");
	answers_add(an, "accord", "oui");
	for (i = 0; i < def->nsteps; i++)
		answers_check(an, &def->steps[i], &ctx);
	if (draft_create(w.a, w.db, def, email, key, &w.mailer, &d) != 0 ||
	    draft_save(w.db, def, &d, &def->steps[0], an) != 0 ||
	    dossier_submit(w.a, w.db, def, an, &w.mailer, &d) != 0)
		fatalx("wish");
	return d;
}

static size_t
faults(void)
{
	struct buf out = BUF_INIT;
	size_t n = record_check(w.db, &out) + depart_check(w.db, &out) +
	    audit_dossiers(w.db, &out) + pinned_check(w.a, w.db, &out);

	if (n > 0)
		printf("# %s\n", buf_cstr(&out));
	buf_free(&out);
	return n;
}

static struct purge
night(void)
{
	struct purge done;

	CHECK(purge_run(w.db, programmes, &done) == 0);
	return done;
}

/* What the rules of the database refuse, and what the check then misses. */
static void
test_rules(const struct dossier *gone, const struct dossier *other)
{
	int64_t id = gone->id, stays = other->id;

	CHECK(db_exec(w.db, "UPDATE record SET xml = zeroblob(0) WHERE "
	    "dossier = ?1", "i", stays) < 0);
	CHECK(db_exec(w.db, "UPDATE record SET xml = 'x' WHERE dossier = ?1",
	    "i", id) < 0);
	CHECK(db_exec(w.db, "UPDATE record SET xml = zeroblob(0), at = 0 "
	    "WHERE dossier = ?1", "i", id) < 0);
	CHECK(db_exec(w.db, "INSERT INTO depart_record (record, dossier) "
	    "SELECT id, ?1 FROM record WHERE dossier = ?2", "ii", id,
	    stays) < 0);
	CHECK(db_exec(w.db, "DELETE FROM depart_record", "") < 0);
	CHECK(db_exec(w.db, "UPDATE depart SET at = at + 1", "") < 0);
	CHECK(db_exec(w.db, "DELETE FROM depart", "") < 0);
	CHECK(faults() == 0);
}

/* Round the rules: each is told. */
static void
test_check(const struct dossier *gone, const struct dossier *other)
{
	struct buf out = BUF_INIT;

	CHECK(db_exec(w.db, "DROP TRIGGER record_kept", "") >= 0);
	CHECK(db_begin(w.db) == 0);
	CHECK(db_exec(w.db, "UPDATE record SET xml = zeroblob(0) WHERE "
	    "dossier = ?1", "i", other->id) == 1);
	CHECK(record_check(w.db, &out) == 1);
	buf_free(&out);
	db_rollback(w.db);
	CHECK(db_begin(w.db) == 0);
	CHECK(db_exec(w.db, "UPDATE record SET xml = x'2f' WHERE "
	    "dossier = ?1", "i", gone->id) == 1);
	CHECK(faults() == 1);
	db_rollback(w.db);
	CHECK(db_begin(w.db) == 0);
	CHECK(db_exec(w.db, "UPDATE record SET sha256 = zeroblob(32) WHERE "
	    "dossier = ?1", "i", gone->id) == 1);
	CHECK(faults() == 1);
	db_rollback(w.db);
	CHECK(db_begin(w.db) == 0);
	CHECK(db_exec(w.db, "UPDATE dossier SET email = 'x@y.fr' WHERE "
	    "id = ?1", "i", gone->id) == 1);
	CHECK(faults() == 1);
	db_rollback(w.db);
	CHECK(db_begin(w.db) == 0);
	CHECK(db_exec(w.db, "UPDATE dossier SET email = '' WHERE id = ?1", "i",
	    other->id) == 1);
	CHECK(faults() == 1);
	db_rollback(w.db);
	/* erased before its time: no event led there */
	CHECK(db_begin(w.db) == 0);
	CHECK(db_exec(w.db, "INSERT INTO depart (dossier, at, version, state, "
	    "since, days) VALUES (?1, 9, 1, 'retiree', 9, 0)", "i",
	    other->id) == 1);
	CHECK(faults() > 0);
	db_rollback(w.db);
	CHECK(faults() == 0);
}

/* The bytes themselves. */
static void
test_file(void)
{
	struct buf b = BUF_INIT;

	db_close(w.db);
	w.db = NULL;
	CHECK(file_read(&b, conf_data(w.a, &w.conf, "terreau.db")) == 0);
	CHECK(memmem(b.data, b.len, "petit@ailleurs.example",
	    strlen("petit@ailleurs.example")) != NULL);
	CHECK(memmem(b.data, b.len, "zuleikha", strlen("zuleikha")) == NULL);
	buf_free(&b);
}

/* A copy of the database, as « terreau backup » keeps it. */
static void
back_up(void)
{
	CHECK(db_flush(w.db) == 0);
	CHECK(file_copy(conf_data(w.a, &w.conf, "terreau.db"), conf_data(w.a,
	    &w.conf, "copie.db")) == 0);
}

/* Does it give a file's record back, with the keys there are now? */
static int
in_backup(const struct dossier *d)
{
	struct db *db = db_open(conf_data(w.a, &w.conf, "copie.db"), DB_READ);
	int there;

	CHECK(db != NULL && db_attach(db, "coffre", conf_data(w.a, &w.conf,
	    COFFRE_FILE), 0) == 0);
	there = record_latest(w.a, db, d->id, d->programme, NULL, NULL) != NULL;
	db_close(db);
	return there;
}

/* What can go comes before what stays, whichever is older. */
static int
in_order(int64_t now)
{
	const struct definition *def = programmes[0];
	struct leaving *all;
	size_t i, n;

	for (i = 0; i < def->nstates; i++)
		if (depart_due(w.a, w.db, def, &def->states[i], now, &all,
		    &n) == 0 && n == 2)
			return *all[0].term.kept == '\0' && *all[1].term.kept != '\0' &&
			    all[0].id > all[1].id;
	return 0;
}

/* Words of durations, as rules have them. */
static void
test_days(void)
{
	CHECK_STR(depart_days(w.a, 0), "0\u00a0jour");
	CHECK_STR(depart_days(w.a, 7), "7\u00a0jours");
	CHECK_STR(depart_days(w.a, 31), "1\u00a0mois");
	CHECK_STR(depart_days(w.a, 45), "45\u00a0jours");
	CHECK_STR(depart_days(w.a, 92), "3\u00a0mois");
	CHECK_STR(depart_days(w.a, 183), "6\u00a0mois");
	CHECK_STR(depart_days(w.a, 365), "1\u00a0an");
	CHECK_STR(depart_days(w.a, 366), "1\u00a0an");
	CHECK_STR(depart_days(w.a, 731), "2\u00a0ans");
	CHECK_STR(depart_days(w.a, 1826), "5\u00a0ans");
	CHECK_STR(depart_days(w.a, 4018), "11\u00a0ans");
}

int
main(void)
{
	struct dossier gone, other, noted;
	struct buf bad = BUF_INIT;
	struct purge done;

	world_open(&w);
	test_days();
	programmes[0] = definition_load(w.a, conf_share(w.a, &w.conf,
	    "schemas/programmes/prevenir.xml"), &bad);
	programmes[1] = w.cae;
	CHECK(programmes[0] != NULL);
	at(NOW);
	other = wish("a", "petit@ailleurs.example");
	noted = wish("c", "noe@ailleurs.example");
	gone = wish("b", SECRET);
	CHECK(code_send(w.a, w.db, gone.numero, SECRET, "x", &w.mailer) == 0);
	CHECK(alert_stop(w.db, programmes[0], &gone) == 0);
	CHECK(alert_stop(w.db, programmes[0], &noted) == 0);
	CHECK(db_exec(w.db, "INSERT INTO piece (dossier, field, name, type, "
	    "size, sha256, at, scan, bytes) VALUES (?1, 'x', 'x', 'image/png', "
	    "1, zeroblob(32), 1, 'sans', zeroblob(43))", "i", noted.id) == 1);
	/* words do not keep the one who wrote them */
	CHECK(db_exec(w.db, "INSERT INTO thread (dossier, key, at, author, "
	    "subject, text) VALUES (?1, zeroblob(32), 1, 'personne', '', ?2)",
	    "is", gone.id, "Merci, " SECRET) == 1);
	CHECK(db_exec(w.db, "DELETE FROM thread", "") < 0);

	/* a fact in between is no arrival; until the week is over it stays */
	at(NOW + 3 * DAY);
	CHECK(dossier_by_id(w.a, w.db, gone.id, &gone) == 0);
	CHECK(db_begin(w.db) == 0 && event_add(w.db, &gone, "signaler",
	    &(struct actor){ 0, "personne" }, "") == 0 &&
	    db_commit(w.db) == 0);
	at(NOW + 7 * DAY - 1);
	CHECK(withdrawal_until(w.a, w.db, programmes[0], &gone) > 0);
	CHECK(night().departs.done == 0);
	CHECK(!depart_done(&gone));
	CHECK(gel_set(w.db, noted.numero, "", &ada) == 1);
	CHECK(gel_set(w.db, "CAE-26-2222-22", "Litige", &ada) == 1);
	CHECK(gel_set(w.db, noted.numero, "Litige", &ada) == 0);
	back_up();
	CHECK(in_backup(&gone) && in_backup(&other));

	at(NOW + 7 * DAY);
	CHECK(withdrawal_until(w.a, w.db, programmes[0], &gone) == 0);
	CHECK(in_order(NOW + 7 * DAY));
	done = night();
	CHECK(done.departs.done == 1 && done.departs.kept == 1);
	/* the file that is held stays whole until it is lifted */
	CHECK(gel_set(w.db, noted.numero, "Litige", &ada) == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM piece") == 1);
	CHECK(db_exec(w.db, "INSERT INTO depart (dossier, at, version, state, "
	    "since, days) VALUES (?1, 9, 1, 'x', 1, 0)", "i", noted.id) == -2);
	CHECK(gel_lift(w.db, noted.numero, &(struct actor){ 0, " " }) == 1);
	CHECK(gel_lift(w.db, noted.numero, &ada) == 0);
	CHECK(gel_lift(w.db, noted.numero, &ada) == 1);
	CHECK(db_exec(w.db, "UPDATE gel SET reason = 'x'", "") == -2);
	CHECK(db_exec(w.db, "DELETE FROM gel", "") == -2);
	done = night();
	CHECK(done.departs.done == 1 && done.departs.kept == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM piece") == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM event WHERE text <> ''") ==
	    0);
	CHECK(gel_set(w.db, gone.numero, "Trop tard", &ada) == 1);
	CHECK(dossier_by_numero(w.a, w.db, gone.numero, &gone) == 0);
	CHECK(depart_done(&gone));
	CHECK(!in_backup(&gone) && in_backup(&other));
	CHECK_STR(gone.state, "retiree");
	CHECK(record_latest(w.a, w.db, gone.id, "prevenir", NULL, NULL) ==
	    NULL);
	CHECK(world_int(&w, "SELECT count(*) FROM record WHERE "
	    "length(sha256) = 32") == 3);
	CHECK(world_int(&w, "SELECT count(*) FROM event WHERE "
	    "name = 'effacer' AND who = 'systeme' AND text = ''") == 2);
	CHECK(world_int(&w, "SELECT count(*) FROM depart WHERE days = 7 AND "
	    "since = 1795428672 AND state = 'retiree'") == 2);
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE recipient = '"
	    SECRET "'") == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM link WHERE email = '" SECRET
	    "'") == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM thread") == 0);
	CHECK(night().departs.done == 0);

	/* nothing opens it: not even an address that is empty, as its own */
	CHECK(code_send(w.a, w.db, gone.numero, "", "x", &w.mailer) == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM onetime WHERE dossier IS "
	    "NOT NULL") == 0);

	/* the piece planted above has no true hash; the rest is sound */
	CHECK(faults() == 0);
	wish("d", "apres@ailleurs.example");
	CHECK(faults() == 0);
	test_rules(&gone, &other);
	test_check(&gone, &other);
	test_file();
	buf_free(&bad);
	world_close(&w);
	return test_end();
}
