/*
 * correction: the team asks a person to correct named answers.
 *
 * The transition « demander-correction » leads to a state that « corriger »
 * leaves (domain/dossier/change.h).  Its event bears the names; they are the answers
 * that open, with those that are asked only because of one of them.  A demand
 * of before there were names opens everything.
 *
 * Not for correction: the address, which has a way of its own, and what the
 * person agreed to, which nobody asks to change.
 */
#ifndef DOMAIN_CORRECTION_H
#define DOMAIN_CORRECTION_H

#include "domain/dossier/dossier.h"
#include "domain/form/answers.h"
#include "domain/form/definition.h"

struct mailer;
struct message;

/* Is it this transition? */
int	 correction_is(const struct transition *);
/*
 * May the field be named?  answers are those of the record; settled: a
 * representative has answered, and stays who they are.
 */
int	 correction_may(const struct definition *, const struct field *,
	    const struct answers *, int settled);

struct correction {
	const struct definition *definition;
	const struct field **fields;
	size_t		 n;
	const char	*reason;	/* as the person will read it */
};
/* The message that asks. */
void	 correction_message(struct arena *, const struct correction *,
	    const struct dossier *, const struct mailer *, struct message *);
/* As dossier_move_told(), with that message: 0, 1 not possible, -1. */
int	 correction_ask(struct db *, const struct correction *,
	    const struct dossier *, const struct actor *,
	    const struct message *);

/*
 * The names asked for now, separated by spaces; NULL when none are: nothing
 * is asked, or everything is open.
 */
const char *correction_fields(struct arena *, struct db *,
	    const struct definition *, const struct dossier *);
/* Does the field open?  names of correction_fields().  The sending always. */
int	 correction_opens(const struct definition *, const char *names,
	    const struct field *);

#endif
