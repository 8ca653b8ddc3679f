/*
 * Every field of every form that is shipped, with everything that should not
 * be typed into it: each value is refused with a sentence, or comes back
 * letter for letter from the record, serialised and read again.
 *
 * The values are made here, so a new field or a new form is tested as soon as
 * its definition is there.
 */
#include "base/arena.h"
#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/form/answers.h"
#include "domain/territory/commune.h"
#include "domain/territory/network.h"
#include "forms.h"
#include "hostile.h"
#include "test.h"

static struct check_context ctx;

static const char *const *
parts(const struct field *f)
{
	return field_parts(f->kind);
}

static const struct step *
step_of(const struct definition *d, const struct field *f)
{
	size_t i;

	for (i = 0; i < d->nsteps; i++)
		if (f >= d->steps[i].fields &&
		    f < d->steps[i].fields + d->steps[i].nfields)
			return &d->steps[i];
	return NULL;
}

/* The text of the field in the record, after writing and reading it. */
static const char *
through_record(struct arena *a, const struct definition *d,
    const struct answers *an, const struct field *f, const char *part)
{
	struct tree *t = tree_new(a, d->root), *back;
	struct buf b = BUF_INIT;
	const struct node *n;
	const char *s = NULL;

	answers_to_record(an, node_add(tree_root(t), "reponses"));
	tree_write(&b, t);
	back = tree_parse(a, b.data, b.len, "record", NULL);
	buf_free(&b);
	if (back != NULL && (n = node_child(node_child(tree_root(back),
	    "reponses"), f->name)) != NULL)
		s = str_eq(part, "-complement") ? node_attr_or(n,
		    "complement", "") : node_string(a, n);
	return s;
}

/* What may differ: spaces at the ends and the line ends of forms. */
static const char *
expected(struct arena *a, const char *typed)
{
	const char *s = str_trim(a, typed);
	char *out = arena_dup(a, s), *to = out;

	for (; *s != '\0'; s++)
		if (!(s[0] == '\r' && s[1] == '\n'))
			*to++ = *s;
	*to = '\0';
	return out;
}

struct outcome {
	int		 refused;	/* with a sentence */
	const char	*value;		/* what the record says */
};

static struct outcome
type_in(struct arena *a, const struct definition *d, const struct field *f,
    const char *part, const void *bytes, size_t len)
{
	struct answers *an = answers_new(a, d);
	struct outcome o = { 0, NULL };
	const char *name = arena_fmt(a, "%s%s", f->name, part), *error, *typed;

	satisfy(an, a, d, f);
	add_others(an, a, f, part);
	answers_add_bytes(an, name, bytes, len);
	answers_check(an, step_of(d, f), &ctx);
	error = answers_error(an, f->name);
	o.refused = error != NULL && utf8_valid(error, strlen(error)) &&
	    strlen(error) > 8 && answers_error_part(an, f->name) != NULL;
	if (error == NULL)
		o.value = through_record(a, d, an, f, part);
	/* whatever it was, the page can show it again */
	typed = answers_typed(a, an, name, 0);
	if (f->kind != FIELD_FILE && (typed == NULL ||
	    !utf8_valid(typed, strlen(typed)))) {
		printf("not ok %s cannot be shown again\n", name);
		test_failed++;
	}
	return o;
}

/* Kinds whose free text must come back as it was. */
static int
is_free_text(const struct field *f, const char *part)
{
	return f->kind == FIELD_TEXT || f->kind == FIELD_LONGTEXT ||
	    f->kind == FIELD_ADDRESS || str_eq(part, "-autre");
}

static int
sound(struct arena *a, const struct field *f, const char *part,
    const struct hostile *h, const struct outcome *o)
{
	const char *want = expected(a, h->bytes);
	long long n;

	/* files cannot be typed at all: nothing is stored */
	if (f->kind == FIELD_FILE)
		return o->value == NULL;
	if (h->refused)
		return o->refused;
	/* nothing typed: refused, or left out; never stored as nothing */
	if (want[0] == '\0')
		return o->refused || o->value == NULL ||
		    o->value[0] != '\0' || str_eq(part, "-complement");
	if (is_free_text(f, part) && h->text) {
		n = (long long)utf8_length(want);
		if (n >= f->min && n <= f->max)
			return o->value != NULL && str_eq(o->value, want);
		return o->refused;
	}
	/* a point is the comma of some keyboards: one euro fifty */
	if (f->kind == FIELD_MONEY && str_eq(want, "1.5"))
		want = "150";
	return o->refused || (o->value != NULL && str_eq(o->value, want));
}

