/*
 * letters: text into characters, each with its glyph.
 *
 * White space collapses as in HTML.  A face that lacks a character hands over
 * to another; a character that no face has is an error that names it.
 */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "press/letters.h"

#define SUP_SIZE	0.65
#define SUP_RISE	0.35
#define CODE_SIZE	0.92
#define BOX		0x2610	/* ☐, to be ticked with a pen */
#define TICKED		0x2611	/* ☑, of the same size */
#define BOX_SIZE	1.45

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
	if (cp == BOX || cp == TICKED)
		look.size *= BOX_SIZE;
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

int
letters_draw(const struct layout *l, uint32_t cp)
{
	enum face face;
	int i;

	if (is_white(cp) || is_unseen(cp))
		return 1;
	for (i = 0; i < FACE_COUNT; i++) {
		face = (enum face)i;
		if (find_glyph(l, cp, &face) == 0)
			return 0;
	}
	return 1;
}

/* A space between two looks: never part of a link, a code or a raised run. */
static struct look
space_look(const struct letters *t, struct look next)
{
	struct look before = t->v[t->n - 1].look;

	if (next.link != NULL || next.note != NULL ||
	    next.face == FACE_CODE || next.rise != 0)
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

static struct look
raised(struct look look)
{
	look.rise += SUP_RISE * look.size;
	look.size *= SUP_SIZE;
	return look;
}

/* The number of a note, close to the word it belongs to. */
static void
add_call(struct letters *t, const struct node *node, struct look look)
{
	int space = t->space;

	if (t->style == &style_note) {
		layout_fail(t->l, "ligne %d : une note dans une note",
		    node_line(node));
		return;
	}
	look = raised(look);
	look.note = note_of(t->l, node);
	t->space = 0;
	add_string(t, arena_fmt(t->l->arena, "%u", look.note->number), look);
	t->space = space;
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
	if (str_eq(name, "small") && has_class(node, "note")) {
		add_call(t, node, look);
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
		look = raised(look);
	} else if (str_eq(name, "a")) {
		look.link = node_attr(node, "href");
	}
	add_children(t, node, look);
}

static struct look
plain(const struct letters *t)
{
	struct look look = { t->style->regular, t->style->size, 0, NULL, NULL };

	return look;
}

void
letters_begin(struct layout *l, struct letters *t, const struct style *style)
{
	memset(t, 0, sizeof(*t));
	t->l = l;
	t->style = style;
}

void
letters_string(struct letters *t, const char *s)
{
	add_string(t, s, plain(t));
}

void
letters_node(struct letters *t, const struct node *node)
{
	add_node(t, node, plain(t));
}

void
letters_children(struct letters *t, const struct node *node)
{
	add_children(t, node, plain(t));
}
