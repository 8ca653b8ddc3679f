/*
 * dossier_inside: what the files that write dossiers share.
 */
#ifndef DOMAIN_DOSSIER_INSIDE_H
#define DOMAIN_DOSSIER_INSIDE_H

#include "domain/dossier/dossier.h"

/* Must staff act in that state? */
int	 dossier_pending(const struct definition *, const char *state);
/* Names and cooperative out of checked answers. */
void	 dossier_face(const struct answers *, struct dossier *);

/* Inside the caller's transaction: 0 or -1. */
int	 dossier_index(struct arena *, struct db *, const struct dossier *);

#endif
