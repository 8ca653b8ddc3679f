/*
 * Raw values in the order they came, and per field what the check made of
 * them.  What fields mean is in rule.c.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/form/answers_inside.h"
#include "port/unicode.h"

struct answers *
answers_new(struct arena *a, const struct definition *def)
{
	struct answers *an = arena_alloc(a, sizeof(*an));

	an->arena = a;
	an->def = def;
	an->end = &an->first;
	an->ctx.today = day_today();
	an->checked = arena_array(a, def->nfields, sizeof(*an->checked));
	return an;
}

void
answers_context(struct answers *an, const struct check_context *ctx)
{
	an->ctx = *ctx;
}

/* The field that an input of this name belongs to. */
static const struct field *
field_of(const struct definition *d, const char *name)
{
	const struct field *f;
	const char *const *part;
	size_t i, k, n;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			f = &d->steps[i].fields[k];
			n = strlen(f->name);
			if (strncmp(f->name, name, n) != 0)
				continue;
			for (part = field_parts(f->kind); *part != NULL; part++)
				if (str_eq(*part, name + n))
					return f;
		}
	return NULL;
}

void
answers_put(struct answers *an, const struct field *f, const char *name,
    const char *value)
{
	struct raw *r = arena_alloc(an->arena, sizeof(*r));

	r->field = f;
	r->name = name;
	r->value = value;
	*an->end = r;
	an->end = &r->next;
}

int
answers_add(struct answers *an, const char *name, const char *raw)
{
	const struct field *f = field_of(an->def, name);

	if (f == NULL || f->kind == FIELD_FILE)
		return 0;
	answers_put(an, f, arena_dup(an->arena, name), arena_dup(an->arena, raw));
	return 1;
}

int
answers_add_bytes(struct answers *an, const char *name, const void *raw,
    size_t len)
{
	char *copy = arena_dupn(an->arena, raw, len), *p;

	/* a byte that is never UTF-8 stands for it: the check will refuse */
	for (p = copy; p < copy + len; p++)
		if (*p == '\0')
			*p = '\xff';
	return answers_add(an, name, copy);
}

void
answers_add_piece(struct answers *an, const char *field, int64_t id)
{
	const struct field *f = definition_field(an->def, field);

	if (f != NULL && f->kind == FIELD_FILE)
		answers_put(an, f, f->name, arena_fmt(an->arena, "%lld",
		    (long long)id));
}

static int
of_step(const struct step *s, const struct field *f)
{
	return f >= s->fields && f < s->fields + s->nfields;
}

void
answers_clear_field(struct answers *an, const struct field *f)
{
	struct raw **at = &an->first;

	if (f->kind == FIELD_FILE)
		return;
	while (*at != NULL)
		if ((*at)->field == f)
			*at = (*at)->next;
		else
			at = &(*at)->next;
	an->end = at;
	an->checked[f->index] = (struct checked){ 0 };
}

void
answers_clear_step(struct answers *an, const struct step *s)
{
	size_t i;

	for (i = 0; i < s->nfields; i++)
		answers_clear_field(an, &s->fields[i]);
}

const char *
answers_raw(const struct answers *an, const char *name, size_t i)
{
	const struct raw *r;

	for (r = an->first; r != NULL; r = r->next)
		if (str_eq(r->name, name) && i-- == 0)
			return r->value;
	return NULL;
}

int
answers_each(const struct answers *an, const struct step *s, size_t i,
    const char **name, const char **raw)
{
	const struct raw *r;

	for (r = an->first; r != NULL; r = r->next)
		if (of_step(s, r->field) && r->field->kind != FIELD_FILE &&
		    i-- == 0) {
			*name = r->name;
			*raw = r->value;
			return 1;
		}
	return 0;
}

const char *
answers_typed(struct arena *a, const struct answers *an, const char *name,
    size_t i)
{
	static const char unknown[] = "\xef\xbf\xbd";
	const char *s = answers_raw(an, name, i), *out;
	struct buf b = BUF_INIT;
	size_t n, used;
	uint32_t cp;

	if (s == NULL)
		return NULL;
	for (n = strlen(s); n > 0; s += used, n -= used) {
		if ((used = utf8_decode(s, n, &cp)) == 0) {
			used = 1;
			buf_str(&b, unknown);
		} else if (unicode_is_control(cp))
			buf_str(&b, unknown);
		else
			buf_add(&b, s, used);
	}
	out = arena_dupn(a, buf_cstr(&b), b.len);
	buf_free(&b);
	return out;
}

