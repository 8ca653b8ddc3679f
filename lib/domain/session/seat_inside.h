/*
 * Between seat.c, seat_staff.c and group_decide.c.  Not for others.
 */
#ifndef DOMAIN_SEAT_INSIDE_H
#define DOMAIN_SEAT_INSIDE_H

#include "domain/post/mail.h"
#include "domain/session/seat.h"

/* The event of a seat that is now in a state; a transaction is open. */
int	 seat_note(struct db *, const struct dossier *, enum seat_state,
	    const struct actor *, const char *text);
/*
 * A message about a seat: what it says of the session, until when an offer
 * stands (0: none is made), why (NULL: nothing is said).
 */
void	 seat_write(struct arena *, struct db *, const struct mailer *,
	    const char *kind, const struct dossier *, int64_t session,
	    int64_t deadline, const char *reason, struct message *);

#endif
