/*
 * What the three files of chiffres share: counting, masking, telling.
 */
#ifndef DOMAIN_CHIFFRES_INSIDE_H
#define DOMAIN_CHIFFRES_INSIDE_H

#include "domain/report/chiffres.h"

/* The filters; each is also a way in which pages can be compared. */
enum { SIDE_PROGRAMME, SIDE_COOPERATIVE, SIDE_YEAR, SIDES };

/* PAIRS are programmes by issue: the inside of the table of both. */
enum { LIST_PROGRAMMES, LIST_ISSUES, LIST_PAIRS, LIST_TIMES, LIST_STEPS,
    LIST_DELAYS, LIST_DEPARTEMENTS, LIST_COOPERATIVES, LIST_AGES,
    LIST_CONTRACTS, LIST_MEETINGS, LISTS };

enum { ISSUE_ADMITTED, ISSUE_REFUSED, ISSUE_WITHDRAWN, ISSUE_OPEN, ISSUES };
enum { DELAYS = 5, AGES = 6, MEETINGS = 3 };

struct list {
	size_t		 n;
	const char	**labels;
	int64_t		*view;		/* counts of the page, by label */
	int64_t		*cube[SIDES];	/* the same for each value of a side:
					   n rows, a column a value */
	unsigned char	*hidden;	/* n, and their total */
	int		 withheld;	/* nothing of it may be shown */
};

struct comptes {
	struct arena	*a;
	const struct chiffres_words *words;
	const struct definition **programmes;	/* those counted */
	size_t		 nprogrammes;
	size_t		 size[SIDES];	/* values */
	int		 at[SIDES];	/* the one of the page, -1: all */
	int		 first_year, last_year;
	int64_t		 total;		/* files of the page */
	struct list	 lists[LISTS];
};

/* chiffres_count.c: 0 or -1. */
int	 comptes_read(struct arena *, struct db *,
	    const struct chiffres_words *, const struct chiffres_filter *,
	    struct comptes *);
/* Does the programme ask for what the list counts? */
int	 comptes_asks(const struct definition *, int list);
/* chiffres_hide.c: fill in hidden and withheld; 1: nothing may be shown. */
int	 comptes_hide(struct comptes *);

#endif
