/*
 * mail: messages to people, queued in the transaction of their cause.
 *
 * Texts are templates, site/mails/NAME.xml:
 *
 *	<mail><objet>one line</objet><texte>plain text</texte></mail>
 *
 * in which a line is a paragraph.  A subject has 55 characters at most.
 * A message is written before the transaction and queued inside it, so that
 * nobody is told of what was not committed.  Sending is not done here.
 */
#ifndef DOMAIN_MAIL_H
#define DOMAIN_MAIL_H

#include <stddef.h>
#include <stdint.h>

#include "base/conf.h"
#include "port/db.h"
#include "port/xml.h"
#include "text/template.h"

#define MAIL_SUBJECT_MAX	55

struct dossier;
struct network;

/* What writing needs; made once by the program. */
struct mailer {
	const struct templates	*templates;
	const struct network	*network;	/* may be NULL in tests */
	const char		*url;		/* of the portal, no slash */
};

/* Compile every template of share/site/mails.  0, or -1 with *err. */
int	 mailer_open(struct arena *, const struct conf *,
	    const struct network *, struct mailer *, struct xml_error *);

struct message {
	const char	*kind;		/* name of the template */
	const char	*to;
	const char	*subject, *body;
	int64_t		 dossier;	/* 0: about none */
};

/*
 * The model every message starts from: <mail url= jour=> with <reseau> (its
 * simple elements), and for a dossier <dossier numero= prenom= … expire=
 * reponse=> and the <cooperative> chosen, if any.  More may be added to it.
 */
struct node *mail_model(struct arena *, const struct mailer *,
	    const struct dossier *);
/* Fill the template.  An address is one line; a subject too long is cut. */
void	 mail_write(struct arena *, const struct mailer *, const char *kind,
	    const char *to, int64_t dossier, struct node *model,
	    struct message *);
/* Queue; a transaction is open.  0 or -1. */
int	 mail_queue(struct db *, const struct message *);

struct mail {
	int64_t		 id;
	const char	*kind, *to, *subject, *body;
	int64_t		 dossier, queued;
};
/* Messages with a larger id than after, oldest first; up to max. */
size_t	 mail_list(struct arena *, struct db *, int64_t after, size_t max,
	    struct mail **out);
/* The number before the last n messages; -1 failed. */
int64_t	 mail_before(struct db *, size_t n);

#endif
