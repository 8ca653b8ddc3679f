/*
 * draw: rows onto pages, with the running head and foot.
 *
 * The head of the first page says who issues the document and belongs to its
 * text; on the other pages head and foot only repeat, and are artifacts.
 */
#include <math.h>

#include "base/str.h"
#include "press/layout.h"
#include "press/seal.h"

#define LOGO		(11 * MM)
#define LOGO_GAP	(4 * MM)
#define BAND_TOP	(l->g->head + LOGO + 5 * MM)
#define BAND		(1.2 * MM)
#define FOOT_BOTTOM	(l->g->foot)
#define FOOT_PAD	(2 * MM)
#define PAGE_NUMBER	(30 * MM)
#define INITIALS_WIDTH	(30 * MM)
#define INITIALS_HEIGHT	(11 * MM)
#define INITIALS_GAP	(4 * MM)

static const struct style style_number =
    { FACE_TEXT_BOLD, FACE_TEXT_BOLD, FACE_TEXT_ITALIC, 7.6, 10, INK, 0 };
static const struct style style_initials =
    { FACE_TEXT, FACE_TEXT_BOLD, FACE_TEXT_ITALIC, 7, 9, INK_SOFT, 0 };

/* An address outside, in ASCII as PDF asks of a URI. */
static int
is_address(const char *link)
{
	const char *p;

	if (link == NULL || !(str_starts(link, "https://") ||
	    str_starts(link, "http://") || str_starts(link, "mailto:")))
		return 0;
	for (p = link; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~')
			return 0;
	return 1;
}

/* It is read where it is called, wherever it stands on the page. */
static void
place_note(struct layout *l, struct pdf_tag *parent, struct note *note)
{
	note->tag = pdf_tag(l->pdf, parent, "Note");
	pdf_tag_place(l->pdf, note->tag);
}

static void
draw_line(struct layout *l, struct pdf_tag *tag, const struct line *line,
    double x, double y)
{
	struct pdf_tag *link;
	const struct run *r;
	size_t i;

	for (i = 0; i < line->n; i++) {
		r = &line->runs[i];
		link = NULL;
		if (tag != NULL && r->note != NULL)
			link = pdf_tag(l->pdf, tag, "Reference");
		if (tag != NULL && is_address(r->link))
			link = pdf_tag(l->pdf, tag, "Link");
		pdf_mark(l->pdf, link != NULL ? link : tag);
		pdf_text(l->pdf, (unsigned)r->face, r->size, x + r->x,
		    y - r->rise, r->colour, r->glyphs, r->n);
		if (link != NULL && r->note != NULL)
			place_note(l, tag, r->note);
		else if (link != NULL)
			pdf_link(l->pdf, link, x + r->x, y - r->size,
			    r->width, 1.3 * r->size, r->link);
	}
}

static void
draw_qr(struct layout *l, double x, double y, double size)
{
	double side;

	if (l->qr.n == 0)
		return;
	/* whole hundredths of a point: no seam between modules */
	side = floor(100 * size / l->qr.n) / 100;
	pdf_modules(l->pdf, x, y, side, l->qr.dark, l->qr.n);
}

static void
draw_seal(struct layout *l, double x, double y, double size)
{
	struct seal_dot dots[SEAL_DOTS];
	size_t i;

	seal_dots(dots, l->fingerprint);
	for (i = 0; i < SEAL_DOTS; i++)
		pdf_dot(l->pdf, x + (1 + dots[i].x) * size / 2,
		    y + (1 - dots[i].y) * size / 2, dots[i].r * size / 2,
		    dots[i].colour);
}

static void
draw_piece(struct layout *l, const struct piece *p, struct pdf_tag *tag,
    double x, double y)
{
	pdf_mark(l->pdf, tag);
	x += p->x;
	y += p->y;
	switch (p->kind) {
	case PIECE_LINE:
		draw_line(l, tag, p->line, x, y);
		break;
	case PIECE_RECT:
		pdf_rect(l->pdf, x, y, p->width, p->height, p->colour);
		break;
	case PIECE_FRAME:
		pdf_frame(l->pdf, x, y, p->width, p->height, 1.5 * MM,
		    .35 * MM, p->colour, p->fill, p->dash);
		break;
	case PIECE_QR:
		draw_qr(l, x, y, p->width);
		break;
	case PIECE_SEAL:
		draw_seal(l, x, y, p->width);
		break;
	case PIECE_NOTHING:
		if (tag != NULL)
			pdf_tag_place(l->pdf, tag);
		break;
	}
}

static void
draw_row(struct layout *l, const struct row *row, double y, int repeated)
{
	const struct piece *p;

	for (p = row->pieces; p != NULL; p = p->next)
		draw_piece(l, p, repeated ? NULL : p->tag, l->g->left, y);
}

void
draw_text(struct layout *l, const struct text *text, struct pdf_tag *tag,
    double x, double y, int right)
{
	size_t i;

	for (i = 0; i < text->n; i++) {
		pdf_mark(l->pdf, tag);
		draw_line(l, tag, &text->lines[i], x -
		    (right ? text->lines[i].width : 0), y + text->baseline +
		    (double)i * text->lead);
	}
}

/*
 * Head: seven dots, who issues, what about; the band of the programmes.
 */
static void
draw_logo(struct layout *l)
{
	static const struct {
		double	 x, y;
		unsigned rgb;
	} dots[] = {
		{ 22, 7, LOIRE }, { 35, 14.5, GENET }, { 35, 29.5, VIOLINE },
		{ 22, 37, VIGNE }, { 9, 29.5, TUILE }, { 9, 14.5, NUIT },
		{ 22, 22, INK }
	};
	double unit = LOGO / 44;
	size_t i;

	for (i = 0; i < sizeof(dots) / sizeof(dots[0]); i++)
		pdf_dot(l->pdf, l->g->left + dots[i].x * unit,
		    l->g->head + dots[i].y * unit, 5.2 * unit, dots[i].rgb);
}

/* Widths in proportion to the programmes of the network. */
static void
draw_band(struct layout *l)
{
	static const struct {
		double	 from;
		unsigned rgb;
	} parts[] = {
		{ 0, LOIRE }, { .58, GENET }, { .75, VIOLINE },
		{ .84, VIGNE }, { .90, TUILE }, { .96, NUIT }
	};
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		pdf_rect(l->pdf, l->g->left + parts[i].from * l->g->text,
		    BAND_TOP, (1 - parts[i].from) * l->g->text, BAND,
		    parts[i].rgb);	/* to the end: no seam */
}

static struct node *
paragraph(struct node *parent, const char *class)
{
	struct node *n = parent == NULL ? NULL : node_child(parent, "p");

	while (n != NULL && !has_class(n, class))
		n = node_sibling(n, "p");
	return n;
}

static struct pdf_tag *
head_tag(struct layout *l, struct pdf_tag *parent)
{
	return parent == NULL ? NULL : pdf_tag(l->pdf, parent, "P");
}

static void
draw_head(struct layout *l, int first)
{
	struct node *name = paragraph(l->header, "emetteur");
	struct node *form = paragraph(l->header, "forme");
	struct node *about = paragraph(l->header, "objet");
	struct pdf_tag *tag = !first ? NULL :
	    pdf_tag(l->pdf, l->document, "Div");
	struct text *a = NULL, *b = NULL, *r = NULL;
	double x = l->g->left + LOGO + LOGO_GAP, width, height = 0, y;

	pdf_mark(l->pdf, NULL);
	draw_logo(l);
	draw_band(l);
	width = l->g->text - LOGO - LOGO_GAP;
	if (about != NULL) {
		r = text_of(l, about, &style_head, width / 2);
		width -= r->width + LOGO_GAP;
	}
	if (name != NULL) {
		a = text_of(l, name, &style_head_name, width);
		height += (double)a->n * a->lead;
	}
	if (form != NULL) {
		b = text_of(l, form, &style_head, width);
		height += (double)b->n * b->lead;
	}
	y = l->g->head + (LOGO - height) / 2;
	if (a != NULL) {
		draw_text(l, a, head_tag(l, tag), x, y, 0);
		y += (double)a->n * a->lead;
	}
	if (b != NULL)
		draw_text(l, b, head_tag(l, tag), x, y, 0);
	if (r != NULL)
		draw_text(l, r, head_tag(l, tag), l->g->left + l->g->text,
		    l->g->head + (LOGO - (double)r->n * r->lead) / 2, 1);
}

static void
draw_foot(struct layout *l, int page, int pages, int initials)
{
	struct node *note = l->footer == NULL ? NULL :
	    node_child(l->footer, "p");
	struct text *text = NULL, *number;
	double y = FOOT_BOTTOM, width = l->g->text;

	if (initials)
		width -= INITIALS_WIDTH + INITIALS_GAP;
	if (note != NULL) {
		text = text_of(l, note, &style_foot, width - PAGE_NUMBER);
		y -= (double)text->n * text->lead;
	} else {
		y -= style_foot.lead;
	}
	pdf_mark(l->pdf, NULL);
	pdf_rect(l->pdf, l->g->left, y - FOOT_PAD, width, .25 * MM,
	    PAPER_LINE);
	if (text != NULL)
		draw_text(l, text, NULL, l->g->left, y, 0);
	number = text_plain(l, arena_fmt(l->arena,
	    "Page\xC2\xA0%d sur\xC2\xA0%d", page, pages), &style_number,
	    PAGE_NUMBER);
	draw_text(l, number, NULL, l->g->left + width, FOOT_BOTTOM -
	    number->lead, 1);
}

/* Beside the foot, so that the column keeps its height. */
static void
draw_initials(struct layout *l)
{
	double x = l->g->left + l->g->text - INITIALS_WIDTH;
	double y = FOOT_BOTTOM - INITIALS_HEIGHT;

	pdf_mark(l->pdf, NULL);
	pdf_frame(l->pdf, x, y, INITIALS_WIDTH, INITIALS_HEIGHT, .5, .25 * MM,
	    INK_LINE, -1, 2);
	draw_text(l, text_plain(l, "Initiales", &style_initials,
	    INITIALS_WIDTH - 2 * MM), NULL, x + 1 * MM, y + .6 * MM, 0);
}

static double
sheet_notes(const struct sheet *s)
{
	const struct row *row;
	double height = 0;

	for (row = s->first; row != s->end; row = row->next)
		height += row->notes;
	return height > 0 ? height + notes_gap() : 0;
}

static void
draw_sheet(struct layout *l, const struct sheet *s, int page, int pages,
    int initials)
{
	const struct row *row;
	double y = l->g->top, bottom = l->g->bottom - sheet_notes(s);

	pdf_page(l->pdf, l->g->width, l->g->height);
	if (l->part && page == 1)
		pdf_bookmark(l->pdf, l->meta.title, 0, 1);
	draw_head(l, page == 1);
	if (page == 1) {
		y += s->first->before;
	} else if (s->first->head != NULL) {
		draw_row(l, s->first->head, y, 1);
		y += s->first->head->height;
	}
	for (row = s->first; row != s->end; row = row->next) {
		if (row != s->first)
			y += row->before;
		if (row->foot && y < bottom - row->height)
			y = bottom - row->height;
		if (row->bookmark != NULL && !(l->part && row->level == 1))
			pdf_bookmark(l->pdf, row->bookmark, y - 4 * MM,
			    row->level);
		draw_row(l, row, y, 0);
		y += row->height;
	}
	notes_draw(l, s, l->g->bottom);
	if (initials)
		draw_initials(l);
	draw_foot(l, page, pages, initials);
}

static int
is_signed(const struct sheet *s)
{
	const struct row *row;

	for (row = s->first; row != s->end; row = row->next)
		if (row->signs)
			return 1;
	return 0;
}

int
draw(struct layout *l, const struct sheet *sheets)
{
	const struct sheet *s;
	int page = 0, pages = 0, initials = l->initials;

	for (s = sheets; s != NULL; s = s->next)
		pages++;
	for (s = sheets; s != NULL; s = s->next) {
		/* up to the page that is signed, which needs none */
		initials = initials && s->next != NULL && !is_signed(s);
		draw_sheet(l, s, ++page, pages, initials);
	}
	notes_check(l);
	return pages;
}
