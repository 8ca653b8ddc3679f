/*
 * Files sent by a person, kept in the database.
 */
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/dossier/dossier.h"

#define NAME_MAX_CHARS	100

const char *
piece_type(const void *bytes, size_t len)
{
	static const struct {
		const char	*magic;
		size_t		 len;
		const char	*type;
	} types[] = {
		{ "%PDF-", 5, "application/pdf" },
		{ "\xff\xd8\xff", 3, "image/jpeg" },
		{ "\x89PNG\r\n\x1a\n", 8, "image/png" },
	};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (len > types[i].len &&
		    memcmp(bytes, types[i].magic, types[i].len) == 0)
			return types[i].type;
	return NULL;
}

const char *
piece_name(struct arena *a, const char *name)
{
	struct buf b = BUF_INIT;
	const char *p, *base = name;
	uint32_t cp;
	size_t n, chars = 0;

	for (p = name; *p != '\0'; p++)
		if (*p == '/' || *p == '\\')
			base = p + 1;
	for (p = base; *p != '\0' && chars < NAME_MAX_CHARS; p += n) {
		if ((n = utf8_decode(p, strlen(p), &cp)) == 0) {
			n = 1;
			continue;
		}
		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
		    (cp >= 0x200e && cp <= 0x200f) ||
		    (cp >= 0x2028 && cp <= 0x202e) ||
		    (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff ||
		    cp >= 0xfffe ||
		    (cp < 0x80 && strchr("\"<>|*?:;%", (int)cp) != NULL))
			continue;
		buf_add(&b, p, n);
		chars++;
	}
	base = str_trim(a, buf_cstr(&b));
	buf_free(&b);
	while (*base == '.')
		base++;
	return *base == '\0' ? "fichier" : base;
}

/* What is in the dossier still changes.  1 yes, 0 no, -1. */
static int
claim(struct db *db, const struct dossier *d)
{
	return db_exec(db, "UPDATE dossier SET changed = ?1, version = "
	    "version + 1 WHERE id = ?2 AND (sent IS NULL OR reopened IS NOT "
	    "NULL)", "ii", time_now(),
	    d->id);
}

int
piece_add(struct arena *a, struct db *db, const struct dossier *d,
    const char *field, const char *name, const void *bytes, size_t len,
    const char *scan)
{
	const char *type = piece_type(bytes, len);
	unsigned char sha[SHA256_SIZE];
	int rc;

	if (type == NULL || len > PIECE_MAX)
		return 1;
	sha256(sha, bytes, len);
	name = piece_name(a, name);
	if (db_begin(db) == -1)
		return -1;
	if ((rc = claim(db, d)) == 1)
		rc = db_exec(db, "INSERT INTO piece (dossier, field, name, "
		    "type, size, sha256, at, bytes, scan) SELECT ?1, ?2, ?3, "
		    "?4, ?5, ?6, ?7, ?8, ?10 WHERE (SELECT count(*) FROM piece "
		    "WHERE dossier = ?1) < ?9", "isssibibis", d->id, field,
		    name, type, (int64_t)len, sha, sizeof(sha), time_now(),
		    bytes, len, (int64_t)PIECE_COUNT, scan);
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
		.size = db_int(q, 4), .scan = db_dup(a, q, 6)
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
	q = db_query(db, "SELECT id, field, name, type, size, sha256, scan FROM "
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

	q = db_query(db, "SELECT id, field, name, type, size, sha256, scan FROM "
	    "piece WHERE id = ?1 AND dossier = ?2", "ii", id, dossier);
	if ((found = db_next(q)) != 0)
		row(a, q, p);
	return db_done(q) == -1 ? -1 : !found;
}

int
piece_read(struct arena *a, struct db *db, int64_t dossier, int64_t id,
    struct piece *p)
{
	const void *bytes;
	struct query *q;
	size_t len;
	int found;

	q = db_query(db, "SELECT id, field, name, type, size, sha256, scan, bytes "
	    "FROM piece WHERE id = ?1 AND dossier = ?2", "ii", id, dossier);
	if ((found = db_next(q)) != 0) {
		row(a, q, p);
		bytes = db_blob(q, 7, &len);
		p->bytes = arena_dupn(a, bytes, len);
	}
	return db_done(q) == -1 ? -1 : !found;
}
