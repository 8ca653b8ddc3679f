/*
 * meeting: information meetings that count themselves: who held one and how
 * long it was (table tenue), and the figures that funders ask for, which tell of
 * nobody.
 */
#ifndef DOMAIN_MEETING_H
#define DOMAIN_MEETING_H

#include "domain/dossier/dossier.h"
#include "domain/session/session.h"

#define MEETING_PROGRAMME "reunion"

struct meeting {
	int64_t		 id;		/* grows with each note */
	const char	*adviser;
	int64_t		 minutes, at;
	const char	*author;
};
/* What holds; 0, 1 nothing was noted, -1. */
int	 meeting_find(struct arena *, struct db *, int64_t session,
	    struct meeting *);
/*
 * Note it, over what was noted before.  seen is the id of what was shown, 0
 * nothing.  Sign-ups of who had a seat are done with then, but for those who
 * wrote something that is not answered.  0; 1 it is yet to come; 2 somebody
 * noted it since; -1.
 */
int	 meeting_hold(struct arena *, struct db *, const struct definition *,
	    const struct session *, const char *adviser, int64_t minutes, int64_t seen,
	    const struct actor *);

/* One month of one cooperative. */
struct meeting_month {
	const char	*month;		/* YYYY-MM */
	const char	*cooperative;	/* code */
	int64_t		 meetings;	/* not called off, over */
	int64_t		 signed_up;	/* had a seat */
	int64_t		 present;
	int64_t		 minutes;	/* of those noted as held */
	int64_t		 applied;	/* of those present, sent an application
					   from the same e-mail since */
};
/*
 * Months of the meetings that are over, of days first to last, by month and
 * cooperative; scope as account_scope() gives it.
 */
size_t	 meeting_months(struct arena *, struct db *, int32_t first,
	    int32_t last, const char *scope, struct meeting_month **);

/* One meeting that is over: of nobody but who held it. */
struct meeting_line {
	const char	*code, *title, *cooperative, *commune;
	const char	*adviser;	/* "": nobody noted that it was held */
	int32_t		 day;
	int64_t		 signed_up, present, minutes;
};
/* Newest first; the same days and scope. */
size_t	 meeting_lines(struct arena *, struct db *, int32_t first,
	    int32_t last, const char *scope, struct meeting_line **);

#endif
