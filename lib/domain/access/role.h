/*
 * role: who may do what; the one table of it.
 *
 * A role is a set of rights.  A member of staff has roles, each in one
 * cooperative or in the whole network (domain/access/account.h); what they may
 * do with a file is the union of those that hold for its cooperative.
 * An address says which rights it needs (web/route.h).  French names and
 * sentences are what staff read; the bits never leave the program.
 */
#ifndef DOMAIN_ROLE_H
#define DOMAIN_ROLE_H

#include "base/arena.h"

enum right {
	RIGHT_READ	= 1,	/* files of people, but for the last two */
	RIGHT_WRITE	= 2,	/* change a file, decide on it */
	RIGHT_ISSUE	= 4,	/* issue, sign, revoke papers */
	RIGHT_GROUP	= 8,	/* sessions, groups, attendance */
	RIGHT_COUNT	= 16,	/* figures that tell of nobody */
	RIGHT_EXPORT	= 32,	/* take many files or papers away at once */
	RIGHT_ADMIN	= 64,	/* accounts; in the whole network: settings */
	RIGHT_AUDIT	= 128,	/* journals: who did and who opened what */
	RIGHT_MONEY	= 256,	/* NIR, IBAN, income: struct field, sensitive */
	RIGHT_HEALTH	= 512	/* what is said of health: the same */
};
#define RIGHTS_ALL	1023u

struct role {
	const char	*name;		/* in the database: animation */
	const char	*label;		/* « Animation » */
	const char	*explained;	/* one sentence */
	unsigned	 rights;
};

/* In the order to show them; ended by a NULL name. */
extern const struct role role_all[];
/* NULL when there is none of that name. */
const struct role *role_find(const char *name);

/* The names of the roles that have all of these rights, between spaces. */
const char *role_names(struct arena *, unsigned rights);

/* What a right allows, in words: « lire les dossiers »; ended by 0. */
struct right_label {
	unsigned	 right;
	const char	*label;
};
extern const struct right_label role_rights[];

#endif
