/*
 * attendance: who came to a half-day, and the hours that makes.  Table
 * presence: append-only, the last row about a person holds, a correction says
 * why.
 *
 * What took place is noted as it was: what the law says against the hours of a
 * minor (domain/session/hours.h) is shown before it is stored, and keeps nothing
 * from being stored but the presence of somebody who is not 16 (C. trav.
 * L. 4153-1).
 */
#ifndef DOMAIN_ATTENDANCE_H
#define DOMAIN_ATTENDANCE_H

#include "domain/dossier/dossier.h"
#include "domain/session/hours.h"

enum attendance { ATTEND_NONE, ATTEND_PRESENT, ATTEND_ABSENT, ATTEND_EXCUSED };

/* "", present, absent, excuse; what is none of these is ATTEND_NONE. */
const char *attendance_name(enum attendance);
enum attendance attendance_read(const char *);

struct mark {
	int64_t		 dossier;	/* id */
	const char	*numero, *nom, *prenom, *programme;
	enum attendance	 state;
	int64_t		 at;		/* 0: nothing was noted */
	const char	*author, *reason;
};

/*
 * Everybody who has a seat, or was noted, by name, with what holds.  *seen
 * changes with everything that is noted of the half-day.
 */
size_t	 attendance_list(struct arena *, struct db *, const struct slot *,
	    struct mark **, int64_t *seen);
/* What was noted before and does not hold any more, newest first. */
size_t	 attendance_past(struct arena *, struct db *, int64_t slot,
	    struct mark **);
/*
 * Note what differs from what holds; ATTEND_NONE notes nothing.  0 done, also
 * when nothing differs; 1 somebody noted something since seen; 2 something is
 * corrected and there is no reason; -1.
 */
int	 attendance_save(struct db *, const struct slot *,
	    const struct mark *, size_t, int64_t seen, const char *reason,
	    const struct actor *);

/*
 * What the law says against one more half-day of somebody who was born then,
 * over all that they were present at; of the day and week of that half-day
 * only.  *young is 1 for somebody who is not 16 then.  How many.
 */
size_t	 attendance_against(struct arena *, struct db *,
	    const struct regles *, int64_t dossier, int32_t birth,
	    const struct slot *, struct hours_fault **, int *young);

struct hours {
	int64_t		 dossier;
	const char	*numero, *nom, *prenom;
	int64_t		 halves;	/* half-days present */
	int64_t		 absent, excused;
	int64_t		 service, common, training;	/* minutes */
};
/* Of everybody who has a seat or was noted, by name. */
size_t	 attendance_hours(struct arena *, struct db *, int64_t session,
	    struct hours **);

#endif
