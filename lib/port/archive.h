/*
 * archive: several files as one ZIP, which every phone opens; the only door to
 * zlib's deflate.
 *
 * Files go into a spool one after the other, so that memory does not grow with
 * them.  Names are UTF-8, paths with /, not absolute, each once.  The same
 * files and times give the same bytes.  Up to 4 GiB and 65 534 files, as any
 * program reads; more is a failure.
 */
#ifndef PORT_ARCHIVE_H
#define PORT_ARCHIVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/spool.h"

struct archive;

struct archive *archive_new(struct arena *, struct spool *to);
/*
 * One file: begun, written, ended by the next one.  packed: stored as it is,
 * since it is compressed already (PDF, JPEG).  -1 when the name is taken.
 */
int	 archive_begin(struct archive *, const char *name, int64_t at,
	    int packed);
void	 archive_write(struct archive *, const void *, size_t);
/* The same at once. */
int	 archive_add(struct archive *, const char *name, const void *, size_t,
	    int64_t at, int packed);
int	 archive_add_spool(struct archive *, const char *name, struct spool *,
	    int64_t at, int packed);
/* Write the list of files.  0, or -1 (logged) when something is missing. */
int	 archive_end(struct archive *);

#endif
