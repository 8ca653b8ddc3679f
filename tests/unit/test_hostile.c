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
#include "domain/answers.h"
#include "domain/commune.h"
#include "domain/network.h"
#include "forms.h"
#include "test.h"

static const struct hostile {
	const char	*name;
	const char	*bytes;
	size_t		 len;		/* 0: strlen */
	int		 text;		/* may stand in a free text */
	int		 refused;	/* must be refused wherever it is typed */
} hostile[] = {
	{ "empty", "", 0, 0, 0 },
	{ "spaces", " \t \xc2\xa0\xe2\x80\xaf\xe2\x80\x8b ", 0, 0, 0 },
	{ "NUL", "a\0b", 3, 0, 1 },
	{ "bell", "a\x07" "b", 0, 0, 1 },
	{ "escape", "\x1b[31mrouge", 0, 0, 1 },
	{ "delete", "a\x7f" "b", 0, 0, 1 },
	{ "C1", "a\xc2\x85" "b", 0, 0, 1 },
	{ "noncharacter", "a\xef\xbf\xbf", 0, 0, 1 },
	{ "Latin-1", "caf\xe9", 0, 0, 1 },
	{ "overlong", "\xc0\xbcscript>", 0, 0, 1 },
	{ "surrogate", "\xed\xa0\x80\xed\xb0\x80", 0, 0, 1 },
	{ "cut short", "ab\xe2\x82", 0, 0, 1 },
	{ "above Unicode", "\xf4\x90\x80\x80", 0, 0, 1 },
	{ "right-to-left override", "gpj.\xe2\x80\xae" "exe", 0, 0, 1 },
	{ "isolate", "\xe2\x81\xa6" "a\xe2\x81\xa9", 0, 0, 1 },
	{ "markup", "<script>alert('x')</script>", 0, 1, 0 },
	{ "attribute", "\" onmouseover=\"x", 0, 1, 0 },
	{ "CDATA end", "]]>", 0, 1, 0 },
	{ "entity", "&amp;&lt;&#65;&eacute;&", 0, 1, 0 },
	{ "comment", "<!-- x -->", 0, 1, 0 },
	{ "SQL", "'; DROP TABLE dossier; --", 0, 1, 0 },
	{ "template", "{{ dossier/reponses }}{{ end }}", 0, 1, 0 },
	{ "formula", "=HYPERLINK(\"x\")", 0, 1, 0 },
	{ "formula plus", "+1+1", 0, 1, 0 },
	{ "formula at", "@SUM(A1)", 0, 1, 0 },
	{ "format", "%s%n%d", 0, 1, 0 },
	{ "path", "../../etc/passwd", 0, 1, 0 },
	{ "Hebrew", "\xd7\x90\xd7\x91\xd7\xa8\xd7\x94\xd7\x9d", 0, 1, 0 },
	{ "Arabic", "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf", 0, 1, 0 },
	{ "astral", "\xf0\x9d\x84\x9e \xf0\x9f\x91\xa9\xe2\x80\x8d"
	    "\xf0\x9f\x8c\xbe", 0, 1, 0 },
	{ "astral letters", "\xf0\xa0\x80\x80\xf0\xa0\x80\x81", 0, 1, 0 },
	{ "French", "d\xe2\x80\x99\xc5\x92uf, \xc2\xab \xc3\x80 \xc2\xbb ?",
	    0, 1, 0 },
	{ "decomposed", "re\xcc\x81sume\xcc\x81!", 0, 1, 0 },
	{ "numbers", "1e9999", 0, 1, 0 },
	{ "minus", "-1", 0, 1, 0 },
	{ "decimal", "1.5", 0, 1, 0 },
	{ "two numbers", "1-2", 0, 1, 0 },
	{ "lines", "Bcc: x@y.fr\r\nSubject: x", 0, 0, 0 }
};
#define NHOSTILE (sizeof(hostile) / sizeof(hostile[0]))

static struct check_context ctx;

static const char *const *
parts(const struct field *f)
{
	return field_parts(f->kind);
}

/* Right answers for the other parts, so that the one at test decides. */
static void
add_others(struct answers *an, struct arena *a, const struct field *f,
    const char *part)
{
	static const char *const right[][2] = { { "-jour", "1" },
	    { "-mois", "2" }, { "-annee", "2000" }, { "-cp", "44150" },
	    { "", "autre" } };
	const char *const *p;
	size_t i;

	for (p = parts(f); *p != NULL; p++)
		for (i = 0; i < sizeof(right) / sizeof(right[0]); i++)
			if (!str_eq(*p, part) && str_eq(*p, right[i][0]) &&
			    f->kind != FIELD_FILE)
				answers_add(an, arena_fmt(a, "%s%s", f->name,
				    *p), right[i][1]);
}

static void
add_birth(struct answers *an, struct arena *a, const struct definition *d,
    const char *year)
{
	const char *name = d->age.birth;

	if (answers_raw(an, arena_fmt(a, "%s-jour", name), 0) != NULL)
		return;
	answers_add(an, arena_fmt(a, "%s-jour", name), "1");
	answers_add(an, arena_fmt(a, "%s-mois", name), "2");
	answers_add(an, arena_fmt(a, "%s-annee", name), year);
}

/* Make the field be asked: choose what its condition wants. */
static void
satisfy(struct answers *an, struct arena *a, const struct definition *d,
    const struct field *f)
{
	const struct condition *c;
	char *rest;

	for (c = f->conditions; c < f->conditions + f->nconditions; c++) {
		if (c->field == NULL) {
			add_birth(an, a, d, c->minor ? "2010" : "2000");
			continue;
		}
		satisfy(an, a, d, definition_field(d, c->field));
		rest = arena_dup(a, c->values);
		if (answers_raw(an, c->field, 0) == NULL)
			answers_add(an, c->field, str_split(&rest, ' '));
	}
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
test_form(const char *path)
{
	struct arena *a = arena_new(), *each = arena_new();
	const struct definition *d = shipped_definition(a, path);
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
	arena_free(a);
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
		test_form(arena_fmt(a, "schemas/programmes%s",
		    strrchr(paths[i], '/')));
	test_form("tests/unit/essai/programmes/codes.xml");
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
	test_form("schemas/documents/cape.xml");
	test_form("tests/unit/essai/programmes/essai.xml");
	buf_free(&faults);
	arena_free(a);
	xml_exit();
	return test_end();
}
