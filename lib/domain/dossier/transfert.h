/*
 * transfert: a file that goes to another cooperative of the network.
 *
 * Staff propose it with a reason; the person says yes or no; nothing moves
 * without a yes, and a no has no consequence.  On a yes the file goes in one
 * transaction: the new cooperative reads all of it, the old one nothing any
 * more.  What the law makes the old one keep, the papers it issued, stays
 * verifiable under its name by the code of each; the journal says so.
 *
 * No file moves while a contract binds the person to its cooperative, while it
 * holds a seat in a session, or while representatives decide for a minor.
 */
#ifndef DOMAIN_TRANSFERT_H
#define DOMAIN_TRANSFERT_H

#include <stddef.h>
#include <stdint.h>

#include "domain/dossier/dossier.h"

struct message;

struct transfert {
	int64_t		 id;
	const char	*origin, *destination;	/* codes */
	const char	*reason, *author;
	int64_t		 at;
	const char	*state;		/* propose, accepte, refuse, annule */
	int64_t		 answered;	/* 0: not yet */
};

/* Oldest first. */
size_t	 transfert_list(struct arena *, struct db *, int64_t dossier,
	    struct transfert **);
/* The one that waits for an answer.  0, 1 there is none, -1. */
int	 transfert_open(struct arena *, struct db *, int64_t dossier,
	    struct transfert *);
/* Did it come from another cooperative?  1, 0 or -1. */
int	 transfert_moved(struct db *, int64_t dossier);
/* Why none may be proposed now, in a sentence; NULL when it may. */
const char *transfert_wrong(struct arena *, struct db *,
	    const struct definition *, const struct dossier *);

/* The message that a proposal sends to the person. */
void	 transfert_message(struct arena *, const struct mailer *,
	    const struct dossier *, const char *destination,
	    const char *reason, struct message *);
/*
 * As in dossier.h: 0; 1 not possible, or the file has another version; -1.
 * The person gets a message, both teams one when it moved, that of the
 * proposal when it did not.
 */
int	 transfert_propose(struct arena *, struct db *,
	    const struct definition *, const struct dossier *,
	    const char *destination, const char *reason,
	    const struct actor *, const struct mailer *);
int	 transfert_answer(struct arena *, struct db *,
	    const struct definition *, const struct dossier *, int64_t id,
	    int yes, const struct mailer *);
int	 transfert_cancel(struct db *, const struct dossier *, int64_t id,
	    const struct actor *);

#endif
