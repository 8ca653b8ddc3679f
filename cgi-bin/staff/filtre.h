/*
 * filtre: what the list of files is asked for, from the address and back.
 */
#ifndef STAFF_FILTRE_H
#define STAFF_FILTRE_H

#include "domain/dossier/dossier_list.h"
#include "staff.h"

enum filtre { FILTRE_Q, FILTRE_ETAPE, FILTRE_PROGRAMME, FILTRE_SEANCE,
    FILTRE_SUIVI, FILTRE_DEPARTEMENT, FILTRE_COMMUNE, FILTRE_COOPERATIVE,
    FILTRE_TRI, FILTRE_ORDRE, FILTRES };

/* Never NULL; the values that an address leaves out are in place. */
struct filtres {
	const char	*value[FILTRES];
	int		 page;
	const char	*after, *before;	/* numbers, "" for none */
};

#define ETAPE_TO_DO	"a-traiter"
#define ETAPE_ALL	"tous"
#define SUIVI_ME	"moi"
#define SUIVI_NOBODY	"personne"

void	 filtres_read(struct req *, struct filtres *);
/* The files that this asks for, of those that the account may read. */
void	 filtres_wanted(struct req *, const struct filtres *,
	    struct dossier_filter *);
/*
 * What the form would send, without what goes without saying; with one value
 * put instead of another, FILTRES: none.  The page is not in it.
 */
const char *filtres_query(struct arena *, const struct filtres *, enum filtre,
	    const char *value);
/* The address of the list with that. */
const char *filtres_address(struct arena *, const struct filtres *,
	    enum filtre, const char *value);
/* A query that a form brings back; NULL when it is none that we made. */
const char *filtres_sent(const struct req *, const char *field);
/*
 * Onto the page: what each control offers, and <applique libelle= adresse=>
 * for each filter that is set, with the address without it.
 */
void	 filtres_show(struct app *, struct req *, struct node *page,
	    const struct filtres *);

/*
 * vues.c: <vue nom= adresse= ici=> for each view the account sees; current is
 * the query shown, or NULL.
 */
void	 vues_show(struct app *, struct req *, struct node *page,
	    const char *current);
/* action.c: what may be decided about this file, as <decision valeur= libelle=>
 * of the page, each once. */
void	 action_offer(struct node *page, const struct definition *,
	    const struct dossier *);

#endif
