/*
 * libzip, from buffers to a buffer.
 */
#include <stdlib.h>
#include <time.h>

#include <zip.h>

#include "base/log.h"
#include "port/archive.h"

struct archive {
	zip_t		*zip;
	zip_source_t	*out;
};

struct archive *
archive_new(void)
{
	struct archive *a = calloc(1, sizeof(*a));
	zip_error_t err;

	zip_error_init(&err);
	if (a == NULL || (a->out = zip_source_buffer_create(NULL, 0, 0,
	    &err)) == NULL)
		fatalx("libzip: no memory");
	zip_source_keep(a->out);
	if ((a->zip = zip_open_from_source(a->out, ZIP_TRUNCATE, &err)) == NULL)
		fatalx("libzip: %s", zip_error_strerror(&err));
	zip_error_fini(&err);
	return a;
}

int
archive_add(struct archive *a, const char *name, const void *bytes, size_t len,
    int64_t at, int packed)
{
	zip_source_t *s = zip_source_buffer(a->zip, bytes, len, 0);
	zip_int64_t i;

	if (s == NULL)
		return -1;
	i = zip_file_add(a->zip, name, s, ZIP_FL_ENC_UTF_8);
	if (i == -1) {
		zip_source_free(s);
		return -1;
	}
	if (zip_file_set_mtime(a->zip, (zip_uint64_t)i, (time_t)at, 0) == -1 ||
	    zip_set_file_compression(a->zip, (zip_uint64_t)i, packed ?
	    ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) == -1)
		return -1;
	return 0;
}

/* What the finished archive consists of. */
static int
take(zip_source_t *out, struct buf *b)
{
	zip_stat_t st;
	zip_int64_t n;

	if (zip_source_stat(out, &st) == -1 || !(st.valid & ZIP_STAT_SIZE) ||
	    zip_source_open(out) == -1)
		return -1;
	n = zip_source_read(out, buf_reserve(b, (size_t)st.size), st.size);
	zip_source_close(out);
	if (n < 0 || (zip_uint64_t)n != st.size)
		return -1;
	b->len += (size_t)n;
	b->data[b->len] = '\0';
	return 0;
}

int
archive_end(struct archive *a, struct buf *b)
{
	int rc = -1;

	if (zip_close(a->zip) == -1) {
		log_warnx("libzip: %s", zip_strerror(a->zip));
		zip_discard(a->zip);
	} else
		rc = take(a->out, b);
	zip_source_free(a->out);
	free(a);
	return rc;
}
