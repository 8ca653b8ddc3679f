/*
 * pinned: definitions as they were when something was filled in with them
 * (table definition, schemas/db/004-definitions.sql).
 *
 * A draft keeps the definition it was begun with until it is sent, and the
 * file ever after; a record keeps the one it was checked with.  Rows older
 * than the table have none: the definition of today is used for them.
 */
#ifndef DOMAIN_PINNED_H
#define DOMAIN_PINNED_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/form/definition.h"
#include "port/db.h"

struct dossier;

/* Those that were read again, kept as long as the arena. */
struct pinned;
struct pinned *pinned_new(struct arena *);

/* All three inside the caller's transaction.  0 or -1 (logged). */
int	 pinned_keep(struct db *, const struct definition *);
int	 pinned_dossier(struct db *, const struct definition *,
	    int64_t dossier);
int	 pinned_record(struct db *, const struct definition *, int64_t record);

/*
 * What a dossier was filled in with: today's, when that is the same or
 * nothing was kept; else the text kept.  NULL when that cannot be read
 * (logged).
 */
const struct definition *pinned_of(struct pinned *, struct db *,
	    const struct dossier *, const struct definition *today);
/*
 * Every record against the schema of its own definition.  Returns the number
 * of faults and describes each on a line of out.
 */
size_t	 pinned_check(struct arena *, struct db *, struct buf *out);

#endif
