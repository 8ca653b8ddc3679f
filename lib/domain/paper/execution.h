/*
 * execution: the copy of a paper that all have signed.
 *
 * The paper as it was shown, word for word, and a last page that tells who
 * signed, how, when, reading what; same code, sealed of its own.  Two things
 * of section.signatures differ: in the place of the boxes stands who signed,
 * and span.originaux, which counts the originals, goes when somebody signed on
 * a screen, since then there are none.  Made once, in the transaction of the
 * last signature where the program has the key, and by « terreau seal » where
 * it has not: the public door has no key, and what it wrote is read again
 * before it is sealed.
 */
#ifndef DOMAIN_EXECUTION_H
#define DOMAIN_EXECUTION_H

#include <stddef.h>
#include <stdint.h>

#include "domain/paper/document.h"
#include "domain/signature/signature.h"

struct execution {
	int64_t		 completed;	/* the last signature */
	int64_t		 at;
	int64_t		 size;
	int		 pages;
	unsigned char	 sha256[SHA256_SIZE];
};

/*
 * Part of opening the office: what is kept of signatures, and the last page
 * checked.  0, or -1 with lines « file:line: what ».
 */
int	 execution_open(struct arena *, struct office *, struct buf *faults);

/* All below: 0, 1 when there is none, -1 failed. */

int	 execution_find(struct arena *, struct db *, const char *code,
	    struct execution *);
int	 execution_pdf(struct arena *, struct db *, const char *code,
	    const void **, size_t *);
int	 execution_twin(struct arena *, struct db *, const char *code,
	    struct buf *html);
/* contrat-cape-8H3M-W9K4-T2QX-signe.pdf */
const char *execution_filename(struct arena *, const struct document *);

/*
 * Make it, inside the caller's transaction, and tell those who signed: when
 * all have and there is none yet.  The press works about 20 ms here.
 */
int	 execution_make_in(struct arena *, struct db *,
	    const struct office *, const struct mailer *, const char *code);
/* Does any wait to be made? */
int	 execution_waits(struct db *);
/* Make all that wait; *n counts them. */
int	 execution_make_all(struct db *, const struct office *,
	    const struct mailer *, size_t *n);

/*
 * Bytes, seal, words and slots of one against each other; a complete document
 * without one is told only after an hour.  Faults, a line of out each.
 */
size_t	 execution_check(struct arena *, struct db *, int64_t document,
	    const struct keyring *, struct buf *out);

#endif
