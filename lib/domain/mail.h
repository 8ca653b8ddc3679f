/*
 * mail: messages to people, queued in the transaction of their cause.
 *
 * Texts are templates of site/mails/ (plain text; first line « Objet: … »).
 */
#ifndef DOMAIN_MAIL_H
#define DOMAIN_MAIL_H

#include <stdint.h>

#include "port/db.h"
#include "port/xml.h"
#include "text/template.h"

/*
 * Queue one message; a transaction is open.  kind is the template's name and
 * the model its context.  dossier is 0 when the message is about none.
 */
int	 mail_queue(struct db *, const struct templates *mails,
	    const char *kind, const char *to, int64_t dossier,
	    struct node *model);

struct mail {
	int64_t		 id;
	const char	*to, *subject, *body;
	int64_t		 queued;
};
/* Messages with a larger id than after, oldest first; up to max. */
size_t	 mail_list(struct arena *, struct db *, int64_t after, size_t max,
	    struct mail **out);

#endif
