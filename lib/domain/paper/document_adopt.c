/*
 * Papers issued before proofs were kept (schemas/db/007): a proof of today for
 * those that still prove themselves.
 *
 * What vouches for such a paper is the seal inside its PDF, and nothing else:
 * so it is checked first, and the row has to say what that file says.  Where a
 * proof of its own time is missing because somebody removed it, nothing is
 * adopted: papers have proofs from the first one that has.
 */
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "domain/paper/paper.h"

static int
is_sum(struct query *q, int bytes, int sum)
{
	unsigned char hash[SHA256_SIZE];
	const void *p;
	size_t len;

	p = db_blob(q, bytes, &len);
	sha256(hash, p, len);
	p = db_blob(q, sum, &len);
	return len == SHA256_SIZE && memcmp(hash, p, len) == 0;
}

/* The twin names in its head the fingerprint of the data. */
static int
twin_agrees(struct arena *a, struct query *q)
{
	const struct node *n = NULL;
	const void *print, *twin;
	struct tree *t;
	size_t len, ntwin;

	print = db_blob(q, 4, &len);
	twin = db_blob(q, 5, &ntwin);
	t = tree_parse(a, twin, ntwin, "twin", NULL);
	if (t != NULL && (n = node_child(tree_root(t), "head")) != NULL)
		n = node_child(n, "meta");
	for (; n != NULL; n = node_sibling(n, "meta"))
		if (str_eq(node_attr_or(n, "name", ""), "empreinte"))
			return str_eq(node_attr_or(n, "content", ""),
			    hex_encode(a, print, len));
	return 0;
}

/* Why a row is not adopted, NULL when it is; of the query below. */
static const char *
against(struct arena *a, struct query *q, const struct keyring *ring)
{
	struct inspection in;
	const void *pdf;
	size_t len;

	if (db_int(q, 8) != 0)
		return "des preuves étaient gardées quand il a été émis : la "
		    "sienne a été retirée";
	if (!is_sum(q, 1, 2))
		return "le PDF n’est plus celui de son empreinte";
	if (!is_sum(q, 3, 4))
		return "les données ne sont plus celles de leur empreinte";
	if (!twin_agrees(a, q))
		return "le texte à l’écran n’est pas celui de ces données";
	pdf = db_blob(q, 1, &len);
	if (document_verify(a, pdf, len, ring, &in) != VERDICT_AUTHENTIC)
		return in.why;
	if (!str_eq(in.code, db_text(q, 0)))
		return "le PDF porte un autre code";
	if (!str_eq(in.key->name, db_text(q, 6)))
		return "une autre clé l’a scellé";
	return NULL;
}

/* 1 adopted, 0 not, with a line, -1. */
static int
adopt(struct arena *a, struct db *db, const struct office *office, int64_t id,
    struct buf *out)
{
	const char *code = "", *why = "ne se lit pas";
	struct query *q;
	int ended = 0;

	q = db_query(db, "SELECT d.code, d.pdf, d.sha256, d.context, "
	    "d.empreinte, d.twin, d.key_name, d.state <> 'valide' AND NOT "
	    "EXISTS (SELECT 1 FROM document_end WHERE document = d.id), "
	    "EXISTS (SELECT 1 FROM document_proof WHERE document < d.id) FROM "
	    "document d WHERE d.id = ?1", "i", id);
	if (db_next(q)) {
		code = db_dup(a, q, 0);
		why = against(a, q, &office->keys);
		ended = (int)db_int(q, 7);
	}
	if (db_done(q) == -1)
		return -1;
	if (why != NULL) {
		buf_fmt(out, "document %lld (%s) : %s\n", (long long)id, code,
		    why);
		return 0;
	}
	if (document_adopted_store(a, db, office, id) == -1 || (ended &&
	    document_end_store(a, db, office, code) == -1))
		return -1;
	return 1;
}

int
document_adopt(struct db *db, const struct office *office, struct buf *out,
    size_t *n)
{
	struct arena *a = arena_new(), *each = arena_new();
	int64_t *ids;
	size_t i, found;
	int rc;

	*n = 0;
	rc = db_ids(a, db_query(db, "SELECT id FROM document WHERE id NOT IN "
	    "(SELECT document FROM document_proof) AND id NOT IN (SELECT "
	    "document FROM document_adopted) AND dossier NOT IN (SELECT "
	    "dossier FROM depart) ORDER BY id", ""), &ids, &found);
	for (i = 0; i < found && rc != -1; i++, arena_reset(each)) {
		if ((rc = db_begin(db)) == -1)
			break;
		rc = adopt(each, db, office, ids[i], out);
		if (rc != 1)
			db_rollback(db);
		else if (db_commit(db) == -1)
			rc = -1;
		else
			++*n;
	}
	arena_free(each);
	arena_free(a);
	return rc == -1 ? -1 : 0;
}
