/*
 * Between the files of reglage.
 */
#ifndef DOMAIN_REGLAGE_INSIDE_H
#define DOMAIN_REGLAGE_INSIDE_H

#include "domain/form/reglage.h"

struct reglages {
	const char	*path;		/* of schemas/suivi/reglages.xml */
	const struct definition *form;	/* the whole; NULL: nothing is set */
	const struct reglage *set;	/* the last of each name */
	size_t		 nset;
};

/*
 * Where a value stands, « contribution/@taux »: the element that holds it,
 * NULL when it is not there, and the name of the attribute.
 */
const struct node *reglage_place(const struct node *root, const char *path,
	    const char **attr);
/* As a file writes it, as a record does: 12,5 and 12.5 are a percentage. */
const char *reglage_written(struct arena *, const struct field *,
	    const char *value);
const char *reglage_read(struct arena *, const struct field *,
	    const char *value);

#endif
