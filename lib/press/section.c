/*
 * section: the parts of a contract that have a place of their own: parties,
 * « L’essentiel en une minute », articles beside what they mean in plain
 * words, signatures, verification.
 */
#include "base/str.h"
#include "press/layout.h"

#define PARTY_GAP	(10 * MM)
#define BOX_PAD		(5 * MM)
#define BOX_TOP		(4 * MM)
#define BOX_BOTTOM	(3.4 * MM)
#define BOX_LABEL	(38 * MM)
#define ROUND		(1.5 * MM)
#define HAIR		(.35 * MM)
#define ARTICLE_GAP	(4.2 * MM)
#define ARTICLE_WHOLE	8		/* fewer lines are never split */
#define CASE_GAP	(5 * MM)
#define CASE_HEIGHT	(50 * MM)
#define CASE_PAD	(3 * MM)
#define CASE_TOP	(2.6 * MM)
#define CASE_LOW	(38 * MM)	/* on an attestation */
#define CASE_TIGHT	(30 * MM)
#define CASE_SIGN	(24 * MM)	/* left free to sign */
#define SIGN_TIGHT	(17 * MM)
#define MARK_SIZE	(26 * MM)	/* dot seal, and QR code of a short address */
#define QR_SIZE		(35 * MM)	/* at most */
#define QR_MODULE	(.55 * MM)
#define MARK_GAP	(6 * MM)
#define VERIFY_WIDTH	(92 * MM)
#define JOURNAL_LABEL	(42 * MM)

static struct node *
next_element(const struct node *n)
{
	return node_sibling(n, NULL);
}

static int
is_heading(const struct node *n)
{
	return node_name(n)[0] == 'h' && node_name(n)[1] >= '1' &&
	    node_name(n)[1] <= '6';
}

static struct piece *
frame(struct layout *l, struct row *row, double x, double width,
    unsigned colour, long fill)
{
	struct piece *p = row_piece(l, row, PIECE_FRAME, NULL, x, 0);

	p->width = width;
	p->height = row->height;
	p->colour = colour;
	p->fill = fill;
	return p;
}

/*
 * Parties: « Entre », « Et » side by side, two a row.
 */
static void
party(struct layout *l, struct column *c, struct node *div, double x,
    double width, struct pdf_tag *parent)
{
	struct pdf_tag *tag = pdf_tag(l->pdf, parent, "Div");
	struct node *n = node_child(div, NULL);

	if (n == NULL)
		return;
	column_text(l, c, x, 0, text_of(l, n, &style_party, width),
	    pdf_tag(l->pdf, tag, "P"));
	for (n = next_element(n); n != NULL; n = next_element(n))
		block_one(l, c, n, x, width, &style_body, tag);
}

static void
parties(struct layout *l, struct column *c, struct node *node,
    struct pdf_tag *tag)
{
	double width = (l->g->text - PARTY_GAP) / 2, height, before = 7 * MM;
	struct column side[2];
	struct node *div;
	struct row *row;
	int i;

	for (div = node_child(node, "div"); div != NULL; before = 4 * MM) {
		for (i = 0; i < 2; i++) {
			column_init(&side[i]);
			if (div == NULL)
				continue;
			party(l, &side[i], div, i * (width + PARTY_GAP),
			    width, tag);
			div = node_sibling(div, "div");
		}
		height = column_height(&side[0]);
		if (column_height(&side[1]) > height)
			height = column_height(&side[1]);
		row = column_add(l, c, before, height);
		row_take(row, &side[0], 0, 0);
		row_take(row, &side[1], 0, 0);
	}
}

/*
 * The box to read when nothing else is read; never cut.
 */
static void
essentiel(struct layout *l, struct column *c, struct node *node,
    struct pdf_tag *tag)
{
	double width = l->g->text - 2 * BOX_PAD;
	struct column inner, list;
	struct node *n;
	struct row *row;

