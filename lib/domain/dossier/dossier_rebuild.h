/*
 * dossier_rebuild: what lists know of files, against what it is derived from.
 *
 * The truth is in records, places and assignments.  A file without a
 * definition of its own (older than 004), or erased, is left as it is.
 */
#ifndef DOMAIN_DOSSIER_REBUILD_H
#define DOMAIN_DOSSIER_REBUILD_H

#include "domain/dossier/pinned.h"
#include "domain/proof/audit.h"

/* Number of faults, each described on a line. */
size_t	 dossier_derived_check(struct db *, struct buf *out);
/* Write what differs, all in one transaction.  0 or -1. */
int	 dossier_rebuild(struct db *, size_t *written);

#endif
