/*
 * What a person answered, in their archive: each record as it was stored, what
 * only some may see, and beside each the grammar it follows.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "domain/coffre.h"
#include "domain/dossier/complement.h"
#include "domain/dossier/pinned.h"
#include "domain/report/export_inside.h"

static int
add_schema(struct arena *a, const struct definition *d, const char *name,
    int64_t at, struct archive *to)
{
	struct buf b = BUF_INIT;
	int rc;

	definition_schema(&b, d);
	rc = archive_add(to, arena_fmt(a, "schemas/%s.rng", name), b.data,
	    b.len, at, 0);
	buf_free(&b);
	return rc;
}

/* The row of a record: « reponses/12-cae.xml », « schemas/12-cae.rng ». */
static int
add_record(struct arena *a, struct db *db, const struct definition *now,
    const struct dossier *d, struct query *q, struct archive *to)
{
	const char *name = arena_fmt(a, "%lld-%s", (long long)db_int(q, 0),
	    db_text(q, 1));
	struct pinned *pinned = pinned_new(a);
	struct dossier then = *d;
	const struct definition *form;
	struct buf room = BUF_INIT;
	const void *bytes;
	size_t len;
	int rc;

	bytes = db_blob(q, 4, &len);
	then.pinned = len == SHA256_SIZE;
	if (then.pinned)
		memcpy(then.definition, bytes, len);
	form = pinned_of(pinned, db, &then, now);
	bytes = db_blob(q, 2, &len);
	bytes = coffre_clear(db, d->id, bytes, len, &room, &len);
	rc = form == NULL || bytes == NULL ? -1 : archive_add(to,
	    arena_fmt(a, "reponses/%s.xml", name), bytes, len, db_int(q, 3),
	    0);
	buf_free(&room);
	return rc == -1 ? -1 : add_schema(a, form, name, db_int(q, 3), to);
}

static int
add_complements(struct arena *a, struct db *db,
    const struct definition *later, const struct answers *answers,
    const struct dossier *d, struct archive *to)
{
	struct buf xml = BUF_INIT;
	int64_t now = time_now();
	int rc = record_build(a, db, later, d, answers, now, &xml);

	if (rc == 0)
		rc = archive_add(to, "reponses/complements.xml", xml.data,
		    xml.len, now, 0);
	if (xml.data != NULL)
		crypto_wipe(xml.data, xml.size);
	buf_free(&xml);
	return rc == -1 ? -1 : add_schema(a, later, "complements", now, to);
}

int
export_answers(struct arena *a, struct db *db, const struct definition *now,
    const struct dossier *d, unsigned rights, struct archive *to)
{
	struct answers *answers;
	struct query *q;
	int rc = 0;

	q = db_query(db, "SELECT r.id, r.form, r.xml, r.at, p.definition FROM "
	    "record r LEFT JOIN record_definition p ON p.record = r.id WHERE "
	    "r.dossier = ?1 AND r.form = ?2 ORDER BY r.id", "is", d->id,
	    d->programme);
	while (rc == 0 && db_next(q))
		rc = add_record(a, db, now, d, q, to);
	if (db_done(q) == -1 || rc == -1)
		return -1;
	if (now->later == NULL)
		return 0;
	rc = complement_answers(a, db, now, d, rights, &answers);
	return rc <= 0 ? rc : add_complements(a, db, now->later, answers, d,
	    to);
}
