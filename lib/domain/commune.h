/*
 * commune: French communes by post code, from content/communes.tsv
 * (INSEE code, name, post codes; Licence Ouverte), read once into memory.
 */
#ifndef DOMAIN_COMMUNE_H
#define DOMAIN_COMMUNE_H

#include <stddef.h>

#include "base/arena.h"

struct communes;

struct commune {
	const char	*insee;		/* 49007 */
	const char	*name;
};

struct communes *communes_load(struct arena *, const char *path);
/* All communes of a post code, by name, into *out (arena); how many. */
size_t	communes_at(struct arena *, const struct communes *,
	    const char *postcode, const struct commune **out);
/* By INSEE code; NULL if unknown. */
const struct commune *commune_find(const struct communes *, const char *insee);
/* « 2A », « 44 », « 974 »; arena. */
const char *commune_departement(struct arena *, const char *insee);

#endif
