/*
 * dossier: a person's file, from the first saved step to the end.
 *
 * Truth is in immutable rows: records (XML versions, chained), events,
 * consents, documents.  The columns of dossier (state, names, sort keys)
 * are derived from them.  A draft keeps raw answers and has no record.
 *
 * Chain: every record, whatever its dossier, takes the next number of one
 * sequence and
 *	link = SHA-256(previous link || SHA-256(xml) ||
 *	    "number/numero/form/version/at/author")
 * so that no record can be changed, removed or reordered unseen.  The head of
 * the chain is kept apart, which shows when its last rows are missing.
 *
 * Documents, mails and XML are made before the transaction and stored in it:
 * a transaction holds nothing slow.
 */
#ifndef DOMAIN_DOSSIER_H
#define DOMAIN_DOSSIER_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/dossier/upload.h"
#include "domain/form/answers.h"
#include "domain/form/definition.h"
#include "port/crypto.h"
#include "port/db.h"

struct mailer;
struct message;

/* The state of what was not sent yet, in every programme. */
#define STATE_DRAFT		"brouillon"

struct dossier {
	int64_t		 id;
	const char	*numero;	/* CAE-26-9B2D-X7 */
	const char	*programme;
	const char	*state;
	const char	*email;
	const char	*prenom, *nom;	/* "" until known */
	const char	*cooperative;	/* code, "" until chosen */
	int32_t		 birth;		/* day, DAY_NONE not asked */
	const char	*commune;	/* its name, "" not asked */
	const char	*departement;	/* its number, "" unknown */
	const char	*agenda;	/* code of the session asked for, "" none */
	int64_t		 adviser;	/* account that follows it, 0 nobody */
	int64_t		 created, changed, sent;	/* sent 0: a draft */
	int64_t		 expires;	/* drafts: when it is deleted */
	int64_t		 version;	/* for optimistic concurrency */
	int64_t		 reopened;	/* see domain/dossier/change.h; 0: not */
	int		 pinned;	/* the next is known */
	unsigned char	 definition[SHA256_SIZE];	/* filled in with */
	int		 reply_days;	/* working days promised by it */
};

struct event {
	int64_t		 at;
	const char	*name;		/* transition or fact: creee, envoyee ... */
	const char	*who;		/* personne, systeme, or a staff name */
	const char	*state;		/* state after */
	const char	*text;		/* reason as told to the person, or "" */
};

/* Who acts, for the journal. */
struct actor {
	int64_t		 account;	/* 0: the person or the system */
	const char	*name;		/* personne, systeme, or staff name */
};

/*
 * All functions below: 0 done, -1 failed (logged), 1 not found or not
 * possible (nothing changed): wrong state, or the file has another version
 * than the dossier given, because somebody changed it since.  Those that
 * write open their own transaction unless said otherwise.
 */

/* The day an answer is due to the person, DAY_NONE for a draft. */
int32_t	 dossier_deadline(const struct dossier *);

/* A draft past its last day is not found. */
int	 dossier_by_numero(struct arena *, struct db *, const char *numero,
	    struct dossier *);
int	 dossier_by_id(struct arena *, struct db *, int64_t id,
	    struct dossier *);
/* Oldest first. */
size_t	 dossier_events(struct arena *, struct db *, int64_t id,
	    struct event **);

/*
 * A new draft and the mail that tells its number.  key is the idempotency key
 * of the form: the same key and e-mail give the same dossier.
 */
int	 draft_create(struct arena *, struct db *, const struct definition *,
	    const char *email, const char *key, const struct mailer *,
	    struct dossier *);
/*
 * Replace the raw answers of one step.  The definition is the programme's (a
 * draft not sent yet: its last day moves) or that of a document's data, kept
 * by staff beside a dossier already sent.  The new version is stored in the
 * dossier given.
 */
int	 draft_save(struct db *, const struct definition *, struct dossier *,
	    const struct step *, const struct answers *);
/* Add what is saved to the answers, files (as their ids) included. */
int	 draft_load(struct arena *, struct db *, const struct definition *,
	    const struct dossier *, struct answers *);
/* Is an input one of a sensitive field?  (Dates have several each.) */
int	 draft_hides(const struct step *, const char *input);
/*
 * Sensitive answers of forms, ended by NULL, that stand in clear: seal them,
 * some at a time; how many, or -1.  Tell of them on a line; 1 if there are.
 */
int64_t	 draft_seal_old(struct db *, const struct definition *const *forms);
size_t	 draft_check(struct db *, const struct definition *const *forms,
	    struct buf *out);
/* Forget the saved answers of a form; inside the caller's transaction. */
int	 draft_clear(struct db *, const struct dossier *, const char *form);
/*
 * Submit: record built, validated, hashed, chained, consents, state moved,
 * receipt mail queued, draft answers removed, all in one transaction.  The
 * answers have been checked.  Submitting again what is sent already returns 0
 * and changes nothing.  The dossier is read anew.  A session that is full
 * gives a place in its waiting list.
 */
int	 dossier_submit(struct arena *, struct db *, const struct definition *,
	    const struct answers *, const struct mailer *,
	    struct dossier *);
