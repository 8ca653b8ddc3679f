/*
 * multipart/form-data (RFC 7578), strictly: CRLF line ends, a boundary of at
 * most 70 characters, one Content-Disposition a part, an end boundary.  What
 * browsers send is read; anything else is 400.
 *
 * The body is held in memory whole, so parts are found by one search each.
 */
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "web/http.h"
#include "web/parse.h"

#define PART_HEAD_MAX	((size_t)4096)

/* boundary= of the header, with two dashes before; NULL when not usable. */
static const char *
boundary_of(struct arena *a, const char *type)
{
	const char *p = strchr(type, ';'), *end;
	size_t n;

	for (; p != NULL; p = strchr(p, ';')) {
		p += 1 + strspn(p + 1, " \t");
		if (strncasecmp(p, "boundary=", 9) != 0)
			continue;
		p += 9;
		if (*p == '"') {
			if ((end = strchr(++p, '"')) == NULL)
				return NULL;
		} else
			end = p + strcspn(p, "; \t");
		n = (size_t)(end - p);
		if (n == 0 || n > 70)
			return NULL;
		return arena_fmt(a, "--%.*s", (int)n, p);
	}
	return NULL;
}

/*
 * The value of « key="..." » in a Content-Disposition; browsers write a quote
 * inside as %22.  NULL when absent.
 */
static const char *
quoted(struct arena *a, const char *line, const char *key)
{
	const char *p = line, *end;
	size_t n = strlen(key);

	while ((p = strchr(p, ';')) != NULL) {
		p += 1 + strspn(p + 1, " \t");
		if (strncasecmp(p, key, n) == 0 && p[n] == '=' &&
		    p[n + 1] == '"') {
			p += n + 2;
			if ((end = strchr(p, '"')) == NULL)
				return NULL;
			return arena_dupn(a, p, (size_t)(end - p));
		}
		/* A ';' inside quotes begins no parameter. */
		if (p[strcspn(p, "\";")] == '"') {
			p = strchr(p, '"');
			if ((p = strchr(p + 1, '"')) == NULL)
				return NULL;
		}
	}
	return NULL;
}

/* Read the head of a part, [p, end).  0 or 400. */
static int
part_head(struct arena *a, const char *p, size_t n, struct param *one)
{
	char *rest = arena_dupn(a, p, n), *line;
	const char *name;
	int seen = 0;

	if (strlen(rest) != n)
		return 400;
	one->name = NULL;
	one->filename = NULL;
	while ((line = str_split(&rest, '\n')) != NULL) {
		if (line[0] != '\0' && line[strlen(line) - 1] == '\r')
			line[strlen(line) - 1] = '\0';
		if (strncasecmp(line, "Content-Disposition:", 20) != 0)
			continue;
		line += 20 + strspn(line + 20, " \t");
		if (seen++ > 0 || strncasecmp(line, "form-data", 9) != 0 ||
		    (name = quoted(a, line, "name")) == NULL)
			return 400;
		one->name = http_name_ok(name, strlen(name)) ? name : NULL;
		one->filename = quoted(a, line, "filename");
	}
	return seen == 1 ? 0 : 400;
}

int
http_parse_multipart(struct arena *a, const char *type, const char *body,
    size_t n, struct param **out, size_t *nout)
{
	const char *mark, *p = body, *end = body + n, *head, *next, *close;
	struct param *list, one;
	size_t len, total = 0, typed = 0;

	*out = NULL;
	*nout = 0;
	if (n > HTTP_UPLOAD_MAX)
		return 413;
	if ((mark = boundary_of(a, type)) == NULL)
		return 400;
	len = strlen(mark);
	if (n < len || memcmp(p, mark, len) != 0)
		return 400;
	close = arena_fmt(a, "\r\n%s", mark);
	list = arena_array(a, HTTP_PARAMS, sizeof(*list));
	for (p += len; ; p = next + len + 2) {
		if (end - p >= 2 && memcmp(p, "--", 2) == 0)
			break;
		if (end - p < 2 || memcmp(p, "\r\n", 2) != 0)
			return 400;
		if (++total > HTTP_PARAMS)
			return 413;
		head = p + 2;
		if ((p = memmem(p, (size_t)(end - p), "\r\n\r\n", 4)) == NULL ||
		    p < head || (size_t)(p - head) > PART_HEAD_MAX ||
		    part_head(a, head, (size_t)(p - head), &one) != 0)
			return 400;
		p += 4;
		if ((next = memmem(p, (size_t)(end - p), close, len + 2)) ==
		    NULL)
			return 400;
		if (one.name == NULL)
			continue;
		one.len = (size_t)(next - p);
		if (one.filename == NULL &&
		    (typed += one.len) > HTTP_FORM_MAX)
			return 413;
		one.value = arena_dupn(a, p, one.len);
		list[(*nout)++] = one;
	}
	*out = list;
	return 0;
}
