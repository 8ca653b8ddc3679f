/*
 * What a paper that replaces another changes in what was filled in, and whom
 * it concerns: the rule of domain/signature/signature.h, on the two snapshots alone.
 */
#include <string.h>

#include "base/str.h"
#include "domain/signature/signature.h"

/* Of a cooperative: who it is and what it takes. */
#define IDENTITY	"nom denomination forme capital siren siret rcs tva "	\
	"representant assurance contribution tribunal"
#define CONTACT		"adresse code-postal commune telephone email"

struct comparing {
	struct arena	*arena;
	struct difference *list;
	size_t		 n, max;
};

static void
add(struct comparing *c, const char *what, int material,
    const char *concerns)
{
	struct difference *more;
	size_t i;

	for (i = 0; i < c->n; i++)
		if (str_eq(c->list[i].what, what) &&
		    c->list[i].material == material &&
		    c->list[i].concerns == concerns)
			return;
	if (c->n == c->max) {
		c->max = c->max == 0 ? 16 : 2 * c->max;
		more = arena_array(c->arena, c->max, sizeof(*more));
		if (c->n > 0)
			memcpy(more, c->list, c->n * sizeof(*more));
		c->list = more;
	}
	c->list[c->n++] = (struct difference){ what, material, concerns };
}

/* The same name, attributes and content; either may be NULL. */
static int
same(struct node *x, struct node *y)
{
	struct buf bx = BUF_INIT, by = BUF_INIT;
	int equal;

	if (x == NULL || y == NULL)
		return x == y;
	node_write(&bx, x);
	node_write(&by, y);
	equal = bx.len == by.len && memcmp(bx.data, by.data, bx.len) == 0;
	buf_free(&bx);
	buf_free(&by);
	return equal;
}

static struct node *
child(struct node *n, const char *name)
{
	return n == NULL ? NULL : node_child(n, name);
}

/* Fields of a form, beneath a node of each snapshot. */
static void
compare_fields(struct comparing *c, const struct definition *def,
    struct node *x, struct node *y)
{
	const struct field *f;
	size_t i, k;

	for (i = 0; i < def->nsteps; i++)
		for (k = 0; k < def->steps[i].nfields; k++) {
			f = &def->steps[i].fields[k];
			if (!same(child(x, f->name), child(y, f->name)))
				add(c, f->label, f->material, f->concerns);
		}
}

static void
compare_words(struct comparing *c, struct node *x, struct node *y,
    const char *names, const char *what, int material)
{
	char *rest = arena_dup(c->arena, names), *name;

	while ((name = str_split(&rest, ' ')) != NULL)
		if (*name != '\0' && !same(child(x, name), child(y, name)))
			add(c, what, material, NULL);
}

size_t
signature_changes(struct arena *a, const struct definition *contract,
    const struct definition *programme, struct tree *before,
    struct tree *after, struct difference **out)
{
	struct comparing c = { .arena = a };
	struct node *x = tree_root(before), *y = tree_root(after);

	if (contract != NULL)
		compare_fields(&c, contract, child(x, "contrat"),
		    child(y, "contrat"));
	compare_fields(&c, programme, child(child(x, "dossier"), "reponses"),
	    child(child(y, "dossier"), "reponses"));
	compare_words(&c, child(x, "cooperative"), child(y, "cooperative"),
	    IDENTITY, "l’identité de la coopérative", 1);
	compare_words(&c, child(x, "cooperative"), child(y, "cooperative"),
	    CONTACT, "les coordonnées de la coopérative", 0);
	*out = c.list;
	return c.n;
}

int
signature_asks_again(const struct difference *list, size_t n,
    const char *role)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (list[i].material && (list[i].concerns == NULL ||
		    str_has_word(list[i].concerns, role)))
			return 1;
	return 0;
}
