/*
 * Masking: first what pages side by side would tell, then each list alone.
 */
#include <string.h>

#include "domain/report/chiffres_inside.h"
#include "domain/report/masque.h"

/*
 * What a list by itself has to mask, step cells apart: marked in hidden, its
 * total after the last.
 */
static void
hide_line(struct comptes *c, const int64_t *cells, size_t n, size_t step,
    unsigned char *hidden)
{
	int64_t *list = arena_array(c->a, 2 * (n + 1), sizeof(*list));
	unsigned char *mask = arena_alloc(c->a, 2 * (n + 1));
	size_t i;

	for (i = 0; i < n; i++)
		list[2 * i] = cells[i * step];
	masque_sum(list, n, 1);
	for (i = 0; i <= n; i++)
		mask[2 * i] = mask[2 * i + 1] = hidden[i * step];
	masque_fill(list, n, 1, mask);
	for (i = 0; i <= n; i++)
		hidden[i * step] = mask[2 * i] | mask[2 * i + 1];
}

/*
 * The pages of one side as a table: a row a label, a column a page, at the end
 * the page of all.  What is masked in our page's column is.  Totals are masked
 * first, and alike wherever the same people are counted: all lists have the
 * totals of pages, all sides the page of all.
 */
static void
hide_side(struct comptes *c, struct list *l, int side)
{
	size_t cols = c->size[side], w = cols + 1, i;
	int64_t *cells = arena_array(c->a, (l->n + 1) * w, sizeof(*cells));
	unsigned char *hidden = arena_alloc(c->a, (l->n + 1) * w);
	size_t ours = c->at[side] == -1 ? cols : (size_t)c->at[side];

	for (i = 0; i < l->n; i++)
		memcpy(cells + i * w, l->cube[side] + i * cols,
		    cols * sizeof(*cells));
	masque_sum(cells, l->n, cols);
	hide_line(c, cells + l->n * w, cols, 1, hidden + l->n * w);
	hide_line(c, cells + cols, l->n, w, hidden + cols);
	masque_fill(cells, l->n, cols, hidden);
	for (i = 0; i <= l->n; i++)
		l->hidden[i] |= hidden[i * w + ours];
}

/* The list of our page by itself; 1: its total is masked. */
static int
hide_list(struct comptes *c, struct list *l)
{
	hide_line(c, l->view, l->n, 1, l->hidden);
	return l->hidden[l->n];
}

/* Programmes by issue, with the sums of both: three lists, one table. */
static int
hide_table(struct comptes *c)
{
	struct list *rows = &c->lists[LIST_PROGRAMMES];
	struct list *cols = &c->lists[LIST_ISSUES];
	struct list *pairs = &c->lists[LIST_PAIRS];
	size_t w = ISSUES + 1, i, j;
	int64_t *cells = arena_array(c->a, (rows->n + 1) * w, sizeof(*cells));
	unsigned char *hidden = arena_alloc(c->a, (rows->n + 1) * w);

	for (i = 0; i < rows->n; i++) {
		for (j = 0; j < ISSUES; j++) {
			cells[i * w + j] = pairs->view[i * ISSUES + j];
			hidden[i * w + j] = pairs->hidden[i * ISSUES + j];
		}
		hidden[i * w + ISSUES] = rows->hidden[i];
	}
	masque_sum(cells, rows->n, ISSUES);
	for (j = 0; j < ISSUES; j++)
		hidden[rows->n * w + j] = cols->hidden[j];
	masque_fill(cells, rows->n, ISSUES, hidden);
	for (i = 0; i < rows->n; i++) {
		for (j = 0; j < ISSUES; j++)
			pairs->hidden[i * ISSUES + j] = hidden[i * w + j];
		rows->hidden[i] = hidden[i * w + ISSUES];
	}
	for (j = 0; j < ISSUES; j++)
		cols->hidden[j] = hidden[rows->n * w + j];
	return hidden[rows->n * w + ISSUES];
}

/*
 * A list of what some programmes ask and others do not has the sum of those
 * as its own: does that tell a programme that is masked?
 */
static int
tells_programmes(struct comptes *c, int list)
{
	const struct list *all = &c->lists[LIST_PROGRAMMES];
	struct list group = { .n = all->n };
	unsigned char *before = arena_alloc(c->a, all->n + 1);
	int asks, told = 0, whole = 1;
	size_t i;

	for (asks = 0; asks < 2; asks++) {
		group.view = arena_array(c->a, all->n, sizeof(int64_t));
		group.hidden = arena_alloc(c->a, all->n + 1);
		for (i = 0; i < all->n; i++) {
			if (comptes_asks(c->programmes[i], list) != asks)
				continue;
			group.view[i] = all->view[i];
			group.hidden[i] = all->hidden[i];
			whole = whole && (asks || all->view[i] == 0);
		}
		memcpy(before, group.hidden, all->n + 1);
		hide_list(c, &group);
		told = told || memcmp(before, group.hidden, all->n + 1) != 0;
	}
	return !whole && (told || all->withheld);
}

int
comptes_hide(struct comptes *c)
{
	struct list *l = c->lists;
	int k, s, none = 0;

	for (k = 0; k < LISTS; k++)
		for (s = 0; s < SIDES; s++)
			hide_side(c, &l[k], s);
	for (k = 0; k <= LIST_COOPERATIVES; k++)
		if (k != LIST_STEPS && k != LIST_DEPARTEMENTS)
			none = none || l[k].hidden[l[k].n];
	if (none)
		return 1;
	/* those who are in a step are those whose issue is open */
	l[LIST_STEPS].withheld = hide_list(c, &l[LIST_STEPS]);
	if (l[LIST_STEPS].withheld)
		l[LIST_ISSUES].hidden[ISSUE_OPEN] = 1;
	l[LIST_PROGRAMMES].withheld = l[LIST_ISSUES].withheld =
	    hide_table(c);
	if (l[LIST_ISSUES].hidden[ISSUE_OPEN] || l[LIST_ISSUES].withheld)
		l[LIST_STEPS].withheld = 1;
	for (k = LIST_TIMES; k < LISTS; k++)
		if (k != LIST_STEPS)
			l[k].withheld = hide_list(c, &l[k]);
	l[LIST_AGES].withheld |= tells_programmes(c, LIST_AGES);
	l[LIST_DEPARTEMENTS].withheld |= tells_programmes(c,
	    LIST_DEPARTEMENTS);
	return 0;
}
