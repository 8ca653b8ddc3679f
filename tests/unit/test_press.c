/*
 * press: pages and whole documents.  Lines are those of test_lines.c.
 *
 * Writes the sample contract and its twin to tests/ of the build tree, for
 * tests/pdf/validate.sh.
 */
#include <stdlib.h>

#include "base/file.h"
#include "base/log.h"
#include "port/crypto.h"
#include "press/layout.h"
#include "press/press.h"
#include "test.h"

static const char *const files[FACE_COUNT] = {
	"titre", "corps", "corps-gras", "corps-italique", "texte", "gras",
	"texte-italique", "code"
};

static const char *
build_path(struct arena *a, const char *name)
{
	const char *dir = getenv("builddir");

	return arena_fmt(a, "%s/%s", dir == NULL ? "." : dir, name);
}

static const char *
source_path(struct arena *a, const char *name)
{
	const char *dir = getenv("srcdir");

	return arena_fmt(a, "%s/%s", dir == NULL ? "." : dir, name);
}

/*
 * Pages: documents whose parts move down line by line, so that the foot of
 * the page meets every place.
 */
static void
add_words(struct node *p, int n)
{
	while (n-- > 0)
		node_append(p, "lorem ipsum dolor sit amet consectetur ");
}

static void
add_article(struct node *main, const char *title, int words)
{
	struct node *s = node_add(main, "section"), *aside;

	node_set(s, "class", "article");
	aside = node_add(s, "aside");
	node_set(aside, "class", "clair");
	node_append(aside, "Une phrase en clair, qui tient quelques lignes.");
	node_add_text(s, "h2", title);
	add_words(node_add(s, "p"), words);
}

static void
add_signatures(struct node *main, int boxes)
{
	struct node *s = node_add(main, "section"), *div;
	int i;

	node_set(s, "class", "signatures");
	node_add_text(s, "h2", "Signatures");
	node_add_text(s, "p", "Fait à Nantes.");
	for (i = 0; i < boxes; i++) {
		div = node_add(s, "div");
		node_set(div, "class", "case");
		node_add_text(div, "h3", "La coopérative");
		node_add_text(div, "p", "Date et signature");
	}
}

struct found {			/* what was wrong in any of the documents */
	int	 high, lonely_heading, widow, split, lonely_box, sheets;
};

static int
lines_of(const struct row *from, const struct row *to,
    const struct pdf_tag *tag)
{
	const struct row *row;
	int n = 0;

	for (row = from; row != to; row = row->next)
		n += row->text && row->pieces != NULL &&
		    row->pieces->tag == tag;
	return n;
}

static void
look_at_sheet(const struct column *all, const struct sheet *s,
    struct found *found)
{
	const struct row *row, *last = s->first, *before = NULL;
	double y = 0;
	int after = 0, on, of;

	found->sheets++;
	for (row = s->first; row != s->end; row = row->next) {
		if (row != s->first)
			y += row->before;
		y += row->height;
		if (row->signs && (before == NULL || (!before->text &&
		    !before->heading && !before->signs)))
			found->lonely_box++;
		after = row->heading ? 0 : after + row->text;
		if (row->bookmark != NULL &&
		    strcmp(row->bookmark, "Signatures") == 0 &&
		    row == s->first)
			found->lonely_box++;
		if (row->text && row->pieces != NULL &&
		    row->pieces->tag != NULL) {
			on = lines_of(s->first, s->end, row->pieces->tag);
			of = lines_of(all->rows, NULL, row->pieces->tag);
			if (on != of && (on < 2 || of - on < 2))
				found->widow++;
			if (on != of && of < 8 && row->pieces->x > CLAIR_WIDTH)
				found->split++;
		}
		before = last = row;
	}
	if (s->end != NULL && after < 2 && last->text)
		for (row = s->first; row != last; row = row->next)
			if (row->heading && row->next == last)
				found->lonely_heading++;
	if (last->heading)
		found->lonely_heading++;
	if (y > upright.bottom - upright.top + 0.1)
		found->high++;
}

