/*
 * Reading a definition: grammar first, then what a grammar cannot say.
 *
 * Faults are collected, so that an author sees them all at once; nothing of a
 * faulty file is used.
 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "domain/definition.h"
#include "text/typo.h"

struct loading {
	struct arena	*arena;
	struct buf	*faults;
	const char	*path;
	size_t		 nfaults;
};

static void
fault(struct loading *l, const struct node *n, const char *what,
    const char *name)
{
	buf_fmt(l->faults, "%s:%d: %s: %s\n", l->path, node_line(n), name,
	    what);
	l->nfaults++;
}

/* Text with its white space made single, as HTML would show it. */
static const char *
phrase(struct loading *l, const struct node *n)
{
	const char *s = node_string(l->arena, n);
	struct buf b = BUF_INIT;
	const char *out;

	for (s += strspn(s, " \t\n"); *s != '\0';) {
		size_t word = strcspn(s, " \t\n");

		buf_add(&b, s, word);
		s += word;
		s += strspn(s, " \t\n");
		if (*s != '\0')
			buf_char(&b, ' ');
	}
	out = arena_dupn(l->arena, buf_cstr(&b), b.len);
	buf_free(&b);
	return out;
}

static const char *
child_phrase(struct loading *l, const struct node *n, const char *name)
{
	const struct node *c = node_child(n, name);

	return c == NULL ? NULL : phrase(l, c);
}

static size_t
count(const struct node *n, const char *name)
{
	const struct node *c;
	size_t i = 0;

	for (c = node_child(n, name); c != NULL; c = node_sibling(c, name))
		i++;
	return i;
}

static int
is_yes(const struct node *n, const char *attr)
{
	return node_attr(n, attr) != NULL;
}

static const struct kind {
	const char	*name;
	enum field_kind	 kind;
	long long	 min, max;
} kinds[] = {
	{ "texte",		FIELD_TEXT,		1, 200 },
	{ "texte-long",		FIELD_LONGTEXT,		1, 2000 },
	{ "nom",		FIELD_NAME,		1, 100 },
	{ "courriel",		FIELD_EMAIL,		3, 254 },
	{ "telephone",		FIELD_PHONE,		0, 0 },
	{ "date",		FIELD_DATE,		0, 0 },
	{ "commune",		FIELD_COMMUNE,		1, 100 },
	{ "cooperative",	FIELD_COOPERATIVE,	0, 0 },
	{ "choix",		FIELD_CHOICE,		0, 0 },
	{ "plusieurs-choix",	FIELD_CHOICES,		0, 0 },
	{ "accord",		FIELD_ACCORD,		0, 0 },
	{ "montant",		FIELD_MONEY,		0, 100000000000 },
	{ "nombre",		FIELD_NUMBER,		0, 1000000000 },
	{ "fichier",		FIELD_FILE,		0, 5 }
};

static const struct kind *
kind_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_eq(kinds[i].name, name))
			return &kinds[i];
	fatalx("definition: kind %s is in the grammar, not here", name);
}

static enum field_when
read_when(const struct node *n)
{
	const char *s = node_attr_or(n, "quand", "");

	return str_eq(s, "naissance") ? WHEN_BIRTH : str_eq(s, "passe") ?
	    WHEN_PAST : str_eq(s, "avenir") ? WHEN_FUTURE : WHEN_ANY;
}

static long long
read_limit(const struct node *n, const char *attr, long long otherwise)
{
	const char *s = node_attr(n, attr);

	return s == NULL ? otherwise : strtoll(s, NULL, 10);
}

static void
read_choices(struct loading *l, const struct node *n, struct field *f)
{
	const struct node *c;
	struct choice *to;
	size_t i;

	f->nchoices = count(n, "choix");
	f->choices = to = arena_array(l->arena, f->nchoices, sizeof(*to));
	for (c = node_child(n, "choix"); c != NULL;
	    c = node_sibling(c, "choix"), to++) {
		to->value = node_attr(c, "valeur");
		to->label = phrase(l, c);
		if ((to->hint = node_attr(c, "indication")) != NULL)
			to->hint = typo_text(l->arena, to->hint);
		to->stops = node_attr(c, "arret");
		for (i = 0; &f->choices[i] < to; i++)
			if (str_eq(f->choices[i].value, to->value))
				fault(l, c, "this value is there already",
				    to->value);
	}
	if (f->kind == FIELD_CHOICE || f->kind == FIELD_CHOICES) {
		if (f->nchoices < 2 && f->kind == FIELD_CHOICE)
			fault(l, n, "a choice needs two <choix>", f->name);
		else if (f->nchoices == 0)
			fault(l, n, "there is no <choix>", f->name);
	} else if (f->nchoices > 0)
		fault(l, n, "only choices have <choix>", f->name);
}

static void
read_field(struct loading *l, const struct node *n, const char *retention,
    struct field *f)
{
	const struct kind *k = kind_find(node_attr(n, "genre"));
	const struct node *c;

