/*
 * representant: the legal representatives of a minor, one or two a dossier.
 *
 * The young person names the first; the first names the second.  A link in
 * the mail of purpose « parent » (domain/access/link.h) or somebody of staff, with a
 * paper or with the person at the desk, brings their answers (domain/accord/accord.h).
 *
 * Access ends on the 18th birthday: representant_open() refuses from that day
 * on, whether or not the nightly command has written it down.
 */
#ifndef DOMAIN_REPRESENTANT_H
#define DOMAIN_REPRESENTANT_H

#include <stdint.h>

#include "base/arena.h"
#include "port/db.h"

struct answers;
struct definition;
struct dossier;

#define MAJORITY		18	/* code civil 388, 414 */
/* Purpose of their links. */
#define LINK_PARENT		"parent"

struct representant {
	int64_t		 id, dossier;
	int		 rang;		/* 1 or 2 */
	const char	*nom;		/* first and last name */
	const char	*lien;		/* mere, pere, tuteur, structure, autre */
	const char	*email;		/* "": paper or desk */
	const char	*telephone;
	const char	*seul;		/* only holder: oui, non, injoignable, "" */
	int64_t		 asked, deadline;
	int		 reminded;
	int64_t		 answered;	/* 0: not yet */
	int64_t		 ended;		/* 0: has access */
	const char	*reason;	/* majorite, erreur, NULL */
};

/* « parent-1 »: who they are to domain/access/link.h. */
const char *representant_person(struct arena *, const struct representant *);
/* « sa mère », « son représentant légal »: for sentences about them. */
const char *representant_lien(const char *lien);

/*
 * What is known of them already, as answers to their form: the young person's
 * words, to be read over.  The first word of a name is taken for a first name.
 */
void	 representant_known(struct arena *, struct answers *,
	    const struct representant *);

/* All below: 0, 1 when there is none, -1 failed (logged). */

int	 representant_find(struct arena *, struct db *, int64_t id,
	    struct representant *);
int	 representant_by_rang(struct arena *, struct db *, int64_t dossier,
	    int rang, struct representant *);
/* In their order, two at most; how many. */
size_t	 representant_list(struct arena *, struct db *, int64_t dossier,
	    struct representant **);
/*
 * Add (id 0, set by this) or change; inside the caller's transaction.  A
 * changed address ends the links that were sent to the other one.
 */
int	 representant_store(struct db *, struct representant *);
/* Their access is over; links and sessions too.  In the transaction. */
int	 representant_end(struct db *, const struct representant *,
	    const char *reason);

/*
 * The day of birth in the last record of the dossier, DAY_NONE when its form
 * does not ask for it.
 */
int32_t	 dossier_birth(struct arena *, struct db *, const struct definition *,
	    const struct dossier *);
/* Not yet 18 on this day? */
int	 is_minor(int32_t birth, int32_t today);

#endif
