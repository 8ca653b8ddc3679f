/*
 * What the grammar of definitions cannot say: names are unique or exist,
 * conditions look back, not forward.
 */
#include <string.h>

#include "base/str.h"
#include "domain/form/definition_inside.h"

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

/* Does a field send a value under this name?  Its own counts always. */
static int
sends(const struct field *f, const char *name)
{
	const char *const *part = field_parts(f->kind);
	size_t n = strlen(f->name);

	if (strncmp(f->name, name, n) != 0)
		return 0;
	for (; *part != NULL; part++)
		if (str_eq(*part, name + n))
			return 1;
	return name[n] == '\0';
}

static void
check_condition(struct loading *l, const struct definition *d,
    const struct node *n, const struct field *f, const char *field,
    const char *values)
{
	const struct field *other;
	char *rest, *value;

	if ((other = definition_field(d, field)) == NULL) {
		definition_fault(l, n, "the condition names an unknown field", field);
		return;
	}
	if (other->index >= f->index)
		definition_fault(l, n, "the condition must name an earlier field", field);
	if (other->nchoices == 0) {
		definition_fault(l, n, "the condition must name a choice", field);
		return;
	}
	rest = arena_dup(l->arena, values);
	while ((value = str_split(&rest, ' ')) != NULL)
		if (value[0] != '\0' && field_choice(other, value) == NULL)
			definition_fault(l, n, "the condition names an unknown value",
			    value);
}

/* « asked of minors »: the birth must be known by then. */
static void
check_age_condition(struct loading *l, const struct definition *d,
    const struct node *n, const struct field *f)
{
	const struct field *birth = d->age.birth == NULL ? NULL :
	    definition_field(d, d->age.birth);

	if (birth == NULL)
		definition_fault(l, n, "a condition on age needs <age>",
		    f->name);
	else if (birth->index >= f->index)
		definition_fault(l, n, "the birth must be asked earlier",
		    f->name);
}

static void
check_conditions(struct loading *l, const struct definition *d,
    const struct node *n, const struct field *f)
{
	size_t i;

	for (i = 0; i < f->nconditions; i++)
		if (f->conditions[i].field == NULL)
			check_age_condition(l, d, n, f);
		else
			check_condition(l, d, n, f, f->conditions[i].field,
			    f->conditions[i].values);
	if (f->need_field != NULL)
		check_condition(l, d, n, f, f->need_field, f->need_value);
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
	check_conditions(l, d, n, f);
	if ((f->kind == FIELD_NIR || f->kind == FIELD_IBAN) &&
	    str_eq(d->root, "dossier"))
		definition_fault(l, n, "no application asks for this: it "
		    "belongs to a <complement> or a contract", f->name);
	if (f->sensitive == SENSITIVE_HEALTH && !str_eq(d->root, "complement"))
		definition_fault(l, n, "health is asked in a <complement> only",
		    f->name);
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
		if (s->nfields == 0 && s->place != STEP_END)
			definition_fault(l, n, "a step needs a <champ>",
			    s->name);
		f = s->fields;
		for (c = node_child(n, "champ"); c != NULL;
		    c = node_sibling(c, "champ"), f++)
			check_field(l, d, c, f);
	}
}

/* One input, whose value is kept as it is. */
static int
is_plain(const struct field *f)
{
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_LONGTEXT:
	case FIELD_NAME:
	case FIELD_PHONE:
	case FIELD_NUMBER:
	case FIELD_NIR:
	case FIELD_IBAN:
		return 1;
	default:
		return 0;
	}
}

/* Words of an attribute that must each be a state. */
static void
check_state_words(struct loading *l, const struct definition *d,
    const struct node *n, const char *words)
{
	char *rest = arena_dup(l->arena, words), *word;

	while ((word = str_split(&rest, ' ')) != NULL)
		if (*word != '\0' && definition_state(d, word) == NULL)
			definition_fault(l, n, "there is no such <etat>",
			    word);
}

static void
check_later_field(struct loading *l, const struct definition *d,
    const struct node *n, const struct field *f)
{
	check_field(l, d->later, n, f);
	if (definition_field(d, f->name) != NULL)
		definition_fault(l, n, "this name is there already", f->name);
	if (f->sensitive == SENSITIVE_NOT)
		definition_fault(l, n, "what a <complement> asks is sensitive",
		    f->name);
	if (f->nconditions > 0 || f->need_field != NULL)
		definition_fault(l, n, "a <complement> knows no conditions",
		    f->name);
	if (!is_plain(f))
		definition_fault(l, n, "a <complement> does not ask for this "
		    "kind", f->name);
}

static void
check_later(struct loading *l, const struct node *root,
    const struct definition *d)
{
	const struct step *s = d->later == NULL ? NULL : d->later->steps;
	const struct field *f;
	const struct node *n, *c;

	for (n = node_child(root, "complement"); n != NULL;
	    n = node_sibling(n, "complement"), s++) {
		check_state_words(l, d, n, s->states);
		f = s->fields;
		for (c = node_child(n, "champ"); c != NULL;
		    c = node_sibling(c, "champ"), f++)
			check_later_field(l, d, c, f);
	}
}

