/*
 * Papers signed by hand: the scan is kept as it came, the slots that it signs
 * point to it by its hash.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/coffre.h"
#include "domain/signature/signature_inside.h"

static int
insert_scan(struct db *db, const struct signing *by, const char *code,
    const struct upload *u)
{
	struct query *q;
	int64_t id = 0, n = 0, dossier = 0;

	q = db_query(db, "SELECT d.id, (SELECT count(*) FROM scan WHERE "
	    "document = d.id), d.dossier FROM document d WHERE d.code = ?1", "s", code);
	if (db_next(q)) {
		id = db_int(q, 0);
		n = db_int(q, 1);
		dossier = db_int(q, 2);
	}
	if (db_done(q) == -1)
		return -1;
	if (id == 0 || n >= SCAN_COUNT)
		return 1;
	if (db_exec(db, "INSERT INTO scan (document, name, type, size, sha256, "
	    "scan, account, author, at, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
	    "?7, ?8, ?9, zeroblob(?10))", "issibsisii", id, u->name, u->type,
	    (int64_t)u->len, u->sha256, sizeof(u->sha256), u->scan,
	    by->actor.account, by->actor.name, time_now(),
	    (int64_t)coffre_size(u->len)) != 1)
		return -1;
	return coffre_write(db, dossier, "scan", "bytes", db_last_id(db),
	    u->bytes);
}

static int
fill_slot(struct arena *a, struct db *db, const struct signing *by,
    const char *code, const struct signed_paper *p, size_t i,
    const char *scan)
{
	struct act act = { .decision = "signe", .way = "papier",
		.at = time_now(), .agent = by->actor.name, .scan = scan,
		.day = p->day };
	struct signature s;
	int rc;

	if ((rc = signature_find(a, db, p->slots[i], &s)) != 0)
		return rc;
	if (!str_eq(s.code, code))
		return 1;
	if (*s.nom == '\0' && (p->names == NULL || p->names[i] == NULL ||
	    str_is_blank(p->names[i])))
		return 1;
	if (*s.nom == '\0')
		act.nom = p->names[i];
	rc = signature_may(a, db, by->office, &s, "papier", p->day);
	if (rc != SIGNING_MAY)
		return rc == -1 ? -1 : 1;
	return signature_fill(a, db, by, &s, &act);
}

static int
sign_in(struct arena *a, struct db *db, const struct signing *by,
    const char *code, const struct signed_paper *p)
{
	const char *hex = hex_encode(a, p->file->sha256, SHA256_SIZE);
	size_t i;
	int rc;

	if ((rc = insert_scan(db, by, code, p->file)) != 0)
		return rc;
	for (i = 0; i < p->n; i++)
		if ((rc = fill_slot(a, db, by, code, p, i, hex)) != 0)
			return rc;
	return signature_go_on(a, db, by->office, by->mailer, code, 0);
}

int
signature_sign_paper(struct arena *a, struct db *db, const struct signing *by,
    const char *code, const struct signed_paper *p)
{
	struct document doc;
	int rc;

	if (p->n == 0 || p->day == DAY_NONE || p->day > day_today())
		return 1;
	if ((rc = document_find(a, db, code, &doc)) != 0)
		return rc;
	/* nothing is signed before it exists */
	if (p->day < time_local(doc.issued, NULL, NULL))
		return 1;
	if (db_begin(db) == -1)
		return -1;
	if ((rc = sign_in(a, db, by, code, p)) != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}

static void
row(struct arena *a, struct query *q, struct scan *s)
{
	const void *sha;
	size_t len;

	*s = (struct scan){
		.id = db_int(q, 0), .name = db_dup(a, q, 1),
		.type = db_dup(a, q, 2), .size = db_int(q, 3),
		.scan = db_dup(a, q, 5), .author = db_dup(a, q, 6),
		.at = db_int(q, 7)
	};
	sha = db_blob(q, 4, &len);
	if (len == SHA256_SIZE)
		memcpy(s->sha256, sha, len);
}

#define COLUMNS	"s.id, s.name, s.type, s.size, s.sha256, s.scan, s.author, s.at"
#define FROM	" FROM scan s JOIN document d ON d.id = s.document "

size_t
scan_list(struct arena *a, struct db *db, const char *code,
    struct scan **out)
{
	struct query *q;
	size_t n;

	*out = arena_array(a, SCAN_COUNT, sizeof(**out));
	q = db_query(db, "SELECT " COLUMNS FROM "WHERE d.code = ?1 ORDER BY "
	    "s.id", "s", code);
	for (n = 0; n < SCAN_COUNT && db_next(q); n++)
		row(a, q, &(*out)[n]);
	return db_done(q) == -1 ? 0 : n;
}

int
scan_read(struct arena *a, struct db *db, const char *code, int64_t id,
    struct scan *s, struct spool *to)
{
	struct query *q;
	int64_t dossier = 0;
	int found;

	q = db_query(db, "SELECT " COLUMNS ", d.dossier" FROM "WHERE "
	    "d.code = ?1 AND s.id = ?2", "si", code, id);
	if ((found = db_next(q)) != 0) {
		row(a, q, s);
		dossier = db_int(q, 8);
	}
	if (db_done(q) == -1)
		return -1;
	if (!found)
		return 1;
	return coffre_read(db, dossier, "scan", "bytes", id, to) == 0 ? 0 : -1;
}
