/*
 * account: members of staff, their passwords, what they may do and where.
 *
 * A grant is a role in one cooperative, or in the whole network.  What holds
 * for the network holds for each of its cooperatives, and for files that have
 * none yet; nothing else does.
 */
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include <stdint.h>

#include "base/arena.h"
#include "domain/access/role.h"
#include "port/db.h"

struct grant {
	const struct role *role;
	const char	*cooperative;	/* "" : the whole network */
};

struct account {
	int64_t		 id;
	const char	*email, *name;
	const struct grant *grants;
	size_t		 ngrants;
	int		 second;	/* a code is asked for (second.h) */
};

/* 1 when the e-mail has an account already. */
int	 account_create(struct arena *, struct db *, const struct account *,
	    const char *password);
/* 0 found, 1 not, -1 failed. */
int	 account_by_id(struct arena *, struct db *, int64_t, struct account *);
int	 account_by_email(struct arena *, struct db *, const char *email,
	    struct account *);
/*
 * 0 and *account; 1 wrong e-mail or password (same time for both); 2 locked
 * (10 minutes after 5 failures, known or not), *until says until when.  A try
 * is counted before it is looked at, so that many at once are no more than 5.
 * One that is suspended, or not entered yet, has no password that fits.
 */
int	 account_login(struct arena *, struct db *, const char *email,
	    const char *password, struct account *, int64_t *until);

/* All rights somewhere or other: what a menu and a guard look at first. */
unsigned account_rights(const struct account *);
/* Those for what belongs to a cooperative; "" : to none, or to all. */
unsigned account_rights_in(const struct account *, const char *cooperative);
/* Are all of these rights held for that cooperative? */
int	 account_may(const struct account *, unsigned rights,
	    const char *cooperative);
/*
 * The cooperatives for which all of these rights are held, for the filter of
 * a list: "" any, else codes separated by spaces, "-" none.  If chosen is not
 * "" it alone, if it is one of them.
 */
const char *account_scope(struct arena *, const struct account *,
	    unsigned rights, const char *chosen);

#endif
