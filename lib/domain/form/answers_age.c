/*
 * What depends on who somebody is: age, session, cooperative, and the ways
 * that are closed to them.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/form/answers_inside.h"

/* The day a field holds, checked already or not; DAY_NONE. */
static int32_t
day_of(const struct answers *an, const char *name)
{
	const struct field *f = definition_field(an->def, name);
	struct checked c;

	if (f == NULL)
		return DAY_NONE;
	c = an->checked[f->index];
	if (c.nvalues == 0)
		rule_check(an->arena, an, an->def->voice, f, &an->ctx, &c);
	return c.nvalues == 0 ? DAY_NONE : day_parse(c.values[0]);
}

int
answers_age(const struct answers *an, int32_t day)
{
	int32_t birth;

	if (an->def->age.birth == NULL ||
	    (birth = day_of(an, an->def->age.birth)) == DAY_NONE)
		return -1;
	return day_age(birth, day);
}

/* The first days that may count: of the session chosen, else of them all. */
static void
reference(const struct answers *an, int32_t *first, int32_t *last)
{
	const struct check_context *ctx = &an->ctx;
	const struct session_choice *s;
	const char *chosen = NULL;
	int32_t day;
	size_t i;

	*first = *last = ctx->today;
	if (an->def->age.session == NULL)
		return;
	chosen = answers_raw(an, an->def->age.session, 0);
	for (i = 0; i < ctx->nsessions; i++) {
		s = &ctx->sessions[i];
		day = s->first > ctx->today ? s->first : ctx->today;
		if (chosen != NULL && str_eq(chosen, s->code)) {
			*first = *last = day;
			return;
		}
		if (chosen == NULL && day > *last)
			*last = day;
	}
}

static const struct arret *
age_stops(const struct answers *an)
{
	const struct age_rule *rule = &an->def->age;
	int32_t first, last;
	int age;

	reference(an, &first, &last);
	age = answers_age(an, last);
	if (age == -1)
		return NULL;
	if (rule->min >= 0 && age < rule->min)
		return definition_arret(an->def, rule->too_young);
	if (rule->max >= 0 && answers_age(an, first) > rule->max)
		return definition_arret(an->def, rule->too_old);
	return NULL;
}

const struct arret *
answers_stopped(const struct answers *an, const struct step *s)
{
	const char *birth = an->def->age.birth;
	const struct arret *arret;
	const struct field *f;
	size_t i, k;

	for (i = 0; i < s->nfields; i++) {
		f = &s->fields[i];
		if (!answers_asked(an, f))
			continue;
		for (k = 0; k < f->nchoices; k++)
			if (f->choices[k].stops != NULL &&
			    answers_has(an, f->name, f->choices[k].value))
				return definition_arret(an->def,
				    f->choices[k].stops);
		if (birth != NULL && str_eq(f->name, birth) &&
		    (arret = age_stops(an)) != NULL)
			return arret;
	}
	return NULL;
}

const char *
answers_cooperative(const struct answers *an)
{
	const struct definition *d = an->def;
	const char *v, *found = "";
	const struct field *f;
	size_t i, k;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			f = &d->steps[i].fields[k];
			if (f->kind == FIELD_COOPERATIVE &&
			    (v = answers_value(an, f->name, 0)) != NULL)
				return v;
			if (f->kind == FIELD_SESSION &&
			    (v = answers_value(an, f->name, 2)) != NULL)
				found = v;
		}
	return found;
}

const char *
answers_session(const struct answers *an)
{
	const struct definition *d = an->def;
	const struct field *f;
	size_t i, k;

	/* one of the agenda has a first day as well */
	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			f = &d->steps[i].fields[k];
			if (f->kind == FIELD_SESSION &&
			    answers_value(an, f->name, 1) != NULL)
				return answers_value(an, f->name, 0);
		}
	return NULL;
}
