/*
 * complement_form: what is asked after a yes (domain/dossier/complement.h) as
 * a form, whoever fills it in: the person, or staff from a paper.
 *
 * What was given is never in the page: its input is empty, says what it ends
 * in, and changes nothing when it stays empty.
 */
#ifndef WEB_COMPLEMENT_FORM_H
#define WEB_COMPLEMENT_FORM_H

#include "domain/dossier/complement.h"
#include "web/form.h"

struct complement_form {
	struct form	 form;		/* a step of definition->later */
	struct complement *list;	/* of all of them */
	size_t		 n;
};

/*
 * Append, for each <complement> that is asked or was answered,
 *
 *	<complement nom= titre= demande="1" manque="1">
 *	  <reponse nom= libelle= masque= le= par="1" facultatif="1"
 *	      finalite= conservation= montre="1"/>
 *	</complement>
 *
 * demande: it is asked now; manque: an answer that is needed was not given;
 * par: staff typed it; montre: these rights let one have it shown.
 */
void	 complement_lines(struct app *, struct req *, struct node *page,
	    const struct definition *, const struct dossier *,
	    unsigned rights);
/* The one of that name.  0, or 404 when it is not asked now. */
int	 complement_open(struct app *, struct req *, const char *name,
	    const struct definition *, const struct dossier *,
	    struct complement_form *);
/* Take and check what the request brings; the number of errors. */
size_t	 complement_read(struct app *, struct req *,
	    struct complement_form *);
/* Append the <champ>s and, for each, <raison libelle= conservation=>why. */
void	 complement_fields(struct app *, struct req *, struct node *page,
	    const struct complement_form *);

#endif
