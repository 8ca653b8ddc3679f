/*
 * holder: comparing what was typed with the name kept beside a document.
 */
#include "domain/paper/holder.h"

#include "base/date.h"
#include "base/str.h"
#include "port/unicode.h"

/* Count it, or forget the wrong ones.  0 or -1. */
static int
count(struct db *db, int64_t id, int64_t n)
{
	return db_exec(db, "INSERT INTO name_try VALUES (?1, ?2, ?3) ON "
	    "CONFLICT (document) DO UPDATE SET n = ?2, at = ?3", "iii", id, n,
	    time_now()) == 1 ? 0 : -1;
}

static int
try(struct arena *a, struct db *db, const char *code, const char *typed,
    struct holder *h)
{
	const char *given = "", *family = "";
	int64_t id = 0, n = 0;
	struct query *q;

	q = db_query(db, "SELECT d.id, p.given, p.family, coalesce(t.n, 0) "
	    "FROM document d JOIN document_proof p ON p.document = d.id LEFT "
	    "JOIN name_try t ON t.document = d.id AND t.at > ?2 WHERE d.code "
	    "= ?1", "si", code, time_now() - HOLDER_SECONDS);
	if (db_next(q)) {
		id = db_int(q, 0);
		given = db_dup(a, q, 1);
		family = db_dup(a, q, 2);
		n = db_int(q, 3);
	}
	if (db_done(q) == -1)
		return -1;
	if (id == 0)
		return 1;
	if (n >= HOLDER_TRIES)
		return 0;
	/* of a file that was erased there is none */
	h->right = *family != '\0' &&
	    str_eq(unicode_fold(a, typed), unicode_fold(a, family));
	n = h->right ? 0 : n + 1;
	h->left = HOLDER_TRIES - (int)n;
	if (h->right)
		h->name = arena_fmt(a, "%s %s", given, family);
	return count(db, id, n);
}

int
holder_try(struct arena *a, struct db *db, const char *code,
    const char *typed, struct holder *h)
{
	int rc;

	*h = (struct holder){ 0, 0, "" };
	if (db_begin(db) == -1)
		return -1;
	if ((rc = try(a, db, code, typed, h)) != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}