	column_init(&inner);
	for (n = node_child(node, NULL); n != NULL; n = next_element(n)) {
		if (is_heading(n)) {
			block_heading(l, &inner, n, BOX_PAD, width, 0,
			    &style_box_title, tag, "H2");
			continue;
		}
		if (!str_eq(node_name(n), "dl")) {
			block_one(l, &inner, n, BOX_PAD, width, &style_box,
			    tag);
			continue;
		}
		column_init(&list);
		block_dl(l, &list, n, BOX_PAD, width, BOX_LABEL, 4 * MM,
		    &style_box, tag);
		if (list.rows != NULL)
			list.rows->before = 2 * MM;
		column_join(&inner, &list);
	}
	row = column_add(l, c, 6 * MM, column_height(&inner) + BOX_TOP +
	    BOX_BOTTOM);
	if (inner.rows != NULL) {
		row->bookmark = inner.rows->bookmark;
		row->level = inner.rows->level;
	}
	frame(l, row, 0, l->g->text, PAPER_LINE, PAPER);
	row_take(row, &inner, 0, BOX_TOP);
}

/*
 * Articles.
 */
static void
clair(struct layout *l, struct column *c, struct node *aside,
    struct pdf_tag *tag)
{
	struct row *row = column_add(l, c, 0, 1.9 * MM);
	struct piece *rule = row_piece(l, row, PIECE_RECT, NULL, 0, 0);
	struct column own;
	struct node *n;
	int titled = 0;

	rule->width = CLAIR_WIDTH;
	rule->height = .7 * MM;
	rule->colour = LOIRE;
	tag = pdf_tag(l->pdf, tag, "Note");
	column_init(&own);
	n = node_child(aside, "p");
	if (n != NULL && has_class(n, "titre")) {
		column_text(l, &own, 0, 0, text_of(l, n, &style_party,
		    CLAIR_WIDTH), pdf_tag(l->pdf, tag, "P"));
		titled = 1;
	}
	if (n == NULL) {
		block_children(l, &own, aside, 0, CLAIR_WIDTH, &style_clair,
		    tag);
	} else {
		for (n = titled ? next_element(n) : n; n != NULL;
		    n = next_element(n)) {
			struct column one;

			column_init(&one);
			block_one(l, &one, n, 0, CLAIR_WIDTH, &style_clair,
			    tag);
			if (one.rows != NULL && own.rows != NULL && titled)
				one.rows->before = 0;
			titled = 0;
			column_join(&own, &one);
		}
	}
	if (own.rows != NULL)
		own.rows->before = 0;
	column_join(c, &own);
}

static void
article_text(struct layout *l, struct column *c, struct node *node,
    struct pdf_tag *tag)
{
	double x = CLAIR_WIDTH + CLAIR_GAP, width = l->g->text - x;
	struct column own;
	struct node *n;
	int headed = 0;

	for (n = node_child(node, NULL); n != NULL; n = next_element(n)) {
		if (has_class(n, "clair"))
			continue;
		column_init(&own);
		if (str_eq(node_name(n), "h2"))
			block_heading(l, &own, n, x, width, 0, &style_article,
			    tag, "H2");
		else
			block_one(l, &own, n, x, width, &style_body, tag);
		if (headed && own.rows != NULL)
			own.rows->before = 1 * MM;
		headed = str_eq(node_name(n), "h2");
		column_join(c, &own);
	}
}

static size_t
text_lines(const struct column *c)
{
	const struct row *row;
	size_t n = 0;

	for (row = c->rows; row != NULL; row = row->next)
		n += row->text != 0;
	return n;
}

/* The lines beside a column so high stay together; white makes up the rest. */
static void
cover(struct layout *l, struct column *c, double height)
{
	struct row *row;
	double y = 0;

	for (row = c->rows; row != NULL && y < height; row = row->next) {
		if (row != c->rows) {
			y += row->before;
			if (y >= height)
				return;
			if (row->hold < HOLD_FIRM)
				row->hold = HOLD_FIRM;
		}
		y += row->height;
	}
	if (y < height) {
		row = column_add(l, c, 0, height - y);
		row->hold = HOLD_ALWAYS;
	}
}

static void
article(struct layout *l, struct column *c, struct node *node,
    struct pdf_tag *tag)
{
	struct column text, plain;
	struct row *row;
	struct node *n;

	column_init(&plain);
	/* made first: it is read first */
	for (n = node_child(node, NULL); n != NULL; n = next_element(n))
		if (has_class(n, "clair"))
			clair(l, &plain, n, tag);
	column_init(&text);
	article_text(l, &text, node, tag);
	if (text.rows == NULL)
		return;
	if (text_lines(&text) < ARTICLE_WHOLE)
		for (row = text.rows->next; row != NULL; row = row->next)
			if (row->hold == HOLD_NONE)
				row->hold = HOLD_SOFT;
	cover(l, &text, column_height(&plain));
	row_take_first(text.rows, &plain, 0, 0);
	text.rows->before = ARTICLE_GAP;
	column_join(c, &text);
}

