/*
 * press: from the twin to the PDF.  The order of work: what the head says,
 * the rows of main, pages, ink.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "port/crypto.h"
#include "press/letters.h"
#include "press/press.h"

struct press {
	struct pdf	*pdf;
	struct sfnt	 faces[FACE_COUNT];
	size_t		 nfaces;
};

static const char *const face_files[FACE_COUNT] = {
	[FACE_TITLE] = "titre.ttf",
	[FACE_BODY] = "corps.ttf",
	[FACE_BODY_BOLD] = "corps-gras.ttf",
	[FACE_BODY_ITALIC] = "corps-italique.ttf",
	[FACE_TEXT] = "texte.ttf",
	[FACE_TEXT_BOLD] = "gras.ttf",
	[FACE_TEXT_ITALIC] = "texte-italique.ttf",
	[FACE_CODE] = "code.ttf"
};

struct press *
press_open(const char *fonts)
{
	struct press *press = calloc(1, sizeof(*press));
	struct arena *a = arena_new();

	if (press == NULL)
		fatal("calloc");
	press->pdf = pdf_open(arena_fmt(a, "%s/srgb.icc", fonts));
	while (press->pdf != NULL && press->nfaces < FACE_COUNT &&
	    sfnt_open(&press->faces[press->nfaces], arena_fmt(a, "%s/%s",
	    fonts, face_files[press->nfaces])) == 0)
		pdf_add_face(press->pdf, &press->faces[press->nfaces++]);
	arena_free(a);
	if (press->nfaces == FACE_COUNT)
		return press;
	press_close(press);
	return NULL;
}

void
press_close(struct press *press)
{
	if (press == NULL)
		return;
	pdf_close(press->pdf);
	while (press->nfaces > 0)
		sfnt_close(&press->faces[--press->nfaces]);
	free(press);
}

int
press_draws(const struct press *press, uint32_t cp)
{
	struct layout l = { .faces = press->faces };

	return letters_draw(&l, cp);
}

void
layout_fail(struct layout *l, const char *format, ...)
{
	char text[256];
	va_list ap;

	if (l->error != NULL)
		return;
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	l->error = arena_dup(l->arena, text);
}

/*
 * What the twin's head says.
 */
static const char *
meta(struct node *head, const char *name)
{
	struct node *n;
	const char *s;

	for (n = node_child(head, "meta"); n != NULL;
	    n = node_sibling(n, "meta"))
		if (str_eq(node_attr_or(n, "name", ""), name)) {
			s = node_attr_or(n, "content", "");
			return s[0] == '\0' ? NULL : s;
		}
	return NULL;
}

static void
read_head(struct layout *l, struct node *html)
{
	struct node *head = node_child(html, "head");

	if (head == NULL) {
		layout_fail(l, "le document n’a pas d’en-tête head");
		return;
	}
	l->meta.title = node_value(l->arena, head, "title");
	l->meta.author = meta(head, "author");
	l->meta.description = meta(head, "description");
	l->meta.date = meta(head, "date");
	l->meta.code = meta(head, "code");
	l->meta.url = meta(head, "url");
	l->meta.fingerprint = meta(head, "empreinte");
	if (l->meta.title == NULL || l->meta.title[0] == '\0')
		layout_fail(l, "le document n’a pas de titre");
	if (l->meta.fingerprint == NULL)
		return;
	l->has_fingerprint = 1;
	if (hex_decode(l->fingerprint, sizeof(l->fingerprint),
	    l->meta.fingerprint) == -1)
		layout_fail(l, "l’empreinte n’est pas de 64 chiffres "
		    "hexadécimaux");
}

/* /ID: from the fingerprint, else from the words of the document. */
static void
make_id(struct layout *l, struct tree *twin, unsigned char id[SHA256_SIZE])
{
	struct buf b = BUF_INIT;

	if (l->has_fingerprint) {
		memcpy(id, l->fingerprint, SHA256_SIZE);
		return;
	}
	tree_write(&b, twin);
	sha256(id, b.data, b.len);
	buf_free(&b);
}

