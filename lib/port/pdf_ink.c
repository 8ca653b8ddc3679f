/*
 * pdf_ink: what is drawn on a page, written as a content stream, and the
 * tree of tags it belongs to.  Plain memory: libharu sees it at pdf_end().
 *
 * Invariants: every operator that paints stands between BDC/BMC and EMC; a
 * coordinate that is not finite is an error, never a number in the file.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "port/pdf_ink.h"

#define FAR	14400.0		/* PDF 1.4, implementation limits */
#define KAPPA	0.5523		/* circle from Bézier curves */

void
pdf_fail(struct pdf *pdf, const char *format, ...)
{
	va_list ap;

	if (pdf->error[0] != '\0')
		return;
	va_start(ap, format);
	vsnprintf(pdf->error, sizeof(pdf->error), format, ap);
	va_end(ap);
}

void *
pdf_grow(struct pdf *pdf, void *items, unsigned n, unsigned *max, size_t size)
{
	void *bigger;

	if (n < *max)
		return items;
	*max = *max == 0 ? 8 : 2 * *max;
	bigger = arena_array(pdf->arena, *max, size);
	if (items != NULL)
		memcpy(bigger, items, n * size);
	return bigger;
}

static struct pdf_sheet *
sheet(struct pdf *pdf)
{
	return &pdf->sheets[pdf->nsheets - 1];
}

static struct buf *
ink(struct pdf *pdf)
{
	return &sheet(pdf)->ink;
}

/* As printf, ten times as fast: pages are made of numbers. */
static void
integer(struct buf *b, const char *before, long v)
{
	char digits[24], *p = digits + sizeof(digits);
	unsigned long u = v < 0 ? 0 - (unsigned long)v : (unsigned long)v;

	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) != 0);
	if (v < 0)
		*--p = '-';
	buf_str(b, before);
	buf_add(b, p, (size_t)(digits + sizeof(digits) - p));
}

/* Two decimals without printf: no locale, no rounding of another library. */
static void
number(struct pdf *pdf, double v)
{
	struct buf *b = ink(pdf);
	long c;

	if (!isfinite(v) || fabs(v) > FAR) {
		pdf_fail(pdf, "a coordinate is not a finite number");
		v = 0;
	}
	c = lround(v * 100);
	integer(b, c < 0 && c > -100 ? "-" : "", c / 100);
	c = labs(c);
	if (c % 100 != 0) {
		buf_char(b, '.');
		buf_char(b, (char)('0' + c / 10 % 10));
		if (c % 10 != 0)
			buf_char(b, (char)('0' + c % 10));
	}
	buf_char(b, ' ');
}

static void
point(struct pdf *pdf, double x, double y)
{
	number(pdf, x);
	number(pdf, sheet(pdf)->height - y);
}

static void
thousandths(struct buf *b, unsigned v)
{
	char text[5] = { '.', (char)('0' + v / 100), (char)('0' + v / 10 % 10),
	    (char)('0' + v % 10), ' ' };

	buf_add(b, text, sizeof(text));
}

static void
colour(struct pdf *pdf, unsigned rgb, const char *operator)
{
	int shift;
	unsigned v;

	for (shift = 16; shift >= 0; shift -= 8) {
		v = (rgb >> shift & 255) * 1000 / 255;
		if (v >= 1000)
			buf_str(ink(pdf), "1 ");
		else
			thousandths(ink(pdf), v);
	}
	buf_str(ink(pdf), operator);
	buf_char(ink(pdf), '\n');
}

/*
 * Tags.
 */
struct pdf_tag *
pdf_tag(struct pdf *pdf, struct pdf_tag *parent, const char *type)
{
	struct pdf_tag *tag = arena_alloc(pdf->arena, sizeof(*tag));

	tag->type = type;
	tag->parent = parent;
	tag->number = pdf->ntags++;
	*pdf->last_tag = tag;
	pdf->last_tag = &tag->next;
	if (parent == NULL) {
		if (pdf->root != NULL)
			pdf_fail(pdf, "two root tags");
		pdf->root = tag;
		tag->placed = 1;
	}
	return tag;
}

void
pdf_tag_heads_row(struct pdf_tag *tag)
{
	tag->heads_row = 1;
}

void
pdf_tag_alt(struct pdf *pdf, struct pdf_tag *tag, const char *alt)
{
	tag->alt = arena_dup(pdf->arena, alt);
}

static struct pdf_kid *
add_kid(struct pdf *pdf, struct pdf_tag *tag)
{
	tag->kids = pdf_grow(pdf, tag->kids, tag->nkids, &tag->maxkids,
	    sizeof(*tag->kids));
	return &tag->kids[tag->nkids++];
}

