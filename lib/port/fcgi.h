/*
 * fcgi: the door of a program; the only one to libfcgi.
 *
 * Descriptor 0 is a listening socket: FastCGI, many requests one after the
 * other.  It is anything else: CGI, one request from the environment and
 * standard input, which is how tests and debuggers come in.
 *
 * Never trust a body shorter than CONTENT_LENGTH: a peer that left looks like
 * a normal end.  Never conclude from fcgi_write() that somebody has read the
 * answer.  SIGTERM ends the loop after the request under way.
 */
#ifndef PORT_FCGI_H
#define PORT_FCGI_H

#include <stddef.h>

struct fcgi;

struct fcgi *fcgi_open(void);
void	 fcgi_close(struct fcgi *);		/* NULL is allowed */
/* Does it serve one request only, as CGI? */
int	 fcgi_single(const struct fcgi *);
/* Wait for a request.  1, or 0 when there will be no more. */
int	 fcgi_next(struct fcgi *);
/* The first variable of that name, NULL if none; good until fcgi_done(). */
const char *fcgi_param(struct fcgi *, const char *name);
/* Bytes of body read; fewer than asked only at its end. */
size_t	 fcgi_read(struct fcgi *, void *, size_t);
/* More of the answer, « Status: » line first.  0, or -1 when the peer is gone. */
int	 fcgi_write(struct fcgi *, const void *, size_t);
/*
 * The rest of the answer goes; the request is over, its variables and body are
 * gone.  0, or -1 when the peer is.
 */
int	 fcgi_done(struct fcgi *);

#endif
