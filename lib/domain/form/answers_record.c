/*
 * Answers in words, as a record, and back from one.
 */
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/str.h"
#include "domain/form/answers_inside.h"
#include "text/input.h"

static const char *
shown_one(struct arena *a, const struct field *f, const struct checked *c,
    size_t i)
{
	const char *v = c->values[i];
	long long n;

	if (c->labels[i] != NULL)
		return c->labels[i];
	switch (f->kind) {
	case FIELD_DATE:
		return day_french(a, day_parse(v));
	case FIELD_PHONE:
		return input_phone_shown(a, v);
	case FIELD_MONEY:
		if (str_number(v, 0, INT64_MAX, &n) == 0)
			return money_french(a, n);
		return v;
	case FIELD_ACCORD:
		return "Oui";
	case FIELD_HOUR:
		return input_hour_shown(a, v);
	case FIELD_PERCENT:
		return input_percent_shown(a, v);
	default:
		return v;
	}
}

const char *
answers_shown(struct arena *a, const struct answers *an,
    const struct field *f)
{
	const struct checked *c = &an->checked[f->index];
	struct buf b = BUF_INIT;
	const char *out;
	size_t i;

	if (f->kind == FIELD_COMMUNE)
		return c->nvalues < 2 ? "" : arena_fmt(a, "%s %s",
		    c->values[1], c->values[0]);
	/* what follows is for the record, not for the eye */
	if (f->kind == FIELD_SESSION)
		return c->nvalues == 0 ? "" : shown_one(a, f, c, 0);
	for (i = 0; i < c->nvalues; i++) {
		if (i > 0)
			buf_char(&b, '\n');
		buf_str(&b, shown_one(a, f, c, i));
	}
	out = arena_dupn(a, buf_cstr(&b), b.len);
	buf_free(&b);
	return out;
}

static void
field_to_record(struct node *to, const struct field *f,
    const struct checked *c)
{
	struct node *n, *e;
	size_t i;

	n = node_add(to, f->name);
	if (f->kind == FIELD_CHOICES || f->kind == FIELD_FILE) {
		for (i = 0; i < c->nvalues; i++) {
			if (f->kind == FIELD_FILE) {
				node_set(node_add(n, "fichier"), "id",
				    c->values[i]);
				continue;
			}
			e = node_add_text(n, "choix", c->values[i]);
			node_set(e, "libelle", c->labels[i]);
		}
		return;
	}
	if (c->labels[0] != NULL)
		node_set(n, "libelle", c->labels[0]);
	if (f->kind == FIELD_ACCORD)
		node_set_int(n, "version", f->version);
	if (f->kind == FIELD_COMMUNE) {
		node_set(n, "code-postal", c->values[1]);
		if (c->nvalues > 2)
			node_set(n, "insee", c->values[2]);
	}
	if (f->kind == FIELD_ADDRESS && c->nvalues > 1)
		node_set(n, "complement", c->values[1]);
	if (f->kind == FIELD_SESSION && c->nvalues > 2) {
		node_set(n, "debut", c->values[1]);
		node_set(n, "cooperative", c->values[2]);
	}
	node_append(n, c->values[0]);
}

void
answers_to_record(const struct answers *an, struct node *reponses)
{
	const struct definition *d = an->def;
	const struct checked *c;
	size_t i, k;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			c = &an->checked[d->steps[i].fields[k].index];
			if (c->nvalues > 0)
				field_to_record(reponses,
				    &d->steps[i].fields[k], c);
		}
}

static void
result(struct answers *an, struct checked *c, const char *value,
    const char *label)
{
	const char **values, **labels;
	size_t n = c->nvalues;

	values = arena_array(an->arena, n + 1, sizeof(*values));
	labels = arena_array(an->arena, n + 1, sizeof(*labels));
	if (n > 0) {
		memcpy(values, c->values, n * sizeof(*values));
		memcpy(labels, c->labels, n * sizeof(*labels));
	}
	values[n] = value;
	labels[n] = label == NULL ? NULL : arena_dup(an->arena, label);
	c->values = values;
	c->labels = labels;
	c->nvalues++;
}

static void
part(struct answers *an, const struct field *f, const char *suffix,
    const char *value)
{
	answers_put(an, f, arena_fmt(an->arena, "%s%s", f->name, suffix), value);
}

