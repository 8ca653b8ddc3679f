/*
 * law: the table of rules, and what they share.
 */
#include "domain/law/law.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "text/typo.h"

static const struct {
	const char	*name;
	law_rule	*rule;
} rules[] = {
	{ "cape",		cape_rule },
	{ "renouvellement",	renouvellement_rule },
	{ "rupture",		rupture_rule },
	{ "avenant",		avenant_rule },
	{ "appui",		appui_rule },
	{ "appui-en-cours",	appui_en_cours_rule },
	{ "appui-mois",		appui_mois_rule },
	{ "appui-fini",		appui_fini_rule },
	{ "declaration",	declaration_rule },
	{ "participation",	participation_rule },
};

law_rule *
law_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (str_eq(rules[i].name, name))
			return rules[i].rule;
	return NULL;
}

/* The step that asks a field; NULL when none does. */
static const struct step *
step_of(const struct definition *def, const char *field)
{
	size_t i, j;

	if (def == NULL || field == NULL)
		return NULL;
	for (i = 0; i < def->nsteps; i++)
		for (j = 0; j < def->steps[i].nfields; j++)
			if (str_eq(def->steps[i].fields[j].name, field))
				return &def->steps[i];
	return NULL;
}

static struct lack *
add(struct law_case *c, const char *article, const char *step,
    const char *text)
{
	struct lack *more;

	if (c->nlacks == c->room) {
		c->room = c->room == 0 ? 16 : c->room * 2;
		more = arena_array(c->arena, c->room, sizeof(*more));
		if (c->nlacks > 0)
			memcpy(more, c->lacks, c->nlacks * sizeof(*more));
		c->lacks = more;
	}
	c->lacks[c->nlacks] = (struct lack){ .article = article,
		.step = step, .text = text };
	return &c->lacks[c->nlacks++];
}

/* What a rule says, mended where a field is asked. */
static struct lack *
say(struct law_case *c, const char *article, const char *field,
    const char *fmt, va_list ap)
{
	const struct step *step = step_of(c->form, field);
	char text[512];

	vsnprintf(text, sizeof(text), fmt, ap);
	return add(c, article, step != NULL ? step->name : NULL,
	    typo_text(c->arena, arena_dup(c->arena, text)));
}

void
law_lack(struct law_case *c, const char *article, const char *field,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, article, field, fmt, ap);
	va_end(ap);
}

void
law_breaks(struct law_case *c, enum regle rule, const char *field,
    const char *fmt, ...)
{
	struct lack *lack;
	va_list ap;

	va_start(ap, fmt);
	lack = say(c, regle_article(c->regles, rule), field, fmt, ap);
	va_end(ap);
	lack->rule = regle_name(rule);
}

const char *
law_value(const struct law_case *c, const char *field)
{
	if (c->answers == NULL || answers_error(c->answers, field) != NULL)
		return NULL;
	return answers_value(c->answers, field, 0);
}

int
law_is(const struct law_case *c, const char *field, const char *value)
{
	const char *v = law_value(c, field);

	return v != NULL && str_eq(v, value);
}

int32_t
law_day(const struct law_case *c, const char *field)
{
	const char *v = law_value(c, field);

	return v != NULL ? day_parse(v) : DAY_NONE;
}

const struct earlier *
law_last(const struct law_case *c, const char *kind)
{
	size_t i;

	for (i = c->nearlier; i-- > 0; )
		if (str_eq(c->earlier[i].kind, kind))
			return &c->earlier[i];
	return NULL;
}

/* What the form itself says is missing or wrong, step by step. */
static void
check_form(struct law_case *c)
{
	const struct step *s;
	const char *error;
	size_t i, j;

	for (i = 0; i < c->form->nsteps; i++) {
		s = &c->form->steps[i];
		answers_check(c->answers, s, c->context);
		for (j = 0; j < s->nfields; j++) {
			error = answers_error(c->answers, s->fields[j].name);
			if (error != NULL)
				add(c, s->article, s->name, error);
		}
	}
}

/* What an answer repeats of a consent, against what was said of it. */
static void
check_consents(struct law_case *c)
{
	const struct field *f;
	size_t i, j, k;

	for (i = 0; i < c->form->nsteps; i++)
		for (j = 0; j < c->form->steps[i].nfields; j++) {
			f = &c->form->steps[i].fields[j];
			if (f->consent == NULL || !law_is(c, f->name, "oui"))
				continue;
			for (k = 0; k < c->naccords; k++)
				if (str_eq(c->accords[k].asked->name,
				    f->consent) && accord_said(&c->accords[k],
				    c->nrepresentants) == ACCORD_REFUSED)
					law_lack(c, c->form->steps[i].article,
					    f->name, "« %s » : la réponse "
					    "est « oui », mais cet accord a "
					    "été refusé ou retiré.", f->label);
		}
}

size_t
law_check(struct law_case *c, law_rule *rule)
{
	c->nlacks = 0;
	if (c->form != NULL) {
		check_form(c);
		check_consents(c);
	}
	if (c->cooperative == NULL)
		law_lack(c, NULL, NULL,
		    "Le dossier n’est rattaché à aucune coopérative.");
	if (rule != NULL)
		rule(c);
	return c->nlacks;
}