static void
test_pages(struct layout *l, struct pdf *pdf)
{
	static const struct pdf_about about = { .lang = "fr-FR" };
	struct found found = { 0, 0, 0, 0, 0, 0 };
	struct sheet *s;
	struct tree *t;
	struct node *main, *n;
	struct column c;
	int lines;

	for (lines = 1; lines < 75; lines++) {
		pdf_begin(pdf, &about);
		t = tree_new(NULL, "main");
		main = tree_root(t);
		l->document = pdf_tag(pdf, NULL, "Document");
		column_init(&c);
		for (int i = 0; i < lines; i++) {
			n = node_add_text(main, "p", "Une ligne.");
			block_one(l, &c, n, 0, l->g->text, &style_body,
			    l->document);
		}
		for (int i = 0; i < 2; i++) {
			block_one(l, &c, node_add_text(main, "h3", "Titre"), 0,
			    l->g->text, &style_body, l->document);
			n = node_add(main, "p");
			add_words(n, 1 + 9 * i);
			block_one(l, &c, n, 0, l->g->text, &style_body,
			    l->document);
		}
		add_article(main, "Court", 9);		/* six lines */
		add_article(main, "Long", 40);
		add_article(main, "Dernier", 12);
		add_signatures(main, 1 + lines % 4);
		for (n = node_child(main, "section"); n != NULL;
		    n = node_sibling(n, "section"))
			section(l, &c, n);
		for (s = paginate(l, &c, l->g->bottom - l->g->top); s != NULL;
		    s = s->next)
			look_at_sheet(&c, s, &found);
		tree_free(t);
	}
	CHECK(l->error == NULL);
	CHECK(found.sheets > 150);
	CHECK(found.high == 0);
	CHECK(found.lonely_heading == 0);
	CHECK(found.widow == 0);
	CHECK(found.split == 0);
	CHECK(found.lonely_box == 0);
}

/* One to four boxes: how they stand, 50 mm high, inside the text. */
static void
test_boxes(struct layout *l, struct pdf *pdf)
{
	static const struct pdf_about about = { .lang = "fr-FR" };
	static const int rows_of[] = { 0, 1, 1, 1, 2 };
	static const double width_of_box[] = { 0, 80, 80, 155. / 3, 80 };
	const struct piece *p;
	struct column c;
	struct tree *t;
	struct row *row;
	int n, rows, boxes, bad;

	for (n = 1; n <= 4; n++) {
		pdf_begin(pdf, &about);
		l->document = pdf_tag(pdf, NULL, "Document");
		t = tree_new(NULL, "main");
		add_signatures(tree_root(t), n);
		column_init(&c);
		section(l, &c, node_child(tree_root(t), "section"));
		rows = boxes = bad = 0;
		for (row = c.rows; row != NULL; row = row->next) {
			rows += row->signs;
			bad += row->hold < HOLD_FIRM;
			for (p = row->pieces; p != NULL; p = p->next) {
				if (p->kind != PIECE_FRAME)
					continue;
				boxes++;
				bad += p->height < 50 * MM - 0.01 ||
				    p->x + p->width > l->g->text + 0.01 ||
				    p->width < width_of_box[n] * MM - 0.01 ||
				    p->width > width_of_box[n] * MM + 0.01;
			}
		}
		CHECK(rows == rows_of[n] && boxes == n && bad == 0);
		tree_free(t);
	}
}

/* A long table: its head on every page, its rows whole. */
static void
test_table(struct layout *l, struct pdf *pdf)
{
	static const struct pdf_about about = { .lang = "fr-FR" };
	struct tree *t = tree_new(NULL, "main");
	struct node *table = node_add(tree_root(t), "table"), *tr;
	struct sheet *sheets, *s;
	struct column c;
	int i, n = 0, headed = 0, rows = 0;
	struct row *row;

	pdf_begin(pdf, &about);
	l->document = pdf_tag(pdf, NULL, "Document");
	tr = node_add(node_add(table, "thead"), "tr");
	node_add_text(tr, "th", "Jour");
	node_add_text(tr, "th", "Heures");
	table = node_add(table, "tbody");
	for (i = 0; i < 100; i++) {
		tr = node_add(table, "tr");
		node_add_text(tr, "td", "Lundi");
		node_add_text(tr, "td", i % 2 ? "7" : "");
	}
	column_init(&c);
	block_table(l, &c, node_parent(table), 0, l->g->text, l->document);
	sheets = paginate(l, &c, l->g->bottom - l->g->top);
	for (s = sheets; s != NULL; s = s->next, n++) {
		headed += s == sheets ? s->first->heading :
		    s->first->head == c.rows;
		for (row = s->first; row != s->end; row = row->next)
			rows++;
	}
	CHECK(n > 2 && headed == n);
	CHECK(rows == 101);
	CHECK(l->error == NULL);
	tree_free(t);
}

