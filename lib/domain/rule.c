/*
 * The rules of each kind of field.
 */
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/rule.h"
#include "domain/commune.h"
#include "domain/input.h"
#include "domain/network.h"
#include "domain/say.h"
#include "port/unicode.h"

struct checking {
	struct arena	*arena;
	const struct answers *answers;
	const struct field *field;
	const struct check_context *ctx;
	struct speech	 say;
	struct checked	*out;
	int		 optional;
};

static void
wrong(struct checking *c, const char *sentence)
{
	c->out->error = sentence;
}

static void
wrong_part(struct checking *c, const char *sentence, const char *part)
{
	c->out->error = sentence;
	c->out->part = arena_fmt(c->arena, "%s%s", c->field->name, part);
}

static void
accept(struct checking *c, const char *value, const char *label)
{
	size_t i = c->out->nvalues;

	if (c->out->values == NULL) {
		size_t room = c->field->nchoices + 3;

		c->out->values = arena_array(c->arena, room,
		    sizeof(*c->out->values));
		c->out->labels = arena_array(c->arena, room,
		    sizeof(*c->out->labels));
	}
	c->out->values[i] = value;
	c->out->labels[i] = label;
	c->out->nvalues++;
}

int
rule_readable(const char *raw, int lines)
{
	size_t n = strlen(raw), used;
	uint32_t cp;

	for (; n > 0; raw += used, n -= used) {
		if ((used = utf8_decode(raw, n, &cp)) == 0 ||
		    unicode_is_control(cp) || unicode_is_turning(cp))
			return 0;
		if (!lines && (cp == '\n' || cp == '\r' || cp == '\t' ||
		    cp == 0x2028 || cp == 0x2029))
			return 0;
	}
	return 1;
}

/*
 * The one value sent under a name (the field's plus a part), trimmed; NULL
 * with the error set when it was sent twice or cannot be read.
 */
static const char *
single_raw(struct checking *c, const char *part, int lines)
{
	const char *name = arena_fmt(c->arena, "%s%s", c->field->name, part);
	const char *raw = answers_raw(c->answers, name, 0), *s;

	if (raw == NULL)
		return "";
	if (answers_raw(c->answers, name, 1) != NULL) {
		wrong_part(c, say_twice(&c->say), part);
		return NULL;
	}
	/* controls at the ends are not white space to forgive */
	s = utf8_valid(raw, strlen(raw)) ? str_trim(c->arena, raw) : raw;
	if (!rule_readable(s, lines)) {
		wrong_part(c, say_unreadable(&c->say), part);
		return NULL;
	}
	return s;
}

/* The same for fields of one input, the empty answer dealt with. */
static const char *
single(struct checking *c, int lines)
{
	const char *s = single_raw(c, "", lines);

	if (s == NULL)
		return NULL;
	if (s[0] == '\0') {
		if (!c->optional)
			wrong(c, say_missing(&c->say));
		return NULL;
	}
	return s;
}

static const char *
unix_lines(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) + 1), *p = out;

	for (; *s != '\0'; s++)
		if (*s != '\r')
			*p++ = *s;
		else if (s[1] != '\n')
			*p++ = '\n';
	return out;
}

static int
check_length(struct checking *c, const char *s)
{
	long long n = (long long)utf8_length(s);

	if (n > c->field->max)
		wrong(c, say_too_long(&c->say, c->field->max));
	else if (n < c->field->min)
		wrong(c, say_too_short(&c->say, c->field->min));
	return c->out->error == NULL;
}

static void
check_text(struct checking *c, int lines)
{
	const char *s = single(c, lines);

	if (s == NULL)
		return;
	s = unix_lines(c->arena, s);
	if (check_length(c, s))
		accept(c, s, NULL);
}

static int
is_name(const char *s)
{
	size_t n = strlen(s), used;
	int letters = 0;
	uint32_t cp;

	for (; n > 0; s += used, n -= used) {
		used = utf8_decode(s, n, &cp);
		if (unicode_is_letter(cp))
			letters++;
		else if (unicode_is_mark(cp)) {
			if (letters == 0)
				return 0;
		} else if (cp != ' ' && cp != 0xa0 && cp != '-' &&
		    cp != '\'' && cp != 0x2019 && cp != 0x2010 &&
		    cp != 0x2011)
			return 0;
	}
	return letters > 0;
}

static void
check_name(struct checking *c)
{
	const char *s = single(c, 0);

	if (s == NULL)
		return;
	s = unicode_nfc(c->arena, s);
	if (!check_length(c, s))
		return;
	if (!is_name(s))
		wrong(c, say_letters(&c->say));
	else
		accept(c, s, NULL);
}

static void
check_email(struct checking *c)
{
	const char *s = single(c, 0);

	if (s == NULL)
		return;
	if ((s = input_email(c->arena, s)) == NULL)
		wrong(c, say_email(&c->say));
	else
		accept(c, s, NULL);
}