static void
test_field(struct arena *a, const struct definition *d,
    const struct field *f)
{
	const char *const *part;
	struct outcome o;
	size_t i, len;
	int good;

	for (part = parts(f); *part != NULL; part++)
		for (i = 0; i < NHOSTILE; i++) {
			len = hostile[i].len > 0 ? hostile[i].len :
			    strlen(hostile[i].bytes);
			o = type_in(a, d, f, *part, hostile[i].bytes, len);
			good = sound(a, f, *part, &hostile[i], &o);
			printf("%s %s %s%s: %s\n", good ? "ok" : "not ok",
			    d->name, f->name, *part, hostile[i].name);
			if (!good)
				printf("# refused %d, value « %s »\n",
				    o.refused, o.value ? o.value : "NULL");
			test_failed += !good;
		}
}

static void
test_too_long(struct arena *a, const struct definition *d,
    const struct field *f)
{
	const char *const *part;
	struct outcome o;
	size_t n = 20000;
	char *s = arena_alloc(a, n + 1);
	int good;

	memset(s, 'x', n);
	for (part = parts(f); *part != NULL; part++) {
		o = type_in(a, d, f, *part, s, n);
		good = f->kind == FIELD_FILE ? o.value == NULL : o.refused;
		printf("%s %s %s%s: too long\n", good ? "ok" : "not ok",
		    d->name, f->name, *part);
		test_failed += !good;
	}
}

/* The same name twice: refused, unless several answers are the point. */
static void
test_twice(struct arena *a, const struct definition *d,
    const struct field *f)
{
	struct answers *an = answers_new(a, d);
	const char *name, *value = f->nchoices > 0 ? f->choices[0].value :
	    f->kind == FIELD_ACCORD ? "oui" : "1";
	int good, several = f->kind == FIELD_CHOICES;

	if (f->kind == FIELD_FILE)
		return;
	name = arena_fmt(a, "%s%s", f->name, parts(f)[0]);
	satisfy(an, a, d, f);
	add_others(an, a, f, parts(f)[0]);
	answers_add(an, name, value);
	answers_add(an, name, value);
	answers_check(an, step_of(d, f), &ctx);
	good = (answers_error(an, f->name) != NULL) == !several;
	printf("%s %s %s: twice\n", good ? "ok" : "not ok", d->name, name);
	test_failed += !good;
}

static void
test_form(const struct definition *d)
{
	struct arena *each = arena_new();
	size_t i, k, n = 0;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++, n++) {
			test_field(each, d, &d->steps[i].fields[k]);
			test_too_long(each, d, &d->steps[i].fields[k]);
			test_twice(each, d, &d->steps[i].fields[k]);
			arena_reset(each);
		}
	CHECK(n == d->nfields && n > 0);
	arena_free(each);
}

/* Whatever is shipped, today and later. */
static void
test_programmes(struct arena *a)
{
	char **paths;
	size_t i, n;

	paths = file_list(a, source_path(a, "schemas/programmes"), ".xml", &n);
	CHECK(paths != NULL && n > 0);
	for (i = 0; i < n; i++)
		test_form(shipped_definition(a, arena_fmt(a,
		    "schemas/programmes%s", strrchr(paths[i], '/'))));
	for (i = 1; i <= 2; i++)
		test_form(shipped_accord(a, "schemas/programmes/cjs.xml",
		    (int)i));
	test_form(shipped_definition(a,
	    "tests/unit/essai/programmes/codes.xml"));
}

int
main(void)
{
	struct arena *a = arena_new();
	struct buf faults = BUF_INIT;

	xml_init();
	ctx.today = day_make(2026, 11, 22);
	ctx.communes = communes_load(a, source_path(a,
	    "content/communes.tsv"));
	ctx.network = network_load(a, source_path(a,
	    "content/demo/reseau.xml"), source_path(a,
	    "schemas/xml/reseau.rng"), &faults);
	CHECK(ctx.communes != NULL && ctx.network != NULL);
	test_programmes(a);
	test_form(shipped_definition(a, "schemas/documents/cape.xml"));
	test_form(shipped_definition(a,
	    "tests/unit/essai/programmes/essai.xml"));
	buf_free(&faults);
	arena_free(a);
	xml_exit();
	return test_end();
}
