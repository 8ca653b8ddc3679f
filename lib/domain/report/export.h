/*
 * export: all that is kept about a dossier, for the person it is about.
 *
 *	<donnees numero= programme= courriel= etat= envoi= jour=>
 *	  <reseau/> <cooperative/>
 *	  <reponse fichier= version= date= auteur=/> each record, as a file
 *	  <piece fichier= nom= taille= date=/>
 *	  <document fichier= titre= code= etat= emis= copie=>
 *	    <papier fichier= nom= le=/>	(sheets signed by hand)
 *	  </document>
 *	  <accord decision= date= version= voie=>the sentence</accord>
 *	  <evenement date= libelle= qui= etape=>what was told</evenement>
 *	  <echange date= qui= objet=>what the team or the person wrote</echange>
 *	  <message date= objet=>text</message>
 *	  <ouverture date= role= cooperative=/> who of the team read it
 *	  <lecture date= quoi= role= cooperative=>why</lecture> a sensitive answer
 *	</donnees>
 *
 * What staff told is in it, their notes are not: somebody reads them over first
 * (domain/dossier/note.h), and the archive says so.  What a representative
 * decided is theirs, and not in it either.
 */
#ifndef DOMAIN_EXPORT_H
#define DOMAIN_EXPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/dossier/dossier.h"
#include "domain/form/definition.h"
#include "domain/territory/network.h"
#include "port/archive.h"
#include "port/db.h"
#include "port/xml.h"

/* What happened, in words: a transition's label or that of a fact. */
const char *event_label(const struct definition *, const char *name);

/* Fill <donnees>, made by the caller.  0 or -1. */
int	 export_model(struct arena *, struct db *, const struct definition *,
	    const struct network *, const struct dossier *, struct node *);
/*
 * The files that the model names, the grammar of each record beside it, and the
 * complements that these rights let one see, by way of spools in run
 * (base/spool.h); the definition is the programme's of today.  0 or -1.
 */
int	 export_files(struct arena *, struct db *, const struct definition *,
	    const struct dossier *, unsigned rights, struct archive *,
	    const char *run);

#endif
