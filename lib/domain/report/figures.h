/*
 * figures: how many people are being accompanied, for the public.
 *
 * Counted are dossiers in the state « encours », by programme.  A small count
 * could point at somebody: it is left out, and others with it, so that the sum
 * of all, which other pages may show, does not tell it (domain/report/masque.h).
 * A portal that has just opened knows few of the people of its network: with
 * less than FIGURES_ALL in the programmes that stay there are no figures.
 */
#ifndef DOMAIN_FIGURES_H
#define DOMAIN_FIGURES_H

#include "port/db.h"
#include "port/xml.h"

#define FIGURES_ALL	30

/*
 * Add <chiffres date="YYYY-MM-DD"> with <chiffre programme="cae">52</chiffre>…,
 * the shape of reseau.xml.  NULL when there are none to tell, or on failure
 * (logged).
 */
struct node *figures_add(struct node *, struct db *);

#endif
