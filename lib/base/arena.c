/*
 * A list of blocks, the newest first.  A request larger than a block gets a
 * block of its own.  Owned objects are a second list, in the arena itself.  What
 * is reset keeps a few blocks: memory given back between two requests would be
 * asked of the system again, page by page.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"

#define BLOCK	((size_t)64 * 1024)
#define ALIGN	_Alignof(max_align_t)
#define SPARE	4		/* blocks kept when an arena is reset */

struct block {
	struct block	*next;
	size_t		 size;		/* of data */
	size_t		 used;
	_Alignas(max_align_t) char data[];
};

struct owned {
	struct owned	*next;
	void		(*release)(void *);
	void		*object;
};

struct arena {
	struct block	*blocks;	/* NULL: nothing asked for yet */
	struct block	*spare;
	struct owned	*owned;
};

static struct block *
block_new(size_t size)
{
	struct block *b;

	if (size > SIZE_MAX / 2 ||
	    (b = malloc(sizeof(*b) + size)) == NULL)
		fatal("arena: %zu bytes", size);
	b->next = NULL;
	b->size = size;
	b->used = 0;
	return b;
}

struct arena *
arena_new(void)
{
	struct arena *a;

	if ((a = calloc(1, sizeof(*a))) == NULL)
		fatal("arena");
	return a;
}

void
arena_reset(struct arena *a)
{
	struct block *b;
	struct owned *o;
	int spare = 0;

	/* An object may tie others to the arena only before this point. */
	for (o = a->owned; o != NULL; o = o->next)
		o->release(o->object);
	a->owned = NULL;
	for (b = a->spare; b != NULL; b = b->next)
		spare++;
	while ((b = a->blocks) != NULL) {
		a->blocks = b->next;
		if (b->size == BLOCK && spare < SPARE) {
			b->next = a->spare;
			a->spare = b;
			spare++;
		} else
			free(b);
	}
}

void
arena_free(struct arena *a)
{
	struct block *b;

	if (a == NULL)
		return;
	arena_reset(a);
	while ((b = a->spare) != NULL) {
		a->spare = b->next;
		free(b);
	}
	free(a);
}

/* A block for n bytes: one that was used before, if it has their room. */
static struct block *
block_take(struct arena *a, size_t n)
{
	struct block *b = a->spare;

	if (n > BLOCK || b == NULL)
		return block_new(n > BLOCK ? n : BLOCK);
	a->spare = b->next;
	b->used = 0;
	return b;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	struct block *b = a->blocks;
	void *p;

	if (n > SIZE_MAX / 4)
		fatalx("arena: %zu bytes asked for", n);
	n = (n + ALIGN - 1) & ~(ALIGN - 1);
	if (b == NULL || n > b->size - b->used) {
		b = block_take(a, n);
		if (n > BLOCK / 4 && a->blocks != NULL) {
			/* keep filling the block in front */
			b->next = a->blocks->next;
			a->blocks->next = b;
		} else {
			b->next = a->blocks;
			a->blocks = b;
		}
	}
	p = b->data + b->used;
	b->used += n;
	return memset(p, 0, n);
}

void *
arena_array(struct arena *a, size_t n, size_t itemsize)
{
	if (itemsize != 0 && n > SIZE_MAX / 4 / itemsize)
		fatalx("arena: %zu items of %zu bytes", n, itemsize);
	return arena_alloc(a, n * itemsize);
}

char *
arena_dupn(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);

	memcpy(p, s, n);
	return p;
}

char *
arena_dup(struct arena *a, const char *s)
{
	return arena_dupn(a, s, strlen(s));
}

char *
arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char small[256], *p;	/* most are: formatted once */
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	if ((n = vsnprintf(small, sizeof(small), fmt, ap)) < 0)
		fatal("arena_fmt");
	p = arena_alloc(a, (size_t)n + 1);
	if ((size_t)n < sizeof(small))
		memcpy(p, small, (size_t)n);
	else
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	va_end(ap);
	return p;
}

void
arena_own(struct arena *a, void (*release)(void *), void *object)
{
	struct owned *o = arena_alloc(a, sizeof(*o));

	o->release = release;
	o->object = object;
	o->next = a->owned;
	a->owned = o;
}
