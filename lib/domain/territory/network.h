/*
 * network: who runs this portal, from reseau.xml of the data directory
 * (schemas/xml/reseau.rng).  Names, legal identities, regions, contacts,
 * hosting, cooperatives: all that an administrator edits.
 *
 *	<reseau delai-accord="14" delai-place="72" delai-signature="7">
 *	  <nom>Coopératives en région</nom> <de>de Coopératives en région</de>
 *	  <devise/> <telephone/> <email/> <horaires/> <region/> <departements/>
 *	  <editeur>…</editeur> <hebergeur>…</hebergeur> <delegue>…</delegue>
 *	  <chiffres date="2026-09-30"><chiffre programme="cae">412</chiffre>…
 *	  <autorite-parentale titulaires="tous">why</autorite-parentale>
 *	  <signature-electronique documents="…">why</signature-electronique>
 *	  <cooperative code="nantes" departements="44">
 *	    <nom>Coopérative de Nantes</nom> <de>de la Coopérative de Nantes</de>
 *	    <denomination/> <forme/> <capital/> <adresse/> <code-postal/>
 *	    <commune/> <siren/> <siret/> <rcs/> <tva/> <ape/>
 *	    <telephone/> <email/>
 *	    <representant qualite="gérante">Claire DUBOIS</representant>
 *	    <assurance police="…" exclusions="…" decennale="non">…</assurance>
 *	    <contribution taux="10" assemblee="2026-05-21">base</contribution>
 *	    <tribunal/> <programmes>cae cjs</programmes>
 *	    <annuaire> what its page tells: presentation, acces, ouverture,
 *	      personne </annuaire>
 *	  </cooperative> …
 *	  <lieu code="ancenis" departements="44" nature="territoire"
 *	      porteur="nantes"> names, address, contact, programmes, annuaire
 *	  </lieu> …
 *
 * domain/territory/place.h has cooperatives and lieux as places on the ground.
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

/*
 * How long the network waits, unless reseau.xml or the screen of settings says
 * otherwise: days for a representative's answer, hours to take a seat that is
 * offered, days between two reminders of a signature.  The network may be
 * NULL, in tests.
 */
enum delay { DELAY_PARENT, DELAY_SEAT, DELAY_SIGNATURE };
int	 network_delay(const struct network *, enum delay);

/* What an administrator has still to replace, as in reseau-vide.xml. */
#define NETWORK_PLACEHOLDER	"[à compléter]"

/*
 * NULL with the faults, one a line, « file:line: what ».  schema is the path
 * of reseau.rng.  All lives in the arena.
 */
struct network *network_load(struct arena *, const char *path,
	    const char *schema, struct buf *faults);
/* The same of a file that is changed before it is looked at. */
typedef void network_change(struct tree *, const void *about);
struct network *network_load_changed(struct arena *, const char *path,
	    const char *schema, network_change *, const void *about,
	    struct buf *faults);
const struct cooperative *network_cooperative(const struct network *,
	    const char *code);
/*
 * Copy the elements that hold a text and nothing else from <reseau> or a
 * <cooperative>: what pages, messages and papers may name.
 */
void	 network_copy(struct node *to, const struct node *from);
/*
 * How many « [à compléter] » remain, each a line « file:line: where » of the
 * buf; in production nothing starts while there is one.
 */
size_t	 network_placeholders(const struct network *, const char *path,
	    struct buf *);

#endif
