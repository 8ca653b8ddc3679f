/*
 * Filters of the list of files.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/suivi.h"
#include "domain/session/session.h"
#include "domain/territory/map.h"
#include "filtre.h"

#define BACK	400	/* days: sessions over since then */
#define TEXT_MAX 200	/* bytes: more is no name */
#define QUERY_MAX 2000

/* Names in the address, and what goes without saying. */
static const struct { const char *name, *usual; } params[FILTRES] = {
	[FILTRE_Q] = { "q", "" },
	[FILTRE_ETAPE] = { "etape", ETAPE_TO_DO },
	[FILTRE_PROGRAMME] = { "programme", "" },
	[FILTRE_SEANCE] = { "seance", "" },
	[FILTRE_SUIVI] = { "suivi", "" },
	[FILTRE_DEPARTEMENT] = { "departement", "" },
	[FILTRE_COMMUNE] = { "commune", "" },
	[FILTRE_COOPERATIVE] = { "cooperative", "" },
	[FILTRE_TRI] = { "tri", "recu" },
	[FILTRE_ORDRE] = { "ordre", "asc" },
};

const char *
staff_query(const struct req *req, const char *name)
{
	const char *s = req_query(req, name);

	return s == NULL ? "" : page_safe(req->arena,
	    str_trim(req->arena, s));
}

