/*
 * The directory: places of the network near a commune, in a list and on a map
 * with the same numbers, and a page each.  Nothing is stored, no cookie set.
 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/form/programme.h"
#include "domain/session/session.h"
#include "public.h"

#define NEAR_KM		50	/* what « near » means */
#define NEAREST		3	/* shown when nothing is near */
#define QUOTED		60	/* letters of what was typed, in a sentence */
#define NEXT_DATES	3

/* What is asked, and what it comes to. */
struct question {
	const char	*typed;		/* as text; "" nothing */
	const struct programme *programme;
	const struct departement *departement;
	const struct commune *from;
	struct commune_search found;
};

static const char *
region(const struct app *app, struct req *req)
{
	return node_value(req->arena, tree_root(app->network->tree),
	    "departements");
}

static void
read_question(struct app *app, struct req *req, struct question *q)
{
	const struct departement *named;
	const char *s;

	memset(q, 0, sizeof(*q));
	q->typed = "";
	if ((s = req_query(req, "programme")) != NULL)
		q->programme = programme_find(s);
	if ((s = req_query(req, "departement")) != NULL && *s != '\0')
		q->departement = departement_find(app->departements, s);
	if ((s = req_query(req, "insee")) != NULL &&
	    (q->from = commune_find(app->communes, s)) != NULL) {
		q->typed = q->from->name;
		return;
	}
	if ((s = req_query(req, "commune")) == NULL || str_is_blank(s))
		return;
	q->typed = str_trim(req->arena, page_safe(req->arena, s));
	communes_search(req->arena, app->communes, q->typed,
	    region(app, req), &q->found);
	if (q->found.match == MATCH_ONE)
		q->from = &q->found.list[0];
	else if ((named = departement_named(app->departements, q->typed)) !=
	    NULL) {
		q->departement = named;
		q->typed = "";
	}
}

/* The address of the same question with another commune or département. */
static const char *
address(struct req *req, const struct question *q, const char *insee,
    const char *departement)
{
	const char *programme = q->programme == NULL ? NULL :
	    q->programme->name;

	return arena_fmt(req->arena, "/cooperatives%s%s%s%s%s%s%s",
	    insee || departement || programme ? "?" : "",
	    insee ? "insee=" : "", insee ? insee : "",
	    departement ? "departement=" : "", departement ? departement : "",
	    programme == NULL ? "" : insee || departement ?
	    "&programme=" : "programme=", programme ? programme : "");
}

/* « Laval (Mayenne) »: names alone do not tell communes apart. */
static const char *
commune_shown(struct app *app, struct req *req, const struct commune *c)
{
	const struct departement *d = departement_find(app->departements,
	    commune_departement(req->arena, c->insee));

	return d == NULL ? c->name : arena_fmt(req->arena, "%s (%s)", c->name,
	    d->name);
}

/* What was typed, short enough for a sentence. */
static const char *
quoted(struct req *req, const char *typed)
{
	const char *p = typed, *end = typed + strlen(typed);
	uint32_t cp;
	size_t i;

	for (i = 0; i < QUOTED && p < end; i++)
		p += utf8_decode(p, (size_t)(end - p), &cp);
	return p == end ? typed : arena_fmt(req->arena, "%.*s…",
	    (int)(p - typed), typed);
}

static void
add_search(struct app *app, struct req *req, struct node *page,
    const struct question *q)
{
	static const char *const states[] = { "inconnue", "une", "plusieurs",
	    "proche" };
	const struct commune *c;
	struct node *n, *choice;
	size_t i;

	page_set(page, "commune", q->typed);
	if (*q->typed == '\0')
		return;
	n = node_add(page, "recherche");
	node_set(n, "saisie", quoted(req, q->typed));
	node_set(n, "etat", q->from != NULL ? "une" :
	    states[q->found.match]);
	if (q->from != NULL)
		node_set(n, "commune", commune_shown(app, req, q->from));
	if (q->from != NULL && q->from->point == POINT_NONE)
		node_set(n, "sans-point", "1");
	if (q->found.total > q->found.n)
		node_set_int(n, "autres", (long long)(q->found.total -
		    q->found.n));
	for (i = 0; i < q->found.n; i++) {
		c = &q->found.list[i];
		if (c == q->from)
			continue;
		choice = node_add(n, "choix");
		node_set(choice, "nom", commune_shown(app, req, c));
		node_set(choice, "adresse", address(req, q, c->insee, NULL));
	}
}

