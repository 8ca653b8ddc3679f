/*
 * share: integer cents given out by weight, so that the sum is exact.
 *
 * The rule of the largest remainder: each has the whole cents of total × weight
 * / sum of weights; what is left goes, a cent each, to those whose fraction was
 * the largest, the first of the list where fractions are equal.
 */
#ifndef DOMAIN_SHARE_H
#define DOMAIN_SHARE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define SHARE_TOTAL_MAX	INT64_C(100000000000)	/* cents */
#define SHARE_WEIGHT_MAX INT64_C(1000000)	/* minutes of one person */

/*
 * shares[i] is added to, so that two parts of a total can be given out by two
 * rules.  0; 1 when all weights are nil, one is negative or anything is above
 * its limit: nothing is given out.
 */
int	 share_out(struct arena *, int64_t total, const int64_t *weights,
	    size_t n, int64_t *shares);

#endif
