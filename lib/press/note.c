/*
 * note: footnotes.  A note stands at the foot of the page of its call, whole;
 * in the tree of tags it follows the call, as it does in the twin.
 */
#include "press/layout.h"

#define GAP		(3 * MM)	/* above the rule */
#define PAD		(1.6 * MM)	/* below it */
#define RULE		(30 * MM)
#define INDENT		(4 * MM)
#define BETWEEN		1.5

struct note *
note_of(struct layout *l, const struct node *node)
{
	struct note *n;

	for (n = l->notes; n != NULL; n = n->next)
		if (n->node == node)
			return n;
	n = arena_alloc(l->arena, sizeof(*n));
	n->node = node;
	n->number = ++l->nnotes;
	if (l->notes == NULL)
		l->last_note = &l->notes;
	*l->last_note = n;
	l->last_note = &n->next;
	n->text = text_of(l, node, &style_note, l->g->text - INDENT);
	return n;
}

double
notes_gap(void)
{
	return GAP + PAD;
}

static double
height(const struct note *n)
{
	return BETWEEN + (double)n->text->n * n->text->lead;
}

/* The next call of the row, from run *i of piece *p on. */
static struct note *
next_call(const struct piece **p, size_t *i)
{
	for (; *p != NULL; *p = (*p)->next, *i = 0) {
		if ((*p)->kind != PIECE_LINE)
			continue;
		while (*i < (*p)->line->n)
			if ((*p)->line->runs[(*i)++].note != NULL)
				return (*p)->line->runs[*i - 1].note;
	}
	return NULL;
}

void
notes_measure(struct layout *l, const struct column *c)
{
	const struct piece *p;
	struct note *n;
	struct row *row;
	size_t i;

	if (l->notes == NULL)
		return;
	for (row = c->rows; row != NULL; row = row->next)
		for (p = row->pieces, i = 0;
		    (n = next_call(&p, &i)) != NULL;)
			row->notes += height(n);
}

void
notes_check(struct layout *l)
{
	const struct note *n;

	for (n = l->notes; n != NULL; n = n->next)
		if (!n->drawn)
			layout_fail(l, "ligne %d : une note ne peut pas être "
			    "appelée ici", node_line(n->node));
}

static double
draw_note(struct layout *l, struct note *n, double y)
{
	struct pdf_tag *label, *text;
	const char *number;

	n->drawn = 1;
	label = pdf_tag(l->pdf, n->tag, "Lbl");
	text = pdf_tag(l->pdf, n->tag, "P");
	number = arena_fmt(l->arena, "%u", n->number);
	draw_text(l, text_plain(l, number, &style_note, INDENT), label,
	    l->g->left, y, 0);
	draw_text(l, n->text, text, l->g->left + INDENT, y, 0);
	return height(n);
}

void
notes_draw(struct layout *l, const struct sheet *s, double bottom)
{
	const struct row *row;
	const struct piece *p;
	struct note *n;
	double total = 0, y;
	size_t i;

	for (row = s->first; row != s->end; row = row->next)
		total += row->notes;
	if (total == 0)
		return;
	y = bottom - total;
	pdf_mark(l->pdf, NULL);
	pdf_rect(l->pdf, l->g->left, y - PAD, RULE, .25 * MM, INK_LINE);
	for (row = s->first; row != s->end; row = row->next)
		for (p = row->pieces, i = 0; row->notes > 0 &&
		    (n = next_call(&p, &i)) != NULL;)
			y += draw_note(l, n, y + BETWEEN);
}
