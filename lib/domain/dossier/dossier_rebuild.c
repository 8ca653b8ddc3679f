/*
 * The columns and words that lists and searches use, against the rows they are
 * derived from: compared, or written anew.
 */
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/progress.h"
#include "base/str.h"
#include "domain/dossier/dossier_inside.h"
#include "domain/dossier/dossier_rebuild.h"

#define AT_ONCE	64	/* files of a transaction */

/* What the last record of a file gives.  0, 1 it gives nothing, -1. */
static int
derive(struct arena *a, struct db *db, struct pinned *p, int64_t id,
    struct dossier *d, struct answers **answers, const struct definition **def)
{
	struct tree *t;
	int rc = dossier_by_id(a, db, id, d);

	if (rc != 0)
		return rc;
	if ((*def = pinned_of(p, db, d, NULL)) == NULL)
		return 1;
	t = record_latest(a, db, d->id, d->programme, NULL, NULL);
	if (t == NULL)
		return 1;
	*answers = answers_new(a, *def);
	answers_from_record(*answers, node_child(tree_root(t), "reponses"));
	return 0;
}

/* What is stored differs from that? */
static int
differs(struct db *db, const struct dossier *d, const struct dossier_found *f)
{
	struct query *q;
	int same;

	q = db_query(db, "SELECT 1 FROM dossier d JOIN dossier_words w ON "
	    "w.rowid = d.id WHERE d.id = ?1 AND d.sort = ?2 AND d.commune = ?3 "
	    "AND d.departement = ?4 AND coalesce(d.birth, ?5) = ?6 AND "
	    "w.words = ?7 AND w.contact = ?8 AND w.lieu = ?9 AND w.scope = "
	    "(SELECT scope FROM dossier_scope WHERE id = ?1)", "isssiisss",
	    d->id, f->sort, f->commune, f->departement, (int64_t)DAY_NONE,
	    (int64_t)f->birth, f->words, f->contact, f->lieu);
	same = db_next(q);
	return db_done(q) == -1 ? -1 : !same;
}

/* The files that were sent and not erased.  0 or -1. */
static int
sent(struct arena *a, struct db *db, int64_t **out, size_t *total)
{
	struct query *q;
	size_t n = 0, max = 0;

	*total = 0;

	q = db_query(db, "SELECT count(*) FROM dossier WHERE sent IS NOT NULL",
	    "");
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	*out = arena_array(a, max + 1, sizeof(**out));
	q = db_query(db, "SELECT id FROM dossier WHERE sent IS NOT NULL AND id "
	    "NOT IN (SELECT dossier FROM depart) ORDER BY id", "");
	while (n < max && db_next(q))
		(*out)[n++] = db_int(q, 0);
	*total = n;
	return db_done(q);
}

static size_t
check_rows(struct db *db, struct buf *out)
{
	size_t n;

	n = audit_list(db_query(db, "SELECT numero FROM dossier d WHERE "
	    "adviser IS NOT (SELECT adviser FROM assignment WHERE dossier = "
	    "d.id ORDER BY id DESC LIMIT 1)", ""),
	    "n’est pas suivi par qui il a été confié", out);
	n += audit_list(db_query(db, "SELECT numero FROM dossier d WHERE "
	    "agenda <> coalesce((SELECT g.code FROM place p JOIN agenda g ON "
	    "g.id = p.agenda WHERE p.dossier = d.id ORDER BY p.id DESC LIMIT "
	    "1), '')", ""), "n’est pas dans sa séance", out);
	return n;
}

size_t
dossier_derived_check(struct db *db, struct buf *out)
{
	struct arena *a = arena_new(), *each = arena_new();
	struct pinned *p = pinned_new(a);
	const struct definition *def;
	struct dossier_found f;
	struct answers *answers;
	struct dossier d;
	int64_t *ids;
	size_t i, n, faults = check_rows(db, out);
	int rc;

	if (sent(a, db, &ids, &n) == -1) {
		buf_str(out, "les dossiers ne se lisent pas\n");
		faults++;
	}
	for (i = 0; i < n; i++) {
		arena_reset(each);
		progress("Liste des dossiers", i + 1, n);
		rc = derive(each, db, p, ids[i], &d, &answers, &def);
		if (rc == 0) {
			dossier_found(each, def, &d, answers, &f);
			rc = differs(db, &d, &f) == 0 ? 1 : -1;
		}
		if (rc != -1)
			continue;
		buf_fmt(out, "%s : ce que la liste en sait n’est pas dans son "
		    "enregistrement ; « terreau rebuild » l’écrit de nouveau\n",
		    d.numero == NULL ? "?" : d.numero);
		faults++;
	}
	arena_free(each);
	arena_free(a);
	return faults;
}

static int
rebuild_rows(struct db *db)
{
	return db_exec(db, "UPDATE dossier SET adviser = (SELECT adviser FROM "
	    "assignment WHERE dossier = dossier.id ORDER BY id DESC LIMIT 1) "
	    "WHERE adviser IS NOT (SELECT adviser FROM assignment WHERE "
	    "dossier = dossier.id ORDER BY id DESC LIMIT 1)", "") < 0 ||
	    db_exec(db, "UPDATE dossier SET agenda = coalesce((SELECT g.code "
	    "FROM place p JOIN agenda g ON g.id = p.agenda WHERE p.dossier = "
	    "dossier.id ORDER BY p.id DESC LIMIT 1), '') WHERE agenda <> "
	    "coalesce((SELECT g.code FROM place p JOIN agenda g ON g.id = "
	    "p.agenda WHERE p.dossier = dossier.id ORDER BY p.id DESC LIMIT "
	    "1), '')", "") < 0 ? -1 : 0;
}

int
dossier_rebuild(struct db *db, size_t *written)
{
	struct arena *a = arena_new(), *each = arena_new();
	struct pinned *p = pinned_new(a);
	const struct definition *def;
	struct answers *answers;
	struct dossier_found f;
	struct dossier d;
	int64_t *ids;
	size_t i, n;
	int rc;

	*written = 0;
	if (db_begin(db) == -1) {
		rc = -1;
		goto out;
	}
	rc = sent(a, db, &ids, &n) == -1 ? -1 : rebuild_rows(db);
	for (i = 0; i < n && rc == 0; i++) {
		arena_reset(each);
		progress("Liste des dossiers", i + 1, n);
		/* who serves writes meanwhile */
		if (i % AT_ONCE == AT_ONCE - 1 && (db_commit(db) == -1 ||
		    db_begin(db) == -1)) {
			rc = -1;
			break;
		}
		rc = derive(each, db, p, ids[i], &d, &answers, &def);
		if (rc == 1) {
			rc = 0;
			continue;
		}
		if (rc == 0) {
			dossier_found(each, def, &d, answers, &f);
			if ((rc = differs(db, &d, &f)) == 1) {
				rc = dossier_index(each, db, def, &d, answers);
				++*written;
			}
		}
	}
	if (rc == 0)
		rc = db_commit(db);
	else
		db_rollback(db);
out:
	arena_free(each);
	arena_free(a);
	return rc;
}
