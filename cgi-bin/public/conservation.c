/*
 * Until when the portal keeps what the person sent, and asking to have it
 * erased before.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/effacement.h"
#include "public.h"

int
keeping_add(struct app *app, struct req *req, struct node *page,
    const struct dossier *d)
{
	const struct definition *today = app_programme(app, d->programme);
	struct effacement e;
	struct node *n;
	struct term t;
	int rc;

	/* the reason of a hold is for staff alone */
	if (today != NULL && depart_term(req->arena, app->reader, today, d,
	    &t) == 0 && *t.kept == '\0')
		node_set(page, "garde", day_iso(req->arena, time_local(t.due,
		    NULL, NULL)));
	rc = effacement_last(req->arena, app->reader, d->id, &e);
	if (rc != 0)
		return rc;
	n = node_add_text(page, "effacement", e.reason);
	node_set(n, "etat", e.state);
	node_set(n, "le", day_iso(req->arena, time_local(e.at, NULL, NULL)));
	node_set(n, "limite", day_iso(req->arena, e.due));
	if (e.answered != 0)
		node_set(n, "repondu", day_iso(req->arena,
		    time_local(e.answered, NULL, NULL)));
	return 0;
}

static int
show(struct app *app, struct req *req, struct res *res,
    const struct definition *definition, const struct dossier *d,
    const char *error, int status)
{
	struct node *page = own_page(app, req, res, definition, d,
	    said(definition, "Effacer vos informations",
	    "Effacer tes informations"));
	const char *typed = req_form(req, "texte");

	if (keeping_add(app, req, page, d) == -1)
		return 500;
	node_set_int(page, "max", EFFACEMENT_TEXT);
	node_add_text(page, "texte", typed == NULL ? "" :
	    page_safe(req->arena, typed));
	if (error != NULL) {
		form_error(page, "texte", error);
		node_set(page, "erreur-texte", error);
	}
	return page_show(app, res, page, "effacement", status);
}

int
page_effacement(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if (d.sent == 0)
		return res_redirect(res, "/suivi/%s", d.numero);
	return show(app, req, res, definition, &d, NULL, 200);
}

int
post_effacement(struct app *app, struct req *req, struct res *res)
{
	const char *text = req_form(req, "texte");
	const struct definition *definition, *today;
	struct dossier d;
	int status, rc;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if ((today = app_programme(app, d.programme)) == NULL)
		return 404;
	if (text == NULL)
		text = "";
	if (!utf8_valid(text, strlen(text)))
		return 400;
	if (utf8_length(text) > EFFACEMENT_TEXT)
		return show(app, req, res, definition, &d, arena_fmt(
		    req->arena, "Ce texte est trop long\u00a0: "
		    "%d\u00a0caractères au plus", EFFACEMENT_TEXT), 422);
	/* 1: asked, taken back or answered meanwhile; the page tells */
	rc = req_form(req, "retirer") != NULL ?
	    effacement_withdraw(app->writer, today, &d) :
	    effacement_ask(app->writer, today, &d, text);
	return rc == -1 ? 500 : res_redirect(res,
	    "/suivi/%s/effacement#contenu", d.numero);
}
