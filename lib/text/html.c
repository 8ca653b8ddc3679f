/*
 * The escaper copies runs of harmless bytes at once: most texts hold nothing
 * to escape.
 */
#include <string.h>

#include "base/str.h"
#include "text/html.h"

void
html_escape(struct buf *b, const char *s)
{
	size_t n;

	for (;;) {
		n = strcspn(s, "&<>\"'");
		if (n > 0)
			buf_add(b, s, n);
		s += n;
		switch (*s++) {
		case '\0':
			return;
		case '&':
			buf_str(b, "&amp;");
			break;
		case '<':
			buf_str(b, "&lt;");
			break;
		case '>':
			buf_str(b, "&gt;");
			break;
		case '"':
			buf_str(b, "&quot;");
			break;
		default:
			buf_str(b, "&#39;");
		}
	}
}

static int
is_one_of(const char *const *names, const char *name)
{
	for (; *names != NULL; names++)
		if (**names == *name && str_eq(*names, name))
			return 1;
	return 0;
}

int
html_is_void(const char *element)
{
	static const char *const names[] = {
		"area", "base", "br", "col", "embed", "hr", "img", "input",
		"link", "meta", "source", "track", "wbr", NULL
	};

	return is_one_of(names, element);
}

int
html_is_shape(const char *element)
{
	static const char *const names[] = {
		"circle", "ellipse", "line", "path", "polygon", "polyline",
		"rect", "use", NULL
	};

	return is_one_of(names, element);
}

void
html_write(struct buf *b, struct node *n)
{
	const char *name, *value;
	struct node *c;
	size_t i;

	if (node_kind(n) == NODE_TEXT) {
		html_escape(b, node_text(n));
		return;
	}
	if (node_kind(n) != NODE_ELEMENT)
		return;
	buf_char(b, '<');
	buf_str(b, node_name(n));
	for (i = 0; node_attr_at(n, i, &name, &value); i++) {
		buf_char(b, ' ');
		buf_str(b, name);
		buf_str(b, "=\"");
		html_escape(b, value);
		buf_char(b, '"');
	}
	if (html_is_shape(node_name(n)) && node_first(n) == NULL) {
		buf_str(b, "/>");
		return;
	}
	buf_char(b, '>');
	if (html_is_void(node_name(n)))
		return;
	for (c = node_first(n); c != NULL; c = node_next(c))
		html_write(b, c);
	buf_str(b, "</");
	buf_str(b, node_name(n));
	buf_char(b, '>');
}
