/*
 * registre: the register of processing (GDPR art. 30) and the data dictionary,
 * from the definitions alone.
 *
 *	<colonne nom="numero">what it holds</colonne> ...
 *	<traitement nom="cjs" version="1" titre= base= conservation= brouillon=
 *	    destinataires= public= mineurs= age-min= age-max= tu= table=>
 *	  <categorie titre="Identité">le prénom, le nom de famille</categorie>
 *	  <finalite base="contrat">why</finalite>	each once
 *	  <duree de="la photo">how long</duree>		where it is not @conservation
 *	  <piece titre= moment= gardee= facultatif= base= conservation=>why</piece>
 *	  <accord titre= version= personne= representant= facultatif= base=
 *	      conservation=>why</accord>
 *	  <etape titre= article= efface=>
 *	    <etat>Acceptée</etat>	(of a complement: when it is asked)
 *	    <champ nom= titre= genre= facultatif= substantiel= base= finalite=
 *	        conservation=>
 *	      <si>Seulement si …</si> <choix>label</choix> <csv>column</csv>
 *	    </champ>
 *	  </etape>
 *	</traitement>
 *
 * base= is one of the words of definition.rng; within a <traitement> it is
 * there only where it is not the form's own, and so is conservation=.  @table
 * is there when « terreau export » writes the form as a table; then every
 * <csv> is a column of it, in the same order.
 *
 * The same definitions give the same tree: no day, no database.
 */
#ifndef DOMAIN_REGISTRE_H
#define DOMAIN_REGISTRE_H

#include "base/arena.h"
#include "domain/form/definition.h"
#include "port/xml.h"

/* The columns common to all tables. */
void	 registre_columns(struct node *to);
/* One form.  table: it is a programme, whose files are exported. */
void	 registre_add(struct arena *, struct node *to,
	    const struct definition *, int table);

#endif