/* The programmes that some place offers, and the network's départements. */
static void
add_filters(struct app *app, struct req *req, struct node *page,
    const struct question *q)
{
	const struct departement *d;
	struct place_near *list;
	struct node *n;
	char *rest, *code;
	size_t i;

	for (i = 0; i < nprogrammes; i++) {
		if (places_near(req->arena, &app->places,
		    &(struct place_filter){ .programme = programmes[i].name },
		    &list) == 0 && &programmes[i] != q->programme)
			continue;
		n = node_add(page, "choix-programme");
		node_set(n, "valeur", programmes[i].name);
		node_set(n, "libelle", programmes[i].label);
		if (&programmes[i] == q->programme)
			node_set(n, "choisi", "1");
	}
	rest = arena_dup(req->arena, region(app, req));
	while ((code = str_split(&rest, ' ')) != NULL) {
		d = departement_find(app->departements, code);
		if (d == NULL)
			continue;
		n = node_add(page, "choix-departement");
		node_set(n, "valeur", d->code);
		node_set(n, "libelle", d->name);
		if (d == q->departement)
			node_set(n, "choisi", "1");
	}
}

/* What is shown, and in which case we are. */
struct result {
	const char	*state;		/* of annuaire.html */
	struct place_near *list;
	size_t		 n, total;
};

static void
look(struct app *app, struct req *req, const struct question *q,
    struct result *r)
{
	struct place_filter f = { .from = q->from };

	r->state = "tous";
	if (q->programme != NULL)
		f.programme = q->programme->name;
	if (q->departement != NULL)
		f.departements = q->departement->code;
	r->n = r->total = places_near(req->arena, &app->places, &f, &r->list);
	if (r->n == 0 && q->departement != NULL) {
		r->state = "voisins";
		f.departements = q->departement->neighbours;
		r->n = places_near(req->arena, &app->places, &f, &r->list);
	}
	if (r->n == 0 && q->departement != NULL) {
		r->state = "ailleurs";
		f.departements = NULL;
		r->n = places_near(req->arena, &app->places, &f, &r->list);
	}
	if (r->n == 0) {
		r->state = "aucun";
		return;
	}
	if (q->from == NULL || r->list[0].km < 0)
		return;
	for (r->total = r->n, r->n = 0; r->n < r->total &&
	    r->list[r->n].km >= 0 && r->list[r->n].km <= NEAR_KM; r->n++)
		;
	if (r->n == 0)
		r->n = r->total < NEAREST ? r->total : NEAREST;
	if (str_eq(r->state, "tous"))
		r->state = r->list[0].km <= NEAR_KM ? "pres" : "loin";
}

/* « 3 lieux pour la CJS en Mayenne » */
static const char *
heading(struct req *req, const struct question *q, const struct result *r)
{
	struct arena *a = req->arena;
	const char *what = arena_fmt(a, "%zu\u00a0lieu%s%s%s", r->n,
	    r->n > 1 ? "x" : "", q->programme ? " " : "",
	    q->programme ? q->programme->pour : "");

	if (str_eq(r->state, "aucun"))
		return "Aucun lieu";
	if (str_eq(r->state, "loin"))
		return r->n == 1 ? arena_fmt(a, "Le lieu le plus proche %s",
		    commune_de(a, q->from->name)) :
		    arena_fmt(a, "Les %zu\u00a0lieux les plus proches %s",
		    r->n, commune_de(a, q->from->name));
	if (str_eq(r->state, "pres"))
		return arena_fmt(a, "%s à moins de %d\u00a0km %s", what,
		    NEAR_KM, commune_de(a, q->from->name));
	if (str_eq(r->state, "voisins"))
		return arena_fmt(a, "%s dans les départements voisins", what);
	if (q->departement != NULL && str_eq(r->state, "tous"))
		return arena_fmt(a, "%s %s", what, q->departement->located);
	return arena_fmt(a, "%s dans la région", what);
}

static void
add_programmes(struct req *req, struct node *to, const struct place *p)
{
	char *rest = arena_dup(req->arena, p->programmes), *name;
	const struct programme *pr;
	struct node *n;

	while ((name = str_split(&rest, ' ')) != NULL) {
		if ((pr = programme_find(name)) == NULL)
			continue;
		n = node_add(to, "programme");
		node_set(n, "nom", pr->name);
		node_set(n, "libelle", pr->label);
		node_set(n, "titre", pr->title);
		node_set(n, "adresse", pr->address);
	}
}