static void
check_phone(struct checking *c)
{
	const char *s = single(c, 0);

	if (s == NULL)
		return;
	if ((s = input_phone(c->arena, s)) == NULL)
		wrong(c, say_phone(&c->say));
	else
		accept(c, s, NULL);
}

static void
check_money(struct checking *c)
{
	const char *s = single(c, 0);
	int64_t cents;

	if (s == NULL)
		return;
	if (money_parse(s, &cents) == -1)
		wrong(c, say_money(&c->say));
	else if (cents < c->field->min || cents > c->field->max)
		wrong(c, say_range(&c->say,
		    money_french(c->arena, c->field->min),
		    money_french(c->arena, c->field->max)));
	else
		accept(c, arena_fmt(c->arena, "%lld", (long long)cents),
		    NULL);
}

static void
check_number(struct checking *c)
{
	const char *s = single(c, 0);
	long long n;

	if (s == NULL)
		return;
	s = input_spaceless(c->arena, s);
	if (str_number(s, 0, 1000000000000, &n) == -1)
		wrong(c, say_number(&c->say));
	else if (n < c->field->min || n > c->field->max)
		wrong(c, say_range(&c->say,
		    arena_fmt(c->arena, "%lld", c->field->min),
		    arena_fmt(c->arena, "%lld", c->field->max)));
	else
		accept(c, arena_fmt(c->arena, "%lld", n), NULL);
}

static void
check_choice(struct checking *c)
{
	const char *s = single(c, 0);
	const struct choice *ch;

	if (s == NULL)
		return;
	if ((ch = field_choice(c->field, s)) == NULL)
		wrong(c, say_not_listed(&c->say));
	else
		accept(c, ch->value, ch->label);
}

/* In the order of the definition, each once. */
static void
check_choices(struct checking *c)
{
	const struct field *f = c->field;
	const char *raw;
	size_t i;

	for (i = 0; (raw = answers_raw(c->answers, f->name, i)) != NULL; i++)
		if (raw[0] != '\0' && field_choice(f, raw) == NULL) {
			wrong(c, say_not_listed(&c->say));
			return;
		}
	for (i = 0; i < f->nchoices; i++)
		if (answers_has(c->answers, f->name, f->choices[i].value))
			accept(c, f->choices[i].value, f->choices[i].label);
	if (c->out->nvalues == 0 && !c->optional)
		wrong(c, say_missing(&c->say));
}

static void
check_accord(struct checking *c)
{
	const char *s = single(c, 0);

	if (s == NULL)
		return;
	if (!str_eq(s, "oui"))
		wrong(c, say_missing(&c->say));
	else
		accept(c, "oui", NULL);
}

static void
check_cooperative(struct checking *c)
{
	const char *s = single(c, 0);
	const struct cooperative *coop;

	if (s == NULL)
		return;
	if (c->ctx->network == NULL)
		accept(c, s, s);
	else if ((coop = network_cooperative(c->ctx->network, s)) == NULL)
		wrong(c, say_not_listed(&c->say));
	else
		accept(c, coop->code, coop->name);
}

static void
accept_commune(struct checking *c, const char *name, const char *postcode,
    const char *insee)
{
	accept(c, name, NULL);
	accept(c, postcode, NULL);
	if (insee != NULL)
		accept(c, insee, NULL);
}

/* The one among n whose code was chosen; alone, it needs no choosing. */
static const struct commune *
commune_chosen(const struct commune *list, size_t n, const char *insee)
{
	size_t i;

	if (n == 1 && insee[0] == '\0')
		return &list[0];
	for (i = 0; i < n; i++)
		if (str_eq(list[i].insee, insee))
			return &list[i];
	return NULL;
}

static void
check_commune_other(struct checking *c, const char *postcode,
    const char *other)
{
	if (other[0] == '\0')
		wrong_part(c, say_town_name(&c->say), "-autre");
	else if (utf8_length(other) > (size_t)c->field->max)
		wrong_part(c, say_too_long(&c->say, c->field->max), "-autre");
	else
		accept_commune(c, other, postcode, NULL);
}

