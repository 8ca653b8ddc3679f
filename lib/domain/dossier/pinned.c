/*
 * Definitions kept in the database, and what was filled in with them.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/pinned.h"

struct kept {
	unsigned char	 sha256[SHA256_SIZE];
	const struct definition *definition;	/* NULL: cannot be read */
	struct kept	*next;
};

struct pinned {
	struct arena	*arena;
	struct kept	*first;
};

struct pinned *
pinned_new(struct arena *a)
{
	struct pinned *p = arena_alloc(a, sizeof(*p));

	p->arena = a;
	return p;
}

int
pinned_keep(struct db *db, const struct definition *d)
{
	return db_exec(db, "INSERT INTO definition (sha256, name, version, "
	    "text, at, reply) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO "
	    "NOTHING", "bsibii", d->sha256, sizeof(d->sha256), d->name,
	    (int64_t)d->version, d->text, d->text_len,
	    time_now(), (int64_t)d->reply_days) < 0 ? -1 : 0;
}

int
pinned_dossier(struct db *db, const struct definition *d, int64_t dossier)
{
	return pinned_keep(db, d) == 0 && db_exec(db, "INSERT INTO "
	    "dossier_definition (dossier, definition) VALUES (?1, ?2)", "ib",
	    dossier, d->sha256, sizeof(d->sha256)) == 1 ? 0 : -1;
}

int
pinned_record(struct db *db, const struct definition *d, int64_t record)
{
	return pinned_keep(db, d) == 0 && db_exec(db, "INSERT INTO "
	    "record_definition (record, definition) VALUES (?1, ?2)", "ib",
	    record, d->sha256, sizeof(d->sha256)) == 1 ? 0 : -1;
}

/* Read the text of a hash again; NULL with the cause logged. */
static const struct definition *
read_again(struct arena *a, struct db *db,
    const unsigned char sha[SHA256_SIZE])
{
	const struct definition *d = NULL;
	struct buf faults = BUF_INIT;
	unsigned char found[SHA256_SIZE];
	const void *text;
	struct query *q;
	size_t len;

	q = db_query(db, "SELECT text, name FROM definition "
	    "WHERE sha256 = ?1", "b", sha, (size_t)SHA256_SIZE);
	if (db_next(q)) {
		text = db_blob(q, 0, &len);
		sha256(found, text, len);
		if (memcmp(found, sha, SHA256_SIZE) != 0)
			buf_str(&faults, "its text has changed");
		else
			d = definition_parse(a, text, len,
			    db_dup(a, q, 1), &faults);
	}
	if (db_done(q) == -1)
		d = NULL;
	if (d == NULL)
		log_warnx("definition %s: %s", hex_encode(a, sha,
		    SHA256_SIZE), faults.len > 0 ? buf_cstr(&faults) :
		    "not there");
	buf_free(&faults);
	return d;
}

static const struct definition *
find(struct pinned *p, struct db *db, const unsigned char sha[SHA256_SIZE])
{
	struct kept *k;

	for (k = p->first; k != NULL; k = k->next)
		if (memcmp(k->sha256, sha, SHA256_SIZE) == 0)
			return k->definition;
	k = arena_alloc(p->arena, sizeof(*k));
	memcpy(k->sha256, sha, SHA256_SIZE);
	k->definition = read_again(p->arena, db, sha);
	k->next = p->first;
	p->first = k;
	return k->definition;
}

const struct definition *
pinned_of(struct pinned *p, struct db *db, const struct dossier *d,
    const struct definition *today)
{
	if (!d->pinned || (today != NULL && memcmp(today->sha256,
	    d->definition, SHA256_SIZE) == 0))
		return today;
	return find(p, db, d->definition);
}

/* One record: 1 when it is not what its definition wants. */
static size_t
check_row(struct arena *a, struct pinned *p, struct db *db, struct query *q,
    struct buf *out)
{
	const struct definition *d;
	struct xml_error err = { 0 };
	struct schema *schema;
	const void *sha;
	struct tree *t;
	size_t n;

	sha = db_blob(q, 2, &n);
	d = n == SHA256_SIZE ? find(p, db, sha) : NULL;
	if (d == NULL) {
		buf_fmt(out, "enregistrement %lld (%s) : sa définition ne se "
		    "lit pas\n", (long long)db_int(q, 0), db_text(q, 1));
		return 1;
	}
	/* the chain says of one that does not open that it does not */
	if ((t = record_parse(a, db, db_int(q, 4), q, 3)) == NULL)
		return 0;
	if ( (schema = definition_records(d)) != NULL &&
	    schema_valid(schema, t, &err) == 1)
		return 0;
	buf_fmt(out, "enregistrement %lld (%s) : ne suit pas sa définition, "
	    "%s\n", (long long)db_int(q, 0), db_text(q, 1), err.text);
	return 1;
}

size_t
pinned_check(struct arena *a, struct db *db, struct buf *out)
{
	struct pinned *p = pinned_new(a);
	struct arena *each = arena_new();
	struct query *q;
	size_t faults = 0;

	q = db_query(db, "SELECT r.id, r.form, p.definition, r.xml, "
	    "r.dossier FROM record_definition p JOIN record r ON r.id = p.record WHERE "
	    "r.id NOT IN (SELECT record FROM depart_record) ORDER BY r.id", "");
	while (db_next(q)) {
		faults += check_row(each, p, db, q, out);
		arena_reset(each);
	}
	if (db_done(q) == -1) {
		buf_str(out, "les définitions ne se lisent pas\n");
		faults++;
	}
	arena_free(each);
	return faults;
}
