/*
 * smtp: giving messages to a mail server (RFC 5321); the only door to
 * libcurl.
 *
 * One connection for all that is sent; it is made again when it was lost.
 * smtps:// is TLS from the first byte; smtp:// must turn to it with STARTTLS
 * (RFC 3207) when tls is set, and a server that cannot is refused.
 * Certificates are always verified.  Answers are waited for as long as
 * patience says; nothing else here takes time.
 *
 * What the server answered, or why there was no answer, is smtp_said().
 */
#ifndef PORT_SMTP_H
#define PORT_SMTP_H

#include <stddef.h>

struct smtp;

struct smtp_server {
	const char	*url;		/* smtp(s)://host[:port] */
	const char	*name;		/* ours, for EHLO */
	const char	*user;		/* NULL: no login */
	const char	*password;
	int		 tls;
	const char	*ca;		/* file of certificates, NULL: system */
	long long	 patience;	/* seconds, for each answer */
};

enum smtp_result {
	SMTP_SENT,	/* the server took it */
	SMTP_LATER,	/* it did not, and may if asked again */
	SMTP_REFUSED,	/* it will not: a 5xx to recipient or content */
	SMTP_UNKNOWN	/* all was given, no answer came */
};

/* The strings are borrowed until smtp_close(). */
struct smtp *smtp_open(const struct smtp_server *);
void	 smtp_close(struct smtp *);		/* NULL is allowed */
/*
 * Connect, secure, log in, if that is not done yet.  0 when the server
 * answers, or -1: that says nothing about any message.
 */
int	 smtp_ready(struct smtp *);
/* One recipient; the bytes are a whole message with CRLF lines. */
enum smtp_result smtp_send(struct smtp *, const char *from, const char *to,
	    const void *, size_t);
/* One line, good until the next call. */
const char *smtp_said(const struct smtp *);

#endif
