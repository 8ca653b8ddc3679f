/*
 * obligation: who has to be told of a contrat d’appui, and what was done.
 *
 * On conclusion, on each renewal and on an early end the structure informs the
 * Urssaf (or the CGSS overseas) and France Travail: C. trav. R. 5142-1.  The
 * text gives no number of days: it is owed at once.  Two rows are made in the
 * transaction that issues the paper; they lapse when it is replaced or revoked.
 *
 * Nothing is declared by the portal: staff declare, then write down when and
 * what proves it, in words or with a file.  Rows are never changed: a mistake
 * is taken back with a reason, and both stay.
 */
#ifndef DOMAIN_OBLIGATION_H
#define DOMAIN_OBLIGATION_H

#include <stddef.h>
#include <stdint.h>

#include "domain/law/contrat.h"

struct obligation {
	int64_t		 id;
	const char	*document;	/* code of the paper that causes it */
	const char	*event;		/* conclusion, renouvellement, rupture */
	const char	*body;		/* urssaf, france-travail */
	int32_t		 due;		/* the day it arose */
	int		 lapsed;	/* its paper was replaced or revoked */
	/* the last that was written about it; 0: nothing */
	int64_t		 declaration;
	int32_t		 done;		/* DAY_NONE: not, or taken back */
	const char	*text;		/* proof, or why it was taken back */
	const char	*file;		/* name of the file, "" none */
	const char	*scan;		/* sans, saine, impossible */
	const char	*author;
	int64_t		 at;
};

struct proof {
	const char	*text;		/* never blank */
	const struct upload *file;	/* that upload_read() found good, or NULL */
};

/* « Urssaf », « France Travail »; « Conclusion du contrat » … */
const char *obligation_body(const char *body);
const char *obligation_event(const char *event);

/*
 * Inside the transaction that issues a paper: what it makes necessary, if it
 * does; once, whoever asks how often.  0 or -1.
 */
int	 obligation_arise_in(struct db *, int64_t dossier, const char *code,
	    const char *kind, int32_t today);
/* In the order they arose, lapsed ones too; how many. */
size_t	 obligation_list(struct arena *, struct db *, int64_t dossier,
	    struct obligation **);

/*
 * Declared on a day; seen is the declaration that the page showed.  0; 1 when
 * somebody else wrote meanwhile or it has lapsed; -1 failed.
 */
int	 obligation_declare(struct arena *, struct db *,
	    const struct definition *programme, const struct dossier *,
	    int64_t id, int64_t seen, int32_t day, const struct proof *,
	    const struct actor *);
/* Take it back, with a reason.  As above. */
int	 obligation_undo(struct arena *, struct db *,
	    const struct definition *programme, const struct dossier *,
	    int64_t id, int64_t seen, const char *reason,
	    const struct actor *);
/*
 * The file kept with a declaration: name, type, size; its bytes are appended to
 * a spool.  0, 1 none, -1.
 */
int	 obligation_proof(struct arena *, struct db *, int64_t dossier,
	    int64_t declaration, struct piece *, struct spool *);

#endif
