/*
 * Which files staff must act on: those of a state in which they do, whose
 * contract asks for it, or was revoked before it was signed, who wrote and have
 * no answer.  Derived; settling twice changes nothing.
 */
#include <string.h>

#include "base/str.h"
#include "domain/dossier/dossier_inside.h"

int
dossier_pending(const struct definition *def, const char *state)
{
	const struct state *s = definition_state(def, state);

	return s != NULL && str_eq(s->who, "equipe");
}

static const char *
state_now(struct arena *a, struct db *db, int64_t id)
{
	const char *state = NULL;
	struct query *q;

	q = db_query(db, "SELECT state FROM dossier WHERE id = ?1", "i", id);
	if (db_next(q))
		state = db_dup(a, q, 0);
	return db_done(q) == -1 ? NULL : state;
}

int
dossier_settle_in(struct db *db, const struct definition *def,
    const struct dossier *d)
{
	struct arena *a = arena_new();
	const char *state = state_now(a, db, d->id);
	int rc = -1;

	if (state != NULL)
		rc = db_exec(db, "WITH p (yes) AS (SELECT ?2 OR EXISTS (SELECT "
		    "1 FROM contrat WHERE dossier = ?1 AND alert = 1) OR "
		    "EXISTS (SELECT 1 FROM dossier d WHERE d.id = ?1 AND "
		    "d.state = 'contrat' AND NOT EXISTS (SELECT 1 FROM "
		    "document WHERE dossier = ?1 AND kind = 'cape' AND state "
		    "= 'valide')) OR "
		    "EXISTS (SELECT 1 FROM thread t WHERE t.dossier = ?1 AND "
		    "t.account IS NULL AND t.id > coalesce((SELECT max(id) "
		    "FROM thread WHERE dossier = ?1 AND account IS NOT NULL), "
		    "0) AND NOT EXISTS (SELECT 1 FROM thread_done WHERE entry "
		    "= t.id)) OR EXISTS (SELECT 1 FROM effacement WHERE "
		    "dossier = ?1 AND state = 'demande')) UPDATE dossier SET "
		    "pending = (SELECT yes FROM "
		    "p) WHERE id = ?1 AND pending <> (SELECT yes FROM p)",
		    "ii", d->id, (int64_t)dossier_pending(def, state));
	arena_free(a);
	return rc == -1 ? -1 : dossier_scope(db, d->id);
}

void
dossier_form_key(const struct dossier *d, const char *key,
    unsigned char sha[SHA256_SIZE])
{
	struct sha256 s;

	sha256_start(&s);
	sha256_add(&s, key, strlen(key) + 1);
	sha256_add(&s, d->numero, strlen(d->numero));
	sha256_end(&s, sha);
}