int
staff_ticked(const struct req *req, const char *name, int64_t id)
{
	long long n;
	size_t i;

	for (i = 0; i < req->nform; i++)
		if (str_eq(req->form[i].name, name) &&
		    str_number(req->form[i].value, 1, INT64_MAX / 16,
		    &n) == 0 && n == id)
			return 1;
	return 0;
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

void
staff_cooperatives(struct app *app, struct req *req, struct node *page,
    const char *current)
{
	const char *scope = staff_scope(req, "");
	const struct cooperative *c;
	size_t i;

	if (*scope != '\0' && strchr(scope, ' ') == NULL)
		return;
	staff_choice(page, "cooperative", "", "Toutes", current);
	for (i = 0; i < app->network->ncooperatives; i++) {
		c = &app->network->cooperatives[i];
		if (*scope == '\0' || str_has_word(scope, c->code))
			staff_choice(page, "cooperative", c->code, c->name,
			    current);
	}
}

void
filtres_read(struct req *req, struct filtres *f)
{
	const char *s = req_query(req, "page");
	long long n = 1;
	size_t i;

	for (i = 0; i < FILTRES; i++) {
		f->value[i] = req_query(req, params[i].name) == NULL ?
		    params[i].usual : staff_query(req, params[i].name);
		if (strlen(f->value[i]) > TEXT_MAX)
			f->value[i] = params[i].usual;
	}
	if (*f->value[FILTRE_ETAPE] == '\0')
		f->value[FILTRE_ETAPE] = ETAPE_ALL;
	if (!str_eq(f->value[FILTRE_TRI], "nom") &&
	    !str_eq(f->value[FILTRE_TRI], "etape"))
		f->value[FILTRE_TRI] = "recu";
	if (!str_eq(f->value[FILTRE_ORDRE], "desc"))
		f->value[FILTRE_ORDRE] = "asc";
	if (s != NULL)
		str_number(s, 1, 100000, &n);
	f->page = (int)n;
	f->after = staff_query(req, "apres");
	f->before = staff_query(req, "avant");
}

static int64_t
adviser(const struct req *req, const char *value)
{
	long long id;

	if (str_eq(value, SUIVI_ME))
		return req->account->id;
	if (*value == '\0')
		return ADVISER_ANY;
	/* of nobody's account there is no file */
	return str_eq(value, SUIVI_NOBODY) ? ADVISER_NOBODY :
	    str_number(value, 1, INT64_MAX / 16, &id) == 0 ? id : INT64_MAX;
}

void
filtres_wanted(struct req *req, const struct filtres *f,
    struct dossier_filter *out)
{
	const char *const *v = f->value;

	*out = (struct dossier_filter){
		.cooperatives = staff_scope(req, v[FILTRE_COOPERATIVE]),
		.programme = v[FILTRE_PROGRAMME],
		.departement = v[FILTRE_DEPARTEMENT],
		.agenda = v[FILTRE_SEANCE],
		.adviser = adviser(req, v[FILTRE_SUIVI]),
		.text = v[FILTRE_Q],
		.commune = v[FILTRE_COMMUNE],
		.to_do = str_eq(v[FILTRE_ETAPE], ETAPE_TO_DO),
		.order = str_eq(v[FILTRE_TRI], "nom") ? ORDER_NOM :
		    str_eq(v[FILTRE_TRI], "etape") ? ORDER_ETAPE : ORDER_RECU,
		.descending = str_eq(v[FILTRE_ORDRE], "desc"),
		.page = f->page, .after = f->after, .before = f->before
	};
	/* who only reads does not look people up by their telephone */
	out->contacts = str_eq(out->cooperatives, account_scope(req->arena,
	    req->account, RIGHT_READ | RIGHT_WRITE, v[FILTRE_COOPERATIVE]));
	if (!out->to_do && !str_eq(v[FILTRE_ETAPE], ETAPE_ALL))
		out->state = v[FILTRE_ETAPE];
}

const char *
filtres_query(struct arena *a, const struct filtres *f, enum filtre which,
    const char *value)
{
	const char *q = "", *v;
	size_t i;

	for (i = 0; i < FILTRES; i++) {
		v = i == (size_t)which ? value : f->value[i];
		if (!str_eq(v, params[i].usual))
			q = arena_fmt(a, "%s%s%s=%s", q, *q != '\0' ? "&" : "",
			    params[i].name, http_encode(a, v));
	}
	/* an address without any would open on a view of one's own */
	return *q == '\0' ? "etape=" ETAPE_TO_DO : q;
}

const char *
filtres_address(struct arena *a, const struct filtres *f, enum filtre which,
    const char *value)
{
	return arena_fmt(a, "/gestion/dossiers?%s",
	    filtres_query(a, f, which, value));
}

const char *
filtres_sent(const struct req *req, const char *field)
{
	const char *s = req_form(req, field);
	size_t n = s == NULL ? 0 : strlen(s);

	return n == 0 || n > QUERY_MAX || strspn(s,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "=&%._~-") != n ? NULL : s;
}

static void
offer_programmes(struct app *app, struct req *req, struct node *page,
    const struct filtres *f)
{
	const struct definition *d;
	const char *seen = STATE_DRAFT, *step = f->value[FILTRE_ETAPE];
	size_t i, k;

	staff_choice(page, "etape", ETAPE_TO_DO, "À traiter", step);
	staff_choice(page, "etape", ETAPE_ALL, "Toutes les étapes", step);
	staff_choice(page, "programme", "", "Tous",
	    f->value[FILTRE_PROGRAMME]);
	for (i = 0; (d = app->programmes[i]) != NULL; i++) {
		staff_choice(page, "programme", d->name, d->called,
		    f->value[FILTRE_PROGRAMME]);
		/* a state of the same name means the same in all */
		for (k = 0; k < d->nstates; k++) {
			if (str_has_word(seen, d->states[k].name))
				continue;
			seen = arena_fmt(req->arena, "%s %s", seen,
			    d->states[k].name);
			staff_choice(page, "etape", d->states[k].name,
			    d->states[k].label, step);
		}
	}
}

static void
offer_sessions(struct app *app, struct req *req, struct node *page,
    const struct filtres *f)
{
	const struct session_filter which = {
		.programme = f->value[FILTRE_PROGRAMME],
		.cooperative = staff_scope(req,
		    f->value[FILTRE_COOPERATIVE]),
		.from = day_today() - BACK
	};
	struct session *list;
	size_t i, n;

	n = session_list(req->arena, app->reader, &which, &list);
	if (n == 0)
		return;
	staff_choice(page, "seance", "", "Toutes", f->value[FILTRE_SEANCE]);
	for (i = 0; i < n; i++)
		staff_choice(page, "seance", list[i].code,
		    arena_fmt(req->arena, "%s, %s", list[i].title,
		    session_days(req->arena, &list[i])),
		    f->value[FILTRE_SEANCE]);
}

static void
offer_advisers(struct app *app, struct req *req, struct node *page,
    const struct filtres *f)
{
	const char *current = f->value[FILTRE_SUIVI];
	struct account *list;
	size_t i, n;

	staff_choice(page, "suivi", "", "Tout le monde", current);
	staff_choice(page, "suivi", SUIVI_ME, "Moi", current);
	staff_choice(page, "suivi", SUIVI_NOBODY, "Personne encore", current);
	n = suivi_advisers(req->arena, app->reader,
	    staff_scope(req, f->value[FILTRE_COOPERATIVE]), 0, &list);
	for (i = 0; i < n; i++)
		if (list[i].id != req->account->id)
			staff_choice(page, "suivi", arena_fmt(req->arena,
			    "%lld", (long long)list[i].id), list[i].name,
			    current);
}

/* Départements that cooperatives of the network serve. */
static void
offer_places(struct app *app, struct req *req, struct node *page,
    const struct filtres *f)
{
	const struct network *net = app->network;
	const struct departement *d;
	const char *seen = "";
	char *rest, *code;
	size_t i;

	staff_choice(page, "departement", "", "Tous",
	    f->value[FILTRE_DEPARTEMENT]);
	for (i = 0; i < net->ncooperatives; i++) {
		rest = arena_dup(req->arena, net->cooperatives[i].departements);
		while ((code = str_split(&rest, ' ')) != NULL) {
			if (*code == '\0' || str_has_word(seen, code))
				continue;
			seen = arena_fmt(req->arena, "%s %s", seen, code);
			d = departement_find(app->departements, code);
			staff_choice(page, "departement", code,
			    d == NULL ? code : d->name,
			    f->value[FILTRE_DEPARTEMENT]);
		}
	}
	staff_cooperatives(app, req, page, f->value[FILTRE_COOPERATIVE]);
}

/* What the control of a filter calls the value chosen; else the value. */
static const char *
chosen(struct node *page, const char *group, const char *value)
{
	const struct node *n;

	for (n = node_child(page, group); n != NULL;
	    n = node_sibling(n, group))
		if (node_attr(n, "choisi") != NULL)
			return node_attr_or(n, "libelle", value);
	return value;
}

static void
show_applied(struct req *req, struct node *page, const struct filtres *f)
{
	const char *v, *label;
	struct node *n;
	size_t i;

	for (i = 0; i <= FILTRE_COOPERATIVE; i++) {
		v = f->value[i];
		if (*v == '\0' || str_eq(v, params[i].usual) ||
		    (i == FILTRE_ETAPE && str_eq(v, ETAPE_ALL)))
			continue;
		label = i == FILTRE_Q || i == FILTRE_COMMUNE ? v :
		    chosen(page, params[i].name, v);
		if (i == FILTRE_SUIVI)
			label = arena_fmt(req->arena, "suivi par %s",
			    str_eq(v, SUIVI_ME) ? "moi" :
			    str_eq(v, SUIVI_NOBODY) ? "personne" : label);
		n = node_add(page, "applique");
		node_set(n, "libelle", label);
		node_set(n, "adresse", filtres_address(req->arena, f,
		    (enum filtre)i, i == FILTRE_ETAPE ? ETAPE_ALL : ""));
		if (i > FILTRE_PROGRAMME)
			node_set(page, "plus", "1");
	}
}

void
filtres_show(struct app *app, struct req *req, struct node *page,
    const struct filtres *f)
{
	node_set(page, "q", f->value[FILTRE_Q]);
	node_set(page, "commune", f->value[FILTRE_COMMUNE]);
	node_set(page, "tri", f->value[FILTRE_TRI]);
	node_set(page, "ordre", f->value[FILTRE_ORDRE]);
	offer_programmes(app, req, page, f);
	offer_sessions(app, req, page, f);
	offer_advisers(app, req, page, f);
	offer_places(app, req, page, f);
	show_applied(req, page, f);
}
