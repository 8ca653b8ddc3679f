/*
 * « Quel programme pour moi ? »: up to five questions, a page each, GET only;
 * the answers are in the address and nowhere else.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/form/programme.h"
#include "domain/session/session.h"
#include "domain/territory/orientation.h"
#include "public.h"

/* Where it leads to with one answer replaced; NULL leaves the answer out. */
static const char *
address(struct req *req, const struct orientation *o, enum question q,
    const char *value)
{
	const char *at = "/orientation", *v;
	enum question i;
	int first = 1;

	for (i = Q_AGE; i < QUESTIONS; i++) {
		v = i == q ? value : o->said[i];
		if (v == NULL)
			continue;
		at = arena_fmt(req->arena, "%s%c%s=%s", at, first ? '?' : '&',
		    orientation_questions[i].name, v);
		first = 0;
	}
	return at;
}

static const char *
to_change(struct req *req, const struct orientation *o, enum question q)
{
	const char *at = address(req, o, QUESTIONS, NULL);

	return arena_fmt(req->arena, "%s%cmodifier=%s", at,
	    strchr(at, '?') == NULL ? '?' : '&',
	    orientation_questions[q].name);
}

/* « age », « projet » …; QUESTIONS for anything else. */
static enum question
question_named(const char *name)
{
	enum question q = Q_AGE;

	while (q < QUESTIONS && (name == NULL ||
	    !str_eq(orientation_questions[q].name, name)))
		q++;
	return q;
}

/*
 * The answers of the address.  Of the question just put (posee), silence is
 * an answer too; what is no answer of ours means « I do not know ».
 */
static void
read_answers(struct app *app, struct req *req, struct orientation *o,
    struct commune_search *found)
{
	enum question q, put = question_named(req_query(req, "posee"));
	const char *typed = req_query(req, "commune"), *v;
	const char *region = node_value(req->arena,
	    tree_root(app->network->tree), "departements");

	memset(o, 0, sizeof(*o));
	for (q = Q_AGE; q < QUESTIONS; q++) {
		v = req_query(req, orientation_questions[q].name);
		if (q == Q_COMMUNE)
			o->said[q] = v == NULL ? NULL : commune_find(
			    app->communes, v) != NULL ? v : UNKNOWN;
		else if (v != NULL)
			o->said[q] = orientation_label(q, v) != NULL ? v :
			    q == Q_AGE ? NULL : UNKNOWN;
		if (o->said[q] == NULL && put == q && q != Q_AGE)
			o->said[q] = UNKNOWN;
	}
	if (put != Q_COMMUNE || typed == NULL || str_is_blank(typed))
		return;
	communes_search(req->arena, app->communes, str_trim(req->arena,
	    page_safe(req->arena, typed)), region, found);
	o->said[Q_COMMUNE] = found->match == MATCH_ONE ?
	    found->list[0].insee : NULL;
}

static const char *
commune_shown(struct app *app, struct req *req, const struct commune *c)
{
	const struct departement *d = departement_find(app->departements,
	    commune_departement(req->arena, c->insee));

	return d == NULL ? c->name : arena_fmt(req->arena, "%s (%s)", c->name,
	    d->name);
}

static struct node *
new_page(struct app *app, struct req *req, struct res *res,
    const char *title)
{
	struct node *page = page_new(app, req, title, "public");

	node_set(page, "description", "Quelques questions pour trouver le "
	    "programme qui vous correspond. Aucune réponse n’est "
	    "enregistrée.");
	if (req->nquery == 0)
		node_unset(page, "noindex");
	res_header(res, "Cache-Control", "no-cache");
	return page;
}

/* The last question before this one that was asked. */
static void
add_way_back(struct req *req, struct node *page, const struct orientation *o,
    enum question q)
{
	enum question before = q;

	while (before > Q_AGE)
		if (orientation_asks(o, --before)) {
			node_set(page, "avant", to_change(req, o, before));
			return;
		}
}

static void
add_choices(struct req *req, struct node *champ,
    const struct questioning *asked, const char *said)
{
	struct node *n;
	size_t i;

	node_set(champ, "genre", "choix");
	for (i = 0; i < asked->n; i++) {
		n = node_add(champ, "option");
		node_set(n, "id", i == 0 ? asked->name : arena_fmt(req->arena,
		    "%s-%zu", asked->name, i + 1));
		node_set(n, "valeur", asked->answers[i].value);
		node_set(n, "libelle", asked->answers[i].label);
		if (said != NULL && str_eq(said, asked->answers[i].value))
			node_set(n, "coche", "1");
	}
}

