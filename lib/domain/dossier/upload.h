/*
 * upload: a file that somebody sent, looked at before it is kept.
 *
 * PDF, JPEG and PNG only, by what they hold and not by what they are called.
 * A file is read by blocks and never whole; what a scanner of viruses says is
 * kept with it.
 */
#ifndef DOMAIN_UPLOAD_H
#define DOMAIN_UPLOAD_H

#include <stddef.h>

#include "base/arena.h"
#include "base/spool.h"
#include "port/crypto.h"

#define UPLOAD_MAX	((size_t)5 * 1024 * 1024)

struct upload {
	const char	*name;		/* made safe */
	const char	*type;		/* application/pdf, image/jpeg, image/png */
	const char	*scan;		/* sans (no scanner), saine, impossible */
	struct spool	*bytes;
	size_t		 len;
	unsigned char	 sha256[SHA256_SIZE];
};

enum upload_fault {
	UPLOAD_GOOD,
	UPLOAD_EMPTY,
	UPLOAD_LARGE,
	UPLOAD_TYPE,		/* none of the three */
	UPLOAD_LOCKED,		/* a PDF that asks for a password */
	UPLOAD_CUT,		/* an image without its end */
	UPLOAD_VIRUS
};

/*
 * What is wrong with a file, and when nothing is, what there is to know of it.
 * name is as it was sent, in valid UTF-8; clamd the scanner's socket, NULL:
 * none.
 */
enum upload_fault upload_read(struct arena *, struct spool *,
	    const char *name, const char *clamd, struct upload *);
/* The same in words, « tu » or « vous »; NULL when it is good. */
const char *upload_told(struct arena *, enum upload_fault, size_t len,
	    int tu);

/*
 * The last part of a path, without what a header or a shell would read;
 * « fichier » when nothing is left.
 */
const char *upload_name(struct arena *, const char *);

#endif
