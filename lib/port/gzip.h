/*
 * gzip: one file compressed as well as can be (RFC 1952); the only door to
 * zlib.  No name, no time: the same bytes give the same bytes.
 */
#ifndef PORT_GZIP_H
#define PORT_GZIP_H

#include <stddef.h>

#include "base/buf.h"

void	 gzip_add(struct buf *, const void *, size_t);

#endif
