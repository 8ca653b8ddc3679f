/*
 * Kinds that are numbers.
 */
#include "base/money.h"
#include "base/str.h"
#include "domain/input.h"
#include "domain/rule_inside.h"

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
