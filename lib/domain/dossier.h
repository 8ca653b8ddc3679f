/*
 * dossier: a person's file, from the first saved step to the end.
 *
 * Truth is in immutable rows: records (XML versions, chained), events,
 * consents, documents.  The columns of dossier (state, names, sort keys)
 * are derived from them.  A draft keeps raw answers and has no record.
 *
 * Chain: every record, whatever its dossier, takes the next number of one
 * sequence and
 *	link = SHA-256(previous link || SHA-256(xml) || "numero/form/version")
 * so that no record can be changed, removed or reordered unseen.
 */
#ifndef DOMAIN_DOSSIER_H
#define DOMAIN_DOSSIER_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/answers.h"
#include "domain/definition.h"
#include "port/crypto.h"
#include "port/db.h"

struct dossier {
	int64_t		 id;
	const char	*numero;	/* CAE-26-9B2D-X7 */
	const char	*programme;
	const char	*state;
	const char	*email;
	const char	*prenom, *nom;	/* "" until known */
	const char	*cooperative;	/* code, "" until chosen */
	int64_t		 created, changed, sent;	/* sent 0: a draft */
	int64_t		 expires;	/* drafts: when it is deleted */
	int64_t		 version;	/* for optimistic concurrency */
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
 * possible in this state (nothing changed).  Those that write open their own
 * transaction unless said otherwise.
 */

int	 dossier_by_numero(struct arena *, struct db *, const char *numero,
	    struct dossier *);
int	 dossier_by_id(struct arena *, struct db *, int64_t id,
	    struct dossier *);
size_t	 dossier_events(struct arena *, struct db *, int64_t id,
	    struct event **);

/*
 * A new draft and the mail that tells its number.  key is the idempotency key
 * of the form: the same key gives the same dossier.
 */
int	 draft_create(struct arena *, struct db *, const struct definition *,
	    const char *email, const char *key, const struct templates *mails,
	    struct dossier *);
/* Replace the raw answers of one step. */
int	 draft_save(struct db *, const struct dossier *, const char *form,
	    const struct step *, const struct answers *);
int	 draft_load(struct arena *, struct db *, const struct dossier *,
	    const char *form, struct answers *);
/*
 * Submit: record built, validated, hashed, chained, state moved, receipt mail
 * queued, draft answers removed, all in one transaction.  The answers have
 * been checked.  Submitting again what is sent already returns 0 and changes
 * nothing.
 */
int	 dossier_submit(struct arena *, struct db *, const struct definition *,
	    const struct answers *, const struct templates *mails,
	    struct dossier *);

/*
 * Append a record of a form to a dossier (inside the caller's transaction).
 * The bytes have been validated.  *id is the record's.
 */
int	 record_append(struct arena *, struct db *, const struct dossier *,
	    const char *form, const void *xml, size_t len,
	    const struct actor *, int64_t *id);
/* The latest record of a form, parsed; NULL if there is none. */
struct tree *record_latest(struct arena *, struct db *, int64_t dossier,
	    const char *form, int64_t *id, unsigned char sha[SHA256_SIZE]);
/*
 * Walk the whole chain and recompute it.  Returns the number of faults and
 * describes each on a line of out.
 */
size_t	 record_check(struct db *, struct buf *out);

/*
 * Move along a transition of the definition: event, state, mail, in one
 * transaction.  version is the one the form was made from: 1 when the file
 * has changed since, or when the transition is not open from its state.
 */
int	 dossier_move(struct arena *, struct db *, const struct definition *,
	    const struct dossier *, const char *transition,
	    const struct actor *, const char *reason,
	    const struct templates *mails);

/* Files attached to a draft or a dossier, stored in the database. */
struct piece {
	int64_t		 id;
	const char	*name;		/* as sent, made safe */
	const char	*type;		/* application/pdf, image/jpeg, image/png */
	int64_t		 size;
	const void	*bytes;		/* piece_read() only */
};
#define PIECE_MAX	((size_t)5 * 1024 * 1024)
/* The type by content, NULL when it is none of the three. */
const char *piece_type(const void *, size_t);
int	 piece_add(struct arena *, struct db *, const struct dossier *,
	    const char *field, const char *name, const void *, size_t);
int	 piece_remove(struct db *, const struct dossier *, int64_t id);
size_t	 piece_list(struct arena *, struct db *, int64_t dossier,
	    struct piece **);
int	 piece_read(struct arena *, struct db *, int64_t dossier, int64_t id,
	    struct piece *);

/* What staff see.  Empty strings and 0 mean « any ». */
struct dossier_filter {
	const char	*cooperative;
	const char	*state;
	const char	*programme;
	const char	*text;		/* name or number, accents ignored */
	int		 to_do;		/* only where staff must act */
	int		 page;		/* from 1, 25 a page */
};
#define DOSSIER_PAGE	25
/* *total counts all that match. */
size_t	 dossier_list(struct arena *, struct db *,
	    const struct dossier_filter *, struct dossier **, int64_t *total);

#endif
