/*
 * Files sent by a person, kept in the database.
 */
#include <string.h>

#include "base/date.h"
#include "domain/coffre.h"
#include "domain/dossier/dossier.h"

/* What is in the dossier still changes.  1 yes, 0 no, -1. */
static int
claim(struct db *db, const struct dossier *d)
{
	return db_exec(db, "UPDATE dossier SET changed = ?1, version = "
	    "version + 1 WHERE id = ?2 AND (sent IS NULL OR reopened IS NOT "
	    "NULL)", "ii", time_now(),
	    d->id);
}

/* Inside the transaction: 1, 0 when the dossier has enough, or -1. */
static int
insert(struct db *db, const struct dossier *d, const char *field,
    const struct upload *u)
{
	struct query *q;
	int64_t n = 0;

	q = db_query(db, "SELECT count(*) FROM piece WHERE dossier = ?1", "i",
	    d->id);
	if (db_next(q))
		n = db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	if (n >= PIECE_COUNT)
		return 0;
	if (db_exec(db, "INSERT INTO piece (dossier, field, name, type, size, "
	    "sha256, at, scan, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
	    "zeroblob(?9))", "isssibisi", d->id, field, u->name, u->type,
	    (int64_t)u->len, u->sha256, sizeof(u->sha256), time_now(),
	    u->scan, (int64_t)coffre_size(u->len)) != 1)
		return -1;
	return coffre_write(db, d->id, "piece", "bytes", db_last_id(db),
	    u->bytes) == -1 ? -1 : 1;
}

int
piece_add(struct db *db, const struct dossier *d, const char *field,
    const struct upload *u)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	if ((rc = claim(db, d)) == 1)
		rc = insert(db, d, field, u);
	if (rc != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	return db_commit(db);
}

int
piece_remove(struct db *db, const struct dossier *d, int64_t id)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	if ((rc = claim(db, d)) == 1)
		rc = d->sent != 0 ? 0 : db_exec(db, "DELETE FROM piece WHERE "
		    "id = ?1 AND dossier = ?2", "ii", id, d->id);
	if (rc != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	return db_commit(db);
}

static void
row(struct arena *a, struct query *q, struct piece *p)
{
	const void *sha;
	size_t len;

	*p = (struct piece){
		.id = db_int(q, 0), .field = db_dup(a, q, 1),
		.name = db_dup(a, q, 2), .type = db_dup(a, q, 3),
		.size = db_int(q, 4), .scan = db_dup(a, q, 6),
		.dossier = db_int(q, 7)
	};
	sha = db_blob(q, 5, &len);
	if (len == SHA256_SIZE)
		memcpy(p->sha256, sha, SHA256_SIZE);
}

size_t
piece_list(struct arena *a, struct db *db, int64_t dossier,
    struct piece **out)
{
	struct piece *list = arena_array(a, PIECE_COUNT, sizeof(*list));
	struct query *q;
	size_t n;

	*out = list;
	q = db_query(db, "SELECT id, field, name, type, size, sha256, scan, "
	    "dossier FROM "
	    "piece WHERE dossier = ?1 ORDER BY id", "i", dossier);
	for (n = 0; n < PIECE_COUNT && db_next(q); n++)
		row(a, q, &list[n]);
	return db_done(q) == -1 ? 0 : n;
}

int
piece_find(struct arena *a, struct db *db, int64_t dossier, int64_t id,
    struct piece *p)
{
	struct query *q;
	int found;

	q = db_query(db, "SELECT id, field, name, type, size, sha256, scan, "
	    "dossier FROM "
	    "piece WHERE id = ?1 AND dossier = ?2", "ii", id, dossier);
	if ((found = db_next(q)) != 0)
		row(a, q, p);
	return db_done(q) == -1 ? -1 : !found;
}

int
piece_read(struct db *db, const struct piece *p, struct spool *to)
{
	return coffre_read(db, p->dossier, "piece", "bytes", p->id, to) == 0 ?
	    0 : -1;
}
