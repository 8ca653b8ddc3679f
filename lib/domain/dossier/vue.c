/*
 * Views of the list.
 */
#include "base/date.h"
#include "domain/dossier/vue.h"

#define LIST_MAX	200

size_t
vue_list(struct arena *a, struct db *db, int64_t account, const char *scope,
    struct vue **out)
{
	struct vue *list = arena_array(a, LIST_MAX, sizeof(*list));
	struct query *q;
	size_t n = 0;

	*out = list;
	q = db_query(db, "SELECT v.id, v.name, v.query, v.cooperative, a.name, "
	    "v.account = ?1, EXISTS (SELECT 1 FROM vue_defaut WHERE account = "
	    "?1 AND vue = v.id) FROM vue v JOIN account a ON a.id = v.account "
	    "WHERE v.account = ?1 OR v.cooperative = '' OR "
	    "(v.cooperative IS NOT NULL AND (?2 = '' OR "
	    "instr(' ' || ?2 || ' ', ' ' || v.cooperative || ' ') > 0)) "
	    "ORDER BY v.name, v.id LIMIT 200", "is", account, scope);
	for (; n < LIST_MAX && db_next(q); n++)
		list[n] = (struct vue){
			.id = db_int(q, 0), .name = db_dup(a, q, 1),
			.query = db_dup(a, q, 2),
			.cooperative = db_dup(a, q, 3),
			.owner = db_dup(a, q, 4), .mine = (int)db_int(q, 5),
			.opening = (int)db_int(q, 6)
		};
	return db_done(q) == -1 ? 0 : n;
}

static int
finish(struct db *db, int rc)
{
	if (rc != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}

static int
save_in(struct db *db, int64_t account, const char *name, const char *query,
    const char *cooperative, int64_t *id)
{
	struct query *q;
	int rc;

	rc = db_exec(db, "INSERT INTO vue (account, name, query, cooperative, "
	    "at) SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM vue "
	    "WHERE account = ?1 AND name <> ?2) < 30 ON CONFLICT (account, "
	    "name) DO UPDATE SET query = excluded.query, cooperative = "
	    "excluded.cooperative, at = excluded.at", "isssi", account, name,
	    query, cooperative, time_now());
	if (rc != 1)
		return rc == 0 ? 1 : -1;
	q = db_query(db, "SELECT id FROM vue WHERE account = ?1 AND name = "
	    "?2", "is", account, name);
	if (db_next(q))
		*id = db_int(q, 0);
	return db_done(q);
}

_Static_assert(VUES_MAX == 30, "the bound in the statement");

int
vue_save(struct db *db, int64_t account, const char *name, const char *query,
    const char *cooperative, int64_t *id)
{
	if (db_begin(db) == -1)
		return -1;
	return finish(db, save_in(db, account, name, query, cooperative, id));
}

int
vue_remove(struct db *db, int64_t account, int64_t id)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "DELETE FROM vue WHERE id = ?1 AND account = ?2",
	    "ii", id, account);
	return finish(db, rc == 1 ? 0 : rc == 0 ? 1 : -1);
}

int
vue_open_on(struct db *db, int64_t account, int64_t id)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "DELETE FROM vue_defaut WHERE account = ?1", "i",
	    account);
	if (rc >= 0 && id != 0)
		rc = db_exec(db, "INSERT INTO vue_defaut (account, vue) "
		    "SELECT ?1, id FROM vue WHERE id = ?2 AND (account = ?1 "
		    "OR cooperative IS NOT NULL)", "ii", account, id);
	return finish(db, rc < 0 ? -1 : 0);
}

const char *
vue_opening(struct arena *a, struct db *db, int64_t account,
    const char *scope)
{
	const char *query = NULL;
	struct query *q;

	q = db_query(db, "SELECT v.query FROM vue_defaut d JOIN vue v ON v.id "
	    "= d.vue WHERE d.account = ?1 AND (v.account = ?1 OR "
	    "v.cooperative = '' OR (v.cooperative IS NOT NULL AND (?2 = '' OR "
	    "instr(' ' || ?2 || ' ', ' ' || v.cooperative || ' ') > 0)))",
	    "is", account, scope);
	if (db_next(q))
		query = db_dup(a, q, 0);
	return db_done(q) == -1 ? NULL : query;
}
