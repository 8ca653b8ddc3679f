/*
 * gel: a file that must not be erased for now (legal hold).
 *
 * A dispute or an inquiry may need what a rule would erase.  The hold says
 * who asked for it, when and why; the purge passes over the file and says so
 * until it is lifted.  Setting and lifting are events of the file, without the
 * reason, which is for staff alone.  The database itself refuses to erase a file that is
 * held.  Drafts are not held: they were sent to nobody.
 */
#ifndef DOMAIN_GEL_H
#define DOMAIN_GEL_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "port/db.h"

struct actor;

struct gel {
	const char	*numero;	/* of the file */
	const char	*reason, *author;
	int64_t		 at;
	int64_t		 lifted;	/* 0: it holds */
	const char	*lifted_by;	/* "" while it holds */
};

/*
 * 0 done, -1 failed, 1 not possible: a draft, erased, unknown, held already;
 * no reason or no author.  Each opens its own transaction.
 */
int	 gel_set(struct db *, const char *numero, const char *reason,
	    const struct actor *);
/* 1: it is not held. */
int	 gel_lift(struct db *, const char *numero, const struct actor *);
/* The holds of a file, or of all when dossier is 0; newest first. */
size_t	 gel_list(struct arena *, struct db *, int64_t dossier, struct gel **);

#endif
