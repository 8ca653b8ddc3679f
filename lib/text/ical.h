/*
 * ical: calendars to subscribe to or to keep, RFC 5545.
 *
 * Lines end with CR LF and are folded at 75 octets, never inside a UTF-8
 * character; commas, semicolons, backslashes and newlines of texts are
 * escaped, other control characters left out.  Hours are written in UTC,
 * whole days as dates, so that no time zone has to be described.
 * Nothing is written of who takes part.
 */
#ifndef TEXT_ICAL_H
#define TEXT_ICAL_H

#include <stdint.h>

#include "base/buf.h"

struct ical_event {
	const char	*uid;		/* the same for ever: CODE@host */
	int64_t		 changed;	/* last change, an instant */
	int64_t		 sequence;	/* one more at every change, from 0 */
	int64_t		 starts, ends;	/* instants; or, when both are 0 ... */
	int32_t		 first, last;	/* ... whole days, last included */
	const char	*summary;
	const char	*location;	/* "" is left out, like those below */
	const char	*description;
	const char	*url;
	int		 cancelled;
};

/* name is shown by calendars; "" for a single event to keep. */
void	 ical_start(struct buf *, const char *name);
void	 ical_add(struct buf *, const struct ical_event *);
void	 ical_end(struct buf *);

#endif
