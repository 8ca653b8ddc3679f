/*
 * alert: people who asked to be told when sign-up opens (« être prévenu »).
 *
 * Their wish is a dossier of the programme ALERT_PROGRAMME, with the consent;
 * the row of alerte is what still has to be done about it.  It ends with the
 * dossier, by the button of any of its messages, or after twelve months.
 * What opens at the same time is told in one message, and each session once.
 */
#ifndef DOMAIN_ALERT_H
#define DOMAIN_ALERT_H

#include "base/arena.h"
#include "domain/dossier/dossier.h"
#include "port/db.h"

#define ALERT_PROGRAMME	"prevenir"	/* fields programme, departement */
#define ALERT_LINK	"prevenir"	/* purpose of the link that stops it */

/* Inside the transaction that sends such a dossier.  0 or -1. */
int	 alert_add(struct db *, const struct dossier *,
	    const struct answers *);
/* Inside the caller's transaction: no more, whether there was one or not. */
int	 alert_drop(struct db *, int64_t dossier);
/* The same when it is taken up again: as the record has it, from its day. */
int	 alert_again(struct arena *, struct db *, const struct dossier *);
/* The person's button; own transaction; again is harmless.  0 or -1. */
int	 alert_stop(struct db *, const struct definition *,
	    const struct dossier *);
/* Tell of what opened since the last time.  How many messages, or -1. */
int	 alert_send(struct arena *, struct db *, const struct mailer *);
/*
 * Inside the caller's transaction: those older than a year, whose dossiers
 * are over.  Rows or -1.
 */
int	 alert_purge(struct db *, int64_t now);

#endif
