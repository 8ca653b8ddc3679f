/*
 * para: letters into lines.
 *
 * Lines are filled one after the other, ragged right (break.c says where they
 * may end).  A word wider than the column is cut, as a last resort.
 */
#include <string.h>

#include "base/str.h"
#include "press/letters.h"

#define RUNT		0.12		/* of the column: a lonely word */
#define KEPT		0.66		/* what the line above must keep */

/* Without the kerning that only another letter after it would bring. */
static double
bare_width(const struct letter *c)
{
	return c->width - c->kern * c->look.size / 1000;
}

static int
same_look(const struct letter *a, const struct letter *b)
{
	return a->look.face == b->look.face && a->look.size == b->look.size &&
	    a->look.rise == b->look.rise && a->look.link == b->look.link &&
	    a->look.note == b->look.note;
}

/* The letters from first to end as a line; spaces at the end have no width. */
static void
make_line(struct letters *t, struct line *line, size_t first, size_t end)
{
	struct run *run = NULL;
	struct letter *c;
	size_t i, k, nruns = 0;
	double x = 0;

	for (i = first; i < end; i++)
		if (i == first || !same_look(&t->v[i - 1], &t->v[i]))
			nruns++;
	line->runs = arena_array(t->l->arena, nruns, sizeof(*line->runs));
	for (i = first; i < end; i++) {
		c = &t->v[i];
		if (i == first || !same_look(&t->v[i - 1], c)) {
			run = &line->runs[line->n++];
			run->face = c->look.face;
			run->size = c->look.size;
			run->rise = c->look.rise;
			run->link = c->look.link;
			run->note = c->look.note;
			run->colour = c->look.link != NULL ? LOIRE :
			    t->style->colour;
			run->x = x;
			for (k = i; k < end && same_look(c, &t->v[k]); k++)
				;
			run->glyphs = arena_array(t->l->arena, k - i,
			    sizeof(*run->glyphs));
		}
		run->glyphs[run->n].cp = c->cp;
		run->glyphs[run->n].glyph = (uint16_t)c->glyph;
		run->glyphs[run->n++].kern = (int16_t)c->kern;
		if (c->cp != ' ') {
			line->width = x + bare_width(c);
			run->width = line->width - run->x;
		}
		x += c->width;
	}
}

/* The end of the line that begins at first. */
static size_t
fill_line(const struct letters *t, size_t first, double width)
{
	size_t i, end = first, weak = first;
	double x = 0;

	for (i = first; i < t->n; i++) {
		if (t->v[i].cp != ' ' && i > first &&
		    x + bare_width(&t->v[i]) > width + 0.001)
			return end > first ? end : weak > first ? weak :
			    i;			/* cut the word */
		x += t->v[i].width;
		if (t->v[i].end_line)
			return i + 1;
		switch (break_after(t, i)) {
		case BREAK_HERE:
			end = i + 1;
			break;
		case BREAK_WEAK:
			weak = i + 1;
			break;
		case BREAK_NEVER:
			break;
		}
	}
	return t->n;
}

/* The place to break before at, looking back as far as first. */
static size_t
earlier_break(const struct letters *t, size_t first, size_t at)
{
	size_t i;

	for (i = at - 1; i > first; i--)
		if (break_after(t, i - 1) == BREAK_HERE)
			return i;
	return at;
}

static double
span(const struct letters *t, size_t first, size_t end)
{
	double x = 0;

	for (; first < end; first++)
		x += t->v[first].width;
	return x;
}

/*
 * Ends of lines.  A last line of one short word takes another one down, when
 * the line above stays long.
 */
static size_t
find_ends(struct letters *t, double width, size_t **ends)
{
	size_t first, end, n = 0, max = 0, from, back;
	size_t *e = NULL, *bigger;

	for (first = 0; first < t->n; first = end) {
		end = fill_line(t, first, width);
		if (n == max) {
			max = max == 0 ? 16 : 2 * max;
			bigger = arena_array(t->l->arena, max, sizeof(*e));
			if (n > 0)
				memcpy(bigger, e, n * sizeof(*e));
			e = bigger;
		}
		e[n++] = end;
	}
	*ends = e;
	if (n < 2 || t->v[e[n - 2] - 1].end_line ||
	    span(t, e[n - 2], t->n) > RUNT * width)
		return n;
	from = n > 2 ? e[n - 3] : 0;
	back = earlier_break(t, from, e[n - 2]);
	if (span(t, from, back) > KEPT * width)
		e[n - 2] = back;
	return n;
}

static struct text *
make_text(struct letters *t, double width)
{
	struct text *text = arena_alloc(t->l->arena, sizeof(*text));
	struct line *line;
	size_t *ends, i;

	text->lead = t->style->lead;
	text->baseline = style_baseline(t->l, t->style);
	text->n = find_ends(t, width, &ends);
	text->lines = arena_array(t->l->arena, text->n, sizeof(*text->lines));
	for (i = 0; i < text->n; i++) {
		line = &text->lines[i];
		make_line(t, line, i == 0 ? 0 : ends[i - 1], ends[i]);
		if (line->width > text->width)
			text->width = line->width;
	}
	return text;
}

struct text *
text_of(struct layout *l, const struct node *node, const struct style *style,
    double width)
{
	struct letters t;

	letters_begin(l, &t, style);
	letters_children(&t, node);
	return make_text(&t, width);
}

struct text *
text_of_title(struct layout *l, const struct node *node,
    const struct style *style, double width)
{
	struct letters t;

	letters_begin(l, &t, style);
	t.title = 1;
	letters_children(&t, node);
	return make_text(&t, width);
}

struct text *
text_between(struct layout *l, const struct node *first,
    const struct node *last, const struct style *style, double width)
{
	struct letters t;

	letters_begin(l, &t, style);
	for (; first != last; first = node_next(first))
		letters_node(&t, first);
	return make_text(&t, width);
}

struct text *
text_plain(struct layout *l, const char *s, const struct style *style,
    double width)
{
	struct letters t;

	letters_begin(l, &t, style);
	letters_string(&t, s);
	return make_text(&t, width);
}

void
text_widths(struct layout *l, const struct node *node,
    const struct style *style, double *natural, double *least)
{
	struct letters t;
	double line = 0, part = 0;
	size_t i;

	letters_begin(l, &t, style);
	letters_children(&t, node);
	*natural = *least = 0;
	for (i = 0; i < t.n; i++) {
		line += t.v[i].width;
		if (t.v[i].cp != ' ')
			part += t.v[i].width;
		if (line > *natural)
			*natural = line;
		if (part > *least)
			*least = part;
		if (break_after(&t, i) != BREAK_NEVER || t.v[i].end_line)
			part = 0;
		if (t.v[i].end_line)
			line = 0;
	}
}

double
style_baseline(const struct layout *l, const struct style *style)
{
	const struct sfnt *f = &l->faces[style->regular];
	double up = f->ascent * style->size / 1000;
	double down = -f->descent * style->size / 1000;

	return (style->lead - up - down) / 2 + up;
}
