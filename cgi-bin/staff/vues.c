/*
 * Views: filters of the list under a name, of one's own or shown to others;
 * which of them the list opens on.
 */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "domain/dossier/vue.h"
#include "filtre.h"

#define SHARE	"coop:"

void
vues_show(struct app *app, struct req *req, struct node *page,
    const char *current)
{
	struct vue *list;
	struct node *n;
	size_t i, total;

	total = vue_list(req->arena, app->reader, req->account->id,
	    staff_scope(req, ""), &list);
	for (i = 0; i < total; i++) {
		n = node_add(page, "vue");
		node_set_int(n, "id", list[i].id);
		node_set(n, "nom", list[i].name);
		node_set(n, "adresse", arena_fmt(req->arena,
		    "/gestion/dossiers?%s", list[i].query));
		if (current != NULL && str_eq(current, list[i].query))
			node_set(n, "ici", "1");
		if (list[i].mine)
			node_set(n, "mienne", "1");
		else
			node_set(n, "de", list[i].owner);
		if (list[i].cooperative != NULL)
			node_set(n, "partagee", "1");
		if (list[i].opening) {
			node_set(n, "defaut", "1");
			node_set(page, "autre-defaut", "1");
		}
	}
}

/* With whom it may be shared: « nobody », cooperatives, the network. */
static void
offer_shares(struct app *app, struct req *req, struct node *page,
    const char *current)
{
	const struct network *net = app->network;
	const struct cooperative *c;
	size_t i;

	staff_choice(page, "partage", "", "Moi", current);
	for (i = 0; i < net->ncooperatives; i++) {
		c = &net->cooperatives[i];
		if (account_may(req->account, RIGHT_READ, c->code))
			staff_choice(page, "partage", arena_fmt(req->arena,
			    SHARE "%s", c->code), arena_fmt(req->arena,
			    "L’équipe : %s", c->name), current);
	}
	if (account_may(req->account, RIGHT_READ, ""))
		staff_choice(page, "partage", SHARE, "Tout le réseau",
		    current);
}

static int
show(struct app *app, struct req *req, struct res *res, const char *query,
    const char *error)
{
	const char *name = req_form(req, "nom"), *with = req_form(req,
	    "partage");
	struct node *page = page_new(app, req, "Vues de la liste", "gestion");

	vues_show(app, req, page, NULL);
	page_set(page, "filtres", query);
	page_set(page, "liste", query == NULL ? NULL : arena_fmt(req->arena,
	    "/gestion/dossiers?%s", query));
	if (name != NULL)
		node_set(page, "nom", page_safe(req->arena, name));
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (req_query(req, "fait") != NULL)
		node_set(page, "fait", "1");
	offer_shares(app, req, page, with == NULL ? "" : with);
	if (error != NULL) {
		form_error(page, "nom", error);
		node_set(page, "faute", error);
	}
	return page_show(app, res, page, "vues", error != NULL ? 422 : 200);
}

int
page_vues(struct app *app, struct req *req, struct res *res)
{
	struct filtres f;

	if (req->method == METHOD_POST)
		return show(app, req, res, filtres_sent(req, "filtres"), NULL);
	if (req_query(req, "etape") == NULL)
		return show(app, req, res, NULL, NULL);
	filtres_read(req, &f);
	return show(app, req, res, filtres_query(req->arena, &f, FILTRES,
	    NULL), NULL);
}

/* 0 and who sees it, NULL its owner alone; 400 when it cannot be shared so. */
static int
read_share(struct req *req, const char **cooperative)
{
	const char *with = req_form(req, "partage");

	*cooperative = NULL;
	if (with == NULL || *with == '\0')
		return 0;
	if (!str_starts(with, SHARE))
		return 400;
	*cooperative = with + strlen(SHARE);
	return account_may(req->account, RIGHT_READ, *cooperative) ? 0 : 400;
}

static int
save(struct app *app, struct req *req, struct res *res)
{
	const char *query = filtres_sent(req, "filtres"), *name, *cooperative;
	int64_t id = 0;
	int rc;

	name = req_form(req, "nom");
	name = name == NULL ? "" : str_squeeze(req->arena, name);
	if (query == NULL || read_share(req, &cooperative) != 0)
		return 400;
	if (str_is_blank(name))
		return show(app, req, res, query, "Donnez un nom à cette vue");
	if (!str_eq(name, page_safe(req->arena, name)) ||
	    utf8_length(name) > VUE_NAME_MAX)
		return show(app, req, res, query, "Le nom doit faire "
		    "60\u00a0caractères au plus, et se lire");
	rc = vue_save(app->writer, req->account->id, name, query, cooperative,
	    &id);
	if (rc == 1)
		return show(app, req, res, query, "Vous avez déjà 30\u00a0vues. "
		    "Retirez-en une");
	if (rc == 0 && req_form(req, "defaut") != NULL)
		rc = vue_open_on(app->writer, req->account->id, id);
	return rc == -1 ? 500 : res_redirect(res, "/gestion/dossiers?%s#contenu",
	    query);
}

int
post_vues(struct app *app, struct req *req, struct res *res)
{
	const char *remove = req_form(req, "retirer");
	const char *open_on = req_form(req, "ouvrir");
	long long id;
	int rc;

	if (remove == NULL && open_on == NULL)
		return save(app, req, res);
	if (str_number(remove != NULL ? remove : open_on, 0, INT64_MAX / 16,
	    &id) == -1)
		return 400;
	rc = remove != NULL ? vue_remove(app->writer, req->account->id, id) :
	    vue_open_on(app->writer, req->account->id, id);
	return rc == -1 ? 500 : rc == 1 ? 404 : res_redirect(res,
	    "/gestion/vues?fait=1#contenu");
}
