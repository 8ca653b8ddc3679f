/*
 * Who came, and the hours that makes.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/session/attendance.h"

#define MINOR	18
#define WORKS	16		/* C. trav. L. 4153-1 */
#define PEOPLE	2000		/* at one half-day */

static const char *const names[] = { "", "present", "absent", "excuse" };

const char *
attendance_name(enum attendance state)
{
	return names[state];
}

enum attendance
attendance_read(const char *name)
{
	int i;

	for (i = ATTEND_EXCUSED; i > ATTEND_NONE; i--)
		if (name != NULL && str_eq(names[i], name))
			break;
	return (enum attendance)i;
}

static void
row(struct arena *a, struct query *q, struct mark *m)
{
	*m = (struct mark){
		.dossier = db_int(q, 0), .numero = db_dup(a, q, 1),
		.nom = db_dup(a, q, 2), .prenom = db_dup(a, q, 3),
		.programme = db_dup(a, q, 4),
		.state = attendance_read(db_text(q, 5)), .at = db_int(q, 6),
		.author = db_dup(a, q, 7), .reason = db_dup(a, q, 8)
	};
}

static size_t
rows(struct arena *a, struct query *q, struct mark **out)
{
	struct mark *list = arena_array(a, PEOPLE, sizeof(*list));
	size_t n = 0;

	*out = list;
	for (; n < PEOPLE && db_next(q); n++)
		row(a, q, &list[n]);
	return db_done(q) == -1 ? 0 : n;
}

static int
last_seen(struct db *db, int64_t slot, int64_t *seen)
{
	struct query *q = db_query(db, "SELECT coalesce(max(id), 0) FROM "
	    "presence WHERE creneau = ?1", "i", slot);

	*seen = db_next(q) ? db_int(q, 0) : 0;
	return db_done(q);
}

size_t
attendance_list(struct arena *a, struct db *db, const struct slot *s,
    struct mark **out, int64_t *seen)
{
	if (last_seen(db, s->id, seen) == -1)
		return 0;
	return rows(a, db_query(db, "SELECT d.id, d.numero, d.nom, d.prenom, "
	    "d.programme, p.state, p.at, p.author, p.reason FROM dossier d "
	    "LEFT JOIN presence p ON p.id = (SELECT max(id) FROM presence "
	    "WHERE creneau = ?1 AND dossier = d.id) WHERE p.id IS NOT NULL OR "
	    "d.id IN (SELECT dossier FROM place WHERE agenda = ?2 AND state = "
	    "'prise') ORDER BY d.sort, d.id", "ii", s->id, s->session), out);
}

size_t
attendance_past(struct arena *a, struct db *db, int64_t slot,
    struct mark **out)
{
	return rows(a, db_query(db, "SELECT d.id, d.numero, d.nom, d.prenom, "
	    "d.programme, p.state, p.at, p.author, n.reason FROM presence p "
	    "JOIN dossier d ON d.id = p.dossier JOIN presence n ON n.id = "
	    "(SELECT min(id) FROM presence WHERE creneau = ?1 AND dossier = "
	    "p.dossier AND id > p.id) WHERE p.creneau = ?1 ORDER BY p.id DESC",
	    "i", slot), out);
}

/* What holds of one person.  0 or -1. */
static int
holds(struct db *db, int64_t slot, int64_t dossier, enum attendance *state)
{
	struct query *q = db_query(db, "SELECT state FROM presence WHERE "
	    "creneau = ?1 AND dossier = ?2 ORDER BY id DESC LIMIT 1", "ii",
	    slot, dossier);

	*state = db_next(q) ? attendance_read(db_text(q, 0)) : ATTEND_NONE;
	return db_done(q);
}

/* Inside the transaction.  0, 2 a reason is missing, -1. */
static int
save_one(struct db *db, int64_t slot, const struct mark *m,
    const char *reason, const struct actor *who)
{
	enum attendance was;

	if (holds(db, slot, m->dossier, &was) == -1)
		return -1;
	if (m->state == ATTEND_NONE || m->state == was)
		return 0;
	if (was != ATTEND_NONE && str_is_blank(reason))
		return 2;
	return db_exec(db, "INSERT INTO presence (creneau, dossier, state, "
	    "reason, at, account, author) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	    "iissiis", slot, m->dossier, attendance_name(m->state),
	    was == ATTEND_NONE ? "" : reason, time_now(), who->account,
	    who->name) == 1 ? 0 : -1;
}

