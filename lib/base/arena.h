/*
 * arena: the memory of one request.
 *
 * Everything allocated here lives until arena_reset() or arena_free(); nothing
 * is freed by hand.  Memory is zeroed and aligned for any type.  What cannot
 * come from the arena (a libxml2 tree, a pdf) can be tied to it with
 * arena_own(): it is released with the arena, last tied first.
 * Out of memory is fatal.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void	 arena_free(struct arena *);		/* NULL is allowed */
/* Release what is owned, forget all, keep a few blocks for the next request. */
void	 arena_reset(struct arena *);
void	*arena_alloc(struct arena *, size_t);
/* An array of n zeroed items; the product is checked. */
void	*arena_array(struct arena *, size_t n, size_t itemsize);
char	*arena_dup(struct arena *, const char *);
char	*arena_dupn(struct arena *, const char *, size_t);
char	*arena_fmt(struct arena *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
void	 arena_own(struct arena *, void (*release)(void *), void *);

#endif
