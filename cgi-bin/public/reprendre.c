/*
 * Coming back without an account: number and e-mail, then a code by mail.
 *
 * Whatever is typed, the answer is the same: nothing here tells whether a
 * number or an address is known.
 */
#include "base/str.h"
#include "domain/code.h"
#include "text/input.h"
#include "public.h"

static void
add_field(struct req *req, struct node *page, const char *name,
    const char *value, const char *error)
{
	struct node *n = node_add(page, name);

	node_set(n, "valeur", value == NULL ? "" :
	    page_safe(req->arena, value));
	if (error != NULL)
		node_set(n, "erreur", error);
}

/* errors: of the number and of the address, NULL each when right. */
static int
show_reprendre(struct app *app, struct req *req, struct res *res,
    const char *numero, const char *email, const char *const errors[2],
    int status)
{
	struct node *page;

	page = page_new(app, req, "Reprendre ou suivre une demande", "aucun");
	page_jeton(app, req, res, page);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (req->bad == 401)
		node_set(page, "ferme", "1");
	if (errors[0] != NULL)
		form_error(page, "numero", errors[0]);
	if (errors[1] != NULL)
		form_error(page, "courriel", errors[1]);
	add_field(req, page, "numero", numero, errors[0]);
	add_field(req, page, "courriel", email, errors[1]);
	return page_show(app, res, page, "reprendre", status);
}

int
to_dossier(struct res *res, const struct dossier *d)
{
	if (d->sent != 0)
		return res_redirect(res, "/suivi/%s#contenu", d->numero);
	return res_redirect(res, "/candidature/%s/recapitulatif#contenu",
	    d->programme);
}

int
page_reprendre(struct app *app, struct req *req, struct res *res)
{
	static const char *const none[2];
	const char *numero;
	struct dossier d;

	/* /suivi with a session is already there. */
	if (str_eq(req->path, "/suivi") && req->dossier != 0 &&
	    dossier_by_id(req->arena, app->reader, req->dossier, &d) == 0)
		return to_dossier(res, &d);
	if (req->method == METHOD_POST)
		return show_reprendre(app, req, res, req_form(req, "numero"),
		    req_form(req, "courriel"), none, 200);
	/* An address that names a dossier fills in its number. */
	numero = req_query(req, "dossier");
	if (numero == NULL && req->tail[0] != NULL)
		numero = numero_read(req->arena, req->tail[0]);
	return show_reprendre(app, req, res, numero, NULL, none, 200);
}

int
post_reprendre(struct app *app, struct req *req, struct res *res)
{
	const char *numero = req_form(req, "numero");
	const char *email = req_form(req, "courriel"), *read = NULL;
	const char *errors[2] = { NULL, NULL };

	if (numero == NULL || *str_trim(req->arena, numero) == '\0')
		errors[0] = "Indiquez votre numéro de dossier";
	else if ((read = numero_read(req->arena, numero)) == NULL)
		errors[0] = "Vérifiez le numéro de dossier, par exemple "
		    "CAE-26-9B2D-X7";
	email = email == NULL ? "" : str_trim(req->arena, email);
	if (*email == '\0')
		errors[1] = "Indiquez votre adresse e-mail";
	else if (input_email(req->arena, email) == NULL)
		errors[1] = "Indiquez une adresse e-mail complète, par "
		    "exemple nom@exemple.fr";
	if (errors[0] != NULL || errors[1] != NULL)
		return show_reprendre(app, req, res, numero, email, errors,
		    422);
	if (code_send(req->arena, app->writer, read, email, req->token,
	    &app->mailer) == -1)
		return 500;
	return res_redirect(res, "/reprendre/code?dossier=%s#contenu", read);
}

static int
show_code(struct app *app, struct req *req, struct res *res,
    const char *numero, const char *typed, const char *error, int status)
{
	struct node *page;

	page = page_new(app, req, "Saisissez le code reçu par e-mail",
	    "aucun");
	page_jeton(app, req, res, page);
	node_set(page, "numero", numero);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (error != NULL)
		form_error(page, "code", error);
	add_field(req, page, "code", typed, error);
	return page_show(app, res, page, "code", status);
}

int
page_code(struct app *app, struct req *req, struct res *res)
{
	const char *s = req->method == METHOD_POST ?
	    req_form(req, "numero") : req_query(req, "dossier");
	const char *numero = s == NULL ? NULL : numero_read(req->arena, s);

	if (numero == NULL)
		return res_redirect(res, "/reprendre#contenu");
	return show_code(app, req, res, numero, req_form(req, "code"), NULL,
	    200);
}

int
post_code(struct app *app, struct req *req, struct res *res)
{
	const char *s = req_form(req, "numero"), *numero;
	const char *typed = req_form(req, "code");
	struct dossier d;
	int64_t id;

	if (s == NULL || (numero = numero_read(req->arena, s)) == NULL)
		return 400;
	if (typed == NULL || *str_trim(req->arena, typed) == '\0')
		return show_code(app, req, res, numero, typed,
		    "Indiquez le code de 6\u00a0caractères", 422);
	id = code_check(req->arena, app->writer, numero, typed, req->token);
	if (id == 0)
		return show_code(app, req, res, numero, typed,
		    "Ce code ne correspond pas. Vérifiez-le ou demandez-en "
		    "un nouveau", 422);
	if (id == -1)
		return show_code(app, req, res, numero, typed,
		    "Ce code n’est plus valable\u00a0: il durait "
		    "30\u00a0minutes. Demandez un nouveau code", 422);
	if (dossier_by_id(req->arena, app->writer, id, &d) != 0 ||
	    page_login(app, req, res, SUBJECT_DOSSIER, id) == -1)
		return 500;
	return to_dossier(res, &d);
}

int
post_quitter(struct app *app, struct req *req, struct res *res)
{
	page_logout(app, req, res);
	return res_redirect(res, "/");
}
