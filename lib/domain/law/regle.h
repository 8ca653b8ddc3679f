/*
 * regle: the rules of law as data, from schemas/regles.xml
 * (schemas/xml/regles.rng): for each the article and the sentence that staff
 * read; what a minor may do; words that no model of a paper uses.
 *
 * C knows a rule by the number below and never by its article.  A file that
 * lacks one of them, or has one more, does not load: what is shown as applied
 * is applied, and the reverse.
 *
 * Texts have French typography.  All lives in the arena of the load.
 */
#ifndef DOMAIN_REGLE_H
#define DOMAIN_REGLE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "port/xml.h"

enum regle {
	REGLE_ECRIT,
	REGLE_PARTIES,
	REGLE_TEMPS_PLEIN,
	REGLE_INTERDICTION,
	REGLE_SEJOUR,
	REGLE_UN_SEUL,
	REGLE_COMMENCER,
	REGLE_AUTRE_CONTRAT,
	REGLE_RETRIBUTION,
	REGLE_TIERS,
	REGLE_DUREE,
	REGLE_DEBUT,
	REGLE_RANG,
	REGLE_TOTAL,
	REGLE_SUITE,
	REGLE_AVANT_TERME,
	REGLE_TERME,
	REGLE_ALERTE,
	REGLE_RUPTURE,
	REGLE_AVENANT,
	REGLE_DECLARER,
	REGLE_ACTIVITE,
	REGLE_IMMATRICULATION,
	REGLE_PAPIERS,
	REGLE_CESA_ASSOCIE,
	REGLE_CESA_ESSAI,
	REGLE_AGE,
	REGLE_REPRESENTANTS,
	REGLE_MINEUR_IMMATRICULE,
	REGLE_MINEUR_TACHES,
	REGLE_MINEUR_HEURES,
	REGLE_FAITS,
	REGLE_NIR_IBAN,
	REGLE_SALARIE,
	REGLES
};

struct regles;

/* NULL with the faults, one a line, « file:line: what ». */
struct regles *regles_load(struct arena *, const char *path,
	    const char *schema, struct buf *faults);

/* Its name in the file: « avant-terme ». */
const char *regle_name(enum regle);
/* « C. com. L. 127-2 », NULL when the rule is practice; regles may be NULL. */
const char *regle_article(const struct regles *, enum regle);
/* The sentence; "" when regles is NULL. */
const char *regle_text(const struct regles *, enum regle);
/* What a limit for the young says, -1 when there is none of that name. */
int	 regle_limit(const struct regles *, const char *name);
/*
 * Its sentence, NULL when there is none of that name; the article, and whether
 * nothing may be planned against it.
 */
const char *regle_limit_text(struct arena *, const struct regles *,
	    const char *name, const char **article, int *blocks);

/* What a setting may not go beyond; -1 where the law sets no end. */
struct borne {
	int		 min, max;
	const char	*article;
	const char	*text;
};
/* Of one setting of one subject, the strictest; 1 when there is any. */
int	 regle_bound(struct arena *, const struct regles *,
	    const char *setting, const char *subject, struct borne *);

/*
 * Add for templates what the file says:
 *
 *	<regles version= date=>
 *	  <groupe titre=><regle nom= article= effet= source=>…</regle></groupe>
 *	</regles>
 *	<mineurs>
 *	  <limite nom= article=>…</limite>
 *	  <tache nom= verdict= article=><libelle/><condition/></tache>
 *	</mineurs>
 */
void	 regles_node(struct node *parent, const struct regles *);
void	 regles_minors(struct node *parent, const struct regles *);

/*
 * Look for a word that a paper about a contrat d’appui may not hold, outside
 * of the phrases that may.  Case, spaces and the endings -e -s -es do not
 * matter.  The word as it stands in the text, NULL when there is none.
 */
const char *regles_forbidden(struct arena *, const struct regles *,
	    const char *text);

#endif
