/*
 * masque: which figures of a table are kept back, so that no count from 1 to 4
 * is shown, nor can be told from what is shown.
 *
 * A table of rows x cols counts has (rows + 1) x (cols + 1) cells, row by row:
 * each row ends with its total, the last row is that of the totals.  A list is
 * a table of one column.
 *
 * What a reader may know: all that is shown, that totals are sums, that people
 * are whole, and that nobody masks a zero, so that what is masked is at least
 * 1.  What holds after masque_fill(): every masked cell could have another
 * value with all that still true.  For each there is a closed way through
 * masked cells along which one person more and one person less alternate, so
 * that every sum stays.
 *
 * Not looked at here: two tables that share figures.  The caller marks in one
 * what is masked in the other before it asks.
 */
#ifndef DOMAIN_MASQUE_H
#define DOMAIN_MASQUE_H

#include <stddef.h>
#include <stdint.h>

/* The least count that is shown, beside 0. */
#define MASQUE_MIN	5

/* Fill in the totals of a table whose counts are there. */
void	 masque_sum(int64_t *cells, size_t rows, size_t cols);
/*
 * hidden has a byte a cell; those set already stay (but for zeros, which are
 * never masked), others are set.  The totals are right.  Cells are chosen few
 * and small, totals last, the same for the same table.
 */
void	 masque_fill(const int64_t *cells, size_t rows, size_t cols,
	    unsigned char *hidden);

#endif
