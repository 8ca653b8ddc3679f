/*
 * batch: see the header.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/paper/batch.h"
#include "port/unicode.h"

#define MANIFEST	"SHA256SUMS"
#define LETTERS_MAX	40	/* of one person's name */
#define KINDS_MAX	60

/* One character in ASCII, as it is written in a name. */
static void
add_ascii(struct arena *a, struct buf *b, uint32_t cp, int *capital)
{
	char utf8[5] = "";
	const char *p;

	utf8[utf8_encode(utf8, cp)] = '\0';
	*capital = unicode_is_upper(cp);
	for (p = unicode_fold(a, utf8); *p != '\0'; p++) {
		if (*p >= 'a' && *p <= 'z')
			buf_char(b, (char)(*capital ? *p - 'a' + 'A' : *p));
		else if (*p >= '0' && *p <= '9')
			buf_char(b, *p);
		*capital = 0;		/* Œ: Oe */
	}
}

const char *
batch_ascii(struct arena *a, const char *name)
{
	size_t len = strlen(name), i = 0, n, before;
	struct buf b = BUF_INIT;
	const char *s;
	uint32_t cp;
	int capital, dash = 0;

	while ((n = utf8_decode(name + i, len - i, &cp)) != 0 &&
	    b.len < LETTERS_MAX) {
		i += n;
		before = b.len;
		if (dash && unicode_is_letter(cp))
			buf_char(&b, '-');
		add_ascii(a, &b, cp, &capital);
		if (dash && b.len == before + 1)	/* nothing came of it */
			b.data[--b.len] = '\0';
		else if (b.len > before)
			dash = 0;
		else if (b.len > 0 && !unicode_is_mark(cp))
			dash = 1;
	}
	s = b.len == 0 ? "sans-nom" : arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

static const char *
upper(struct arena *a, const char *s)
{
	char *copy = arena_dup(a, s), *p;

	for (p = copy; *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return copy;
}

/* Is there an earlier one of this kind for this person? */
static int
has_earlier(const struct batch_paper *list, size_t i)
{
	size_t k;

	for (k = i; k-- > 0 && list[k].dossier == list[i].dossier;)
		if (str_eq(list[k].kind, list[i].kind))
			return 1;
	return 0;
}

/* Then its code makes the name. */
static void
name_papers(struct arena *a, struct batch_paper *list, size_t n)
{
	struct batch_paper *p;
	size_t i;

	for (i = 0; i < n; i++) {
		p = &list[i];
		p->name = arena_fmt(a, "%s_%s_%s_%s%s%s%s.pdf", upper(a,
		    batch_ascii(a, p->kind)), p->numero, upper(a,
		    batch_ascii(a, p->nom)), batch_ascii(a, p->prenom),
		    has_earlier(list, i) ? "_" : "",
		    has_earlier(list, i) ? p->code : "",
		    p->executed ? "_signe" : "");
	}
}

static void
row(struct arena *a, struct query *q, struct batch_paper *p)
{
	const void *sha;
	size_t len;

	*p = (struct batch_paper){
		.id = db_int(q, 0), .dossier = db_int(q, 1),
		.code = db_dup(a, q, 2), .kind = db_dup(a, q, 3),
		.title = db_dup(a, q, 4), .numero = db_dup(a, q, 5),
		.prenom = db_dup(a, q, 6), .nom = db_dup(a, q, 7),
		.issued = db_int(q, 8), .pages = (int)db_int(q, 9),
		.executed = (int)db_int(q, 11)
	};
	if ((sha = db_blob(q, 10, &len)) != NULL && len == SHA256_SIZE)
		memcpy(p->sha256, sha, len);
}

size_t
batch_list(struct arena *a, struct db *db, const struct batch_filter *f,
    struct batch_paper **out)
{
	struct batch_paper *list;
	struct query *q;
	size_t n = 0;

	list = arena_array(a, BATCH_MAX, sizeof(*list));
	q = db_query(db, "SELECT t.id, d.id, t.code, t.kind, t.title, "
	    "d.numero, d.prenom, d.nom, t.issued, coalesce(x.pages, t.pages), "
	    "coalesce(x.sha256, t.sha256), x.document IS NOT NULL "
	    "FROM document t JOIN dossier d ON d.id = t.dossier "
	    "LEFT JOIN execution x ON x.document = t.id "
	    "WHERE t.state = 'valide' "
	    "AND d.id NOT IN (SELECT dossier FROM depart) "
	    "AND (?1 = '' OR instr(' ' || ?1 || ' ', "
	    "' ' || d.cooperative || ' ')) "
	    "AND (?2 = '' OR d.programme = ?2) "
	    "AND (?3 = '' OR t.kind = ?3) "
	    "AND (?4 = '' OR EXISTS (SELECT 1 FROM place p "
	    "JOIN agenda g ON g.id = p.agenda WHERE p.dossier = d.id "
	    "AND g.code = ?4)) "
	    "AND (?6 = '' OR instr(' ' || ?6 || ' ', ' ' || d.numero || ' ')) "
	    "ORDER BY d.sort, d.id, t.issued, t.id LIMIT ?5", "ssssis",
	    f->cooperative, f->programme, f->kind, f->session,
	    (int64_t)BATCH_MAX, f->dossiers == NULL ? "" : f->dossiers);
	while (n < BATCH_MAX && db_next(q))
		row(a, q, &list[n++]);
	if (db_done(q) == -1)
		n = 0;
	name_papers(a, list, n);
	*out = list;
	return n;
}

size_t
batch_kinds(struct arena *a, struct db *db, const char *cooperative,
    struct batch_kind **out)
{
	struct batch_kind *list = arena_array(a, KINDS_MAX, sizeof(*list));
	struct query *q;
	size_t n = 0;

	q = db_query(db, "SELECT t.kind, max(t.title) FROM document t "
	    "JOIN dossier d ON d.id = t.dossier WHERE t.state = 'valide' "
	    "AND (?1 = '' OR instr(' ' || ?1 || ' ', ' ' || d.cooperative || "
	    "' ')) GROUP BY t.kind ORDER BY 2, 1", "s", cooperative);
	while (n < KINDS_MAX && db_next(q)) {
		list[n].kind = db_dup(a, q, 0);
		list[n++].title = db_dup(a, q, 1);
	}
	*out = list;
	return db_done(q) == -1 ? 0 : n;
}

/* The stored bytes are those of the hash.  0 or -1 (logged). */
static int
check_bytes(const struct batch_paper *p, struct spool *s)
{
	unsigned char sum[SHA256_SIZE];
	char block[SPOOL_BLOCK];
	struct sha256 state;
	size_t at, n;

	sha256_start(&state);
	for (at = 0; (n = spool_read(s, at, block, sizeof(block))) > 0; at += n)
		sha256_add(&state, block, n);
	sha256_end(&state, sum);
	if (memcmp(sum, p->sha256, SHA256_SIZE) == 0)
		return 0;
	log_warnx("document %s: not the bytes that were stored", p->code);
	return -1;
}

int
batch_pack(struct db *db, const struct batch_paper *p, struct archive *zip,
    struct buf *manifest, const char *run)
{
	struct arena *once = arena_new();
	struct spool *s = spool_new(once, run);
	int rc = -1;

	if (db_blob_read(db, p->executed ? "execution" : "document", "pdf",
	    p->id, s) == 0 && check_bytes(p, s) == 0) {
		buf_fmt(manifest, "%s  %s\n", hex_encode(once, p->sha256,
		    SHA256_SIZE), p->name);
		rc = archive_add_spool(zip, p->name, s, p->issued, 1);
	}
	arena_free(once);
	return rc;
}

static int64_t
newest(const struct batch_paper *list, size_t n)
{
	int64_t at = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (list[i].issued > at)
			at = list[i].issued;
	return at;
}

int
batch_seal(struct archive *zip, const struct buf *manifest,
    const struct batch_paper *list, size_t n)
{
	return archive_add(zip, MANIFEST, manifest->data, manifest->len,
	    newest(list, n), 0);
}

const char *
batch_date(struct arena *a, const struct batch_paper *list, size_t n)
{
	return time_iso(a, newest(list, n));
}

int
batch_print(struct db *db, const struct batch_paper *p,
    struct press_book *book)
{
	struct press_result result;
	struct xml_error err;
	struct tree *twin = NULL;
	const void *blob;
	struct query *q;
	size_t len = 0;
	int rc;

	q = p->executed ? db_query(db, "SELECT twin FROM execution WHERE "
	    "document = ?1", "i", p->id) : db_query(db, "SELECT twin FROM "
	    "document WHERE id = ?1", "i", p->id);
	if (db_next(q) && (blob = db_blob(q, 0, &len)) != NULL)
		twin = tree_parse(NULL, blob, len, p->code, &err);
	if (db_done(q) == -1 || twin == NULL) {
		log_warnx("document %s: its twin does not parse", p->code);
		return -1;
	}
	rc = press_book_add(book, twin, &result);
	if (rc == -1)
		log_warnx("document %s: %s", p->code, result.error);
	tree_free(twin);
	return rc;
}
