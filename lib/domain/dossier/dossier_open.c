/*
 * Who opens a file: the journal, which stays, and who has it open now.
 */
#include "base/date.h"
#include "domain/access/role.h"
#include "domain/dossier/dossier.h"

/* Is that the case already?  1, 0 or -1. */
static int
holds(struct query *q)
{
	int yes = db_next(q);

	return db_done(q) == -1 ? -1 : yes;
}

int
dossier_opened(struct db *db, int64_t dossier, int64_t account)
{
	int64_t now = time_now();
	int noted, here;

	/* most of the time there is nothing to write */
	noted = holds(db_query(db, "SELECT 1 FROM consultation WHERE dossier "
	    "= ?1 AND account = ?2 AND at > ?3", "iii", dossier, account,
	    now - 3600));
	here = holds(db_query(db, "SELECT 1 FROM sejour WHERE dossier = ?1 "
	    "AND account = ?2 AND at > ?3", "iii", dossier, account,
	    now - 60));
	if (noted == -1 || here == -1)
		return -1;
	if (noted && here)
		return 0;
	if (db_begin(db) == -1)
		return -1;
	if (db_exec(db, "INSERT INTO consultation (dossier, account, at) "
	    "SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM consultation "
	    "WHERE dossier = ?1 AND account = ?2 AND at > ?4)", "iiii",
	    dossier, account, now, now - 3600) < 0 ||
	    db_exec(db, "INSERT INTO sejour (dossier, account, since, at) "
	    "VALUES (?1, ?2, ?3, ?3) ON CONFLICT (dossier, account) DO UPDATE "
	    "SET since = iif(at > ?4, since, excluded.since), at = "
	    "excluded.at", "iiii", dossier, account, now,
	    now - PRESENCE_MINUTES * 60) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

size_t
dossier_present(struct arena *a, struct db *db, int64_t dossier,
    int64_t account, struct presence **out)
{
	struct presence *list = arena_array(a, PRESENCES, sizeof(*list));
	int64_t since = time_now() - PRESENCE_MINUTES * 60;
	struct query *q;
	size_t n;

	*out = list;
	q = db_query(db, "SELECT a.name, p.since FROM sejour p JOIN account "
	    "a ON a.id = p.account WHERE p.dossier = ?1 AND p.account <> ?2 "
	    "AND p.at > ?3 ORDER BY p.at DESC LIMIT 5", "iii", dossier,
	    account, since);
	for (n = 0; n < PRESENCES && db_next(q); n++)
		list[n] = (struct presence){ db_dup(a, q, 0), db_int(q, 1) };
	return db_done(q) == -1 ? 0 : n;
}

size_t
dossier_openings(struct arena *a, struct db *db, int64_t dossier,
    struct opening **out)
{
	struct opening *list = arena_array(a, OPENINGS, sizeof(*list));
	const struct role *role;
	struct query *q;
	size_t n;

	*out = list;
	/* as what: of the cooperative of the file, else of the network */
	q = db_query(db, "SELECT c.at, a.name, min(r.role), r.cooperative "
	    "FROM consultation c JOIN account a ON a.id = c.account "
	    "JOIN dossier d ON d.id = c.dossier LEFT JOIN account_role r ON "
	    "r.account = a.id AND r.cooperative = coalesce("
	    "(SELECT max(cooperative) FROM account_role WHERE account = a.id "
	    "AND cooperative IN (d.cooperative, '')), (SELECT max(cooperative)"
	    " FROM account_role WHERE account = a.id)) WHERE c.dossier = ?1 "
	    "GROUP BY c.id ORDER BY c.at DESC, c.id DESC LIMIT 200", "i",
	    dossier);
	for (n = 0; n < OPENINGS && db_next(q); n++) {
		list[n].at = db_int(q, 0);
		list[n].who = db_dup(a, q, 1);
		role = role_find(db_text(q, 2));
		list[n].role = role == NULL ? "" : role->label;
		list[n].cooperative = db_dup(a, q, 3);
	}
	return db_done(q) == -1 ? 0 : n;
}
