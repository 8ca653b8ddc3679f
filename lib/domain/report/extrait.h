/*
 * extrait: many files at once, as a table or as their records, for who may
 * take them out of the portal.
 *
 * Nothing is built in memory: each file goes through it alone on its way into
 * the spool.  Drafts are nobody's business but their author's, and are in none.
 *
 * What leaves is noted before a byte of it is given: who took what, how many,
 * and in the journal of each file that it was opened (extrait_note()).
 */
#ifndef DOMAIN_EXTRAIT_H
#define DOMAIN_EXTRAIT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/spool.h"
#include "domain/dossier/dossier.h"
#include "domain/form/definition.h"
#include "port/db.h"

struct extrait_filter {
	const struct definition *programme;
	const char	*cooperatives;	/* codes separated by spaces, "": all */
	const char	*state;		/* "": any */
	int		 year;		/* of the sending, 0: any */
};

enum extrait_form {
	EXTRAIT_CSV,
	EXTRAIT_ODS,
	/*
	 * A ZIP: every version of every record as it was stored, the schemas
	 * they follow, manifeste.xml, SHA256SUMS.
	 */
	EXTRAIT_XML
};

/* csv, ods, xml; NULL none of them. */
const struct extrait_kind {
	const char	*name, *label, *type, *suffix;
} *extrait_kind(enum extrait_form);
/* How many files; -1 failed. */
int64_t	 extrait_count(struct db *, const struct extrait_filter *);
/*
 * Write them.  money: with what is sensitive; records cannot be cut, so
 * EXTRAIT_XML of a sensitive programme is refused without it.  How
 * many files, or -1 (logged).
 */
int64_t	 extrait_write(struct arena *, struct db *,
	    const struct extrait_filter *, enum extrait_form, int money,
	    struct spool *to);

/*
 * Note that an account took what extrait_write() wrote: in the list of exports,
 * and for each file that it was opened.  0 or -1: then nothing may be given.
 */
int	 extrait_note(struct db *, const struct extrait_filter *,
	    enum extrait_form, int money, int64_t files, int64_t bytes,
	    const struct actor *);

struct extrait_done {
	int64_t		 at;
	const char	*author, *form, *programme, *cooperatives, *state;
	int		 year, sensitive;
	int64_t		 files, bytes;
};
#define EXTRAITS	50
/* The last ones of these cooperatives ("": all), newest first; how many. */
size_t	 extrait_list(struct arena *, struct db *, const char *cooperatives,
	    struct extrait_done **);

#endif
