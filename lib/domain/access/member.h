/*
 * member: keeping the accounts of staff.
 *
 * Somebody is invited by e-mail: the account has no password until they choose
 * one behind a link, which is used once, by a POST, and expires.  The same way
 * leads back to who has forgotten theirs.  A suspended account opens nothing
 * and what is open closes at once; its roles and its name in the journals
 * stay.  Every change is a line of the journal, in its transaction.
 */
#ifndef DOMAIN_MEMBER_H
#define DOMAIN_MEMBER_H

#include "domain/access/account.h"
#include "domain/dossier/dossier.h"

struct mailer;

struct member {
	struct account	 account;
	int64_t		 created;
	int64_t		 suspended;	/* since when, 0 */
	int		 invited;	/* has no password yet */
};

/* Everybody, by name. */
size_t	 member_list(struct arena *, struct db *, struct member **);
/* 0 found, 1 not, -1 failed. */
int	 member_find(struct arena *, struct db *, int64_t, struct member *);

/*
 * Why a password is not good, a sentence, or NULL: 12 characters at least and
 * none of those that everybody tries, nor one's own address.  No rules about
 * signs: they make passwords worse.
 */
const char *password_wrong(struct arena *, const char *password,
	    const char *email);

/*
 * A new account and its invitation; one grant.  0 and *id, 1 when the e-mail
 * has an account, -1.
 */
int	 member_invite(struct arena *, struct db *, const struct account *,
	    const struct actor *, const struct mailer *, int64_t *id);
/* Another link: an invitation again, or to choose another password. */
int	 member_send(struct arena *, struct db *, const struct member *,
	    const struct actor *, const struct mailer *);
/*
 * The same link, not mailed: its address, for who stands at the terminal when
 * no message arrives.  0 or -1.
 */
int	 member_link(struct arena *, struct db *, const struct member *,
	    const struct actor *, const char *url, const char **address);
int	 member_give(struct db *, const struct member *, const struct grant *,
	    const struct actor *);
int	 member_take(struct db *, const struct member *, const struct grant *,
	    const struct actor *);
/* since 0 takes the suspension back. */
int	 member_suspend(struct db *, const struct member *, int on,
	    const struct actor *);
/* Another name: what the journals say of before keeps the old one.  0 or -1. */
int	 member_rename(struct arena *, struct db *, const struct member *,
	    const char *name, const struct actor *);
/* Fit to be a name: not blank, one line, 100 bytes at most. */
int	 member_name_good(const char *);
/* Both addresses are told.  0, 1 when another account has it, -1. */
int	 member_readdress(struct arena *, struct db *, const struct member *,
	    const char *email, const struct actor *, const struct mailer *);

/*
 * Somebody says they have forgotten the password of an address: a link is
 * mailed if it has an account, LINKS_HOUR an hour at most.  The same work is
 * done and nothing else is said when it has none.  0 or -1.
 */
int	 member_forgot(struct arena *, struct db *, const char *email,
	    const struct mailer *);
#define LINKS_HOUR	5
/* Whose link it is: 0; 1 when it is none, or none any more; -1. */
int	 member_by_link(struct arena *, struct db *, const char *token,
	    struct member *);
/*
 * Choose the password behind a link, which ends, with every other one and
 * every login.  0, 1 as member_by_link(), -1.
 */
int	 member_enter(struct arena *, struct db *, const char *token,
	    const char *password);
/*
 * Another password for who is in; other logins, and screens handed over to
 * sign, end; the login of the token stays.
 */
int	 member_password(struct arena *, struct db *, const struct account *,
	    const char *password, const char *token);

#endif