/*
 * The rows of main.
 */
static void
title(struct layout *l, struct column *c, struct node *h1)
{
	block_heading(l, c, h1, 0, l->g->text, 2 * MM, &style_title,
	    l->document, "H1");
}

static void
subtitle(struct layout *l, struct column *c, struct node *p)
{
	column_text(l, c, 0, 2 * MM, text_of(l, p, &style_subtitle,
	    l->g->text), pdf_tag(l->pdf, l->document, "P"));
}

static int
is_wide(const struct node *n)
{
	return str_eq(node_name(n), "table") || str_eq(node_name(n), "dl") ||
	    str_eq(node_name(n), "div") || node_name(n)[0] == 'h';
}

static void
read_main(struct layout *l, struct column *c, struct node *main_node)
{
	struct node *n;
	int after_title = 0;

	for (n = node_child(main_node, NULL); n != NULL;
	    n = node_sibling(n, NULL)) {
		if (form_part(l, c, n))
			continue;
		if (str_eq(node_name(n), "h1"))
			title(l, c, n);
		else if (has_class(n, "sous-titre"))
			subtitle(l, c, n);
		else if (str_eq(node_name(n), "section"))
			section(l, c, n);
		else {
			struct column own;

			column_init(&own);
			block_one(l, &own, n, 0, is_wide(n) ? l->g->text :
			    MEASURE, has_class(n, "note") ? &style_head :
			    &style_body, l->document);
			if (own.rows != NULL && after_title)
				own.rows->before = 7 * MM;
			else if (own.rows != NULL && has_class(n, "note")) {
				own.rows->before = 3 * MM;
				own.rows->hold = HOLD_SOFT;
			}
			column_join(c, &own);
		}
		after_title = str_eq(node_name(n), "h1") ||
		    has_class(n, "sous-titre");
	}
}

static void
read_twin(struct layout *l, struct column *c, struct node *html)
{
	struct node *body = node_child(html, "body");
	struct node *main_node = body == NULL ? NULL : node_child(body, "main");

	column_init(c);
	if (main_node == NULL) {
		layout_fail(l, "le document n’a pas d’élément main");
		return;
	}
	set_form(l, body);
	l->initials = has_class(body, "initiales");
	l->header = node_child(body, "header");
	l->footer = node_child(body, "footer");
	read_main(l, c, main_node);
	if (c->rows == NULL)
		layout_fail(l, "le document est vide");
}

static struct sheet *
sheets_of(struct layout *l, struct tree *twin)
{
	struct column rows;

	l->notes = NULL;
	l->nnotes = 0;
	read_twin(l, &rows, tree_root(twin));
	return l->error != NULL ? NULL : paginate(l, &rows, l->g->bottom -
	    l->g->top);
}

static int
count(const struct sheet *s)
{
	int n = 0;

	for (; s != NULL; s = s->next)
		n++;
	return n;
}

/* A page might be saved; a contract keeps its room. */
static int
shrinks(const struct layout *l, const struct sheet *sheets)
{
	return l->tight + 1 < TIGHTNESS && count(sheets) > 1 &&
	    (l->form == FORM_ATTESTATION || l->form == FORM_LETTRE);
}

/*
 * Its pages, at the end of the file that is being made; how many.  What goes
 * a little over a page is set tighter, no more than it helps; tags that are
 * not drawn in do not stand in the file.
 */
static int
set(struct layout *l, struct tree *twin)
{
	struct sheet *sheets, *tight;
	struct note *notes;

	if (l->error != NULL)
		return 0;
	sheets = sheets_of(l, twin);
	notes = l->notes;
	while (shrinks(l, sheets)) {
		l->tight++;
		tight = sheets_of(l, twin);
		if (count(tight) >= count(sheets))
			continue;
		sheets = tight;
		notes = l->notes;
	}
	l->notes = notes;
	return l->error == NULL ? draw(l, sheets) : 0;
}

