/*
 * table: a set of strings, by hash.
 *
 * The strings are borrowed and must outlive the table.  Its memory comes from
 * the arena given each time; nothing is ever taken out.
 *
 * Life: struct table t = TABLE_INIT; ... the arena goes.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stddef.h>

#include "base/arena.h"

struct table {
	const char	**slots;
	size_t		 n;		/* strings in it */
	size_t		 size;		/* a power of two, or 0 */
};

#define TABLE_INIT { NULL, 0, 0 }

/* 1 when the string was not there yet. */
int	 table_add(struct table *, struct arena *, const char *);
int	 table_has(const struct table *, const char *s, size_t len);

#endif