static void
date_from_record(struct answers *an, const struct field *f, const char *iso)
{
	int32_t day = day_parse(iso);
	int y, m, d;

	if (day == DAY_NONE)
		return;
	day_split(day, &y, &m, &d);
	part(an, f, "-jour", arena_fmt(an->arena, "%d", d));
	part(an, f, "-mois", arena_fmt(an->arena, "%d", m));
	part(an, f, "-annee", arena_fmt(an->arena, "%04d", y));
}

static void
commune_from_record(struct answers *an, const struct field *f,
    const struct node *n, const char *name)
{
	struct checked *c = &an->checked[f->index];
	const char *cp = node_attr_or(n, "code-postal", "");
	const char *insee = node_attr(n, "insee");

	cp = arena_dup(an->arena, cp);
	part(an, f, "-cp", cp);
	result(an, c, cp, NULL);
	if (insee != NULL) {
		insee = arena_dup(an->arena, insee);
		part(an, f, "", insee);
		result(an, c, insee, NULL);
	} else {
		part(an, f, "", "autre");
		part(an, f, "-autre", name);
	}
}

static void
address_from_record(struct answers *an, const struct field *f,
    const struct node *n, const char *street)
{
	const char *more = node_attr(n, "complement");

	part(an, f, "", street);
	if (more == NULL)
		return;
	more = arena_dup(an->arena, more);
	part(an, f, "-complement", more);
	result(an, &an->checked[f->index], more, NULL);
}

static void
session_from_record(struct answers *an, const struct field *f,
    const struct node *n, const char *code)
{
	struct checked *c = &an->checked[f->index];

	part(an, f, "", code);
	if (node_attr(n, "debut") == NULL)
		return;
	result(an, c, arena_dup(an->arena, node_attr(n, "debut")), NULL);
	result(an, c, arena_dup(an->arena,
	    node_attr_or(n, "cooperative", "")), NULL);
}

/* Cents as one would type them. */
static const char *
typed_money(struct arena *a, const char *cents)
{
	long long n;

	if (str_number(cents, 0, INT64_MAX, &n) == -1)
		return cents;
	return n % 100 == 0 ? arena_fmt(a, "%lld", n / 100) :
	    arena_fmt(a, "%lld,%02lld", n / 100, n % 100);
}

static void
field_from_record(struct answers *an, const struct field *f,
    const struct node *n)
{
	struct checked *c = &an->checked[f->index];
	const struct node *e;
	const char *v;

	if (f->kind == FIELD_CHOICES || f->kind == FIELD_FILE) {
		for (e = node_child(n, NULL); e != NULL;
		    e = node_sibling(e, NULL)) {
			v = f->kind == FIELD_FILE ? arena_dup(an->arena,
			    node_attr_or(e, "id", "0")) :
			    node_string(an->arena, e);
			part(an, f, "", v);
			result(an, c, v, node_attr(e, "libelle"));
		}
		return;
	}
	v = node_string(an->arena, n);
	result(an, c, v, node_attr(n, "libelle"));
	if (f->kind == FIELD_DATE)
		date_from_record(an, f, v);
	else if (f->kind == FIELD_COMMUNE)
		commune_from_record(an, f, n, v);
	else if (f->kind == FIELD_ADDRESS)
		address_from_record(an, f, n, v);
	else if (f->kind == FIELD_SESSION)
		session_from_record(an, f, n, v);
	else
		part(an, f, "", f->kind == FIELD_MONEY ?
		    typed_money(an->arena, v) : v);
}

void
answers_from_record(struct answers *an, const struct node *reponses)
{
	const struct field *f;
	const struct node *n;
	const char *sent = node_attr(node_parent(reponses), "depose");

	/* ages are those of the day it was sent */
	if (sent != NULL && strlen(sent) > 10)
		an->ctx.today = day_parse(arena_dupn(an->arena, sent, 10));
	an->first = NULL;
	an->end = &an->first;
	memset(an->checked, 0, an->def->nfields * sizeof(*an->checked));
	for (n = node_child(reponses, NULL); n != NULL;
	    n = node_sibling(n, NULL))
		if ((f = definition_field(an->def, node_name(n))) != NULL)
			field_from_record(an, f, n);
}
