/*
 * commune: French communes by post code, by name and on the ground, from
 * content/communes.tsv (INSEE code, name, post codes, latitude, longitude),
 * read once into memory.
 *
 * Points of villages that the source does not know are guessed from their
 * neighbours, some kilometres off; the few communes far overseas have none.
 * Distances are as the crow flies.
 */
#ifndef DOMAIN_COMMUNE_H
#define DOMAIN_COMMUNE_H

#include <stddef.h>

#include "base/arena.h"

struct communes;

enum commune_point { POINT_NONE, POINT_GUESSED, POINT_KNOWN };

struct commune {
	const char	*insee;		/* 49007 */
	const char	*name;
	const char	*postcodes;	/* separated by spaces; may be "" */
	double		 lat, lon;	/* degrees; 0 without a point */
	enum commune_point point;
};

struct communes *communes_load(struct arena *, const char *path);
/* All communes of a post code, by name, into *out (arena); how many. */
size_t	communes_at(struct arena *, const struct communes *,
	    const char *postcode, const struct commune **out);
/* By INSEE code; NULL if unknown. */
const struct commune *commune_find(const struct communes *, const char *insee);
/* « 2A », « 44 », « 974 »; arena. */
const char *commune_departement(struct arena *, const char *insee);
/* « d’Angers », « du Mans », « des Sables-d’Olonne »; arena. */
const char *commune_de(struct arena *, const char *name);

/* Kilometres between two points in degrees, on a sphere of 6371 km. */
double	distance_km(double lat1, double lon1, double lat2, double lon2);
/* The same between communes; -1 when one of them has no point. */
double	commune_distance_km(const struct commune *, const struct commune *);
/* « environ 18 km », « moins de 2 km », far away « environ 410 km »; arena. */
const char *distance_shown(struct arena *, double km);

enum commune_match {
	MATCH_NONE,		/* nothing like it */
	MATCH_ONE,		/* list[0]; others bear the same name */
	MATCH_SEVERAL,		/* to be chosen from */
	MATCH_NEAR		/* misspelt: these are close */
};

#define COMMUNES_SHOWN	12	/* how many are listed at most */

struct commune_search {
	enum commune_match match;
	const struct commune *list;	/* best first */
	size_t		 n;
	size_t		 total;		/* found; more than n when it is much */
};

/*
 * What somebody typed: a post code, a name or the beginning of one, however
 * written (accents, capitals, hyphens, « st », a missing article), both, or
 * « Laval 53 ».  Those of the départements (numbers, may be NULL) come first;
 * the only one there is taken for the one meant, and one elsewhere is not as
 * long as some there begin with its name.  text is valid UTF-8.
 */
void	communes_search(struct arena *, const struct communes *,
	    const char *text, const char *departements,
	    struct commune_search *);

#endif
