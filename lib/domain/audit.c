/*
 * Comparing what is stored with its hashes, and what is derived with what it
 * is derived from.
 */
#include <string.h>

#include "base/str.h"
#include "domain/audit.h"
#include "domain/document.h"

size_t
audit_list(struct query *q, const char *what, struct buf *out)
{
	size_t n = 0;

	for (; db_next(q); n++)
		buf_fmt(out, "%s : %s\n", db_text(q, 0), what);
	if (db_done(q) == -1) {
		buf_str(out, "la base ne se lit pas\n");
		n++;
	}
	return n;
}

size_t
audit_dossiers(struct db *db, struct buf *out)
{
	size_t n;

	n = audit_list(db_query(db, "SELECT numero FROM dossier d WHERE sent IS "
	    "NOT NULL AND NOT EXISTS (SELECT 1 FROM record WHERE dossier = "
	    "d.id AND form = d.programme)", ""),
	    "envoyé, mais sans enregistrement", out);
	n += audit_list(db_query(db, "SELECT numero FROM dossier d WHERE state "
	    "IS NOT (SELECT state FROM event WHERE dossier = d.id ORDER BY id "
	    "DESC LIMIT 1)", ""),
	    "son état n’est pas celui du dernier événement", out);
	n += audit_list(db_query(db, "SELECT d.numero FROM dossier d JOIN record "
	    "r ON r.id = (SELECT min(id) FROM record WHERE dossier = d.id AND "
	    "form = d.programme) WHERE instr(CAST(r.xml AS TEXT), ' depose=\"' "
	    "|| strftime('%Y-%m-%dT%H:%M:%SZ', d.sent, 'unixepoch') || '\"') "
	    "= 0", ""), "sa date d’envoi n’est pas celle de l’enregistrement",
	    out);
	n += audit_list(db_query(db, "SELECT numero FROM dossier WHERE sent IS "
	    "NOT NULL AND id NOT IN (SELECT rowid FROM dossier_words)", ""),
	    "absent de l’index de recherche", out);
	return n;
}

static int
same(const void *bytes, size_t len, const void *sha, size_t nsha)
{
	unsigned char want[SHA256_SIZE];

	sha256(want, bytes, len);
	return nsha == SHA256_SIZE && memcmp(want, sha, nsha) == 0;
}

size_t
audit_pieces(struct db *db, struct buf *out)
{
	const void *bytes, *sha;
	struct query *q;
	size_t len, nsha, n = 0;

	q = db_query(db, "SELECT p.id, coalesce(d.numero, ''), p.bytes, "
	    "p.sha256 FROM piece p LEFT JOIN dossier d ON d.id = p.dossier "
	    "ORDER BY p.id", "");
	while (db_next(q)) {
		bytes = db_blob(q, 2, &len);
		sha = db_blob(q, 3, &nsha);
		if (same(bytes, len, sha, nsha))
			continue;
		buf_fmt(out, "pièce %lld (%s) : le contenu n’est plus celui "
		    "de son empreinte\n", (long long)db_int(q, 0),
		    db_text(q, 1));
		n++;
	}
	if (db_done(q) == -1) {
		buf_str(out, "les pièces ne se lisent pas\n");
		n++;
	}
	return n;
}

int
audit_documents(struct arena *a, struct db *db, int64_t **ids, size_t *n)
{
	struct query *q;
	size_t max = 0;

	q = db_query(db, "SELECT count(*) FROM document", "");
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	*n = 0;
	if (db_done(q) == -1)
		return -1;
	*ids = arena_array(a, max + 1, sizeof(**ids));
	q = db_query(db, "SELECT id FROM document ORDER BY id", "");
	while (*n < max && db_next(q))
		(*ids)[(*n)++] = db_int(q, 0);
	return db_done(q);
}

/* What is wrong with the row, NULL when it is sound. */
static const char *
fault(struct arena *a, struct query *q,
    const unsigned char public[SEAL_PUBLIC])
{
	const void *pdf, *context, *sha;
	const char *code, *title, *why;
	size_t npdf, ncontext, nsha;

	pdf = db_blob(q, 1, &npdf);
	sha = db_blob(q, 2, &nsha);
	if (!same(pdf, npdf, sha, nsha))
		return "le PDF n’est plus celui de son empreinte";
	context = db_blob(q, 3, &ncontext);
	sha = db_blob(q, 4, &nsha);
	if (!same(context, ncontext, sha, nsha))
		return "les données ne sont plus celles de leur empreinte";
	if (document_verify(a, pdf, npdf, public, &code, &title, &why) !=
	    VERDICT_AUTHENTIC)
		return why;
	if (!str_eq(code, db_text(q, 0)))
		return "le PDF porte un autre code";
	return NULL;
}

size_t
audit_document(struct arena *a, struct db *db, int64_t id,
    const unsigned char public[SEAL_PUBLIC], struct buf *out)
{
	const char *what = "ne se lit pas", *code = "";
	struct query *q;

	q = db_query(db, "SELECT code, pdf, sha256, context, empreinte FROM "
	    "document WHERE id = ?1", "i", id);
	if (db_next(q)) {
		code = db_dup(a, q, 0);
		what = fault(a, q, public);
	}
	if (db_done(q) == -1)
		what = "ne se lit pas";
	if (what == NULL)
		return 0;
	buf_fmt(out, "document %lld (%s) : %s\n", (long long)id, code, what);
	return 1;
}
