/*
 * Documents as they are stored: finding, listing, giving out their bytes.
 */
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/code.h"
#include "domain/paper/paper.h"

#define COLUMNS "code, kind, title, state, coalesce(replaced_by, ''), "	\
	"coalesce(reason, ''), issuer, initials, key_name, dossier, issued, " \
	"coalesce(ended, 0), empreinte, sha256, length(pdf), pages, issued_by, " \
	"coalesce((SELECT at FROM document_adopted WHERE document = " \
	"document.id), 0)"

static void
row(struct arena *a, struct query *q, struct document *d)
{
	const void *bytes;
	size_t len;

	*d = (struct document){
		.code = db_dup(a, q, 0), .kind = db_dup(a, q, 1),
		.title = db_dup(a, q, 2), .state = db_dup(a, q, 3),
		.replaced_by = db_dup(a, q, 4), .reason = db_dup(a, q, 5),
		.issuer = db_dup(a, q, 6), .initials = db_dup(a, q, 7),
		.key_name = db_dup(a, q, 8), .dossier = db_int(q, 9),
		.issued = db_int(q, 10), .ended = db_int(q, 11),
		.size = db_int(q, 14), .pages = (int)db_int(q, 15),
		.issued_by = db_dup(a, q, 16), .adopted = db_int(q, 17)
	};
	if ((bytes = db_blob(q, 12, &len)) != NULL && len == SHA256_SIZE)
		memcpy(d->empreinte, bytes, len);
	if ((bytes = db_blob(q, 13, &len)) != NULL && len == SHA256_SIZE)
		memcpy(d->sha256, bytes, len);
}

int
document_find(struct arena *a, struct db *db, const char *code,
    struct document *d)
{
	struct query *q;
	int found = 0;

	q = db_query(db, "SELECT " COLUMNS " FROM document WHERE code = ?1",
	    "s", code);
	if (db_next(q)) {
		row(a, q, d);
		found = 1;
	}
	return db_done(q) == -1 ? -1 : !found;
}

size_t
document_list(struct arena *a, struct db *db, int64_t dossier,
    struct document **out)
{
	struct document *list;
	struct query *q;
	size_t n = 0, max = 0;

	*out = NULL;
	q = db_query(db, "SELECT count(*) FROM document WHERE dossier = ?1",
	    "i", dossier);
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	if (db_done(q) == -1 || max == 0)
		return 0;
	*out = list = arena_array(a, max, sizeof(*list));
	q = db_query(db, "SELECT " COLUMNS " FROM document WHERE dossier = ?1 "
	    "ORDER BY issued DESC, rowid DESC", "i", dossier);
	while (n < max && db_next(q))
		row(a, q, &list[n++]);
	return db_done(q) == -1 ? 0 : n;
}

int
document_to_person(const struct office *office, const struct document *d)
{
	const struct paper *paper = paper_find(office, d->kind);

	return paper == NULL || paper->to_person;
}

size_t
document_earlier(struct arena *a, struct db *db, int64_t dossier,
    struct earlier **out)
{
	struct earlier *list, *more;
	struct tree *t;
	struct query *q;
	const void *blob;
	size_t n = 0, room = 0, len;

	list = NULL;
	q = db_query(db, "SELECT kind, code, issued, context, EXISTS (SELECT 1 "
	    "FROM signature WHERE document = document.id AND state <> "
	    "'signee') FROM document WHERE dossier = ?1 AND state = 'valide' "
	    "ORDER BY issued, id", "i", dossier);
	while (db_next(q)) {
		if ((blob = db_blob(q, 3, &len)) == NULL ||
		    (t = tree_parse(a, blob, len, "context", NULL)) == NULL)
			continue;
		if (n == room) {
			room = room == 0 ? 8 : room * 2;
			more = arena_array(a, room, sizeof(*more));
			if (n > 0)
				memcpy(more, list, n * sizeof(*more));
			list = more;
		}
		list[n++] = (struct earlier){ .kind = db_dup(a, q, 0),
			.code = db_dup(a, q, 1), .issued = db_int(q, 2),
			.waits = (int)db_int(q, 4),
			.root = tree_root(t),
			.contract = node_child(tree_root(t), "contrat") };
	}
	*out = list;
	return db_done(q) == -1 ? 0 : n;
}

int
document_pdf(struct arena *a, struct db *db, const char *code,
    const void **bytes, size_t *len)
{
	const void *blob;
	struct query *q;
	int found = 0;

	q = db_query(db, "SELECT pdf FROM document WHERE code = ?1", "s",
	    code);
	if (db_next(q) && (blob = db_blob(q, 0, len)) != NULL) {
		*bytes = memcpy(arena_alloc(a, *len), blob, *len);
		found = 1;
	}
	return db_done(q) == -1 ? -1 : !found;
}

int
document_twin(struct arena *a, struct db *db, const char *code,
    struct buf *html)
{
	const void *blob;
	void *twin = NULL;
	struct query *q;
	size_t len = 0;

	q = db_query(db, "SELECT twin FROM document WHERE code = ?1", "s",
	    code);
	if (db_next(q) && (blob = db_blob(q, 0, &len)) != NULL)
		twin = memcpy(arena_alloc(a, len + 1), blob, len);
	if (db_done(q) == -1)
		return -1;
	if (twin == NULL)
		return 1;
	return paper_html(html, twin, len);
}

struct node *
document_words(struct arena *a, struct db *db, const char *code)
{
	struct tree *t = NULL;
	struct node *body;
	struct query *q;
	const void *blob;
	size_t len;

	q = db_query(db, "SELECT twin FROM document d WHERE code = ?1", "s",
	    code);
	if (db_next(q) && (blob = db_blob(q, 0, &len)) != NULL)
		t = tree_parse(a, blob, len, "twin", NULL);
	if (db_done(q) == -1 || t == NULL)
		return NULL;
	body = node_child(tree_root(t), "body");
	return body == NULL ? NULL : node_child(body, "main");
}

const char *
document_filename(struct arena *a, const struct document *d)
{
	return arena_fmt(a, "%s-%.4s-%.4s-%.4s.pdf", d->kind, d->code,
	    d->code + 4, d->code + 8);
}

/* First character with the marks that combine with it. */
static void
initial(struct buf *b, const char *name)
{
	size_t n = strlen(name), used, len = 0;
	uint32_t cp;

	while (len < n && (used = utf8_decode(name + len, n - len, &cp)) > 0 &&
	    (len == 0 || (cp >= 0x300 && cp < 0x370)))
		len += used;
	buf_add(b, name, len);
	buf_str(b, "*****");
}

const char *
document_initials(struct arena *a, const char *given, const char *family)
{
	struct buf b = BUF_INIT;
	const char *s;

	initial(&b, given);
	buf_char(&b, ' ');
	initial(&b, family);
	s = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}
