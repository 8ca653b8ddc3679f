/*
 * discount 2.2.7.  The same flags go to both of its stages; its text belongs
 * to the document and is copied before the document goes.  MKD_SAFELINK is not
 * among the flags: it refuses mailto: and lets //host through, and every
 * address is checked in the tree anyway.
 */
#include <string.h>

#include <mkdio.h>

#include "base/log.h"
#include "port/markdown.h"

#define FLAGS	(MKD_NOPANTS | MKD_NOSUPERSCRIPT | MKD_NODIVQUOTE | \
	MKD_NOALPHALIST | MKD_NOHEADER | MKD_NOSTYLE | MKD_NO_EXT | \
	MKD_EXTRA_FOOTNOTE | MKD_FENCEDCODE | MKD_DLEXTRA | \
	MKD_EXPLICITLIST)
#define NESTING	200

/* Quotes and lists open at the start of lines: 40 000 « > » break discount. */
static int
too_deep(const char *s, size_t n, int *line)
{
	size_t i, depth = 0;
	int start = 1;

	*line = 1;
	for (i = 0; i < n; i++) {
		if (s[i] == '\n') {
			start = 1;
			depth = 0;
			++*line;
		} else if (start && strchr(">*+-", s[i]) != NULL) {
			if (++depth > NESTING)
				return 1;
		} else if (start && s[i] != ' ' && s[i] != '\t')
			start = 0;
	}
	*line = 0;
	return 0;
}

int
markdown_html(struct buf *out, const char *s, size_t n, int *line)
{
	MMIOT *doc;
	char *html = NULL;
	int len;

	if (memchr(s, '\0', n) != NULL || n > MARKDOWN_MAX) {
		*line = 0;
		return -1;
	}
	if (too_deep(s, n, line))
		return -1;
	if (n == 0)
		return 0;
	if ((doc = mkd_string(s, (int)n, FLAGS)) == NULL)
		fatalx("discount");
	if (mkd_compile(doc, FLAGS) != 1)
		fatalx("discount");
	len = mkd_document(doc, &html);
	if (len > 0 && html != NULL)
		buf_add(out, html, (size_t)len);
	mkd_cleanup(doc);
	return 0;
}
