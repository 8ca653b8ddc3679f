/*
 * flips: one bit changed at a time in everything stored of a document, the
 * triggers and checks of the database out of the way; audit must name it each
 * time.  The columns are asked of the database: one that is added later and
 * is under no seal makes this fail.
 */
#ifndef FLIPS_H
#define FLIPS_H

#include <string.h>

#include "domain/paper/execution.h"
#include "domain/proof/audit.h"
#include "test.h"

#define FLIP_STEP	97	/* bytes between two flips in a long blob */

struct flips {
	struct arena		*a;
	struct db		*db;
	const struct keyring	*keys;
	int64_t			 id;
	int			 copy;		/* the one all signed */
	size_t			 tried, named;
};

/* Faults named in the document as it stands. */
static size_t
flips_faults(struct flips *f)
{
	struct arena *a = arena_new();
	struct buf out = BUF_INIT;
	size_t n;

	n = f->copy ? execution_check(a, f->db, f->id, f->keys, &out) :
	    audit_document(a, f->db, f->id, f->keys, &out);
	n += audit_orphans(f->db, &out);
	buf_free(&out);
	arena_free(a);
	return n;
}

static void
flips_try(struct flips *f, const char *sql, const char *what)
{
	size_t n;

	CHECK(db_begin(f->db) == 0);
	if (db_script(f->db, sql) == -1) {
		printf("not ok %s: %s\n", what, sql);
		test_failed++;
	}
	n = flips_faults(f);
	f->tried++;
	f->named += n > 0;
	if (n == 0)
		printf("# not named: %s\n", what);
	db_rollback(f->db);
}

/* The bytes of a value as SQL, one bit of one byte changed. */
static const char *
flips_value(struct arena *a, const unsigned char *p, size_t len, size_t at,
    unsigned bit)
{
	unsigned char *copy = memcpy(arena_alloc(a, len + 1), p, len);

	copy[at] ^= (unsigned char)(1u << bit);
	return arena_fmt(a, "x'%s'", hex_encode(a, copy, len));
}

static void
flips_column(struct flips *f, const char *table, const char *key,
    const char *column, const char *type)
{
	const char *where = arena_fmt(f->a, "%s = %lld", key,
	    (long long)f->id), *what, *value;
	struct buf sql = BUF_INIT;
	struct arena *a = arena_new();
	unsigned char *bytes = NULL;
	struct query *q;
	size_t len = 0, at;
	const void *p;
	int null = 1;

	/* through a view of one column, SQL being a literal elsewhere */
	buf_fmt(&sql, "CREATE TEMP VIEW flipped AS SELECT %s AS v FROM %s "
	    "WHERE %s", column, table, where);
	CHECK(db_begin(f->db) == 0 && db_script(f->db, buf_cstr(&sql)) == 0 &&
	    db_commit(f->db) == 0);
	q = db_query(f->db, "SELECT v FROM flipped", "");
	if (db_next(q)) {
		null = db_null(q, 0);
		p = db_blob(q, 0, &len);
		bytes = memcpy(arena_alloc(f->a, len + 1), p, len);
	}
	CHECK(db_done(q) == 0 && bytes != NULL);
	CHECK(db_begin(f->db) == 0 && db_script(f->db, "DROP VIEW flipped") ==
	    0 && db_commit(f->db) == 0);
	for (at = 0; bytes != NULL && at < (len == 0 ? 1 : len);
	    at += len > 200 ? FLIP_STEP : 1) {
		what = arena_fmt(a, "%s.%s byte %zu", table, column, at);
		if (null)
			value = strcmp(type, "TEXT") == 0 ? "'x'" : "7";
		else if (strcmp(type, "INTEGER") == 0)
			/* high enough for an id to be nobody else’s */
			value = arena_fmt(a, "%s + (4096 << %zu)", column, at);
		else if (len == 0)
			value = "'x'";
		else if (strcmp(type, "TEXT") == 0)
			value = arena_fmt(a, "CAST(%s AS TEXT)",
			    flips_value(a, bytes, len, at, at % 4));
		else
			value = flips_value(a, bytes, len, at, at % 8);
		flips_try(f, arena_fmt(a, "UPDATE %s SET %s = %s WHERE %s",
		    table, column, value, where), what);
		arena_reset(a);
	}
	buf_free(&sql);
	arena_free(a);
}