/* The file, or what went wrong first, and nothing half written. */
static int
finish(struct press *press, struct buf *out, const char *error,
    struct press_result *result)
{
	size_t len = out->len;
	const char *what;

	if (error == NULL && pdf_end(press->pdf, out, &result->seal_at,
	    &what) == -1)
		error = what;
	if (error == NULL)
		return 0;
	if (out->len > len) {
		out->len = len;
		out->data[len] = '\0';
	}
	snprintf(result->error, sizeof(result->error), "%s", error);
	return -1;
}

int
press_render(struct press *press, struct buf *out, struct tree *twin,
    struct press_result *result)
{
	struct layout l = { .pdf = press->pdf, .faces = press->faces,
	    .g = &upright };
	unsigned char id[SHA256_SIZE];
	struct pdf_about about = { .lang = "fr-FR", .id = id, .sealed = 1 };
	int rc;

	memset(result, 0, sizeof(*result));
	l.arena = arena_new();
	read_head(&l, tree_root(twin));
	make_id(&l, twin, id);
	about.title = l.meta.title;
	about.author = l.meta.author;
	about.subject = l.meta.description;
	about.created = l.meta.date;
	pdf_begin(press->pdf, &about);
	l.document = pdf_tag(l.pdf, NULL, "Document");
	result->pages = set(&l, twin);
	rc = finish(press, out, l.error, result);
	arena_free(l.arena);
	return rc;
}

/*
 * Several documents in one file.
 */
struct press_book {
	struct press	*press;
	struct arena	*arena;		/* of one document */
	struct pdf_about about;
	struct pdf_tag	*document;
	unsigned char	 id[SHA256_SIZE];
	int		 pages;
};

struct press_book *
press_book(struct press *press, const char *title, const char *author,
    const char *date)
{
	struct press_book *book = calloc(1, sizeof(*book));

	if (book == NULL)
		fatal("calloc");
	book->press = press;
	book->arena = arena_new();
	book->about.title = title;
	book->about.author = author;
	book->about.created = date;
	book->about.lang = "fr-FR";
	book->about.id = book->id;
	pdf_begin(press->pdf, &book->about);
	book->document = pdf_tag(press->pdf, NULL, "Document");
	return book;
}

/* /ID of the whole: from those of its parts, in order. */
static void
add_id(struct press_book *book, struct layout *l, struct tree *twin)
{
	unsigned char both[2 * SHA256_SIZE];

	memcpy(both, book->id, SHA256_SIZE);
	make_id(l, twin, both + SHA256_SIZE);
	sha256(book->id, both, sizeof(both));
}

int
press_book_add(struct press_book *book, struct tree *twin,
    struct press_result *result)
{
	struct press *press = book->press;
	struct layout l = { .arena = book->arena, .pdf = press->pdf,
	    .faces = press->faces, .g = &upright, .part = 1 };

	memset(result, 0, sizeof(*result));
	arena_reset(book->arena);
	if (book->pages % 2 != 0) {	/* the back of the sheet stays white */
		pdf_white(press->pdf);
		book->pages++;
	}
	read_head(&l, tree_root(twin));
	add_id(book, &l, twin);
	l.document = pdf_tag(l.pdf, book->document, "Part");
	result->pages = set(&l, twin);
	book->pages += result->pages;
	if (l.error == NULL)
		return 0;
	snprintf(result->error, sizeof(result->error), "%s", l.error);
	return -1;
}

int
press_book_end(struct press_book *book, struct buf *out,
    struct press_result *result)
{
	int rc = 0;

	memset(result, 0, sizeof(*result));
	result->pages = book->pages;
	if (out != NULL)
		rc = finish(book->press, out, NULL, result);
	arena_free(book->arena);
	free(book);
	return rc;
}
