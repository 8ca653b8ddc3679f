/*
 * para: words into lines.
 *
 * Text of a node becomes one array of characters, each with its glyph, then
 * lines are filled one after the other.  No hyphenation: names, dates and
 * amounts are never cut; a word wider than the column is, as a last resort.
 * A character that no face has is an error that names it.
 */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "press/layout.h"

#define SUP_SIZE	0.65
#define SUP_RISE	0.35
#define CODE_SIZE	0.92
#define RUNT		0.12		/* of the column: a lonely word */
#define KEPT		0.66		/* what the line above must keep */

struct look {			/* how characters of an element are drawn */
	enum face	 face;
	double		 size, rise;
	const char	*link;
};

struct letter {
	uint32_t	 cp;
	unsigned	 glyph;
	struct look	 look;
	double		 width;		/* kerning with the next one included */
	int		 kern;
	int		 end_line;	/* <br/> stands after it */
};

struct letters {
	struct layout	*l;
	const struct style *style;
	struct letter	*v;
	size_t		 n, max;
	int		 space;		/* white space is pending */
};

static struct letter *
add_letter(struct letters *t)
{
	struct letter *bigger;

	if (t->n == t->max) {
		t->max = t->max == 0 ? 64 : 2 * t->max;
		bigger = arena_array(t->l->arena, t->max, sizeof(*bigger));
		if (t->n > 0)
			memcpy(bigger, t->v, t->n * sizeof(*bigger));
		t->v = bigger;
	}
	return &t->v[t->n++];
}

/* Another face of the same weight when the wanted one lacks a character. */
static const enum face fallback[FACE_COUNT][2] = {
	[FACE_TITLE] = { FACE_TEXT_BOLD, FACE_CODE },
	[FACE_BODY] = { FACE_TEXT, FACE_CODE },
	[FACE_BODY_BOLD] = { FACE_TEXT_BOLD, FACE_CODE },
	[FACE_BODY_ITALIC] = { FACE_TEXT_ITALIC, FACE_CODE },
	[FACE_TEXT] = { FACE_BODY, FACE_CODE },
	[FACE_TEXT_BOLD] = { FACE_BODY_BOLD, FACE_CODE },
	[FACE_TEXT_ITALIC] = { FACE_BODY_ITALIC, FACE_CODE },
	[FACE_CODE] = { FACE_TEXT_BOLD, FACE_BODY_BOLD }
};

/* A character that looks the same; the text extracted keeps the first. */
static uint32_t
twin(uint32_t cp)
{
	switch (cp) {
	case 0x2011:
	case 0x2010:
		return '-';
	case 0x202F:
	case 0x2009:
		return 0x00A0;
	default:
		return 0;
	}
}

static unsigned
find_glyph(const struct layout *l, uint32_t cp, enum face *face)
{
	enum face tries[3] = { *face, fallback[*face][0], fallback[*face][1] };
	unsigned glyph;
	size_t i;

	glyph = sfnt_glyph(&l->faces[*face], cp);
	if (glyph == 0 && twin(cp) != 0)
		glyph = sfnt_glyph(&l->faces[*face], twin(cp));
	for (i = 1; i < 3 && glyph == 0; i++) {
		glyph = sfnt_glyph(&l->faces[tries[i]], cp);
		if (glyph != 0)
			*face = tries[i];
	}
	return glyph;
}

static void
missing(struct layout *l, uint32_t cp)
{
	char utf8[5] = "";

	if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0)) {
		layout_fail(l, "caractère de commande U+%04X", (unsigned)cp);
		return;
	}
	utf8[utf8_encode(utf8, cp)] = '\0';
	layout_fail(l, "le caractère « %s » (U+%04X) n’existe dans aucune "
	    "police des documents", utf8, (unsigned)cp);
}

static void
put(struct letters *t, uint32_t cp, struct look look)
{
	struct letter *c, *last = t->n > 0 ? &t->v[t->n - 1] : NULL;
	const struct sfnt *f;
	unsigned glyph;

	glyph = find_glyph(t->l, cp, &look.face);
	if (glyph == 0) {
		missing(t->l, cp);
		return;
	}
	f = &t->l->faces[look.face];
	if (last != NULL && last->look.face == look.face &&
	    last->look.rise == look.rise && !last->end_line) {
		last->kern = sfnt_kern(f, last->glyph, glyph);
		last->width += last->kern * last->look.size / 1000;
	}
	c = add_letter(t);
	c->cp = cp;
	c->glyph = glyph;
	c->look = look;
	c->width = sfnt_width(f, glyph) * look.size / 1000;
}

