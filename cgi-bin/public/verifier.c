/*
 * Is this paper authentic?  Initials only, whoever asks: the holder decides
 * to whom the code goes.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/code.h"
#include "press/seal.h"
#include "public.h"

static void
keep_private(struct res *res)
{
	res_header(res, "Referrer-Policy", "no-referrer");
	res_header(res, "X-Robots-Tag", "noindex");
}

static int
show_form(struct app *app, struct req *req, struct res *res,
    const char *typed, const char *error, int status)
{
	struct node *page;

	page = page_new(app, req, "Vérifier un document", "public");
	if (typed != NULL)
		node_set(page, "code", page_safe(req->arena, typed));
	if (error != NULL) {
		form_error(page, "code", error);
		node_set(page, "erreur-code", error);
	}
	keep_private(res);
	return page_show(app, res, page, "verifier", status);
}

int
page_verifier(struct app *app, struct req *req, struct res *res)
{
	const char *typed = req_query(req, "code"), *code;

	if (typed == NULL)
		return show_form(app, req, res, NULL, NULL, 200);
	if (*str_trim(req->arena, typed) == '\0')
		return show_form(app, req, res, typed,
		    "Indiquez le code du document", 422);
	if ((code = code_read(req->arena, typed, CODE_DOCUMENT)) == NULL)
		return show_form(app, req, res, typed, "Vérifiez le code\u00a0: "
		    "il a 12\u00a0caractères, et 0, O, 1, I, L et U n’existent "
		    "pas dans nos codes", 422);
	keep_private(res);
	return res_redirect(res, "/v/%s#contenu", code);
}

static void
add_seal(struct req *req, struct node *page, const unsigned char *empreinte)
{
	struct seal_dot dots[SEAL_DOTS];
	struct node *n;
	size_t i;

	seal_dots(dots, empreinte);
	for (i = 0; i < SEAL_DOTS; i++) {
		n = node_add(page, "point");
		node_set(n, "x", arena_fmt(req->arena, "%.2f",
		    50 + 48 * dots[i].x));
		node_set(n, "y", arena_fmt(req->arena, "%.2f",
		    50 - 48 * dots[i].y));
		node_set(n, "r", arena_fmt(req->arena, "%.2f",
		    48 * dots[i].r));
		node_set(n, "couleur", arena_fmt(req->arena, "#%06X",
		    dots[i].colour));
	}
}

static void
add_document(struct req *req, struct node *page, const struct document *doc)
{
	node_set(page, "nature", doc->title);
	node_set(page, "initiales", doc->initials);
	node_set(page, "emetteur", doc->issuer);
	node_set(page, "emis", time_iso(req->arena, doc->issued));
	if (doc->ended != 0)
		node_set(page, "fin", time_iso(req->arena, doc->ended));
	node_set(page, "empreinte", document_empreinte(req->arena,
	    doc->empreinte));
	add_seal(req, page, doc->empreinte);
}

int
page_verification(struct app *app, struct req *req, struct res *res)
{
	static const struct { const char *state, *title; } titles[] = {
		{ "valide", "Ce document est authentique" },
		{ "remplace", "Ce document a été remplacé" },
		{ "revoque", "Ce document n’est plus valable" }
	};
	const char *code = code_read(req->arena, req->tail[0], CODE_DOCUMENT);
	const char *title = "Aucun document ne porte ce code";
	struct document doc;
	struct node *page;
	size_t i;
	int rc;

	/* What is no code at all cannot be anybody's. */
	rc = code == NULL ? 1 :
	    document_find(req->arena, app->reader, code, &doc);
	if (rc == -1)
		return 500;
	for (i = 0; rc == 0 && i < sizeof(titles) / sizeof(titles[0]); i++)
		if (str_eq(doc.state, titles[i].state))
			title = titles[i].title;
	page = page_new(app, req, title, "public");
	node_set(page, "verdict", rc == 1 ? "inconnu" : doc.state);
	if (code != NULL)
		node_set(page, "code", code);
	if (rc == 0)
		add_document(req, page, &doc);
	keep_private(res);
	return page_show(app, res, page, "verification", rc == 1 ? 404 : 200);
}
