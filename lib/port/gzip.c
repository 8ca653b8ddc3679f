/*
 * zlib, one call for the whole of it.
 */
#include <limits.h>
#include <string.h>

#include <zlib.h>

#include "base/log.h"
#include "port/gzip.h"

#define WINDOW	(15 + 16)	/* the largest, in a gzip wrapper */

void
gzip_add(struct buf *out, const void *p, size_t n)
{
	union { const void *in; Bytef *out; } data = { p };
	z_stream z;
	size_t room;

	memset(&z, 0, sizeof(z));
	if (n > UINT_MAX / 2 || deflateInit2(&z, Z_BEST_COMPRESSION,
	    Z_DEFLATED, WINDOW, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		fatalx("zlib");
	room = deflateBound(&z, n);
	z.next_in = data.out;
	z.avail_in = (uInt)n;
	z.next_out = (Bytef *)buf_reserve(out, room);
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		fatalx("zlib");
	out->len += room - z.avail_out;
	out->data[out->len] = '\0';
	deflateEnd(&z);
}
