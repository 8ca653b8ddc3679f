/*
 * ZIP as PKWARE's APPNOTE 6.3 has it: local header, bytes, and at the end the
 * list of all.  Sums and lengths are known after the bytes; the header is
 * patched then, since a length after the bytes confuses some that unpack.
 */
#include <string.h>
#include <time.h>

#include <zlib.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/table.h"
#include "port/archive.h"

#define UTF8		0x0800		/* general purpose bit 11 */
#define NEEDED		20		/* deflate, folders */
#define UNIX		(3 << 8)
#define MODE		((uint32_t)0100644 << 16)
#define FILES_MAX	65534

struct archive {
	struct arena	*arena;
	struct spool	*to;
	struct table	 names;
	struct buf	 list;		/* the central directory */
	size_t		 files;
	int		 failed;
	/* of the file that is open */
	int		 open, packed;
	size_t		 header, begun;	/* where they are */
	const char	*name;
	int64_t		 at;
	uint32_t	 sum;
	size_t		 len;
	z_stream	 z;
};

static void
release(void *object)
{
	struct archive *ar = object;

	buf_free(&ar->list);
	deflateEnd(&ar->z);
}

struct archive *
archive_new(struct arena *a, struct spool *to)
{
	struct archive *ar = arena_alloc(a, sizeof(*ar));

	ar->arena = a;
	ar->to = to;
	if (deflateInit2(&ar->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
	    -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		fatalx("zlib: no memory");
	arena_own(a, release, ar);
	return ar;
}

static void
put(struct buf *b, uint32_t v, size_t bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		buf_char(b, (char)(v & 0xff));
}

/* What begins both kinds of header, from « version needed » on. */
static void
put_common(struct buf *b, const struct archive *ar, size_t packed_len)
{
	time_t t = (time_t)ar->at;
	struct tm tm;

	put(b, NEEDED, 2);
	put(b, UTF8, 2);
	put(b, ar->packed ? 0 : Z_DEFLATED, 2);
	localtime_r(&t, &tm);
	if (tm.tm_year < 80) {		/* before the time of this format */
		put(b, 0, 2);
		put(b, 1 << 5 | 1, 2);
	} else {
		put(b, (uint32_t)(tm.tm_hour << 11 | tm.tm_min << 5 |
		    tm.tm_sec / 2), 2);
		put(b, (uint32_t)((tm.tm_year - 80) << 9 |
		    (tm.tm_mon + 1) << 5 | tm.tm_mday), 2);
	}
	put(b, ar->sum, 4);
	put(b, (uint32_t)packed_len, 4);
	put(b, (uint32_t)ar->len, 4);
	put(b, (uint32_t)strlen(ar->name), 2);
	put(b, 0, 2);			/* no extra field */
}

static void
pump(struct archive *ar, const void *bytes, size_t n, int flush)
{
	unsigned char out[16384];

	ar->z.next_in = (Bytef *)(uintptr_t)bytes;
	ar->z.avail_in = (uInt)n;
	do {
		ar->z.next_out = out;
		ar->z.avail_out = sizeof(out);
		deflate(&ar->z, flush);
		spool_add(ar->to, out, sizeof(out) - ar->z.avail_out);
	} while (ar->z.avail_out == 0);
}

/* The file that is open, if one is. */
static void
close_file(struct archive *ar)
{
	struct buf b = BUF_INIT;
	size_t len;

	if (!ar->open)
		return;
	ar->open = 0;
	if (!ar->packed)
		pump(ar, "", 0, Z_FINISH);
	len = spool_len(ar->to) - ar->begun;
	if (spool_len(ar->to) > UINT32_MAX || ar->len > UINT32_MAX)
		ar->failed = 1;
	put_common(&b, ar, len);
	if (spool_error(ar->to) == 0)
		spool_patch(ar->to, ar->header + 4, b.data, b.len);
	buf_str(&ar->list, "PK\1\2");
	put(&ar->list, UNIX | NEEDED, 2);
	buf_add(&ar->list, b.data, b.len);
	put(&ar->list, 0, 4);		/* no comment, the only disk */
	put(&ar->list, 0, 2);		/* bytes, not text */
	put(&ar->list, MODE, 4);
	put(&ar->list, (uint32_t)ar->header, 4);
	buf_str(&ar->list, ar->name);
	buf_free(&b);
}

int
archive_begin(struct archive *ar, const char *name, int64_t at, int packed)
{
	struct buf b = BUF_INIT;

	close_file(ar);
	name = arena_dup(ar->arena, name);
	if (strlen(name) > UINT16_MAX || ar->files == FILES_MAX ||
	    !table_add(&ar->names, ar->arena, name)) {
		ar->failed = 1;
		return -1;
	}
	ar->files++;
	ar->open = 1;
	ar->packed = packed;
	ar->header = spool_len(ar->to);
	ar->name = name;
	ar->at = at;
	ar->sum = (uint32_t)crc32(0, NULL, 0);
	ar->len = 0;
	deflateReset(&ar->z);
	buf_str(&b, "PK\3\4");
	put_common(&b, ar, 0);
	buf_str(&b, name);
	spool_add(ar->to, b.data, b.len);
	buf_free(&b);
	ar->begun = spool_len(ar->to);
	return 0;
}

void
archive_write(struct archive *ar, const void *bytes, size_t n)
{
	const char *p = bytes;
	size_t part;

	for (; n > 0; p += part, n -= part) {
		part = n < SPOOL_BLOCK ? n : SPOOL_BLOCK;
		ar->sum = (uint32_t)crc32(ar->sum, (const Bytef *)p,
		    (uInt)part);
		ar->len += part;
		if (ar->packed)
			spool_add(ar->to, p, part);
		else
			pump(ar, p, part, Z_NO_FLUSH);
	}
}

int
archive_add(struct archive *ar, const char *name, const void *bytes,
    size_t len, int64_t at, int packed)
{
	if (archive_begin(ar, name, at, packed) == -1)
		return -1;
	archive_write(ar, bytes, len);
	return 0;
}

int
archive_add_spool(struct archive *ar, const char *name, struct spool *from,
    int64_t at, int packed)
{
	char block[SPOOL_BLOCK];
	size_t i, n;

	if (archive_begin(ar, name, at, packed) == -1)
		return -1;
	for (i = 0; (n = spool_read(from, i, block, sizeof(block))) > 0; i += n)
		archive_write(ar, block, n);
	if (spool_error(from) != 0)
		ar->failed = 1;
	return ar->failed ? -1 : 0;
}

int
archive_end(struct archive *ar)
{
	struct buf end = BUF_INIT;
	size_t list_at;

	close_file(ar);
	list_at = spool_len(ar->to);
	spool_add(ar->to, buf_cstr(&ar->list), ar->list.len);
	buf_str(&end, "PK\5\6");
	put(&end, 0, 4);		/* one disk */
	put(&end, (uint32_t)ar->files, 2);
	put(&end, (uint32_t)ar->files, 2);
	put(&end, (uint32_t)ar->list.len, 4);
	put(&end, (uint32_t)list_at, 4);
	put(&end, 0, 2);		/* no comment */
	spool_add(ar->to, end.data, end.len);
	buf_free(&end);
	if (spool_len(ar->to) > UINT32_MAX)
		ar->failed = 1;
	if (ar->failed)
		log_warnx("archive: not whole");
	return ar->failed || spool_error(ar->to) != 0 ? -1 : 0;
}
