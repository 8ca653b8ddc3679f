/*
 * http: one request in, one answer out, whole before a byte of it is sent: in
 * memory, or in a spool when it may be large.
 *
 * req: everything is in the request's arena and borrowed by handlers; what a
 * file holds is in a spool there.  Query
 * and body parameters are separate namespaces: a GET can never feed what
 * should be a POST.  A name is [a-z0-9_-], at most 64 long: what bears another
 * is no field of ours and is dropped.  Limits: 1 000 parameters, 64 KiB of
 * query or urlencoded body, 6 MiB of multipart with 64 KiB of it outside of
 * files.  A body whose length differs from CONTENT_LENGTH is refused before
 * any handler runs.
 *
 * The address is taken from REQUEST_URI alone and decoded once; one that
 * holds control characters, bad UTF-8, an encoded slash, « . » or « .. » as a
 * part is refused, so that nginx and we always mean the same page.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/spool.h"
#include "port/fcgi.h"

enum method { METHOD_GET, METHOD_POST, METHOD_HEAD, METHOD_OTHER };

#define HTTP_PARAMS	1000
#define HTTP_FORM_MAX	((size_t)64 * 1024)
#define HTTP_UPLOAD_MAX	((size_t)6 * 1024 * 1024)

struct param {
	const char	*name;
	const char	*value;		/* NUL-terminated; may be bad UTF-8 */
	size_t		 len;		/* a value with a NUL inside is longer */
	const char	*filename;	/* files only; "" when none was chosen */
	struct spool	*file;		/* what it holds; its value is "" */
};

struct req {
	struct arena	*arena;
	struct fcgi	*door;
	const char	*run;		/* folder of spools, NULL: the system's */
	enum method	 method;
	const char	*path;		/* decoded, starts with '/' */
	const char	*peer;		/* REMOTE_ADDR as nginx sets it */
	const char	*content_type;	/* "" when absent, like those below */
	const char	*origin, *fetch_site, *cookies, *agent;
	const char	*query_string;
	long long	 length;	/* CONTENT_LENGTH, -1 when absent */
	struct param	*query, *form;
	size_t		 nquery, nform;
	int64_t		 now;
	int64_t		 started;	/* monotonic, microseconds */
	int		 bad;		/* status to answer, 0 when sound */
	const char	*id;		/* for the log and the error page */
	const char	*tail[4];	/* parts of the path matched by * */
	const char	*allow;		/* methods of the address, for a 405 */

	/* Filled in by the guard (web/route.h). */
	const char	*token;		/* of the visitor's cookie, "" if none */
	int64_t		 dossier;	/* whose session this is, 0 if none */
	int64_t		 representant;	/* or which parent’s, or 0 */
	const struct account *account;	/* of staff, NULL if none */
	int		 unready;	/* owes a second factor */
	unsigned	 rights;	/* that the row asks for */
	int		 unfit;		/* the account has not all of them */
	const struct bearer *bearer;	/* may sign one slot, or NULL */
};

struct res {
	int		 status;
	struct buf	 head;		/* extra header lines */
	struct buf	 body;
	struct spool	*spool;		/* the body instead, of res_spool() */
	const char	*type;
};
#define RES_INIT { 200, BUF_INIT, BUF_INIT, NULL, "text/html; charset=utf-8" }

/* Read the head of the request at the door; see req->bad. */
void	 req_read(struct req *, struct arena *, struct fcgi *);
/*
 * Read and parse the body: urlencoded, or multipart when upload is set.
 * Returns 0, or 400, 411, 413, 415, 500, 507.  Memory does not grow with the
 * files in it.
 */
int	 req_read_form(struct req *, int upload);

/* First value of a name, NULL when absent. */
const char *req_query(const struct req *, const char *name);
const char *req_form(const struct req *, const char *name);
/* How often a field stands in the form: scalars must do so once. */
size_t	 req_form_count(const struct req *, const char *name);
/* The first file that was really chosen, NULL when there is none. */
const struct param *req_file(const struct req *, const char *name);
const char *req_cookie(const struct req *, const char *name);

/*
 * Parsers, one fuzz target each.  0, or a status: 400, 413, 415.
 */
int	 http_parse_path(struct arena *, const char *, size_t, const char **);
int	 http_parse_urlencoded(struct arena *, const char *, size_t,
	    struct param **, size_t *);
/*
 * A multipart body as it comes: NULL when the type names no boundary, then
 * pieces of any size, then what they were.  Files go to spools in run.  Both
 * return 0 or a status: 400, 413; the last one also 500 and 507, when a file
 * could not be kept.
 */
struct multipart;
struct multipart *multipart_new(struct arena *, const char *type,
	    const char *run);
int	 multipart_add(struct multipart *, const void *, size_t);
int	 multipart_end(struct multipart *, struct param **, size_t *);
/* The first cookie of that name; NULL when absent or not printable ASCII. */
const char *http_cookie(struct arena *, const char *header, const char *name);
/* One component of an address or query, percent-encoded. */
const char *http_encode(struct arena *, const char *);

/* Values with control characters are fatal: they are ours, not a user's. */
void	 res_header(struct res *, const char *name, const char *value);
/* 303 See Other to a path of ours; other destinations are fatal. */
int	 res_redirect(struct res *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* HttpOnly, SameSite=Strict.  max_age 0 deletes, -1 lasts for the session. */
void	 res_cookie(struct res *, const char *name, const char *value,
	    const char *path, int secure, int64_t max_age);
/* Has the handler written that header already? */
int	 res_has(const struct res *, const char *name);
/*
 * A file to keep, never shown in our origin: attachment with a name in ASCII
 * and UTF-8, no sniffing, sandboxed.
 */
void	 res_attachment(struct res *, struct arena *, const char *type,
	    const char *filename);
/*
 * For what may be large: the body is what the handler adds to this.  A failure
 * of it (a full disk) becomes a page of its own, the handler need not look.
 */
struct spool *res_spool(struct req *, struct res *);
/* 0, or the status of a body that could not be written: 507, 500. */
int	 res_failed(const struct res *);
/* For a handler that could not fill its spool: that status, 500 at least. */
int	 res_broken(const struct res *);
/* Forget what was to be the body. */
void	 res_empty(struct res *);
size_t	 res_length(const struct res *);
/*
 * Write everything; a HEAD gets the same head and no body.  The request is over
 * for whoever asked.
 */
void	 res_send(struct req *, struct res *);
void	 res_free(struct res *);
/* Microseconds since the head of the request was read. */
int64_t	 http_spent(const struct req *);
/* One line; route is the pattern, so no number, query or peer gets in. */
void	 http_log(const struct req *, const struct res *, const char *route);

#endif
