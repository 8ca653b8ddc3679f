/*
 * Dates in three inputs.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/form/rule_inside.h"
#include "text/input.h"

/* Does anything look like three inputs, or was all put into the first? */
static int
split_date(struct checking *c, const char *part[3])
{
	int32_t whole;
	int y, m, d;

	if (part[0][0] == '\0' || part[1][0] != '\0' || part[2][0] != '\0' ||
	    (whole = input_date(c->arena, part[0])) == DAY_NONE)
		return -1;
	day_split(whole, &y, &m, &d);
	part[0] = arena_fmt(c->arena, "%d", d);
	part[1] = arena_fmt(c->arena, "%d", m);
	part[2] = arena_fmt(c->arena, "%04d", y);
	return 0;
}

static const char *const date_parts[] = { "-jour", "-mois", "-annee" };

/* 1 when something is missing, which is then said (unless all may be). */
static int
date_missing(struct checking *c, const char *part[3])
{
	static const char *const words[] = { "un jour", "un mois",
	    "une année" };
	const char *first = NULL, *second = NULL;
	size_t i, where = 0;

	for (i = 0; i < 3; i++) {
		if (part[i][0] != '\0')
			continue;
		if (first == NULL) {
			first = words[i];
			where = i;
		} else if (second == NULL)
			second = words[i];
		else {
			if (!c->optional)
				rule_wrong_part(c, say_missing(&c->say), "-jour");
			return 1;
		}
	}
	if (first == NULL)
		return 0;
	if (second != NULL)
		first = arena_fmt(c->arena, "%s et %s", first, second);
	rule_wrong_part(c, say_date_part(&c->say, first), date_parts[where]);
	return 1;
}

static void
check_day(struct checking *c, int32_t day)
{
	const struct field *f = c->field;
	int32_t today = c->ctx->today;
	int y, m, d, age;

	day_split(day, &y, &m, &d);
	if ((f->when == WHEN_BIRTH || f->when == WHEN_PAST) && day > today) {
		rule_wrong_part(c, say_must_be(&c->say, "dans le passé"),
		    "-annee");
		return;
	}
	if (f->when == WHEN_FUTURE && day < today) {
		rule_wrong_part(c, say_must_be(&c->say,
		    "aujourd’hui ou plus tard"), "-jour");
		return;
	}
	if (f->when == WHEN_BIRTH) {
		age = day_age(day, today);
		if (age > 120)
			rule_wrong_part(c, say_age(&c->say, 120, 0), "-annee");
		else if (age < f->min)
			rule_wrong_part(c, say_age(&c->say, f->min, 1), "-annee");
		else if (f->max > 0 && age > f->max)
			rule_wrong_part(c, say_age(&c->say, f->max, 0), "-annee");
		if (c->out->error != NULL)
			return;
	}
	rule_accept(c, day_iso(c->arena, day), NULL);
}

void
rule_date(struct checking *c)
{
	const char *part[3];
	long long y, d;
	int32_t day = DAY_NONE;
	int m;
	size_t i;

	for (i = 0; i < 3; i++)
		if ((part[i] = rule_single_raw(c, date_parts[i], 0)) == NULL)
			return;
	if (split_date(c, part) == -1 && date_missing(c, part))
		return;
	if (str_eq(part[0], "1er"))
		part[0] = "1";
	if (str_number(part[0], 1, 31, &d) == -1 || strlen(part[0]) > 2) {
		rule_wrong_part(c, say_must_be(&c->say, "une date qui existe"),
		    "-jour");
		return;
	}
	if ((m = input_month(c->arena, part[1])) == 0) {
		rule_wrong_part(c, say_must_be(&c->say, "une date qui existe"),
		    "-mois");
		return;
	}
	if (str_number(part[2], 1000, 9999, &y) == -1 ||
	    strlen(part[2]) != 4) {
		rule_wrong_part(c, say_date_year(&c->say), "-annee");
		return;
	}
	if ((day = day_make((int)y, m, (int)d)) == DAY_NONE)
		rule_wrong_part(c, say_must_be(&c->say, "une date qui existe"),
		    "-jour");
	else
		check_day(c, day);
}
