/*
 * Meetings held, and their figures.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/session/meeting.h"

#define MONTHS	2000		/* rows of a report */
#define LINES	5000		/* meetings of one */

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

int
meeting_hold(struct db *db, const struct session *s, const char *adviser,
    int64_t minutes, int64_t seen, const struct actor *who)
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
	if (rc != 1) {
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