/* Whose colour a place has: a cooperative that of the CAE. */
static const char *
colour(struct req *req, const struct place *p)
{
	if (str_eq(p->nature, "cooperative"))
		return "cae";
	return arena_dupn(req->arena, p->programmes,
	    strcspn(p->programmes, " "));
}

static void
add_places(struct req *req, struct node *page, const struct result *r)
{
	const struct place *p;
	struct node *n;
	size_t i;

	for (i = 0; i < r->n; i++) {
		p = r->list[i].place;
		n = node_add(page, "lieu");
		node_set(n, "code", p->code);
		node_set(n, "nom", p->name);
		node_set(n, "nature", p->nature);
		node_set(n, "commune", p->town);
		node_set(n, "telephone", node_value(req->arena, p->node,
		    "telephone"));
		if (r->list[i].km >= 0)
			node_set(n, "distance", distance_shown(req->arena,
			    r->list[i].km));
		add_programmes(req, n, p);
	}
}

static void
set_tenth(struct req *req, struct node *n, const char *name, double v)
{
	node_set(n, name, arena_fmt(req->arena, "%.1f", v));
}

/* The network's départements and those its places stand in. */
static const char *
drawn(struct app *app, struct req *req)
{
	const char *codes = region(app, req), *code;
	size_t i;

	for (i = 0; i < app->places.n; i++) {
		code = commune_departement(req->arena,
		    app->places.list[i].insee);
		if (*code != '\0' && !str_has_word(codes, code))
			codes = arena_fmt(req->arena, "%s %s", codes, code);
	}
	return codes;
}

static void
add_outlines(struct app *app, struct req *req, struct node *map,
    const struct question *q, const char *codes)
{
	const struct departement *d;
	char *rest = arena_dup(req->arena, codes), *code;
	struct node *n;

	while ((code = str_split(&rest, ' ')) != NULL) {
		d = departement_find(app->departements, code);
		if (d == NULL || *d->outline == '\0')
			continue;
		n = node_add(map, "departement");
		node_set(n, "nom", d->name);
		node_set(n, "trace", d->outline);
		node_set(n, "adresse", address(req, q, NULL, d->code));
		if (d == q->departement)
			node_set(n, "choisi", "1");
	}
}

/* Markers by the numbers of the list; sizes follow the width of the map. */
static void
add_markers(struct req *req, struct node *map, const struct result *r,
    const struct box *box)
{
	struct marker *m = arena_array(req->arena, r->n, sizeof(*m));
	const char **names = arena_array(req->arena, r->n, sizeof(*names));
	size_t *rank = arena_array(req->arena, r->n, sizeof(*rank));
	double radius = (box->x1 - box->x0) / 34, size = radius * 1.15;
	const struct place *p;
	struct node *n;
	size_t i, k = 0;

	for (i = 0; i < r->n; i++) {
		p = r->list[i].place;
		map_project(p->lat, p->lon, &m[k].x, &m[k].y);
		if (!p->located || m[k].x < box->x0 || m[k].x > box->x1 ||
		    m[k].y < box->y0 || m[k].y > box->y1)
			continue;
		names[k] = p->town;
		rank[k++] = i;
	}
	map_spread(m, k, radius, box);
	map_label(m, names, k, radius, size, box);
	set_tenth(req, map, "rayon", radius);
	set_tenth(req, map, "corps", radius * 1.2);
	set_tenth(req, map, "corps-nom", size);
	for (i = 0; i < k; i++) {
		n = node_add(map, "marque");
		node_set_int(n, "rang", (long long)rank[i] + 1);
		node_set(n, "programme", colour(req, r->list[rank[i]].place));
		set_tenth(req, n, "x", m[i].x);
		set_tenth(req, n, "y", m[i].y);
		set_tenth(req, n, "pied", m[i].y + radius * 0.43);
		if (!m[i].labelled)
			continue;
		node_set(n, "nom", names[i]);
		set_tenth(req, n, "nom-x", m[i].label_x);
		set_tenth(req, n, "nom-y", m[i].label_y);
		if (m[i].left)
			node_set(n, "fin", "1");
	}
}

