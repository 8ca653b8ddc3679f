/*
 * thread: what the team and the person write to each other about a file.
 *
 * A message of staff is shown before it is sent, and what is sent is what was
 * shown.  It goes as a mail; the person reads it on the status page too, and
 * answers there.  An answer puts the file among those to act on until staff
 * write back or say that nothing is to be written (thread_done()).
 *
 * Nothing is changed or removed.  What a form with the same key sends twice is
 * there once.
 */
#ifndef DOMAIN_THREAD_H
#define DOMAIN_THREAD_H

#include <stddef.h>
#include <stdint.h>

#include "domain/dossier/dossier.h"
#include "domain/post/mail.h"

/* Bytes of a text; of a person's in an hour and in a day. */
#define THREAD_TEXT_MAX		4000
#define THREAD_HOUR		5
#define THREAD_DAY		15

struct thread_entry {
	int64_t		 id, at;
	int64_t		 account;	/* 0: the person */
	const char	*author;	/* personne, or a staff name */
	const char	*subject, *text;
	int		 posted;	/* a mail carries it, in that state */
	enum mail_state	 state;
	int64_t		 state_at;
	const char	*done_by;	/* dealt with without an answer, or NULL */
	int		 waits;		/* for staff */
};

/* Oldest first. */
size_t	 thread_list(struct arena *, struct db *, int64_t dossier,
	    struct thread_entry **);
/* The last that was written, 0 when nothing was; -1 failed. */
int64_t	 thread_last(struct db *, int64_t dossier);

/* Did the person write something that staff have to answer?  1, 0 or -1. */
int	 thread_waits(struct db *, int64_t dossier);

/* The mail that carries a message of staff. */
void	 thread_message(struct arena *, const struct mailer *,
	    const struct dossier *, const struct actor *, const char *subject,
	    const char *text, struct message *);
/*
 * Send it.  last is thread_last() when the form was made.  0; 1 when somebody
 * wrote since, and nothing is sent; -1.
 */
int	 thread_write(struct db *, const struct definition *,
	    const struct dossier *, const char *key, int64_t last,
	    const struct actor *, const char *subject, const char *text,
	    const struct message *);
/*
 * A message that asks for a piece, called so; more is what staff add to it, or
 * "".  Sent like others; the file bears a flag until something happens: the
 * person answers or sends a file, a receipt of pieces is issued, the file
 * comes to another state.
 */
#define THREAD_ASKED		"demander-piece"	/* the event of it */
const char *thread_piece_subject(struct arena *, const struct dossier *);
const char *thread_piece_text(struct arena *, const char *label,
	    const char *more);
/* As thread_write(). */
int	 thread_ask(struct arena *, struct db *, const struct definition *,
	    const struct dossier *, const char *key, int64_t last,
	    const struct actor *, const char *label, const char *more,
	    const struct mailer *);
/* What was asked for and is not there; NULL when nothing is. */
const char *thread_missing(struct arena *, struct db *, int64_t dossier);
/*
 * The person answers; the team gets a message that says so and no more.  0; 1
 * too many in an hour or a day, or nothing was sent yet; -1.
 */
int	 thread_answer(struct arena *, struct db *, const struct definition *,
	    const struct dossier *, const char *key, const char *text,
	    const struct mailer *);
/*
 * Nothing is to be answered to what the person wrote, up to that entry.  0, 1
 * when nothing waits, -1.
 */
int	 thread_done(struct db *, const struct definition *,
	    const struct dossier *, int64_t upto, const struct actor *);

#endif