static void
check_commune(struct checking *c)
{
	const struct commune *list = NULL, *town;
	const char *cp, *insee, *other, *postcode;
	size_t n = 0;

	if ((cp = single_raw(c, "-cp", 0)) == NULL ||
	    (insee = single_raw(c, "", 0)) == NULL ||
	    (other = single_raw(c, "-autre", 0)) == NULL)
		return;
	if (cp[0] == '\0' && insee[0] == '\0' && other[0] == '\0') {
		if (!c->optional)
			wrong_part(c, say_missing(&c->say), "-cp");
		return;
	}
	if ((postcode = input_postcode(c->arena, cp)) == NULL) {
		wrong_part(c, say_postcode(&c->say), "-cp");
		return;
	}
	if (c->ctx->communes != NULL)
		n = communes_at(c->arena, c->ctx->communes, postcode, &list);
	/* a post code that nobody lives at (CEDEX): the name is typed */
	if (str_eq(insee, "autre") || n == 0)
		check_commune_other(c, postcode, other);
	else if ((town = commune_chosen(list, n, insee)) == NULL)
		wrong(c, say_town(&c->say));
	else
		accept_commune(c, town->name, postcode, town->insee);
}

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
				wrong_part(c, say_missing(&c->say), "-jour");
			return 1;
		}
	}
	if (first == NULL)
		return 0;
	if (second != NULL)
		first = arena_fmt(c->arena, "%s et %s", first, second);
	wrong_part(c, say_date_part(&c->say, first), date_parts[where]);
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
		wrong_part(c, say_must_be(&c->say, "dans le passé"),
		    "-annee");
		return;
	}
	if (f->when == WHEN_FUTURE && day < today) {
		wrong_part(c, say_must_be(&c->say,
		    "aujourd’hui ou plus tard"), "-jour");
		return;
	}
	if (f->when == WHEN_BIRTH) {
		age = day_age(day, today);
		if (age > 120)
			wrong_part(c, say_age(&c->say, 120, 0), "-annee");
		else if (age < f->min)
			wrong_part(c, say_age(&c->say, f->min, 1), "-annee");
		else if (f->max > 0 && age > f->max)
			wrong_part(c, say_age(&c->say, f->max, 0), "-annee");
		if (c->out->error != NULL)
			return;
	}
	accept(c, day_iso(c->arena, day), NULL);
}

static void
check_date(struct checking *c)
{
	const char *part[3];
	long long y, d;
	int32_t day = DAY_NONE;
	int m;
	size_t i;

	for (i = 0; i < 3; i++)
		if ((part[i] = single_raw(c, date_parts[i], 0)) == NULL)
			return;
	if (split_date(c, part) == -1 && date_missing(c, part))
		return;
	if (str_eq(part[0], "1er"))
		part[0] = "1";
	if (str_number(part[0], 1, 31, &d) == -1 || strlen(part[0]) > 2) {
		wrong_part(c, say_must_be(&c->say, "une date qui existe"),
		    "-jour");
		return;
	}
	if ((m = input_month(c->arena, part[1])) == 0) {
		wrong_part(c, say_must_be(&c->say, "une date qui existe"),
		    "-mois");
		return;
	}
	if (str_number(part[2], 1000, 9999, &y) == -1 ||
	    strlen(part[2]) != 4) {
		wrong_part(c, say_date_year(&c->say), "-annee");
		return;
	}
	if ((day = day_make((int)y, m, (int)d)) == DAY_NONE)
		wrong_part(c, say_must_be(&c->say, "une date qui existe"),
		    "-jour");
	else
		check_day(c, day);
}

/* Pieces were checked when they came: type, size, content. */
static void
check_file(struct checking *c)
{
	const char *id;
	size_t i;

	id = answers_raw(c->answers, c->field->name, 0);
	if (id == NULL) {
		if (!c->optional)
			wrong(c, say_missing(&c->say));
		return;
	}
	for (i = 0; answers_raw(c->answers, c->field->name, i) != NULL; i++)
		;
	c->out->values = arena_array(c->arena, i, sizeof(*c->out->values));
	c->out->labels = arena_array(c->arena, i, sizeof(*c->out->labels));
	c->out->nvalues = i;
	while (i-- > 0)
		c->out->values[i] = answers_raw(c->answers, c->field->name,
		    i);
}

void
rule_check(struct arena *a, const struct answers *answers, enum voice voice,
    const struct field *f, const struct check_context *ctx,
    struct checked *out)
{
	struct checking c = { a, answers, f, ctx, { a, voice, f }, out,
	    answers_optional(answers, f) };

	*out = (struct checked){ 0 };
	switch (f->kind) {
	case FIELD_TEXT:
		check_text(&c, 0);
		break;
	case FIELD_LONGTEXT:
		check_text(&c, 1);
		break;
	case FIELD_NAME:
		check_name(&c);
		break;
	case FIELD_EMAIL:
		check_email(&c);
		break;
	case FIELD_PHONE:
		check_phone(&c);
		break;
	case FIELD_DATE:
		check_date(&c);
		break;
	case FIELD_COMMUNE:
		check_commune(&c);
		break;
	case FIELD_COOPERATIVE:
		check_cooperative(&c);
		break;
	case FIELD_CHOICE:
		check_choice(&c);
		break;
	case FIELD_CHOICES:
		check_choices(&c);
		break;
	case FIELD_ACCORD:
		check_accord(&c);
		break;
	case FIELD_MONEY:
		check_money(&c);
		break;
	case FIELD_NUMBER:
		check_number(&c);
		break;
	case FIELD_FILE:
		check_file(&c);
		break;
	}
	if (out->error != NULL) {
		out->nvalues = 0;
		if (out->part == NULL)
			out->part = f->name;
	}
}
