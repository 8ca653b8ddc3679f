/*
 * What all rules share, the kinds of plain text, and the choice among kinds.
 */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "domain/form/rule_inside.h"
#include "port/unicode.h"
#include "text/input.h"

void
rule_wrong(struct checking *c, const char *sentence)
{
	c->out->error = sentence;
}

void
rule_wrong_part(struct checking *c, const char *sentence, const char *part)
{
	c->out->error = sentence;
	c->out->part = arena_fmt(c->arena, "%s%s", c->field->name, part);
}

void
rule_accept(struct checking *c, const char *value, const char *label)
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

const char *
rule_single_raw(struct checking *c, const char *part, int lines)
{
	const char *name = arena_fmt(c->arena, "%s%s", c->field->name, part);
	const char *raw = answers_raw(c->answers, name, 0), *s;

	if (raw == NULL)
		return "";
	if (answers_raw(c->answers, name, 1) != NULL) {
		rule_wrong_part(c, say_twice(&c->say), part);
		return NULL;
	}
	/* controls at the ends are not white space to forgive */
	s = utf8_valid(raw, strlen(raw)) ? str_trim(c->arena, raw) : raw;
	if (!rule_readable(s, lines)) {
		rule_wrong_part(c, say_unreadable(&c->say), part);
		return NULL;
	}
	return s;
}

const char *
rule_single(struct checking *c, int lines)
{
	const char *s = rule_single_raw(c, "", lines);

	if (s == NULL)
		return NULL;
	if (s[0] == '\0') {
		if (!c->optional)
			rule_wrong(c, say_missing(&c->say));
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
		rule_wrong(c, say_too_long(&c->say, c->field->max));
	else if (n < c->field->min)
		rule_wrong(c, say_too_short(&c->say, c->field->min));
	return c->out->error == NULL;
}

static void
check_text(struct checking *c, int lines)
{
	const char *s = rule_single(c, lines);

	if (s == NULL)
		return;
	s = unix_lines(c->arena, s);
	if (check_length(c, s))
		rule_accept(c, s, NULL);
}

/* Number and street, and what may be added: stairs, « chez … ». */
static void
check_address(struct checking *c)
{
	const char *s = rule_single(c, 0), *more;
	long long n;

	if ((more = rule_single_raw(c, "-complement", 0)) == NULL)
		return;
	if (s == NULL) {
		/* a complement to nothing */
		if (more[0] != '\0' && c->out->error == NULL)
			rule_wrong(c, say_missing(&c->say));
		return;
	}
	n = (long long)utf8_length(more);
	if (n > c->field->max)
		rule_wrong_part(c, say_too_long(&c->say, c->field->max),
		    "-complement");
	if (c->out->error != NULL || !check_length(c, s))
		return;
	rule_accept(c, s, NULL);
	if (n > 0)
		rule_accept(c, more, NULL);
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
	const char *s = rule_single(c, 0);

	if (s == NULL)
		return;
	s = unicode_nfc(c->arena, s);
	if (!check_length(c, s))
		return;
	if (!is_name(s))
		rule_wrong(c, say_letters(&c->say));
	else
		rule_accept(c, s, NULL);
}

static void
check_email(struct checking *c)
{
	const char *s = rule_single(c, 0);

	if (s == NULL)
		return;
	if ((s = input_email(c->arena, s)) == NULL)
		rule_wrong(c, say_email(&c->say));
	else {
		rule_accept(c, s, NULL);
		if ((s = input_email_hint(c->arena, s)) != NULL)
			c->out->warning = say_meant(&c->say, s);
	}
}

static void
check_phone(struct checking *c)
{
	const char *s = rule_single(c, 0);

	if (s == NULL)
		return;
	if ((s = input_phone(c->arena, s)) == NULL)
		rule_wrong(c, say_phone(&c->say));
	else
		rule_accept(c, s, NULL);
}

void
rule_check(struct arena *a, const struct answers *answers, enum voice voice,
    const struct field *f, const struct check_context *ctx,
    struct checked *out)
{
	struct checking c = { a, answers, f, ctx, { a, voice, f }, out,
	    answers_optional(answers, f) || (ctx != NULL && ctx->on_paper &&
	    f->kind == FIELD_EMAIL && f->nconditions == 0) };

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
		rule_date(&c);
		break;
	case FIELD_COMMUNE:
		rule_commune(&c);
		break;
	case FIELD_COOPERATIVE:
		rule_cooperative(&c);
		break;
	case FIELD_CHOICE:
		rule_choice(&c);
		break;
	case FIELD_CHOICES:
		rule_choices(&c);
		break;
	case FIELD_ACCORD:
		rule_accord(&c);
		break;
	case FIELD_MONEY:
		rule_money(&c);
		break;
	case FIELD_NUMBER:
		rule_number(&c);
		break;
	case FIELD_FILE:
		rule_file(&c);
		break;
	case FIELD_ADDRESS:
		check_address(&c);
		break;
	case FIELD_PERCENT:
		rule_percent(&c);
		break;
	case FIELD_SIREN:
	case FIELD_SIRET:
	case FIELD_HOUR:
	case FIELD_QPV:
	case FIELD_DEPARTEMENT:
	case FIELD_NIR:
	case FIELD_IBAN:
		rule_code(&c);
		break;
	case FIELD_SESSION:
		rule_session(&c);
		break;
	}
	if (out->error != NULL) {
		out->nvalues = 0;
		if (out->part == NULL)
			out->part = f->name;
	}
}
