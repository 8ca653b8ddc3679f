/*
 * chiffres: what the files of the network come to, as findings that may be
 * shown to anybody: sentences, lists, tables.
 *
 * Statistics leave the house: they are printed, sent to funders, shown to a
 * local committee.  So one rule holds for all readers, those who may read the
 * files included: no count from 1 to 4, nor what would tell one
 * (domain/report/masque.h).  Who may read files counts them in their list.
 *
 * Figures of one page are kept apart by construction: each list counts the
 * same people by another question; where two lists share a sum, both are
 * masked alike.  Neither do pages tell each other's secrets along one filter:
 * what the pages of all programmes (cooperatives, years) would tell of each
 * other is masked in each of them.  Who compares pages by two filters at once,
 * or of one day with those of another, may still guess a difference.
 *
 * Counted are files that were sent, of programmes one applies to, not erased
 * since; contracts by the year they begin in; people who signed up to
 * information meetings by the year of these.
 *
 *	<chiffres jour="2026-11-22" total="120">
 *	  <constat nom="programmes" titre="…" legende="…" question="Programme"
 *	      hauteur="8">
 *	    <colonne>Candidatures</colonne> …
 *	    <ligne libelle="Flashcoop"><n>52</n> <n/></ligne> …
 *	    <somme libelle="Total"><n>60</n></somme>
 *	    <barre libelle= part="78" y="0" n="52"/> …
 *	  </constat> …
 *	</chiffres>
 *
 * <n/> without a number is masked; so is a <barre> without n.  part is in
 * hundredths of the drawing's width, y and hauteur in lines of its text.  @total
 * is absent when it is masked, and then there is no <constat>.
 */
#ifndef DOMAIN_CHIFFRES_H
#define DOMAIN_CHIFFRES_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/form/definition.h"
#include "domain/territory/map.h"
#include "domain/territory/network.h"
#include "port/db.h"
#include "port/xml.h"

struct chiffres_filter {
	int		 year;		/* 0: since the beginning */
	const char	*cooperative;	/* "": all, like the next */
	const char	*programme;
};

/* What figures are told with. */
struct chiffres_words {
	const struct network *network;
	const struct definition *const *programmes;	/* ended by NULL */
	const struct departements *departements;	/* may be NULL */
};

/* Is it counted: does one apply to it, in steps? */
int	 chiffres_counted(const struct definition *);
/* The first and the last year there is something of; this one if nothing. */
void	 chiffres_years(struct db *, int *first, int *last);
/* Append <chiffres>.  NULL on failure (logged). */
struct node *chiffres_add(struct arena *, struct db *,
	    const struct chiffres_words *, const struct chiffres_filter *,
	    struct node *parent);
/* The finding of that name below <chiffres>, NULL when it is not there. */
struct node *chiffres_find(const struct node *, const char *name);
/* Its table as a file (domain/report/sheet.h); what is masked is « – ». */
void	 chiffres_csv(struct arena *, struct buf *, const struct node *constat);

#endif
