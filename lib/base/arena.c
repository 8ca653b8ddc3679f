/*
 * A list of blocks, the newest first.  A request larger than a block gets a
 * block of its own.  Owned objects are a second list, in the arena itself.
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
	struct block	*blocks;
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
	a->blocks = block_new(BLOCK);
	return a;
}

void
arena_reset(struct arena *a)
{
	struct block *b, *keep = NULL;
	struct owned *o;

	/* An object may tie others to the arena only before this point. */
	for (o = a->owned; o != NULL; o = o->next)
		o->release(o->object);
	a->owned = NULL;
	while ((b = a->blocks) != NULL) {
		a->blocks = b->next;
		if (keep == NULL && b->size == BLOCK) {
			keep = b;
			continue;
		}
		free(b);
	}
	if (keep == NULL)
		keep = block_new(BLOCK);
	keep->next = NULL;
	keep->used = 0;
	a->blocks = keep;
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	arena_reset(a);
	free(a->blocks);
	free(a);
}

void *
arena_alloc(struct arena *a, size_t n)
{
	struct block *b = a->blocks;
	void *p;

	if (n > SIZE_MAX / 4)
		fatalx("arena: %zu bytes asked for", n);
	n = (n + ALIGN - 1) & ~(ALIGN - 1);
	if (n > b->size - b->used) {
		b = block_new(n > BLOCK ? n : BLOCK);
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
	char *p;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	if ((n = vsnprintf(NULL, 0, fmt, ap)) < 0)
		fatal("arena_fmt");
	p = arena_alloc(a, (size_t)n + 1);
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
