/*
 * purge: erase what has had its time.
 *
 * Drafts go a day after the date told to the person; messages that held a
 * one-time code, and the codes themselves, a day after they were made.
 * Who asked to be told of sessions is not told any more after a year.  Files
 * whose form says so are erased (domain/dossier/depart.h).  Nothing else that
 * was sent is touched.  The keys of all that went are erased after it, and
 * those that an interrupted run left: what was sealed under them cannot be read
 * in any backup either.
 */
#ifndef DOMAIN_PURGE_H
#define DOMAIN_PURGE_H

#include "domain/dossier/depart.h"
#include "port/db.h"

struct definition;

struct purge {
	int	 drafts;	/* with their answers, pieces, messages */
	int	 codes;		/* messages that held one */
	int	 alerts;	/* people to tell of sessions, after a year */
	int	 complements;	/* NIR, IBAN, health: not asked any more */
	struct departs departs;	/* files that were sent, their time over */
};

/*
 * The programmes are ended by NULL.  0 and what was erased; -1 when something
 * could not be (logged).  What was sent is erased a transaction each: the
 * others go all the same, and departs.failed counts those that do not.
 */
int	 purge_run(struct db *,
	    const struct definition *const *programmes, struct purge *);

#endif
