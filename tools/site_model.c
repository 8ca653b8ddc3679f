/*
 * The models of pages, and the model in which everything that may exist
 * exists: for the network it is drawn from the grammar of reseau.xml itself, so
 * that a template can name what this network happens not to have, and cannot
 * name what no network has.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "site.h"

static int
by_place(const void *a, const void *b)
{
	const struct site_page *p = *(struct site_page *const *)a;
	const struct site_page *q = *(struct site_page *const *)b;
	long x = strtol(content_value(&p->content, "menu"), NULL, 10);
	long y = strtol(content_value(&q->content, "menu"), NULL, 10);

	return x != y ? (x < y ? -1 : 1) : strcmp(p->address, q->address);
}

static void
add_menu(struct site *s, struct node *page)
{
	struct site_page **list = arena_array(s->app->arena, s->npages + 1,
	    sizeof(struct site_page *));
	struct node *menu = node_add(page, "menu"), *link;
	size_t i, n = 0;

	for (i = 0; i < s->npages; i++)
		if (s->pages[i].content.file != NULL && content_value(
		    &s->pages[i].content, "menu") != NULL)
			list[n++] = &s->pages[i];
	qsort(list, n, sizeof(struct site_page *), by_place);
	for (i = 0; i < n; i++) {
		link = node_add(menu, "lien");
		node_set(link, "adresse", list[i]->address);
		node_set(link, "titre", content_value(&list[i]->content,
		    "titre"));
	}
}

void
site_models(struct site *s)
{
	static const char *const keys[] = {
		"titre", "description", "date", "programme"
	};
	struct site_page *p;
	struct node *chiffres;
	const char *value;
	size_t i, k;

	for (i = 0; i < s->npages; i++) {
		p = &s->pages[i];
		if (p->model == NULL)
			p->model = tree_root(tree_new(s->app->arena, "page"));
		node_set(p->model, "menu", "public");
		for (k = 0; p->content.file != NULL && k < sizeof(keys) /
		    sizeof(keys[0]); k++)
			if ((value = content_value(&p->content, keys[k])) !=
			    NULL)
				node_set(p->model, keys[k], value);
		if (p->content.file != NULL)
			node_set(p->model, "chemin", p->address);
		else
			node_set(p->model, "noindex", "1");
		node_copy(p->model, tree_root(s->network->tree));
		asset_model(s->assets, p->model);
		add_menu(s, p->model);
		chiffres = node_child(tree_root(s->network->tree),
		    "chiffres");
		if (chiffres != NULL)
			site_assembly(p->model, chiffres);
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

struct node *
site_everything(struct site *s)
{
	static const char *const attributes[] = {
		"titre", "description", "chemin", "menu", "date", "programme",
		"erreur", "noindex", "jeton", "retour"
	};
	static const char *const point[] = { "x", "y", "r", "programme" };
	static const char *const seance[] = {
		"adresse", "titre", "lieu", "debut", "fin", "etat", "places"
	};
	struct arena *a = s->app->arena;
	struct node *page = tree_root(tree_new(a, "page")), *n, *grammar;
	struct tree *rng;
	struct xml_error err;
	size_t i;

	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		node_set(page, attributes[i], "x");
	if ((rng = tree_load(a, conf_share(a, &s->app->conf,
	    "schemas/xml/reseau.rng"), &err)) != NULL) {
		grammar = tree_root(rng);
		grow(page, node_child(grammar, "start"), grammar, 0);
	} else
		buf_fmt(&s->faults, "%s\n", err.text);
	asset_model(s->assets, page);
	n = node_add(node_add(page, "menu"), "lien");
	node_set(n, "adresse", "x");
	node_set(n, "titre", "x");
	n = node_add(page, "assemblee");
	node_set(n, "personnes", "x");
	n = node_add(n, "point");
	for (i = 0; i < sizeof(point) / sizeof(point[0]); i++)
		node_set(n, point[i], "x");
	n = node_add(node_add(page, "seances"), "seance");
	for (i = 0; i < sizeof(seance) / sizeof(seance[0]); i++)
		node_set(n, seance[i], "x");
	node_add_text(node_add(page, "contenu"), "p", "x");
	n = node_add(page, "compte");
	node_set(n, "nom", "x");
	node_set(n, "role", "x");
	return page;
}