void
pdf_tag_place(struct pdf *pdf, struct pdf_tag *tag)
{
	if (tag->placed)
		return;
	pdf_tag_place(pdf, tag->parent);
	tag->placed = 1;
	add_kid(pdf, tag->parent)->tag = tag;
}

void
pdf_unmark(struct pdf *pdf)
{
	if (pdf->marked)
		buf_str(ink(pdf), "EMC\n");
	pdf->marked = 0;
	pdf->pending = 1;
}

void
pdf_mark(struct pdf *pdf, struct pdf_tag *tag)
{
	if (pdf->marked && pdf->mark == tag)
		return;
	pdf_unmark(pdf);
	pdf->mark = tag;
}

/* Open the mark that what is drawn now belongs to. */
static void
open_mark(struct pdf *pdf)
{
	struct pdf_sheet *s = sheet(pdf);
	struct pdf_kid *kid;

	if (!pdf->pending)
		return;
	pdf->pending = 0;
	pdf->marked = 1;
	if (pdf->mark == NULL) {
		buf_str(&s->ink, "/Artifact BMC\n");
		return;
	}
	pdf_tag_place(pdf, pdf->mark);
	kid = add_kid(pdf, pdf->mark);
	kid->page = pdf->nsheets - 1;
	kid->mcid = s->nmarks;
	s->marks = pdf_grow(pdf, s->marks, s->nmarks, &s->maxmarks,
	    sizeof(*s->marks));
	s->marks[s->nmarks++] = pdf->mark;
	buf_char(&s->ink, '/');
	buf_str(&s->ink, pdf->mark->type);
	integer(&s->ink, " <</MCID ", kid->mcid);
	buf_str(&s->ink, ">> BDC\n");
}

void
pdf_white(struct pdf *pdf)
{
	double width = sheet(pdf)->width, height = sheet(pdf)->height;

	pdf_page(pdf, width, height);
	open_mark(pdf);			/* an artifact */
}

void
pdf_bookmark(struct pdf *pdf, const char *title, double y, int level)
{
	struct pdf_bookmark *b;

	pdf->bookmarks = pdf_grow(pdf, pdf->bookmarks, pdf->nbookmarks,
	    &pdf->maxbookmarks, sizeof(*pdf->bookmarks));
	b = &pdf->bookmarks[pdf->nbookmarks++];
	b->title = arena_dup(pdf->arena, title);
	b->level = level;
	b->page = pdf->nsheets - 1;
	b->y = sheet(pdf)->height - y;
}

void
pdf_link(struct pdf *pdf, struct pdf_tag *tag, double x, double y,
    double width, double height, const char *url)
{
	struct pdf_anchor *a;
	struct pdf_kid *kid;

	pdf->links = pdf_grow(pdf, pdf->links, pdf->nlinks, &pdf->maxlinks,
	    sizeof(*pdf->links));
	a = &pdf->links[pdf->nlinks++];
	a->tag = tag;
	a->url = arena_dup(pdf->arena, url);
	a->page = pdf->nsheets - 1;
	a->x = x;
	a->y = sheet(pdf)->height - y - height;
	a->width = width;
	a->height = height;
	pdf_tag_place(pdf, tag);
	kid = add_kid(pdf, tag);
	kid->page = a->page;
	kid->link = pdf->nlinks;
}

/*
 * Ink.
 */
static void
fill(struct pdf *pdf, unsigned rgb)
{
	open_mark(pdf);
	if (pdf->fill == (long)rgb)
		return;
	colour(pdf, rgb, "rg");
	pdf->fill = (long)rgb;
}

/* The CID of a character in this document: the order of first use. */
static unsigned
use_glyph(struct pdf *pdf, struct pdf_use *use, const struct pdf_glyph *g)
{
	uint16_t **page;
	unsigned max, cid;

	if (g->cp > 0xFFFF || g->glyph == 0) {
		pdf_fail(pdf, "no glyph for U+%04X", (unsigned)g->cp);
		return 0;
	}
	page = &use->cid[g->cp >> 8];
	if (*page == NULL)
		*page = arena_array(pdf->arena, 256, sizeof(**page));
	cid = (*page)[g->cp & 255];
	if (cid != 0)
		return cid;
	if (use->n == 0)
		use->n = 1;
	max = use->max;
	use->cp = pdf_grow(pdf, use->cp, use->n, &max, sizeof(*use->cp));
	use->glyph = pdf_grow(pdf, use->glyph, use->n, &use->max,
	    sizeof(*use->glyph));
	cid = use->n++;
	use->cp[cid] = g->cp;
	use->glyph[cid] = g->glyph;
	(*page)[g->cp & 255] = (uint16_t)cid;
	return cid;
}

