/*
 * page: from a model to an answer.
 *
 * Handlers hold no HTML: they build the tree <page …> and name a template of
 * site/pages, which is shown inside cadre.html.  The root bears titre,
 * description, chemin, menu, erreur, noindex, jeton; its first children are
 * <reseau> (simple elements of reseau.xml), <actifs css= police= icone=> and,
 * for staff, <compte nom=> and the menu, <entree adresse= libelle= courant=>.
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "domain/report/chiffres.h"
#include "port/xml.h"
#include "web/app.h"

/*
 * The root of a fresh model.  menu is « public », « aucun » or « gestion ».
 * The title takes typography as given: it is ours.
 */
struct node *page_new(struct app *, struct req *, const char *title,
	    const char *menu);
/*
 * Give the page the token for its forms.  A visitor without a cookie gets
 * one here and nowhere else: who only reads receives none.
 */
void	 page_jeton(struct app *, struct req *, struct res *, struct node *);
/*
 * What makes a form that is sent twice count once: @cle, fresh, or the one
 * that the request brought; page_key_sent() is NULL when it brought none.
 */
void	 page_key(struct req *, struct node *page);
const char *page_key_sent(const struct req *);
/* Fill the template and answer with the status.  Returns 0. */
int	 page_show(struct app *, struct res *, struct node *page,
	    const char *template, int status);
/* Replace whatever was written by the page for an error. */
void	 page_error(struct app *, struct req *, struct res *, int status);
/* What a person typed, fit for a tree: bytes that are no text become U+FFFD. */
const char *page_safe(struct arena *, const char *);
/* As node_set(), but what is NULL or empty sets nothing: « if » sees no @x. */
void	 page_set(struct node *, const char *attr, const char *value);

/*
 * What a programme is called, @programme-nom, and its page, @programme-page if
 * there is one; a name without definition stays as it is.
 */
void	 page_programme(const struct app *, struct node *,
	    const char *programme);

/*
 * The PDF of a paper to keep: the copy that all have signed with
 * ?exemplaire=signe, else as it was issued.  0 or a status.
 */
int	 page_paper(struct app *, struct req *, struct res *,
	    const struct document *);
/*
 * Append <texte>: the words of a paper, a heading lower than on paper, to be
 * read inside of a page.  0 or -1.
 */
int	 page_words(struct app *, struct req *, struct node *page,
	    const char *code);

/*
 * Append <chiffres> (domain/report/chiffres.h), each <constat> with @adresse
 * and @poids of its file; query is what the page was asked with, « ?… » or "".
 * 0 or -1.
 */
int	 page_figures(struct app *, struct req *, struct node *page,
	    const struct chiffres_filter *, const char *query);
/* The file of the finding named by req->tail[0].  0 or a status. */
int	 page_figures_csv(struct app *, struct req *, struct res *,
	    const struct chiffres_filter *);

/*
 * Answer with the archive of a file (domain/report/export.h), with what only
 * some may see as far as these rights let.  0 or a status.
 */
int	 page_archive(struct app *, struct req *, struct res *,
	    const struct definition *, const struct dossier *,
	    unsigned rights);

/* Open a session: the token changes, the cookie follows.  0 or -1. */
int	 page_login(struct app *, struct req *, struct res *, enum subject,
	    int64_t id);
/* The same with a token made elsewhere, NULL if that failed. */
int	 page_hand_over(struct app *, struct req *, struct res *,
	    const char *token);
void	 page_logout(struct app *, struct req *, struct res *);

#endif
