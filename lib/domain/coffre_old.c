/*
 * What was written before there was a coffre, and what the keys do not fit.
 */
#include "domain/coffre.h"

/* In one transaction: rows, fewer than keys ready, and bytes, or one row. */
#define AT_ONCE		32
#define BYTES_AT_ONCE	(INT64_C(256) * 1024)

struct row {
	int64_t	id, dossier;
};

/* One way of rows: those after one that are not sealed, with their sizes. */
struct kind {
	struct query *(*list)(struct db *, int64_t after);
	int	(*seal)(struct db *, const struct row *);
};

static struct query *
list_records(struct db *db, int64_t after)
{
	return db_query(db, "SELECT id, dossier, length(xml) FROM record WHERE "
	    "id > ?1 AND substr(xml, 1, 1) = x'3c' ORDER BY id", "i", after);
}

/* 1 sealed, 0 somebody else did, -1. */
static int
seal_record(struct db *db, const struct row *r)
{
	struct buf sealed = BUF_INIT;
	struct query *q;
	const void *xml;
	size_t len;
	int rc = 0;

	q = db_query(db, "SELECT xml FROM record WHERE id = ?1 AND "
	    "substr(xml, 1, 1) = x'3c'", "i", r->id);
	if (db_next(q)) {
		xml = db_blob(q, 0, &len);
		rc = coffre_seal(db, r->dossier, xml, len, &sealed) == 0 ? 1 :
		    -1;
	}
	if (db_done(q) == -1)
		rc = -1;
	if (rc == 1 && db_exec(db, "UPDATE record SET xml = ?2 WHERE id = ?1",
	    "ib", r->id, sealed.data, sealed.len) != 1)
		rc = -1;
	buf_free(&sealed);
	return rc;
}

/* The same of a file, by blocks, into room that grow makes in its row. */
static int
seal_file(struct db *db, const char *table, const struct row *r,
    int (*grow)(struct db *, int64_t id, int64_t size))
{
	struct arena *a = arena_new();
	struct spool *s = spool_new(a, NULL);
	unsigned char first = 0;
	int rc = -1;

	if (db_blob_read(db, table, "bytes", r->id, s) == 0) {
		spool_read(s, 0, &first, 1);
		rc = first == 1 ? 0 : grow(db, r->id,
		    (int64_t)coffre_size(spool_len(s))) == 1 &&
		    coffre_write(db, r->dossier, table, "bytes", r->id, s) ==
		    0 ? 1 : -1;
	}
	arena_free(a);
	return rc;
}

static struct query *
list_pieces(struct db *db, int64_t after)
{
	return db_query(db, "SELECT id, dossier, length(bytes) FROM piece "
	    "WHERE id > ?1 AND substr(bytes, 1, 1) <> x'01' ORDER BY id", "i",
	    after);
}

static int
grow_piece(struct db *db, int64_t id, int64_t size)
{
	return db_exec(db, "UPDATE piece SET bytes = zeroblob(?2) WHERE "
	    "id = ?1", "ii", id, size);
}

static int
seal_piece(struct db *db, const struct row *r)
{
	return seal_file(db, "piece", r, grow_piece);
}

static struct query *
list_scans(struct db *db, int64_t after)
{
	return db_query(db, "SELECT s.id, d.dossier, length(s.bytes) FROM scan "
	    "s JOIN document d ON d.id = s.document WHERE s.id > ?1 AND "
	    "substr(s.bytes, 1, 1) <> x'01' ORDER BY s.id", "i", after);
}

static int
grow_scan(struct db *db, int64_t id, int64_t size)
{
	return db_exec(db, "UPDATE scan SET bytes = zeroblob(?2) WHERE "
	    "id = ?1", "ii", id, size);
}

static int
seal_scan(struct db *db, const struct row *r)
{
	return seal_file(db, "scan", r, grow_scan);
}

static struct query *
list_declarations(struct db *db, int64_t after)
{
	return db_query(db, "SELECT f.id, o.dossier, length(f.bytes) FROM "
	    "declaration f JOIN obligation o ON o.id = f.obligation WHERE "
	    "f.id > ?1 AND substr(f.bytes, 1, 1) <> x'01' ORDER BY f.id", "i",
	    after);
}

static int
grow_declaration(struct db *db, int64_t id, int64_t size)
{
	return db_exec(db, "UPDATE declaration SET bytes = zeroblob(?2) WHERE "
	    "id = ?1", "ii", id, size);
}

static int
seal_declaration(struct db *db, const struct row *r)
{
	return seal_file(db, "declaration", r, grow_declaration);
}

static const struct kind kinds[] = {
	{ list_records, seal_record },
	{ list_pieces, seal_piece },
	{ list_scans, seal_scan },
	{ list_declarations, seal_declaration }
};

#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

/* The next rows, looked for while others write.  How many, or -1. */
static int
look(struct db *db, const struct coffre_old *o, struct row rows[AT_ONCE])
{
	struct query *q = kinds[o->kind].list(db, o->after);
	int64_t bytes = 0;
	int n = 0;

	while (n < AT_ONCE && bytes < BYTES_AT_ONCE && db_next(q)) {
		rows[n++] = (struct row){ db_int(q, 0), db_int(q, 1) };
		bytes += db_int(q, 2);
	}
	return db_done(q) == -1 ? -1 : n;
}

int
coffre_seal_old(struct db *db, struct coffre_old *o)
{
	struct row rows[AT_ONCE];
	int i, n, rc = 0, sealed = 0;

	if ((n = look(db, o, rows)) == -1)
		return -1;
	if (n == 0) {
		o->after = 0;
		return ++o->kind < KINDS;
	}
	if (coffre_ready(db) == -1 || db_begin(db) == -1)
		return -1;
	for (i = 0; i < n && rc != -1; i++) {
		rc = kinds[o->kind].seal(db, &rows[i]);
		sealed += rc == 1;
	}
	if (rc == -1) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db) == -1)
		return -1;
	o->after = rows[n - 1].id;
	o->done += sealed;
	return 1;
}

int64_t
coffre_clear_rows(struct db *db)
{
	struct query *q;
	int64_t n = -1;

	q = db_query(db, "SELECT (SELECT count(*) FROM record WHERE "
	    "substr(xml, 1, 1) = x'3c') + (SELECT count(*) FROM piece WHERE "
	    "substr(bytes, 1, 1) <> x'01') + (SELECT count(*) FROM scan WHERE "
	    "substr(bytes, 1, 1) <> x'01') + (SELECT count(*) FROM "
	    "declaration WHERE substr(bytes, 1, 1) <> x'01')", "");
	if (db_next(q))
		n = db_int(q, 0);
	return db_done(q) == -1 ? -1 : n;
}

size_t
coffre_check(struct db *db, struct buf *out)
{
	struct query *q;
	int64_t clear;
	size_t n = 0;

	q = db_query(db, "SELECT numero FROM dossier WHERE cle IS NOT NULL AND "
	    "cle NOT IN (SELECT id FROM coffre.cle) ORDER BY id", "");
	for (; db_next(q); n++)
		buf_fmt(out, "%s : sa clé n’est pas dans le coffre, ce qui "
		    "est scellé ne s’ouvre plus\n", db_text(q, 0));
	if (db_done(q) == -1)
		n++;
	if ((clear = coffre_clear_rows(db)) > 0)
		buf_fmt(out, "%lld enregistrements et fichiers ne sont pas "
		    "encore scellés : « terreau rebuild » le fait\n",
		    (long long)clear);
	return clear != 0 ? n + 1 : n;
}
