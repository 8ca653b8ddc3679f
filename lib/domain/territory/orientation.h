/*
 * orientation: from five answers to a programme, « Quel programme pour moi ? »
 *
 * The rules are one table, read from the top; its last row fits everybody, so
 * that nobody ends on nothing.  Questions that could not change the end are
 * not asked.  Whatever is no answer of ours counts as « Je ne sais pas »; only
 * the age must be told.  Nothing here is stored.
 */
#ifndef DOMAIN_ORIENTATION_H
#define DOMAIN_ORIENTATION_H

#include <stddef.h>

enum question {
	Q_AGE, Q_PROJET, Q_TEMPS, Q_COMMUNE, Q_QPV, QUESTIONS
};

#define UNKNOWN	"nsp"		/* « Je ne sais pas », of any question */

struct answer {
	const char	*value;		/* in addresses */
	const char	*label;
};

struct questioning {
	const char	*name;		/* of the parameter */
	const char	*title;		/* the whole question */
	const char	*subject;	/* « votre âge », to change it */
	const struct answer *answers;	/* none: it is a commune */
	size_t		 n;
};

extern const struct questioning orientation_questions[QUESTIONS];

/* A value of the table, INSEE code or UNKNOWN; NULL: not asked yet. */
struct orientation {
	const char	*said[QUESTIONS];
};

/* The label of an answer; NULL when it is none of the question's. */
const char *orientation_label(enum question, const char *value);
/* Could the answer change the end, given those before it? */
int	 orientation_asks(const struct orientation *, enum question);
/* The first that is still to be asked, QUESTIONS when all is said. */
enum question orientation_next(const struct orientation *);

#define ORIENTATION_MAX	3

struct advice {
	const char	*programmes[ORIENTATION_MAX];	/* best first */
	size_t		 n;		/* at least 1 */
	const char	*why;		/* a sentence or two */
	int		 early;		/* too young yet: nothing to apply to */
};

void	 orientation_advise(const struct orientation *, struct advice *);

#endif
