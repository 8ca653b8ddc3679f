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

/* Signs that begin a formula, wide ones included. */
static int
is_formula(const char *s)
{
	static const char *const signs[] = { "=", "+", "-", "@", "\t", "\r",
	    "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0" };
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_starts(s, signs[i]))
			return 1;
	return 0;
}

void
table_cell(struct buf *b, size_t start, const char *s)
{
	int quoted = s[strcspn(s, "\";\r\n")] != '\0';

	if (b->len > start)
		buf_char(b, ';');
	if (quoted)
		buf_char(b, '"');
	if (is_formula(s))
		buf_char(b, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_char(b, '"');
		buf_char(b, *s);
	}
	if (quoted)
		buf_char(b, '"');
}

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
table_head(struct buf *b, const struct definition *d)
{
	struct arena *a = arena_new();
	size_t i, k, start;
	char *rest, *name;

	buf_str(b, TABLE_MARK);
	start = b->len;
	for (i = 0; i < ntable_first; i++)
		table_cell(b, start, table_first[i].name);
	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			rest = arena_dup(a, table_columns(a,
			    &d->steps[i].fields[k]));
			while ((name = str_split(&rest, ' ')) != NULL)
				table_cell(b, start, name);
		}
	buf_str(b, "\r\n");
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

static void
field_cells(struct arena *a, struct buf *b, size_t start,
    const struct answers *an, const struct field *f)
{
	size_t n = 0;

	switch (f->kind) {
	case FIELD_COMMUNE:
		table_cell(b, start, value(an, f, 0));
		table_cell(b, start, value(an, f, 1));
		table_cell(b, start, value(an, f, 2));
		break;
	case FIELD_ADDRESS:
		table_cell(b, start, value(an, f, 0));
		table_cell(b, start, value(an, f, 1));
		break;
	case FIELD_SESSION:
		table_cell(b, start, answers_shown(a, an, f));
		table_cell(b, start, value(an, f, 0));
		table_cell(b, start, value(an, f, 1));
		break;
	case FIELD_DATE:
		table_cell(b, start, value(an, f, 0));
		break;
	case FIELD_FILE:
		while (answers_value(an, f->name, n) != NULL)
			n++;
		table_cell(b, start, n == 0 ? "" : arena_fmt(a, "%zu", n));
		break;
	case FIELD_CHOICES:
		table_cell(b, start, joined(a, answers_shown(a, an, f)));
		break;
	default:
		table_cell(b, start, answers_shown(a, an, f));
		break;
	}
}

/* What the older form did not ask, or not in this way: empty. */
static void
empty_cells(struct arena *a, struct buf *b, size_t start,
    const struct field *f)
{
	const char *s = table_columns(a, f);

	do
		table_cell(b, start, "");
	while ((s = strchr(s, ' ')) != NULL && s++ != NULL);
}

void
table_row(struct arena *a, struct buf *b, const struct definition *d,
    const struct definition *of_answers, const struct dossier *dossier,
    const struct answers *an)
{
	const struct state *state = definition_state(of_answers,
	    dossier->state);
	const struct field *f, *then;
	size_t i, k, start = b->len;

	table_cell(b, start, dossier->numero);
	table_cell(b, start, dossier->programme);
	table_cell(b, start, arena_fmt(a, "%d", of_answers->version));
	table_cell(b, start, state == NULL ? dossier->state : state->label);
	table_cell(b, start, dossier->cooperative);
	table_cell(b, start, dossier->sent == 0 ? "" : time_iso(a, dossier->sent));
	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			f = &d->steps[i].fields[k];
			then = definition_field(of_answers, f->name);
			if (then != NULL && then->kind == f->kind)
				field_cells(a, b, start, an, then);
			else
				empty_cells(a, b, start, f);
		}
	buf_str(b, "\r\n");
}
