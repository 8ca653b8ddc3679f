/*
 * archive: several files as one ZIP, which every phone opens; the only door to
 * libzip.  In memory: what goes in and what comes out.  Names are UTF-8, the
 * same files and times give the same bytes.
 */
#ifndef PORT_ARCHIVE_H
#define PORT_ARCHIVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct archive;

struct archive *archive_new(void);
/*
 * Names are paths with /, not absolute; a name that is taken already is
 * refused: -1.  The bytes are borrowed until archive_end().  packed: they are
 * compressed already (PDF, JPEG).
 */
int	 archive_add(struct archive *, const char *name, const void *, size_t,
	    int64_t at, int packed);
/* Append the whole to the buf and free the archive.  0 or -1. */
int	 archive_end(struct archive *, struct buf *);

#endif
