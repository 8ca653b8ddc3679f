/*
 * Columns and lines.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/report/table.h"

const struct table_first table_first[] = {
	{ "numero", "Numéro du dossier" },
	{ "programme", "Nom de la démarche" },
	{ "version", "Version du formulaire qui a été rempli" },
	{ "etat", "Où en est le dossier" },
	{ "code-cooperative", "Code de la coopérative qui le suit" },
	{ "envoi", "Date et heure de l’envoi, en temps universel" },
};
const size_t ntable_first = sizeof(table_first) / sizeof(table_first[0]);

const char *
table_columns(struct arena *a, const struct field *f)
{
	const char *n = f->name;

	switch (f->kind) {
	case FIELD_COMMUNE:
		return arena_fmt(a, "%s %s-code-postal %s-insee", n, n, n);
	case FIELD_ADDRESS:
		return arena_fmt(a, "%s %s-complement", n, n);
	case FIELD_SESSION:
		return arena_fmt(a, "%s %s-code %s-debut", n, n, n);
	default:
		return n;
	}
}

void
table_head(struct sheet *t, const struct definition *d, int money)
{
	struct arena *a = arena_new();
	const struct field *f;
	char *rest, *name;
	size_t i, k;

	for (i = 0; i < ntable_first; i++)
		sheet_name(t, table_first[i].name);
	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			f = &d->steps[i].fields[k];
			if (f->sensitive && !money)
				continue;
			rest = arena_dup(a, table_columns(a, f));
			while ((name = str_split(&rest, ' ')) != NULL)
				sheet_name(t, name);
		}
	sheet_newline(t);
	arena_free(a);
}

static const char *
value(const struct answers *an, const struct field *f, size_t i)
{
	const char *v = answers_value(an, f->name, i);

	return v == NULL ? "" : v;
}

/* The lines of several answers, in one cell. */
static const char *
joined(struct arena *a, const char *s)
{
	char *out = arena_dup(a, s), *p;

	for (p = out; *p != '\0'; p++)
		if (*p == '\n')
			*p = '|';
	return out;
}

/* Cents as a decimal number; "" when there are none. */
static const char *
decimal(struct arena *a, const char *cents)
{
	long long n;

	return str_number(cents, 0, INT64_MAX, &n) == -1 ? "" :
	    arena_fmt(a, "%lld.%02lld", n / 100, n % 100);
}

static void
field_cells(struct arena *a, struct sheet *t, const struct answers *an,
    const struct field *f)
{
	const char *shown = answers_shown(a, an, f);
	size_t n = 0;

	switch (f->kind) {
	case FIELD_COMMUNE:
		sheet_text(t, value(an, f, 0));
		sheet_text(t, value(an, f, 1));
		sheet_text(t, value(an, f, 2));
		break;
	case FIELD_ADDRESS:
		sheet_text(t, value(an, f, 0));
		sheet_text(t, value(an, f, 1));
		break;
	case FIELD_SESSION:
		sheet_text(t, shown);
		sheet_text(t, value(an, f, 0));
		sheet_day(t, value(an, f, 1));
		break;
	case FIELD_DATE:
		sheet_day(t, value(an, f, 0));
		break;
	case FIELD_FILE:
		while (answers_value(an, f->name, n) != NULL)
			n++;
		shown = n == 0 ? "" : arena_fmt(a, "%zu", n);
		sheet_number(t, shown, shown);
		break;
	case FIELD_CHOICES:
		sheet_text(t, joined(a, shown));
		break;
	case FIELD_MONEY:
		sheet_number(t, shown, decimal(a, value(an, f, 0)));
		break;
	case FIELD_NUMBER:
	case FIELD_PERCENT:
		sheet_number(t, shown, value(an, f, 0));
		break;
	default:
		sheet_text(t, shown);
		break;
	}
}

/* What the older form did not ask, or not in this way: empty. */
static void
empty_cells(struct arena *a, struct sheet *t, const struct field *f)
{
	const char *s = table_columns(a, f);

	do
		sheet_text(t, "");
	while ((s = strchr(s, ' ')) != NULL && s++ != NULL);
}

void
table_row(struct arena *a, struct sheet *t, const struct definition *d,
    const struct definition *of_answers, const struct dossier *dossier,
    const struct answers *an, int money)
{
	const struct state *state = definition_state(of_answers,
	    dossier->state);
	const char *version = arena_fmt(a, "%d", of_answers->version);
	const struct field *f, *then;
	size_t i, k;

	sheet_text(t, dossier->numero);
	sheet_text(t, dossier->programme);
	sheet_number(t, version, version);
	sheet_text(t, state == NULL ? dossier->state : state->label);
	sheet_text(t, dossier->cooperative);
	sheet_instant(t, dossier->sent == 0 ? "" : time_iso(a,
	    dossier->sent));
	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			f = &d->steps[i].fields[k];
			if (f->sensitive && !money)
				continue;
			then = definition_field(of_answers, f->name);
			if (then != NULL && then->kind == f->kind)
				field_cells(a, t, an, then);
			else
				empty_cells(a, t, f);
		}
	sheet_newline(t);
}
