/*
 * Between answers.c, answers_age.c and answers_record.c.  Not for others.
 */
#ifndef DOMAIN_ANSWERS_INSIDE_H
#define DOMAIN_ANSWERS_INSIDE_H

#include "domain/form/answers.h"
#include "domain/form/rule.h"

#define ADULT	18	/* years: majority (code civil 388) */

struct raw {
	const struct field *field;
	const char	*name;		/* the field's, or that of a part */
	const char	*value;
	struct raw	*next;
};

struct answers {
	struct check_context ctx;
	struct arena	*arena;
	const struct definition *def;
	struct raw	*first;
	struct raw	**end;
	struct checked	*checked;	/* one per field, by its index */
};

/* One more raw value; both strings live as long as the answers. */
void	 answers_put(struct answers *, const struct field *, const char *name,
	    const char *value);

#endif
