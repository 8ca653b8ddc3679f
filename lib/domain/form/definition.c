/*
 * Loading a definition: grammar, reading (definition_read.c), then what a
 * grammar cannot say (definition_check.c).
 *
 * Faults are collected, so that an author sees them all at once; nothing of a
 * faulty file is used.
 */
#include <sys/stat.h>

#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/form/definition_inside.h"
#include "text/path.h"
#include "text/typo.h"

#define MARK		"{{"
#define MARK_END	"}}"

void
definition_fault(struct loading *l, const struct node *n, const char *what,
    const char *name)
{
	buf_fmt(l->faults, "%s:%d: %s: %s\n", l->path, node_line(n), name,
	    what);
	l->nfaults++;
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

/*
 * Parsed once while the file stays the same: a program reads twenty
 * definitions, and the grammar is larger than any of them.
 */
static struct schema *
grammar_load(struct loading *l)
{
	static struct schema *kept;
	static struct stat of;
	const char *path = grammar_path(l->arena, l->path);
	struct xml_error err;
	struct stat st = { 0 };

	if (stat(path, &st) == 0 && kept != NULL && st.st_ino == of.st_ino &&
	    st.st_dev == of.st_dev && st.st_size == of.st_size &&
	    st.st_mtim.tv_sec == of.st_mtim.tv_sec &&
	    st.st_mtim.tv_nsec == of.st_mtim.tv_nsec)
		return kept;
	schema_free(kept);
	if ((kept = schema_load(path, &err)) == NULL)
		buf_fmt(l->faults, "%s\n", err.text);
	of = st;
	return kept;
}

/* One text of the file, with the values that it names: NULL there are none. */
static const char *
filled(struct loading *l, struct node *root, const struct node *n,
    const char *text)
{
	struct buf b = BUF_INIT;
	struct xml_error err;
	struct path *path;
	const char *mark, *end, *value;
	char *name;

	if (strstr(text, MARK) == NULL)
		return NULL;
	while ((mark = strstr(text, MARK)) != NULL &&
	    (end = strstr(mark, MARK_END)) != NULL) {
		buf_add(&b, text, (size_t)(mark - text));
		mark += strlen(MARK);
		name = arena_dupn(l->arena, mark, (size_t)(end - mark));
		value = (path = path_compile(l->arena, str_trim(l->arena, name), &err)) ==
		    NULL ? "" : path_string(l->arena, path, root);
		if (*value == '\0')
			definition_fault(l, n, "nothing is there", name);
		buf_str(&b, value);
		text = end + strlen(MARK_END);
	}
	buf_str(&b, text);
	text = arena_dup(l->arena, buf_cstr(&b));
	buf_free(&b);
	return text;
}

static void
fill(struct loading *l, struct node *root, struct node *n)
{
	const char *name, *value;
	struct node *c;
	size_t i;

	for (i = 0; node_attr_at(n, i, &name, &value); i++)
		if ((value = filled(l, root, n, value)) != NULL)
			node_set(n, name, value);
	for (c = node_first(n); c != NULL; c = node_next(c))
		if (node_kind(c) == NODE_ELEMENT)
			fill(l, root, c);
		else if (node_kind(c) == NODE_TEXT &&
		    (value = filled(l, root, n, node_text(c))) != NULL)
			node_retext(c, value);
}

static struct tree *
load_valid(struct loading *l, definition_change *change, const void *about)
{
	struct xml_error err;
	struct tree *t;
	struct schema *grammar;

	if ((t = tree_load(l->arena, l->path, &err)) == NULL) {
		buf_fmt(l->faults, "%s\n", err.text);
		return NULL;
	}
	if (change != NULL)
		change(t, about);
	fill(l, tree_root(t), tree_root(t));
	if (l->nfaults > 0)
		return NULL;
	if ((grammar = grammar_load(l)) == NULL)
		return NULL;
	if (schema_valid(grammar, t, &err) != 1) {
		buf_fmt(l->faults, "%s\n", err.text);
		return NULL;
	}
	typo_tree(tree_root(t));
	return t;
}

static void
release_schema(void *object)
{
	struct schema **s = object;

	schema_free(*s);
}

/* Room for the schema of the records, and for that of complements. */
static void
hold_schema(struct arena *a, struct definition *d)
{
	if (d->later != NULL)
		hold_schema(a, d->later);
	d->schema = arena_alloc(a, sizeof(*d->schema));
	arena_own(a, release_schema, d->schema);
}

struct schema *
definition_records(const struct definition *d)
{
	struct buf b = BUF_INIT;
	struct xml_error err;

	if (*d->schema != NULL)
		return *d->schema;
	definition_schema(&b, d);
	*d->schema = schema_parse(buf_cstr(&b), b.len, d->name, &err);
	buf_free(&b);
	if (*d->schema == NULL)
		log_warnx("the schema of records: %s", err.text);
	return *d->schema;
}

/* The whole as it was read: what is kept beside the records. */
static void
keep_text(struct arena *a, struct definition *d)
{
	struct buf b = BUF_INIT;

	tree_write(&b, d->tree);
	d->text = arena_dupn(a, buf_cstr(&b), b.len);
	d->text_len = b.len;
	sha256(d->sha256, b.data, b.len);
	buf_free(&b);
}

struct definition *
definition_load(struct arena *a, const char *path, struct buf *faults)
{
	return definition_load_changed(a, path, NULL, NULL, faults);
}

struct definition *
definition_load_changed(struct arena *a, const char *path,
    definition_change *change, const void *about, struct buf *faults)
{
	struct loading l = { a, faults, path, 0 };
	struct definition *d = arena_alloc(a, sizeof(*d));
	const struct node *root;

	if ((d->tree = load_valid(&l, change, about)) == NULL)
		return NULL;
	root = tree_root(d->tree);
	definition_read(&l, root, d);
	definition_check(&l, root, d);
	if (l.nfaults > 0)
		return NULL;
	hold_schema(a, d);
	keep_text(a, d);
	return d;
}

struct definition *
definition_parse(struct arena *a, const void *text, size_t len,
    const char *name, struct buf *faults)
{
	struct loading l = { a, faults, name, 0 };
	struct definition *d = arena_alloc(a, sizeof(*d));
	struct xml_error err;

	if ((d->tree = tree_parse(a, text, len, name, &err)) == NULL) {
		buf_fmt(faults, "%s\n", err.text);
		return NULL;
	}
	definition_read(&l, tree_root(d->tree), d);
	if (l.nfaults > 0)
		return NULL;
	hold_schema(a, d);
	keep_text(a, d);
	return d;
}

enum begin
definition_begin(const struct definition *d, int32_t day)
{
	if (d->opens != DAY_NONE && day < d->opens)
		return BEGIN_LATER;
	return d->closes != DAY_NONE && day > d->closes ? BEGIN_OVER :
	    BEGIN_NOW;
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

const struct asked_consent *
definition_consent(const struct definition *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->nconsents; i++)
		if (str_eq(d->consents[i].name, name))
			return &d->consents[i];
	return NULL;
}

const struct issuable *
definition_document(const struct definition *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->ndocuments; i++)
		if (str_eq(d->documents[i].name, name))
			return &d->documents[i];
	return NULL;
}

const char *const *
field_parts(enum field_kind kind)
{
	static const char *const whole[] = { "", NULL };
	static const char *const day[] = { "-jour", "-mois", "-annee", NULL };
	static const char *const town[] = { "-cp", "", "-autre", NULL };
	static const char *const address[] = { "", "-complement", NULL };

	switch (kind) {
	case FIELD_DATE:
		return day;
	case FIELD_COMMUNE:
		return town;
	case FIELD_ADDRESS:
		return address;
	default:
		return whole;
	}
}

int
transition_changes(const struct transition *t)
{
	return str_eq(t->by, "personne") && (str_eq(t->name, "modifier") ||
	    str_eq(t->name, "corriger"));
}

int
transition_from(const struct transition *t, const char *state)
{
	return str_has_word(t->from, state);
}
