/*
 * The models of pages, and the model in which everything that may exist
 * exists: for the network it is drawn from the grammar of reseau.xml itself, so
 * that a template can name what this network happens not to have, and cannot
 * name what no network has.
 */
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "domain/form/programme.h"
#include "domain/form/reglage.h"
#include "domain/report/figures.h"
#include "domain/store.h"
#include "site.h"

/* The pages above an address, the home page left out: the way down to it. */
static void
add_above(struct site *s, struct node *fil, const char *address)
{
	const struct site_page *p;
	const char *slash = address;
	struct node *n;

	while ((slash = strchr(slash + 1, '/')) != NULL) {
		p = site_page_at(s, address, (size_t)(slash - address));
		if (p == NULL)
			continue;
		n = node_add(fil, "page");
		node_set(n, "adresse", p->address);
		node_set(n, "titre", p->title);
	}
}

/* From a grammar to a tree: every element and attribute it allows, once. */

#define DEPTH	24

static struct node *
find_define(struct node *grammar, const char *name)
{
	struct node *d;

	for (d = node_child(grammar, "define"); d != NULL;
	    d = node_sibling(d, "define"))
		if (str_eq(node_attr_or(d, "name", ""), name))
			return d;
	return NULL;
}

static void
grow(struct node *to, struct node *pattern, struct node *grammar, int depth)
{
	const char *kind, *name;
	struct node *n, *below;

	if (depth > DEPTH)
		return;
	for (n = node_child(pattern, NULL); n != NULL;
	    n = node_sibling(n, NULL)) {
		kind = node_name(n);
		name = node_attr_or(n, "name", "");
		if (str_eq(kind, "attribute"))
			node_set(to, name, "x");
		else if (str_eq(kind, "element")) {
			below = node_child(to, name);
			grow(below != NULL ? below : node_add(to, name), n,
			    grammar, depth + 1);
		} else if (str_eq(kind, "ref")) {
			if ((below = find_define(grammar, name)) != NULL)
				grow(to, below, grammar, depth + 1);
		} else
			grow(to, n, grammar, depth + 1);
	}
}

static struct node *
everything(struct site *s)
{
	static const char *const known[] = {
		"titre", "description", "chemin", "menu", "date", "programme",
		"erreur", "noindex", "jeton", "retour", "q", "tu"
	};
	static const char *const point[] = { "x", "y", "r", "programme" };
	static const char *const seance[] = {
		"adresse", "titre", "lieu", "dates", "etat", "places"
	};
	static const char *const forms[] = { "brouillon", "reponse",
	    "age-min", "age-max", "ouvre", "ferme" };
	struct arena *a = s->arena;
	struct node *page = tree_root(tree_new(a, "page")), *n, *f, *grammar;
	struct tree *rng;
	struct xml_error err;
	size_t i, k;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		node_set(page, known[i], "x");
	if ((rng = tree_load(a, conf_share(a, &s->app->conf,
	    "schemas/xml/reseau.rng"), &err)) != NULL) {
		grammar = tree_root(rng);
		grow(page, node_child(grammar, "start"), grammar, 0);
	} else
		buf_fmt(&s->faults, "%s\n", err.text);
	asset_model(s->assets, page);
	n = node_add(node_add(page, "fil"), "page");
	node_set(n, "adresse", "x");
	node_set(n, "titre", "x");
	n = node_add(page, "formulaires");
	for (i = 0; i < nprogrammes; i++) {
		f = node_add(n, programmes[i].name);
		for (k = 0; k < sizeof(forms) / sizeof(forms[0]); k++)
			node_set(f, forms[k], "x");
	}
	n = node_add(page, "assemblee");
	node_set(n, "personnes", "x");
	n = node_add(n, "point");
	for (i = 0; i < sizeof(point) / sizeof(point[0]); i++)
		node_set(n, point[i], "x");
	n = node_add(node_add(page, "seances"), "seance");
	for (i = 0; i < sizeof(seance) / sizeof(seance[0]); i++)
		node_set(n, seance[i], "x");
	site_list_everything(page);
	node_add_text(node_add(page, "fautes"), "faute", "x");
	node_add_text(node_add(page, "contenu"), "p", "x");
	n = node_add(page, "compte");
	node_set(n, "nom", "x");
	n = node_add(page, "entree");
	node_set(n, "adresse", "x");
	node_set(n, "libelle", "x");
	node_set(n, "courant", "x");
	return page;
}

/* What the database counts takes the place of what reseau.xml tells. */
static void
update_figures(struct site *s, struct node *reseau)
{
	const struct conf *conf = &s->app->conf;
	struct node *told = node_child(reseau, "chiffres");
	struct db *db;

	if (!file_exists(conf_data(s->arena, conf, "terreau.db")) ||
	    (db = store_open(s->arena, conf, DB_READ)) == NULL)
		return;
	if (figures_add(reseau, db) != NULL && told != NULL)
		node_remove(told);
	db_close(db);
}

static void
release(void *tree)
{
	tree_free(tree);
}

void
site_model(struct site *s)
{
	/* each page changes it: what it had before is freed at once */
	struct tree *tree = tree_new(NULL, "page");
	struct node *page = tree_root(tree), *reseau, *chiffres;

	arena_own(s->arena, release, tree);
	node_set(page, "menu", "public");
	if (s->app->settings != NULL)
		reglages_forms(s->arena, s->app->settings, &s->app->conf,
		    page);
	reseau = node_copy(page, tree_root(s->network->tree));
	update_figures(s, reseau);
	asset_model(s->assets, page);
	if ((chiffres = node_child(reseau, "chiffres")) != NULL)
		site_assembly(page, chiffres);
	s->model = page;
	site_dates_read(s);
	s->everything = everything(s);
}

/* The attributes that a page has of its own. */
static const char *const attributes[] = {
	"titre", "description", "chemin", "date", "programme", "noindex"
};

void
site_model_page(struct site *s, struct arena *a, const struct site_page *p)
{
	const char *values[] = {
		p->title, p->description, p->source == NULL ? NULL :
		    p->address, p->date, p->programme,
		p->is_hidden ? "1" : NULL
	};
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (values[i] != NULL)
			node_set(s->model, attributes[i], values[i]);
	if (p->source != NULL)
		add_above(s, node_add(s->model, "fil"), p->address);
	site_list(s, a, s->model, p);
	site_dates(s, a, s->model, p);
}

static const char *const lists[] = {
	"fil", "contenu", "pages", "plan", "seances", "fautes"
};

void
site_model_write(struct site *s, struct buf *b)
{
	const char *value;
	struct node *n;
	size_t i;

	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		if ((value = node_attr(s->model, attributes[i])) != NULL)
			buf_fmt(b, "%s=%s\n", attributes[i], value);
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (n = node_child(s->model, lists[i]); n != NULL;
		    n = node_sibling(n, lists[i]))
			node_write(b, n);
}

void
site_model_clear(struct site *s)
{
	struct node *n;
	size_t i;

	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		node_unset(s->model, attributes[i]);
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		while ((n = node_child(s->model, lists[i])) != NULL)
			node_remove(n);
}