	f->name = node_attr(n, "nom");
	f->kind = k->kind;
	f->line = node_line(n);
	f->label = child_phrase(l, n, "libelle");
	c = node_child(n, "avec-article");
	f->nom = phrase(l, c);
	f->feminine = is_yes(c, "feminin") || str_starts(f->nom, "la ");
	f->missing = child_phrase(l, n, "si-vide");
	f->hint = child_phrase(l, n, "indication");
	f->autocomplete = node_attr(n, "autocomplete");
	f->purpose = child_phrase(l, n, "finalite");
	if ((f->retention = child_phrase(l, n, "conservation")) == NULL)
		f->retention = retention;
	f->optional = is_yes(n, "facultatif");
	f->material = is_yes(n, "substantiel");
	f->when = read_when(n);
	f->min = read_limit(n, "min", k->min);
	f->max = read_limit(n, "max", k->max);
	f->version = (int)read_limit(n, "version-texte", 0);
	if (f->min > f->max && f->max > 0)
		fault(l, n, "min is more than max", f->name);
	if ((c = node_child(n, "si")) != NULL) {
		f->when_field = node_attr(c, "champ");
		f->when_value = node_attr(c, "vaut");
	}
	if ((c = node_child(n, "sauf-si")) != NULL) {
		f->need_field = node_attr(c, "champ");
		f->need_value = node_attr(c, "vaut");
		if (!f->optional)
			fault(l, c, "<sauf-si> is for optional fields",
			    f->name);
	}
	read_choices(l, n, f);
}

static void
read_steps(struct loading *l, const struct node *root, struct definition *d)
{
	const char *retention = child_phrase(l, root, "conservation");
	const char *place;
	const struct node *n, *c;
	struct step *s;
	struct field *f;

	d->nsteps = count(root, "etape");
	d->steps = s = arena_array(l->arena, d->nsteps, sizeof(*s));
	for (n = node_child(root, "etape"); n != NULL;
	    n = node_sibling(n, "etape"), s++) {
		s->name = node_attr(n, "nom");
		place = node_attr_or(n, "place", "");
		s->place = str_eq(place, "depart") ? STEP_START :
		    str_eq(place, "envoi") ? STEP_END : STEP_MIDDLE;
		s->title = child_phrase(l, n, "titre");
		s->intro = child_phrase(l, n, "intro");
		s->article = node_attr(n, "article");
		s->nfields = count(n, "champ");
		s->fields = f = arena_array(l->arena, s->nfields, sizeof(*f));
		for (c = node_child(n, "champ"); c != NULL;
		    c = node_sibling(c, "champ"), f++) {
			read_field(l, c, retention, f);
			f->index = d->nfields++;
		}
	}
}

static void
read_arrets(struct loading *l, const struct node *root, struct definition *d)
{
	const struct node *n;
	struct arret *a;

	d->narrets = count(root, "arret");
	d->arrets = a = arena_array(l->arena, d->narrets, sizeof(*a));
	for (n = node_child(root, "arret"); n != NULL;
	    n = node_sibling(n, "arret"), a++) {
		a->name = node_attr(n, "nom");
		a->title = child_phrase(l, n, "titre");
		a->text = node_child(n, "texte");
	}
}

static void
read_states(struct loading *l, const struct node *root, struct definition *d)
{
	const struct node *n;
	struct state *s;
	struct transition *t;

	d->nstates = count(root, "etat");
	d->states = s = arena_array(l->arena, d->nstates, sizeof(*s));
	for (n = node_child(root, "etat"); n != NULL;
	    n = node_sibling(n, "etat"), s++) {
		s->name = node_attr(n, "nom");
		s->who = node_attr(n, "agit");
		s->label = child_phrase(l, n, "libelle");
		s->next = child_phrase(l, n, "suite");
	}
	d->ntransitions = count(root, "transition");
	d->transitions = t = arena_array(l->arena, d->ntransitions,
	    sizeof(*t));
	for (n = node_child(root, "transition"); n != NULL;
	    n = node_sibling(n, "transition"), t++) {
		t->name = node_attr(n, "nom");
		t->label = phrase(l, n);
		t->from = node_attr(n, "de");
		t->to = node_attr(n, "vers");
		t->by = node_attr(n, "par");
		t->reason = is_yes(n, "motif");
		t->mail = node_attr(n, "message");
	}
}

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
				fault(l, n, "this name is there already",
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
		fault(l, n, "the condition names an unknown field", field);
		return;
	}
	if (other->index >= f->index)
		fault(l, n, "the condition must name an earlier field", field);
	if (other->kind != FIELD_CHOICE && other->kind != FIELD_CHOICES) {
		fault(l, n, "the condition must name a choice", field);
		return;
	}
	rest = arena_dup(l->arena, values);
	while ((value = str_split(&rest, ' ')) != NULL)
		if (value[0] != '\0' && field_choice(other, value) == NULL)
			fault(l, n, "the condition names an unknown value",
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
				fault(l, n, "this name is there already",
				    f->name);
		}
	check_condition(l, d, n, f, f->when_field, f->when_value);
	check_condition(l, d, n, f, f->need_field, f->need_value);
	for (i = 0; i < f->nchoices; i++)
		if (f->choices[i].stops != NULL &&
		    definition_arret(d, f->choices[i].stops) == NULL)
			fault(l, n, "there is no such <arret>",
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
			fault(l, n, "there is no such <etat>",
			    node_attr(n, "vers"));
		rest = arena_dup(l->arena, node_attr(n, "de"));
		while ((from = str_split(&rest, ' ')) != NULL)
			if (from[0] != '\0' &&
			    definition_state(d, from) == NULL)
				fault(l, n, "there is no such <etat>", from);
	}
}

