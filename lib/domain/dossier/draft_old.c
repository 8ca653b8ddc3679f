/*
 * Sensitive answers typed before there was a coffre, or before their field was
 * called sensitive: found by the definitions of today, sealed where they stand.
 */
#include <string.h>

#include "base/str.h"
#include "domain/coffre.h"
#include "domain/dossier/dossier.h"

#define AT_ONCE	32	/* answers of a transaction: fewer than keys ready */

struct answer {
	int64_t		 dossier, pos;
	const char	*form, *step, *field, *value;
};

/* « cae », or « cae/envoyee », which keeps what was sent. */
static const struct definition *
form_of(const struct definition *const *forms, const char *name)
{
	size_t n = strcspn(name, "/"), i;

	for (i = 0; forms[i] != NULL; i++)
		if (strlen(forms[i]->name) == n &&
		    memcmp(forms[i]->name, name, n) == 0)
			return forms[i];
	return NULL;
}

/* In whatever step it stood. */
static int
is_sensitive(const struct definition *const *forms, const char *form,
    const char *input)
{
	const struct definition *def = form_of(forms, form);
	size_t i;

	for (i = 0; def != NULL && i < def->nsteps; i++)
		if (draft_hides(&def->steps[i], input))
			return 1;
	return 0;
}

/* The next of them after the last of the list, in the arena; -1 failed. */
static int
look(struct arena *a, struct db *db, const struct definition *const *forms,
    const struct answer *last, struct answer list[AT_ONCE])
{
	struct query *q;
	int n = 0;

	q = db_query(db, "SELECT dossier, form, step, pos, field, value FROM "
	    "brouillon WHERE scelle IS NULL AND value <> '' AND "
	    "(dossier, form, step, pos) > (?1, ?2, ?3, ?4) "
	    "ORDER BY dossier, form, step, pos", "issi", last->dossier,
	    last->form, last->step, last->pos);
	while (n < AT_ONCE && db_next(q))
		if (is_sensitive(forms, db_text(q, 1), db_text(q, 4)))
			list[n++] = (struct answer){ db_int(q, 0),
			    db_int(q, 3), db_dup(a, q, 1), db_dup(a, q, 2),
			    db_dup(a, q, 4), db_dup(a, q, 5) };
	return db_done(q) == -1 ? -1 : n;
}

/* 1, 0 when somebody saved the step meanwhile, -1. */
static int
seal(struct db *db, const struct answer *an)
{
	struct buf b = BUF_INIT;
	int rc = coffre_seal(db, an->dossier, an->value, strlen(an->value), &b);

	if (rc == 0)
		rc = db_exec(db, "UPDATE brouillon SET value = '', "
		    "scelle = ?6 WHERE dossier = ?1 AND form = ?2 AND "
		    "step = ?3 AND pos = ?4 AND field = ?7 AND value = ?5 AND "
		    "scelle IS NULL", "issisbs", an->dossier, an->form,
		    an->step, an->pos, an->value, b.data, b.len, an->field);
	buf_free(&b);
	return rc < 0 ? -1 : rc;
}

/* All of the list, in a transaction.  How many, or -1. */
static int
seal_list(struct db *db, const struct answer *list, int n)
{
	int i, rc = 0, done = 0;

	if (coffre_ready(db) == -1 || db_begin(db) == -1)
		return -1;
	for (i = 0; i < n && rc != -1; i++) {
		rc = seal(db, &list[i]);
		done += rc == 1;
	}
	if (rc == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db) == -1 ? -1 : done;
}

int64_t
draft_seal_old(struct db *db, const struct definition *const *forms)
{
	struct arena *a = arena_new();
	struct answer last = { 0, 0, "", "", "", "" }, list[AT_ONCE];
	int64_t done = 0;
	int n, rc = 0;

	while (rc != -1 && (n = look(a, db, forms, &last, list)) > 0) {
		last = list[n - 1];
		if ((rc = seal_list(db, list, n)) != -1)
			done += rc;
	}
	arena_free(a);
	return rc == -1 || n == -1 ? -1 : done;
}

size_t
draft_check(struct db *db, const struct definition *const *forms,
    struct buf *out)
{
	struct query *q;
	long long n = 0;

	q = db_query(db, "SELECT form, field FROM brouillon WHERE "
	    "scelle IS NULL AND value <> ''", "");
	while (db_next(q))
		n += is_sensitive(forms, db_text(q, 0), db_text(q, 1));
	if (db_done(q) == -1) {
		buf_str(out, "les brouillons ne se lisent pas\n");
		return 1;
	}
	if (n == 0)
		return 0;
	buf_fmt(out, "%lld réponses sensibles de brouillons ne sont pas encore "
	    "scellées : « terreau rebuild » le fait\n", n);
	return 1;
}
