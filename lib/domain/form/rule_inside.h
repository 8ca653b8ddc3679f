/*
 * Between the files rule*.c, a family of kinds each.  Not for others.
 */
#ifndef DOMAIN_RULE_INSIDE_H
#define DOMAIN_RULE_INSIDE_H

#include "domain/form/rule.h"
#include "domain/form/say.h"

struct checking {
	struct arena	*arena;
	const struct answers *answers;
	const struct field *field;
	const struct check_context *ctx;
	struct speech	 say;
	struct checked	*out;
	int		 optional;
};

/* The error of the field; of the input NAME-part. */
void	 rule_wrong(struct checking *, const char *sentence);
void	 rule_wrong_part(struct checking *, const char *sentence,
	    const char *part);
/* One more normalised value and, or NULL, its words. */
void	 rule_accept(struct checking *, const char *value, const char *label);
/*
 * The one value sent under a name (the field's plus a part), trimmed; NULL
 * with the error set when it was sent twice or cannot be read.
 */
const char *rule_single_raw(struct checking *, const char *part, int lines);
/* The same for fields of one input, the empty answer dealt with. */
const char *rule_single(struct checking *, int lines);

/* rule_number.c */
void	 rule_money(struct checking *), rule_number(struct checking *),
	 rule_percent(struct checking *), rule_code(struct checking *);
/* rule_list.c */
void	 rule_choice(struct checking *), rule_choices(struct checking *),
	 rule_accord(struct checking *), rule_cooperative(struct checking *),
	 rule_commune(struct checking *), rule_file(struct checking *),
	 rule_session(struct checking *);
/* rule_date.c */
void	 rule_date(struct checking *);

#endif
