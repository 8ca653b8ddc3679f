/*
 * Steps as models, and back from a request.  How each kind of field looks is
 * in form_paint.c.
 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/correction.h"
#include "domain/session/session.h"
#include "port/crypto.h"
#include "text/input.h"
#include "web/form_paint.h"
#include "web/page.h"

#define MARK	8	/* bytes of form_mark() */

const struct field *
form_single(const struct step *step)
{
	return step->nfields == 1 && step->intro == NULL &&
	    step->fields[0].kind != FIELD_COMMUNE ? &step->fields[0] : NULL;
}

static void
describe(struct arena *a, struct node *champ, const struct field *field,
    const char *error)
{
	const char *n = field->name;

	if (error != NULL)
		node_set(champ, "erreur", error);
	if (field->hint != NULL)
		node_set(champ, "aide", field->hint);
	if (error != NULL && field->hint != NULL)
		node_set(champ, "decrit", arena_fmt(a, "%s-e %s-a", n, n));
	else if (error != NULL)
		node_set(champ, "decrit", arena_fmt(a, "%s-e", n));
	else if (field->hint != NULL)
		node_set(champ, "decrit", arena_fmt(a, "%s-a", n));
}

static void
add_doubt(struct arena *a, struct node *page, struct node *champ,
    const struct form *form, const struct field *field)
{
	const char *doubt = answers_warning(form->answers, field->name);

	if (!form->doubtful || doubt == NULL)
		return;
	node_set(page, "avis", "1");
	node_set(champ, "avis", doubt);
	node_set(champ, "avis-valeur", answers_value(form->answers,
	    field->name, 0));
	node_set(champ, "decrit", arena_fmt(a, "%s-d%s%s", field->name,
	    field->hint == NULL ? "" : " ",
	    node_attr_or(champ, "decrit", "")));
}

int
form_doubts(const struct req *req, struct form *form)
{
	const struct field *field;
	const char *shown;
	size_t i;

	for (i = 0; i < form->step->nfields; i++) {
		field = &form->step->fields[i];
		if (answers_warning(form->answers, field->name) == NULL)
			continue;
		shown = req_form(req, arena_fmt(req->arena, "%s-avis",
		    field->name));
		if (shown == NULL || !str_eq(shown,
		    answers_value(form->answers, field->name, 0)))
			form->doubtful = 1;
	}
	return form->doubtful;
}

void
form_error(struct node *page, const char *target, const char *text)
{
	struct node *bilan = node_child(page, "bilan"), *n;
	char title[64] = "Il y a 1\u00a0réponse à corriger";
	size_t errors = 0;

	if (bilan == NULL)
		bilan = node_add(page, "bilan");
	node_set(node_add_text(bilan, "faute", text), "cible", target);
	for (n = node_child(bilan, "faute"); n != NULL;
	    n = node_sibling(n, "faute"))
		errors++;
	if (errors > 1)
		snprintf(title, sizeof(title),
		    "Il y a %zu\u00a0réponses à corriger", errors);
	node_set(bilan, "titre", title);
	node_set(page, "erreur", "1");
}

size_t
form_fields(struct app *app, struct req *req, struct node *page,
    const struct form *form)
{
	struct painter p = { app, req, form };
	const struct step *step = form->step;
	struct node *champ;
	const struct field *field;
	const char *error, *part;
	size_t i, errors = 0;

	for (i = 0; i < step->nfields; i++) {
		field = &step->fields[i];
		if (!form_asks(&p, field) || !correction_opens(
		    form->definition, form->only, field))
			continue;
		error = form->quiet ? NULL :
		    answers_error(form->answers, field->name);
		if (field->kind == FIELD_FILE && form->file_error != NULL)
			error = form->file_error;
		part = error == NULL ? NULL :
		    answers_error_part(form->answers,
		    field->name);
		champ = node_add(page, "champ");
		node_set(champ, "id", field->name);
		node_set(champ, "nom", field->name);
		node_set(champ, "libelle", field->label);
		if (field->optional)
			node_set(champ, "facultatif", "1");
		if (field->autocomplete != NULL)
			node_set(champ, "autocomplete", field->autocomplete);
		if (form->alone && form_single(step) == field)
			node_set(champ, "seul", "1");
		describe(req->arena, champ, field, error);
		form_paint(&p, champ, field, part);
		add_doubt(req->arena, page, champ, form, field);
		if (error != NULL) {
			errors++;
			form_error(page, part == NULL ? field->name : part,
			    error);
		}
	}
	return errors;
}

/* Is this an input of the field: its name, or its name and a part? */
static int
belongs(const char *name, const struct field *field)
{
	const char *const *part = field_parts(field->kind);
	size_t n = strlen(field->name);

	for (; str_starts(name, field->name) && *part != NULL; part++)
		if (str_eq(name + n, *part))
			return 1;
	return 0;
}

void
form_read(const struct req *req, const struct form *form)
{
	const struct step *step = form->step;
	const struct field *f;
	size_t i, k;

	for (k = 0; k < step->nfields; k++) {
		f = &step->fields[k];
		if (!correction_opens(form->definition, form->only, f))
			continue;
		answers_clear_field(form->answers, f);
		for (i = 0; i < req->nform; i++)
			if (req->form[i].filename == NULL &&
			    f->kind != FIELD_FILE &&
			    belongs(req->form[i].name, f))
				answers_add_bytes(form->answers,
				    req->form[i].name, req->form[i].value,
				    req->form[i].len);
	}
}

