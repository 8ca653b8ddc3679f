/*
 * intake: applications that came on paper, typed by staff.
 *
 * They are drafts like others, with the same definition, checks and records;
 * the record is written in the name of who typed it, and what was ticked on
 * the paper is a consent given on paper.  The person may have no e-mail: then
 * nobody is written to (mail_queue()), and the status page stays closed.
 */
#ifndef DOMAIN_INTAKE_H
#define DOMAIN_INTAKE_H

#include <stddef.h>
#include <stdint.h>

#include "domain/dossier/dossier.h"

#define INTAKE_FIELD	"papier"	/* of the piece that is its scan */

struct intake {
	int32_t		 received;	/* day the paper came */
	const char	*cooperative;	/* of who types; "": the network */
	struct actor	 actor;		/* who began to type it */
	int64_t		 at;
};

/* As draft_create(); nobody gets a message of it. */
int	 intake_create(struct arena *, struct db *, const struct definition *,
	    const char *email, const char *key, const struct mailer *,
	    const struct intake *, struct dossier *);
/* 0; 1 it did not come on paper; -1. */
int	 intake_find(struct arena *, struct db *, int64_t dossier,
	    struct intake *);
/* Those not finished yet, oldest first; of account_scope(). */
size_t	 intake_open(struct arena *, struct db *, const char *scope,
	    struct dossier **, struct intake **);
#define INTAKES	100
/*
 * As dossier_submit_seat(), done by staff; a full session gives a place in its
 * waiting list.  1 also when the draft did not come on paper.
 */
int	 intake_submit(struct arena *, struct db *, const struct definition *,
	    const struct answers *, const struct actor *,
	    const struct mailer *, struct dossier *);
/*
 * What was typed is thrown away; the journal keeps the number and who did it.
 * 0; 1 it did not come on paper, or was sent; -1.
 */
int	 intake_abandon(struct db *, const struct dossier *,
	    const struct intake *, const struct actor *);

#endif
