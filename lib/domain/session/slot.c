/*
 * Half-days: finding, making, keeping apart.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/session/slot.h"

#define COLUMNS	"SELECT c.id, c.agenda, c.day, c.starts, c.ends, c.kind, " \
	"c.title, c.animator, (SELECT count(DISTINCT p.dossier) FROM " \
	"presence p WHERE p.creneau = c.id), c.version FROM creneau c "

static void
row(struct arena *a, struct query *q, struct slot *s)
{
	*s = (struct slot){
		.id = db_int(q, 0), .session = db_int(q, 1),
		.day = (int32_t)db_int(q, 2), .starts = (int)db_int(q, 3),
		.ends = (int)db_int(q, 4), .kind = db_dup(a, q, 5),
		.title = db_dup(a, q, 6), .animator = db_dup(a, q, 7),
		.noted = db_int(q, 8), .version = db_int(q, 9)
	};
}

static size_t
rows(struct arena *a, struct query *q, struct slot **out)
{
	size_t n = 0, room = 64;
	struct slot *list = arena_array(a, room, sizeof(*list)), *more;

	while (db_next(q)) {
		if (n == room) {
			more = arena_array(a, room *= 2, sizeof(*more));
			memcpy(more, list, n * sizeof(*list));
			list = more;
		}
		row(a, q, &list[n++]);
	}
	*out = list;
	return db_done(q) == -1 ? 0 : n;
}

size_t
slot_list(struct arena *a, struct db *db, int64_t session, struct slot **out)
{
	return rows(a, db_query(db, COLUMNS "WHERE c.agenda = ?1 ORDER BY "
	    "c.day, c.starts, c.id", "i", session), out);
}

size_t
slot_between(struct arena *a, struct db *db, int32_t first, int32_t last,
    struct slot **out)
{
	return rows(a, db_query(db, COLUMNS "JOIN agenda s ON s.id = c.agenda "
	    "WHERE c.day BETWEEN ?1 AND ?2 AND s.cancelled IS NULL ORDER BY "
	    "c.day, c.starts, c.id", "ii", (int64_t)first, (int64_t)last),
	    out);
}

int
slot_find(struct arena *a, struct db *db, int64_t id, struct slot *s)
{
	struct query *q = db_query(db, COLUMNS "WHERE c.id = ?1", "i", id);
	int found = db_next(q);

	if (found)
		row(a, q, s);
	return db_done(q) == -1 ? -1 : !found;
}

const char *
slot_hours(struct arena *a, const struct slot *s)
{
	return arena_fmt(a, "de %s à %s", hour_french(a, s->starts),
	    hour_french(a, s->ends));
}

const char *
slot_when(struct arena *a, const struct slot *s)
{
	return arena_fmt(a, "%s, %s", day_french_week(a, s->day),
	    slot_hours(a, s));
}

const char *
slot_wrong(struct arena *a, struct db *db, const struct session *session,
    const struct slot *s)
{
	const char *wrong = NULL;
	struct query *q;

	if (s->day < session->first || s->day > session->last)
		return arena_fmt(a, "La séance a lieu %s%s. Choisissez un de "
		    "ces jours", session->first == session->last ? "le " : "",
		    session_days(a, session));
	if (s->ends <= s->starts)
		return "L’heure de fin doit suivre celle de début";
	q = db_query(db, "SELECT c.agenda = ?1, c.animator, iif(c.title = '', "
	    "g.title, c.title), c.starts, c.ends FROM creneau c JOIN agenda g "
	    "ON g.id = c.agenda WHERE c.id <> ?2 AND c.day = ?3 AND c.starts "
	    "< ?5 AND c.ends > ?4 AND g.cancelled IS NULL AND (c.agenda = ?1 "
	    "OR (c.animator <> '' AND c.animator = ?6)) ORDER BY c.agenda "
	    "<> ?1, c.starts LIMIT 1", "iiiiis", s->session, s->id,
	    (int64_t)s->day, (int64_t)s->starts, (int64_t)s->ends,
	    s->animator);
	if (db_next(q))
		wrong = arena_fmt(a, db_int(q, 0) ? "%sIl y a déjà «\u00a0%s"
		    "\u00a0» de %s à %s. Choisissez une autre heure" :
		    "%s anime déjà «\u00a0%s\u00a0» de %s à %s. Choisissez "
		    "une autre heure ou une autre personne",
		    db_int(q, 0) ? "" : db_text(q, 1), db_text(q, 2),
		    hour_french(a, (int)db_int(q, 3)),
		    hour_french(a, (int)db_int(q, 4)));
	return db_done(q) == -1 ? "Réessayez dans un instant" : wrong;
}

/* Inside a transaction.  Rows changed, or negative. */
static int
insert(struct db *db, const struct slot *s)
{
	return db_exec(db, "INSERT INTO creneau (agenda, day, starts, ends, "
	    "kind, title, animator, changed, version) VALUES (?1, ?2, ?3, ?4, "
	    "?5, ?6, ?7, ?8, 1)", "iiiisssi", s->session, (int64_t)s->day,
	    (int64_t)s->starts, (int64_t)s->ends, s->kind, s->title,
	    s->animator, time_now());
}

