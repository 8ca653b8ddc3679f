/*
 * mime: a message as bytes for a mail server (RFC 5322, 2045, 2047).
 *
 * One part, text/plain in UTF-8, quoted-printable; lines of 76 characters at
 * most, ended by CRLF.  The same message gives the same bytes.
 *
 * Nothing given here can make a header of its own: control characters in a
 * subject or a name become spaces, and an address that holds anything but
 * printable ASCII without signs of the header's grammar is refused.
 */
#ifndef TEXT_MIME_H
#define TEXT_MIME_H

#include <stdint.h>

#include "base/buf.h"

struct mime {
	const char	*from_name, *from;	/* the name may be "" */
	const char	*reply_name, *reply;	/* reply NULL: no such header */
	const char	*to;
	const char	*subject;
	const char	*id;		/* local@host, without brackets */
	int64_t		 at;		/* Date */
	const char	*text;		/* UTF-8, lines ended by \n */
};

/* Is this what a header and an SMTP command may hold as an address? */
int	 mime_address(const char *);
/* Append the message.  0, or -1 when an address or the id is none. */
int	 mime_write(struct buf *, const struct mime *);

#endif
