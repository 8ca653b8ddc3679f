/*
 * What time does to slots: reminders, the day somebody turns 18, moves whose
 * day has come.  Each slot is a transaction of its own.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/signature/signature_inside.h"

#define DAY_SECONDS	(24 * 3600)
#define REMINDERS	2
#define AT_ONCE		1000	/* of one run; the next takes the rest */

/* 1 done, 0 nothing to do, -1. */
static int
remind(struct arena *a, struct db *db, const struct office *office,
    const struct mailer *mailer, const struct signature *s)
{
	int may = signature_may(a, db, office, s, "electronique",
	    day_today());

	if (may != SIGNING_MAY)
		return may == -1 ? -1 : 0;
	if (db_exec(db, "UPDATE signature SET reminded = reminded + 1 WHERE "
	    "id = ?1", "i", s->id) != 1)
		return -1;
	return signature_ask(a, db, office, mailer, s,
	    "signature-rappel") == -1 ? -1 : 1;
}

static int
come_of_age(struct arena *a, struct db *db, const struct office *office,
    const struct mailer *mailer, const struct signature *s)
{
	static const struct actor systeme = { 0, "systeme" };
	struct dossier d;
	int may = signature_may(a, db, office, s, "papier", day_today());

	(void)mailer;
	if (may != SIGNING_AGE)
		return may == -1 ? -1 : 0;
	if (dossier_by_id(a, db, s->dossier, &d) != 0 ||
	    db_exec(db, "UPDATE signature SET state = 'caduque' WHERE id = ?1 "
	    "AND state = 'attendue'", "i", s->id) != 1 ||
	    event_add(db, &d, "signature-caduque", &systeme, "") != 0)
		return -1;
	return 1;
}

typedef int night(struct arena *, struct db *, const struct office *,
    const struct mailer *, const struct signature *);

static int
each(struct db *db, const struct office *office, const struct mailer *mailer,
    night *act, const int64_t *list, size_t n, size_t *done)
{
	struct arena *a = arena_new();
	struct signature s;
	size_t i;
	int rc = 0;

	for (i = 0; i < n && rc != -1; i++, arena_reset(a)) {
		if ((rc = db_begin(db)) == -1)
			break;
		if (signature_find(a, db, list[i], &s) != 0)
			rc = -1;
		else
			rc = act(a, db, office, mailer, &s);
		if (rc != 1)
			db_rollback(db);
		else if (db_commit(db) == -1)
			rc = -1;
		else
			++*done;
	}
	arena_free(a);
	return rc == -1 ? -1 : 0;
}

int
signature_night(struct arena *a, struct db *db, const struct office *office,
    const struct mailer *mailer, size_t *done)
{
	int64_t *list;
	size_t n;

	*done = 0;
	if (signature_move_night(db, office, mailer, done) == -1 ||
	    db_ids(a, db_query(db, "SELECT s.id FROM signature s JOIN "
	    "document d ON d.id = s.document WHERE s.role = 'representant' AND s.state = "
	    "'attendue' AND d.state = 'valide' ORDER BY s.id", ""), &list,
	    &n) == -1 ||
	    each(db, office, mailer, come_of_age, list, n, done) == -1)
		return -1;
	if (db_ids(a, db_query(db, "SELECT s.id FROM signature s JOIN "
	    "document d ON d.id = s.document WHERE s.state = 'attendue' AND d.state = "
	    "'valide' AND s.reminded < ?1 AND s.asked <= ?2 - ?3 * (s.reminded "
	    "+ 1) ORDER BY s.id", "iii", (int64_t)REMINDERS, time_now(),
	    (int64_t)network_delay(office->network, DELAY_SIGNATURE) *
	    DAY_SECONDS), &list, &n) == -1)
		return -1;
	return each(db, office, mailer, remind, list, n, done);
}