/* A name that leads to no commune, or to several, is asked about. */
static void
add_commune(struct app *app, struct req *req, struct node *page,
    struct node *champ, const struct orientation *o,
    const struct commune_search *found)
{
	const char *typed = req_query(req, "commune");
	const struct commune *c = o->said[Q_COMMUNE] == NULL ? NULL :
	    commune_find(app->communes, o->said[Q_COMMUNE]);
	struct node *n;
	size_t i;

	node_set(champ, "genre", "ligne");
	node_set(champ, "id", "commune");
	node_set(champ, "nom", "commune");
	node_set(champ, "type", "text");
	node_set(champ, "taille", "c20");
	node_set(champ, "autocomplete", "postal-code");
	node_set(champ, "valeur", typed != NULL ? page_safe(req->arena,
	    typed) : c != NULL ? c->name : "");
	node_set(champ, "aide", "Nom ou code postal, pour trouver le lieu le "
	    "plus proche. Aucune réponse n’est enregistrée.");
	node_set(champ, "decrit", "commune-a");
	node_set(page, "passer", address(req, o, Q_COMMUNE, UNKNOWN));
	if (typed == NULL || str_is_blank(typed))
		return;
	node_set(page, "trouve", found->n > 0 ? "choix" : "rien");
	for (i = 0; i < found->n; i++) {
		n = node_add(page, "choix");
		node_set(n, "nom", commune_shown(app, req, &found->list[i]));
		node_set(n, "adresse", address(req, o, Q_COMMUNE,
		    found->list[i].insee));
	}
}

static int
show_question(struct app *app, struct req *req, struct res *res,
    const struct orientation *o, enum question q,
    const struct commune_search *found)
{
	const struct questioning *asked = &orientation_questions[q];
	const char *error = q == Q_AGE && req_query(req, "posee") != NULL &&
	    o->said[Q_AGE] == NULL ? "Choisissez votre tranche d’âge" : NULL;
	struct node *page = new_page(app, req, res, asked->title), *champ, *n;
	enum question i;
	int rank = 0;

	for (i = Q_AGE; i <= q; i++)
		rank += orientation_asks(o, i);
	node_set_int(page, "rang", rank);
	node_set(page, "question", asked->name);
	add_way_back(req, page, o, q);
	champ = node_add(page, "champ");
	node_set(champ, "id", asked->name);
	node_set(champ, "nom", asked->name);
	node_set(champ, "libelle", asked->title);
	node_set(champ, "aide", "Aucune réponse n’est enregistrée.");
	node_set(champ, "decrit", arena_fmt(req->arena, "%s%s-a",
	    error == NULL ? "" : arena_fmt(req->arena, "%s-e ", asked->name),
	    asked->name));
	node_set(champ, "seul", "1");
	if (error != NULL) {
		node_set(champ, "erreur", error);
		form_error(page, asked->name, error);
	}
	if (q == Q_COMMUNE)
		add_commune(app, req, page, champ, o, found);
	else
		add_choices(req, champ, asked, o->said[q]);
	for (i = Q_AGE; i < QUESTIONS; i++)
		if (i != q && o->said[i] != NULL) {
			n = node_add(page, "reponse");
			node_set(n, "nom", orientation_questions[i].name);
			node_set(n, "valeur", o->said[i]);
		}
	return page_show(app, res, page, "question", error == NULL ? 200 :
	    422);
}

static void
add_answers(struct app *app, struct req *req, struct node *page,
    const struct orientation *o)
{
	const struct commune *c;
	struct node *n;
	enum question q;

	for (q = Q_AGE; q < QUESTIONS; q++) {
		if (o->said[q] == NULL || !orientation_asks(o, q))
			continue;
		n = node_add(page, "reponse");
		node_set(n, "question", orientation_questions[q].title);
		node_set(n, "objet", orientation_questions[q].subject);
		node_set(n, "adresse", to_change(req, o, q));
		if (q != Q_COMMUNE)
			node_set(n, "libelle", orientation_label(q,
			    o->said[q]));
		else {
			c = commune_find(app->communes, o->said[q]);
			node_set(n, "libelle", c == NULL ? "Non indiquée" :
			    commune_shown(app, req, c));
		}
	}
}

