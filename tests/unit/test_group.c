/*
 * group: the rule of a balanced group: the same whatever order people come in,
 * near to all of them, decided by tickets alone where that is equal.
 */
#include "domain/session/group.h"
#include "test.h"
#include "world.h"

#define MANY	60

static struct arena *a;
static unsigned state = 1;

static unsigned
below(unsigned n)
{
	state = state * 1103515245u + 12345u;
	return (state >> 16) % n;
}

static void
make(struct candidate *list, size_t n, unsigned values)
{
	static const char *const names[] = { "Nantes", "Rezé", "Orvault",
	    "Carquefou" };
	size_t i;

	memset(list, 0, n * sizeof(*list));
	for (i = 0; i < n; i++) {
		list[i].dossier = (int64_t)i + 1;
		list[i].numero = arena_fmt(a, "CJS-%zu", i);
		list[i].values[0] = names[below(values)];
		list[i].values[1] = below(3) == 0 ? "16 ans" : "17 ans";
		list[i].able = 1;
		list[i].ticket = group_ticket(a, "graine", list[i].numero);
	}
}

static void
mix(struct candidate *list, size_t n)
{
	struct candidate t;
	size_t i, k;

	for (i = n - 1; i > 0; i--) {
		k = below((unsigned)i + 1);
		t = list[i];
		list[i] = list[k];
		list[k] = t;
	}
}

static int
same(const struct candidate *x, const struct candidate *y, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (x[i].dossier != y[i].dossier || x[i].rank != y[i].rank ||
		    x[i].proposed != y[i].proposed)
			return 0;
	return 1;
}

/* How far a value's part of the first seats is from its part of all. */
static int
worst(const struct candidate *list, int n, int seats)
{
	int i, k, all, in, d, most = 0;

	for (i = 0; i < n; i++) {
		for (k = all = in = 0; k < n; k++)
			if (strcmp(list[k].values[0],
			    list[i].values[0]) == 0) {
				all++;
				in += k < seats;
			}
		d = n * in - seats * all;
		if (d < 0)
			d = -d;
		if (d > most)
			most = d;
	}
	return most;
}

static void
check_any_order(void)
{
	struct candidate x[MANY], y[MANY];
	int round, ok = 1, ranks = 1, near = 1, proposed;
	size_t i, n;

	for (round = 0; round < 60; round++) {
		n = 1 + below(MANY);
		make(x, n, 1 + below(4));
		memcpy(y, x, sizeof(y));
		mix(y, n);
		group_order(a, x, n, 2, (int64_t)n / 3);
		group_order(a, y, n, 2, (int64_t)n / 3);
		ok &= same(x, y, n);
		for (i = 0, proposed = 0; i < n; i++) {
			ranks &= x[i].rank == (int)i + 1;
			proposed += x[i].proposed;
		}
		ranks &= proposed == (int)(n / 3);
		/* of one criterion: less than one person from its part */
		group_order(a, x, n, 1, (int64_t)n / 3);
		near &= worst(x, (int)n, (int)(n / 3)) <= (int)n;
	}
	CHECK(ok);
	CHECK(ranks);
	CHECK(near);
}

static void
check_ties(void)
{
	struct candidate x[10];
	size_t i;
	int sorted = 1;

	/* all alike: the order is that of the tickets */
	make(x, 10, 1);
	for (i = 0; i < 10; i++)
		x[i].values[1] = "16 ans";
	group_order(a, x, 10, 2, 4);
	for (i = 1; i < 10; i++)
		sorted &= strcmp(x[i - 1].ticket, x[i].ticket) < 0;
	CHECK(sorted);
	CHECK(x[3].proposed && !x[4].proposed);
	/* no criterion at all */
	group_order(a, x, 10, 0, 10);
	CHECK(x[9].rank == 10 && x[9].proposed);
	/* a ticket is what sha256sum says of « graine:CJS-0 » */
	CHECK_STR(group_ticket(a, "graine", "CJS-0"),
	    "6b6523e4088f8a04a4a6c0a6b4961aa9"
	    "ebfd90c1ef07d1da4158438b71a47eba");
}

static void
check_unable(void)
{
	struct candidate x[6];
	size_t i;

	make(x, 6, 2);
	x[0].able = x[3].able = 0;
	group_order(a, x, 6, 2, 5);
	CHECK(!x[4].able && !x[5].able && !x[4].proposed && !x[5].proposed);
	CHECK(strcmp(x[4].ticket, x[5].ticket) < 0);
	for (i = 0; i < 6; i++)
		x[i].able = 0;
	group_order(a, x, 6, 2, 5);
	CHECK(x[5].rank == 6 && !x[0].proposed);
	group_order(a, x, 0, 2, 5);
}

int
main(void)
{
	crypto_init();
	a = arena_new();
	check_any_order();
	check_ties();
	check_unable();
	arena_free(a);
	return test_end();
}
