/*
 * masque: a reader who reckons with all that is shown finds no masked count.
 * Three readers try: one solves the equations, one narrows bounds, one writes
 * down every table that could be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/report/masque.h"
#include "reader.h"
#include "test.h"

#define LARGEST	8	/* table of chance */

static uint64_t seed = 20261122;

static unsigned
dice(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed % n);
}

/*
 * Gauss: is any masked cell the same in every solution?  Each row of the
 * matrix is a sum; a row left with one unknown tells it.
 */
static int
solved(const struct table *t)
{
	static double m[2 * SIDE + 2][CELLS];
	size_t cell[CELLS], r, k, i, c, n, pivot, at = 0, unknowns;
	size_t all = (t->rows + 1) * (t->cols + 1);

	memset(m, 0, sizeof(m));
	for (r = 0; r < LINES(t); r++) {
		n = line(t, r, cell);
		for (i = 0; i < n; i++)
			if (t->hidden[cell[i]])
				m[r][cell[i]] = i + 1 == n ? -1 : 1;
	}
	for (c = 0; c < all && at < LINES(t); c++) {
		for (pivot = at; pivot < LINES(t); pivot++)
			if (m[pivot][c] > 0.5 || m[pivot][c] < -0.5)
				break;
		if (pivot == LINES(t))
			continue;
		for (i = 0; i < all; i++) {
			double keep = m[at][i];

			m[at][i] = m[pivot][i];
			m[pivot][i] = keep;
		}
		for (r = 0; r < LINES(t); r++) {
			double by = m[r][c] / m[at][c];

			if (r == at || (by < 1e-9 && by > -1e-9))
				continue;
			for (i = 0; i < all; i++)
				m[r][i] -= by * m[at][i];
		}
		at++;
	}
	for (r = 0; r < at; r++) {
		unknowns = 0;
		for (k = 0; k < all; k++)
			unknowns += m[r][k] > 1e-9 || m[r][k] < -1e-9;
		if (unknowns == 1)
			return 1;
	}
	return 0;
}

/* Every table that could be, of small counts: what a masked cell may be. */
struct search {
	const struct table *t;
	struct table	 try;
	uint64_t	 seen[CELLS];	/* a bit a value */
	int64_t		 top;
};

static void
every(struct search *s, size_t at)
{
	const struct table *t = s->t;
	size_t i, w = t->cols + 1, cell = at / t->cols * w + at % t->cols;
	size_t all = (t->rows + 1) * w;
	int64_t v;

	if (at == t->rows * t->cols) {
		masque_sum(s->try.n, t->rows, t->cols);
		for (i = 0; i < all; i++)
			if (t->hidden[i] ? s->try.n[i] < 1 :
			    s->try.n[i] != t->n[i])
				return;
		for (i = 0; i < all; i++)
			s->seen[i] |= UINT64_C(1) << s->try.n[i];
		return;
	}
	if (!t->hidden[cell]) {
		s->try.n[cell] = t->n[cell];
		every(s, at + 1);
		return;
	}
	for (v = 1; v <= s->top; v++) {
		s->try.n[cell] = v;
		every(s, at + 1);
	}
}

static int
listed(const struct table *t, int64_t top)
{
	struct search s = { .t = t, .try = { .rows = t->rows,
	    .cols = t->cols }, .top = top };
	size_t i;

	every(&s, 0);
	for (i = 0; i < (t->rows + 1) * (t->cols + 1); i++)
		if (t->hidden[i] && (s.seen[i] & (s.seen[i] - 1)) == 0)
			return 1;
	return 0;
}

static void
fill(struct table *t, size_t rows, size_t cols, unsigned top, unsigned zeros)
{
	size_t i, j;

	memset(t, 0, sizeof(*t));
	t->rows = rows;
	t->cols = cols;
	for (i = 0; i < rows; i++)
		for (j = 0; j < cols; j++)
			if (dice(100) >= zeros)
				t->n[i * (cols + 1) + j] = dice(top + 1);
	masque_sum(t->n, rows, cols);
}

/* Small counts and zeros are treated as promised. */
static int
rule_holds(const struct table *t)
{
	size_t i;

	for (i = 0; i < (t->rows + 1) * (t->cols + 1); i++)
		if (t->n[i] == 0 ? t->hidden[i] :
		    t->n[i] < MASQUE_MIN && !t->hidden[i])
			return 0;
	return 1;
}

