/*
 * What time does to consents: reminders, and the day somebody turns 18.
 * Each representative or dossier is a transaction of its own, and says in its
 * row what was done, so that a second run does nothing.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/accord/accord_inside.h"
#include "domain/post/mail.h"

#define DAY_SECONDS	(24 * 3600)
#define FIRST_REMINDER	(7 * DAY_SECONDS)	/* after asking */
#define LAST_REMINDER	(2 * DAY_SECONDS)	/* before the end */
#define AT_ONCE		1000	/* of one run; the next takes the rest */

static int
remind(struct arena *a, struct db *db, const struct accord_office *o,
    int64_t id)
{
	struct representant r;
	struct dossier d;

	if (representant_find(a, db, id, &r) != 0 ||
	    dossier_by_id(a, db, r.dossier, &d) != 0)
		return -1;
	r.reminded++;
	return representant_store(db, &r) != 0 ? -1 :
	    accord_request(a, db, o, &d, &r, "parent-rappel");
}

/* Everything about a dossier whose young person is of age now. */
static int
come_of_age(struct arena *a, struct db *db, const struct accord_office *o,
    int64_t id)
{
	struct representant *list;
	struct message m;
	struct dossier d;
	size_t i, n;

	if (dossier_by_id(a, db, id, &d) != 0)
		return -1;
	n = representant_list(a, db, id, &list);
	for (i = 0; i < n; i++)
		if (list[i].ended == 0 && representant_end(db, &list[i],
		    "majorite") == -1)
			return -1;
	if (event_add(db, &d, "majorite", &(struct actor){ 0, "systeme" },
	    "") != 0)
		return -1;
	mail_write(a, o->mailer, "majeur", d.email, d.id, mail_model(a,
	    o->mailer, &d), &m);
	if (mail_queue(db, &m) == -1)
		return -1;
	/* nobody else's agreement is awaited any more */
	return accord_move(db, o, &d, ACCORD_GIVEN);
}

typedef int night(struct arena *, struct db *, const struct accord_office *,
    int64_t);

static int
one(struct db *db, const struct accord_office *o, night *act, int64_t id)
{
	struct arena *a = arena_new();
	int rc = db_begin(db);

	if (rc == 0 && (rc = act(a, db, o, id)) != 0)
		db_rollback(db);
	else if (rc == 0)
		rc = db_commit(db);
	arena_free(a);
	return rc;
}

static int
each(struct db *db, const struct accord_office *o, night *act,
    const int64_t *list, size_t n, size_t *done)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (one(db, o, act, list[i]) == -1)
			return -1;
		(*done)++;
	}
	return 0;
}

/* Of those, the dossiers whose person is no minor any more. */
static size_t
adults(struct arena *a, struct db *db, const struct accord_office *o,
    int64_t *list, size_t n)
{
	struct dossier d;
	size_t i, kept = 0;
	int32_t birth;

	for (i = 0; i < n; i++) {
		if (dossier_by_id(a, db, list[i], &d) != 0)
			continue;
		birth = dossier_birth(a, db, o->programme, &d);
		if (birth != DAY_NONE && !is_minor(birth, day_today()))
			list[kept++] = list[i];
	}
	return kept;
}

int
accord_night(struct arena *a, struct db *db, const struct accord_office *o,
    size_t *done)
{
	int64_t *list, now = time_now();
	size_t n;

	*done = 0;
	if (db_ids(a, db_query(db, "SELECT DISTINCT d.id FROM representant r "
	    "JOIN dossier d ON d.id = r.dossier WHERE r.ended IS NULL AND "
	    "d.programme = ?1", "s", o->programme->name), &list, &n) == -1)
		return -1;
	n = adults(a, db, o, list, n);
	if (each(db, o, come_of_age, list, n, done) == -1)
		return -1;
	if (db_ids(a, db_query(db, "SELECT r.id FROM representant r JOIN "
	    "dossier d ON d.id = r.dossier WHERE r.answered IS NULL AND r.ended IS "
	    "NULL AND r.email <> '' AND d.programme = ?1 AND r.deadline > ?2 "
	    "AND ((r.reminded = 0 AND r.asked <= ?2 - ?3) OR (r.reminded = 1 "
	    "AND r.deadline <= ?2 + ?4))", "siii", o->programme->name, now,
	    (int64_t)FIRST_REMINDER, (int64_t)LAST_REMINDER), &list,
	    &n) == -1)
		return -1;
	return each(db, o, remind, list, n, done);
}
