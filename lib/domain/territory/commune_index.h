/*
 * commune_index: what commune.c loads and commune_search.c looks through.
 */
#ifndef DOMAIN_COMMUNE_INDEX_H
#define DOMAIN_COMMUNE_INDEX_H

#include <stdint.h>

#include "base/buf.h"
#include "domain/territory/commune.h"

#define POSTCODES	100000

struct communes {
	struct buf	 text;
	struct commune	*rows;
	size_t		 nrows;
	/* communes of post code p: of[start[p]] ... of[start[p + 1] - 1] */
	uint16_t	 start[POSTCODES + 1];
	uint16_t	*of;
	struct arena	*arena;		/* that all this lives in */
	struct commune_index *index;	/* empty before the first search */
};

struct commune_index {
	/* « \nabergement clemenciat\n…\n »: the names folded, in order */
	struct buf	 keys;
	uint32_t	*at;		/* where the key of each row begins */
	uint32_t	*letters;	/* which letters it holds, a bit each */
};

#endif
