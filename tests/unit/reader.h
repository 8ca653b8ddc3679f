/*
 * reader: somebody who reckons with a table of which some cells are masked.
 * Sums are what every reader knows; a masked cell is at least 1.
 */
#ifndef READER_H
#define READER_H

#include <stdint.h>
#include <stddef.h>

#define SIDE	24
#define CELLS	((SIDE + 1) * (SIDE + 1))
#define LARGE	1000000000LL

struct table {
	size_t		 rows, cols;
	int64_t		 n[CELLS];
	unsigned char	 hidden[CELLS];
};

/* The cells of a sum: row k, or column k - (rows + 1); the total is last. */
static inline size_t
line(const struct table *t, size_t k, size_t cell[])
{
	size_t i, w = t->cols + 1;

	if (k <= t->rows) {
		for (i = 0; i < w; i++)
			cell[i] = k * w + i;
		return w;
	}
	for (i = 0; i <= t->rows; i++)
		cell[i] = i * w + k - t->rows - 1;
	return t->rows + 1;
}

#define LINES(t)	((t)->rows + (t)->cols + 2)

/*
 * Bounds, narrowed by every sum until nothing moves: 1 when a masked cell is
 * told.  least_of: 0 where it may be nobody, NULL: nowhere.
 */
static inline int
narrowed_from(const struct table *t, const unsigned char *least_of)
{
	size_t cell[CELLS], all = (t->rows + 1) * (t->cols + 1), r, i, k, n;
	int64_t lo[CELLS], hi[CELLS], least, most;
	int moved = 1, rounds = 0;

	for (i = 0; i < all; i++) {
		lo[i] = t->hidden[i] ? least_of == NULL || least_of[i] : t->n[i];
		hi[i] = t->hidden[i] ? LARGE : t->n[i];
	}
	while (moved && rounds++ < 200) {
		moved = 0;
		for (r = 0; r < LINES(t); r++) {
			n = line(t, r, cell);
			for (i = 0; i < n; i++) {
				least = most = 0;
				for (k = 0; k < n; k++) {
					int total = k + 1 == n;

					if (k == i)
						continue;
					least += total ? -hi[cell[k]] :
					    lo[cell[k]];
					most += total ? -lo[cell[k]] :
					    hi[cell[k]];
				}
				/* x + rest = 0, or rest - x = 0 */
				if (i + 1 < n) {
					int64_t keep = least;

					least = -most;
					most = -keep;
				}
				if (least > lo[cell[i]]) {
					lo[cell[i]] = least;
					moved = 1;
				}
				if (most < hi[cell[i]]) {
					hi[cell[i]] = most;
					moved = 1;
				}
			}
		}
	}
	for (i = 0; i < all; i++)
		if (t->hidden[i] && lo[i] == hi[i] && lo[i] > 0)
			return 1;
	return 0;
}

static inline int
narrowed(const struct table *t)
{
	return narrowed_from(t, NULL);
}

#endif
