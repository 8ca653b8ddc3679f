/*
 * result: what a séance came to, and who receives what of it.  Tables bilan and
 * part: append-only, the last results hold, a correction says why.
 *
 * What is shared is turnover less charges less what the group keeps.  Shares
 * are counted from attendance when results are stored (domain/session/share.h)
 * and stay as they are; result_stale() tells that attendance changed since.
 *
 *	egal	the same for everybody who was present at least once
 *	heures	by minutes of presence
 *	mixte	so many per cent of it the same for each, the rest by minutes
 *
 * Amounts are gross: what is withheld is the payroll's.
 */
#ifndef DOMAIN_RESULT_H
#define DOMAIN_RESULT_H

#include "domain/form/answers.h"
#include "domain/session/attendance.h"

struct result {
	int64_t		 id;		/* 0: none yet */
	struct tree	*answers;	/* <bilan><reponses>, as filled in */
	int64_t		 turnover, charges, kept;	/* cents */
	const char	*rule;
	int64_t		 equal;		/* per cent the same for each: mixte */
	const char	*reason, *author;
	int64_t		 at;
};

struct part {
	int64_t		 dossier;
	const char	*numero, *nom, *prenom;
	int64_t		 minutes, cents;
};

/* The last; 0, 1 none, -1. */
int	 result_find(struct arena *, struct db *, int64_t session,
	    struct result *);
/*
 * Who would receive what, by name; the sum is exactly what is shared.  0 is
 * nobody: nobody was present.
 */
size_t	 result_parts(struct arena *, struct db *, int64_t session,
	    const struct result *, struct part **);
/* Who receives what of results stored. */
size_t	 result_stored(struct arena *, struct db *, int64_t id,
	    struct part **);
/* Would it be shared otherwise now? */
int	 result_stale(struct arena *, struct db *, int64_t session,
	    const struct result *);
/*
 * Store results with their parts.  was is the id of those that were shown.  0;
 * 1 others were stored since; 2 a correction without a reason; 3 nobody to
 * share among; -1.
 */
int	 result_save(struct arena *, struct db *, int64_t session,
	    const struct result *, int64_t was, const struct actor *);

/*
 * How long somebody was present in the séance they were noted in last, or have
 * a seat in.  0, 1 they are in none, -1.
 */
struct attended;
int	 result_attended(struct arena *, struct db *, int64_t dossier,
	    struct attended *);
/*
 * Add what attendance and results say of one person, for papers:
 * <participation demi-journees= heures= collectif-heures= formation-heures=
 * ventes= charges= regle= vote= brut= animateur= competences= partenaires=/>,
 * hours rounded; nothing when the person was noted nowhere.
 */
void	 result_node(struct arena *, struct db *, struct node *root,
	    int64_t dossier);

#endif
