/*
 * link: addresses in messages, https://…/lien/TOKEN, that open a dossier.
 *
 * A token is 32 random bytes in base16; its SHA-256 alone is stored.  A link
 * is bound to one dossier, one person, one purpose and the address it was sent
 * to.  It may be used as often as one likes until it expires; a GET never uses
 * it.  When a person's address changes, what was sent to the other one ends.
 *
 * To put a link into a message of one's own:
 *
 *	model = mail_model(a, mailer, &dossier);
 *	link_offer(a, mailer, model, "parent", "parent-1", until);
 *	mail_write(a, mailer, "parent", email, dossier.id, model, &m);
 *	… db_begin(); mail_queue(db, &m); db_commit();
 *
 * with « {{ @lien }} » in the template; without link_offer() it is a link of
 * the applicant to the dossier.  cgi-bin/public/lien.c has a row for each
 * purpose: what the page says and where its button leads.
 */
#ifndef DOMAIN_LINK_H
#define DOMAIN_LINK_H

#include <stdint.h>

#include "base/arena.h"
#include "port/db.h"

struct dossier;
struct mailer;
struct message;
struct node;

#define LINK_DAYS	14	/* how long one lasts, unless told otherwise */
/* What the applicant, who is the person "", comes back with. */
#define LINK_DOSSIER	"dossier"

enum link_state {
	LINK_VALID,
	LINK_EXPIRED,
	LINK_REPLACED,	/* the person has another address now */
	LINK_REPORTED	/* somebody said: not for me */
};

struct link {
	int64_t		 id;
	int64_t		 dossier;
	const char	*purpose, *person;
	const char	*email;		/* where it was sent */
	int64_t		 made, expires;
	int64_t		 used;		/* first time, 0: never */
	int64_t		 ended;		/* replaced or reported, else 0 */
	int64_t		 signature;	/* the slot it is for, or 0 */
	enum link_state	 state;
};

/*
 * Give the model of a message the address of a fresh link: @lien, and
 * @lien-jusqu, its last day.  until is an instant.
 */
void	 link_offer(struct arena *, const struct mailer *, struct node *model,
	    const char *purpose, const char *person, int64_t until);
/* The link just offered opens one slot to sign (domain/signature/signature.h). */
void	 link_for_signature(struct node *model, int64_t signature);
/* Store the link of a message; mail_queue() does, in its transaction. */
int	 link_store(struct db *, const struct message *);
/* As much work for nobody: leaves nothing. */
int	 link_waste(struct db *);

/* All below: 0, 1 when there is none or it is not possible, -1 failed. */

/* Whatever its state; reads only. */
int	 link_find(struct arena *, struct db *, const char *token,
	    struct link *);
/* The button was pressed; 1 when it is no longer valid. */
int	 link_use(struct db *, const struct link *);
/*
 * « Ce message ne m’est pas destiné »: every link of this person sent to this
 * address ends, sessions of the applicant close if they were his, the journal
 * says so and the cooperative (or the network) gets a message.
 */
int	 link_report(struct arena *, struct db *, const struct link *,
	    const struct mailer *);
/*
 * May the person have a new one, where their messages go now?  0 yes; 1 no,
 * somebody said that this address is not theirs; 2 not before *next: five were
 * asked for within an hour for this purpose.  Links in messages that nobody
 * asked for do not count.
 */
int	 link_renewable(struct arena *, struct db *, const struct link *,
	    const struct dossier *, int64_t *next);
/* Send it; 1 and 2 as above, and nothing is sent. */
int	 link_renew(struct arena *, struct db *, const struct link *,
	    const struct mailer *);
/*
 * End all that the person has for this dossier, except what was sent to the
 * address given; inside the caller's transaction.
 */
int	 link_rotate(struct db *, int64_t dossier, const char *person,
	    const char *email);

#endif
