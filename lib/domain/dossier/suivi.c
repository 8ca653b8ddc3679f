/*
 * Giving files to advisers, and those sent to nobody in particular to a
 * cooperative.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/dossier_inside.h"
#include "domain/dossier/suivi.h"

#define ADVISERS_MAX	500
#define HISTORY_MAX	200

size_t
suivi_advisers(struct arena *a, struct db *db, const char *cooperatives,
    int active, struct account **out)
{
	struct account *list = arena_array(a, ADVISERS_MAX, sizeof(*list));
	struct query *q;
	size_t n = 0;

	*out = list;
	q = db_query(db, "SELECT a.id, a.email, a.name FROM account a WHERE "
	    "EXISTS (SELECT 1 FROM account_role r WHERE r.account = a.id AND "
	    "instr(' ' || ?2 || ' ', ' ' || r.role || ' ') > 0 AND "
	    "(?1 = '' OR r.cooperative = '' OR "
	    "instr(' ' || ?1 || ' ', ' ' || r.cooperative || ' ') > 0)) "
	    "AND (?3 = 0 OR a.suspended IS NULL AND a.password <> '') "
	    "ORDER BY a.name, a.id LIMIT 500", "ssi", cooperatives,
	    role_names(a, RIGHT_WRITE), (int64_t)active);
	for (; n < ADVISERS_MAX && db_next(q); n++)
		list[n] = (struct account){
			.id = db_int(q, 0), .email = db_dup(a, q, 1),
			.name = db_dup(a, q, 2)
		};
	return db_done(q) == -1 ? 0 : n;
}

int
suivi_may(struct arena *a, struct db *db, const struct dossier *d,
    int64_t account)
{
	struct account *list;
	size_t i, n;

	/* of no cooperative yet: those of the whole network */
	n = suivi_advisers(a, db, *d->cooperative != '\0' ? d->cooperative :
	    "-", 1, &list);
	for (i = 0; i < n; i++)
		if (list[i].id == account)
			return 1;
	return 0;
}

static int
assign_in(struct db *db, const struct dossier *d, int64_t account,
    const struct actor *actor)
{
	int rc;

	rc = db_exec(db, "UPDATE dossier SET changed = ?3, version = version "
	    "+ 1 WHERE id = ?1 AND version = ?2 AND sent IS NOT NULL", "iii",
	    d->id, d->version, time_now());
	if (rc != 1)
		return rc == 0 ? 1 : -1;
	rc = db_exec(db, "INSERT INTO assignment (dossier, adviser, account, "
	    "author, at) VALUES (?1, nullif(?2, 0), nullif(?3, 0), ?4, ?5)",
	    "iiisi", d->id, account, actor->account, actor->name, time_now());
	return rc != 1 ? -1 : event_add(db, d, account == 0 ? "liberer" :
	    "confier", actor, "");
}

int
suivi_assign(struct arena *a, struct db *db, const struct dossier *d,
    int64_t account, const struct actor *actor)
{
	struct dossier now;
	int rc;

	if (account != 0 && !suivi_may(a, db, d, account))
		return 1;
	if ((rc = dossier_by_id(a, db, d->id, &now)) != 0)
		return rc;
	if (now.version == d->version && now.adviser == account)
		return 0;
	if (db_begin(db) == -1)
		return -1;
	if ((rc = assign_in(db, d, account, actor)) != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}

int
suivi_route(struct db *db, const struct dossier *d, const char *cooperative,
    const struct actor *actor)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "UPDATE dossier SET cooperative = ?3, changed = ?4, "
	    "version = version + 1 WHERE id = ?1 AND version = ?2 AND "
	    "cooperative = '' AND sent IS NOT NULL", "iisi", d->id,
	    d->version, cooperative, time_now());
	if (rc == 1)
		rc = dossier_scope(db, d->id) == -1 ? -1 :
		    event_add(db, d, "orienter", actor, "");
	else
		rc = rc == 0 ? 1 : -1;
	if (rc != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}

size_t
suivi_history(struct arena *a, struct db *db, int64_t dossier,
    struct assignment **out)
{
	struct assignment *list = arena_array(a, HISTORY_MAX, sizeof(*list));
	struct query *q;
	size_t n = 0;

	*out = list;
	q = db_query(db, "SELECT s.at, coalesce(a.name, ''), s.author FROM "
	    "assignment s LEFT JOIN account a ON a.id = s.adviser WHERE "
	    "s.dossier = ?1 ORDER BY s.id LIMIT 200", "i", dossier);
	for (; n < HISTORY_MAX && db_next(q); n++)
		list[n] = (struct assignment){
			.at = db_int(q, 0), .who = db_dup(a, q, 1),
			.by = db_dup(a, q, 2)
		};
	return db_done(q) == -1 ? 0 : n;
}
