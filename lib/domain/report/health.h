/*
 * health: does the portal stand, in a few numbers that name nobody.
 *
 * What a health address tells, what « terreau config --check » looks at, what
 * counters hand out.  Reads only, and little: it is asked every few seconds.
 */
#ifndef DOMAIN_HEALTH_H
#define DOMAIN_HEALTH_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "port/db.h"

/* Less room than this, on the disk of the data, is a fault. */
#define HEALTH_DISK	((int64_t)256 * 1000 * 1000)
/*
 * Nobody sends the messages when one is past its time by so long; they do not
 * arrive when one is so old, whatever times were set for it since.
 */
#define HEALTH_LATE	((int64_t)60 * 60)
#define HEALTH_OLD	((int64_t)6 * 60 * 60)
/* In production there is a backup every night. */
#define HEALTH_BACKUP	((int64_t)26 * 60 * 60)
/* In the data directory; written by « terreau backup » when it has succeeded. */
#define HEALTH_STAMP	"run/sauvegarde"

struct health {
	int	 database;	/* it answered, all below is known */
	int	 schema;	/* its number */
	int64_t	 disk;		/* bytes that may still be written, -1 */
	int64_t	 waiting;	/* messages not handed over yet */
	int64_t	 late;		/* seconds past due, of the latest of them */
	int64_t	 oldest;	/* seconds since the oldest was written */
	int64_t	 failed;	/* messages refused in the last seven days */
	int64_t	 files;		/* dossiers, drafts too */
	int64_t	 backup;	/* seconds since the last good one, -1: none */
};

/* db may be NULL: it could not be opened. */
void	 health_read(struct db *, const struct conf *, int64_t now,
	    struct health *);
/*
 * One line of plain French each, ended by a newline: « base : … ».  1 when all
 * is well, else 0, and the lines that say why begin with « ! ».
 */
int	 health_tell(struct arena *, const struct health *,
	    const struct conf *, struct buf *);

#endif
