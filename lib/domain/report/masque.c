/*
 * A table as a network: rows and columns are its knots, each cell joins its
 * row with its column.  One person more in a cell and all sums kept is a
 * closed way through masked cells; where there is none, the cheapest one is
 * masked.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "domain/report/masque.h"

#define FAR	LLONG_MAX

struct net {
	const int64_t	*cells;
	unsigned char	*hidden;
	size_t		 rows, cols;	/* totals included */
	size_t		 knots;		/* rows, then columns */
	size_t		 skip;		/* the cell whose way is looked for */
	long long	*cost;		/* to each knot */
	size_t		*from;		/* and the knot before it */
	unsigned char	*done;
};

void
masque_sum(int64_t *cells, size_t rows, size_t cols)
{
	int64_t *last = cells + rows * (cols + 1), *row;
	size_t i, j;

	memset(last, 0, (cols + 1) * sizeof(*last));
	for (i = 0; i < rows; i++) {
		row = cells + i * (cols + 1);
		row[cols] = 0;
		for (j = 0; j < cols; j++)
			row[cols] += row[j];
		for (j = 0; j <= cols; j++)
			last[j] += row[j];
	}
}

/* A total of one side counts against the sum, the grand total does not. */
static int
sign(const struct net *w, size_t row, size_t col)
{
	return (row == w->rows - 1) == (col == w->cols - 1) ? 1 : -1;
}

/* May one person come in (1) or go (-1) by that cell? */
static int
bends(const struct net *w, size_t cell, int by)
{
	return w->cells[cell] > (by > 0 ? 0 : 1);
}

/* What it costs to mask a cell: few, small, and totals last. */
static long long
price(const struct net *w, size_t row, size_t col)
{
	size_t cell = row * w->cols + col;
	long long n = w->cells[cell] < 1000 ? w->cells[cell] : 1000;
	int totals = (row == w->rows - 1) + (col == w->cols - 1);

	if (w->hidden[cell])
		return 0;
	return (10000 + n) * (totals == 0 ? 1 : totals == 1 ? 100 : 10000);
}

/* Try the step between two knots, in the sense it is walked. */
static void
relax(struct net *w, size_t a, size_t b)
{
	int leaving_row = a < w->rows;
	size_t row = leaving_row ? a : b;
	size_t col = (leaving_row ? b : a) - w->rows;
	size_t cell = row * w->cols + col;
	int by = leaving_row ? sign(w, row, col) : -sign(w, row, col);
	long long cost;

	if (cell == w->skip || !bends(w, cell, by))
		return;
	cost = w->cost[a] + price(w, row, col);
	if (cost < w->cost[b]) {
		w->cost[b] = cost;
		w->from[b] = a;
	}
}

/* The cheapest way between two knots (Dijkstra); FAR when there is none. */
static long long
way(struct net *w, size_t start, size_t end)
{
	size_t i, k, best;

	for (i = 0; i < w->knots; i++) {
		w->cost[i] = FAR;
		w->done[i] = 0;
	}
	w->cost[start] = 0;
	for (;;) {
		best = w->knots;
		for (i = 0; i < w->knots; i++)
			if (!w->done[i] && w->cost[i] != FAR &&
			    (best == w->knots || w->cost[i] < w->cost[best]))
				best = i;
		if (best == w->knots || best == end)
			return w->cost[end];
		w->done[best] = 1;
		for (k = best < w->rows ? w->rows : 0;
		    k < (best < w->rows ? w->knots : w->rows); k++)
			if (!w->done[k])
				relax(w, best, k);
	}
}

/* Mask what lies on the way just found; all of it is safe from then on. */
static void
take(struct net *w, size_t start, size_t end, unsigned char *safe)
{
	size_t a, b, cell;

	for (b = end; b != start; b = a) {
		a = w->from[b];
		cell = a < w->rows ? a * w->cols + b - w->rows :
		    b * w->cols + a - w->rows;
		w->hidden[cell] = safe[cell] = 1;
	}
}

/* See that a masked cell could be one more, or one less. */
static void
protect(struct net *w, size_t row, size_t col, unsigned char *safe)
{
	size_t r = row, c = w->rows + col;
	int up = sign(w, row, col);
	long long more, less;

	w->skip = row * w->cols + col;
	/* the way back is walked against the cell's own sense */
	more = up > 0 ? way(w, c, r) : way(w, r, c);
	less = !bends(w, w->skip, -1) ? FAR :
	    up > 0 ? way(w, r, c) : way(w, c, r);
	if (more == FAR && less == FAR)
		fatalx("masque: no way");	/* totals always make one */
	/* the ways were overwritten: walk the better one again */
	if (more <= less ? up > 0 : up < 0) {
		way(w, c, r);
		take(w, c, r, safe);
	} else {
		way(w, r, c);
		take(w, r, c, safe);
	}
	safe[w->skip] = 1;
}

void
masque_fill(const int64_t *cells, size_t rows, size_t cols,
    unsigned char *hidden)
{
	struct net w = { cells, hidden, rows + 1, cols + 1, rows + cols + 2, 0,
	    NULL, NULL, NULL };
	size_t i, n = w.rows * w.cols;
	unsigned char *safe = calloc(n, 1);
	int again = 1;

	w.cost = calloc(w.knots, sizeof(*w.cost));
	w.from = calloc(w.knots, sizeof(*w.from));
	w.done = calloc(w.knots, 1);
	if (safe == NULL || w.cost == NULL || w.from == NULL || w.done == NULL)
		fatal("calloc");
	for (i = 0; i < n; i++)
		hidden[i] = cells[i] > 0 && (hidden[i] ||
		    cells[i] < MASQUE_MIN);
	/* what is masked for another may stand before it */
	while (again) {
		again = 0;
		for (i = 0; i < n; i++)
			if (hidden[i] && !safe[i]) {
				protect(&w, i / w.cols, i % w.cols, safe);
				again = 1;
			}
	}
	free(safe);
	free(w.cost);
	free(w.from);
	free(w.done);
}