int
attendance_save(struct db *db, const struct slot *s, const struct mark *list,
    size_t n, int64_t seen, const char *reason, const struct actor *who)
{
	int64_t now;
	size_t i;
	int rc;

	if (db_begin(db) == -1)
		return -1;
	if ((rc = last_seen(db, s->id, &now)) == 0 && now != seen)
		rc = 1;
	for (i = 0; rc == 0 && i < n; i++)
		rc = save_one(db, s->id, &list[i], reason, who);
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

/* Half-days somebody was present at in that week, and one more. */
static size_t
week_of(struct arena *a, struct db *db, int64_t dossier,
    const struct slot *more, struct slot **out)
{
	int32_t monday = more->day - day_of_week(more->day) + 1;
	struct slot *list = arena_array(a, 200, sizeof(*list));
	struct query *q;
	size_t n = 0;

	*out = list;
	q = db_query(db, "SELECT c.id, c.day, c.starts, c.ends FROM creneau c "
	    "WHERE c.id = ?2 OR (c.day BETWEEN ?3 AND ?4 AND (SELECT state "
	    "FROM presence WHERE creneau = c.id AND dossier = ?1 ORDER BY id "
	    "DESC LIMIT 1) = 'present') ORDER BY c.day, c.starts, c.id",
	    "iiii", dossier, more->id, (int64_t)monday - 1,
	    (int64_t)monday + 7);
	for (; n < 200 && db_next(q); n++)
		list[n] = (struct slot){ .id = db_int(q, 0),
			.day = (int32_t)db_int(q, 1),
			.starts = (int)db_int(q, 2),
			.ends = (int)db_int(q, 3) };
	return db_done(q) == -1 ? 0 : n;
}

/* Is a fault one of the day or week of that half-day? */
static int
concerns(const struct hours_fault *f, int32_t day)
{
	if (str_eq(f->limit, "semaine") || str_eq(f->limit, "repos-semaine"))
		return f->day - day_of_week(f->day) == day - day_of_week(day);
	return f->day == day || (str_eq(f->limit, "repos-jour") &&
	    f->day == day + 1);
}

size_t
attendance_against(struct arena *a, struct db *db,
    const struct regles *regles, int64_t dossier, int32_t birth,
    const struct slot *s, struct hours_fault **out, int *young)
{
	struct slot *list;
	size_t i, n, k = 0;

	*young = birth != DAY_NONE && day_age(birth, s->day) < WORKS;
	if (birth == DAY_NONE || day_age(birth, s->day) >= MINOR)
		return 0;
	n = week_of(a, db, dossier, s, &list);
	n = hours_check(a, regles, list, n, out);
	for (i = 0; i < n; i++)
		if (concerns(&(*out)[i], s->day))
			(*out)[k++] = (*out)[i];
	return k;
}

size_t
attendance_hours(struct arena *a, struct db *db, int64_t session,
    struct hours **out)
{
	struct hours *list = arena_array(a, PEOPLE, sizeof(*list));
	struct query *q;
	size_t n = 0;

	*out = list;
	q = db_query(db, "WITH held AS (SELECT p.dossier, p.state, c.kind, "
	    "c.ends - c.starts AS minutes FROM presence p JOIN creneau c ON "
	    "c.id = p.creneau WHERE c.agenda = ?1 AND p.id = (SELECT max(id) "
	    "FROM presence WHERE creneau = c.id AND dossier = p.dossier)) "
	    "SELECT d.id, d.numero, d.nom, d.prenom, coalesce(sum(h.state = "
	    "'present'), 0), coalesce(sum(h.state = 'absent'), 0), "
	    "coalesce(sum(h.state = 'excuse'), 0), coalesce(sum(iif(h.state = "
	    "'present' AND h.kind = 'service', minutes, 0)), 0), "
	    "coalesce(sum(iif(h.state = 'present' AND h.kind = 'collectif', "
	    "minutes, 0)), 0), coalesce(sum(iif(h.state = 'present' AND h.kind "
	    "= 'formation', minutes, 0)), 0) FROM dossier d LEFT JOIN held h "
	    "ON h.dossier = d.id WHERE d.id IN (SELECT dossier FROM held) OR "
	    "d.id IN (SELECT dossier FROM place WHERE agenda = ?1 AND state = "
	    "'prise') GROUP BY d.id ORDER BY d.sort, d.id", "i", session);
	for (; n < PEOPLE && db_next(q); n++)
		list[n] = (struct hours){
			.dossier = db_int(q, 0), .numero = db_dup(a, q, 1),
			.nom = db_dup(a, q, 2), .prenom = db_dup(a, q, 3),
			.halves = db_int(q, 4), .absent = db_int(q, 5),
			.excused = db_int(q, 6), .service = db_int(q, 7),
			.common = db_int(q, 8), .training = db_int(q, 9)
		};
	return db_done(q) == -1 ? 0 : n;
}
