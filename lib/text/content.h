/*
 * content: a Markdown file of content/ as a tree.
 *
 * A file begins with front matter between two lines « --- »: « key: value »
 * lines, a value running to the end of its line.  The rest is Markdown
 * (discount) with the marks of text/template.h, lifted out before discount
 * sees them and put back into the tree, plus
 *
 *	{{ section NAME }} ... {{ end }}	whole nodes in <section class="NAME">
 *	{{ div NAME }} ... {{ end }}	the same with <div>
 *
 * After that: typography, ids for headings (unique, from their text without
 * accents), tables with scope, caption and class instead of style, links and
 * images checked for form (https:, mailto:, tel:, # or a path; an image has a
 * text alternative), a footnote's arrow named.  A blockquote directly after
 * an h2 of a document becomes <aside class="clair"> before it, both inside
 * <section class="article">.
 */
#ifndef TEXT_CONTENT_H
#define TEXT_CONTENT_H

#include "base/arena.h"
#include "port/xml.h"

struct content_key {
	const char	*name;
	const char	*value;
	int		 line;
};

struct content {
	const char	*file;		/* as given, for messages */
	struct content_key *keys;	/* ended by a NULL name */
	struct tree	*tree;		/* root <main>, owned by the arena */
	struct tree	*meta;		/* <page> with the keys as attributes */
};

/*
 * Faults, one per line, « file:line: what to do », go to *faults.  Returns 0,
 * or -1 when there were any.  known: names of the keys allowed, ended by NULL.
 */
int	 content_read(struct arena *, const char *path,
	    const char *const *known, struct content *, struct buf *faults);
const char *content_value(const struct content *, const char *key);

#endif
