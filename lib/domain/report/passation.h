/*
 * passation: an admitted person handed over to the management software of the
 * cooperative: name, contact, contract.  What is in it stands in
 * schemas/passation.xml; nothing sensitive is.
 *
 *	<passation version= numero= jour=>
 *	  <champ nom="prenom" titre="Prénom" aide="what it holds">Maëlys</champ> …
 *	</passation>
 *
 * Every column is there, empty when nothing is known.
 */
#ifndef DOMAIN_PASSATION_H
#define DOMAIN_PASSATION_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/dossier/dossier.h"
#include "domain/form/definition.h"
#include "domain/territory/network.h"
#include "port/db.h"
#include "port/xml.h"

struct passation;

/* Read the list of columns.  NULL with « file:line: what ». */
struct passation *passation_load(struct arena *, const char *path,
	    const char *schema, struct buf *faults);
/* Is the person admitted, in that state of the programme? */
int	 passation_ready(const char *state);
/* Append <passation>.  NULL on failure (logged). */
struct node *passation_add(struct arena *, struct db *,
	    const struct passation *, const struct definition *,
	    const struct network *, const struct dossier *, struct node *to);
/* The same as files: a line of names and one of values; an element each. */
void	 passation_csv(struct arena *, struct buf *, const struct node *);
void	 passation_xml(struct arena *, struct buf *, const struct node *);
/* Note that it was taken.  0 or -1: then it may not be given. */
int	 passation_note(struct db *, const struct dossier *, int64_t bytes,
	    const struct actor *);

#endif