static void
test_random(void)
{
	static const unsigned tops[] = { 4, 6, 12, 60, 900 };
	int rule = 0, gauss = 0, bounds = 0, masked = 0, cells = 0, forced;
	struct table t;
	unsigned k;
	size_t i;

	for (k = 0; k < 6000; k++) {
		fill(&t, 1 + dice(LARGEST), 1 + dice(LARGEST), tops[k % 5],
		    k % 3 * 30);
		forced = k % 4 == 0;
		if (forced)
			t.hidden[dice((unsigned)((t.rows + 1) *
			    (t.cols + 1)))] = 1;
		masque_fill(t.n, t.rows, t.cols, t.hidden);
		rule += !rule_holds(&t);
		gauss += solved(&t);
		bounds += narrowed(&t);
		for (i = 0; i < (t.rows + 1) * (t.cols + 1) &&
		    tops[k % 5] > 100; i++) {
			masked += t.hidden[i];
			cells++;
		}
	}
	CHECK(rule == 0);
	CHECK(gauss == 0);
	CHECK(bounds == 0);
	/* of large counts, few are lost: small ones and their partners */
	CHECK(masked > 0 && masked * 100 < cells * 12);
}

static void
test_every(void)
{
	int told = 0, k;
	struct table t;

	for (k = 0; k < 2000; k++) {
		fill(&t, 1 + dice(2), 1 + dice(3), 6, k % 2 * 30);
		masque_fill(t.n, t.rows, t.cols, t.hidden);
		told += listed(&t, 9);
	}
	CHECK(told == 0);
}

/* The readers themselves: a table masked without a second cell is read. */
static void
test_readers(void)
{
	int gauss = 0, bounds = 0, all = 0, k;
	struct table t;
	size_t i;

	for (k = 0; k < 300; k++) {
		fill(&t, 2, 3, 6, 30);
		for (i = 0; i < 12; i++)
			t.hidden[i] = t.n[i] > 0 && t.n[i] < MASQUE_MIN;
		gauss += solved(&t);
		bounds += narrowed(&t);
		all += listed(&t, 9);
	}
	CHECK(gauss > 10);
	CHECK(bounds > gauss / 2);
	CHECK(all >= bounds);
}

static const char *
picture(size_t rows, size_t cols, const int64_t counts[])
{
	static char out[CELLS + SIDE + 2];
	struct table t = { .rows = rows, .cols = cols };
	size_t i, j, n = 0;

	for (i = 0; i < rows; i++)
		memcpy(t.n + i * (cols + 1), counts + i * cols,
		    cols * sizeof(*counts));
	masque_sum(t.n, rows, cols);
	masque_fill(t.n, rows, cols, t.hidden);
	for (i = 0; i <= rows; i++) {
		for (j = 0; j <= cols; j++)
			out[n++] = t.hidden[i * (cols + 1) + j] ? '-' : '.';
		out[n++] = ' ';
	}
	out[n - 1] = '\0';
	return out;
}

static void
test_known(void)
{
	/* nothing small: nothing masked; zeros are shown */
	CHECK_STR(picture(2, 1, (int64_t[]){ 12, 0 }), ".. .. ..");
	/* a small one and the smallest beside it, not the total */
	CHECK_STR(picture(3, 1, (int64_t[]){ 40, 3, 9 }), ".. -- -- ..");
	/* two small ones protect each other */
	CHECK_STR(picture(3, 1, (int64_t[]){ 40, 3, 2 }), ".. -- -- ..");
	/* two ones in a total of 10 do not: 1 and 1 is all they can be */
	CHECK_STR(picture(3, 1, (int64_t[]){ 8, 1, 1 }), "-- -- -- ..");
	/* one alone takes its total along */
	CHECK_STR(picture(2, 1, (int64_t[]){ 3, 0 }), "-- .. --");
	/* a square of four in a table */
	CHECK_STR(picture(3, 3, (int64_t[]){ 20, 30, 40, 3, 21, 50, 22, 31,
	    60 }), "--.. --.. .... ....");
	CHECK_STR(picture(1, 1, (int64_t[]){ 0 }), ".. ..");
}

int
main(void)
{
	test_known();
	test_readers();
	test_every();
	test_random();
	return test_end();
}
