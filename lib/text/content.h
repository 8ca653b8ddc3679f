/*
 * content: a Markdown file of content/ as a tree.
 *
 * A file begins with front matter between two lines « --- »: « key: value »
 * lines, a value running to the end of its line.  The rest is Markdown
 * (discount) with the marks of text/template.h, lifted out before discount
 * sees them and put back into the tree, plus
 *
 *	{{ section NAMES }} ... {{ end }}	whole nodes in <section class="NAMES">
 *	{{ div NAMES }} ... {{ end }}		the same with <div>
 *
 * A line that holds nothing but block marks or a call is a paragraph of its
 * own that vanishes, whatever stands next to it.  «{{ div qui }}Adultes{{ end
 * }}» on one line makes <div class="qui">Adultes</div>.
 *
 * After that: ids for headings (unique, from their text without accents),
 * tables with scope, and classes instead of style (n: a column of numbers, c:
 * centred); a paragraph «Tableau : …» before a table becomes its caption; links
 * and images checked for form (https:, mailto:, tel:, # or a path; an image has
 * a text alternative), a footnote's arrow named, typography.  A blockquote
 * directly after an h2 becomes <aside class="clair"> before it, both inside
 * <section class="article"> with what follows up to the next heading of that
 * rank or the end of the block.
 *
 * Raw HTML may be used for what Markdown lacks, from a short list of elements
 * and attributes; no character is written as an entity but & < > " '.
 */
#ifndef TEXT_CONTENT_H
#define TEXT_CONTENT_H

#include "base/arena.h"
#include "base/buf.h"
#include "port/xml.h"

struct content_key {
	const char	*name;
	const char	*value;
	int		 line;
};

struct content {
	const char	*file;		/* as given, for messages */
	const char	*source;	/* its text */
	struct content_key *keys;	/* ended by a NULL name */
	struct tree	*tree;		/* root <main>, owned by the arena */
	int		 has_marks;	/* is the tree to be filled? */
};

/*
 * Faults, one per line, « file:line: what to do », go to *faults.  Returns 0,
 * or -1 when there were any.  known: names of the keys allowed, ended by NULL.
 */
int	 content_read(struct arena *, const char *path,
	    const char *const *known, struct content *, struct buf *faults);
/*
 * The same without the body: tree is NULL, and of source only the front matter
 * was looked at.
 */
int	 content_front(struct arena *, const char *path,
	    const char *const *known, struct content *, struct buf *faults);
const char *content_value(const struct content *, const char *key);
/*
 * The line where a text stands in the source: its n-th occurrence from 1, or
 * the last one there is; 1 when there is none.
 */
int	 content_line(const struct content *, const char *text, size_t n);

#endif
