/*
 * signature_inside: between the files of lib/domain/signature and those of
 * execution.  All that writes runs inside the caller's transaction.
 */
#ifndef DOMAIN_SIGNATURE_INSIDE_H
#define DOMAIN_SIGNATURE_INSIDE_H

#include "domain/signature/signature.h"

/* What somebody did, before it is a record. */
struct act {
	const char	*code;		/* of the document */
	const unsigned char *pdf;	/* SHA-256 of the file shown */
	const char	*role, *nom;
	const char	*decision;	/* signe, refuse */
	const char	*way;
	int64_t		 at;
	const char	*email;		/* electronic: where the code went */
	const char	*sent;		/* and when, RFC 3339 */
	const char	*identity;	/* at the desk */
	const char	*agent;		/* at the desk, on paper; "" none */
	const char	*scan;		/* on paper: SHA-256, hexadecimal */
	int32_t		 day;		/* on paper: written on it */
	const char	*carried;	/* code it was given on, or NULL */
	const char	*changes;	/* what changed since, or NULL */
};

/* The record of an act; *id is its number in the chain.  0 or -1. */
int	 act_record(struct arena *, struct db *, const struct office *,
	    const struct dossier *, const struct actor *, const struct act *,
	    int64_t *id);
/* The record of a slot, parsed: its <reponses>; NULL when it is not there. */
struct node *act_read(struct arena *, struct db *, int64_t record);
/* The message to whoever may sign now, of one slot.  0 or -1. */
int	 signature_ask(struct arena *, struct db *, const struct office *,
	    const struct mailer *, const struct signature *,
	    const char *mail);
/*
 * After a signature: the executed copy when it was the last and the key is
 * here, else messages to the next; told: the person gets one already.  0 or
 * -1.
 */
int	 signature_go_on(struct arena *, struct db *, const struct office *,
	    const struct mailer *, const char *code, int told);
/*
 * The transition that all having signed makes: 1 made, inside the caller's
 * transaction, 0 there is none or it may not be made yet, -1.
 */
int	 signature_move_in(struct arena *, struct db *, const struct office *,
	    const struct mailer *, const char *code);
/*
 * Is it a contract of a file that waits for none: withdrawn, or without the
 * representatives’ agreement?  1, 0, -1.
 */
int	 signature_closed(struct arena *, struct db *, const struct office *,
	    const struct signature *);
/* Those whose day has come since; *done counts them.  0 or -1. */
int	 signature_move_night(struct db *, const struct office *,
	    const struct mailer *, size_t *done);
/* The sentence a record's version of the form had; NULL when it is lost. */
const char *signature_phrase(struct arena *, struct db *,
	    const struct office *, int64_t record, const char *version);
/* What execution.words is: of the last page's data, then the twin. */
void	 execution_hash(unsigned char out[SHA256_SIZE], const void *context,
	    size_t, const void *twin, size_t);
/* Record, slot and journal; signature_go_on() comes after.  0, 1, -1. */
int	 signature_fill(struct arena *, struct db *, const struct signing *,
	    const struct signature *, struct act *);

#endif