/*
 * The same for somebody who was told of the waiting list (waits), or was not:
 * then 2, and nothing is done, when the session asked for is full.  1 also
 * when one cannot sign up to it any more.
 */
int	 dossier_submit_seat(struct arena *, struct db *,
	    const struct definition *, const struct answers *, int waits,
	    const struct mailer *, struct dossier *);

/*
 * The record of checked answers as stored: written, validated against the
 * definition's schema and parsed again; at is its @depose.  0, or -1 (logged).
 */
int	 record_build(struct arena *, struct db *, const struct definition *,
	    const struct dossier *, const struct answers *, int64_t at,
	    struct buf *xml);
/*
 * Append a record to a dossier (inside the caller's transaction).  The bytes
 * come from record_build().  *id is the record's, NULL is allowed.
 */
int	 record_append(struct db *, const struct definition *,
	    const struct dossier *, const void *xml, size_t len,
	    const struct actor *, int64_t *id);
/*
 * A column of a row that holds a record's bytes, opened and parsed; NULL and
 * logged when its key is gone.
 */
struct tree *record_parse(struct arena *, struct db *, int64_t dossier,
	    struct query *, int col);
/* The latest record of a form, parsed; NULL: none, or erased. */
struct tree *record_latest(struct arena *, struct db *, int64_t dossier,
	    const char *form, int64_t *id, unsigned char sha[SHA256_SIZE]);
/* The one before it; NULL when there is none. */
struct tree *record_before(struct arena *, struct db *, int64_t dossier,
	    const char *form);
/*
 * Walk the whole chain and recompute it.  Returns the number of faults and
 * describes each on a line of out.  A record erased by the rules
 * (domain/dossier/depart.h) is known by its hash alone.
 */
size_t	 record_check(struct db *, struct buf *out);

/*
 * Move along a transition of the definition: event, state, mail, in one
 * transaction.  The version in the dossier is the one the form was made from.
 */
int	 dossier_move(struct arena *, struct db *, const struct definition *,
	    const struct dossier *, const char *transition,
	    const struct actor *, const char *reason,
	    const struct mailer *);
/* The same with a message written before, NULL for none. */
int	 dossier_move_told(struct arena *, struct db *,
	    const struct definition *, const struct dossier *,
	    const char *transition, const struct actor *, const char *reason,
	    const struct mailer *, const struct message *);
/* The message that such a move would send; 1 when it sends none. */
int	 dossier_message(struct arena *, const struct definition *,
	    const struct dossier *, const char *transition,
	    const char *reason, const struct mailer *, struct message *);
/*
 * The part of a move inside the caller's transaction: event and state, no
 * mail.
 */
int	 dossier_move_in(struct db *, const struct definition *,
	    const struct dossier *, const char *transition,
	    const struct actor *, const char *reason);
/* A fact that changes no state; inside the caller's transaction. */
int	 event_add(struct db *, const struct dossier *, const char *name,
	    const struct actor *, const char *text);

/*
 * A member of staff reads a file: noted once an hour for each in the journal,
 * and to the minute for those who work on it at the same time.
 */
int	 dossier_opened(struct db *, int64_t dossier, int64_t account);
/* Minutes without a page after which somebody has left a file. */
#define PRESENCE_MINUTES	10
struct presence {
	const char	*who;		/* name of the account */
	int64_t		 since;		/* when they opened it */
};
/* Who else has it open now, PRESENCES at most. */
size_t	 dossier_present(struct arena *, struct db *, int64_t dossier,
	    int64_t account, struct presence **);
#define PRESENCES	5
struct opening {
	int64_t		 at;
	const char	*who;		/* name of the account */
	const char	*role;		/* in words, "" when they have none now */
	const char	*cooperative;	/* code, "" for the network */
};
/* Who read it, newest first, OPENINGS at most. */
size_t	 dossier_openings(struct arena *, struct db *, int64_t dossier,
	    struct opening **);
#define OPENINGS	200

/* Files attached to a draft or a dossier, stored in the database. */
struct piece {
	int64_t		 id, dossier;
	const char	*field;		/* of the form */
	const char	*name;		/* as sent, made safe */
	const char	*type;		/* application/pdf, image/jpeg, image/png */
	int64_t		 size;
	unsigned char	 sha256[SHA256_SIZE];
	const char	*scan;		/* sans, saine, impossible */
};
#define PIECE_COUNT	5		/* in a dossier */
/*
 * A file that upload_read() found good, into a draft or into answers opened
 * again.  1 also when it is one more than a dossier may have.
 */
int	 piece_add(struct db *, const struct dossier *, const char *field,
	    const struct upload *);
/* Drafts only: what was sent stays. */
int	 piece_remove(struct db *, const struct dossier *, int64_t id);
size_t	 piece_list(struct arena *, struct db *, int64_t dossier,
	    struct piece **);
/* All but the bytes. */
int	 piece_find(struct arena *, struct db *, int64_t dossier, int64_t id,
	    struct piece *);
/* The bytes of one that was found, appended to a spool.  0 or -1. */
int	 piece_read(struct db *, const struct piece *, struct spool *);

#endif