/* Pages keep room for the notes that their lines call. */
static void
test_notes(struct layout *l, struct pdf *pdf)
{
	static const struct pdf_about about = { .lang = "fr-FR" };
	struct tree *t = tree_new(NULL, "main");
	struct node *p, *note;
	struct sheet *sheets, *s;
	struct column c;
	struct row *row;
	int i, calls = 0, high = 0, full = 0;
	double y, notes, room = upright.bottom - upright.top;

	pdf_begin(pdf, &about);
	l->document = pdf_tag(pdf, NULL, "Document");
	column_init(&c);
	for (i = 0; i < 60; i++) {
		p = node_add(tree_root(t), "p");
		add_words(p, 3 + i % 5);
		note = node_add(p, "small");
		node_set(note, "class", "note");
		add_words(note, 1 + i % 7);
		node_append(p, " fin.");
		block_one(l, &c, p, 0, upright.text, &style_body, l->document);
	}
	sheets = paginate(l, &c, room);
	for (s = sheets; s != NULL; s = s->next) {
		y = notes = 0;
		for (row = s->first; row != s->end; row = row->next) {
			y += (row == s->first ? 0 : row->before) + row->height;
			notes += row->notes;
			calls += row->notes > 0;
		}
		notes += notes > 0 ? notes_gap() : 0;
		high += y + notes > room + 0.1;
		full += y + notes > 0.8 * room;
	}
	CHECK(l->nnotes == 60 && calls == 60);
	CHECK(high == 0);
	CHECK(full >= 3);
	CHECK(l->error == NULL);
	l->notes = NULL;
	l->nnotes = 0;
	tree_free(t);
}

/*
 * Whole documents.
 */
static int
render(struct press *press, struct buf *out, const char *xml, size_t len,
    struct press_result *r)
{
	struct xml_error err;
	struct tree *t = tree_parse(NULL, xml, len, "twin", &err);
	int rc;

	if (t == NULL) {
		printf("# %s\n", err.text);
		return -2;
	}
	rc = press_render(press, out, t, r);
	tree_free(t);
	return rc;
}

static int
render_text(struct press *press, struct buf *out, const char *xml,
    struct press_result *r)
{
	return render(press, out, xml, strlen(xml), r);
}

static void
test_contract(struct arena *a, struct press *press)
{
	struct buf in = BUF_INIT, one = BUF_INIT, two = BUF_INIT;
	struct press_result r = { 0 }, again = { 0 };
	struct press *fresh = press_open(build_path(a, "fonts"));
	size_t i, zeros = 0;

	CHECK(file_read(&in, source_path(a, "tests/golden/contrat.html")) == 0);
	CHECK(render(press, &one, in.data, in.len, &r) == 0);
	CHECK(r.pages >= 6 && r.pages <= 9);
	CHECK(one.len > 50000 && one.len <= 150000);
	CHECK(memcmp(one.data, "%PDF-1.4\n", 9) == 0);
	for (i = 0; i < PDF_SEAL_DIGITS; i++)
		zeros += one.data[r.seal_at + i] == '0';
	CHECK(zeros == PDF_SEAL_DIGITS);
	CHECK(one.data[r.seal_at - 1] == '<');
	CHECK(one.data[r.seal_at + PDF_SEAL_DIGITS] == '>');

	/* same bytes: after another document, by another press, at an offset */
	CHECK(render_text(press, &two, "<html><head><title>x</title></head>"
	    "<body><main><p>x</p></main></body></html>", &again) == 0);
	CHECK(again.pages == 1);
	buf_reset(&two);
	CHECK(render(press, &two, in.data, in.len, &again) == 0);
	CHECK(two.len == one.len && memcmp(one.data, two.data, one.len) == 0);
	buf_reset(&two);
	buf_str(&two, "avant");
	CHECK(fresh != NULL && render(fresh, &two, in.data, in.len, &again)
	    == 0);
	CHECK(two.len == one.len + 5 &&
	    memcmp(one.data, two.data + 5, one.len) == 0);
	CHECK(again.seal_at == r.seal_at + 5);
	file_write(build_path(a, "tests/contrat.pdf"), one.data, one.len, 0644);
	file_write(build_path(a, "tests/contrat.html"), in.data, in.len, 0644);
	press_close(fresh);
	buf_free(&in);
	buf_free(&one);
	buf_free(&two);
}

