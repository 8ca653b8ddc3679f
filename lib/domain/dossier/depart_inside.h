/*
 * depart_inside: what the files of depart share.
 */
#ifndef DOMAIN_DEPART_INSIDE_H
#define DOMAIN_DEPART_INSIDE_H

#include "domain/dossier/depart.h"
#include "domain/dossier/dossier.h"

#define ERASED	"effacer"	/* the event that says it */

/* When a file came to its state: the first event after the last other one. */
#define SINCE	"(SELECT min(at) FROM event e WHERE e.dossier = d.id AND "	\
	"e.id > coalesce((SELECT max(id) FROM event f WHERE f.dossier = d.id "	\
	"AND f.state <> d.state), 0))"

/*
 * Inside the caller's transaction: erase one file of that definition, whose
 * term of so many days is over; request 0: no one asked.  0 or -1 (logged).
 */
int	 depart_erase(struct arena *, struct db *, const struct definition *,
	    const struct state *, const struct leaving *, int days,
	    int64_t request, int64_t now);
/*
 * Papers of erased files that no law keeps any longer, each in a transaction.
 * *n counts them.  0 or -1.
 */
int	 depart_lasting(struct db *, int64_t now, int *n);

#endif
