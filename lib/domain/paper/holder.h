/*
 * holder: is this paper the one of that person?  Who holds a paper and its
 * code types the family name printed on it and sees the whole name: the
 * holder decided to whom the paper went.  Five wrong names close a paper's
 * question for a day, whoever asks; nobody is asked anything else.
 */
#ifndef DOMAIN_HOLDER_H
#define DOMAIN_HOLDER_H

#include "base/arena.h"
#include "port/db.h"

#define HOLDER_TRIES	5
#define HOLDER_SECONDS	(24 * 60 * 60)

struct holder {
	int		 right;
	int		 left;		/* tries; 0: closed */
	const char	*name;		/* « Maëlys LEROUX », when right */
};

/* typed is valid UTF-8.  0, 1 no such document, -1 failed. */
int	 holder_try(struct arena *, struct db *, const char *code,
	    const char *typed, struct holder *);

#endif
