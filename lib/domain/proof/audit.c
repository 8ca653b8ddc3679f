/*
 * Comparing what is stored with its hashes, and what is derived with what it
 * is derived from.
 */
#include <string.h>

#include "base/progress.h"
#include "base/str.h"
#include "domain/coffre.h"
#include "domain/paper/paper.h"
#include "domain/proof/audit.h"

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

/* The date of sending is written in the first record too. */
static size_t
audit_sent(struct db *db, struct buf *out)
{
	struct buf room = BUF_INIT, want = BUF_INIT;
	struct query *q;
	const char *xml;
	size_t len, n = 0;

	q = db_query(db, "SELECT d.id, d.numero, strftime("
	    "'%Y-%m-%dT%H:%M:%SZ', d.sent, 'unixepoch'), r.xml FROM dossier d "
	    "JOIN record r ON r.id = (SELECT min(id) FROM record WHERE "
	    "dossier = d.id AND form = d.programme) WHERE r.id NOT IN (SELECT "
	    "record FROM depart_record)", "");
	while (db_next(q)) {
		xml = db_blob(q, 3, &len);
		xml = coffre_clear(db, db_int(q, 0), xml, len, &room, &len);
		buf_reset(&want);
		buf_fmt(&want, " depose=\"%s\"", db_text(q, 2));
		/* one that does not open is told with the chain */
		if (xml == NULL || memmem(xml, len, want.data, want.len) !=
		    NULL)
			continue;
		buf_fmt(out, "%s : sa date d’envoi n’est pas celle de "
		    "l’enregistrement\n", db_text(q, 1));
		n++;
	}
	buf_free(&room);
	buf_free(&want);
	return db_done(q) == -1 ? n + 1 : n;
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
	n += audit_sent(db, out);
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

static size_t
count_pieces(struct db *db)
{
	struct query *q = db_query(db, "SELECT count(*) FROM piece", "");
	size_t n = db_next(q) ? (size_t)db_int(q, 0) : 0;

	return db_done(q) == -1 ? 0 : n;
}

size_t
audit_pieces(struct db *db, struct buf *out)
{
	struct buf room = BUF_INIT;
	const void *bytes, *sha;
	struct query *q;
	size_t len, nsha, n = 0, done = 0, all = count_pieces(db);

	q = db_query(db, "SELECT p.id, coalesce(d.numero, ''), p.bytes, "
	    "p.sha256, p.dossier FROM piece p LEFT JOIN dossier d ON d.id = p.dossier "
	    "ORDER BY p.id", "");
	while (db_next(q)) {
		bytes = db_blob(q, 2, &len);
		bytes = coffre_clear(db, db_int(q, 4), bytes, len, &room, &len);
		sha = db_blob(q, 3, &nsha);
		progress("Pièces", ++done, all);
		if (bytes != NULL && same(bytes, len, sha, nsha))
			continue;
		buf_fmt(out, "pièce %lld (%s) : le contenu n’est plus celui "
		    "de son empreinte\n", (long long)db_int(q, 0),
		    db_text(q, 1));
		n++;
	}
	buf_free(&room);
	if (db_done(q) == -1) {
		buf_str(out, "les pièces ne se lisent pas\n");
		n++;
	}
	return n;
}

int
audit_documents(struct arena *a, struct db *db, int64_t **ids, size_t *n)
{
	return db_ids(a, db_query(db, "SELECT id FROM document ORDER BY id",
	    ""), ids, n);
}

/* The PDF and the data against their hashes and the seal; NULL when sound. */
static const char *
file_fault(struct arena *a, struct query *q, const struct keyring *ring)
{
	const void *pdf, *context, *sha;
	struct inspection in;
	size_t npdf, ncontext, nsha;

	pdf = db_blob(q, 1, &npdf);
	sha = db_blob(q, 2, &nsha);
	if (!same(pdf, npdf, sha, nsha))
		return "le PDF n’est plus celui de son empreinte";
	context = db_blob(q, 3, &ncontext);
	sha = db_blob(q, 4, &nsha);
	if (!same(context, ncontext, sha, nsha))
		return "les données ne sont plus celles de leur empreinte";
	document_verify(a, pdf, npdf, ring, &in);
	if (in.key == NULL)
		return in.why;
	if (!str_eq(in.code, db_text(q, 0)))
		return "le PDF porte un autre code";
	return NULL;
}

/* A stored sum and its seal against what they were made of. */
static int
stands(struct arena *a, struct query *q, int col, enum sealed what,
    const unsigned char sum[SHA256_SIZE], const struct key *key)
{
	const void *stored, *seal;
	size_t n, nseal;

	stored = db_blob(q, col, &n);
	seal = db_blob(q, col + 1, &nseal);
	return n == SHA256_SIZE && nseal == SEAL_SIZE && key != NULL &&
	    memcmp(stored, sum, n) == 0 &&
	    document_sum_sealed(a, what, sum, seal, key);
}

/* The sheet of what it was made of, and its end, against their seals. */
static const char *
proof_fault(struct arena *a, struct query *q, const struct keyring *ring,
    const unsigned char sum[SHA256_SIZE], int found,
    const unsigned char end[SHA256_SIZE])
{
	int ended = !str_eq(db_text(q, 5), "valide");
	int adopted = db_null(q, 7);

	if (!found || (adopted && db_null(q, 12)))
		return "sa preuve manque ; s’il date d’avant les preuves, "
		    "« terreau seal --adopt » l’inscrit";
	if (!stands(a, q, adopted ? 13 : 7, adopted ? SEALED_ADOPTION :
	    SEALED_DOCUMENT, sum, keyring_named(ring, db_text(q, adopted ? 12 :
	    6))))
		return "sa ligne n’est plus celle qui a été scellée";
	if (ended == db_null(q, 9))
		return ended ? "sa fin n’est pas scellée" :
		    "sa fin a été effacée";
	if (ended && !stands(a, q, 10, SEALED_END, end, keyring_named(ring,
	    db_text(q, 9))))
		return "sa fin n’est plus celle qui a été scellée";
	return NULL;
}

/*
 * Of a paper whose file was erased the words are gone (depart_check() sees to
 * it), and with them what the sums were made of: they are taken at their word,
 * and the seals over them are checked.
 */
static void
take_sums(struct query *q, unsigned char sum[SHA256_SIZE],
    unsigned char end[SHA256_SIZE])
{
	const void *p;
	size_t n;

	p = db_blob(q, db_null(q, 7) ? 13 : 7, &n);
	if (n == SHA256_SIZE)
		memcpy(sum, p, n);
	p = db_blob(q, 10, &n);
	if (n == SHA256_SIZE)
		memcpy(end, p, n);
}

size_t
audit_document(struct arena *a, struct db *db, int64_t id,
    const struct keyring *ring, struct buf *out)
{
	unsigned char sum[SHA256_SIZE], end[SHA256_SIZE];
	const char *what = "ne se lit pas", *code = "";
	struct query *q;
	int found = document_sum(db, id, sum);

	if (found == 0)
		found = document_adopted_sum(db, id, sum);
	if (found != -1 && document_end_sum(db, id, end) == -1)
		found = -1;
	q = db_query(db, "SELECT d.code, d.pdf, d.sha256, d.context, "
	    "d.empreinte, d.state, d.key_name, p.sum, p.seal, e.key_name, "
	    "e.sum, e.seal, o.key_name, o.sum, o.seal, length(d.pdf) = 0 AND "
	    "d.dossier IN (SELECT dossier FROM depart) FROM document d LEFT "
	    "JOIN document_proof p ON p.document = d.id LEFT JOIN document_end "
	    "e ON e.document = d.id LEFT JOIN document_adopted o ON "
	    "o.document = d.id WHERE d.id = ?1", "i", id);
	if (db_next(q) && found != -1) {
		code = db_dup(a, q, 0);
		if (db_int(q, 15))
			take_sums(q, sum, end);
		if (db_int(q, 15) || (what = file_fault(a, q, ring)) == NULL)
			what = proof_fault(a, q, ring, sum, found, end);
	}
	if (db_done(q) == -1)
		what = "ne se lit pas";
	if (what == NULL)
		return 0;
	buf_fmt(out, "document %lld (%s) : %s\n", (long long)id, code, what);
	return 1;
}

size_t
audit_orphans(struct db *db, struct buf *out)
{
	struct query *q;
	size_t n = 0;

	q = db_query(db, "SELECT document FROM document_proof WHERE document "
	    "NOT IN (SELECT id FROM document) UNION SELECT document FROM "
	    "document_end WHERE document NOT IN (SELECT id FROM document) "
	    "UNION SELECT document FROM document_adopted WHERE document NOT IN "
	    "(SELECT id FROM document)", "");
	for (; db_next(q); n++)
		buf_fmt(out, "document %lld : il manque, sa preuve est là\n",
		    (long long)db_int(q, 0));
	if (db_done(q) == -1) {
		buf_str(out, "les preuves ne se lisent pas\n");
		n++;
	}
	q = db_query(db, "SELECT document FROM execution WHERE document NOT IN "
	    "(SELECT document FROM execution_proof) UNION SELECT document "
	    "FROM execution_proof WHERE document NOT IN (SELECT document FROM "
	    "execution)", "");
	for (; db_next(q); n++)
		buf_fmt(out, "document %lld : sa copie signée ou sa preuve "
		    "manque\n", (long long)db_int(q, 0));
	if (db_done(q) == -1) {
		buf_str(out, "les copies signées ne se lisent pas\n");
		n++;
	}
	return n;
}
