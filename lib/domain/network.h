/*
 * network: who runs this portal, from reseau.xml of the data directory
 * (schemas/xml/reseau.rng).  Names, legal identities, regions, contacts,
 * hosting, cooperatives: all that an administrator edits.
 *
 *	<reseau>
 *	  <nom>Coopératives en région</nom> <devise/> <telephone/> <horaires/>
 *	  <email/> <editeur>…</editeur> <hebergeur>…</hebergeur> …
 *	  <cooperative code="nantes" departements="44 85">
 *	    <nom>Coopérative de Nantes</nom> <de>de la Coopérative de Nantes</de>
 *	    <forme/> <capital/> <siren/> <siret/> <rcs/> <tva/> <adresse/>
 *	    <code-postal/> <commune/> <telephone/> <email/>
 *	    <representant qualite="gérante">Claire DUBOIS</representant>
 *	    <assurance police="…">…</assurance> <contribution/> <programmes/> …
 */
#ifndef DOMAIN_NETWORK_H
#define DOMAIN_NETWORK_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "port/xml.h"

struct cooperative {
	const char	*code;
	const char	*name;
	const char	*town;
	const char	*departements;	/* separated by spaces */
	struct node	*node;		/* the element, for templates */
};

struct network {
	const char	*name;
	struct tree	*tree;		/* root <reseau> */
	const struct cooperative *cooperatives;
	size_t		 ncooperatives;
};

/* NULL with the faults, one a line, « file:line: what ». */
struct network *network_load(struct arena *, const char *path,
	    const char *schema, struct buf *faults);
const struct cooperative *network_cooperative(const struct network *,
	    const char *code);
/*
 * The cooperatives in the order to propose them to somebody living in the
 * commune (INSEE code): those that serve its département first.  n of them.
 */
const struct cooperative *const *network_near(struct arena *,
	    const struct network *, const char *insee, size_t *n);

#endif
