/*
 * Applications on paper: finding and listing them.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/access/journal.h"
#include "domain/dossier/intake.h"

#define COLUMNS	"i.received, i.cooperative, i.account, i.author, i.at"

static void
row(struct arena *a, struct query *q, int first, struct intake *in)
{
	*in = (struct intake){
		.received = (int32_t)db_int(q, first),
		.cooperative = db_dup(a, q, first + 1),
		.actor = { db_int(q, first + 2), db_dup(a, q, first + 3) },
		.at = db_int(q, first + 4)
	};
}

int
intake_find(struct arena *a, struct db *db, int64_t dossier,
    struct intake *in)
{
	struct query *q;
	int found = 0;

	q = db_query(db, "SELECT " COLUMNS " FROM intake i WHERE i.dossier = "
	    "?1", "i", dossier);
	if (db_next(q)) {
		row(a, q, 0, in);
		found = 1;
	}
	return db_done(q) == -1 ? -1 : !found;
}

size_t
intake_open(struct arena *a, struct db *db, const char *scope,
    struct dossier **drafts, struct intake **list)
{
	int64_t ids[INTAKES];
	struct query *q;
	size_t i, n, kept = 0;

	*list = arena_array(a, INTAKES, sizeof(**list));
	*drafts = arena_array(a, INTAKES, sizeof(**drafts));
	q = db_query(db, "SELECT i.dossier, " COLUMNS " FROM intake i JOIN "
	    "dossier d ON d.id = i.dossier WHERE d.sent IS NULL AND (?1 = '' "
	    "OR instr(' ' || ?1 || ' ', ' ' || i.cooperative || ' ')) "
	    "ORDER BY i.dossier LIMIT 100", "s", scope);
	for (n = 0; n < INTAKES && db_next(q); n++) {
		ids[n] = db_int(q, 0);
		row(a, q, 1, &(*list)[n]);
	}
	if (db_done(q) == -1)
		return 0;
	/* a draft past its last day is none */
	for (i = 0; i < n; i++)
		if (dossier_by_id(a, db, ids[i], &(*drafts)[kept]) == 0)
			(*list)[kept++] = (*list)[i];
	return kept;
}

int
intake_abandon(struct db *db, const struct dossier *d,
    const struct intake *in, const struct actor *actor)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "DELETE FROM dossier WHERE id = ?1 AND sent IS NULL "
	    "AND EXISTS (SELECT 1 FROM intake WHERE dossier = ?1)", "i",
	    d->id);
	if (rc == 1 && journal_add(db, actor, in->cooperative,
	    "saisie-abandonnee", d->numero) == 0)
		return db_commit(db);
	db_rollback(db);
	return rc == 0 ? 1 : -1;
}
