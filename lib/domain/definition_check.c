/*
 * What the grammar of definitions cannot say: names are unique or exist,
 * conditions look back, not forward.
 */
#include <string.h>

#include "base/str.h"
#include "domain/definition_inside.h"

/* Names among brothers: each at most once. */
static void
check_names(struct loading *l, const struct node *root, const char *element)
{
	const struct node *n, *m;

	for (n = node_child(root, element); n != NULL;
	    n = node_sibling(n, element))
		for (m = node_child(root, element); m != n;
		    m = node_sibling(m, element))
			if (str_eq(node_attr(n, "nom"), node_attr(m, "nom")))
				definition_fault(l, n, "this name is there already",
				    node_attr(n, "nom"));
}

/* Does a field send a value under this name? */
static int
sends(const struct field *f, const char *name)
{
	static const char *const day[] = { "-jour", "-mois", "-annee" };
	static const char *const place[] = { "-cp", "-autre", "" };
	const char *const *part = f->kind == FIELD_DATE ? day : place;
	const char *rest;
	size_t i, n = strlen(f->name);

	if (strncmp(f->name, name, n) != 0)
		return 0;
	rest = name + n;
	if (f->kind != FIELD_DATE && f->kind != FIELD_COMMUNE)
		return rest[0] == '\0';
	for (i = 0; i < 3; i++)
		if (str_eq(part[i], rest))
			return 1;
	return rest[0] == '\0';
}

static void
check_condition(struct loading *l, const struct definition *d,
    const struct node *n, const struct field *f, const char *field,
    const char *values)
{
	const struct field *other;
	char *rest, *value;

	if (field == NULL)
		return;
	if ((other = definition_field(d, field)) == NULL) {
		definition_fault(l, n, "the condition names an unknown field", field);
		return;
	}
	if (other->index >= f->index)
		definition_fault(l, n, "the condition must name an earlier field", field);
	if (other->kind != FIELD_CHOICE && other->kind != FIELD_CHOICES) {
		definition_fault(l, n, "the condition must name a choice", field);
		return;
	}
	rest = arena_dup(l->arena, values);
	while ((value = str_split(&rest, ' ')) != NULL)
		if (value[0] != '\0' && field_choice(other, value) == NULL)
			definition_fault(l, n, "the condition names an unknown value",
			    value);
}

static void
check_field(struct loading *l, const struct definition *d,
    const struct node *n, const struct field *f)
{
	const struct field *g;
	size_t i, k;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			g = &d->steps[i].fields[k];
			if (g->index < f->index && (sends(g, f->name) ||
			    sends(f, g->name)))
				definition_fault(l, n, "this name is there already",
				    f->name);
		}
	check_condition(l, d, n, f, f->when_field, f->when_value);
	check_condition(l, d, n, f, f->need_field, f->need_value);
	for (i = 0; i < f->nchoices; i++)
		if (f->choices[i].stops != NULL &&
		    definition_arret(d, f->choices[i].stops) == NULL)
			definition_fault(l, n, "there is no such <arret>",
			    f->choices[i].stops);
}

static void
check_fields(struct loading *l, const struct node *root,
    const struct definition *d)
{
	const struct node *n, *c;
	const struct step *s = d->steps;
	const struct field *f;

	for (n = node_child(root, "etape"); n != NULL;
	    n = node_sibling(n, "etape"), s++) {
		f = s->fields;
		for (c = node_child(n, "champ"); c != NULL;
		    c = node_sibling(c, "champ"), f++)
			check_field(l, d, c, f);
	}
}

static void
check_states(struct loading *l, const struct node *root,
    const struct definition *d)
{
	const struct node *n;
	char *rest, *from;

	for (n = node_child(root, "transition"); n != NULL;
	    n = node_sibling(n, "transition")) {
		if (definition_state(d, node_attr(n, "vers")) == NULL)
			definition_fault(l, n, "there is no such <etat>",
			    node_attr(n, "vers"));
		rest = arena_dup(l->arena, node_attr(n, "de"));
		while ((from = str_split(&rest, ' ')) != NULL)
			if (from[0] != '\0' &&
			    definition_state(d, from) == NULL)
				definition_fault(l, n, "there is no such <etat>", from);
	}
}

void
definition_check(struct loading *l, const struct node *root,
    const struct definition *d)
{
	check_names(l, root, "etape");
	check_names(l, root, "arret");
	check_names(l, root, "etat");
	check_names(l, root, "transition");
	check_fields(l, root, d);
	check_states(l, root, d);
}
