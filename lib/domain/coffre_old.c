/*
 * What was written before there was a coffre, and what the keys do not fit.
 */
#include "domain/coffre.h"

#define AT_ONCE		32	/* rows of a transaction: fewer than keys ready */

/* The next record after one that is not sealed, sealed.  0, 1 no more, -1. */
static int
next_record(struct db *db, int64_t *after)
{
	struct buf sealed = BUF_INIT;
	struct query *q;
	const void *xml;
	size_t len;
	int rc = 1;

	q = db_query(db, "SELECT id, dossier, xml FROM record WHERE id > ?1 AND "
	    "substr(xml, 1, 1) = x'3c' ORDER BY id LIMIT 1", "i", *after);
	if (db_next(q)) {
		*after = db_int(q, 0);
		xml = db_blob(q, 2, &len);
		rc = coffre_seal(db, db_int(q, 1), xml, len, &sealed);
	}
	if (db_done(q) == -1)
		rc = -1;
	if (rc == 0 && db_exec(db, "UPDATE record SET xml = ?2 WHERE id = ?1",
	    "ib", *after, sealed.data, sealed.len) != 1)
		rc = -1;
	buf_free(&sealed);
	return rc;
}

/*
 * The same of the next file of a table, by blocks: its bytes into room that
 * grow makes for them in the row.
 */
static int
next_file(struct db *db, const char *table, struct query *q, int64_t *after,
    int (*grow)(struct db *, int64_t id, int64_t size))
{
	struct arena *a;
	struct spool *s;
	int64_t dossier = 0;
	int rc = 1;

	if (db_next(q)) {
		*after = db_int(q, 0);
		dossier = db_int(q, 1);
		rc = 0;
	}
	if (db_done(q) == -1)
		return -1;
	if (rc != 0)
		return rc;
	s = spool_new(a = arena_new(), NULL);
	if (db_blob_read(db, table, "bytes", *after, s) == -1 ||
	    grow(db, *after, (int64_t)coffre_size(spool_len(s))) != 1 ||
	    coffre_write(db, dossier, table, "bytes", *after, s) == -1)
		rc = -1;
	arena_free(a);
	return rc;
}

static int
grow_piece(struct db *db, int64_t id, int64_t size)
{
	return db_exec(db, "UPDATE piece SET bytes = zeroblob(?2) WHERE "
	    "id = ?1", "ii", id, size);
}

static int
grow_scan(struct db *db, int64_t id, int64_t size)
{
	return db_exec(db, "UPDATE scan SET bytes = zeroblob(?2) WHERE "
	    "id = ?1", "ii", id, size);
}

static int
grow_declaration(struct db *db, int64_t id, int64_t size)
{
	return db_exec(db, "UPDATE declaration SET bytes = zeroblob(?2) WHERE "
	    "id = ?1", "ii", id, size);
}

static int
next_piece(struct db *db, int64_t *after)
{
	return next_file(db, "piece", db_query(db, "SELECT id, dossier FROM "
	    "piece WHERE id > ?1 AND substr(bytes, 1, 1) <> x'01' ORDER BY id "
	    "LIMIT 1", "i", *after), after, grow_piece);
}

static int
next_scan(struct db *db, int64_t *after)
{
	return next_file(db, "scan", db_query(db, "SELECT s.id, d.dossier FROM "
	    "scan s JOIN document d ON d.id = s.document WHERE s.id > ?1 AND "
	    "substr(s.bytes, 1, 1) <> x'01' ORDER BY s.id LIMIT 1", "i",
	    *after), after, grow_scan);
}

static int
next_declaration(struct db *db, int64_t *after)
{
	return next_file(db, "declaration", db_query(db, "SELECT f.id, "
	    "o.dossier FROM declaration f JOIN obligation o ON "
	    "o.id = f.obligation WHERE f.id > ?1 AND substr(f.bytes, 1, 1) <> "
	    "x'01' ORDER BY f.id LIMIT 1", "i", *after), after,
	    grow_declaration);
}

int64_t
coffre_seal_old(struct db *db)
{
	static int (*const kinds[])(struct db *, int64_t *) = {
		next_record, next_piece, next_scan, next_declaration
	};
	int64_t after = 0, done = 0;
	size_t k = 0;
	int i, rc;

	while (k < sizeof(kinds) / sizeof(kinds[0])) {
		if (coffre_ready(db) == -1 || db_begin(db) == -1)
			return -1;
		for (i = 0, rc = 0; i < AT_ONCE && rc == 0; i++)
			if ((rc = kinds[k](db, &after)) == 0)
				done++;
		if (rc == -1) {
			db_rollback(db);
			return -1;
		}
		if (db_commit(db) == -1)
			return -1;
		if (rc == 1) {
			after = 0;
			k++;
		}
	}
	return done;
}

size_t
coffre_check(struct db *db, struct buf *out)
{
	struct query *q;
	size_t n = 0;

	q = db_query(db, "SELECT numero FROM dossier WHERE cle IS NOT NULL AND "
	    "cle NOT IN (SELECT id FROM coffre.cle) ORDER BY id", "");
	for (; db_next(q); n++)
		buf_fmt(out, "%s : sa clé n’est pas dans le coffre, ce qui "
		    "est scellé ne s’ouvre plus\n", db_text(q, 0));
	if (db_done(q) == -1)
		n++;
	q = db_query(db, "SELECT (SELECT count(*) FROM record WHERE "
	    "substr(xml, 1, 1) = x'3c') + (SELECT count(*) FROM piece WHERE "
	    "substr(bytes, 1, 1) <> x'01') + (SELECT count(*) FROM scan WHERE "
	    "substr(bytes, 1, 1) <> x'01') + (SELECT count(*) FROM "
	    "declaration WHERE substr(bytes, 1, 1) <> x'01')", "");
	if (db_next(q) && db_int(q, 0) > 0) {
		buf_fmt(out, "%lld enregistrements et fichiers ne sont pas "
		    "encore scellés : « terreau rebuild » le fait\n",
		    (long long)db_int(q, 0));
		n++;
	}
	return db_done(q) == -1 ? n + 1 : n;
}
