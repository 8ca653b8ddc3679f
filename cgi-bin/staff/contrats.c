/*
 * All contracts: the way of each person, what ends soon, what is to be
 * declared.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/law/parcours.h"
#include "staff.h"

static const struct {
	const char	*name, *label;
	int		 within, undeclared, alert;
} views[] = {
	{ "a-regarder", "À regarder", 0, 0, 1 },
	{ "tous", "Tous les contrats", 0, 0, 0 },
	{ "7", "Fin dans 7\u00a0jours au plus", 7, 0, 0 },
	{ "30", "Fin dans 30\u00a0jours au plus", 30, 0, 0 },
	{ "60", "Fin dans 60\u00a0jours au plus", 60, 0, 0 },
	{ "a-declarer", "Déclarations à faire", 0, 1, 0 },
};
#define VIEWS	(sizeof(views) / sizeof(views[0]))

/* 0 or -1. */
static int
add_row(struct app *app, struct req *req, struct node *page,
    const struct parcours_row *r, int32_t today)
{
	const struct cooperative *coop;
	struct parcours p;
	struct contrat c;
	struct dossier d;
	struct node *n;

	if (dossier_by_id(req->arena, app->reader, r->dossier, &d) != 0 ||
	    contrat_load(req->arena, app->reader, &d, today, &c) == -1 ||
	    parcours_load(req->arena, app->reader, &d, &c, today, &p) == -1)
		return -1;
	n = node_add(page, "contrat");
	node_set(n, "numero", d.numero);
	node_set(n, "nom", d.nom);
	node_set(n, "prenom", d.prenom);
	coop = network_cooperative(app->network, d.cooperative);
	page_set(n, "cooperative", coop == NULL ? NULL : coop->name);
	node_set(n, "etat", contrat_state_name(c.state));
	node_set(n, "libelle", contrat_state_words(c.state));
	node_set(n, "fin", day_iso(req->arena, r->last));
	if (contrat_runs(&c) && r->last - today <= CONTRAT_SOON)
		node_set_int(n, "reste", r->last - today);
	if (r->undeclared > 0) {
		node_set_int(n, "declarer", r->undeclared);
		if (r->owed != DAY_NONE)
			node_set(n, "depuis", day_iso(req->arena, r->owed));
	}
	parcours_node(req->arena, n, &p);
	return 0;
}

int
page_contrats(struct app *app, struct req *req, struct res *res)
{
	const char *view = staff_query(req, "vue");
	const char *coop = staff_query(req, "cooperative");
	const char *number = req_query(req, "page");
	struct parcours_filter f = { .today = day_today(), .page = 1 };
	struct parcours_row *list;
	struct node *page;
	int64_t total;
	long long n = 1;
	size_t i, k = 0, count;
	int pages;

	for (i = 0; i < VIEWS; i++)
		if (str_eq(view, views[i].name))
			k = i;
	if (number != NULL && str_number(number, 1, 1000000, &n) == 0)
		f.page = (int)n;
	f.within = views[k].within;
	f.undeclared = views[k].undeclared;
	f.alert = views[k].alert;
	f.scope = staff_scope(req, coop);
	count = parcours_list(req->arena, app->reader, &f, &list, &total);
	page = page_new(app, req, "Contrats", "gestion");
	node_set_int(page, "total", total);
	node_set(page, "vue", views[k].name);
	node_set(page, "vue-titre", views[k].label);
	for (i = 0; i < VIEWS; i++)
		staff_choice(page, "vue", views[i].name, views[i].label,
		    views[k].name);
	staff_cooperatives(app, req, page, coop);
	for (i = 0; i < count; i++)
		if (add_row(app, req, page, &list[i], f.today) == -1)
			return 500;
	pages = total == 0 ? 1 : (int)((total - 1) / PARCOURS_PAGE) + 1;
	node_set_int(page, "page", f.page);
	node_set_int(page, "pages", pages);
	if (f.page > 1)
		node_set(page, "precedente", arena_fmt(req->arena,
		    "/gestion/contrats?vue=%s&cooperative=%s&page=%d",
		    views[k].name, http_encode(req->arena, coop), f.page - 1));
	if (f.page < pages)
		node_set(page, "suivante", arena_fmt(req->arena,
		    "/gestion/contrats?vue=%s&cooperative=%s&page=%d",
		    views[k].name, http_encode(req->arena, coop), f.page + 1));
	retour_keep(app, req, res, RETOUR_CONTRATS, req->query_string);
	return page_show(app, res, page, "contrats", 200);
}
