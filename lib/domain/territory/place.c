/*
 * Places of the network: found on the ground once, sorted for each question.
 */
#include <stdlib.h>

#include "base/str.h"
#include "domain/territory/place.h"
#include "port/unicode.h"

/* The commune of an address; NULL when its post code leads nowhere. */
static const struct commune *
commune_of(struct arena *a, const struct communes *cs,
    const struct node *n)
{
	const char *code = node_value(a, n, "code-postal");
	const char *town = node_value(a, n, "commune");
	const struct commune *list = NULL;
	size_t i, k = 0, found = communes_at(a, cs, code, &list);

	for (i = 0; i < found; i++)
		if (str_eq(unicode_fold(a, list[i].name),
		    unicode_fold(a, town)))
			k = i;
	return found == 0 ? NULL : &list[k];
}

static void
locate(struct arena *a, const struct communes *cs, struct place *p)
{
	const struct commune *c = commune_of(a, cs, p->node);
	const struct node *own = node_child(p->node, "annuaire");

	p->insee = c == NULL ? "" : c->insee;
	if (own != NULL && node_attr(own, "latitude") != NULL) {
		p->lat = strtod(node_attr(own, "latitude"), NULL);
		p->lon = strtod(node_attr(own, "longitude"), NULL);
		p->located = 1;
	} else if (c != NULL && c->point != POINT_NONE) {
		p->lat = c->lat;
		p->lon = c->lon;
		p->located = 1;
	}
}

static void
load_one(struct arena *a, const struct network *net,
    const struct communes *cs, struct node *n, struct place *p)
{
	const char *carrier = node_attr(n, "porteur");

	p->code = node_attr(n, "code");
	p->name = node_value(a, n, "nom");
	p->nature = str_eq(node_name(n), "cooperative") ? "cooperative" :
	    node_attr_or(n, "nature", "tiers-lieu");
	p->town = node_value(a, n, "commune");
	p->departements = node_attr(n, "departements");
	p->programmes = node_value(a, n, "programmes");
	p->carrier = carrier == NULL ? NULL : network_cooperative(net,
	    carrier);
	p->node = n;
	locate(a, cs, p);
}

void
places_load(struct arena *a, const struct network *net,
    const struct communes *cs, struct places *out)
{
	struct node *root = tree_root(net->tree), *n;
	struct place *list;
	size_t total = 0;

	for (n = node_child(root, NULL); n != NULL; n = node_sibling(n, NULL))
		total++;
	out->list = list = arena_array(a, total, sizeof(*list));
	out->n = 0;
	for (n = node_child(root, "cooperative"); n != NULL;
	    n = node_sibling(n, "cooperative"))
		load_one(a, net, cs, n, &list[out->n++]);
	for (n = node_child(root, "lieu"); n != NULL;
	    n = node_sibling(n, "lieu"))
		load_one(a, net, cs, n, &list[out->n++]);
}

const struct place *
place_find(const struct places *ps, const char *code)
{
	size_t i;

	for (i = 0; i < ps->n; i++)
		if (str_eq(ps->list[i].code, code))
			return &ps->list[i];
	return NULL;
}

static int
serves(const struct place *p, const char *departements)
{
	const char *s = p->departements;
	char code[4];
	size_t i;

	while (*s != '\0') {
		for (i = 0; i < 3 && *s != ' ' && *s != '\0'; i++)
			code[i] = *s++;
		code[i] = '\0';
		if (str_has_word(departements, code))
			return 1;
		while (*s != '\0' && *s++ != ' ')
			;
	}
	return 0;
}

/* Those whose distance is unknown come last, as near as is known. */
static int
farther(const struct place_near *a, const struct place_near *b,
    const char *departement)
{
	if (a->km >= 0 || b->km >= 0)
		return b->km >= 0 && (a->km < 0 || a->km > b->km);
	return !serves(a->place, departement) &&
	    serves(b->place, departement);
}

size_t
places_near(struct arena *a, const struct places *ps,
    const struct place_filter *f, struct place_near **out)
{
	struct place_near *list = arena_array(a, ps->n, sizeof(*list)), one;
	const char *here = f->from == NULL ? "" :
	    commune_departement(a, f->from->insee);
	size_t i, k, n = 0;

	for (i = 0; i < ps->n; i++) {
		one.place = &ps->list[i];
		if (f->cooperatives && !str_eq(one.place->nature,
		    "cooperative"))
			continue;
		if ((f->programme != NULL && !str_has_word(
		    one.place->programmes, f->programme)) ||
		    (f->departements != NULL && !serves(one.place,
		    f->departements)))
			continue;
		one.km = f->from == NULL || f->from->point == POINT_NONE ||
		    !one.place->located ? -1 : distance_km(f->from->lat,
		    f->from->lon, one.place->lat, one.place->lon);
		for (k = n++; k > 0 && farther(&list[k - 1], &one,
		    here); k--)
			list[k] = list[k - 1];
		list[k] = one;
	}
	*out = list;
	return n;
}
