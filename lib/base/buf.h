/*
 * buf: growable bytes that cannot fail.
 *
 * A buf always ends with a NUL that is not counted in len, so that data can
 * be read as a C string (it may also hold NULs of its own).  Out of memory
 * ends the process: the supervisor starts another.
 *
 * Life: struct buf b = BUF_INIT; ... buf_free(&b);
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

struct buf {
	char	*data;		/* never NULL once something was added */
	size_t	 len;		/* bytes in use */
	size_t	 size;		/* bytes allocated, NUL included */
};

#define BUF_INIT { NULL, 0, 0 }

void	 buf_free(struct buf *);
/* Forget the content, keep the memory. */
void	 buf_reset(struct buf *);
/* Make room for n more bytes and return where they go; len is unchanged. */
char	*buf_reserve(struct buf *, size_t n);
/* So many of them were written. */
void	 buf_grown(struct buf *, size_t n);
void	 buf_add(struct buf *, const void *, size_t);
void	 buf_str(struct buf *, const char *);
void	 buf_char(struct buf *, char);
void	 buf_fmt(struct buf *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
/* The content as a C string, "" when empty; borrowed until the next call. */
const char *buf_cstr(const struct buf *);

#endif
