/*
 * periode: lengths of contracts in months and days, and the two clocks that a
 * contrat d’entrepreneur salarié associé (CESA) takes over from a CAPE.
 *
 * Pure arithmetic on the days of base/date.h; both ends of a period belong to
 * it.  n months from a day end the day before the same day n months later,
 * clamped to the end of the month (domain/law/cape.h).
 *
 * CESA: the person becomes associate before three years, and the trial lasts
 * eight months at most, both less what the CAPE lasted.  When the CESA follows
 * the CAPE without a gap both run from the CAPE's first day: no month lost or
 * won by the lengths of months.
 */
#ifndef DOMAIN_PERIODE_H
#define DOMAIN_PERIODE_H

#include <stdint.h>

#include "base/arena.h"

#define CESA_MONTHS	36	/* to become associate */
#define CESA_TRIAL	8	/* months, renewal included */

struct duree {
	int	 months, days;
};

/* From first to last day, both included; 0 0 when last is before first. */
struct duree duree_between(int32_t first, int32_t last);
/* 30 days make a month when parts are added. */
struct duree duree_add(struct duree, struct duree);
/* « 17 mois et 12 jours », « 1 mois », « 0 jour ». */
const char *duree_french(struct arena *, struct duree);

struct cesa {
	int32_t		 deadline;	/* associate before this day */
	int32_t		 trial;		/* last day of it, DAY_NONE: none */
	struct duree	 left;		/* from the start to the deadline */
	struct duree	 trial_left;
};

/*
 * A CESA that starts on a day after a CAPE of that length whose first and last
 * day are given; DAY_NONE twice and no length: there was none.
 */
struct cesa cesa_clock(int32_t start, int32_t first, int32_t last,
	    struct duree);

#endif
