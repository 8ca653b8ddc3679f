/*
 * The largest remainder.
 */
#include <stdlib.h>

#include "domain/session/share.h"

struct rest {
	int64_t	 part;		/* of a cent, over the sum of weights */
	size_t	 i;
};

static int
by_part(const void *x, const void *y)
{
	const struct rest *a = x, *b = y;

	if (a->part != b->part)
		return a->part < b->part ? 1 : -1;
	return a->i < b->i ? -1 : 1;
}

int
share_out(struct arena *a, int64_t total, const int64_t *weights, size_t n,
    int64_t *shares)
{
	struct rest *rests = arena_array(a, n + 1, sizeof(*rests));
	int64_t sum = 0, left = total;
	size_t i;

	if (total < 0 || total > SHARE_TOTAL_MAX)
		return 1;
	for (i = 0; i < n; i++) {
		if (weights[i] < 0 || weights[i] > SHARE_WEIGHT_MAX)
			return 1;
		sum += weights[i];
	}
	if (sum == 0)
		return 1;
	for (i = 0; i < n; i++) {
		shares[i] += total * weights[i] / sum;
		left -= total * weights[i] / sum;
		rests[i].part = total * weights[i] % sum;
		rests[i].i = i;
	}
	qsort(rests, n, sizeof(*rests), by_part);
	for (i = 0; i < n && left > 0; i++, left--)
		shares[rests[i].i]++;
	return 0;
}
