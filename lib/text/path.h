/*
 * path: the XPath expressions of templates.
 *
 * Every expression is compiled by libxml2; those that templates are made of
 * (@a, ., .., a/b/@c, /page/@a, and tests of them: not(), = 'x', != 'x', and,
 * or) are also compiled to steps that are walked without it, some thirty
 * times faster and with the same answers (the tests compare both).
 *
 * Strings returned are borrowed from the tree, or live in the arena.
 */
#ifndef TEXT_PATH_H
#define TEXT_PATH_H

#include "base/arena.h"
#include "port/xml.h"

struct path;

/* NULL with *err (no file, no line: the caller knows them). */
struct path *path_compile(struct arena *, const char *expr,
	    struct xml_error *err);
const char *path_string(struct arena *, const struct path *, struct node *);
int	 path_true(struct arena *, const struct path *, struct node *);
size_t	 path_nodes(struct arena *, const struct path *, struct node *,
	    struct node ***out);

/*
 * The first location path inside the expression that finds nothing from any
 * of the n nodes, or NULL when each finds something.
 */
const char *path_missing(struct arena *, const struct path *,
	    struct node *const *from, size_t n);

#endif