static const struct checked *
checked_of(const struct answers *an, const char *field)
{
	static const struct checked none;
	const struct field *f = definition_field(an->def, field);

	return f == NULL ? &none : &an->checked[f->index];
}

const char *
answers_value(const struct answers *an, const char *field, size_t i)
{
	const struct checked *c = checked_of(an, field);

	return i < c->nvalues ? c->values[i] : NULL;
}

const char *
answers_error(const struct answers *an, const char *field)
{
	return checked_of(an, field)->error;
}

const char *
answers_warning(const struct answers *an, const char *field)
{
	return checked_of(an, field)->warning;
}

const char *
answers_error_part(const struct answers *an, const char *field)
{
	return checked_of(an, field)->part;
}

int
answers_has(const struct answers *an, const char *field, const char *value)
{
	const struct raw *r;

	for (r = an->first; r != NULL; r = r->next)
		if (str_eq(r->name, field) && str_eq(r->value, value))
			return 1;
	return 0;
}

/* Has an earlier field, itself asked, one of these values? */
static int
holds(const struct answers *an, const char *field, const char *values)
{
	const struct raw *r;

	if (!answers_asked(an, definition_field(an->def, field)))
		return 0;
	for (r = an->first; r != NULL; r = r->next)
		if (str_eq(r->name, field) && str_has_word(values, r->value))
			return 1;
	return 0;
}

int
answers_by_hand(const struct answers *an)
{
	const struct checked *c;
	const struct choice *choice;
	const struct field *f;
	size_t i, k, v;

	for (i = 0; i < an->def->nsteps; i++)
		for (k = 0; k < an->def->steps[i].nfields; k++) {
			f = &an->def->steps[i].fields[k];
			c = &an->checked[f->index];
			for (v = 0; f->nchoices > 0 && v < c->nvalues; v++) {
				choice = field_choice(f, c->values[v]);
				if (choice != NULL && choice->by_hand)
					return 1;
			}
		}
	return 0;
}

int
answers_asked(const struct answers *an, const struct field *f)
{
	const struct condition *c;
	int age;

	for (c = f->conditions; c < f->conditions + f->nconditions; c++) {
		if (c->field != NULL) {
			if (!holds(an, c->field, c->values))
				return 0;
			continue;
		}
		age = answers_age(an, an->ctx.today);
		if (age == -1 || (age < ADULT) != c->minor)
			return 0;
	}
	return 1;
}

int
answers_same(const struct answers *one, const struct answers *other,
    const struct field *f)
{
	const char *v, *w;
	size_t i = 0;

	do {
		v = answers_value(one, f->name, i);
		w = answers_value(other, f->name, i++);
		if ((v == NULL) != (w == NULL) || (v != NULL &&
		    !str_eq(v, w)))
			return 0;
	} while (v != NULL);
	return 1;
}

int
answers_optional(const struct answers *an, const struct field *f)
{
	return f->optional && (f->need_field == NULL ||
	    !holds(an, f->need_field, f->need_value));
}

size_t
answers_check(struct answers *an, const struct step *s,
    const struct check_context *ctx)
{
	const struct field *f;
	struct checked *c;
	size_t i, errors = 0;

	an->ctx = *ctx;
	for (i = 0; i < s->nfields; i++) {
		f = &s->fields[i];
		c = &an->checked[f->index];
		*c = (struct checked){ 0 };
		if (answers_asked(an, f))
			rule_check(an->arena, an, an->def->voice, f, ctx, c);
		if (c->error != NULL)
			errors++;
	}
	return errors;
}

const struct step *
answers_check_all(struct answers *an, const struct check_context *ctx)
{
	const struct step *first = NULL;
	const struct definition *d = an->def;
	size_t i;

	for (i = 0; i < d->nsteps; i++)
		if ((answers_check(an, &d->steps[i], ctx) > 0 ||
		    answers_stopped(an, &d->steps[i]) != NULL) &&
		    first == NULL)
			first = &d->steps[i];
	return first;
}

