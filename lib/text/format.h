/*
 * format: the « | name » of a template's mark.
 *
 * A value that a format cannot read comes out as it is.  The list stands in
 * text/template.h.
 */
#ifndef TEXT_FORMAT_H
#define TEXT_FORMAT_H

#include "base/arena.h"

struct format;

enum format_markup {
	FORMAT_PLAIN,
	FORMAT_ORDINAL,		/* « 1er » at the start gets a <sup> */
	FORMAT_LINES		/* newlines become <br> */
};

const struct format *format_find(const char *name);	/* or NULL */
enum format_markup format_markup(const struct format *);
const char *format_value(struct arena *, const struct format *, const char *);

#endif
