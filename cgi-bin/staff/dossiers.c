/*
 * The list: « À traiter » first, filtered by a GET form, 25 a page.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/law/contrat.h"
#include "staff.h"

struct view {
	struct dossier_filter filter;
	const char	*step;		/* what the form says: a-traiter … */
	const char	*order;		/* of reception: asc or desc */
};

const char *
staff_query(const struct req *req, const char *name)
{
	const char *s = req_query(req, name);

	return s == NULL ? "" : page_safe(req->arena,
	    str_trim(req->arena, s));
}

static void
read_view(struct req *req, struct view *v)
{
	const char *s = req_query(req, "page");
	long long n = 1;

	memset(v, 0, sizeof(*v));
	v->step = req_query(req, "etape") == NULL ? "a-traiter" :
	    staff_query(req, "etape");
	v->filter.to_do = str_eq(v->step, "a-traiter");
	v->filter.state = v->filter.to_do || str_eq(v->step, "tous") ? "" :
	    v->step;
	v->filter.programme = staff_query(req, "programme");
	v->filter.text = staff_query(req, "q");
	v->filter.cooperative = *req->account->cooperative != '\0' ?
	    req->account->cooperative : staff_query(req, "cooperative");
	v->order = str_eq(staff_query(req, "ordre"), "desc") ? "desc" : "asc";
	v->filter.newest = str_eq(v->order, "desc");
	if (s != NULL)
		str_number(s, 1, 100000, &n);
	v->filter.page = (int)n;
}

/* The address of this view with one thing changed. */
static const char *
address(struct req *req, const struct view *v, const char *step,
    const char *programme, const char *text, const char *order, int page)
{
	struct arena *a = req->arena;
	const char *coop = *req->account->cooperative != '\0' ? "" :
	    v->filter.cooperative;

	return arena_fmt(a, "/gestion/dossiers?etape=%s%s%s%s%s%s%s%s%s%s",
	    http_encode(a, step),
	    *programme ? "&programme=" : "", http_encode(a, programme),
	    *coop ? "&cooperative=" : "", http_encode(a, coop),
	    *text ? "&q=" : "", http_encode(a, text),
	    str_eq(order, "desc") ? "&ordre=desc" : "",
	    page > 1 ? "&page=" : "",
	    page > 1 ? arena_fmt(a, "%d", page) : "");
}

void
staff_choice(struct node *page, const char *group, const char *value,
    const char *label, const char *current)
{
	struct node *n = node_add(page, group);

	node_set(n, "valeur", value);
	node_set(n, "libelle", label);
	if (str_eq(value, current))
		node_set(n, "choisi", "1");
}

static void
add_filters(struct app *app, struct req *req, struct node *page,
    const struct view *v)
{
	const struct definition *d;
	const char *seen = STATE_DRAFT;
	size_t i, k;

	staff_choice(page, "etape", "a-traiter", "À traiter", v->step);
	staff_choice(page, "etape", "tous", "Toutes les étapes", v->step);
	staff_choice(page, "programme", "", "Tous", v->filter.programme);
	for (i = 0; (d = app->programmes[i]) != NULL; i++) {
		staff_choice(page, "programme", d->name, d->called,
		    v->filter.programme);
		/* a state of the same name means the same in all */
		for (k = 0; k < d->nstates; k++) {
			if (str_has_word(seen, d->states[k].name))
				continue;
			seen = arena_fmt(req->arena, "%s %s", seen,
			    d->states[k].name);
			staff_choice(page, "etape", d->states[k].name,
			    d->states[k].label, v->step);
		}
	}
	if (*req->account->cooperative != '\0')
		return;
	staff_choice(page, "cooperative", "", "Toutes", v->filter.cooperative);
	for (i = 0; i < app->network->ncooperatives; i++)
		staff_choice(page, "cooperative",
		    app->network->cooperatives[i].code,
		    app->network->cooperatives[i].name,
		    v->filter.cooperative);
}

