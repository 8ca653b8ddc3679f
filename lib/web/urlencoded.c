/*
 * Percent-encoding: paths, queries, urlencoded bodies, cookies.
 *
 * In a form a broken escape stands for itself, as browsers and the URL
 * standard have it; in a path it is refused.
 */
#include <string.h>

#include "base/utf8.h"
#include "web/http.h"
#include "web/parse.h"

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte that the escape at p means, -1 if it is none. */
static int
escape_at(const char *p, const char *end)
{
	int high, low;

	if (end - p < 3 || (high = hex_digit(p[1])) == -1 ||
	    (low = hex_digit(p[2])) == -1)
		return -1;
	return high << 4 | low;
}

static char *
decode(struct arena *a, const char *p, const char *end, size_t *len)
{
	char *out = arena_alloc(a, (size_t)(end - p) + 1), *to = out;
	int c;

	for (; p < end; p++)
		if (*p == '%' && (c = escape_at(p, end)) != -1) {
			*to++ = (char)c;
			p += 2;
		} else
			*to++ = *p == '+' ? ' ' : *p;
	*to = '\0';
	*len = (size_t)(to - out);
	return out;
}

int
http_name_ok(const char *s, size_t n)
{
	size_t i;

	if (n == 0 || n > 64)
		return 0;
	for (i = 0; i < n; i++)
		if (!((s[i] >= 'a' && s[i] <= 'z') ||
		    (s[i] >= '0' && s[i] <= '9') || s[i] == '_' ||
		    s[i] == '-'))
			return 0;
	return 1;
}

int
http_parse_urlencoded(struct arena *a, const char *s, size_t n,
    struct param **out, size_t *nout)
{
	const char *end = s + n, *p, *stop, *equal;
	struct param *list, *one;
	size_t count = 1;

	*out = NULL;
	*nout = 0;
	if (n == 0)
		return 0;
	if (n > HTTP_FORM_MAX)
		return 413;
	for (p = s; p < end; p++)
		count += *p == '&';
	if (count > HTTP_PARAMS)
		return 413;
	list = arena_array(a, count, sizeof(*list));
	for (p = s; p < end; p = stop + 1) {
		if ((stop = memchr(p, '&', (size_t)(end - p))) == NULL)
			stop = end;
		if ((equal = memchr(p, '=', (size_t)(stop - p))) == NULL)
			equal = stop;
		if (!http_name_ok(p, (size_t)(equal - p)))
			continue;
		one = &list[(*nout)++];
		one->name = arena_dupn(a, p, (size_t)(equal - p));
		one->value = decode(a, equal < stop ? equal + 1 : stop, stop,
		    &one->len);
	}
	*out = list;
	return 0;
}

int
http_parse_path(struct arena *a, const char *s, size_t n, const char **out)
{
	const char *end = s + n, *p;
	char *path, *to;
	int c;

	if (n == 0 || n > 1024 || s[0] != '/')
		return 400;
	to = path = arena_alloc(a, n + 1);
	for (p = s; p < end; p++) {
		c = (unsigned char)*p;
		if (c == '%') {
			if ((c = escape_at(p, end)) == -1 || c == '/')
				return 400;
			p += 2;
		}
		if (c < 0x20 || c == 0x7f)
			return 400;
		*to++ = (char)c;
	}
	*to = '\0';
	if (!utf8_valid(path, (size_t)(to - path)))
		return 400;
	for (p = path; p != NULL; p = strchr(p + 1, '/')) {
		c = (int)strcspn(p + 1, "/");
		if ((c == 1 && p[1] == '.') ||
		    (c == 2 && p[1] == '.' && p[2] == '.'))
			return 400;
	}
	*out = path;
	return 0;
}

const char *
http_encode(struct arena *a, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";
	char *out = arena_alloc(a, strlen(s) * 3 + 1), *to = out;

	for (; *s != '\0'; s++)
		if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
		    (*s >= '0' && *s <= '9') || strchr("-._~", *s) != NULL)
			*to++ = *s;
		else {
			*to++ = '%';
			*to++ = digits[(unsigned char)*s >> 4];
			*to++ = digits[(unsigned char)*s & 15];
		}
	*to = '\0';
	return out;
}

const char *
http_cookie(struct arena *a, const char *header, const char *name)
{
	const char *p = header, *stop, *end;
	size_t n = strlen(name);

	while (*p != '\0') {
		p += strspn(p, " \t;");
		stop = p + strcspn(p, ";");
		if ((size_t)(stop - p) > n && memcmp(p, name, n) == 0 &&
		    p[n] == '=') {
			p += n + 1;
			for (end = p; end < stop && *end > ' ' && *end < 0x7f;
			    end++)
				;
			if (end + strspn(end, " \t") < stop)
				return NULL;
			return arena_dupn(a, p, (size_t)(end - p));
		}
		p = stop;
	}
	return NULL;
}
