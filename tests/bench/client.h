/*
 * client: a FastCGI client that speaks to one socket, one request at a time,
 * the way nginx does: FastCGI 1.0, a connection per request, no keep-alive.
 * Keeps cookies.  Dies on anything unexpected: it is a measuring tool.
 */
#ifndef BENCH_CLIENT_H
#define BENCH_CLIENT_H

#include "base/arena.h"
#include "base/buf.h"

struct client {
	const char	*socket;
	const char	*origin;	/* scheme and host of the site */
	char		 cookie[512];	/* « name=value », "" for none */
	struct buf	 answer;	/* headers and body of the last one */
	int		 status;
	double		 seconds;	/* how long the last one took */
};

/* A variable of a request: REQUEST_METHOD, HTTP_COOKIE ... */
struct client_pair {
	const char	*name;
	const char	*value;
};

/* Seconds of a clock that only goes forward. */
double	 client_now(void);
void	 client_get(struct client *, const char *path);
/* form: an urlencoded body. */
void	 client_post(struct client *, const char *path, const char *form);
/*
 * The request that these variables and this body make, as they are; only the
 * answer is kept of it.  A server that does not read the whole body is no
 * fault.
 */
void	 client_send(struct client *, const struct client_pair *, size_t npairs,
	    const void *body, size_t len);
/* Die unless the last answer had this status. */
void	 client_want(const struct client *, int status, const char *what);
/* The value of a hidden field of the last answer. */
const char *client_hidden(struct arena *, struct client *, const char *name);
/* The Location of the last answer, without its fragment; "" for none. */
const char *client_location(struct arena *, struct client *);

#endif
