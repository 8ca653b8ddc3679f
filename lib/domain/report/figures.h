/*
 * figures: how many people are being accompanied, for the public.
 *
 * Counted are dossiers in the state « encours », by programme.  A small count
 * could point at somebody, and a portal that has just opened knows few of the
 * people of its network: programmes of less than FIGURES_GROUP people are left
 * out, and with less than FIGURES_ALL in those that stay there are no figures.
 */
#ifndef DOMAIN_FIGURES_H
#define DOMAIN_FIGURES_H

#include "port/db.h"
#include "port/xml.h"

#define FIGURES_GROUP	5
#define FIGURES_ALL	30

/*
 * Add <chiffres date="YYYY-MM-DD"> with <chiffre programme="cae">52</chiffre>…,
 * the shape of reseau.xml.  NULL when there are none to tell, or on failure
 * (logged).
 */
struct node *figures_add(struct node *, struct db *);

#endif
