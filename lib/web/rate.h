/*
 * rate: how often one peer may try, whichever worker it comes to.
 *
 * A fixed number of slots, each a peer's hash, when its count began and how
 * far it is.  Peers that share a slot push each other out: under a flood this
 * forgets rather than refuses.  Guessing one account or one code is held
 * off by the database (domain/access/access.h), whatever the peer.
 *
 * The memory is shared with every process forked after rate_new().  A slot is
 * one word, changed in one step: there is no lock that a worker could be
 * killed with, and no two take the last try.  Programs started one beside the
 * other (spawn-fcgi -F) each count for themselves.
 */
#ifndef WEB_RATE_H
#define WEB_RATE_H

#include <stdint.h>

#define RATE_SLOTS	1024
#define RATE_TRIES	60
#define RATE_SECONDS	600

struct rate;

struct rate *rate_new(void);
void	 rate_free(struct rate *);		/* NULL is allowed */
/* Count one try.  1 when there were too many, else 0. */
int	 rate_exceeded(struct rate *, const char *peer, int64_t now);
/* The same for another number of tries. */
int	 rate_over(struct rate *, const char *peer, int64_t now,
	    unsigned tries);

#endif
