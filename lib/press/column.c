/*
 * column: rows one below the other, and the pieces in them.
 */
#include "press/layout.h"

void
column_init(struct column *c)
{
	c->rows = NULL;
	c->last = &c->rows;
	c->n = 0;
}

struct row *
column_add(struct layout *l, struct column *c, double before, double height)
{
	struct row *row = arena_alloc(l->arena, sizeof(*row));

	row->before = before;
	row->height = height;
	row->last = &row->pieces;
	*c->last = row;
	c->last = &row->next;
	c->n++;
	return row;
}

void
column_join(struct column *c, struct column *tail)
{
	if (tail->rows == NULL)
		return;
	*c->last = tail->rows;
	c->last = tail->last;
	c->n += tail->n;
}

struct piece *
row_piece(struct layout *l, struct row *row, enum piece_kind kind,
    struct pdf_tag *tag, double x, double y)
{
	struct piece *p = arena_alloc(l->arena, sizeof(*p));

	p->kind = kind;
	p->tag = tag;
	p->x = x;
	p->y = y;
	p->fill = -1;
	*row->last = p;
	row->last = &p->next;
	return p;
}

void
column_text(struct layout *l, struct column *c, double x, double before,
    const struct text *text, struct pdf_tag *tag)
{
	struct row *row;
	size_t i;

	for (i = 0; i < text->n; i++) {
		row = column_add(l, c, i == 0 ? before : 0, text->lead);
		row->text = 1;
		/* two lines at the least on either side of a cut */
		if (i == 1 || (i > 0 && i + 1 == text->n))
			row->hold = HOLD_FIRM;
		row_piece(l, row, PIECE_LINE, tag, x,
		    text->baseline)->line = &text->lines[i];
	}
}

double
column_height(const struct column *c)
{
	const struct row *row;
	double height = 0;

	for (row = c->rows; row != NULL; row = row->next)
		height += (row == c->rows ? 0 : row->before) + row->height;
	return height;
}

/* Link the pieces of all rows, moved; returns where the chain ends. */
static struct piece **
chain(const struct column *c, double x, double y, struct piece **at)
{
	struct row *row;
	struct piece *p;

	for (row = c->rows; row != NULL; row = row->next) {
		if (row != c->rows)
			y += row->before;
		for (p = row->pieces; p != NULL; p = p->next) {
			p->x += x;
			p->y += y;
			*at = p;
			at = &p->next;
		}
		y += row->height;
	}
	return at;
}

void
row_take(struct row *row, const struct column *c, double x, double y)
{
	row->last = chain(c, x, y, row->last);
	*row->last = NULL;
}

void
row_take_first(struct row *row, const struct column *c, double x, double y)
{
	struct piece *old = row->pieces, **end;

	end = chain(c, x, y, &row->pieces);
	*end = old;
	if (old == NULL)
		row->last = end;
}
