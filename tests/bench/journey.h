/*
 * journey: what somebody does who applies to the programme CAE, through the
 * client's socket.  Dies on anything unexpected.
 */
#ifndef BENCH_JOURNEY_H
#define BENCH_JOURNEY_H

#include "client.h"

/* A new draft; the client holds its cookie.  n makes the address. */
void	 journey_start(struct client *, int n);
/* Everything but the last button. */
void	 journey_complete(struct client *, int n);
/* The page of the last button; what its form sends lives in the arena. */
const char *journey_commitment(struct arena *, struct client *);
/* The last button, and where it leads. */
const char *journey_send(struct arena *, struct client *, const char *form);

#define JOURNEY_SEND	"/candidature/cae/envoi"

#endif
