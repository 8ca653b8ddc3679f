/*
 * slot: the half-days of a séance, which attendance and hours are counted
 * from.  Table creneau (schemas/db/015-groupes.sql); days and minutes as in
 * session.h.
 *
 * A séance of one day at known hours has one half-day from the start, which
 * follows its day and hours until somebody was noted as present or absent.
 * Those of longer ones are made by staff, many at once (slot_fill()) or one by
 * one.  After attendance was noted, day, hours and kind stay.
 */
#ifndef DOMAIN_SLOT_H
#define DOMAIN_SLOT_H

#include "domain/session/session.h"

struct slot {
	int64_t		 id;		/* 0: not stored yet */
	int64_t		 session;	/* id */
	int32_t		 day;
	int		 starts, ends;	/* minutes after midnight */
	const char	*kind;		/* service, collectif, formation */
	const char	*title;		/* "": that of the séance */
	const char	*animator;	/* "": not known */
	int64_t		 noted;		/* how many people, present or not */
	int64_t		 version;
};

/* By day and hour.  How many, in *out (arena); 0 also failed. */
size_t	 slot_list(struct arena *, struct db *, int64_t session,
	    struct slot **out);
/* Those of every séance that is not called off, from day to day. */
size_t	 slot_between(struct arena *, struct db *, int32_t first,
	    int32_t last, struct slot **out);
/* 0 found, 1 not, -1. */
int	 slot_find(struct arena *, struct db *, int64_t id, struct slot *);

/*
 * Another half-day with the same animator at that time, « Inès Caron anime déjà
 * « Atelier devis » de 14 h à 17 h. … », or one of the same séance; NULL when
 * nothing is in the way.  Half-days out of the séance's days are told too.
 */
const char *slot_wrong(struct arena *, struct db *, const struct session *,
	    const struct slot *);
/*
 * Store one, new or changed; own transaction.  1 when somebody changed it
 * since version, or attendance was noted and its day, hours or kind differ.
 */
int	 slot_save(struct db *, struct slot *);
/* 1 when attendance was noted of it. */
int	 slot_remove(struct db *, const struct slot *);

struct slot_week {
	int		 days;		/* bit 1 << day_of_week() */
	int		 starts[2], ends[2];	/* morning, afternoon; HOUR_NONE */
	const char	*animator;
};
/*
 * Half-days on those days of the whole séance, where none is at that time; no
 * public holidays.  How many were made, -1 failed.
 */
int	 slot_fill(struct db *, const struct session *,
	    const struct slot_week *);
/*
 * Inside the transaction that stores a séance: the half-day of a single day.
 */
int	 slot_follow_in(struct db *, const struct session *);

/* « mardi 6 juillet 2027, de 9 h à 12 h »; arena. */
const char *slot_when(struct arena *, const struct slot *);
/* « de 9 h à 12 h » */
const char *slot_hours(struct arena *, const struct slot *);
/*
 * Is it a public holiday (C. trav. L. 3133-1)?  Those of all of France, not
 * those of Alsace and Moselle or overseas.
 */
int	 day_is_holiday(int32_t);

#endif