int
slot_save(struct db *db, struct slot *s)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	if (s->id == 0) {
		rc = insert(db, s);
		s->id = rc == 1 ? db_last_id(db) : 0;
	} else {
		rc = db_exec(db, "UPDATE creneau SET day = ?3, starts = ?4, "
		    "ends = ?5, kind = ?6, title = ?7, animator = ?8, changed "
		    "= ?9, version = version + 1 WHERE id = ?1 AND version = "
		    "?2 AND ((day = ?3 AND starts = ?4 AND ends = ?5 AND kind "
		    "= ?6) OR NOT EXISTS (SELECT 1 FROM presence WHERE creneau "
		    "= ?1))", "iiiiisssi", s->id, s->version, (int64_t)s->day,
		    (int64_t)s->starts, (int64_t)s->ends, s->kind, s->title,
		    s->animator, time_now());
	}
	if (rc != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	return db_commit(db);
}

int
slot_remove(struct db *db, const struct slot *s)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "DELETE FROM creneau WHERE id = ?1 AND version = ?2 "
	    "AND NOT EXISTS (SELECT 1 FROM presence WHERE creneau = ?1)",
	    "ii", s->id, s->version);
	if (rc != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	return db_commit(db);
}

/* One half-day of a week's pattern, unless something is there. */
static int
fill_one(struct db *db, const struct session *session,
    const struct slot_week *w, int32_t day, int part)
{
	struct query *q;
	int there;

	if (w->starts[part] == HOUR_NONE)
		return 0;
	q = db_query(db, "SELECT 1 FROM creneau WHERE agenda = ?1 AND day = ?2 "
	    "AND starts < ?4 AND ends > ?3", "iiii", session->id, (int64_t)day,
	    (int64_t)w->starts[part], (int64_t)w->ends[part]);
	there = db_next(q);
	if (db_done(q) == -1)
		return -1;
	return there ? 0 : insert(db, &(struct slot){
	    .session = session->id, .day = day, .starts = w->starts[part],
	    .ends = w->ends[part], .kind = "service", .title = "",
	    .animator = w->animator });
}

int
slot_fill(struct db *db, const struct session *session,
    const struct slot_week *w)
{
	int32_t day;
	int part, n = 0, rc;

	if (db_begin(db) == -1)
		return -1;
	for (day = session->first; day <= session->last; day++) {
		if ((w->days & 1 << day_of_week(day)) == 0 ||
		    day_is_holiday(day))
			continue;
		for (part = 0; part < 2; part++) {
			if ((rc = fill_one(db, session, w, day, part)) < 0) {
				db_rollback(db);
				return -1;
			}
			n += rc;
		}
	}
	return db_commit(db) == -1 ? -1 : n;
}

int
slot_follow_in(struct db *db, const struct session *s)
{
	int rc;

	if (s->first != s->last || s->starts == HOUR_NONE)
		return 0;
	rc = db_exec(db, "UPDATE creneau SET day = ?2, starts = ?3, ends = ?4, "
	    "changed = ?5, version = version + 1 WHERE agenda = ?1 AND NOT "
	    "EXISTS (SELECT 1 FROM presence WHERE creneau = creneau.id) AND "
	    "1 = (SELECT count(*) FROM creneau c WHERE c.agenda = ?1)",
	    "iiiii", s->id, (int64_t)s->first, (int64_t)s->starts,
	    (int64_t)s->ends, time_now());
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	return db_exec(db, "INSERT INTO creneau (agenda, day, starts, ends, "
	    "kind, title, animator, changed, version) SELECT ?1, ?2, ?3, ?4, "
	    "'collectif', '', '', ?5, 1 WHERE NOT EXISTS (SELECT 1 FROM "
	    "creneau WHERE agenda = ?1)", "iiiii", s->id, (int64_t)s->first,
	    (int64_t)s->starts, (int64_t)s->ends, time_now()) < 0 ? -1 : 0;
}

/* Easter Sunday, by Gauss as Meeus gives it. */
static int32_t
easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return day_make(year, n / 31, n % 31 + 1);
}

int
day_is_holiday(int32_t day)
{
	static const int fixed[] = { 101, 501, 508, 714, 815, 1101, 1111,
	    1225 };
	int y, m, d;
	int32_t sunday;
	size_t i;

	day_split(day, &y, &m, &d);
	for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (fixed[i] == m * 100 + d)
			return 1;
	sunday = easter(y);
	return day == sunday + 1 || day == sunday + 39 || day == sunday + 50;
}
