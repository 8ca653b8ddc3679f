/*
 * multipart/form-data (RFC 7578), strictly: CRLF line ends, a boundary of at
 * most 70 characters, one Content-Disposition a part, an end boundary.  What
 * browsers send is read; anything else is 400.
 *
 * The body comes in pieces of any size.  A window holds what is not
 * understood yet: less than a head, or as much of a part as could be the
 * beginning of the next boundary.
 */
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "web/http.h"
#include "web/parse.h"

#define PART_HEAD_MAX	((size_t)4096)
#define WINDOW		((size_t)16 * 1024)

enum place { AT_START, AFTER_MARK, IN_HEAD, IN_PART, AT_END };

struct multipart {
	struct arena	*arena;
	const char	*run;		/* folder of spools */
	const char	*close;		/* CR LF and the boundary with dashes */
	enum place	 place;
	int		 status;	/* of the first fault */
	struct param	*list;
	size_t		 n, parts;	/* kept, seen */
	struct param	 one;		/* being read; nameless: dropped */
	char		*typed;		/* values of fields, one after another */
	size_t		 ntyped, used;	/* bytes of values; with their NULs */
	size_t		 total;		/* of the body */
	size_t		 have;
	char		 window[WINDOW];
};

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
	*one = (struct param){ .value = "" };
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

struct multipart *
multipart_new(struct arena *a, const char *type, const char *run)
{
	const char *mark = boundary_of(a, type);
	struct multipart *m;

	if (mark == NULL)
		return NULL;
	m = arena_alloc(a, sizeof(*m));
	m->arena = a;
	m->run = run;
	m->close = arena_fmt(a, "\r\n%s", mark);
	m->list = arena_array(a, HTTP_PARAMS, sizeof(*m->list));
	m->typed = arena_alloc(a, HTTP_FORM_MAX + HTTP_PARAMS);
	return m;
}

/* The first n bytes of the window were understood. */
static int
pass(struct multipart *m, size_t n, enum place next)
{
	m->have -= n;
	memmove(m->window, m->window + n, m->have);
	m->place = next;
	return 1;
}

static int
refuse(struct multipart *m, int status)
{
	m->status = status;
	return 0;
}

static int
read_head(struct multipart *m)
{
	const char *end = memmem(m->window, m->have, "\r\n\r\n", 4);
	size_t n = end == NULL ? m->have : (size_t)(end - m->window);

	if (n > PART_HEAD_MAX)
		return refuse(m, 400);
	if (end == NULL)
		return 0;
	if (part_head(m->arena, m->window, n, &m->one) != 0)
		return refuse(m, 400);
	if (m->one.name != NULL && m->one.filename != NULL)
		m->one.file = spool_new(m->arena, m->run);
	else if (m->one.name != NULL)
		m->one.value = m->typed + m->used;
	return pass(m, n + 4, IN_PART);
}

/* The first n bytes of the window belong to the part. */
static int
keep(struct multipart *m, size_t n)
{
	if (m->one.name == NULL)
		return 1;
	if (m->one.file != NULL)
		spool_add(m->one.file, m->window, n);
	else if (n > HTTP_FORM_MAX - m->ntyped)
		return refuse(m, 413);
	else {
		memcpy(m->typed + m->used, m->window, n);
		m->ntyped += n;
		m->used += n;
	}
	m->one.len += n;
	return 1;
}

static int
read_part(struct multipart *m)
{
	size_t len = strlen(m->close), n;
	const char *end = memmem(m->window, m->have, m->close, len);

	if (end == NULL) {
		if (m->have < len)
			return 0;
		n = m->have - (len - 1);
		return keep(m, n) && pass(m, n, IN_PART);
	}
	n = (size_t)(end - m->window);
	if (!keep(m, n))
		return 0;
	if (m->one.name != NULL) {
		if (m->one.file == NULL)
			m->typed[m->used++] = '\0';
		m->list[m->n++] = m->one;
	}
	return pass(m, n + len, AFTER_MARK);
}

/* One step; 0 when more must come first, or none is wanted. */
static int
step(struct multipart *m)
{
	const char *mark = m->close + 2;
	size_t len = strlen(mark);

	switch (m->place) {
	case AT_START:
		if (memcmp(m->window, mark, m->have < len ? m->have : len) != 0)
			return refuse(m, 400);
		return m->have >= len && pass(m, len, AFTER_MARK);
	case AFTER_MARK:
		if (m->have < 2)
			return 0;
		if (memcmp(m->window, "--", 2) == 0)
			return pass(m, 2, AT_END);
		if (memcmp(m->window, "\r\n", 2) != 0)
			return refuse(m, 400);
		if (++m->parts > HTTP_PARAMS)
			return refuse(m, 413);
		return pass(m, 2, IN_HEAD);
	case IN_HEAD:
		return read_head(m);
	case IN_PART:
		return read_part(m);
	case AT_END:
		m->have = 0;
		break;
	}
	return 0;
}

int
multipart_add(struct multipart *m, const void *bytes, size_t n)
{
	const char *p = bytes;
	size_t take;

	if (m->status == 0 && n > HTTP_UPLOAD_MAX - m->total)
		m->status = 413;
	m->total += n;
	for (; n > 0 && m->status == 0; p += take, n -= take) {
		take = n < WINDOW - m->have ? n : WINDOW - m->have;
		memcpy(m->window + m->have, p, take);
		m->have += take;
		while (m->status == 0 && step(m))
			;
	}
	return m->status;
}

int
multipart_end(struct multipart *m, struct param **out, size_t *nout)
{
	size_t i;
	int error;

	*out = NULL;
	*nout = 0;
	if (m->status != 0)
		return m->status;
	if (m->place != AT_END)
		return 400;
	for (i = 0; i < m->n; i++)
		if (m->list[i].file != NULL &&
		    (error = spool_error(m->list[i].file)) != 0)
			return spool_full(error) ? 507 : 500;
	*out = m->list;
	*nout = m->n;
	return 0;
}