int
form_wants_communes(const struct req *req, const struct step *step)
{
	const char *cp, *seen;
	size_t i;

	for (i = 0; i < step->nfields; i++) {
		if (step->fields[i].kind != FIELD_COMMUNE)
			continue;
		cp = req_form(req, arena_fmt(req->arena, "%s-cp",
		    step->fields[i].name));
		seen = req_form(req, arena_fmt(req->arena, "%s-liste",
		    step->fields[i].name));
		if (cp != NULL &&
		    (cp = input_postcode(req->arena, cp)) != NULL &&
		    (seen == NULL || !str_eq(cp, seen)))
			return 1;
	}
	return 0;
}

void
form_summary(struct req *req, struct node *section, const struct form *form)
{
	const struct field *field;
	const char *words;
	struct node *n;
	size_t i, k;

	for (i = 0; i < form->step->nfields; i++) {
		field = &form->step->fields[i];
		if (!answers_asked(form->answers, field))
			continue;
		n = node_add(section, "ligne");
		if (!correction_opens(form->definition, form->only, field))
			node_set(n, "ferme", "1");
		node_set(n, "libelle", field->label);
		node_set(n, "nom", field->nom);
		node_set(n, "cible", field->kind == FIELD_DATE ?
		    arena_fmt(req->arena, "%s-jour", field->name) :
		    field->kind == FIELD_COMMUNE ?
		    arena_fmt(req->arena, "%s-cp", field->name) :
		    field->name);
		if (form->masked && field->sensitive) {
			node_set(n, "masque", "1");
			continue;
		}
		if (field->kind == FIELD_FILE) {
			for (k = 0; k < form->npieces; k++)
				node_add_text(n, "valeur",
				    form->pieces[k].name);
			continue;
		}
		words = answers_shown(req->arena, form->answers, field);
		if (words != NULL && *words != '\0')
			node_add_text(n, "valeur",
			    page_safe(req->arena, words));
	}
}

static int
has_sessions(const struct definition *d)
{
	size_t i, k;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++)
			if (d->steps[i].fields[k].kind == FIELD_SESSION)
				return 1;
	return 0;
}

static const char *
left(struct arena *a, const struct session *s, int32_t today)
{
	long long n = (long long)session_left(s);

	if (s->composing)
		return "groupe composé après la clôture";
	if (session_state(s, today) != SESSION_OUVERTE)
		return "complet\u00a0: liste d’attente";
	return arena_fmt(a, "%lld\u00a0place%s", n, n > 1 ? "s" : "");
}

/* The sessions of the programme that one may sign up to. */
static void
add_sessions(struct app *app, struct req *req, const char *programme,
    struct check_context *ctx)
{
	const struct session_filter open = { .programme = programme,
		.from = ctx->today, .signup = 1 };
	struct arena *a = req->arena;
	struct session_choice *to;
	struct session *list;
	size_t i, n;

	n = session_list(a, app->reader, &open, &list);
	ctx->nsessions = n;
	ctx->sessions = to = arena_array(a, n, sizeof(*to));
	for (i = 0; i < n; i++, to++) {
		to->code = list[i].code;
		to->label = arena_fmt(a, "%s, %s", list[i].title,
		    session_days(a, &list[i]));
		to->hint = arena_fmt(a, "%s%s%s – %s", session_hours(a,
		    &list[i]), *session_hours(a, &list[i]) != '\0' ? ", " : "",
		    *list[i].place != '\0' ? list[i].place : list[i].commune,
		    left(a, &list[i], ctx->today));
		to->cooperative = list[i].cooperative;
		to->first = list[i].first;
	}
}

const char *
form_mark(struct req *req, const struct form *f)
{
	unsigned char sum[SHA256_SIZE];
	const char *name, *raw;
	struct sha256 s;
	size_t i;

	sha256_start(&s);
	for (i = 0; answers_each(f->answers, f->step, i, &name, &raw); i++) {
		sha256_add(&s, name, strlen(name) + 1);
		sha256_add(&s, raw, strlen(raw) + 1);
	}
	sha256_end(&s, sum);
	return hex_encode(req->arena, sum, MARK);
}

void
form_differences(struct req *req, struct node *page, const struct form *mine,
    const struct answers *theirs)
{
	const struct field *f;
	struct node *n;
	size_t i;

	node_set(page, "retard", "1");
	for (i = 0; i < mine->step->nfields; i++) {
		f = &mine->step->fields[i];
		if (answers_same(mine->answers, theirs, f))
			continue;
		n = node_add(page, "change");
		node_set(n, "libelle", f->label);
		node_add_text(n, "saisi", page_safe(req->arena, answers_shown(
		    req->arena, mine->answers, f)));
		node_add_text(n, "enregistre", page_safe(req->arena,
		    answers_shown(req->arena, theirs, f)));
	}
}

struct check_context
form_context(struct app *app, struct req *req,
    const struct definition *definition)
{
	struct check_context ctx = {
		.communes = app->communes,
		.network = app->network,
		.today = time_local(req->now, NULL, NULL)
	};

	if (has_sessions(definition))
		add_sessions(app, req, definition->name, &ctx);
	return ctx;
}
