/*
 * accord_inside: between the files of lib/domain/accord.  All run inside the
 * caller's transaction; 0 or -1.
 */
#ifndef DOMAIN_ACCORD_INSIDE_H
#define DOMAIN_ACCORD_INSIDE_H

#include "domain/accord/accord.h"

/* accord_keep() without a transaction of its own. */
int	 accord_keep_in(struct db *, const struct representant *,
	    const struct step *, const struct answers *);
/* Ask one, known already (id) or not, from today on. */
int	 accord_ask(struct arena *, struct db *, const struct accord_office *,
	    const struct dossier *, struct representant *, const char *mail);
/* Who the answers of a form say the first one is; nom "": nobody. */
struct representant accord_named(const struct answers *);
/* The message that asks, with a fresh link; nothing without an address. */
int	 accord_request(struct arena *, struct db *,
	    const struct accord_office *, const struct dossier *,
	    const struct representant *, const char *mail);
/* Their receipt; taken: the title of what they just took back, or NULL. */
int	 accord_tell_receipt(struct arena *, struct db *,
	    const struct accord_office *, const struct dossier *,
	    const struct representant *, const struct accord *, size_t,
	    const char *taken);
/* The young person hears that an answer came, not which. */
int	 accord_tell_answer(struct arena *, struct db *,
	    const struct accord_office *, const struct dossier *,
	    const struct representant *, enum accord_state);

/* A row of the ledger: name, text, version, representant, decision, author. */
int	 accord_write(struct db *, const struct dossier *,
	    const struct decision *, const struct accord_source *);
/* The receipt of what the person took back or gave again. */
int	 accord_tell_own(struct arena *, struct db *,
	    const struct accord_office *, const struct dossier *,
	    const struct own_consent *);

/* What was agreed to and is no more, and whether the dossier moved for it. */
struct accord_taken {
	const char	**titles;
	size_t		 n;
	int		 stops;		/* something taking part needs is in it */
	int		 moved;
};
/* Room for so many. */
struct accord_taken accord_taken_none(struct arena *, size_t max);
void	 accord_taken_add(struct accord_taken *, const struct asked_consent *);
/*
 * The team, which must act on it today; person: the young person too, when it
 * is something that taking part needs.  The dossier is as it is now.
 */
int	 accord_tell_taken(struct arena *, struct db *,
	    const struct accord_office *, const struct dossier *,
	    const struct accord_taken *, int person);
/* Move the dossier along, if its definition has it leave from its state. */
int	 accord_move(struct db *, const struct accord_office *,
	    const struct dossier *, enum accord_state);

#endif
