/*
 * Growable bytes.  Sizes double; an overflow of size_t or an exhausted
 * memory is fatal.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"

void
buf_free(struct buf *b)
{
	free(b->data);
	b->data = NULL;
	b->len = b->size = 0;
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	if (b->data != NULL)
		b->data[0] = '\0';
}

static void
grow(struct buf *b, size_t n)
{
	size_t want, size;

	if (n > SIZE_MAX / 4 - b->len)
		fatalx("buf: %zu bytes asked for", n);
	want = b->len + n + 1;
	size = b->size < 64 ? 64 : b->size;
	while (size < want)
		size *= 2;
	if ((b->data = realloc(b->data, size)) == NULL)
		fatal("buf");
	b->size = size;
}

char *
buf_reserve(struct buf *b, size_t n)
{
	if (n >= b->size - b->len)
		grow(b, n);
	return b->data + b->len;
}

void
buf_grown(struct buf *b, size_t n)
{
	b->len += n;
	b->data[b->len] = '\0';
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	char *to = buf_reserve(b, n);

	if (n > 0)
		memcpy(to, p, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
	*buf_reserve(b, 1) = c;
	b->data[++b->len] = '\0';
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	size_t room;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	buf_reserve(b, 32);
	room = b->size - b->len;
	if ((n = vsnprintf(b->data + b->len, room, fmt, ap)) < 0)
		fatal("buf_fmt");
	if ((size_t)n >= room) {
		buf_reserve(b, (size_t)n);
		vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
	}
	b->len += (size_t)n;
	va_end(again);
	va_end(ap);
}

const char *
buf_cstr(const struct buf *b)
{
	return b->data == NULL ? "" : b->data;
}
