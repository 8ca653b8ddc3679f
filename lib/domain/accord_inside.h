/*
 * accord_inside: between the files of lib/domain/accord*.c.  All run inside
 * the caller's transaction; 0 or -1.
 */
#ifndef DOMAIN_ACCORD_INSIDE_H
#define DOMAIN_ACCORD_INSIDE_H

#include "domain/accord.h"

/* The message that asks, with a fresh link; nothing without an address. */
int	 accord_request(struct arena *, struct db *,
	    const struct accord_office *, const struct dossier *,
	    const struct representant *, const char *mail);
/* Move the dossier along, if its definition has it leave from its state. */
int	 accord_move(struct db *, const struct accord_office *,
	    const struct dossier *, enum accord_state);

#endif
