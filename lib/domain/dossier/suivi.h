/*
 * suivi: who in a cooperative follows a file.
 *
 * Whom a file was given to, and by whom, are rows that never change (table
 * assignment); the column of the list is derived from the last one.  A file
 * that goes to another cooperative is nobody's until somebody there takes it.
 * suivi_route() gives one that was sent to the network to a cooperative.
 */
#ifndef DOMAIN_SUIVI_H
#define DOMAIN_SUIVI_H

#include "domain/access/account.h"
#include "domain/dossier/dossier.h"

/*
 * Who may follow files of these cooperatives (codes, "" any), by name; their
 * grants are not read.  Active only: not those suspended, or invited and not
 * in yet.
 */
size_t	 suivi_advisers(struct arena *, struct db *, const char *cooperatives,
	    int active, struct account **);
/* May that account follow that file? */
int	 suivi_may(struct arena *, struct db *, const struct dossier *,
	    int64_t account);
/*
 * Give the file to an account, 0 to nobody.  The version in the dossier is the
 * one the form was made from.  0; 1 when it has another version by now, or
 * the account may not; -1 failed.  What is so already changes nothing.
 */
int	 suivi_assign(struct arena *, struct db *, const struct dossier *,
	    int64_t account, const struct actor *);

/*
 * A file that was sent to nobody in particular, a message to the network, goes
 * to a cooperative.  What has one already goes to another only with the
 * person's agreement, which is not here.  0, 1 it has one or another version
 * by now, -1.
 */
int	 suivi_route(struct db *, const struct dossier *,
	    const char *cooperative, const struct actor *);

/* Whom it was given to, oldest first; who is "" for nobody. */
struct assignment {
	int64_t		 at;
	const char	*who, *by;
};
size_t	 suivi_history(struct arena *, struct db *, int64_t dossier,
	    struct assignment **);

#endif
