/*
 * Records as they were stored, with what is needed to read and to check them
 * without this portal.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "domain/coffre.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/pinned.h"
#include "domain/report/extrait_inside.h"
#include "port/archive.h"
#include "port/xml.h"

static const char README[] =
    "Ce dossier compressé contient les enregistrements tels que le portail "
    "les garde. Chaque version de ce qui a été déclaré y est, octet pour "
    "octet.\n\nLe manifeste dit qui les a envoyés, quand, et où est leur "
    "grammaire. Les empreintes de tous les fichiers sont à côté.\n";

struct seen {
	const struct definition *definition;
	const char	*path;		/* of its schema */
	struct seen	*next;
};

struct pack {
	struct arena	*a, *each;
	struct db	*db;
	const struct extrait_filter *filter;
	struct pinned	*pinned;
	struct archive	*zip;
	struct spool	*manifest, *sums;
	struct seen	*seen;
	int64_t		 files;		/* people, not records */
};

static void
add_sum(struct pack *p, const void *sha, const char *path)
{
	spool_str(p->sums, arena_fmt(p->each, "%s  %s\n", hex_encode(p->each,
	    sha, SHA256_SIZE), path));
}

/* Between two files of the archive: the schema, when it is a new one. */
static const char *
schema(struct pack *p, const struct definition *d)
{
	unsigned char sha[SHA256_SIZE];
	struct buf b = BUF_INIT;
	struct seen *s;

	for (s = p->seen; s != NULL; s = s->next)
		if (s->definition == d)
			return s->path;
	s = arena_alloc(p->a, sizeof(*s));
	s->definition = d;
	s->path = arena_fmt(p->a, "schemas/%s-%d-%s.rng", d->name, d->version,
	    hex_encode(p->a, d->sha256, 4));
	s->next = p->seen;
	p->seen = s;
	definition_schema(&b, d);
	sha256(sha, b.data, b.len);
	add_sum(p, sha, s->path);
	/* a name taken is told by archive_end() */
	(void)archive_add(p->zip, s->path, b.data, b.len, 0, 0);
	buf_free(&b);
	return s->path;
}

static void
add_line(struct pack *p, struct query *q, const char *numero,
    const char *path, const char *grammar)
{
	struct tree *t = tree_new(p->each, "enregistrement");
	struct node *n = tree_root(t);
	struct buf b = BUF_INIT;

	node_set(n, "dossier", numero);
	node_set(n, "fichier", path);
	node_set(n, "schema", grammar);
	node_set(n, "date", time_iso(p->each, db_int(q, 5)));
	node_set(n, "auteur", db_text(q, 6));
	node_write(&b, n);
	buf_char(&b, '\n');
	spool_add(p->manifest, b.data, b.len);
	buf_free(&b);
}

/* One record; 0 or -1. */
static int
add_record(struct pack *p, struct query *q)
{
	struct dossier d = { .id = db_int(q, 0), .numero = db_text(q, 1) };
	const struct definition *form;
	const char *path, *grammar;
	const void *bytes, *sha;
	struct buf room = BUF_INIT;
	size_t n;
	int rc;

	bytes = db_blob(q, 2, &n);
	if (n == SHA256_SIZE) {
		d.pinned = 1;
		memcpy(d.definition, bytes, n);
	}
	form = pinned_of(p->pinned, p->db, &d, p->filter->programme);
	sha = db_blob(q, 7, &n);
	if (form == NULL || n != SHA256_SIZE) {
		log_warnx("%s: cannot be read", d.numero);
		return -1;
	}
	grammar = schema(p, form);
	path = arena_fmt(p->each, "dossiers/%s/%lld-%s.xml", d.numero,
	    (long long)db_int(q, 3), p->filter->programme->name);
	add_line(p, q, d.numero, path, grammar);
	add_sum(p, sha, path);
	bytes = db_blob(q, 4, &n);
	bytes = coffre_clear(p->db, d.id, bytes, n, &room, &n);
	rc = bytes == NULL ? -1 : archive_add(p->zip, path, bytes, n,
	    db_int(q, 5), 0);
	buf_free(&room);
	return rc;
}

static int
add_records(struct pack *p)
{
	const struct extrait_filter *f = p->filter;
	int64_t last = 0;
	struct query *q;
	int failed = 0;

	q = db_query(p->db, "SELECT d.id, d.numero, p.definition, r.id, "
	    "r.xml, r.at, r.author, r.sha256 FROM dossier d JOIN record r ON "
	    "r.dossier = d.id AND r.form = d.programme LEFT JOIN "
	    "record_definition p ON p.record = r.id WHERE " EXTRAIT_WANTED
	    " ORDER BY d.sent, d.id, r.id", EXTRAIT_TYPES, EXTRAIT_VALUES(f));
	while (!failed && db_next(q)) {
		p->files += db_int(q, 0) != last;
		last = db_int(q, 0);
		failed = add_record(p, q) == -1;
		arena_reset(p->each);
	}
	return db_done(q) == -1 || failed ? -1 : 0;
}

static int
add_rest(struct pack *p)
{
	int64_t now = time_now();

	spool_str(p->manifest, "</manifeste>\n");
	return archive_add_spool(p->zip, "manifeste.xml", p->manifest, now,
	    0) == -1 || archive_add_spool(p->zip, "SHA256SUMS", p->sums, now,
	    0) == -1 || archive_add(p->zip, "LISEZMOI.txt", README,
	    strlen(README), now, 0) == -1 ? -1 : 0;
}

int64_t
extrait_records(struct arena *a, struct db *db,
    const struct extrait_filter *f, struct spool *to)
{
	struct pack p = {
		.a = a, .each = arena_new(), .db = db, .filter = f,
		.pinned = pinned_new(a), .zip = archive_new(a, to),
		.manifest = spool_new(a, NULL), .sums = spool_new(a, NULL)
	};
	int failed;

	spool_str(p.manifest, arena_fmt(a, "<?xml version=\"1.0\" "
	    "encoding=\"UTF-8\"?>\n<manifeste programme=\"%s\" jour=\"%s\">"
	    "\n", f->programme->name, day_iso(a, day_today())));
	failed = add_records(&p) == -1 || add_rest(&p) == -1;
	arena_free(p.each);
	return archive_end(p.zip) == -1 || failed ? -1 : p.files;
}