/* The other forms of paper, each as its sample; left for validate.sh. */
static void
test_samples(struct arena *a, struct press *press)
{
	static const struct {
		const char	*name;
		int		 pages;
	} samples[] = {
		{ "attestation", 1 }, { "lettre", 1 }, { "feuille", 2 },
		{ "notes", 5 }
	};
	struct press_result r;
	struct buf in = BUF_INIT, out = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		buf_reset(&in);
		buf_reset(&out);
		CHECK(file_read(&in, source_path(a, arena_fmt(a,
		    "tests/press/%s.html", samples[i].name))) == 0);
		CHECK(render(press, &out, in.data, in.len, &r) == 0);
		CHECK(r.pages == samples[i].pages);
		file_write(build_path(a, arena_fmt(a, "tests/%s.pdf",
		    samples[i].name)), out.data, out.len, 0644);
		file_write(build_path(a, arena_fmt(a, "tests/%s.html",
		    samples[i].name)), in.data, in.len, 0644);
	}
	buf_free(&in);
	buf_free(&out);
}

/* An attestation with so many more paragraphs: how many pages? */
static int
pages_with(struct press *press, const struct buf *sample, int more)
{
	const char *at = strstr(buf_cstr(sample), "</dl>");
	struct buf in = BUF_INIT, out = BUF_INIT;
	struct press_result r = { 0 };

	if (at == NULL)
		return 0;
	at += strlen("</dl>");
	buf_add(&in, sample->data, (size_t)(at - sample->data));
	while (more-- > 0)
		buf_str(&in, "<p>Encore une phrase.</p>");
	buf_str(&in, at);
	if (render(press, &out, in.data, in.len, &r) != 0)
		r.pages = -1;
	buf_free(&in);
	buf_free(&out);
	return r.pages;
}

/* What goes a little over a page is set tighter, what goes far over is not. */
static void
test_tight(struct arena *a, struct press *press)
{
	struct buf in = BUF_INIT;

	CHECK(file_read(&in, source_path(a, "tests/press/attestation.html"))
	    == 0);
	CHECK(pages_with(press, &in, 4) == 1);	/* fits */
	CHECK(pages_with(press, &in, 8) == 1);
	CHECK(pages_with(press, &in, 13) == 1);	/* the closest */
	CHECK(pages_with(press, &in, 20) == 2);
	buf_free(&in);
}

/* So many lines, then a div of more of them, then others: how many pages? */
static int
pages_around(struct press *press, const char *class)
{
	struct buf in = BUF_INIT, out = BUF_INIT;
	struct press_result r = { 0 };
	int i;

	buf_str(&in, "<html><head><title>x</title></head><body><main>");
	for (i = 0; i < 60; i++) {
		if (i == 20)
			buf_fmt(&in, "<div class='%s'>", class);
		buf_str(&in, "<p>Une ligne.</p>");
		if (i == 43)
			buf_str(&in, "</div>");
	}
	buf_str(&in, "</main></body></html>");
	if (render(press, &out, in.data, in.len, &r) != 0)
		r.pages = -1;
	buf_free(&in);
	buf_free(&out);
	return r.pages;
}

/* A question stays with its boxes. */
static void
test_whole(struct press *press)
{
	CHECK(pages_around(press, "autre") == 2);
	CHECK(pages_around(press, "ensemble") == 3);
}

/*
 * A cohort in one file: parts begin on front pages, white backs are artifacts,
 * each part is a bookmark.  Left for validate.sh.
 */
static void
test_book(struct arena *a, struct press *press)
{
	static const char *const names[] = {
		"attestation", "lettre", "feuille", "notes", "attestation"
	};
	struct buf in = BUF_INIT, out = BUF_INIT, again = BUF_INIT;
	struct press_result r;
	struct press_book *book;
	struct tree *t;
	size_t i;
	int k;

	for (k = 0; k < 2; k++) {
		book = press_book(press, "Papiers de l’été 2027",
		    "Coopérative de Nantes", "2027-09-02T09:41:07Z");
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			buf_reset(&in);
			CHECK(file_read(&in, source_path(a, arena_fmt(a,
			    "tests/press/%s.html", names[i]))) == 0);
			t = tree_parse(NULL, in.data, in.len, "t", NULL);
			CHECK(press_book_add(book, t, &r) == 0);
			tree_free(t);
		}
		CHECK(press_book_end(book, k == 0 ? &out : &again, &r) == 0);
		/* 1 + white, 1 + white, 2, 5 + white, 1 */
		CHECK(r.pages == 13 && r.seal_at == 0);
	}
	CHECK(out.len == again.len && memcmp(out.data, again.data, out.len)
	    == 0);
	CHECK(memmem(out.data, out.len, "TerreauSceau", 12) == NULL);
	file_write(build_path(a, "tests/lot.pdf"), out.data, out.len, 0644);

	/* one that cannot be printed stops the book, not the press */
	book = press_book(press, "x", "y", "2027-09-02T09:41:07Z");
	t = tree_parse(NULL, "<html><head><title>x</title></head><body><main>"
	    "<p>中</p></main></body></html>", 79, "t", NULL);
	CHECK(t != NULL && press_book_add(book, t, &r) == -1);
	CHECK(strstr(r.error, "U+4E2D") != NULL);
	CHECK(press_book_end(book, NULL, &r) == 0);
	tree_free(t);
	buf_free(&in);
	buf_free(&out);
	buf_free(&again);
}

