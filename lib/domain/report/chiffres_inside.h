/*
 * What the three files of chiffres share: counting, masking, telling.
 *
 * All pages are counted and masked together, for what each of them shows is
 * to fit what the others do not: a cube for each question, of its answers by
 * the three filters, sums included.  A page is a cut through them.
 */
#ifndef DOMAIN_CHIFFRES_INSIDE_H
#define DOMAIN_CHIFFRES_INSIDE_H

#include "domain/report/chiffres.h"

/* The filters. */
enum { SIDE_PROGRAMME, SIDE_COOPERATIVE, SIDE_YEAR, SIDES };

enum { CUBE_ISSUES, CUBE_MONTHS, CUBE_STEPS, CUBE_DELAYS,
    CUBE_DEPARTEMENTS, CUBE_AGES, CUBE_CONTRACTS, CUBE_MEETINGS, CUBES };

/* The first label of a cube stands for all of them. */
#define SUM	0

struct cube {
	size_t		 n;		/* labels, SUM apart */
	const char	**labels;	/* of label k + 1 */
	int64_t		*cells;
	unsigned char	*hidden;
};

/* What a page shows.  PAIRS are programmes by issue: inside of their table. */
enum { LIST_PROGRAMMES, LIST_ISSUES, LIST_PAIRS, LIST_TIMES, LIST_STEPS,
    LIST_DELAYS, LIST_DEPARTEMENTS, LIST_COOPERATIVES, LIST_AGES,
    LIST_CONTRACTS, LIST_MEETINGS, LISTS };

enum { ISSUE_ADMITTED, ISSUE_REFUSED, ISSUE_WITHDRAWN, ISSUE_OPEN, ISSUES };
enum { AGE_UNTOLD = 6, AGES };
enum { DELAYS = 5, MONTHS = 12 };
enum { MEETING_CAME, MEETING_MISSED, MEETING_SEAT, MEETING_WAITS,
    MEETING_GAVE_BACK, MEETINGS };

struct list {
	size_t		 n;
	const char	**labels;
	int64_t		*view;
	unsigned char	*hidden;
	int		 withheld;	/* nothing of it may be shown */
};

struct comptes {
	struct arena	*a;
	const struct chiffres_words *words;
	const struct definition **programmes;	/* those counted */
	size_t		 nprogrammes;
	size_t		 size[SIDES];	/* values; that number is « all » */
	int		 at[SIDES];	/* the one of the page, -1: all */
	int		 first_year, last_year;
	struct cube	 cubes[CUBES];
	int64_t		 total;		/* files of the page */
	struct list	 lists[LISTS];
};

/* Where the count of a label stands; w holds a value of each side. */
size_t	 comptes_cell(const struct comptes *, size_t label,
	    const size_t w[SIDES]);
/* Does the programme ask for what the cube counts? */
int	 comptes_asks(const struct definition *, int cube);

/* chiffres_count.c: 0 or -1. */
int	 comptes_read(struct arena *, struct db *,
	    const struct chiffres_words *, const struct chiffres_filter *,
	    struct comptes *);
/* chiffres_hide.c: mask all pages. */
void	 comptes_hide(struct comptes *);

#endif
