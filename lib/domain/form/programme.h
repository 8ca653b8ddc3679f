/*
 * programme: the six programmes as pages name them.  What may be applied to,
 * and how, is their definitions (definition.h); a network may run some only.
 */
#ifndef DOMAIN_PROGRAMME_H
#define DOMAIN_PROGRAMME_H

#include <stddef.h>

struct programme {
	const char	*name;		/* cjs, as in addresses */
	const char	*label;		/* CJS */
	const char	*title;		/* coopérative jeunesse de services */
	const char	*la;		/* la CJS */
	const char	*pour;		/* pour la CJS: « 3 lieux … » */
	const char	*address;	/* of its page */
};

extern const struct programme programmes[];
extern const size_t nprogrammes;

/* NULL when there is none of that name. */
const struct programme *programme_find(const char *name);

#endif
