/*
 * What a person changes about an application that was sent: the answers, the
 * wish to apply, the address.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/access/address.h"
#include "domain/code.h"
#include "domain/dossier/change.h"
#include "text/input.h"
#include "public.h"

int
post_modifier(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	int status, rc;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if ((rc = change_begin(app->writer, definition, &d)) == -1)
		return 500;
	/* the review has begun meanwhile: the status page says so */
	if (rc == 1)
		return res_redirect(res, "/suivi/%s#contenu", d.numero);
	return res_redirect(res, "/candidature/%s/recapitulatif#contenu",
	    definition->name);
}

int
post_annuler(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if (change_drop(app->writer, definition, &d) == -1)
		return 500;
	return res_redirect(res, "/suivi/%s#contenu", d.numero);
}

int
may_withdraw(const struct definition *definition, const struct dossier *d)
{
	const struct transition *t = definition_transition(definition,
	    "retirer");

	return d->sent != 0 && t != NULL && str_eq(t->by, "personne") &&
	    transition_from(t, d->state);
}

int
page_retrait(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	struct node *page;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if (!may_withdraw(definition, &d))
		return res_redirect(res, "/suivi/%s", d.numero);
	page = own_page(app, req, res, definition, &d, definition_transition(
	    definition, "retirer")->label);
	node_set_int(page, "jours", CHANGE_UNDO_DAYS);
	return page_show(app, res, page, "retrait", 200);
}

int
post_retrait(struct app *app, struct req *req, struct res *res)
{
	static const struct actor person = { 0, "personne" };
	const struct definition *definition;
	struct dossier d;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	/* Withdrawn already, or decided meanwhile: the status page says it. */
	if (may_withdraw(definition, &d) && dossier_move(req->arena,
	    app->writer, definition, &d, "retirer", &person, "",
	    &app->mailer) == -1)
		return 500;
	return res_redirect(res, "/suivi/%s#contenu", d.numero);
}

int
post_reprise(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if (withdrawal_undo(req->arena, app->writer, definition, &d,
	    &app->mailer) == -1)
		return 500;
	return res_redirect(res, "/suivi/%s#contenu", d.numero);
}

/* A page that asks for one line: the address, or the code that went there. */
static int
show_line(struct app *app, struct req *req, struct res *res,
    const struct definition *definition, const struct dossier *d,
    const char *title, const char *template, const char *error, int status)
{
	const char *typed = req_form(req, "valeur");
	struct node *page = own_page(app, req, res, definition, d, title);

	node_set(page, "valeur", typed != NULL ? page_safe(req->arena, typed) :
	    "");
	if (error != NULL) {
		form_error(page, "valeur", error);
		node_set(page, "faute", error);
	}
	return page_show(app, res, page, template, status);
}

static int
show_address(struct app *app, struct req *req, struct res *res,
    const struct definition *definition, const struct dossier *d,
    const char *error, int status)
{
	return show_line(app, req, res, definition, d,
	    "Changer d’adresse e-mail", "courriel", error, status);
}

static int
show_code(struct app *app, struct req *req, struct res *res,
    const struct definition *definition, const struct dossier *d,
    const char *error, int status)
{
	return show_line(app, req, res, definition, d,
	    said(definition, "Confirmez la nouvelle adresse",
	    "Confirme la nouvelle adresse"), "courriel-code", error, status);
}

int
page_courriel(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	return show_address(app, req, res, definition, &d, NULL, 200);
}

int
post_courriel(struct app *app, struct req *req, struct res *res)
{
	const char *typed = req_form(req, "valeur"), *email = NULL;
	const struct definition *definition;
	struct dossier d;
	int status, rc;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if (typed == NULL || (email = input_email(req->arena, typed)) == NULL)
		return show_address(app, req, res, definition, &d,
		    said(definition, "Indiquez une adresse e-mail complète, "
		    "par exemple nom@exemple.fr", "Indique une adresse e-mail "
		    "complète, par exemple nom@exemple.fr"), 422);
	if (str_eq(email, d.email))
		return show_address(app, req, res, definition, &d,
		    said(definition, "Cette adresse est déjà celle du dossier. "
		    "Indiquez-en une autre", "Cette adresse est déjà celle du "
		    "dossier. Indiques-en une autre"), 422);
	rc = address_ask(req->arena, app->writer, &d, email, req->token,
	    &app->mailer);
	if (rc != 0)
		return rc == 1 ? 429 : 500;
	return res_redirect(res, "/suivi/%s/courriel/code#contenu", d.numero);
}

int
page_courriel_code(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	return show_code(app, req, res, definition, &d, NULL, 200);
}

int
post_courriel_code(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	const char *typed = req_form(req, "valeur");
	struct dossier d;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if (typed == NULL || str_is_blank(typed))
		return show_code(app, req, res, definition, &d,
		    said(definition, "Indiquez le code de 6\u00a0caractères",
		    "Indique le code de 6\u00a0caractères"), 422);
	switch (address_confirm(req->arena, app->writer, definition, &d,
	    typed, req->token, &app->mailer)) {
	case 0:
		return show_code(app, req, res, definition, &d,
		    said(definition, "Ce code ne correspond pas. Vérifiez-le "
		    "ou demandez-en un nouveau", "Ce code ne correspond pas. "
		    "Vérifie-le ou demandes-en un nouveau"), 422);
	case -1:
		return show_code(app, req, res, definition, &d,
		    said(definition, "Ce code n’est plus valable\u00a0: il "
		    "durait 30\u00a0minutes. Demandez un nouveau code", "Ce code "
		    "n’est plus valable\u00a0: il durait 30\u00a0minutes. "
		    "Demande un nouveau code"), 422);
	case 1:
		break;
	default:
		return 500;
	}
	/* every session closed: this one goes on */
	if (page_login(app, req, res, SUBJECT_DOSSIER, d.id) == -1)
		return 500;
	return to_dossier(res, &d);
}