/* schemas/programmes/cae.xml -> schemas/xml/definition.rng */
static const char *
grammar_path(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return "../xml/definition.rng";
	return arena_fmt(a, "%.*s/../xml/definition.rng",
	    (int)(slash - path), path);
}

static struct tree *
load_valid(struct loading *l)
{
	struct xml_error err;
	struct tree *t;
	struct schema *grammar;
	int valid;

	if ((t = tree_load(l->arena, l->path, &err)) == NULL) {
		buf_fmt(l->faults, "%s\n", err.text);
		return NULL;
	}
	grammar = schema_load(grammar_path(l->arena, l->path), &err);
	if (grammar == NULL) {
		buf_fmt(l->faults, "%s\n", err.text);
		return NULL;
	}
	valid = schema_valid(grammar, t, &err) == 1;
	schema_free(grammar);
	if (!valid) {
		buf_fmt(l->faults, "%s\n", err.text);
		return NULL;
	}
	typo_tree(tree_root(t));
	return t;
}

static enum voice
read_voice(const struct node *root)
{
	const char *s = node_attr(root, "voix");

	return str_eq(s, "tu") ? VOICE_TU : str_eq(s, "vous") ? VOICE_VOUS :
	    VOICE_STAFF;
}

static void
release_schema(void *s)
{
	schema_free(s);
}

static int
load_schema(struct loading *l, struct definition *d)
{
	struct buf b = BUF_INIT;
	struct xml_error err;

	definition_schema(&b, d);
	d->schema = schema_parse(buf_cstr(&b), b.len, l->path, &err);
	buf_free(&b);
	if (d->schema == NULL) {
		buf_fmt(l->faults, "%s: the schema of its records: %s\n",
		    l->path, err.text);
		return -1;
	}
	arena_own(l->arena, release_schema, d->schema);
	return 0;
}

struct definition *
definition_load(struct arena *a, const char *path, struct buf *faults)
{
	struct loading l = { a, faults, path, 0 };
	struct definition *d = arena_alloc(a, sizeof(*d));
	const struct node *root;

	if ((d->tree = load_valid(&l)) == NULL)
		return NULL;
	root = tree_root(d->tree);
	d->name = node_attr(root, "nom");
	d->root = node_attr(root, "racine");
	d->prefix = node_attr(root, "prefixe");
	d->version = (int)read_limit(root, "version", 0);
	d->voice = read_voice(root);
	d->draft_days = (int)read_limit(root, "brouillon", 0);
	d->title = child_phrase(&l, root, "titre");
	read_steps(&l, root, d);
	read_arrets(&l, root, d);
	read_states(&l, root, d);
	check_names(&l, root, "etape");
	check_names(&l, root, "arret");
	check_names(&l, root, "etat");
	check_names(&l, root, "transition");
	check_fields(&l, root, d);
	check_states(&l, root, d);
	if (l.nfaults > 0 || load_schema(&l, d) == -1)
		return NULL;
	return d;
}

const struct step *
definition_step(const struct definition *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->nsteps; i++)
		if (str_eq(d->steps[i].name, name))
			return &d->steps[i];
	return NULL;
}

const struct field *
definition_field(const struct definition *d, const char *name)
{
	size_t i, k;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++)
			if (str_eq(d->steps[i].fields[k].name, name))
				return &d->steps[i].fields[k];
	return NULL;
}

const struct choice *
field_choice(const struct field *f, const char *value)
{
	size_t i;

	for (i = 0; i < f->nchoices; i++)
		if (str_eq(f->choices[i].value, value))
			return &f->choices[i];
	return NULL;
}

const struct arret *
definition_arret(const struct definition *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->narrets; i++)
		if (str_eq(d->arrets[i].name, name))
			return &d->arrets[i];
	return NULL;
}

const struct state *
definition_state(const struct definition *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->nstates; i++)
		if (str_eq(d->states[i].name, name))
			return &d->states[i];
	return NULL;
}

const struct transition *
definition_transition(const struct definition *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->ntransitions; i++)
		if (str_eq(d->transitions[i].name, name))
			return &d->transitions[i];
	return NULL;
}

int
transition_from(const struct transition *t, const char *state)
{
	return str_has_word(t->from, state);
}
