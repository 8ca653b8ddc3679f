/*
 * Fuzz target: multipart bodies.  The first line of the input is the type.
 * However a body is cut into pieces, it says the same.
 */
#include <string.h>

#include "fuzz.h"
#include "web/http.h"

/* What it is in pieces of a length: the status, and what it holds. */
static int
parse(struct arena *a, const char *type, const char *body, size_t len,
    size_t by, struct param **list, size_t *n)
{
	struct multipart *m = multipart_new(a, type, NULL);
	size_t at;

	*n = 0;
	if (m == NULL)
		return 400;
	for (at = 0; at < len; at += by)
		multipart_add(m, body + at, by < len - at ? by : len - at);
	return multipart_end(m, list, n);
}

static int
same(const struct param *p, const struct param *q)
{
	char x[256], y[256];
	size_t at = 0, k;

	if (strcmp(p->name, q->name) != 0 || p->len != q->len ||
	    (p->file == NULL) != (q->file == NULL))
		return 0;
	if (p->file == NULL)
		return p->value[p->len] == '\0' &&
		    memcmp(p->value, q->value, p->len) == 0;
	if (spool_len(p->file) != p->len || spool_len(q->file) != q->len)
		return 0;
	while ((k = spool_read(p->file, at, x, sizeof(x))) > 0) {
		if (spool_read(q->file, at, y, k) != k || memcmp(x, y, k) != 0)
			return 0;
		at += k;
	}
	return 1;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	const char *end = len == 0 ? NULL : memchr(bytes, '\n', len), *type;
	struct param *whole, *cut;
	size_t i, n, k, used, by;
	int status;

	if (end != NULL) {
		used = (size_t)(end + 1 - (const char *)bytes);
		type = arena_dupn(a, (const char *)bytes, used - 1);
		status = parse(a, type, end + 1, len - used, SIZE_MAX / 2,
		    &whole, &n);
		for (by = 1; by < 50; by = by * 3 + 1) {
			if (parse(a, type, end + 1, len - used, by, &cut,
			    &k) != status || k != n)
				abort();
			for (i = 0; i < n; i++)
				if (!same(&whole[i], &cut[i]))
					abort();
		}
	}
	arena_free(a);
	return 0;
}