/*
 * The session one may sign up for: one with a seat left before one with a
 * waiting list, then the nearest, else the first.
 */
static void
add_session(struct app *app, struct req *req, struct node *page,
    const struct commune *home, const char *programme)
{
	int32_t today = time_local(req->now, NULL, NULL);
	struct session_filter f = { .programme = programme, .signup = 1 };
	const struct commune *there;
	struct session *list;
	double km, best_km = -1;
	size_t i, best = 0, n;
	int free, best_free = -1;
	struct node *s;

	n = session_list(req->arena, app->reader, &f, &list);
	for (i = 0; i < n; i++) {
		there = home == NULL ? NULL :
		    commune_find(app->communes, list[i].insee);
		km = there == NULL ? -1 : commune_distance_km(home, there);
		free = session_left(&list[i]) > 0;
		if (free > best_free || (free == best_free && km >= 0 &&
		    (best_km < 0 || km < best_km)))
			best = i, best_km = km, best_free = free;
	}
	if (n == 0)
		return;
	s = session_node(req->arena, page, &list[best], today);
	if (best_km >= 0)
		node_set(s, "distance", distance_shown(req->arena, best_km));
}

static void
add_place(struct app *app, struct req *req, struct node *page,
    const struct commune *home, const char *programme)
{
	struct place_filter f = { .programme = programme, .from = home };
	struct place_near *list;
	struct node *n;

	size_t found = places_near(req->arena, &app->places, &f, &list);

	if (found == 0)
		return;
	/* without a commune none of several is the one to go to */
	if (home == NULL && found > 1) {
		node_set_int(page, "lieux", (long long)found);
		return;
	}
	n = node_add(page, "lieu");
	node_set(n, "code", list[0].place->code);
	node_set(n, "nom", list[0].place->name);
	node_set(n, "commune", list[0].place->town);
	node_set(n, "telephone", node_value(req->arena, list[0].place->node,
	    "telephone"));
	if (list[0].km >= 0)
		node_set(n, "distance", distance_shown(req->arena,
		    list[0].km));
}

static void
add_programme(struct app *app, struct node *page, const char *element,
    const char *name)
{
	const struct programme *p = programme_find(name);
	struct node *n = node_add(page, element);

	node_set(n, "nom", p->name);
	node_set(n, "libelle", p->label);
	node_set(n, "titre", p->title);
	node_set(n, "la", p->la);
	node_set(n, "adresse", p->address);
	if (app_programme(app, p->name) != NULL)
		node_set(n, "candidature", p->name);
}

static int
show_advice(struct app *app, struct req *req, struct res *res,
    const struct orientation *o)
{
	const struct commune *home = o->said[Q_COMMUNE] == NULL ? NULL :
	    commune_find(app->communes, o->said[Q_COMMUNE]);
	const char *title, *main;
	struct advice advice;
	struct node *page;
	size_t i;

	orientation_advise(o, &advice);
	main = advice.programmes[0];
	title = advice.early ? "La CJS commence à 16\u00a0ans" :
	    arena_fmt(req->arena, "Le programme qui vous correspond\u00a0: %s",
	    programme_find(main)->la);
	page = new_page(app, req, res, title);
	node_set(page, "pourquoi", advice.why);
	node_set(page, "programme", main);
	if (advice.early)
		node_set(page, "tot", "1");
	if (app_programme(app, "prevenir") != NULL)
		node_set(page, "prevenir", "/candidature/prevenir");
	if (home != NULL)
		node_set(page, "insee", home->insee);
	add_programme(app, page, "conseil", main);
	for (i = 1; i < advice.n; i++)
		add_programme(app, page, "autre", advice.programmes[i]);
	add_answers(app, req, page, o);
	if (!advice.early)
		add_session(app, req, page, home, main);
	add_place(app, req, page, home, main);
	return page_show(app, res, page, "conseil", 200);
}

int
page_orientation(struct app *app, struct req *req, struct res *res)
{
	struct commune_search found = { 0 };
	enum question q = question_named(req_query(req, "modifier"));
	struct orientation o;

	read_answers(app, req, &o, &found);
	if (o.said[Q_AGE] == NULL)
		q = Q_AGE;
	else if (q == QUESTIONS || !orientation_asks(&o, q))
		q = orientation_next(&o);
	return q == QUESTIONS ? show_advice(app, req, res, &o) :
	    show_question(app, req, res, &o, q, &found);
}