static void
kern(struct buf *b, int v)
{
	integer(b, ">", v);
	buf_char(b, '<');
}

void
pdf_text(struct pdf *pdf, unsigned face, double size, double x,
    double baseline, unsigned rgb, const struct pdf_glyph *g, size_t n)
{
	static const char hex[] = "0123456789ABCDEF";
	struct pdf_use *use = &pdf->faces[face];
	char digits[4];
	unsigned cid;
	size_t i;

	fill(pdf, rgb);
	integer(ink(pdf), "BT /F", face);
	buf_char(ink(pdf), ' ');
	number(pdf, size);
	buf_str(ink(pdf), "Tf ");
	point(pdf, x, baseline);
	buf_str(ink(pdf), "Td [<");
	for (i = 0; i < n; i++) {
		cid = use_glyph(pdf, use, &g[i]);
		digits[0] = hex[cid >> 12 & 15];
		digits[1] = hex[cid >> 8 & 15];
		digits[2] = hex[cid >> 4 & 15];
		digits[3] = hex[cid & 15];
		buf_add(ink(pdf), digits, sizeof(digits));
		if (g[i].kern != 0 && i + 1 < n)
			kern(ink(pdf), -g[i].kern);
	}
	buf_str(ink(pdf), ">]TJ ET\n");
}

void
pdf_rect(struct pdf *pdf, double x, double y, double width, double height,
    unsigned rgb)
{
	fill(pdf, rgb);
	point(pdf, x, y + height);
	number(pdf, width);
	number(pdf, height);
	buf_str(ink(pdf), "re f\n");
}

static void
curve(struct pdf *pdf, double x1, double y1, double x2, double y2, double x,
    double y)
{
	point(pdf, x1, y1);
	point(pdf, x2, y2);
	point(pdf, x, y);
	buf_str(ink(pdf), "c\n");
}

void
pdf_dot(struct pdf *pdf, double x, double y, double r, unsigned rgb)
{
	double k = r * KAPPA;

	fill(pdf, rgb);
	point(pdf, x + r, y);
	buf_str(ink(pdf), "m\n");
	curve(pdf, x + r, y + k, x + k, y + r, x, y + r);
	curve(pdf, x - k, y + r, x - r, y + k, x - r, y);
	curve(pdf, x - r, y - k, x - k, y - r, x, y - r);
	curve(pdf, x + k, y - r, x + r, y - k, x + r, y);
	buf_str(ink(pdf), "f\n");
}

void
pdf_modules(struct pdf *pdf, double x, double y, double side,
    const unsigned char *bits, unsigned n)
{
	unsigned row, col, run;

	fill(pdf, 0x000000);
	for (row = 0; row < n; row++)
		for (col = 0; col < n; col += run > 0 ? run : 1) {
			for (run = 0; col + run < n &&
			    bits[row * n + col + run]; run++)
				;
			if (run == 0)
				continue;
			point(pdf, x + col * side, y + (row + 1) * side);
			number(pdf, run * side);
			number(pdf, side);
			buf_str(ink(pdf), "re\n");
		}
	buf_str(ink(pdf), "f\n");
}

void
pdf_frame(struct pdf *pdf, double x, double y, double width, double height,
    double radius, double line, unsigned rgb, long filled, double dash)
{
	double r = radius, k = r * (1 - KAPPA), x2 = x + width, y2 = y + height;

	open_mark(pdf);
	if (filled >= 0)
		fill(pdf, (unsigned)filled);
	colour(pdf, rgb, "RG");
	number(pdf, line);
	buf_str(ink(pdf), "w\n[");
	if (dash > 0)
		number(pdf, dash);
	buf_str(ink(pdf), "] 0 d\n");
	point(pdf, x + r, y);
	buf_str(ink(pdf), "m\n");
	point(pdf, x2 - r, y);
	buf_str(ink(pdf), "l\n");
	curve(pdf, x2 - k, y, x2, y + k, x2, y + r);
	point(pdf, x2, y2 - r);
	buf_str(ink(pdf), "l\n");
	curve(pdf, x2, y2 - k, x2 - k, y2, x2 - r, y2);
	point(pdf, x + r, y2);
	buf_str(ink(pdf), "l\n");
	curve(pdf, x + k, y2, x, y2 - k, x, y2 - r);
	point(pdf, x, y + r);
	buf_str(ink(pdf), "l\n");
	curve(pdf, x, y + k, x + k, y, x + r, y);
	buf_str(ink(pdf), filled >= 0 ? "b\n" : "s\n");
}
