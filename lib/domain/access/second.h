/*
 * second: the second thing a member of staff shows to come in, after the
 * password: a code of their telephone, which changes every 30 seconds (RFC
 * 6238), or one of eight recovery codes, each good once.
 *
 * A code is taken one step before its time to one step after, once, and none
 * before it any more.  Wrong ones are counted and lock as passwords do, and
 * are lines of the journal: who types them knows the password.  Until the code
 * is right there is no login, but a token of another kind, good for ten
 * minutes, in the one browser that gave the password.
 *
 * What protects the secrets: terreau.db holds them only in boxes, and of
 * recovery codes only keyed hashes; the key is keys/second.key (0600), which
 * the staff program alone reads.  A stolen database, or the public program,
 * can make no code; both files together can, so that keys/ is backed up apart.
 * A lost key is mended by taking the second factors off (terreau user).
 */
#ifndef DOMAIN_SECOND_H
#define DOMAIN_SECOND_H

#include <stdint.h>

#include "base/arena.h"
#include "domain/access/account.h"
#include "port/db.h"

struct actor;
struct mailer;

#define SECOND_KEY_FILE	"keys/second.key"
#define SECOND_CODES	8

/* Does one of these roles, between spaces, ask for what the account lacks? */
int	 second_owed(const struct account *, const char *roles);

struct second {
	int64_t		 since;		/* when it was confirmed, 0: it is not */
	int64_t		 codes;		/* recovery codes left */
};
/* 0 or -1. */
int	 second_read(struct db *, int64_t account, struct second *);

/*
 * A fresh secret, to be shown and confirmed within the hour; one confirmed
 * before stays.  0 or -1.
 */
int	 second_begin(struct db *, int64_t account, const unsigned char *key);
/* What there is to show, Base32; NULL when nothing waits to be confirmed. */
const char *second_shown(struct arena *, struct db *, int64_t account,
	    const unsigned char *key);
/*
 * The first code of it: 0 and the recovery codes, which are told here and
 * never again; 1 a wrong code; -1.  Logins other than that of the token, for
 * which a password was enough, end.
 */
int	 second_confirm(struct arena *, struct db *, const struct account *,
	    const unsigned char *key, const char *typed, const char *token,
	    const struct mailer *, const char *codes[SECOND_CODES]);
/*
 * Is this a code of theirs?  0; 1 no; 2 too many tries, *until says until
 * when; -1.  A try is counted before it is looked at.
 */
int	 second_check(struct arena *, struct db *, const struct account *,
	    const unsigned char *key, const char *typed,
	    const struct mailer *, int64_t *until);
/* Other recovery codes in place of those there were.  0 or -1. */
int	 second_renew(struct arena *, struct db *, const struct account *,
	    const unsigned char *key, const char *codes[SECOND_CODES]);
/*
 * Take it off, by its owner or by who keeps the accounts, who also closes all
 * logins.  The owner is told.  0, 1 when there was none, -1.
 */
int	 second_off(struct arena *, struct db *, const struct account *,
	    const struct actor *, const struct mailer *);

/*
 * The password was right: the token of who owes a code, and asked for that
 * page.  NULL on failure.
 */
const char *second_wait(struct arena *, struct db *, int64_t account,
	    const char *page);
/* Who waits with that token: 0, and the page; 1 nobody; -1. */
int	 second_waiting(struct arena *, struct db *, const char *token,
	    struct account *, const char **page);
/* The code was right. */
int	 second_waited(struct db *, const char *token);

#endif
