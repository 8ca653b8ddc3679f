/*
 * Meetings held, and their figures.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/post/thread.h"
#include "domain/session/meeting.h"

#define MONTHS	2000		/* rows of a report */
#define LINES	5000		/* meetings of one */
#define SIGNED_UP 2000		/* people of a meeting */

int
meeting_find(struct arena *a, struct db *db, int64_t session,
    struct meeting *m)
{
	struct query *q = db_query(db, "SELECT id, adviser, minutes, at, "
	    "author FROM tenue WHERE agenda = ?1 ORDER BY id DESC LIMIT 1",
	    "i", session);
	int found = db_next(q);

	if (found)
		*m = (struct meeting){ .id = db_int(q, 0),
			.adviser = db_dup(a, q, 1), .minutes = db_int(q, 2),
			.at = db_int(q, 3), .author = db_dup(a, q, 4) };
	return db_done(q) == -1 ? -1 : !found;
}

/* Whose question is not answered stays with the team. */
static int
settle_one(struct arena *a, struct db *db, const struct definition *def,
    int64_t id, const struct actor *who)
{
	struct dossier d;
	int rc = dossier_by_id(a, db, id, &d);

	if (rc != 0)
		return rc == -1 ? -1 : 0;
	if ((rc = thread_waits(db, id)) != 0)
		return rc == -1 ? -1 : 0;
	return dossier_move_in(db, def, &d, "traiter", who, NULL) == -1 ? -1 :
	    0;
}

static int
settle(struct arena *a, struct db *db, const struct definition *def,
    const struct session *s, const struct actor *who)
{
	struct query *q = db_query(db, "SELECT p.dossier FROM place p JOIN "
	    "dossier d ON d.id = p.dossier WHERE p.agenda = ?1 AND p.state = "
	    "'prise' AND d.programme = '" MEETING_PROGRAMME "' ORDER BY p.id "
	    "LIMIT ?2", "ii", s->id, (int64_t)SIGNED_UP);
	int64_t *ids = arena_array(a, SIGNED_UP, sizeof(*ids));
	size_t i, n = 0;

	while (db_next(q))
		ids[n++] = db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (settle_one(a, db, def, ids[i], who) == -1)
			return -1;
	return 0;
}

int
meeting_hold(struct arena *a, struct db *db, const struct definition *def,
    const struct session *s, const char *adviser, int64_t minutes,
    int64_t seen, const struct actor *who)
{
	int rc;

	if (s->first > day_today() || s->cancelled != 0)
		return 1;
	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "INSERT INTO tenue (agenda, adviser, minutes, at, "
	    "account, author) SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE "
	    "coalesce((SELECT max(id) FROM tenue WHERE agenda = ?1), 0) = ?7",
	    "isiiisi", s->id, adviser, minutes, time_now(), who->account,
	    who->name, seen);
	if (rc != 1 || settle(a, db, def, s, who) == -1) {
		db_rollback(db);
		return rc == 0 ? 2 : -1;
	}
	return db_commit(db);
}

size_t
meeting_months(struct arena *a, struct db *db, int32_t first, int32_t last,
    const char *scope, struct meeting_month **out)
{
	struct meeting_month *list = arena_array(a, MONTHS, sizeof(*list));
	struct query *q;
	size_t n = 0;

	*out = list;
	q = db_query(db, "WITH m AS (SELECT id, cooperative, last, "
	    "strftime('%Y-%m', first * 86400, 'unixepoch') AS month FROM "
	    "agenda WHERE programme = '" MEETING_PROGRAMME "' AND cancelled IS "
	    "NULL AND first BETWEEN ?1 AND ?2 AND last < ?3 AND (?4 = '' OR "
	    "instr(' ' || ?4 || ' ', ' ' || cooperative || ' ') > 0)), "
	    "came AS (SELECT DISTINCT m.id, p.dossier FROM m JOIN creneau c ON "
	    "c.agenda = m.id JOIN presence p ON p.creneau = c.id WHERE "
	    "p.state = 'present' AND p.id = (SELECT max(id) FROM presence "
	    "WHERE creneau = c.id AND dossier = p.dossier)) "
	    "SELECT month, cooperative, count(*), sum((SELECT count(*) FROM "
	    "place WHERE agenda = m.id AND state = 'prise')), sum((SELECT "
	    "count(*) FROM came WHERE came.id = m.id)), sum(coalesce((SELECT "
	    "minutes FROM tenue t WHERE t.agenda = m.id ORDER BY t.id DESC "
	    "LIMIT 1), 0)), sum((SELECT count(*) FROM came JOIN dossier r ON "
	    "r.id = came.dossier WHERE came.id = m.id AND EXISTS (SELECT 1 "
	    "FROM dossier d WHERE d.email = r.email COLLATE NOCASE AND d.id "
	    "<> r.id AND d.programme NOT IN ('" MEETING_PROGRAMME "', "
	    "'contact', 'prevenir') AND d.sent >= m.last * 86400))) FROM m "
	    "GROUP BY month, cooperative ORDER BY month DESC, cooperative",
	    "iiis", (int64_t)first, (int64_t)last, (int64_t)day_today(),
	    scope);
	for (; n < MONTHS && db_next(q); n++)
		list[n] = (struct meeting_month){
			.month = db_dup(a, q, 0),
			.cooperative = db_dup(a, q, 1),
			.meetings = db_int(q, 2), .signed_up = db_int(q, 3),
			.present = db_int(q, 4), .minutes = db_int(q, 5),
			.applied = db_int(q, 6)
		};
	return db_done(q) == -1 ? 0 : n;
}

size_t
meeting_lines(struct arena *a, struct db *db, int32_t first, int32_t last,
    const char *scope, struct meeting_line **out)
{
	struct meeting_line *list = arena_array(a, LINES, sizeof(*list));
	struct query *q;
	size_t n = 0;

	*out = list;
	q = db_query(db, "SELECT m.code, m.title, m.cooperative, m.commune, "
	    "m.first, coalesce(t.adviser, ''), coalesce(t.minutes, 0), (SELECT "
	    "count(*) FROM place WHERE agenda = m.id AND state = 'prise'), "
	    "(SELECT count(DISTINCT p.dossier) FROM creneau c JOIN presence p "
	    "ON p.creneau = c.id WHERE c.agenda = m.id AND p.state = 'present' "
	    "AND p.id = (SELECT max(id) FROM presence WHERE creneau = c.id AND "
	    "dossier = p.dossier)) FROM agenda m LEFT JOIN tenue t ON t.id = "
	    "(SELECT max(id) FROM tenue WHERE agenda = m.id) WHERE m.programme "
	    "= '" MEETING_PROGRAMME "' AND m.cancelled IS NULL AND m.first "
	    "BETWEEN ?1 AND ?2 AND m.last < ?3 AND (?4 = '' OR instr(' ' || "
	    "?4 || ' ', ' ' || m.cooperative || ' ') > 0) ORDER BY m.first "
	    "DESC, m.id DESC", "iiis", (int64_t)first, (int64_t)last,
	    (int64_t)day_today(), scope);
	for (; n < LINES && db_next(q); n++)
		list[n] = (struct meeting_line){
			.code = db_dup(a, q, 0), .title = db_dup(a, q, 1),
			.cooperative = db_dup(a, q, 2),
			.commune = db_dup(a, q, 3),
			.day = (int32_t)db_int(q, 4),
			.adviser = db_dup(a, q, 5), .minutes = db_int(q, 6),
			.signed_up = db_int(q, 7), .present = db_int(q, 8)
		};
	return db_done(q) == -1 ? 0 : n;
}