static void
add_map(struct app *app, struct req *req, struct node *page,
    const struct question *q, const struct result *r)
{
	const char *codes = drawn(app, req);
	struct node *map;
	struct box box;

	if (map_frame(app->departements, codes, 5, &box) == -1)
		return;
	map = node_add(page, "carte");
	node_set(map, "cadre", arena_fmt(req->arena, "%.0f %.0f %.0f %.0f",
	    box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0));
	add_outlines(app, req, map, q, codes);
	add_markers(req, map, r, &box);
}

static struct node *
new_page(struct app *app, struct req *req, struct res *res,
    const char *title, const char *description)
{
	struct node *page = page_new(app, req, title, "public");

	node_set(page, "description", description);
	node_unset(page, "noindex");
	res_header(res, "Cache-Control", "no-cache");
	return page;
}

int
page_annuaire(struct app *app, struct req *req, struct res *res)
{
	struct question q;
	struct result r;
	struct node *page;

	read_question(app, req, &q);
	look(app, req, &q, &r);
	page = new_page(app, req, res,
	    "Trouver une coopérative près de chez vous", "Les coopératives, "
	    "les tiers-lieux et les territoires du réseau, par commune, par "
	    "département et par programme.");
	if (req->nquery > 0)
		node_set(page, "noindex", "1");
	node_set(page, "etat", r.state);
	node_set(page, "resultat", heading(req, &q, &r));
	if (r.n < app->places.n)
		node_set_int(page, "lieux", (long long)app->places.n);
	if (q.programme != NULL) {
		node_set(page, "pour", q.programme->pour);
		node_set(page, "programme", q.programme->name);
	}
	if (q.departement != NULL)
		node_set(page, "ou", q.departement->located);
	add_search(app, req, page, &q);
	add_filters(app, req, page, &q);
	add_map(app, req, page, &q, &r);
	add_places(req, page, &r);
	return page_show(app, res, page, "annuaire", 200);
}

/* The next dates here: of a cooperative, or of its carrier in this town. */
static void
add_dates(struct app *app, struct req *req, struct node *page,
    const struct place *p)
{
	struct session_filter f = { .cooperative = p->carrier != NULL ?
	    p->carrier->code : p->code };
	struct session *list;
	size_t i, n, shown = 0;

	n = session_list(req->arena, app->reader, &f, &list);
	for (i = 0; i < n && shown < NEXT_DATES; i++)
		if (str_eq(p->nature, "cooperative") ||
		    str_eq(list[i].insee, p->insee)) {
			session_node(req->arena, page, &list[i],
			    time_local(req->now, NULL, NULL));
			shown++;
		}
}

/* Where a cooperative receives people besides its own walls. */
static void
add_carried(struct app *app, struct node *page, const struct place *p)
{
	const struct place *o;
	struct node *n;
	size_t i;

	for (i = 0; i < app->places.n; i++) {
		o = &app->places.list[i];
		if (o->carrier == NULL || !str_eq(o->carrier->code, p->code))
			continue;
		n = node_add(page, "porte");
		node_set(n, "code", o->code);
		node_set(n, "nom", o->name);
		node_set(n, "commune", o->town);
	}
}

int
page_lieu(struct app *app, struct req *req, struct res *res)
{
	const struct place *p = place_find(&app->places, req->tail[0]);
	struct node *page, *n;

	if (p == NULL)
		return 404;
	page = new_page(app, req, res, p->name, arena_fmt(req->arena,
	    "%s, à %s\u00a0: programmes, adresse, accès, horaires et "
	    "contacts.", p->name, p->town));
	node_set(page, "nature", p->nature);
	node_set(page, "programme", colour(req, p));
	if (p->located)
		node_set(page, "geo", arena_fmt(req->arena, "geo:%.4f,%.4f",
		    p->lat, p->lon));
	n = node_copy(page, p->node);
	node_rename(n, "fiche");
	add_programmes(req, page, p);
	if (p->carrier != NULL) {
		n = node_add(page, "porteur");
		node_set(n, "code", p->carrier->code);
		node_set(n, "de", node_value(req->arena, p->carrier->node,
		    "de"));
	}
	add_carried(app, page, p);
	add_dates(app, req, page, p);
	return page_show(app, res, page, "lieu", 200);
}
