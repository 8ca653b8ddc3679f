/*
 * page: rows into pages.
 *
 * Filled from the top; a page ends at the last place between two rows where
 * nothing holds.  When what holds together is higher than a page, the
 * weakest hold gives way.  A row higher than a page is an error.
 */
#include "press/layout.h"

#define HEADING_KEEPS	2		/* lines after a heading */

static void
hold_headings(const struct column *c)
{
	struct row *row, *next;
	int lines;

	for (row = c->rows; row != NULL; row = row->next) {
		if (!row->heading)
			continue;
		lines = 0;
		for (next = row->next; next != NULL && lines < HEADING_KEEPS;
		    next = next->next) {
			if (next->hold < HOLD_FIRM)
				next->hold = HOLD_FIRM;
			lines += next->heading ? 0 : next->text ? 1 :
			    HEADING_KEEPS;
		}
	}
}

/* Height of rows from first up to end on one page, repeated head included. */
static double
top_white(const struct row *first, int first_page)
{
	if (first_page)
		return first->before;
	return first->head != NULL ? first->head->height : 0;
}

/* The first row that no longer fits, NULL when all do. */
static struct row *
overflow(struct row *first, double height, int first_page)
{
	struct row *row;
	double y = top_white(first, first_page), notes = 0;

	for (row = first; row != NULL; row = row->next) {
		if (row != first && row->page)
			return row;
		if (row != first)
			y += row->before;
		y += row->height;
		if (row->notes > 0)
			notes += row->notes + (notes == 0 ? notes_gap() : 0);
		if (y + notes > height + 0.01)
			return row;
	}
	return NULL;
}

/* Where to cut at or before row: the last place that holds no more. */
static struct row *
cut(struct row *first, struct row *row)
{
	struct row *r, *best = NULL;
	enum hold weakest;

	for (weakest = HOLD_NONE; weakest < HOLD_ALWAYS; weakest++) {
		for (r = first->next; r != NULL; r = r->next) {
			if (r->hold <= weakest)
				best = r;
			if (r == row)
				break;
		}
		if (best != NULL)
			return best;
	}
	return NULL;
}

struct sheet *
paginate(struct layout *l, const struct column *c, double height)
{
	struct sheet *sheets = NULL, **last = &sheets, *s;
	struct row *row, *over;

	hold_headings(c);
	notes_measure(l, c);
	for (row = c->rows; row != NULL; row = s->end) {
		s = arena_alloc(l->arena, sizeof(*s));
		s->first = row;
		*last = s;
		last = &s->next;
		over = overflow(row, height, s == sheets);
		if (over == NULL)
			return sheets;
		s->end = over == row ? NULL : over->page ? over :
		    cut(row, over);
		if (s->end == NULL) {
			layout_fail(l, "un encadré ou une ligne de tableau "
			    "est plus haut que la page");
			return sheets;
		}
	}
	return sheets;
}