static void
test_refusals(struct arena *a, struct press *press)
{
	struct buf out = BUF_INIT, big = BUF_INIT;
	struct press_result r;
	int i;

	buf_str(&out, "avant");
	CHECK(render_text(press, &out, "<html><head><title>x</title></head>"
	    "<body><main><h1>Nom : 中</h1></main></body></html>", &r) == -1);
	CHECK(strstr(r.error, "U+4E2D") != NULL);
	CHECK(render_text(press, &out, "<html><head/><body><main><p>x</p>"
	    "</main></body></html>", &r) == -1);
	CHECK(strstr(r.error, "titre") != NULL);
	CHECK(render_text(press, &out, "<html><head><title>x</title>"
	    "<meta name='empreinte' content='12'/></head>"
	    "<body><main><p>x</p></main></body></html>", &r) == -1);
	CHECK(strstr(r.error, "empreinte") != NULL);
	CHECK(render_text(press, &out, "<html><head><title>x</title></head>"
	    "<body><main> </main></body></html>", &r) == -1);
	CHECK(strstr(r.error, "vide") != NULL);
	CHECK(render_text(press, &out, "<html><head><title>x</title></head>"
	    "<body><main><video/></main></body></html>", &r) == -1);
	CHECK(strstr(r.error, "video") != NULL);
	/* notes where there is no place for them */
	CHECK(render_text(press, &out, "<html><head><title>x</title></head>"
	    "<body><header><p class='objet'>a<small class='note'>b</small></p>"
	    "</header><main><p>x</p></main></body></html>", &r) == -1);
	CHECK(strstr(r.error, "note") != NULL);
	CHECK(render_text(press, &out, "<html><head><title>x</title></head>"
	    "<body><main><p>x<small class='note'>b<small class='note'>c"
	    "</small></small></p></main></body></html>", &r) == -1);
	CHECK(strstr(r.error, "note dans une note") != NULL);
	/* a box that no page can hold */
	buf_str(&big, "<html><head><title>x</title></head><body><main>"
	    "<section class='essentiel'>");
	for (i = 0; i < 90; i++)
		buf_str(&big, "<p>ligne</p>");
	buf_str(&big, "</section></main></body></html>");
	CHECK(render(press, &out, big.data, big.len, &r) == -1);
	CHECK(strstr(r.error, "haut") != NULL);
	CHECK_STR(buf_cstr(&out), "avant");	/* nothing half written */
	CHECK(press_open(build_path(a, "nowhere")) == NULL);
	buf_free(&out);
	buf_free(&big);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct sfnt faces[FACE_COUNT];
	struct layout l = { .arena = a, .faces = faces, .g = &upright };
	struct press *press;
	struct pdf *pdf;
	size_t i;

	log_init("test_press");
	crypto_init();
	xml_init();
	pdf = pdf_open(build_path(a, "fonts/srgb.icc"));
	for (i = 0; i < FACE_COUNT; i++)
		if (sfnt_open(&faces[i], build_path(a, arena_fmt(a,
		    "fonts/%s.ttf", files[i]))) == -1)
			return 1;
	l.pdf = pdf;
	test_pages(&l, pdf);
	test_boxes(&l, pdf);
	test_table(&l, pdf);
	test_notes(&l, pdf);
	press = press_open(build_path(a, "fonts"));
	CHECK(press != NULL);
	test_contract(a, press);
	test_samples(a, press);
	test_tight(a, press);
	test_whole(press);
	test_book(a, press);
	test_refusals(a, press);
	press_close(press);
	pdf_close(pdf);
	for (i = 0; i < FACE_COUNT; i++)
		sfnt_close(&faces[i]);
	arena_free(a);
	xml_exit();
	return test_end();
}
