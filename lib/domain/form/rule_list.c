/*
 * Kinds whose answers stand in a list: choices, cooperatives, communes,
 * sessions, files.
 */
#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/form/rule_inside.h"
#include "domain/territory/commune.h"
#include "domain/territory/network.h"
#include "text/input.h"

void
rule_choice(struct checking *c)
{
	const char *s = rule_single(c, 0);
	const struct choice *ch;

	if (s == NULL)
		return;
	if ((ch = field_choice(c->field, s)) == NULL)
		rule_wrong(c, say_not_listed(&c->say));
	else
		rule_accept(c, ch->value, ch->label);
}

/* In the order of the definition, each once. */
void
rule_choices(struct checking *c)
{
	const struct field *f = c->field;
	const char *raw;
	size_t i;

	for (i = 0; (raw = answers_raw(c->answers, f->name, i)) != NULL; i++)
		if (raw[0] != '\0' && field_choice(f, raw) == NULL) {
			rule_wrong(c, say_not_listed(&c->say));
			return;
		}
	for (i = 0; i < f->nchoices; i++)
		if (answers_has(c->answers, f->name, f->choices[i].value))
			rule_accept(c, f->choices[i].value, f->choices[i].label);
	if (c->out->nvalues == 0 && !c->optional)
		rule_wrong(c, say_missing(&c->say));
}

void
rule_accord(struct checking *c)
{
	const char *s = rule_single(c, 0);

	if (s == NULL)
		return;
	if (!str_eq(s, "oui"))
		rule_wrong(c, say_missing(&c->say));
	else
		rule_accept(c, "oui", NULL);
}

void
rule_cooperative(struct checking *c)
{
	const char *s = rule_single(c, 0);
	const struct cooperative *coop;

	if (s == NULL)
		return;
	if (c->ctx->network == NULL)
		rule_accept(c, s, s);
	else if ((coop = network_cooperative(c->ctx->network, s)) == NULL)
		rule_wrong(c, say_not_listed(&c->say));
	else
		rule_accept(c, coop->code, coop->name);
}

static void
accept_commune(struct checking *c, const char *name, const char *postcode,
    const char *insee)
{
	rule_accept(c, name, NULL);
	rule_accept(c, postcode, NULL);
	if (insee != NULL)
		rule_accept(c, insee, NULL);
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
		rule_wrong_part(c, say_town_name(&c->say), "-autre");
	else if (utf8_length(other) > (size_t)c->field->max)
		rule_wrong_part(c, say_too_long(&c->say, c->field->max), "-autre");
	else
		accept_commune(c, other, postcode, NULL);
}

void
rule_commune(struct checking *c)
{
	const struct commune *list = NULL, *town;
	const char *cp, *insee, *other, *postcode;
	size_t n = 0;

	if ((cp = rule_single_raw(c, "-cp", 0)) == NULL ||
	    (insee = rule_single_raw(c, "", 0)) == NULL ||
	    (other = rule_single_raw(c, "-autre", 0)) == NULL)
		return;
	if (cp[0] == '\0' && insee[0] == '\0' && other[0] == '\0') {
		if (!c->optional)
			rule_wrong_part(c, say_missing(&c->say), "-cp");
		return;
	}
	if ((postcode = input_postcode(c->arena, cp)) == NULL) {
		rule_wrong_part(c, say_postcode(&c->say), "-cp");
		return;
	}
	if (c->ctx->communes != NULL)
		n = communes_at(c->arena, c->ctx->communes, postcode, &list);
	/* a post code that nobody lives at (CEDEX): the name is typed */
	if (str_eq(insee, "autre") || n == 0)
		check_commune_other(c, postcode, other);
	else if ((town = commune_chosen(list, n, insee)) == NULL)
		rule_wrong(c, say_town(&c->say));
	else
		accept_commune(c, town->name, postcode, town->insee);
}

/* Pieces were checked when they came: type, size, content. */
void
rule_file(struct checking *c)
{
	const char *id;
	size_t i;

	id = answers_raw(c->answers, c->field->name, 0);
	if (id == NULL) {
		if (!c->optional)
			rule_wrong(c, say_missing(&c->say));
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

/* Code, first day, cooperative; or a choice of the field's own. */
void
rule_session(struct checking *c)
{
	const struct check_context *ctx = c->ctx;
	const char *s = rule_single(c, 0);
	const struct session_choice *found;
	const struct choice *own;
	size_t i = 0;

	if (s == NULL)
		return;
	if ((own = field_choice(c->field, s)) != NULL) {
		rule_accept(c, own->value, own->label);
		return;
	}
	while (i < ctx->nsessions && !str_eq(ctx->sessions[i].code, s))
		i++;
	if (i == ctx->nsessions) {
		rule_wrong(c, say_not_listed(&c->say));
		return;
	}
	found = &ctx->sessions[i];
	rule_accept(c, found->code, found->label);
	rule_accept(c, day_iso(c->arena, found->first), NULL);
	rule_accept(c, found->cooperative, NULL);
}