/*
 * Signatures: one to four boxes, never away from the end of the text.
 */
static struct node *
last_paragraph(struct node *div)
{
	struct node *n, *last = NULL;
	int count = 0;

	for (n = node_child(div, "p"); n != NULL; n = node_sibling(n, "p")) {
		last = n;
		count++;
	}
	return count > 1 ? last : NULL;
}

/* What stands in a box; the last paragraph (« Date et signature ») below. */
static void
case_text(struct layout *l, struct column *c, struct column *note,
    struct node *div, double x, double width, struct pdf_tag *tag)
{
	struct node *n, *last = last_paragraph(div);
	struct column own;

	for (n = node_child(div, NULL); n != NULL; n = next_element(n)) {
		column_init(&own);
		if (n == last)
			column_text(l, note, x, 0, text_of(l, n,
			    &style_case_note, width),
			    pdf_tag(l->pdf, tag, "P"));
		else if (is_heading(n))
			block_heading(l, &own, n, x, width, 0,
			    &style_case_role, tag,
			    node_name(n)[1] == '2' ? "H2" : "H3");
		else
			block_one(l, &own, n, x, width, &style_case, tag);
		if (own.rows != NULL)
			own.rows->before = 0;
		column_join(c, &own);
	}
}

static double
case_height(const struct layout *l)
{
	if (l->form != FORM_ATTESTATION)
		return CASE_HEIGHT;
	return l->tight ? CASE_TIGHT : CASE_LOW;
}

/* Up to n boxes from div on; returns the next one. */
static struct node *
case_row(struct layout *l, struct column *c, struct node *div, size_t n,
    struct pdf_tag *parent)
{
	double width = (l->g->text - (double)(n - 1) * CASE_GAP) / (double)n;
	double x, need, height = case_height(l);
	struct column text[3], note[3];
	struct row *row;
	size_t i, k;

	for (i = 0; i < n && div != NULL; i++) {
		x = (double)i * (width + CASE_GAP) + CASE_PAD;
		column_init(&text[i]);
		column_init(&note[i]);
		case_text(l, &text[i], &note[i], div, x, width - 2 * CASE_PAD,
		    pdf_tag(l->pdf, parent, "Div"));
		need = CASE_TOP + column_height(&text[i]) +
		    (l->tight ? SIGN_TIGHT : CASE_SIGN) +
		    column_height(&note[i]);
		if (need > height)
			height = need;
		do
			div = node_sibling(div, "div");
		while (div != NULL && !has_class(div, "case"));
	}
	row = column_add(l, c, CASE_GAP, height);
	row->signs = 1;
	for (k = 0; k < i; k++) {
		frame(l, row, (double)k * (width + CASE_GAP), width, INK_LINE,
		    -1);
		row_take(row, &text[k], 0, CASE_TOP);
		row_take(row, &note[k], 0, height - 2 * MM -
		    column_height(&note[k]));
	}
	return div;
}

static void
signatures(struct layout *l, struct column *c, struct node *node,
    struct pdf_tag *tag)
{
	struct node *n, *boxes = NULL;
	struct column own;
	struct row *row;
	size_t count = 0, width;

	column_init(&own);
	for (n = node_child(node, NULL); n != NULL; n = next_element(n)) {
		if (has_class(n, "case")) {
			boxes = boxes == NULL ? n : boxes;
			count++;
		} else if (is_heading(n)) {
			block_heading(l, &own, n, 0, l->g->text, 6 * MM,
			    &style_heading, tag, "H2");
		} else {
			block_one(l, &own, n, 0, l->g->text, &style_body, tag);
		}
	}
	width = count == 3 || count > 4 ? 3 : 2;
	while (boxes != NULL)
		boxes = case_row(l, &own, boxes, width, tag);
	for (row = own.rows; row != NULL; row = row->next)
		if (row->hold < HOLD_FIRM)
			row->hold = HOLD_FIRM;
	column_join(c, &own);
}

/*
 * QR code, how to check, dot seal.
 */
struct piece *
section_mark(struct layout *l, struct row *row, enum piece_kind kind,
    struct pdf_tag *parent, double x, double size, const char *alt)
{
	struct pdf_tag *tag = pdf_tag(l->pdf, parent, "Figure");
	struct piece *p = row_piece(l, row, kind, tag, x, 0);

