/*
 * law: what the law asks before a document may be issued.
 *
 * A document that the law rules names its rule in the front matter of
 * content/documents/KIND.md (« regle: cape »).  A rule is a function of one
 * case: the answers staff gave, the file they are about, the papers issued
 * before, and a day.  It reads no database and changes nothing; it adds what
 * is missing or wrong, with the article that asks for it.
 *
 * What one form can say of itself (required, bounds, kinds) is the form's
 * (schemas/documents/KIND.xml) and is found before the rule is asked; a rule
 * whose facts are missing stays silent about them.
 *
 * To add a rule: a function in a file of its own, its prototype below the
 * table's, a row in law.c.
 */
#ifndef DOMAIN_LAW_H
#define DOMAIN_LAW_H

#include <stddef.h>
#include <stdint.h>

#include "domain/accord/representant.h"
#include "domain/dossier/dossier.h"
#include "domain/form/answers.h"
#include "domain/law/regle.h"
#include "domain/territory/network.h"

struct accord;

/* Something that keeps a document from being issued. */
struct lack {
	const char	*article;	/* « C. com. R. 127-1, 2° », or NULL */
	const char	*text;		/* what is missing or wrong, for staff */
	const char	*step;		/* where to mend it; NULL: not in the form */
	const char	*rule;		/* its name in schemas/regles.xml, or NULL */
};

/* A document of the file that is valid: neither replaced nor revoked. */
struct earlier {
	const char	*kind;		/* cape, avenant-renouvellement … */
	const char	*code;
	int64_t		 issued;
	int		 waits;		/* somebody has still to sign it */
	struct node	*root;		/* its data, see domain/paper/document.h */
	struct node	*contract;	/* <contrat> of them: answers of its form,
					   as the record has them; or NULL */
};

/* How long somebody was present, as noted; in minutes but half-days. */
struct attended {
	int64_t		 halves, service, common, training;
};

struct law_case {
	struct arena		*arena;
	/* what is to be issued */
	const char		*kind;
	const struct definition	*form;		/* NULL: it has none */
	struct answers		*answers;	/* of the form; NULL without */
	const struct check_context *context;	/* with today */
	/* about whom; what is not known is NULL, 0 or "" */
	const struct definition	*programme;
	const struct dossier	*dossier;
	const struct node	*application;	/* <reponses> as last sent */
	const struct cooperative *cooperative;
	const struct representant *representants;
	size_t			 nrepresentants;
	const struct accord	*accords;	/* of the programme */
	size_t			 naccords;
	const struct attended	*attended;	/* NULL: in no séance */
	const struct earlier	*earlier;	/* oldest first */
	size_t			 nearlier;
	const struct regles	*regles;	/* articles of the rules */
	/* what was found so far, in the order of the form's steps */
	struct lack		*lacks;
	size_t			 nlacks, room;
};

typedef void law_rule(struct law_case *);

/* NULL when there is none of that name. */
law_rule *law_find(const char *name);

/*
 * Check the answers, then ask the rule (NULL: none): how much is lacking; 0
 * means that the document may be issued.
 */
size_t	 law_check(struct law_case *, law_rule *);

/*
 * For rules.  A lack is mended where that field of the form is asked (NULL:
 * not in the form); the text gets French typography.
 */
void	 law_lack(struct law_case *, const char *article, const char *field,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same, with the article of a rule. */
void	 law_breaks(struct law_case *, enum regle, const char *field,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/*
 * Somebody born that day signs today: from 16, and under 18 with the consents
 * that the programme wants of representatives, all given.
 */
void	 law_minor(struct law_case *, int32_t birth);
/* An answer of the form, NULL when empty, wrong or not asked. */
const char *law_value(const struct law_case *, const char *field);
int	 law_is(const struct law_case *, const char *field,
	    const char *value);
/* A date of the form, DAY_NONE when there is none. */
int32_t	 law_day(const struct law_case *, const char *field);
/* The newest valid document of a kind, NULL when there is none. */
const struct earlier *law_last(const struct law_case *, const char *kind);

/* The rules, each described where it is. */
law_rule cape_rule, renouvellement_rule, rupture_rule, avenant_rule,
	 appui_rule, appui_en_cours_rule, appui_mois_rule, appui_fini_rule,
	 declaration_rule, participation_rule;

#endif
