/*
 * spool: bytes that may be too many for memory.
 *
 * What is added stays in memory up to SPOOL_MEMORY bytes; more goes to a file
 * without a name, which is gone with the spool, also when the process dies.
 * Memory does not grow with what passes through.
 *
 * Adding cannot be seen to fail: the first error is logged and kept, what
 * comes after it is dropped, and whoever uses the whole asks spool_error()
 * once.  A spool with an error is never to be sent nor stored.
 */
#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include <stddef.h>
#include <sys/types.h>

#include "base/arena.h"

#define SPOOL_MEMORY	((size_t)64 * 1024)
#define SPOOL_BLOCK	((size_t)64 * 1024)	/* a good size to read by */

struct spool;

/*
 * Closed with the arena.  dir is where the file is made when there must be
 * one, borrowed as long; NULL: where the system keeps such files.
 */
struct spool *spool_new(struct arena *, const char *dir);
void	 spool_add(struct spool *, const void *, size_t);
void	 spool_str(struct spool *, const char *);
/* Write over bytes that were added already; it is fatal to go past them. */
void	 spool_patch(struct spool *, size_t at, const void *, size_t);
size_t	 spool_len(const struct spool *);
/* Bytes read from there on; fewer than asked at the end, or after an error. */
size_t	 spool_read(struct spool *, size_t at, void *, size_t);
/* 0, or the errno of the first failure. */
int	 spool_error(const struct spool *);
/* Is that errno one of a disk that is full? */
int	 spool_full(int error);
/*
 * Create or replace path with the whole of it, as durably as file_write().
 * 0, or -1 (logged): also when there was an error before.
 */
int	 spool_save(struct spool *, const char *path, mode_t mode);

#endif