/* Applied filters, each with the link that removes it. */
static void
add_applied(struct app *app, struct req *req, struct node *page,
    const struct view *v)
{
	const struct dossier_filter *f = &v->filter;
	const struct cooperative *coop;
	const struct definition *d;
	struct view without = *v;
	struct node *n;

	if (*f->text != '\0') {
		n = node_add(page, "applique");
		node_set(n, "libelle", f->text);
		node_set(n, "adresse", address(req, v, v->step, f->programme,
		    "", v->order, 1));
	}
	if (*f->programme != '\0') {
		d = app_programme(app, f->programme);
		n = node_add(page, "applique");
		node_set(n, "libelle", d == NULL ? f->programme : d->called);
		node_set(n, "adresse", address(req, v, v->step, "", f->text,
		    v->order, 1));
	}
	if (*f->cooperative != '\0' && *req->account->cooperative == '\0') {
		coop = network_cooperative(app->network, f->cooperative);
		without.filter.cooperative = "";
		n = node_add(page, "applique");
		node_set(n, "libelle", coop == NULL ? f->cooperative :
		    coop->name);
		node_set(n, "adresse", address(req, &without, v->step,
		    f->programme, f->text, v->order, 1));
	}
}

static void
add_row(struct app *app, struct req *req, struct node *page,
    const struct dossier *d)
{
	const struct definition *def = app_form(app, d);
	const struct state *s = def == NULL ? NULL :
	    definition_state(def, d->state);
	const struct cooperative *coop =
	    network_cooperative(app->network, d->cooperative);
	struct node *n = node_add(page, "dossier");

	node_set(n, "numero", d->numero);
	node_set(n, "nom", d->nom);
	node_set(n, "prenom", d->prenom);
	node_set(n, "programme", def == NULL ? d->programme : def->prefix);
	node_set(n, "cooperative", coop == NULL ? "–" : coop->name);
	node_set(n, "recu", day_iso(req->arena,
	    time_local(d->sent, NULL, NULL)));
	node_set(n, "etape", s == NULL ? d->state : s->label);
	page_set(n, "alerte", contrat_flag(req->arena, app->reader, d->id,
	    day_today()));
	page_set(n, "place", staff_seat(app, d));
	node_set(n, "couleur", s == NULL || str_eq(s->who, "aucun") ?
	    "neutre" : str_eq(s->who, "equipe") ? "att" : "cae");
}

int
page_dossiers(struct app *app, struct req *req, struct res *res)
{
	struct dossier *list;
	struct node *page;
	struct view v;
	const char *title;
	int64_t total;
	size_t i, n;
	int pages;

	read_view(req, &v);
	n = dossier_list(req->arena, app->reader, &v.filter, &list, &total);
	if (total < 0)
		return 500;
	pages = total == 0 ? 1 : (int)((total - 1) / DOSSIER_PAGE) + 1;
	title = pages == 1 ? "Dossiers" : arena_fmt(req->arena,
	    "Dossiers (page\u00a0%d sur\u00a0%d)", v.filter.page, pages);
	page = page_new(app, req, title, "gestion");
	node_set_int(page, "total", total);
	node_set(page, "vue", v.step);
	node_set(page, "ordre", v.order);
	node_set(page, "q", v.filter.text);
	node_set(page, "tri", address(req, &v, v.step, v.filter.programme,
	    v.filter.text, str_eq(v.order, "asc") ? "desc" : "asc", 1));
	if (v.filter.page > 1)
		node_set(page, "precedente", address(req, &v, v.step,
		    v.filter.programme, v.filter.text, v.order,
		    v.filter.page - 1));
	if (v.filter.page < pages)
		node_set(page, "suivante", address(req, &v, v.step,
		    v.filter.programme, v.filter.text, v.order,
		    v.filter.page + 1));
	add_filters(app, req, page, &v);
	add_applied(app, req, page, &v);
	for (i = 0; i < n; i++)
		add_row(app, req, page, &list[i]);
	return page_show(app, res, page, "dossiers", 200);
}
