/*
 * markdown: Markdown to XHTML; the only door to discount (mkdio).
 *
 * For text that our authors wrote, at build or load time, never for what a
 * visitor typed: raw HTML goes through (its reader, text/content.h, allows a
 * short list of elements), and discount is neither linear nor bounded in
 * depth.  Hence the limits: 1 MiB, and 200 marks of nesting at the start of a
 * line.
 *
 * Left out on purpose: English quotes, superscripts, alphabetic lists, header
 * and style blocks, >%class% quotes, tables of contents, ids of headings.
 */
#ifndef PORT_MARKDOWN_H
#define PORT_MARKDOWN_H

#include <stddef.h>

#include "base/buf.h"

#define MARKDOWN_MAX	((size_t)1024 * 1024)

/*
 * Append the XHTML, to be put inside an element.  0, or -1 when the text is
 * too long or nested too deep, with the line in *line (0: the whole).
 */
int	 markdown_html(struct buf *, const char *, size_t, int *line);

#endif
