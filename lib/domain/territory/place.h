/*
 * place: where a network receives people: its cooperatives, tiers-lieux and
 * territories, with their points on the ground.
 *
 * A place stands where its commune does, found by post code and name; an
 * administrator may give it a point of its own in reseau.xml.
 */
#ifndef DOMAIN_PLACE_H
#define DOMAIN_PLACE_H

#include <stddef.h>

#include "base/arena.h"
#include "domain/territory/commune.h"
#include "domain/territory/network.h"

struct place {
	const char	*code;
	const char	*name;
	const char	*nature;	/* cooperative, tiers-lieu, territoire … */
	const char	*town;
	const char	*insee;		/* "" unknown */
	const char	*departements;	/* where it receives people from */
	const char	*programmes;	/* separated by spaces */
	const struct cooperative *carrier;	/* of a lieu; NULL: none told */
	struct node	*node;
	int		 located;
	double		 lat, lon;
};

struct places {
	const struct place *list;	/* in the order of the file */
	size_t		 n;
};

void	places_load(struct arena *, const struct network *,
	    const struct communes *, struct places *);
/* NULL when there is none of that code. */
const struct place *place_find(const struct places *, const char *code);

struct place_filter {
	const char	*programme;	/* NULL: any */
	const char	*departements;	/* one of these; NULL: any */
	const struct commune *from;	/* to measure from; NULL: do not */
	int		 cooperatives;	/* these only */
};

struct place_near {
	const struct place *place;
	double		 km;		/* -1 unknown */
};

/*
 * Those that fit, the nearest first; where no distance is known, those that
 * serve the commune's département first, else as in the file.  How many, in
 * *out (arena).
 */
size_t	places_near(struct arena *, const struct places *,
	    const struct place_filter *, struct place_near **out);

#endif
