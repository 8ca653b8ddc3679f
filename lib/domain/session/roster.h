/*
 * roster: everybody who asked for a séance, for those who run it: by state,
 * those who wait in their order, and letters to all of them.
 *
 * Names and ages only; what else a dossier holds is opened with the dossier.
 */
#ifndef DOMAIN_ROSTER_H
#define DOMAIN_ROSTER_H

#include "domain/session/seat.h"

struct person {
	int64_t		 dossier;	/* id */
	const char	*numero, *nom, *prenom, *email;
	const char	*programme, *cooperative;
	const char	*state;		/* of the dossier */
	struct seat	 seat;		/* the last it had in this séance */
};

/*
 * Those who have a seat, by name; those with an offer, by deadline; those who
 * wait, in order; then those who gave back, declined or let it go.  How many,
 * in *out (arena); 0 also failed.
 */
size_t	 roster_list(struct arena *, struct db *, int64_t session,
	    struct person **out);

struct letter {
	int64_t		 session;	/* id */
	const char	*states;	/* words of seat_state_name() */
	const char	*subject, *text;
	int64_t		 people;	/* how many messages */
	int64_t		 at;
	const char	*author;
};
/* The message that one of them gets. */
void	 letter_message(struct arena *, struct db *, const struct mailer *,
	    const struct letter *, const struct dossier *, struct message *);
/*
 * One message to each person of the list that is in one of its states, all
 * queued in one transaction with the letter; people is filled in.  The same
 * words to the same again within ten minutes are a button pressed twice: nothing
 * is sent.  0, 1 nobody is in such a state, -1.
 */
int	 letter_send(struct arena *, struct db *, const struct mailer *,
	    struct letter *, const struct actor *);
/* Newest first. */
size_t	 letter_list(struct arena *, struct db *, int64_t session,
	    struct letter **);

#endif
