/*
 * file: whole files, durably.
 *
 * The only place that loops on EINTR and short writes.  Functions log the
 * cause and return -1 unless said otherwise.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"

#define FILE_MAX	((size_t)256 * 1024 * 1024)

/* Append the whole file to the buf; refuses more than FILE_MAX bytes. */
int	file_read(struct buf *, const char *path);
/* By descriptor; the caller, who knows the name, logs what errno says. */
int	file_read_fd(struct buf *, int fd);
int	file_write_fd(int fd, const void *, size_t);
/*
 * Create or replace path so that after a crash either the old or the new
 * content is there, whole: temporary name, fsync, rename, fsync of the folder.
 */
int	file_write(const char *path, const void *, size_t, mode_t mode);
/*
 * Write a new file, as fast as can be: for a folder that nobody looks at yet.
 * file_sync() brings all that was written so far below a folder to the disk.
 */
int	file_put(const char *path, const void *, size_t);
int	file_sync(const char *dir);
/* A copy, mode 0644, that only file_sync() or file_replace() makes last. */
int	file_copy(const char *from, const char *to);
/* Put a finished file in the place of another, as durably.  0 or -1. */
int	file_replace(const char *from, const char *to);
/* mkdir -p; a folder that exists already is no error. */
int	file_mkdirs(const char *path, mode_t mode);
/*
 * Take the lock of that name, made when missing, until the descriptor is
 * closed or the process ends.  -1 failed, -2 when somebody else has it.
 */
int	file_lock(const char *path);
int	file_exists(const char *path);
/*
 * The paths (folder included) of the visible files of a folder whose names
 * end in suffix, sorted by name.  NULL on failure.
 */
char	**file_list(struct arena *, const char *dir, const char *suffix,
	    size_t *n);
/* « 812 octets », « 83 ko », « 1,2 Mo »: powers of ten, rounded. */
const char *file_size_french(struct arena *, int64_t bytes);

#endif
