/*
 * reminder: what people are told before time does something to them.
 *
 * A draft that nobody touches is erased (domain/dossier/purge.h); its author is warned
 * seven days before and once more the day before.  A draft saved again lives
 * longer and is warned anew.  Nobody is warned at an address of which somebody
 * said that it is not the right one.
 */
#ifndef DOMAIN_REMINDER_H
#define DOMAIN_REMINDER_H

#include "port/db.h"

struct mailer;

struct reminders {
	int	 week;		/* warned seven days before */
	int	 day;		/* the day before */
};

/*
 * Queue what is due.  Each is once: run again, or by two at a time, it adds
 * nothing.  0 or -1; what was queued until then stays.
 */
int	 remind_run(struct db *, const struct mailer *, struct reminders *);

#endif
