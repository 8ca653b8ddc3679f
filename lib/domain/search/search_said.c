/*
 * What a page says, as search_writer_page() is told it, to texts.
 */
#include <string.h>

#include "base/buf.h"
#include "domain/search/search_inside.h"

/* The end of a block: a sentence ends there too. */
static void
add_break(struct buf *b)
{
	while (b->len > 0 && b->data[b->len - 1] == ' ')
		b->len--;
	if (b->len == 0)
		return;
	if (strchr(".:;!?,", b->data[b->len - 1]) == NULL)
		buf_char(b, '.');
	buf_char(b, ' ');
}

/* A run of spaces is one, none at the beginning. */
static void
add_run(struct buf *b, const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end) {
		n = strcspn(s, " \t\r");
		if (n > (size_t)(end - s))
			n = (size_t)(end - s);
		buf_add(b, s, n);
		if ((s += n) == end)
			break;
		if (b->len > 0 && b->data[b->len - 1] != ' ')
			buf_char(b, ' ');
		s++;
	}
}

const char *
search_read_said(const char *p, int is_entry, struct buf *text,
    struct buf *headings)
{
	static const char marks[] = { '\n', SAID_HEADING, SAID_ENTRY,
		SAID_CLOSE, '\0' };
	int in_heading = 0;
	size_t n;

	for (;; p++) {
		n = strcspn(p, marks);
		add_run(text, p, n);
		if (in_heading)
			add_run(headings, p, n);
		p += n;
		if (is_entry && (*p == SAID_ENTRY || *p == SAID_CLOSE))
			return p;
		if (*p == SAID_ENTRY)		/* its id is no text */
			p += strcspn(p, "\n");
		else if (*p == SAID_HEADING)
			in_heading = 1;
		else if (*p == '\n') {
			add_break(text);
			if (in_heading)
				add_break(headings);
			in_heading = 0;
		}
		if (*p == '\0')
			return p;
	}
}
