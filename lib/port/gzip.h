/*
 * gzip: bytes compressed as well as is worth the time, as a file (RFC 1952) or
 * as PDF streams are (RFC 1950); the only door to libdeflate.  No name, no
 * time: the same bytes give the same bytes.
 */
#ifndef PORT_GZIP_H
#define PORT_GZIP_H

#include <stddef.h>

#include "base/buf.h"

void	 gzip_add(struct buf *, const void *, size_t);
void	 zlib_add(struct buf *, const void *, size_t);
/* For leak checkers. */
void	 gzip_exit(void);

#endif
