/*
 * share: the sum is exact, nobody is a cent away from their part, who weighs
 * more never has less, whatever the numbers.
 */
#include "domain/session/share.h"
#include "test.h"

static unsigned state = 7;

static int64_t
below(int64_t n)
{
	state = state * 1103515245u + 12345u;
	return (int64_t)((state >> 8) % (unsigned)n);
}

int
main(void)
{
	struct arena *a = arena_new();
	int64_t w[20], s[20], sum, all, total, d;
	const int64_t three[] = { 1, 1, 1 }, uneven[] = { 0, 90, 180, 45 };
	int round, exact = 1, near = 1, fair = 1;
	size_t i, k, n;

	for (round = 0; round < 500; round++) {
		n = 1 + (size_t)below(20);
		total = below(10000000);
		for (i = 0, all = 0; i < n; i++) {
			all += w[i] = below(10000);
			s[i] = 0;
		}
		if (all == 0)
			continue;
		exact &= share_out(a, total, w, n, s) == 0;
		for (i = 0, sum = 0; i < n; i++) {
			sum += s[i];
			d = s[i] * all - total * w[i];
			near &= d > -all && d < all;
			for (k = 0; k < n; k++)
				fair &= w[i] <= w[k] || s[i] >= s[k];
		}
		exact &= sum == total;
	}
	CHECK(exact);
	CHECK(near);
	CHECK(fair);
	memset(s, 0, sizeof(s));
	CHECK(share_out(a, 100, three, 3, s) == 0 && s[0] == 34 &&
	    s[1] == 33 && s[2] == 33);
	/* a second part is added to the first */
	CHECK(share_out(a, 1, three, 3, s) == 0 && s[0] == 35);
	memset(s, 0, sizeof(s));
	CHECK(share_out(a, 1000, uneven, 4, s) == 0 && s[0] == 0 &&
	    s[1] == 286 && s[2] == 571 && s[3] == 143);
	CHECK(share_out(a, 5, uneven, 1, s) == 1);
	CHECK(share_out(a, -1, three, 3, s) == 1);
	CHECK(share_out(a, SHARE_TOTAL_MAX + 1, three, 3, s) == 1);
	w[0] = SHARE_WEIGHT_MAX + 1;
	CHECK(share_out(a, 1, w, 1, s) == 1);
	w[0] = SHARE_WEIGHT_MAX;
	s[0] = 0;
	CHECK(share_out(a, SHARE_TOTAL_MAX, w, 1, s) == 0 &&
	    s[0] == SHARE_TOTAL_MAX);
	CHECK(share_out(a, 1, three, 0, s) == 1);
	arena_free(a);
	return test_end();
}
