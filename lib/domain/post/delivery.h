/*
 * delivery: the queue of messages, given to a mail server.
 *
 * A message is sent once.  Before it is handed over its row says so; the row
 * is settled by the server's answer:
 *
 *	taken			sent
 *	4xx, or no connection	waits, for longer each time (a minute to a day)
 *	5xx to it		failed: kept, with what the server said
 *	given, no answer	unknown: kept, never sent again by itself
 *
 * A sender that is killed in between leaves « unknown » too, with the same
 * meaning: the server may have it or not.  Sent again by an administrator, it
 * has the same Message-ID, so that the reader's software can tell.  A message
 * is given up five days after it was written, or when its time is over: a code
 * of half an hour is not worth sending after.
 *
 * One sender at a time: a lock in run/ of the data directory.
 */
#ifndef DOMAIN_DELIVERY_H
#define DOMAIN_DELIVERY_H

#include "base/arena.h"
#include "base/conf.h"
#include "domain/territory/network.h"
#include "port/db.h"

struct delivery {
	int	 sent, later, failed, unknown;
	int	 down;		/* the server could not be used: why is logged */
	int	 busy;		/* another sender is at work: nothing was done */
};

/*
 * Send what is due, then return.  conf->smtp is set.  0 and *done, or -1 when
 * the database or the secret's file failed.
 */
int	 delivery_run(struct db *, const struct conf *,
	    const struct network *, struct delivery *done);
/* How many wait.  -1 failed. */
int64_t	 delivery_waiting(struct db *);
/*
 * Put one that is failed or unknown back into the queue.  0, 1 when it is
 * neither, or -1.
 */
int	 delivery_again(struct db *, int64_t id);

#endif
