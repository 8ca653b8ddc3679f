/*
 * mail: messages to people, queued in the transaction of their cause.
 *
 * Texts are templates, site/mails/NAME.xml:
 *
 *	<mail><objet>one line</objet><texte>plain text</texte></mail>
 *
 * in which a line is a paragraph.  A subject has 55 characters at most.  Where
 * there is a NAME-tu.xml, it is taken for a young person, whose programme says
 * « tu »; parents and others are « vous » always.
 * A message is written before the transaction and queued inside it, so that
 * nobody is told of what was not committed.  Sending is domain/post/delivery.h.
 *
 * A model that is about a dossier has @lien, the address of a fresh link that
 * opens it (domain/access/link.h).  The link exists once a message that uses it is
 * queued; its token is kept apart from the text and forgotten when sent.
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

struct definition;
struct dossier;
struct network;

/* What writing needs; made once by the program. */
struct mailer {
	const struct templates	*templates;
	const struct network	*network;	/* may be NULL in tests */
	const char		*url;		/* of the portal, no slash */
	/* Ended by NULL, or NULL: whom to say « tu » to. */
	const struct definition	*const *programmes;
};

/*
 * Read every template of share/site/mails and compile it; for a process that
 * answers once, each when it is first used.  0, or -1 with *err.
 */
int	 mailer_open(struct arena *, const struct conf *,
	    const struct network *, int once, struct mailer *,
	    struct xml_error *);

struct message {
	const char	*kind;		/* name of the template */
	const char	*to;
	const char	*subject, *body;
	int64_t		 dossier;	/* 0: about none */
	int64_t		 until;		/* not sent after, 0: whenever */
	/* The link it holds, token NULL when it holds none. */
	const char	*token, *purpose, *person;
	int64_t		 link_until;
	int64_t		 signature;	/* slot it opens, or 0 */
	int		 renewed;	/* asked for in place of another */
};

/*
 * The model every message starts from: <mail url= jour= voix=> with <reseau> (its
 * simple elements), and for a dossier <dossier numero= prenom= … expire=
 * termine= reponse= votre= votre-maj= objet-maj= e=>, the <cooperative> chosen, if any,
 * and a link to the dossier (link_offer()).  More may be added to it.
 */
struct node *mail_model(struct arena *, const struct mailer *,
	    const struct dossier *);
/* Who follows it: the cooperative's address, or the network's; NULL if none. */
const char *mail_team(struct arena *, const struct mailer *,
	    const struct dossier *);
/* Fill the template.  An address is one line; a subject too long is cut. */
void	 mail_write(struct arena *, const struct mailer *, const char *kind,
	    const char *to, int64_t dossier, struct node *model,
	    struct message *);
/* The text as it is kept and shown, its link without token. */
const char *mail_kept(struct arena *, const struct message *);
/*
 * What tells whether a message is the one that was shown: SHA-256 of address,
 * subject and text as kept, base16.
 */
const char *mail_digest(struct arena *, const struct message *);
/*
 * Queue; a transaction is open.  Nobody is written to who has no address.
 * 0 or -1.
 */
int	 mail_queue(struct db *, const struct message *);

enum mail_state {
	MAIL_WAITING,
	MAIL_SENT,
	MAIL_UNKNOWN,	/* given to the server, which did not answer */
	MAIL_FAILED	/* refused for good, or given up */
};

struct mail {
	int64_t		 id;
	const char	*kind, *to, *subject, *body;
	int64_t		 dossier, queued;
	int64_t		 until;		/* of no use after, 0: always */
	const char	*cooperative;	/* of the dossier, "" if none */
	enum mail_state	 state;
	int64_t		 at;		/* of that state; waiting: next try */
	int64_t		 tries;
	const char	*error;		/* what was last said, or "" */
};
/* Messages with a larger id than after, oldest first; up to max. */
size_t	 mail_list(struct arena *, struct db *, int64_t after, size_t max,
	    struct mail **out);
/* The same, only those that a person must look at. */
size_t	 mail_list_troubled(struct arena *, struct db *, int64_t after,
	    size_t max, struct mail **out);
/*
 * What the applicant was told, newest first, up to max; no codes, and links
 * without their token.
 */
size_t	 mail_told(struct arena *, struct db *, int64_t dossier, size_t max,
	    struct mail **out);
/* The next to send, for domain/post/delivery.h.  0, 1 when none is due, -1. */
int	 mail_due(struct arena *, struct db *, int64_t now, struct mail *);
/* The number before the last n messages; -1 failed. */
int64_t	 mail_before(struct db *, size_t n);

/* What stands for a token in a text that is kept. */
#define MAIL_HIDDEN	"••••••••"

#endif
