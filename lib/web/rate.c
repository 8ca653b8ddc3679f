/*
 * FNV-1a spreads peers over the slots; nobody gains by making them collide.
 */
#include <sys/mman.h>

#include <stddef.h>

#include "base/log.h"
#include "web/rate.h"

/*
 * A slot, from its low bits: how far the count is, the second it began at, and
 * of the peer's hash what the number of the slot does not say.  Seconds go
 * round after eight years; 0 is a slot that nobody has.
 */
#define TRIES_BITS	18
#define SINCE_BITS	28
#define TRIES_MAX	((UINT64_C(1) << TRIES_BITS) - 1)
#define SINCE_MAX	((UINT64_C(1) << SINCE_BITS) - 1)
#define PEER(word)	((word) >> (TRIES_BITS + SINCE_BITS))
#define SINCE(word)	((word) >> TRIES_BITS & SINCE_MAX)
#define TRIES(word)	((word) & TRIES_MAX)

struct rate {
	uint64_t	 slots[RATE_SLOTS];
};

struct rate *
rate_new(void)
{
	struct rate *r = mmap(NULL, sizeof(*r), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (r == MAP_FAILED)
		fatal("rate");
	return r;
}

void
rate_free(struct rate *r)
{
	if (r != NULL)
		munmap(r, sizeof(*r));
}

static uint64_t
hash(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return h;
}

int
rate_exceeded(struct rate *r, const char *peer, int64_t now)
{
	return rate_over(r, peer, now, RATE_TRIES);
}

int
rate_over(struct rate *r, const char *peer, int64_t now, unsigned tries)
{
	uint64_t h = hash(peer), second = (uint64_t)now & SINCE_MAX, was, next;
	uint64_t *slot = &r->slots[h % RATE_SLOTS];

	was = __atomic_load_n(slot, __ATOMIC_RELAXED);
	do {
		/* a clock that went back makes an age of years */
		if (PEER(was) != PEER(h) ||
		    ((second - SINCE(was)) & SINCE_MAX) >= RATE_SECONDS)
			next = PEER(h) << (TRIES_BITS + SINCE_BITS) |
			    second << TRIES_BITS;
		else
			next = was;
		if (TRIES(next) >= tries)
			return 1;
	} while (!__atomic_compare_exchange_n(slot, &was, next + 1, 0,
	    __ATOMIC_RELAXED, __ATOMIC_RELAXED));
	return 0;
}
