/*
 * dossier_inside: what the files that write dossiers share, here and in
 * other rooms of the domain.
 */
#ifndef DOMAIN_DOSSIER_INSIDE_H
#define DOMAIN_DOSSIER_INSIDE_H

#include "domain/dossier/dossier.h"

/* Must staff act in that state? */
int	 dossier_pending(const struct definition *, const char *state);
/*
 * Inside the caller's transaction: put the file among those to act on, or
 * take it off, as its state, its contract and what the person wrote say.
 */
int	 dossier_settle_in(struct db *, const struct definition *,
	    const struct dossier *);
/* What stands for a form's key in a column: each file has its own. */
void	 dossier_form_key(const struct dossier *, const char *key,
	    unsigned char sha[SHA256_SIZE]);
/* Names and cooperative out of checked answers. */
void	 dossier_face(const struct answers *, struct dossier *);

/* Inside the caller's transaction: 0 or -1. */
/*
 * dossier_index.c: what the file is found and filtered by; the second, when
 * only its cooperative changed, or whether there is something to do.
 */
int	 dossier_index(struct arena *, struct db *, const struct definition *,
	    const struct dossier *, const struct answers *);
int	 dossier_scope(struct db *, int64_t dossier);
/* What it writes; the strings are borrowed from the answers and the arena. */
struct dossier_found {
	const char	*sort;
	int32_t		 birth;
	const char	*commune, *departement;
	const char	*words, *contact, *lieu;	/* of dossier_words */
};
void	 dossier_found(struct arena *, const struct definition *,
	    const struct dossier *, const struct answers *,
	    struct dossier_found *);

#endif
