/*
 * vue: filters of the list of files, kept under a name.
 *
 * A view is what the form of the list sends, and nothing of whom it finds: who
 * opens it sees the files that they may read.  It is its owner's alone, or
 * shown to the staff of a cooperative, or of the whole network.
 */
#ifndef DOMAIN_VUE_H
#define DOMAIN_VUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "port/db.h"

#define VUE_NAME_MAX	60	/* characters */
#define VUES_MAX	30	/* of one owner */

struct vue {
	int64_t		 id;
	const char	*name;
	const char	*query;		/* etape=tous&programme=cae */
	const char	*cooperative;	/* NULL: its owner's; "": the network's */
	const char	*owner;		/* name */
	int		 mine;
	int		 opening;	/* the list opens on it for the account */
};

/*
 * Those of the account, and those shared with a scope (account_scope()), by
 * name; how many.
 */
size_t	 vue_list(struct arena *, struct db *, int64_t account,
	    const char *scope, struct vue **);
/*
 * Keep, under a name that replaces the view of that name.  *id is set.  0; 1
 * when the owner has VUES_MAX; -1.
 */
int	 vue_save(struct db *, int64_t account, const char *name,
	    const char *query, const char *cooperative, int64_t *id);
/* Of one's own.  0, 1 there is none, -1. */
int	 vue_remove(struct db *, int64_t account, int64_t id);
/* What the list opens on; id 0: as for everybody.  0 or -1. */
int	 vue_open_on(struct db *, int64_t account, int64_t id);
/* The query it opens on, NULL for none or when it is not shared any more. */
const char *vue_opening(struct arena *, struct db *, int64_t account,
	    const char *scope);

#endif
