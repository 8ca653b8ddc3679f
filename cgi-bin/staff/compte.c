/*
 * One's own account: what one may do and where, one's password, one's logins.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/access/member.h"
#include "domain/access/second.h"
#include "staff.h"

static void
add_grant(struct app *app, struct node *page, const struct grant *g)
{
	const struct cooperative *c = network_cooperative(app->network,
	    g->cooperative);
	struct node *n = node_add(page, "role");

	node_set(n, "libelle", g->role->label);
	node_set(n, "explication", g->role->explained);
	if (*g->cooperative != '\0')
		node_set(n, "cooperative", c == NULL ? g->cooperative :
		    c->name);
}

static void
add_logins(struct app *app, struct req *req, struct node *page)
{
	struct login *list;
	struct node *n;
	size_t i, total;

	total = session_logins(req->arena, app->reader, req->account->id,
	    req->token, &list);
	for (i = 0; i < total; i++) {
		n = node_add(page, "connexion");
		node_set(n, "depuis", time_iso(req->arena, list[i].opened));
		page_set(n, "navigateur", list[i].agent);
		/* written down once an hour (session_touch()) */
		if (!list[i].mine && req->now - list[i].seen <
		    SESSION_STEP)
			node_set(n, "maintenant", "1");
		else if (!list[i].mine)
			node_set(n, "vue", time_iso(req->arena,
			    list[i].seen));
		if (list[i].mine)
			node_set(n, "moi", "1");
		else
			node_set(n, "cle", list[i].key);
	}
	if (total > 1)
		node_set(page, "autres", "1");
}

static int
show(struct app *app, struct req *req, struct res *res,
    const char *const errors[2], int status)
{
	struct node *page = page_new(app, req, "Votre compte", "gestion");
	const char *done = req_query(req, "fait");
	struct second second;
	size_t i;

	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (done != NULL)
		node_set(page, "fait", page_safe(req->arena, done));
	node_set(page, "courriel", req->account->email);
	for (i = 0; i < req->account->ngrants; i++)
		add_grant(app, page, &req->account->grants[i]);
	staff_input(req, page, &(struct input){ .name = "ancien",
		.type = "password", .label = "Mot de passe actuel",
		.autocomplete = "current-password", .error = errors[0] });
	staff_input(req, page, &(struct input){ .name = "passe",
		.type = "password", .label = "Nouveau mot de passe",
		.hint = PASSWORD_HINT, .autocomplete = "new-password",
		.error = errors[1] });
	if (second_read(app->reader, req->account->id, &second) == -1)
		return 500;
	if (second.since != 0)
		node_set(page, "second", "1");
	if (second.codes > 0)
		node_set_int(page, "restent", second.codes);
	add_logins(app, req, page);
	return page_show(app, res, page, "compte", status);
}

int
page_compte(struct app *app, struct req *req, struct res *res)
{
	const char *const none[2] = { NULL, NULL };

	return show(app, req, res, none, 200);
}

int
post_compte_passe(struct app *app, struct req *req, struct res *res)
{
	const char *old = req_form(req, "ancien");
	const char *password = req_form(req, "passe");
	const char *errors[2] = { NULL, NULL };
	struct account account;
	int64_t until = 0;

	errors[1] = password_wrong(req->arena, password == NULL ? "" :
	    password, req->account->email);
	if (old == NULL || *old == '\0')
		errors[0] = "Indiquez votre mot de passe actuel";
	if (errors[0] != NULL || errors[1] != NULL)
		return show(app, req, res, errors, 422);
	switch (account_login(req->arena, app->writer, req->account->email,
	    old, &account, &until)) {
	case 0:
		break;
	case 1:
		errors[0] = "Ce n’est pas votre mot de passe actuel";
		return show(app, req, res, errors, 422);
	case 2:
		errors[0] = arena_fmt(req->arena, "Trop d’essais. Réessayez "
		    "après le %s", time_french(req->arena, until));
		return show(app, req, res, errors, 429);
	default:
		return 500;
	}
	if (member_password(req->arena, app->writer, req->account, password,
	    req->token) == -1)
		return 500;
	return res_redirect(res, "/gestion/compte?fait=passe#contenu");
}

int
post_compte_connexions(struct app *app, struct req *req, struct res *res)
{
	const char *key = req_form(req, "cle");

	if (key == NULL || (*key != '\0' && strlen(key) != 16))
		return 400;
	if (session_end(app->writer, req->account->id, key, req->token) == -1)
		return 500;
	return res_redirect(res, "/gestion/compte?fait=ferme#contenu");
}
