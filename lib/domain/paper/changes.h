/*
 * changes: what changed between the versions of a contract: the contrat
 * d’appui, what replaced it, its renewals and amendments, in order.
 *
 * Compared are the material answers (substantiel) that both versions ask for,
 * in the words in which they are shown.  A revoked paper is no version.
 */
#ifndef DOMAIN_CHANGES_H
#define DOMAIN_CHANGES_H

#include "domain/paper/document.h"

/*
 * <version code= titre= emis= etat=><change libelle=><avant/><apres/></change>
 * </version>, one for each paper after the first.  How many.
 */
size_t	 changes_node(struct arena *, struct db *, const struct office *,
	    int64_t dossier, struct node *to);

#endif
