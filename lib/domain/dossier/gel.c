/*
 * Rows that keep a file from being erased.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/gel.h"

/* What was done to the rows of a hold, told; 0, 1 nothing was, -1. */
static int
tell(struct db *db, const char *numero, const char *act, int n,
    const struct actor *actor)
{
	struct arena *a = arena_new();
	struct dossier d;
	int rc = n == 0 ? 1 : -1;

	if (n == 1 && dossier_by_numero(a, db, numero, &d) == 0 &&
	    event_add(db, &d, act, actor, "") != -1)
		rc = 0;
	arena_free(a);
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

int
gel_set(struct db *db, const char *numero, const char *reason,
    const struct actor *actor)
{
	int n;

	if (str_is_blank(reason) || str_is_blank(actor->name))
		return 1;
	if (db_begin(db) == -1)
		return -1;
	n = db_exec(db, "INSERT INTO gel (dossier, reason, author, at) SELECT "
	    "id, ?2, ?3, ?4 FROM dossier WHERE numero = ?1 AND sent IS NOT "
	    "NULL AND id NOT IN (SELECT dossier FROM depart) AND id NOT IN "
	    "(SELECT dossier FROM gel WHERE lifted IS NULL)", "sssi", numero,
	    reason, actor->name, time_now());
	return tell(db, numero, "gel-pose", n, actor);
}

int
gel_lift(struct db *db, const char *numero, const struct actor *actor)
{
	int n;

	if (str_is_blank(actor->name))
		return 1;
	if (db_begin(db) == -1)
		return -1;
	n = db_exec(db, "UPDATE gel SET lifted = ?2, lifted_by = ?3 WHERE "
	    "lifted IS NULL AND dossier = (SELECT id FROM dossier WHERE "
	    "numero = ?1)", "sis", numero, time_now(), actor->name);
	return tell(db, numero, "gel-leve", n, actor);
}

size_t
gel_list(struct arena *a, struct db *db, int64_t dossier, struct gel **out)
{
	struct query *q;
	size_t n = 0, max = 0;

	q = db_query(db, "SELECT count(*) FROM gel WHERE ?1 = 0 OR "
	    "dossier = ?1", "i", dossier);
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	if (db_done(q) == -1)
		return 0;
	*out = arena_array(a, max + 1, sizeof(**out));
	q = db_query(db, "SELECT d.numero, g.reason, g.author, g.at, "
	    "coalesce(g.lifted, 0), coalesce(g.lifted_by, '') FROM gel g JOIN "
	    "dossier d ON d.id = g.dossier WHERE ?1 = 0 OR g.dossier = ?1 "
	    "ORDER BY g.id DESC LIMIT ?2", "ii", dossier, (int64_t)max);
	for (; n < max && db_next(q); n++)
		(*out)[n] = (struct gel){ db_dup(a, q, 0), db_dup(a, q, 1),
		    db_dup(a, q, 2), db_int(q, 3), db_int(q, 4),
		    db_dup(a, q, 5) };
	return db_done(q) == -1 ? 0 : n;
}
