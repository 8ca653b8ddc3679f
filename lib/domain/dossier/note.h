/*
 * note: what the team notes about a file for itself.
 *
 * Nothing is changed or removed: a later note corrects an earlier one, once,
 * and both stay.  The person may ask to read them (GDPR, article 15): staff
 * then make a copy, in which what is about others is left out by hand.
 */
#ifndef DOMAIN_NOTE_H
#define DOMAIN_NOTE_H

#include <stddef.h>
#include <stdint.h>

#include "domain/dossier/dossier.h"

struct note_entry {
	int64_t		 id, at;
	const char	*author, *text;
	int64_t		 corrects;	/* id of the one it stands for, or 0 */
	int64_t		 corrected;	/* id of the one that stands for it, or 0 */
};

/* Oldest first. */
size_t	 note_list(struct arena *, struct db *, int64_t dossier,
	    struct note_entry **);
/*
 * Add one; corrects is 0 or a note of the same file.  0, also when that form
 * was sent already; 1 when somebody else corrected that note meanwhile, or it
 * is none of this file; -1.
 */
int	 note_add(struct db *, const struct dossier *, const char *key,
	    const char *text, int64_t corrects, const struct actor *);
/*
 * The journal: the archive of the person was made for them, with what these
 * rights may see (complement.h).  0 or -1.
 */
int	 note_archive_given(struct db *, const struct definition *,
	    const struct dossier *, unsigned rights,
	    const struct actor *);
/* The journal: a copy was made for the person.  0 or -1. */
int	 note_given(struct db *, const struct dossier *,
	    const struct actor *);

#endif
