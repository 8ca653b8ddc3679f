/*
 * The files one after the other, and tables of them.  Records are
 * extrait_xml.c, noting who took what extrait_note.c.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/dossier/pinned.h"
#include "domain/report/extrait_inside.h"
#include "domain/report/table.h"
#include "port/archive.h"

/* Pieces of a sheet go out when they are about that long. */
#define ENOUGH	((size_t)16 * 1024)

const struct extrait_kind *
extrait_kind(enum extrait_form form)
{
	static const struct extrait_kind kinds[] = {
		{ "csv", "Tableau CSV", "text/csv; charset=utf-8", "csv" },
		{ "ods", "Classeur ODS",
		    "application/vnd.oasis.opendocument.spreadsheet", "ods" },
		{ "xml", "Enregistrements XML", "application/zip", "zip" }
	};

	return &kinds[form];
}

int64_t
extrait_from(const struct extrait_filter *f)
{
	return f->year == 0 ? 0 : time_make(day_make(f->year, 1, 1), 0);
}

int64_t
extrait_until(const struct extrait_filter *f)
{
	return f->year == 0 ? INT64_MAX : time_make(day_make(f->year + 1, 1,
	    1), 0);
}

int64_t
extrait_count(struct db *db, const struct extrait_filter *f)
{
	struct query *q;
	int64_t n = -1;

	q = db_query(db, "SELECT count(*) FROM dossier d WHERE "
	    EXTRAIT_WANTED, EXTRAIT_TYPES, EXTRAIT_VALUES(f));
	if (db_next(q))
		n = db_int(q, 0);
	return db_done(q) == -1 ? -1 : n;
}

/* Where the lines of a table go. */
struct outlet {
	struct spool	*plain;		/* or: */
	struct archive	*packed;
};

static void
pour(struct outlet *o, struct sheet *t, size_t least)
{
	if (t->line.len < least)
		return;
	if (o->packed != NULL)
		archive_write(o->packed, t->line.data, t->line.len);
	else
		spool_add(o->plain, t->line.data, t->line.len);
	sheet_taken(t);
}

/* One file from its row; what it was filled in with may be older.  0 or -1. */
static int
add_file(struct arena *a, struct db *db, const struct extrait_filter *f,
    struct pinned *pinned, struct query *q, int money, struct sheet *t)
{
	struct dossier d = {
		.id = db_int(q, 0), .numero = db_text(q, 1),
		.programme = f->programme->name, .state = db_text(q, 2),
		.cooperative = db_text(q, 3), .sent = db_int(q, 4)
	};
	const struct definition *form;
	struct answers *answers;
	struct tree *record;
	const void *bytes;
	size_t n;

	bytes = db_blob(q, 5, &n);
	if (n == SHA256_SIZE) {
		d.pinned = 1;
		memcpy(d.definition, bytes, n);
	}
	form = pinned_of(pinned, db, &d, f->programme);
	record = record_parse(a, db, d.id, q, 6);
	if (form == NULL || record == NULL) {
		log_warnx("%s: cannot be read", d.numero);
		return -1;
	}
	answers = answers_new(a, form);
	answers_from_record(answers, node_child(tree_root(record),
	    "reponses"));
	table_row(a, t, f->programme, form, &d, answers, money);
	return 0;
}

static int64_t
add_files(struct arena *a, struct db *db, const struct extrait_filter *f,
    int money, struct sheet *t, struct outlet *to)
{
	struct pinned *pinned = pinned_new(a);
	struct arena *each = arena_new();
	struct query *q;
	int64_t n = 0;
	int failed = 0;

	q = db_query(db, "SELECT d.id, d.numero, d.state, d.cooperative, "
	    "d.sent, p.definition, r.xml FROM dossier d JOIN record r ON "
	    "r.id = (SELECT max(id) FROM record WHERE dossier = d.id AND "
	    "form = d.programme) LEFT JOIN record_definition p ON p.record = "
	    "r.id WHERE " EXTRAIT_WANTED " ORDER BY d.sent, d.id",
	    EXTRAIT_TYPES, EXTRAIT_VALUES(f));
	for (; !failed && db_next(q); n++) {
		failed = add_file(each, db, f, pinned, q, money, t) == -1;
		pour(to, t, ENOUGH);
		arena_reset(each);
	}
	arena_free(each);
	return db_done(q) == -1 || failed ? -1 : n;
}

/* The table from its first line to its last. */
static int64_t
write_table(struct arena *a, struct db *db, const struct extrait_filter *f,
    enum sheet_kind kind, int money, struct outlet *to)
{
	struct sheet t = SHEET_INIT(kind);
	int64_t n;

	sheet_begin(&t, f->programme->called);
	table_head(&t, f->programme, money);
	n = add_files(a, db, f, money, &t, to);
	sheet_end(&t);
	pour(to, &t, 1);
	sheet_free(&t);
	return n;
}

#define MIMETYPE	"application/vnd.oasis.opendocument.spreadsheet"
#define MANIFEST	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"	\
	"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument"\
	":xmlns:manifest:1.0\" manifest:version=\"1.2\"><manifest:file-entry "\
	"manifest:full-path=\"/\" manifest:version=\"1.2\" "		\
	"manifest:media-type=\"" MIMETYPE "\"/><manifest:file-entry "	\
	"manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"\
	"</manifest:manifest>\n"

/* The type stands first and as it is, so that « file » can tell it. */
static int64_t
write_ods(struct arena *a, struct db *db, const struct extrait_filter *f,
    int money, struct spool *to)
{
	struct outlet zip = { .packed = archive_new(a, to) };
	int64_t now = time_now(), n;

	if (archive_add(zip.packed, "mimetype", MIMETYPE, strlen(MIMETYPE),
	    now, 1) == -1 || archive_add(zip.packed, "META-INF/manifest.xml",
	    MANIFEST, strlen(MANIFEST), now, 0) == -1 ||
	    archive_begin(zip.packed, "content.xml", now, 0) == -1)
		return -1;
	n = write_table(a, db, f, SHEET_ODS, money, &zip);
	return archive_end(zip.packed) == -1 ? -1 : n;
}

int64_t
extrait_write(struct arena *a, struct db *db, const struct extrait_filter *f,
    enum extrait_form form, int money, struct spool *to)
{
	struct outlet plain = { .plain = to };
	int64_t n;

	if (form == EXTRAIT_XML)
		n = !money && f->programme->sensitive ? -1 :
		    extrait_records(a, db, f, to);
	else
		n = form == EXTRAIT_ODS ? write_ods(a, db, f, money, to) :
		    write_table(a, db, f, SHEET_CSV, money, &plain);
	return spool_error(to) != 0 ? -1 : n;
}