/* Every column of a table, for the row of the document. */
static void
flips_table(struct flips *f, const char *table, const char *key)
{
	const char *names[64], *types[64];
	struct query *q;
	size_t n = 0, i;

	q = db_query(f->db, "SELECT name, type FROM pragma_table_info(?1)",
	    "s", table);
	while (n < 64 && db_next(q)) {
		names[n] = db_dup(f->a, q, 0);
		types[n++] = db_dup(f->a, q, 1);
	}
	CHECK(db_done(q) == 0 && n > 2 && n < 64);
	for (i = 0; i < n; i++)
		flips_column(f, table, key, names[i], types[i]);
}

/* What the database itself forbids, for as long as one looks. */
static void
flips_unguarded(struct db *db, const char *triggers)
{
	CHECK(db_begin(db) == 0 && db_script(db, triggers) == 0 &&
	    db_commit(db) == 0);
	CHECK(db_script(db, "PRAGMA foreign_keys = OFF; "
	    "PRAGMA ignore_check_constraints = ON") == 0);
}

static void
flips_end(struct flips *f, size_t least)
{
	CHECK(db_script(f->db, "PRAGMA foreign_keys = ON; "
	    "PRAGMA ignore_check_constraints = OFF") == 0);
	printf("# %zu flips\n", f->tried);
	CHECK(f->tried > least);
	CHECK(f->named == f->tried);
	CHECK(flips_faults(f) == 0);
}

/* The copy of a document that all have signed. */
static __attribute__((unused)) void
flips_copy(struct arena *a, struct db *db, const struct keyring *keys,
    int64_t id)
{
	struct flips f = { .a = a, .db = db, .keys = keys, .id = id,
		.copy = 1 };

	CHECK(flips_faults(&f) == 0);
	flips_unguarded(db, "DROP TRIGGER IF EXISTS execution_kept; "
	    "DROP TRIGGER execution_proof_kept; "
	    "DROP TRIGGER execution_proof_stays");
	flips_table(&f, "execution", "document");
	flips_table(&f, "execution_proof", "document");
	flips_try(&f, arena_fmt(a, "DELETE FROM execution_proof WHERE "
	    "document = %lld", (long long)id), "execution_proof removed");
	flips_end(&f, 1000);
}

/* An ended document, whose three rows are there. */
static __attribute__((unused)) void
flips(struct arena *a, struct db *db, const struct keyring *keys, int64_t id)
{
	struct flips f = { .a = a, .db = db, .keys = keys, .id = id };

	CHECK(flips_faults(&f) == 0);
	flips_unguarded(db, "DROP TRIGGER document_kept; DROP TRIGGER "
	    "document_ends_once; DROP TRIGGER document_stays; DROP TRIGGER "
	    "document_proof_kept; DROP TRIGGER document_proof_stays; "
	    "DROP TRIGGER document_end_kept; DROP TRIGGER document_end_stays");
	flips_table(&f, "document", "id");
	flips_table(&f, "document_proof", "document");
	flips_table(&f, "document_end", "document");
	flips_try(&f, arena_fmt(a, "DELETE FROM document_end WHERE document = "
	    "%lld", (long long)id), "document_end removed");
	flips_try(&f, arena_fmt(a, "DELETE FROM document_proof WHERE document "
	    "= %lld", (long long)id), "document_proof removed");
	flips_try(&f, arena_fmt(a, "DELETE FROM document WHERE id = %lld",
	    (long long)id), "document removed");
	flips_try(&f, arena_fmt(a, "UPDATE document SET state = 'valide', "
	    "replaced_by = NULL, ended = NULL, reason = NULL WHERE id = %lld",
	    (long long)id), "made valid again");
	flips_end(&f, 1500);
}

#endif
