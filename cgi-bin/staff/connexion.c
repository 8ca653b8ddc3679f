/*
 * Coming in and going out.
 *
 * Who asks for a page without being in is led back to it: only to a page of
 * this program, which its own table knows.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/access/second.h"
#include "staff.h"

#define ASKED_MAX	400

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

/*
 * The page that was asked for, from the login form, or "" when it is none that
 * a login opens: never an address of elsewhere.
 */
static const char *
page_asked(struct app *app, struct req *req, const char *asked)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/?&=%+.-_~:,";
	const struct route *r;
	const char *path;

	if (asked == NULL || strlen(asked) > ASKED_MAX ||
	    !str_starts(asked, "/gestion/") ||
	    asked[strspn(asked, plain)] != '\0')
		return "";
	path = arena_dupn(req->arena, asked, strcspn(asked, "?"));
	r = route_page(app->program->routes, req->arena, path);
	return r != NULL && ((r->needs & NEED_STAFF) != 0 ||
	    NEED_RIGHTS(r->needs) != 0) ? asked : "";
}

/* As page_asked(), of the address itself: its page is shown behind the door. */
static const char *
page_here(struct app *app, struct req *req)
{
	return page_asked(app, req, *req->query_string == '\0' ? req->path :
	    arena_fmt(req->arena, "%s?%s", req->path, req->query_string));
}

static int
show_connexion(struct app *app, struct req *req, struct res *res,
    const char *target, const char *error, int status)
{
	const char *email = req_form(req, "courriel");
	const char *done = req_query(req, "fait");
	struct node *page;

	page = page_new(app, req, "Connexion de l’équipe", "gestion");
	page_jeton(app, req, res, page);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (req->bad == 401)
		node_set(page, "ferme", "1");
	if (done != NULL)
		node_set(page, "fait", page_safe(req->arena, done));
	page_set(page, "suite", req->method == METHOD_POST ?
	    page_asked(app, req, req_form(req, "suite")) :
	    page_here(app, req));
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
staff_enter(struct app *app, struct req *req, struct res *res,
    const struct account *account, const char *asked)
{
	const char *token = session_open(req->arena, app->writer,
	    SUBJECT_ACCOUNT, account->id);

	if (page_hand_over(app, req, res, token) == -1)
		return 500;
	session_agent(app->writer, token, browser(req->arena, req->agent));
	return *asked != '\0' ? res_redirect(res, "%s#contenu", asked) :
	    go_in(app, account, req, res);
}

int
post_connexion(struct app *app, struct req *req, struct res *res)
{
	const char *email = req_form(req, "courriel");
	const char *password = req_form(req, "passe"), *asked;
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
	asked = page_asked(app, req, req_form(req, "suite"));
	if (!account.second)
		return staff_enter(app, req, res, &account, asked);
	return page_hand_over(app, req, res, second_wait(req->arena,
	    app->writer, account.id, asked)) == -1 ? 500 :
	    res_redirect(res, "/gestion/connexion/code#contenu");
}

int
post_deconnexion(struct app *app, struct req *req, struct res *res)
{
	page_logout(app, req, res);
	retour_forget(app, req, res);
	return res_redirect(res, "/gestion/connexion");
}
