/*
 * FNV-1a spreads peers over the slots; nobody gains by making them collide.
 */
#include <stddef.h>

#include "web/rate.h"

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
	uint64_t h = hash(peer);
	size_t i = (size_t)(h % RATE_SLOTS);

	if (r->slots[i].peer != h || now - r->slots[i].since >= RATE_SECONDS ||
	    now < r->slots[i].since) {
		r->slots[i].peer = h;
		r->slots[i].since = now;
		r->slots[i].tries = 0;
	}
	if (r->slots[i].tries >= tries)
		return 1;
	r->slots[i].tries++;
	return 0;
}
