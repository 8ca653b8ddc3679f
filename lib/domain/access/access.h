/*
 * access: logins of applicants, parents and staff, one-time codes.
 *
 * Tokens are 32 random bytes, given to the browser in base16; only their
 * SHA-256 is stored.  Sessions last 20 hours from the last use (RGAA 13.1).
 */
#ifndef DOMAIN_ACCESS_H
#define DOMAIN_ACCESS_H

#include <stdint.h>

#include "base/arena.h"
#include "port/db.h"

struct mailer;

enum subject { SUBJECT_DOSSIER, SUBJECT_ACCOUNT, SUBJECT_REPRESENTANT };

/* The token to give away; NULL on failure.  Opens its own transaction. */
const char *session_open(struct arena *, struct db *, enum subject,
	    int64_t id);
/* Write down by what browser: its family, as staff read it. */
int	 session_agent(struct db *, const char *token, const char *family);
/* The logins of an account, the newest first; key names one of them. */
struct login {
	int64_t		 opened, expires;
	int64_t		 seen;		/* the last use, SESSION_STEP at most
					   before it was */
	const char	*agent;		/* family of browser, or "" */
	const char	*key;		/* 16 hexadecimal digits of its hash */
	int		 mine;		/* the one with the token */
};
size_t	 session_logins(struct arena *, struct db *, int64_t account,
	    const char *token, struct login **);
#define LOGINS_MAX	50
/* Close the one of that key, "" all but that of the token.  0 or -1. */
int	 session_end(struct db *, int64_t account, const char *key,
	    const char *token);
/*
 * Whom the token belongs to, 0 when unknown or too old.  Reads only; *due when
 * it was last touched SESSION_STEP ago or more.
 */
#define SESSION_STEP	3600
int64_t	 session_subject(struct db *, enum subject, const char *token,
	    int *due);
/* Push the end further away. */
int	 session_touch(struct db *, const char *token);
int	 session_close(struct db *, const char *token);

/*
 * Mail a one-time code for a dossier if number and e-mail belong together; do
 * the same work and say the same otherwise.  30 minutes, 5 tries, at most 5
 * codes an hour for a dossier.  visitor is the cookie of the browser that
 * asks: in no other does the code open anything, or lose a try.  The message
 * holds a link too, which works anywhere.  0 or -1.
 */
int	 code_send(struct arena *, struct db *, const char *numero,
	    const char *email, const char *visitor, const struct mailer *);
/*
 * The dossier the code opens, 0 when it is wrong, -1 when it is too late or
 * tried too often, -2 failed.  A code opens once.  What is answered for a
 * number says nothing about whether it exists.
 */
int64_t	 code_check(struct arena *, struct db *, const char *numero,
	    const char *typed, const char *visitor);

#endif
