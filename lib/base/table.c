/*
 * Open addressing, at most half full; FNV-1a, because what comes in was
 * written by our own authors.
 */
#include <stdint.h>
#include <string.h>

#include "base/table.h"

static uint64_t
hash(const char *s, size_t n)
{
	uint64_t h = 0xcbf29ce484222325ULL;

	for (; n > 0; n--)
		h = (h ^ (unsigned char)*s++) * 0x100000001b3ULL;
	return h ^ h >> 32;
}

/* The slot that holds the string, or the empty one where it would go. */
static size_t
find(const struct table *t, const char *s, size_t len)
{
	size_t i = (size_t)hash(s, len) & (t->size - 1);

	while (t->slots[i] != NULL && (strncmp(t->slots[i], s, len) != 0 ||
	    t->slots[i][len] != '\0'))
		i = (i + 1) & (t->size - 1);
	return i;
}

static void
grow(struct table *t, struct arena *a)
{
	struct table fresh = { .n = t->n, .size = t->size == 0 ? 64 :
		t->size * 2 };
	size_t i;

	fresh.slots = arena_array(a, fresh.size, sizeof(*fresh.slots));
	for (i = 0; i < t->size; i++)
		if (t->slots[i] != NULL)
			fresh.slots[find(&fresh, t->slots[i], strlen(
			    t->slots[i]))] = t->slots[i];
	*t = fresh;
}

int
table_add(struct table *t, struct arena *a, const char *s)
{
	size_t i;

	if (t->n >= t->size / 2)
		grow(t, a);
	i = find(t, s, strlen(s));
	if (t->slots[i] != NULL)
		return 0;
	t->slots[i] = s;
	t->n++;
	return 1;
}

int
table_has(const struct table *t, const char *s, size_t len)
{
	return t->n > 0 && t->slots[find(t, s, len)] != NULL;
}
