/*
 * hours: what the law says of the working hours of the young (C. trav.
 * L. 3162-1 to L. 3164-6), asked of half-days.  The figures, sentences and
 * articles, and whether nothing may be planned against them, are <limite> of
 * schemas/regles.xml; how each is counted is here:
 *
 *	jour		all half-days of one day
 *	semaine		those of one week, Monday to Sunday
 *	pause		half-days less than the break apart are one stretch,
 *			which may not be longer than four and a half hours
 *	nuit		before 6 h or after 22 h
 *	repos-jour	from the end of one day to the start of the next
 *	repos-semaine	two days in a row of the week without any
 *	feries		public holidays (domain/session/slot.h)
 *
 * Pure: it knows neither who it is about nor whether that is planned or past.
 */
#ifndef DOMAIN_HOURS_H
#define DOMAIN_HOURS_H

#include "domain/law/regle.h"
#include "domain/session/slot.h"

struct hours_fault {
	const char	*limit;		/* jour, semaine … */
	int32_t		 day;		/* of a week, its first half-day */
	const char	*text;		/* what is, then what the law says */
	const char	*article;
	int		 blocks;	/* not to be planned */
};

/*
 * What is wrong with the half-days of one person, which are sorted by day and
 * hour; how many, in *out (arena).
 */
size_t	 hours_check(struct arena *, const struct regles *,
	    const struct slot *, size_t, struct hours_fault **out);
/* Hours that somebody young may work at most between two days, both included. */
int	 hours_most(const struct regles *, int32_t first, int32_t last);
/* Does the programme take people who are under 18? */
struct definition;
int	 hours_concern(const struct definition *);

#endif
