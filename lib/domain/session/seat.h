/*
 * seat: who has a place in a session, who waits for one.
 *
 * A dossier takes its seat in the transaction that sends it, or goes to the
 * end of the waiting list when the person was told so.  A seat that comes
 * free is offered to the first who waits, for some hours; a refusal or
 * silence passes it on.  While anybody waits, nobody takes a free seat.
 *
 * Where a group is composed (domain/session/group.h) everybody waits until it is
 * decided, and those who are left wait in the order of the draw.
 *
 * Giving back a seat and offering it are two transactions: messages are
 * written outside of them.  What was not done in between is done by the next
 * seat_tick(), which an hourly command calls.
 *
 * Every change leaves an event in the dossier: place-prise, place-attente,
 * place-offerte, place-declinee, place-expiree, place-rendue.
 */
#ifndef DOMAIN_SEAT_H
#define DOMAIN_SEAT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/dossier/dossier.h"
#include "domain/session/session.h"
#include "port/db.h"

struct mailer;
struct message;

#define SEAT_LINK	"place"		/* purpose of an offer's link */

enum seat_state {
	SEAT_TAKEN,
	SEAT_WAITING,
	SEAT_OFFERED,
	SEAT_RETURNED,		/* given back, or the session was called off */
	SEAT_DECLINED,		/* the offer was */
	SEAT_EXPIRED		/* the offer did */
};

struct seat {
	int64_t		 id;
	int64_t		 session;	/* id */
	enum seat_state	 state;
	int64_t		 at;		/* asked for */
	int64_t		 changed;
	int64_t		 deadline;	/* of an offer, else 0 */
	int64_t		 rank;		/* in the waiting list from 1, else 0 */
};

/* prise, attente, offerte, rendue, declinee, expiree */
const char *seat_state_name(enum seat_state);
/* What is none of these names is expiree. */
enum seat_state seat_state_read(const char *);
/* The last seat a dossier asked for.  0, 1 none, -1. */
int	 seat_of(struct db *, int64_t dossier, struct seat *);

/* What the sending gave, TAKEN or WAITING.  0, 1 no seat was asked for, -1. */
int	 seat_at_sending(struct db *, int64_t dossier, enum seat_state *);

/* What answers ask for, and what they will get. */
struct seat_wish {
	const char	*code;		/* of the session, NULL: none is asked for */
	enum seat_state	 state;		/* TAKEN or WAITING */
};
/*
 * The session that checked answers ask for; the cause of 1 is that of
 * seat_likely().
 */
int	 seat_wish(struct arena *, struct db *, const struct answers *,
	    struct seat_wish *);
/* Tell it to a template: <session> and @place, prise or attente. */
void	 seat_tell(struct arena *, struct db *, const struct seat_wish *,
	    struct node *model);

/*
 * What somebody who asks now will get.  0 and TAKEN or WAITING; 1 when no
 * sign-up is possible (unknown, not open, called off); -1.
 */
int	 seat_likely(struct arena *, struct db *, const char *code,
	    enum seat_state *);
/*
 * Inside the transaction that sends the dossier: give what seat_likely()
 * said, TAKEN or WAITING.  1 when that is not so any more, nothing is
 * changed then; -1.
 */
int	 seat_take(struct db *, const struct dossier *, const char *code,
	    enum seat_state);
/*
 * Inside the caller's transaction: give the seat back, if there is one.  It
 * is offered by seat_offer() after the commit.
 */
int	 seat_return(struct db *, const struct dossier *,
	    const struct actor *);
/*
 * Inside the caller's transaction: the dossier is taken up again.  It gets
 * its seat back if one is left, else it waits; nothing when the session is
 * over or called off.
 */
int	 seat_again(struct db *, const struct dossier *,
	    const struct actor *);

/* Was an offer declined, or did it expire, and nothing since? */
int	 seat_lost(const struct seat *);
/*
 * The person asks again after that: at the end of the waiting list, or a seat
 * that nobody waits for; own transaction.  1 when the session is over or
 * called off, or nothing was lost.
 */
int	 seat_rejoin(struct db *, const struct dossier *);

/*
 * The person's answer to an offer; own transaction.  A seat accepted is
 * confirmed by a message, one declined goes to the next who waits.  1 when
 * there is no offer (any more).
 */
int	 seat_answer(struct arena *, struct db *, const struct mailer *,
	    const struct dossier *, int accept);

/*
 * Offer free seats to those who wait, with a message each; of one session, or
 * of all for 0.  How many offers, or -1.
 */
int	 seat_offer(struct arena *, struct db *, const struct mailer *,
	    int64_t session);

struct seat_tick {
	int	 expired;	/* offers without an answer in time */
	int	 offered;
	int	 cancelled;	/* people told that a session is called off */
};
/*
 * What time does: offers expire, free seats are offered, sessions called off
 * let go of their people, each with a message.  0 or -1; again is harmless.
 */
int	 seat_tick(struct arena *, struct db *, const struct mailer *,
	    struct seat_tick *);

/*
 * Staff decide for one person, with a reason that the person reads; own
 * transaction, with its message.  give: who waits or has an offer gets a seat
 * (1 when none is left); else what is held, waited for or offered is taken
 * back (1 when there is nothing), and goes to who waits.
 */
int	 seat_decide(struct arena *, struct db *, const struct mailer *,
	    const struct dossier *, int give, const struct actor *,
	    const char *reason);
/* The message of that.  0, 1 as above, -1. */
int	 seat_decision(struct arena *, struct db *, const struct mailer *,
	    const struct dossier *, int give, const char *reason,
	    struct message *);

/* What somebody will be told when a session is called off for that reason. */
void	 seat_cancellation(struct arena *, const struct mailer *,
	    const struct dossier *, const struct session *,
	    const char *reason, struct message *);

/* No overbooking, and seats as the events say: faults, a line each in out. */
size_t	 seat_check(struct db *, struct buf *out);

#endif
