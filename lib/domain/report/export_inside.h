/*
 * Between the files of export.
 */
#ifndef DOMAIN_EXPORT_INSIDE_H
#define DOMAIN_EXPORT_INSIDE_H

#include "domain/report/export.h"

/*
 * Every record, and the complements that these rights let one see, each with
 * its schema; now is the programme as it is today.  0 or -1.
 */
int	 export_answers(struct arena *, struct db *, const struct definition *,
	    const struct dossier *, unsigned rights, struct archive *);

#endif
