/*
 * Coming in by a mailed link: the first time, or when a password is forgotten.
 *
 * Opening a link changes nothing; what is posted from its page uses it up.
 * Whether an address has an account is told to nobody.
 */
#include "base/str.h"
#include "domain/access/member.h"
#include "staff.h"
#include "text/input.h"

void
staff_input(struct req *req, struct node *page, const struct input *in)
{
	const char *typed = in->value != NULL ? in->value :
	    req_form(req, in->name);
	struct node *n = node_add(page, "saisie");
	int secret = str_eq(in->type, "password");

	node_set(n, "nom", in->name);
	node_set(n, "genre", in->type);
	node_set(n, "libelle", in->label);
	page_set(n, "aide", in->hint);
	page_set(n, "remplir", in->autocomplete);
	page_set(n, "clavier", in->mode);
	if (typed != NULL && !secret)
		node_set(n, "valeur", page_safe(req->arena, typed));
	if (in->error == NULL)
		return;
	node_set(n, "erreur", in->error);
	form_error(page, in->name, in->error);
}

static int
show_oubli(struct app *app, struct req *req, struct res *res,
    const char *error, int status)
{
	struct node *page = page_new(app, req, "Mot de passe oublié",
	    "gestion");

	page_jeton(app, req, res, page);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (req_query(req, "fait") != NULL)
		node_set(page, "fait", "1");
	staff_input(req, page, &(struct input){ .name = "courriel",
		.type = "email", .label = "Adresse e-mail de votre compte",
		.autocomplete = "username", .error = error });
	return page_show(app, res, page, "oubli", status);
}

int
page_oubli(struct app *app, struct req *req, struct res *res)
{
	return show_oubli(app, req, res, NULL, 200);
}

int
post_oubli(struct app *app, struct req *req, struct res *res)
{
	const char *email = req_form(req, "courriel");

	email = email == NULL ? NULL : input_email(req->arena, email);
	if (email == NULL)
		return show_oubli(app, req, res, "Indiquez une adresse e-mail "
		    "complète, comme prenom.nom@exemple.fr", 422);
	if (member_forgot(req->arena, app->writer, email, &app->mailer) == -1)
		return 500;
	return res_redirect(res, "/gestion/oubli?fait=1#contenu");
}

/* The link is used up, too old, or was never sent. */
static int
show_lost(struct app *app, struct req *req, struct res *res)
{
	struct node *page = page_new(app, req, "Ce lien ne sert plus",
	    "gestion");

	return page_show(app, res, page, "acces-perdu", 404);
}

static int
show_acces(struct app *app, struct req *req, struct res *res,
    const struct member *m, const char *error, int status)
{
	struct node *page = page_new(app, req, m->invited ?
	    "Bienvenue" : "Choisir un mot de passe", "gestion");

	node_set(page, "jeton", route_jeton_link(app, req));
	if (req->bad == 403)
		node_set(page, "perime", "1");
	node_set(page, "nom", m->account.name);
	node_set(page, "courriel", m->account.email);
	node_set(page, "lien", req->tail[0]);
	if (m->invited)
		node_set(page, "invite", "1");
	staff_input(req, page, &(struct input){ .name = "passe",
		.type = "password", .label = "Votre mot de passe",
		.hint = PASSWORD_HINT, .autocomplete = "new-password",
		.error = error });
	return page_show(app, res, page, "acces", status);
}

int
page_acces(struct app *app, struct req *req, struct res *res)
{
	struct member m;

	switch (member_by_link(req->arena, app->reader, req->tail[0], &m)) {
	case 0:
		return show_acces(app, req, res, &m, NULL, 200);
	case 1:
		return show_lost(app, req, res);
	default:
		return 500;
	}
}

int
post_acces(struct app *app, struct req *req, struct res *res)
{
	const char *password = req_form(req, "passe"), *wrong;
	struct member m;
	int rc;

	if ((rc = member_by_link(req->arena, app->writer, req->tail[0],
	    &m)) != 0)
		return rc == 1 ? show_lost(app, req, res) : 500;
	wrong = password_wrong(req->arena, password == NULL ? "" : password,
	    m.account.email);
	if (wrong != NULL)
		return show_acces(app, req, res, &m, wrong, 422);
	if ((rc = member_enter(req->arena, app->writer, req->tail[0],
	    password)) != 0)
		return rc == 1 ? show_lost(app, req, res) : 500;
	return res_redirect(res, "/gestion/connexion?fait=passe#contenu");
}
