/*
 * purge: erase what has had its time.
 *
 * Drafts go a day after the date told to the person; messages that held a
 * one-time code, and the codes themselves, a day after they were made.
 * Who asked to be told of sessions is not told any more after a year.
 * Nothing else that was sent is touched.  A backup keeps what it kept.
 */
#ifndef DOMAIN_PURGE_H
#define DOMAIN_PURGE_H

#include "port/db.h"

struct purge {
	int	 drafts;	/* with their answers, pieces, messages */
	int	 codes;		/* messages that held one */
	int	 alerts;	/* people to tell of sessions, after a year */
};

/* One transaction.  0 and what was erased, or -1 and nothing was. */
int	 purge_run(struct db *, struct purge *);

#endif
