/*
 * Kinds that are numbers, or codes made of them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/str.h"
#include "domain/form/rule_inside.h"
#include "text/input.h"

void
rule_money(struct checking *c)
{
	const char *s = rule_single(c, 0);
	int64_t cents;

	if (s == NULL)
		return;
	if (money_parse(s, &cents) == -1)
		rule_wrong(c, say_money(&c->say));
	else if (cents < c->field->min || cents > c->field->max)
		rule_wrong(c, say_range(&c->say,
		    money_french(c->arena, c->field->min),
		    money_french(c->arena, c->field->max)));
	else
		rule_accept(c, arena_fmt(c->arena, "%lld", (long long)cents),
		    NULL);
}

void
rule_number(struct checking *c)
{
	const char *s = rule_single(c, 0);
	long long n;

	if (s == NULL)
		return;
	s = input_spaceless(c->arena, s);
	if (str_number(s, 0, 1000000000000, &n) == -1)
		rule_wrong(c, say_number(&c->say));
	else if (n < c->field->min || n > c->field->max)
		rule_wrong(c, say_range(&c->say,
		    arena_fmt(c->arena, "%lld", c->field->min),
		    arena_fmt(c->arena, "%lld", c->field->max)));
	else
		rule_accept(c, arena_fmt(c->arena, "%lld", n), NULL);
}

void
rule_percent(struct checking *c)
{
	const char *s = rule_single(c, 0), *v;
	long long n;

	if (s == NULL)
		return;
	if ((v = input_percent(c->arena, s)) == NULL)
		rule_wrong(c, say_percent(&c->say));
	else if ((n = strtoll(v, NULL, 10)) < c->field->min ||
	    n > c->field->max || (n == c->field->max &&
	    strchr(v, '.') != NULL))
		rule_wrong(c, say_range(&c->say,
		    input_percent_shown(c->arena,
		    arena_fmt(c->arena, "%lld", c->field->min)),
		    input_percent_shown(c->arena,
		    arena_fmt(c->arena, "%lld", c->field->max))));
	else
		rule_accept(c, v, NULL);
}

/* Kinds whose codes check themselves, and hours: right or not. */
void
rule_code(struct checking *c)
{
	static const struct {
		enum field_kind	 kind;
		const char *(*read)(struct arena *, const char *);
		const char *(*say)(const struct speech *);
	} codes[] = {
		{ FIELD_SIREN, input_siren, say_siren },
		{ FIELD_SIRET, input_siret, say_siret },
		{ FIELD_HOUR, input_hour, say_hour },
		{ FIELD_QPV, input_qpv, say_qpv },
		{ FIELD_DEPARTEMENT, input_departement, say_departement },
		{ FIELD_NIR, input_nir, say_nir },
		{ FIELD_IBAN, input_iban, say_iban }
	};
	const char *s = rule_single(c, 0);
	size_t i = 0;

	if (s == NULL)
		return;
	while (codes[i].kind != c->field->kind)
		i++;
	if ((s = codes[i].read(c->arena, s)) == NULL)
		rule_wrong(c, codes[i].say(&c->say));
	else
		rule_accept(c, s, NULL);
}
