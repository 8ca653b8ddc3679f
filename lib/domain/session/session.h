/*
 * session: what takes place on given days with a given number of seats: a
 * youth cooperative's summer, a Flashcoop, an information meeting.  Table
 * agenda (schemas/db/003-sessions.sql); who holds the seats is domain/session/seat.h.
 *
 * The table is the truth, whoever wrote a row: a file of sessions and the form
 * of staff only add to it.  A file whose code is taken adds nothing, so that
 * what staff changed on screen is never written over (session_load(),
 * session_create()).
 *
 * Logins have session_open(), session_close() ... in domain/access/access.h: nothing
 * here bears those names.
 *
 * Days are those of base/date.h, hours minutes after midnight, both in the
 * time of France.  Texts are plain, typography done, never NULL in what is
 * found; those who create may leave NULL what they do not know.
 */
#ifndef DOMAIN_SESSION_H
#define DOMAIN_SESSION_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "port/db.h"
#include "port/xml.h"

struct network;

#define HOUR_NONE	(-1)

struct session {
	int64_t		 id;
	const char	*code;		/* in addresses: cjs-ancenis-2027 */
	const char	*programme;	/* definition that signs up: cjs, reunion */
	const char	*cooperative;	/* code in reseau.xml */
	const char	*title;
	const char	*place;		/* name of the place */
	const char	*address;	/* number and street */
	const char	*postcode;
	const char	*commune;	/* name */
	const char	*insee;		/* "" unknown: no distance */
	const char	*departement;	/* 44, 2A, 974, "" unknown */
	int32_t		 first, last;	/* days */
	int		 starts, ends;	/* minutes, HOUR_NONE: see hours */
	const char	*hours;		/* in words */
	int32_t		 opens, closes;	/* first and last day of sign-up */
	int64_t		 seats;
	int64_t		 held;		/* given outside of the portal */
	int64_t		 taken;		/* held, given, and offered */
	int64_t		 waiting;	/* people in the waiting list */
	int		 composing;	/* a group is yet to be decided: group.h */
	int64_t		 offer;		/* hours to accept a seat, 0: 72 */
	const char	*contract;	/* cape, travail, "" */
	const char	*text;		/* what else is to be known */
	int64_t		 cancelled;	/* when, 0: it takes place */
	const char	*reason;	/* why, as told to the public */
	int64_t		 changed;
	int64_t		 version;	/* from 1, one more at every change */
};

enum session_state {
	SESSION_A_VENIR,	/* sign-up opens later */
	SESSION_OUVERTE,	/* a seat is left */
	SESSION_COMPLETE,	/* open, but for the waiting list only */
	SESSION_FERMEE,		/* sign-up is over */
	SESSION_PASSEE,
	SESSION_ANNULEE
};

enum session_state session_state(const struct session *, int32_t day);
/* a_venir, ouverte, complete, fermee, passee, annulee */
const char *session_state_name(enum session_state);
/* Seats left, never below 0. */
int64_t	 session_left(const struct session *);
/* May somebody sign up at that day, be it for the waiting list? */
int	 session_open_at(const struct session *, int32_t day);

struct session_filter {
	const char	*programme;	/* NULL or "": any, like those below */
	const char	*cooperative;
	const char	*departement;
	int32_t		 from;		/* not over by that day; 0: today */
	int		 signup;	/* only where one may sign up at that day */
	int		 cancelled;	/* those called off as well */
	int		 past;		/* those over by that day, newest first */
	int		 limit;		/* at most; 0: SESSION_MAX */
};
#define SESSION_MAX	500

/* By first day, hour and code.  How many, in *out (arena); 0 also failed. */
size_t	 session_list(struct arena *, struct db *,
	    const struct session_filter *, struct session **out);
/* 0 found, 1 not, -1 failed (logged). */
int	 session_find(struct arena *, struct db *, const char *code,
	    struct session *);
int	 session_by_id(struct arena *, struct db *, int64_t id,
	    struct session *);

/*
 * Read sessions from an XML file of schemas/xml/sessions.rng (schema is its
 * path); they are checked, not stored.  today is the day that relative dates
 * count from.  How many, in *out (arena); 0 with the faults, « file:line:
 * what », one a line.
 */
size_t	 session_load(struct arena *, const char *path, const char *schema,
	    const struct network *, int32_t today, struct buf *faults,
	    struct session **out);

/*
 * What is wrong with the data of a session, in words for whoever writes it;
 * NULL when it may be stored.  network may be NULL: any cooperative.
 */
const char *session_wrong(struct arena *, const struct session *,
	    const struct network *);
/*
 * Store a new one: id, version and, when it is NULL, code are filled in.  The
 * code is made of programme, commune and year (day too for a single day).
 * departement is told from insee or postcode.  0, 1 the code is taken, -1.
 */
int	 session_create(struct arena *, struct db *, struct session *);
/*
 * Change what is not code, programme or cancellation.  1 when somebody changed
 * it since version, or more seats are taken than would be left.  Who waits
 * gets no offer by this: seat_offer_all() (domain/session/seat.h) does that.
 */
int	 session_update(struct db *, struct session *);
/*
 * Sign-up begins today, or ended yesterday: opens and closes are moved so far.
 * 1 when it is over or called off, or somebody changed it since version.
 */
int	 session_open_now(struct db *, struct session *);
int	 session_close_now(struct db *, struct session *);
/*
 * Call it off; a reason is told to the public.  1 when it is already, or
 * over.  Those who have seats are told by seat_cancelled() (domain/session/seat.h).
 */
int	 session_cancel(struct db *, struct session *, const char *reason);

/* « mardi 8 décembre 2026 », « du 5 juillet au 27 août 2027 »; arena. */
const char *session_days(struct arena *, const struct session *);
/* « de 18 h à 20 h 30 », or the words of hours; "" when unknown. */
const char *session_hours(struct arena *, const struct session *);
/*
 * Append <session> for templates, the same everywhere:
 *
 *	<session code= programme= cooperative= titre= lieu= adresse=
 *	    code-postal= commune= a= departement= debut= fin= dates= horaires=
 *	    ouverture= cloture= places= restantes= attente= contrat= etat=
 *	    motif= texte= lien= compose="1"/>
 *
 * debut, fin, ouverture, cloture are YYYY-MM-DD; a is « à Ancenis », « au
 * Mans »; lien is /agenda/CODE; what is empty is left out.
 */
struct node *session_node(struct arena *, struct node *parent,
	    const struct session *, int32_t day);

#endif
