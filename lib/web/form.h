/*
 * form: a step of a definition as part of a page, and back.
 *
 * form_fields() appends, for each field that is asked,
 *
 *	<champ genre= id= nom= libelle= aide= valeur= erreur= decrit= type=
 *	    autocomplete= mode= taille= facultatif="1" faute="1" seul="1">
 *	  <option id= valeur= libelle= aide= coche="1"/>
 *	  <groupe nom= titre=> options that belong together </groupe>
 *	  <partie id= nom= libelle= valeur= autocomplete= taille= faute="1"/>
 *	  <fichier id= nom= poids= nature=/>
 *	</champ>
 *
 * and <bilan titre=><faute cible=>sentence</faute></bilan> when there are
 * errors.  genre is ligne, long, date, choix, cases, accord, commune, adresse,
 * fichier.
 * decrit lists the ids of error and hint, error first.  A doubt that does not
 * block is @avis, the sentence, with @avis-valeur, what was typed, and
 * avis="1" on the page.  seul: the only field
 * of its page, whose label is the page's h1.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "domain/dossier/dossier.h"
#include "domain/form/answers.h"
#include "web/app.h"

struct form {
	const struct definition *definition;
	const struct step *step;
	struct answers	*answers;
	struct piece	*pieces;	/* files already sent */
	size_t		 npieces;
	const char	*file_error;	/* of the file just sent, or NULL */
	const char	*only;		/* names of correction_fields() */
	int		 alone;		/* a lone question is the page's h1 */
	int		 quiet;		/* not sent yet: errors are not shown */
	int		 masked;	/* what is sensitive is not shown */
	int		 doubtful;	/* show doubts; set by form_doubts() */
};

/* Number of errors shown. */
size_t	 form_fields(struct app *, struct req *, struct node *page,
	    const struct form *);
/*
 * Take the fields of one step from the body of a request, forgetting what the
 * answers held for them.
 */
void	 form_read(const struct req *, const struct form *);
/*
 * After a check without errors: is there a doubt (« Vouliez-vous écrire … ? »)
 * that this form was not shown yet?  The same value sent again, with
 * NAME-avis holding it, is meant.
 */
int	 form_doubts(const struct req *, struct form *);
/*
 * The form holds a post code whose communes were not on the screen yet: show
 * them, and the cooperatives near them, before anything is asked again.
 */
int	 form_wants_communes(const struct req *, const struct step *);
/*
 * The fields of a step in words: <ligne libelle= nom= cible=><valeur/></ligne>;
 * one that is not shown bears masque= instead of <valeur>.
 */
void	 form_summary(struct req *, struct node *section,
	    const struct form *);
/*
 * What the step holds, as a few characters that go along with its page:
 * others once somebody stored something else.
 */
const char *form_mark(struct req *, const struct form *);
/*
 * Beside what was typed, what somebody stored meanwhile: retard="1" on the
 * page, and a <change libelle=><saisi/><enregistre/></change> a difference.
 * Both were checked.
 */
void	 form_differences(struct req *, struct node *page,
	    const struct form *, const struct answers *theirs);
/* One more sentence of the <bilan>, which is made with the first. */
void	 form_error(struct node *page, const char *target, const char *text);
/* The field that is the step's only question, or NULL. */
const struct field *form_single(const struct step *);
/* The context of answers_check(), with the sessions open to sign-up. */
struct check_context form_context(struct app *, struct req *,
	    const struct definition *);

#endif
