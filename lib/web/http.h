/*
 * http: one request in, one answer out, fully buffered.
 *
 * req: everything is in the request's arena and borrowed by handlers.  Query
 * and body parameters are separate namespaces: a GET can never feed what
 * should be a POST.  Limits: 1 000 parameters, 64 KiB of query or urlencoded
 * body, 6 MiB of multipart.  A body whose length differs from CONTENT_LENGTH
 * is refused before any handler runs.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

enum method { METHOD_GET, METHOD_POST, METHOD_HEAD, METHOD_OTHER };

struct param {
	const char	*name;
	const char	*value;		/* NUL-terminated; may be bad UTF-8 */
	size_t		 len;		/* a value with a NUL inside is longer */
	const char	*filename;	/* multipart files only */
};

struct req {
	struct arena	*arena;
	enum method	 method;
	const char	*path;		/* decoded, starts with '/' */
	const char	*peer;		/* REMOTE_ADDR as nginx sets it */
	const char	*content_type;
	const char	*host, *origin, *fetch_site, *cookies;
	const char	*query_string;
	const void	*body;
	size_t		 body_len;
	struct param	*query, *form;
	size_t		 nquery, nform;
	int64_t		 now;
	int		 bad;		/* status to answer, 0 when sound */
	const char	*id;		/* request id for log and error page */
	const char	*tail[4];	/* parts of the path matched by * */
};

struct res {
	int		 status;
	struct buf	 head;		/* extra header lines, checked */
	struct buf	 body;
	const char	*type;		/* text/html; charset=utf-8 by default */
};

/* First value of a name, NULL when absent. */
const char *req_query(const struct req *, const char *name);
const char *req_form(const struct req *, const char *name);
/* The field stands in the form exactly once (scalars), else it is bad. */
size_t	 req_form_count(const struct req *, const char *name);
const struct param *req_file(const struct req *, const char *name);
const char *req_cookie(const struct req *, const char *name);

/* Parsers, one fuzz target each.  0, or a status: 400, 413, 415. */
int	 http_parse_urlencoded(struct arena *, const char *, size_t,
	    struct param **, size_t *);
int	 http_parse_multipart(struct arena *, const char *type, const char *,
	    size_t, struct param **, size_t *);
const char *http_cookie(struct arena *, const char *header, const char *name);

/* Values with control characters are fatal: they are ours, not a user's. */
void	 res_header(struct res *, const char *name, const char *value);
/* 303 See Other to a path of ours. */
int	 res_redirect(struct res *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	 res_cookie(struct res *, const char *name, const char *value,
	    const char *path, int secure, int64_t max_age);

#endif