/* Nobody presses a button for it. */
static void
check_signs(struct loading *l, const struct definition *d,
    const struct node *n, const char *name)
{
	const struct transition *t;

	if (name == NULL)
		return;
	if ((t = definition_transition(d, name)) == NULL)
		definition_fault(l, n, "there is no such <transition>", name);
	else if (!str_eq(t->by, "systeme") || t->reason)
		definition_fault(l, n, "signe: a transition par=\"systeme\" "
		    "without motif", name);
}

static void
check_documents(struct loading *l, const struct node *root,
    const struct definition *d)
{
	const struct issuable *i = d->documents;
	const struct node *n;

	for (n = node_child(root, "document"); n != NULL;
	    n = node_sibling(n, "document"), i++) {
		check_state_words(l, d, n, i->states);
		if (i->makes != NULL &&
		    definition_transition(d, i->makes) == NULL)
			definition_fault(l, n, "there is no such <transition>",
			    i->makes);
		check_signs(l, d, n, i->signs);
	}
}

/* What a file is kept longer by. */
static void
check_terms(struct loading *l, const struct node *root,
    const struct definition *d)
{
	const struct field *f;
	const struct node *n;
	const char *name;

	for (n = node_child(root, "etat"); n != NULL;
	    n = node_sibling(n, "etat")) {
		if ((name = node_attr(n, "accord")) == NULL)
			continue;
		f = definition_field(d, name);
		if (f == NULL || f->kind != FIELD_ACCORD)
			definition_fault(l, n, "accord: no field of that kind",
			    name);
	}
}

static void
check_states(struct loading *l, const struct node *root,
    const struct definition *d)
{
	const struct node *n;
	char *rest;

	check_terms(l, root, d);
	for (n = node_child(root, "transition"); n != NULL;
	    n = node_sibling(n, "transition")) {
		if (definition_state(d, node_attr(n, "vers")) == NULL)
			definition_fault(l, n, "there is no such <etat>",
			    node_attr(n, "vers"));
		rest = arena_dup(l->arena, node_attr_or(n, "si-repondu", ""));
		if (*rest != '\0' && definition_field(d, rest) == NULL)
			definition_fault(l, n, "there is no such <champ>",
			    rest);
		check_state_words(l, d, n, node_attr(n, "de"));
	}
}

/* What a consent rests on; said wherever answers may change afterwards. */
static void
check_rests(struct loading *l, const struct node *root,
    const struct definition *d)
{
	const struct asked_consent *c = d->consents;
	const struct node *n;
	const char *name;
	char *rest;
	size_t i;
	int changes = 0;

	for (i = 0; i < d->ntransitions; i++)
		changes |= transition_changes(&d->transitions[i]);
	for (n = node_child(root, "accord-demande"); n != NULL;
	    n = node_sibling(n, "accord-demande"), c++) {
		if (changes && c->by_parent && node_attr(n, "porte-sur") ==
		    NULL)
			definition_fault(l, n, "answers may change: say which "
			    "it rests on (porte-sur)", c->name);
		rest = arena_dup(l->arena, c->rests_on);
		while ((name = str_split(&rest, ' ')) != NULL)
			if (*name != '\0' && definition_field(d, name) == NULL)
				definition_fault(l, n, "no field of that name",
				    name);
	}
}

static void
check_bound(struct loading *l, const struct definition *d,
    const struct node *n, const char *arret)
{
	if (arret != NULL && definition_arret(d, arret) == NULL)
		definition_fault(l, n, "there is no such <arret>", arret);
}

static void
check_age(struct loading *l, const struct node *root,
    const struct definition *d)
{
	const struct node *n = node_child(root, "age");
	const struct field *f;

	if (n == NULL)
		return;
	f = definition_field(d, d->age.birth);
	if (f == NULL || f->kind != FIELD_DATE || f->when != WHEN_BIRTH)
		definition_fault(l, n, "is no date of birth", d->age.birth);
	if (d->age.session != NULL &&
	    ((f = definition_field(d, d->age.session)) == NULL ||
	    f->kind != FIELD_SESSION))
		definition_fault(l, n, "is no field of kind session",
		    d->age.session);
	if (d->age.max >= 0 && d->age.min > d->age.max)
		definition_fault(l, n, "min is more than max", "age");
	check_bound(l, d, n, d->age.too_young);
	check_bound(l, d, n, d->age.too_old);
}

/* The attribute says what lists and filters of staff rely on. */
static void
check_cooperative(struct loading *l, const struct node *root,
    const struct definition *d)
{
	size_t i, k, tells = 0;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++)
			tells += d->steps[i].fields[k].kind ==
			    FIELD_COOPERATIVE;
	if (tells > 1)
		definition_fault(l, root, "one field of kind cooperative is "
		    "enough", d->name);
	if (d->to_cooperative && tells == 0)
		definition_fault(l, root, "no field of kind cooperative",
		    d->name);
}

void
definition_check(struct loading *l, const struct node *root,
    const struct definition *d)
{
	check_names(l, root, "etape");
	check_names(l, root, "arret");
	check_names(l, root, "etat");
	check_names(l, root, "piece-demandee");
	check_names(l, root, "accord-demande");
	check_names(l, root, "document");
	check_names(l, root, "transition");
	check_names(l, root, "complement");
	check_fields(l, root, d);
	check_later(l, root, d);
	check_age(l, root, d);
	check_cooperative(l, root, d);
	check_states(l, root, d);
	check_rests(l, root, d);
	check_documents(l, root, d);
}
