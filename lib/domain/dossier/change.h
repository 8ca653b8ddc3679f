/*
 * change: what a person may still do to an application that was sent.
 *
 * Answers may be opened again while the definition has, from the state of the
 * dossier, a transition of the person's called « modifier » (until the review
 * begins) or « corriger » (what the team asked for).  The person then works on
 * a copy, step by step as in a draft; the team sees the last record until the
 * copy is sent and becomes the next one.  If the state moved on meanwhile, the
 * copy is of no use any more and nothing is sent.
 *
 * A withdrawal can be taken back for some days: the dossier returns to the
 * state it was in, and to its seat if one is left.
 */
#ifndef DOMAIN_CHANGE_H
#define DOMAIN_CHANGE_H

#include "domain/dossier/dossier.h"
#include "domain/form/answers.h"
#include "domain/form/definition.h"

#define CHANGE_UNDO_DAYS	7

struct accord_office;
struct mailer;
struct seat_wish;

/* The transition that sending the copy would make, NULL when there is none. */
const struct transition *change_possible(const struct definition *,
	    const struct dossier *);
/* Are the answers open, and may the copy be sent? */
int	 change_under_way(const struct definition *, const struct dossier *);

/* As in dossier.h: 0 done, 1 not possible, -1 failed; own transactions. */

/* Open the answers; those that are open already stay as they are. */
int	 change_begin(struct db *, const struct definition *,
	    struct dossier *);
/* Throw the copy away. */
int	 change_drop(struct db *, const struct definition *,
	    struct dossier *);
/*
 * The copy, checked, becomes the next record.  The dossier is read anew.
 * Another session means another seat: 2, and nothing is done, when it is full
 * and the person was not told of its waiting list (waits).  accords: of a
 * programme whose representatives decide (see accord_changed_in()), else NULL.
 */
int	 change_send(struct arena *, struct db *, const struct definition *,
	    const struct answers *, int waits, const struct accord_office *,
	    const struct mailer *, struct dossier *);
/*
 * The seat that these answers ask for anew; code NULL: none, or the one that
 * the dossier has.  As seat_wish().
 */
int	 change_wish(struct arena *, struct db *, const struct definition *,
	    const struct dossier *, const struct answers *,
	    struct seat_wish *);

/* Inside the transaction that sends: keep what was typed. */
int	 change_keep(struct db *, const struct definition *, int64_t dossier);
/* Inside the transaction of a move: forget it if no change can come. */
int	 change_forget(struct db *, const struct definition *,
	    const struct dossier *, const struct transition *);

/*
 * Until when a withdrawal can be taken back; 0 when it is none, or too late.
 */
int64_t	 withdrawal_until(struct arena *, struct db *,
	    const struct definition *, const struct dossier *);
int	 withdrawal_undo(struct arena *, struct db *,
	    const struct definition *, const struct dossier *,
	    const struct mailer *);

#endif
