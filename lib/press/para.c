/*
 * para: letters into lines.
 *
 * Lines are filled one after the other, ragged right.  No hyphenation: names,
 * dates and amounts are never cut; a word wider than the column is, as a last
 * resort.
 */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "press/letters.h"

#define RUNT		0.12		/* of the column: a lonely word */
#define KEPT		0.66		/* what the line above must keep */

/*
 * Where a line may end: after letter i when letter i + 1 begins the next.
 */
static int
is_letter(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
	    (cp >= 0xC0 && cp < 0x2000 && cp != 0xD7 && cp != 0xF7);
}

/* Punctuation that never begins a line, even after a plain space. */
static int
holds_back(uint32_t cp)
{
	switch (cp) {
	case '!': case '?': case ':': case ';': case '%': case ')': case ']':
	case ',': case '.': case 0xBB: case 0x2013: case 0x2014: case 0x2026:
	case 0x20AC: case 0xB0: case 0x2019: case 0x201D:
		return 1;
	default:
		return 0;
	}
}

static int
is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

/* Digits side by side from i on, or up to i when step is -1. */
static size_t
digits(const struct letters *t, size_t i, int step)
{
	size_t n = 0;

	while (i < t->n && is_digit(t->v[i].cp)) {
		n++;
		if (i == 0 && step < 0)
			break;
		i = step < 0 ? i - 1 : i + 1;
	}
	return n;
}

static int
ends_clause(uint32_t cp)
{
	return cp == ';' || cp == '.' || cp == ',' || cp == ')' || cp == ':' ||
	    cp == '!' || cp == '?' || cp == 0xBB;
}

/* Words that call for the number or the article after them. */
static int
calls_number(const struct letters *t, size_t i)
{
	static const char *const words[] = {
		"article", "articles", "annexe", "page", "point", "n°",
		"numéro", "SIREN", "SIRET", NULL
	};
	char word[40] = "";
	size_t first = i, n = 0, k;

	while (first > 0 && (is_letter(t->v[first - 1].cp) ||
	    t->v[first - 1].cp == 0xB0))
		first--;
	if (i - first > 8 || !(is_digit(t->v[i + 1].cp) || (i + 2 < t->n &&
	    t->v[i + 2].cp == '.')))
		return 0;
	for (; first < i; first++)
		n += utf8_encode(word + n, t->v[first].cp);
	for (k = 0; words[k] != NULL; k++)
		if (str_eq(word, words[k]))
			return 1;
	return 0;
}

/* A short number: « 15 jours » whole, and not « article » / « 6 ; ». */
static int
splits_number(const struct letters *t, size_t i)
{
	size_t before = digits(t, i - 1, -1), after = digits(t, i + 1, 1);
	size_t end = i + 1 + after;

	if (before >= 1 && before <= 3 && (i == before ||
	    !is_letter(t->v[i - 1 - before].cp)) && is_letter(t->v[i + 1].cp))
		return 1;
	if (after < 1 || after > 3)
		return 0;
	while (end < t->n && (t->v[end].cp == 0xA0 || t->v[end].cp == 0x202F))
		end++;
	return end == t->n || ends_clause(t->v[end].cp);
}

/* Letters side by side from i on: « ci-après » is not cut, « Saint-Brieuc ». */
static int
is_word(const struct letters *t, size_t i, int step)
{
	size_t n;

	for (n = 0; n < 3; n++, i = step < 0 ? i - 1 : i + 1)
		if (i >= t->n || !is_letter(t->v[i].cp))
			return 0;
	return 1;
}

static int
may_break(const struct letters *t, size_t i)
{
	uint32_t cp = t->v[i].cp, after;

	if (i == 0 || i + 1 >= t->n)
		return 0;
	after = t->v[i + 1].cp;
	if (cp == ' ')
		return !holds_back(after) && t->v[i - 1].cp != 0xAB &&
		    t->v[i - 1].cp != '(' && !splits_number(t, i) &&
		    !calls_number(t, i);
	if (cp == '-' || cp == 0x2010)
		return is_word(t, i - 1, -1) && is_word(t, i + 1, 1);
	if (cp == '/' || cp == 0x2013 || cp == 0x2014)
		return is_letter(t->v[i - 1].cp) && is_letter(after);
	return 0;
}

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
	    a->look.rise == b->look.rise && a->look.link == b->look.link;
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
	size_t i, end = first;
	double x = 0;

	for (i = first; i < t->n; i++) {
		if (t->v[i].cp != ' ' && i > first &&
		    x + bare_width(&t->v[i]) > width + 0.001)
			return end > first ? end : i;	/* cut the word */
		x += t->v[i].width;
		if (t->v[i].end_line)
			return i + 1;
		if (may_break(t, i))
			end = i + 1;
	}
	return t->n;
}

/* The place to break before at, looking back as far as first. */
static size_t
earlier_break(const struct letters *t, size_t first, size_t at)
{
	size_t i;

	for (i = at - 1; i > first; i--)
		if (may_break(t, i - 1))
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
		if (may_break(&t, i) || t.v[i].end_line)
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
