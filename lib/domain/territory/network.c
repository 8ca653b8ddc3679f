/*
 * Reading reseau.xml: grammar first, then control digits and unique codes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "domain/territory/network.h"
#include "text/input.h"

struct loading {
	struct arena	*arena;
	struct buf	*faults;
	const char	*path;
	size_t		 nfaults;
};

static void
fault(struct loading *l, const struct node *n, const char *value,
    const char *what)
{
	buf_fmt(l->faults, "%s:%d: %s « %s »: %s\n", l->path, node_line(n),
	    node_name(n), value, what);
	l->nfaults++;
}

/* FR, key, SIREN: key = (12 + 3 * (SIREN mod 97)) mod 97; keys with letters
 * exist and are taken on trust. */
static int
vat_matches(const char *vat, const char *siren)
{
	long long n, key;
	char digits[3] = { vat[2], vat[3], '\0' };

	if (!str_eq(vat + 4, siren))
		return 0;
	if (str_number(digits, 0, 99, &key) == -1)
		return 1;
	return str_number(siren, 0, 999999999, &n) == 0 &&
	    key == (12 + 3 * (n % 97)) % 97;
}

static const char *
value(struct loading *l, const struct node *n, const char *name)
{
	const char *s = node_value(l->arena, n, name);

	return s == NULL || str_eq(s, NETWORK_PLACEHOLDER) ? NULL : s;
}

static void
check_company(struct loading *l, const struct node *n)
{
	const char *siren = value(l, n, "siren");
	const char *siret = value(l, n, "siret");
	const char *vat = value(l, n, "tva");

	if (siren != NULL && !input_siren_valid(siren))
		fault(l, node_child(n, "siren"), siren,
		    "the control digit is wrong");
	if (siret != NULL && !input_siret_valid(siret))
		fault(l, node_child(n, "siret"), siret,
		    "the control digit is wrong");
	if (siren != NULL && siret != NULL && !str_starts(siret, siren))
		fault(l, node_child(n, "siret"), siret,
		    "it must begin with the SIREN");
	if (siren != NULL && vat != NULL && !vat_matches(vat, siren))
		fault(l, node_child(n, "tva"), vat,
		    "it does not belong to the SIREN");
}

static struct tree *
load_valid(struct loading *l, const char *schema, network_change *change,
    const void *about)
{
	struct xml_error err;
	struct tree *t;
	struct schema *s;
	int valid;

	if ((t = tree_load(l->arena, l->path, &err)) == NULL ||
	    (s = schema_load(schema, &err)) == NULL) {
		buf_fmt(l->faults, "%s\n", err.text);
		return NULL;
	}
	if (change != NULL)
		change(t, about);
	valid = schema_valid(s, t, &err) == 1;
	schema_free(s);
	if (!valid) {
		buf_fmt(l->faults, "%s\n", err.text);
		return NULL;
	}
	return t;
}

/* Each code once, and carriers that exist. */
static void
check_places(struct loading *l, const struct network *net)
{
	struct node *n, *before;
	const char *code, *carrier;

	for (n = node_child(tree_root(net->tree), "lieu"); n != NULL;
	    n = node_sibling(n, "lieu")) {
		code = node_attr(n, "code");
		for (before = node_child(tree_root(net->tree), "lieu");
		    before != n; before = node_sibling(before, "lieu"))
			if (str_eq(node_attr(before, "code"), code))
				break;
		if (before != n || network_cooperative(net, code) != NULL)
			fault(l, n, code, "this code is there already");
		carrier = node_attr(n, "porteur");
		if (carrier != NULL &&
		    network_cooperative(net, carrier) == NULL)
			fault(l, n, carrier, "no cooperative has this code");
	}
}

int
network_delay(const struct network *net, enum delay which)
{
	static const struct {
		const char	*name;
		int		 usual;
	} delays[] = {
		[DELAY_PARENT] = { "delai-accord", 14 },
		[DELAY_SEAT] = { "delai-place", 72 },
		[DELAY_SIGNATURE] = { "delai-signature", 7 }
	};
	long long n;

	return net != NULL && str_number(node_attr_or(tree_root(net->tree),
	    delays[which].name, ""), 1, 1000, &n) == 0 ? (int)n :
	    delays[which].usual;
}

struct network *
network_load(struct arena *a, const char *path, const char *schema,
    struct buf *faults)
{
	return network_load_changed(a, path, schema, NULL, NULL, faults);
}

struct network *
network_load_changed(struct arena *a, const char *path, const char *schema,
    network_change *change, const void *about, struct buf *faults)
{
	struct loading l = { a, faults, path, 0 };
	struct network *net = arena_alloc(a, sizeof(*net));
	struct cooperative *c;
	struct node *root, *n;

	if ((net->tree = load_valid(&l, schema, change, about)) == NULL)
		return NULL;
	root = tree_root(net->tree);
	net->name = node_value(a, root, "nom");
	check_company(&l, node_child(root, "editeur"));
	for (n = node_child(root, "cooperative"); n != NULL;
	    n = node_sibling(n, "cooperative"))
		net->ncooperatives++;
	net->cooperatives = c = arena_array(a, net->ncooperatives,
	    sizeof(*c));
	for (n = node_child(root, "cooperative"); n != NULL;
	    n = node_sibling(n, "cooperative"), c++) {
		c->code = node_attr(n, "code");
		if (network_cooperative(net, c->code) != NULL &&
		    c > net->cooperatives)
			fault(&l, n, c->code, "this code is there already");
		c->name = node_value(a, n, "nom");
		c->town = node_value(a, n, "commune");
		c->departements = node_attr(n, "departements");
		c->node = n;
		check_company(&l, n);
	}
	check_places(&l, net);
	return l.nfaults > 0 ? NULL : net;
}

const struct cooperative *
network_cooperative(const struct network *net, const char *code)
{
	size_t i;

	for (i = 0; i < net->ncooperatives; i++)
		if (net->cooperatives[i].name != NULL &&
		    str_eq(net->cooperatives[i].code, code))
			return &net->cooperatives[i];
	return NULL;
}

void
network_copy(struct node *to, const struct node *from)
{
	struct node *n;

	for (n = node_child(from, NULL); n != NULL; n = node_sibling(n, NULL))
		if (node_child(n, NULL) == NULL)
			node_copy(to, n);
}

static size_t
count_placeholders(const struct node *n, const char *path, struct buf *out)
{
	const struct node *c;
	const char *name, *s;
	size_t i, found = 0;

	for (i = 0; node_attr_at(n, i, &name, &s); i++)
		if (strstr(s, NETWORK_PLACEHOLDER) != NULL) {
			buf_fmt(out, "%s:%d: %s de <%s> reste « "
			    NETWORK_PLACEHOLDER " »\n", path, node_line(n),
			    name, node_name(n));
			found++;
		}
	for (c = node_first(n); c != NULL; c = node_next(c))
		if (node_kind(c) == NODE_ELEMENT)
			found += count_placeholders(c, path, out);
		else if (node_kind(c) == NODE_TEXT &&
		    strstr(node_text(c), NETWORK_PLACEHOLDER) != NULL) {
			buf_fmt(out, "%s:%d: <%s> reste « "
			    NETWORK_PLACEHOLDER " »\n", path, node_line(n),
			    node_name(n));
			found++;
		}
	return found;
}

size_t
network_placeholders(const struct network *net, const char *path,
    struct buf *out)
{
	return count_placeholders(tree_root(net->tree), path, out);
}
