/*
 * What the last signature of a paper does to the dossier: the transition that
 * its programme names beside the paper (<document signe=>), in the transaction
 * of that signature where the law lets it; else some night after.
 */
#include "base/str.h"
#include "domain/law/contrat.h"
#include "domain/signature/signature_inside.h"

#define AT_ONCE		1000	/* of a kind in a night; the next takes the rest */

static const struct actor systeme = { 0, "systeme" };

static const struct transition *
way(const struct definition *def, const char *kind)
{
	const struct issuable *i = definition_document(def, kind);

	return i == NULL || i->signs == NULL ? NULL :
	    definition_transition(def, i->signs);
}

int
signature_closed(struct arena *a, struct db *db, const struct office *office,
    const struct signature *s)
{
	const struct definition *def;
	const struct transition *t;
	struct dossier d;

	if (!str_eq(s->kind, KIND_CAPE))
		return 0;
	if (dossier_by_id(a, db, s->dossier, &d) != 0)
		return -1;
	return (def = office_programme(office, d.programme)) != NULL &&
	    (t = way(def, s->kind)) != NULL && !transition_from(t, d.state) &&
	    !contrat_is_signed(&d);
}

int
signature_move_in(struct arena *a, struct db *db, const struct office *office,
    const struct mailer *mailer, const char *code)
{
	const struct definition *def;
	const struct transition *t;
	struct document doc;
	struct dossier d;
	struct message m;
	int rc, told;

	if (document_find(a, db, code, &doc) != 0 ||
	    dossier_by_id(a, db, doc.dossier, &d) != 0)
		return -1;
	if ((def = office_programme(office, d.programme)) == NULL ||
	    (t = way(def, doc.kind)) == NULL || !transition_from(t, d.state) ||
	    contrat_refuses_in(db, def, &d, t->to))
		return 0;
	told = dossier_message(a, def, &d, t->name, NULL, mailer, &m) == 0;
	rc = dossier_move_in(db, def, &d, t->name, &systeme, NULL);
	if (rc == 0 && told && mail_queue(db, &m) == -1)
		rc = -1;
	return rc == -1 ? -1 : rc == 0;
}

/* Signed by all, of dossiers that the transition leaves from. */
static size_t
waiting(struct arena *a, struct db *db, const struct definition *def,
    const struct transition *t, const char *kind, const char ***codes)
{
	const char **list = arena_array(a, AT_ONCE, sizeof(*list));
	struct query *q;
	size_t n;

	q = db_query(db, "SELECT d.code FROM document d JOIN dossier o ON o.id "
	    "= d.dossier JOIN signature s ON s.document = d.id WHERE d.kind = "
	    "?1 AND d.state = 'valide' AND o.programme = ?2 AND instr(?3, ' ' "
	    "|| o.state || ' ') > 0 GROUP BY d.id HAVING count(*) FILTER "
	    "(WHERE s.state <> 'signee') = 0 ORDER BY d.id", "sss", kind,
	    def->name, arena_fmt(a, " %s ", t->from));
	for (n = 0; n < AT_ONCE && db_next(q); n++)
		list[n] = db_dup(a, q, 0);
	*codes = list;
	return db_done(q) == -1 ? 0 : n;
}

static int
move_all(struct db *db, const struct office *office,
    const struct mailer *mailer, const struct definition *def,
    const struct issuable *i, size_t *done)
{
	const struct transition *t = way(def, i->name);
	struct arena *a = arena_new();
	const char **codes;
	size_t k, n;
	int rc = 0;

	n = t == NULL ? 0 : waiting(a, db, def, t, i->name, &codes);
	for (k = 0; k < n && rc != -1; k++) {
		if ((rc = db_begin(db)) == -1)
			break;
		rc = signature_move_in(a, db, office, mailer, codes[k]);
		if (rc != 1)
			db_rollback(db);
		else if (db_commit(db) == -1)
			rc = -1;
		else
			++*done;
	}
	arena_free(a);
	return rc == -1 ? -1 : 0;
}

int
signature_move_night(struct db *db, const struct office *office,
    const struct mailer *mailer, size_t *done)
{
	const struct definition *def;
	size_t i, k;

	for (i = 0; office->programmes != NULL &&
	    office->programmes[i] != NULL; i++) {
		def = office->programmes[i];
		for (k = 0; k < def->ndocuments; k++)
			if (move_all(db, office, mailer, def,
			    &def->documents[k], done) == -1)
				return -1;
	}
	return 0;
}
