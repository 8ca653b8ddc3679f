/*
 * dossier_list: the files that staff see, filtered, searched, in an order, 25
 * a page.
 *
 * What a list costs does not grow with the files there are.  Each order and each
 * filter that few files pass is an index that holds all that filters look at
 * (schemas/db, 013 and 021): rows of dossier are read for the 25 files of the
 * page only.  Words are looked up in the full-text index, which knows of
 * cooperatives, programmes, départements and what is to do (023).  Beyond DOSSIER_MANY
 * nothing is counted, and what words find comes in the order in which files were
 * begun when it should be that of their reception.  tests/unit/
 * test_dossier_list.c holds the queries to that.
 */
#ifndef DOMAIN_DOSSIER_LIST_H
#define DOMAIN_DOSSIER_LIST_H

#include "domain/dossier/dossier.h"

enum dossier_order { ORDER_RECU, ORDER_NOM, ORDER_ETAPE };

#define ADVISER_ANY	INT64_C(0)
#define ADVISER_NOBODY	INT64_C(-1)

/* NULL, empty strings and 0 mean « any ». */
struct dossier_filter {
	const char	*cooperatives;	/* codes, separated by spaces */
	const char	*state;
	const char	*programme;
	const char	*departement;
	const char	*agenda;	/* code of a session */
	int64_t		 adviser;	/* an account, or ADVISER_NOBODY */
	/*
	 * Beginnings of words of a name, or of a number in any spelling;
	 * accents and case are ignored.  With contacts, what looks like an
	 * e-mail or a telephone is looked for among those; without, it finds
	 * nothing.
	 */
	const char	*text;
	int		 contacts;
	const char	*commune;	/* beginnings of its words, or post code */
	int		 to_do;		/* only where staff must act */
	enum dossier_order order;
	int		 descending;	/* newest, Z, first */
	int		 page;		/* from 1, 25 a page */
	/*
	 * The number of a file: the page begins behind it, or ends before it,
	 * without walking through those skipped; page says which it is.  One
	 * that the cooperatives do not have counts for none.
	 */
	const char	*after, *before;
};
#define DOSSIER_PAGE	25
#define DOSSIER_MANY	1000

/*
 * *total counts all that match, -1 when it failed.  More than DOSSIER_MANY says
 * « at least so many », one of them behind this page if there is one.
 */
size_t	 dossier_list(struct arena *, struct db *,
	    const struct dossier_filter *, struct dossier **, int64_t *total);
/* How many files are in one of these states, names separated by spaces. */
int64_t	 dossier_count(struct arena *, struct db *, const char *cooperatives,
	    const char *states);

#endif
