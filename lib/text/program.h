/*
 * program: a template after compiling, between compile.c, which makes it, and
 * template.c and check.c, which run it.  Not for others.
 *
 * A program is a flat array of operations.  A block (if, each, with) is
 * followed by its body, which ends where « otherwise » points; the else part
 * goes from there to « end ».
 */
#ifndef TEXT_PROGRAM_H
#define TEXT_PROGRAM_H

#include <stddef.h>

#include "base/arena.h"
#include "port/xml.h"
#include "text/format.h"
#include "text/path.h"

enum template_mode { MODE_HTML, MODE_XML, MODE_TEXT, MODES };

enum op_kind {
	OP_LITERAL,		/* bytes of each mode, already escaped */
	OP_VALUE,
	OP_MARKUP,
	OP_IF, OP_EACH, OP_WITH,
	OP_CALL,
	OP_CONTENT,
	OP_ATTR,		/* up to end is the value of an attribute */
	OP_ATTR_END
};

struct op {
	enum op_kind	 kind;
	int		 line;
	int		 in_attr;
	const struct path *path;	/* NULL: call with the same context */
	const struct format *format;	/* or NULL */
	const char	*name;		/* of a template or an attribute */
	size_t		 otherwise, end;
	struct { const char *bytes; size_t len; } literal[MODES];
};

struct program {
	struct program	*next, *same;	/* of the set, of the hash */
	const char	*name;
	const char	*file;
	struct op	*ops;
	size_t		 nops;
};

/* Compile the tree below root.  0, or -1 with *err. */
int	 program_compile(struct arena *, const char *file, struct node *root,
	    struct program *, struct xml_error *err);

struct templates;
/* NULL when there is none of that name. */
const struct program *templates_find(const struct templates *,
	    const char *name);

#endif
