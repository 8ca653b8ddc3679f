/*
 * Executed copies as they are stored: found, given out, checked.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/paper/execution.h"
#include "domain/paper/paper.h"
#include "domain/signature/signature_inside.h"

#define LATE	3600	/* seconds until « terreau seal » should have come by */

void
execution_hash(unsigned char out[SHA256_SIZE], const void *context,
    size_t ncontext, const void *twin, size_t ntwin)
{
	struct sha256 s;

	sha256_start(&s);
	sha256_add(&s, context, ncontext);
	sha256_add(&s, twin, ntwin);
	sha256_end(&s, out);
}

int
execution_find(struct arena *a, struct db *db, const char *code,
    struct execution *e)
{
	const void *sha;
	struct query *q;
	size_t len;
	int found;

	(void)a;
	q = db_query(db, "SELECT e.completed, e.at, length(e.pdf), e.pages, "
	    "e.sha256 FROM execution e JOIN document d ON d.id = e.document "
	    "WHERE d.code = ?1", "s", code);
	if ((found = db_next(q)) != 0) {
		*e = (struct execution){ .completed = db_int(q, 0),
			.at = db_int(q, 1), .size = db_int(q, 2),
			.pages = (int)db_int(q, 3) };
		sha = db_blob(q, 4, &len);
		if (len == SHA256_SIZE)
			memcpy(e->sha256, sha, len);
	}
	return db_done(q) == -1 ? -1 : !found;
}

int
execution_pdf(struct arena *a, struct db *db, const char *code,
    const void **bytes, size_t *len)
{
	const void *blob;
	struct query *q;
	int found;

	q = db_query(db, "SELECT e.pdf FROM execution e JOIN document d ON "
	    "d.id = e.document WHERE d.code = ?1", "s", code);
	if ((found = db_next(q)) != 0) {
		blob = db_blob(q, 0, len);
		*bytes = arena_dupn(a, blob, *len);
	}
	return db_done(q) == -1 ? -1 : !found;
}

int
execution_twin(struct arena *a, struct db *db, const char *code,
    struct buf *html)
{
	const void *blob;
	void *stored = NULL;
	struct query *q;
	size_t len = 0;

	q = db_query(db, "SELECT e.twin FROM execution e JOIN document d ON "
	    "d.id = e.document WHERE d.code = ?1", "s", code);
	if (db_next(q)) {
		blob = db_blob(q, 0, &len);
		stored = arena_dupn(a, blob, len);
	}
	if (db_done(q) == -1)
		return -1;
	return stored == NULL ? 1 : paper_html(html, stored, len);
}

const char *
execution_filename(struct arena *a, const struct document *d)
{
	return arena_fmt(a, "%s-%.4s-%.4s-%.4s-signe.pdf", d->kind, d->code,
	    d->code + 4, d->code + 8);
}

/* What is wrong with the row, NULL when it is sound. */
static const char *
fault(struct arena *a, struct query *q, const char *code,
    const struct keyring *ring)
{
	unsigned char hash[SHA256_SIZE];
	const void *pdf, *context, *twin, *want;
	struct inspection in;
	size_t npdf, ncontext, ntwin, nwant;

	pdf = db_blob(q, 0, &npdf);
	want = db_blob(q, 1, &nwant);
	sha256(hash, pdf, npdf);
	if (nwant != SHA256_SIZE || memcmp(hash, want, SHA256_SIZE) != 0)
		return "le PDF n’est plus celui de son empreinte";
	context = db_blob(q, 2, &ncontext);
	twin = db_blob(q, 3, &ntwin);
	want = db_blob(q, 4, &nwant);
	execution_hash(hash, context, ncontext, twin, ntwin);
	if (nwant != SHA256_SIZE || memcmp(hash, want, SHA256_SIZE) != 0)
		return "les mots ne sont plus ceux de leur empreinte";
	document_verify(a, pdf, npdf, ring, &in);
	if (in.key == NULL)
		return in.why;
	return str_eq(in.code, code) ? NULL : "le PDF porte un autre code";
}

/* The last signature, as the slots have it. */
static int64_t
completed(const struct signature *list, size_t n)
{
	int64_t last = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (list[i].at > last)
			last = list[i].at;
	return last;
}

/*
 * All its columns against the seal over them; gone: they were erased, and
 * their sum alone is.
 */
static const char *
unsealed(struct arena *a, struct db *db, int64_t id,
    const struct keyring *ring, int gone)
{
	unsigned char sum[SHA256_SIZE];
	const struct key *key = NULL;
	const void *stored = NULL, *seal = NULL;
	struct query *q;
	size_t n = 0, nseal = 0;
	int ok, found = execution_sum(db, id, sum);

	q = db_query(db, "SELECT e.key_name, p.sum, p.seal FROM execution e "
	    "JOIN execution_proof p ON p.document = e.document WHERE "
	    "e.document = ?1", "i", id);
	if (db_next(q)) {
		key = keyring_named(ring, db_text(q, 0));
		stored = db_blob(q, 1, &n);
		seal = db_blob(q, 2, &nseal);
	}
	ok = found == 1 && key != NULL && n == SHA256_SIZE &&
	    nseal == SEAL_SIZE && (gone || memcmp(stored, sum, n) == 0) &&
	    document_sum_sealed(a, SEALED_COPY, stored, seal, key);
	return db_done(q) == -1 ? "ne se lit pas" : ok ? NULL :
	    "sa ligne n’est plus celle qui a été scellée";
}

size_t
execution_check(struct arena *a, struct db *db, int64_t document,
    const struct keyring *ring, struct buf *out)
{
	struct signature *slots;
	const char *what = NULL, *code = "";
	struct query *q;
	int64_t at = 0;
	size_t n;
	int found, all, gone = 0;

	q = db_query(db, "SELECT code FROM document WHERE id = ?1", "i",
	    document);
	if (db_next(q))
		code = db_dup(a, q, 0);
	if (db_done(q) == -1)
		return 0;	/* the document itself is told of */
	n = signature_list(a, db, code, &slots);
	all = signature_complete(slots, n);
	q = db_query(db, "SELECT e.pdf, e.sha256, e.context, e.twin, e.words, "
	    "e.completed, length(e.pdf) = 0 AND d.dossier IN (SELECT dossier "
	    "FROM depart) FROM execution e JOIN document d ON d.id = "
	    "e.document WHERE d.code = ?1", "s", code);
	if ((found = db_next(q)) != 0) {
		gone = (int)db_int(q, 6);
		what = gone ? NULL : fault(a, q, code, ring);
		at = db_int(q, 5);
	}
	if (db_done(q) == -1)
		what = "ne se lit pas";
	else if (what != NULL)
		;
	else if (found && !all)
		what = "faite, mais tous n’ont pas signé";
	else if (found && at != completed(slots, n))
		what = "sa date n’est pas celle de la dernière signature";
	else if (found)
		what = unsealed(a, db, document, ring, gone);
	else if (all && completed(slots, n) < time_now() - LATE)
		what = "tous ont signé, et elle n’est pas faite : lancez "
		    "« terreau seal »";
	if (what == NULL)
		return 0;
	buf_fmt(out, "copie signée de %s : %s\n", code, what);
	return 1;
}
