/*
 * rule: one field's raw values against its kind.
 *
 * One error a field: what is missing, else what is impossible, else what is
 * wrong for another reason.
 */
#ifndef DOMAIN_RULE_H
#define DOMAIN_RULE_H

#include "domain/form/answers.h"

struct checked {
	const char	**values;	/* normalised */
	const char	**labels;	/* their words, or NULL each */
	size_t		 nvalues;
	const char	*error;		/* a sentence, or NULL */
	const char	*warning;	/* a doubt that does not block, or NULL */
	const char	*part;		/* input to focus, NULL: the field's */
};

/* Everything of *out lives in the arena. */
void	 rule_check(struct arena *, const struct answers *, enum voice,
	    const struct field *, const struct check_context *,
	    struct checked *out);
/* A raw value that is text without control characters. */
int	 rule_readable(const char *raw, int lines);

#endif