	pdf_tag_alt(l->pdf, tag, alt);
	p->width = p->height = size;
	return p;
}

/*
 * A module is as large as a telephone likes, a long address shrinks it.  The
 * white around it (four modules, ISO/IEC 18004) is margin and gaps: 5 mm.
 */
static double
qr_size(struct layout *l)
{
	double size;

	if (l->meta.url != NULL && qr_make(l->arena, &l->qr, l->meta.url) ==
	    -1)
		layout_fail(l, "l’adresse ne tient pas dans un code QR");
	size = l->qr.n * QR_MODULE;
	return size < MARK_SIZE ? MARK_SIZE : size > QR_SIZE ? QR_SIZE : size;
}

static void
verification(struct layout *l, struct column *c, struct node *node,
    struct pdf_tag *tag)
{
	struct column text, own;
	struct row *row;
	struct node *n;
	double height, size, x = 0;

	size = qr_size(l);
	column_init(&text);
	row = column_add(l, c, 5 * MM, size);
	row->hold = HOLD_SOFT;
	if (l->meta.url != NULL) {
		/* with a code, the text beside it says which page */
		section_mark(l, row, PIECE_QR, tag, 0, size,
		    l->meta.code != NULL ?
		    "Code QR qui ouvre la page de vérification" :
		    arena_fmt(l->arena, "Code QR qui ouvre %s", l->meta.url));
		x = size + MARK_GAP;
	}
	for (n = node_child(node, NULL); n != NULL; n = next_element(n)) {
		column_init(&own);
		if (is_heading(n))
			block_heading(l, &own, n, x, VERIFY_WIDTH, 0,
			    &style_verify_title, tag, "H2");
		else
			block_one(l, &own, n, x, VERIFY_WIDTH, &style_verify,
			    tag);
		if (own.rows != NULL) {
			own.rows->before = 0;
			if (own.rows->bookmark != NULL) {
				row->bookmark = own.rows->bookmark;
				row->level = own.rows->level;
			}
		}
		column_join(&text, &own);
	}
	height = column_height(&text);
	if (height > row->height)
		row->height = height;
	row_take(row, &text, 0, (row->height - height) / 2);
	row->foot = l->form == FORM_ATTESTATION || l->form == FORM_LETTRE;
	/* an attestation has it by the title */
	if (l->form != FORM_ATTESTATION && l->has_fingerprint)
		section_mark(l, row, PIECE_SEAL, tag, l->g->text - MARK_SIZE,
		    MARK_SIZE, "Sceau de points du document, tiré de son "
		    "empreinte")->y = (row->height - MARK_SIZE) / 2;
}

/*
 * Who signed, how and when: on a page of its own.
 */
static void
journal(struct layout *l, struct column *c, struct node *node,
    struct pdf_tag *tag)
{
	struct column own;
	struct node *n;

	column_init(&own);
	for (n = node_child(node, NULL); n != NULL; n = next_element(n)) {
		struct column one;

		column_init(&one);
		if (str_eq(node_name(n), "dl"))
			block_dl(l, &one, n, 0, l->g->text, JOURNAL_LABEL,
			    4 * MM, &style_verify, tag);
		else if (str_eq(node_name(n), "h2"))
			block_heading(l, &one, n, 0, l->g->text, 0,
			    &style_heading, tag, "H2");
		else
			block_one(l, &one, n, 0, l->g->text, &style_verify,
			    tag);
		column_join(&own, &one);
	}
	if (own.rows != NULL)
		own.rows->page = 1;
	column_join(c, &own);
}

void
section(struct layout *l, struct column *c, struct node *node)
{
	struct pdf_tag *tag = pdf_tag(l->pdf, l->document, "Sect");

	if (has_class(node, "parties"))
		parties(l, c, node, tag);
	else if (has_class(node, "essentiel"))
		essentiel(l, c, node, tag);
	else if (has_class(node, "article"))
		article(l, c, node, tag);
	else if (has_class(node, "signatures"))
		signatures(l, c, node, tag);
	else if (has_class(node, "verification"))
		verification(l, c, node, tag);
	else if (has_class(node, "journal"))
		journal(l, c, node, tag);
	else
		block_children(l, c, node, 0, l->g->text, &style_body, tag);
}