static int
is_white(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r';
}

/* Marks that say where a word may break, or nothing: they are not drawn. */
static int
is_unseen(uint32_t cp)
{
	return cp == 0x00AD || cp == 0x200B || cp == 0xFEFF || cp == 0x2060;
}

/* A space between two looks: never part of a link, a code or a raised run. */
static struct look
space_look(const struct letters *t, struct look next)
{
	struct look before = t->v[t->n - 1].look;

	if (next.link != NULL || next.face == FACE_CODE || next.rise != 0)
		return before;
	return next;
}

static void
add_string(struct letters *t, const char *s, struct look look)
{
	size_t len = strlen(s), i = 0, n;
	uint32_t cp;

	while ((n = utf8_decode(s + i, len - i, &cp)) != 0) {
		i += n;
		if (is_white(cp)) {
			t->space = 1;
			continue;
		}
		if (is_unseen(cp))
			continue;
		if (t->space && t->n > 0 && !t->v[t->n - 1].end_line)
			put(t, ' ', space_look(t, look));
		t->space = 0;
		put(t, cp, look);
	}
	if (i < len)
		layout_fail(t->l, "texte qui n’est pas en UTF-8");
}

static void	add_node(struct letters *, const struct node *, struct look);

static void
add_children(struct letters *t, const struct node *node, struct look look)
{
	const struct node *n;

	for (n = node_first(node); n != NULL; n = node_next(n))
		add_node(t, n, look);
}

static void
end_line(struct letters *t)
{
	t->space = 0;
	if (t->n == 0)
		return;
	put(t, ' ', t->v[t->n - 1].look);	/* words stay apart in copies */
	t->v[t->n - 1].end_line = 1;
}

static void
add_node(struct letters *t, const struct node *node, struct look look)
{
	const char *name;

	if (node_kind(node) == NODE_TEXT) {
		add_string(t, node_text(node), look);
		return;
	}
	if (node_kind(node) != NODE_ELEMENT)
		return;
	name = node_name(node);
	if (str_eq(name, "br")) {
		end_line(t);
		return;
	}
	if (str_eq(name, "strong") || str_eq(name, "b")) {
		look.face = t->style->bold;
	} else if (str_eq(name, "em") || str_eq(name, "i")) {
		look.face = t->style->italic;
	} else if (str_eq(name, "code")) {
		look.face = FACE_CODE;
		look.size = t->style->code > 0 ? t->style->code :
		    CODE_SIZE * look.size;
	} else if (str_eq(name, "sup")) {
		look.rise += SUP_RISE * look.size;
		look.size *= SUP_SIZE;
	} else if (str_eq(name, "a")) {
		look.link = node_attr(node, "href");
	}
	add_children(t, node, look);
}

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
		"numéro", NULL
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

static void
begin(struct layout *l, struct letters *t, const struct style *style,
    struct look *look)
{
	memset(t, 0, sizeof(*t));
	memset(look, 0, sizeof(*look));
	t->l = l;
	t->style = style;
	look->face = style->regular;
	look->size = style->size;
}

struct text *
text_of(struct layout *l, const struct node *node, const struct style *style,
    double width)
{
	struct letters t;
	struct look look;

	begin(l, &t, style, &look);
	add_children(&t, node, look);
	return make_text(&t, width);
}

struct text *
text_between(struct layout *l, const struct node *first,
    const struct node *last, const struct style *style, double width)
{
	struct letters t;
	struct look look;

	begin(l, &t, style, &look);
	for (; first != last; first = node_next(first))
		add_node(&t, first, look);
	return make_text(&t, width);
}

struct text *
text_plain(struct layout *l, const char *s, const struct style *style,
    double width)
{
	struct letters t;
	struct look look;

	begin(l, &t, style, &look);
	add_string(&t, s, look);
	return make_text(&t, width);
}

void
text_widths(struct layout *l, const struct node *node,
    const struct style *style, double *natural, double *least)
{
	struct letters t;
	struct look look;
	double line = 0, part = 0;
	size_t i;

	begin(l, &t, style, &look);
	add_children(&t, node, look);
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
