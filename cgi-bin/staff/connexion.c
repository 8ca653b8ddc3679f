/*
 * Coming in and going out.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "staff.h"

/* To the first page of the menu that is open to them, or to their own. */
static int
go_in(struct app *app, const struct account *account, struct req *req,
    struct res *res)
{
	const struct menu_entry *e;
	const struct route *r;

	if (account == NULL)
		return res_redirect(res, "/gestion/connexion");
	for (e = app->program->entries; e->path != NULL; e++) {
		r = route_page(app->program->routes, req->arena, e->path);
		if (r != NULL && route_open_to(r, account))
			return res_redirect(res, "%s#contenu", e->path);
	}
	return res_redirect(res, "/gestion/compte#contenu");
}

int
page_accueil(struct app *app, struct req *req, struct res *res)
{
	return go_in(app, req->account, req, res);
}

static int
show_connexion(struct app *app, struct req *req, struct res *res,
    const char *target, const char *error, int status)
{
	const char *email = req_form(req, "courriel");
	struct node *page;

	page = page_new(app, req, "Connexion de l’équipe", "gestion");
	page_jeton(app, req, res, page);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (req->bad == 401)
		node_set(page, "ferme", "1");
	if (req_query(req, "fait") != NULL)
		node_set(page, "choisi", "1");
	if (email != NULL)
		node_set(page, "courriel", page_safe(req->arena, email));
	if (error != NULL) {
		form_error(page, target, error);
		node_set(page, "faute", target);
		node_set(page, "phrase", error);
	}
	return page_show(app, res, page, "connexion", status);
}

int
page_connexion(struct app *app, struct req *req, struct res *res)
{
	if (req->account != NULL)
		return res_redirect(res, "/gestion");
	return show_connexion(app, req, res, NULL, NULL, 200);
}

/*
 * « Firefox, Windows »: enough to know one's own logins again, and no more
 * than that is kept.
 */
static const char *
browser(struct arena *a, const char *agent)
{
	static const char *const names[][2] = {
		{ "Edg", "Edge" }, { "OPR", "Opera" },
		{ "Firefox", "Firefox" }, { "Chrome", "Chrome" },
		{ "Safari", "Safari" }
	};
	static const char *const systems[][2] = {
		{ "Android", "Android" }, { "iPhone", "iPhone" },
		{ "iPad", "iPad" }, { "Windows", "Windows" },
		{ "Mac OS", "macOS" }, { "Linux", "Linux" }
	};
	const char *name = "Autre navigateur", *system = NULL;
	size_t i;

	for (i = sizeof(names) / sizeof(names[0]); i-- > 0;)
		if (strstr(agent, names[i][0]) != NULL)
			name = names[i][1];
	for (i = sizeof(systems) / sizeof(systems[0]); i-- > 0;)
		if (strstr(agent, systems[i][0]) != NULL)
			system = systems[i][1];
	return system == NULL ? name : arena_fmt(a, "%s, %s", name, system);
}

int
post_connexion(struct app *app, struct req *req, struct res *res)
{
	const char *email = req_form(req, "courriel");
	const char *password = req_form(req, "passe"), *token;
	struct account account;
	int64_t until = 0;

	if (email == NULL || *str_trim(req->arena, email) == '\0')
		return show_connexion(app, req, res, "courriel",
		    "Indiquez votre adresse e-mail", 422);
	if (password == NULL || *password == '\0')
		return show_connexion(app, req, res, "passe",
		    "Indiquez votre mot de passe", 422);
	if (req_form_count(req, "courriel") != 1 ||
	    req_form_count(req, "passe") != 1)
		return 400;
	switch (account_login(req->arena, app->writer,
	    str_trim(req->arena, email), password, &account, &until)) {
	case 0:
		break;
	case 1:
		return show_connexion(app, req, res, "courriel",
		    "L’adresse e-mail ou le mot de passe ne correspond pas",
		    422);
	case 2:
		return show_connexion(app, req, res, "courriel",
		    arena_fmt(req->arena, "Trop d’essais. Réessayez après le "
		    "%s", time_french(req->arena, until)), 429);
	default:
		return 500;
	}
	token = session_open(req->arena, app->writer, SUBJECT_ACCOUNT,
	    account.id);
	if (page_hand_over(app, req, res, token) == -1)
		return 500;
	session_agent(app->writer, token, browser(req->arena, req->agent));
	return go_in(app, &account, req, res);
}

int
post_deconnexion(struct app *app, struct req *req, struct res *res)
{
	page_logout(app, req, res);
	return res_redirect(res, "/gestion/connexion");
}
