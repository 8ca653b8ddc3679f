/*
 * Steps as models.  Sentences come from the definition and the answers; here
 * are only the few that the commune's two times need.
 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/input.h"
#include "domain/session.h"
#include "web/form.h"
#include "web/page.h"

struct painter {
	struct app	*app;
	struct req	*req;
	const struct form *form;
};

static const char *
raw(const struct painter *p, const char *name, size_t i)
{
	const char *s = answers_typed(p->req->arena, p->form->answers, name,
	    i);

	return s == NULL ? "" : s;
}

static int
chosen(const struct painter *p, const char *name, const char *value)
{
	const char *s;
	size_t i;

	for (i = 0; (s = answers_raw(p->form->answers, name, i)) != NULL; i++)
		if (str_eq(s, value))
			return 1;
	return 0;
}

static struct node *
add_option(const struct painter *p, struct node *champ, size_t i,
    const char *value, const char *label, const char *hint)
{
	const char *name = node_attr(champ, "nom");
	struct node *o = node_add(champ, "option");

	/* The first one bears the field's own id: errors lead to it. */
	node_set(o, "id", i == 0 ? name :
	    arena_fmt(p->req->arena, "%s-%zu", name, i + 1));
	node_set(o, "valeur", value);
	node_set(o, "libelle", label);
	if (hint != NULL)
		node_set(o, "aide", hint);
	if (chosen(p, name, value))
		node_set(o, "coche", "1");
	return o;
}

static struct node *
add_part(const struct painter *p, struct node *champ, const char *suffix,
    const char *label, const char *autocomplete, const char *size,
    const char *faulty)
{
	const char *name = arena_fmt(p->req->arena, "%s%s%s",
	    node_attr(champ, "nom"), *suffix == '\0' ? "" : "-", suffix);
	struct node *n = node_add(champ, "partie");

	node_set(n, "id", name);
	node_set(n, "nom", name);
	node_set(n, "libelle", label);
	node_set(n, "valeur", raw(p, name, 0));
	if (autocomplete != NULL)
		node_set(n, "autocomplete", autocomplete);
	if (size != NULL)
		node_set(n, "taille", size);
	if (faulty != NULL && str_eq(faulty, name))
		node_set(n, "faute", "1");
	return n;
}

static void
paint_date(const struct painter *p, struct node *champ,
    const struct field *field, const char *faulty)
{
	static const char *const parts[][3] = {
		{ "jour", "Jour", "bday-day" },
		{ "mois", "Mois", "bday-month" },
		{ "annee", "Année", "bday-year" }
	};
	int birth = field->autocomplete != NULL &&
	    str_starts(field->autocomplete, "bday");
	size_t i;

	node_set(champ, "genre", "date");
	for (i = 0; i < 3; i++)
		add_part(p, champ, parts[i][0], parts[i][1],
		    birth ? parts[i][2] : NULL, i == 2 ? "c4" : "c2", faulty);
}

/* The communes of the post code typed. */
static size_t
communes_of(struct app *app, struct arena *a, const char *postcode,
    const struct commune **list)
{
	if (postcode != NULL)
		postcode = input_postcode(a, postcode);
	return postcode == NULL ? 0 :
	    communes_at(a, app->communes, postcode, list);
}

static void
paint_commune(const struct painter *p, struct node *champ,
    const struct field *field, const char *faulty)
{
	const char *postcode = input_postcode(p->req->arena,
	    raw(p, arena_fmt(p->req->arena, "%s-cp", field->name), 0));
	const struct commune *list;
	struct node *other;
	size_t i, n = communes_of(p->app, p->req->arena, postcode, &list);

	node_set(champ, "genre", "commune");
	add_part(p, champ, "cp", "Code postal", "postal-code", "c5", faulty);
	if (postcode == NULL)
		return;
	node_set(champ, "liste", postcode);
	for (i = 0; i < n; i++)
		add_option(p, champ, i, list[i].insee, list[i].name, NULL);
	other = add_option(p, champ, n, "autre",
	    p->form->definition->voice == VOICE_STAFF ?
	    "Une autre commune" : "Ma commune n’est pas dans la liste", NULL);
	if (n == 0)
		node_set(node_child(champ, "option"), "coche", "1");
	add_part(p, champ, "autre", n == 0 ? "Nom de la commune" :
	    "Nom de la commune, si elle n’est pas dans la liste",
	    "address-level2", "c20", faulty);
	/* Without a name, it was said of another post code. */
	if (n > 0 && faulty == NULL && raw(p, arena_fmt(p->req->arena,
	    "%s-autre", field->name), 0)[0] == '\0')
		node_unset(other, "coche");
	/* One commune only: nothing to choose, but it can be changed. */
	if (n == 1 && answers_raw(p->form->answers, field->name, 0) == NULL)
		node_set(node_child(champ, "option"), "coche", "1");
}

/* Where the person lives, as far as the form knows: an INSEE code or NULL. */
static const char *
residence(const struct painter *p)
{
	const struct definition *d = p->form->definition;
	const struct commune *list;
	const struct field *f;
	const char *s, *cp;
	size_t i, k;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			f = &d->steps[i].fields[k];
			if (f->kind != FIELD_COMMUNE)
				continue;
			s = answers_raw(p->form->answers, f->name, 0);
			if (s != NULL && commune_find(p->app->communes, s))
				return s;
			cp = answers_raw(p->form->answers, arena_fmt(p->req->arena,
			    "%s-cp", f->name), 0);
			if (communes_of(p->app, p->req->arena, cp, &list) > 0)
				return list[0].insee;
		}
	return NULL;
}

static void
paint_cooperatives(const struct painter *p, struct node *champ)
{
	struct place_filter f = { .cooperatives = 1 };
	const char *home = residence(p), *hint;
	struct place_near *list;
	size_t i, n;

	node_set(champ, "genre", "choix");
	if (home != NULL)
		f.from = commune_find(p->app->communes, home);
	n = places_near(p->req->arena, &p->app->places, &f, &list);
	for (i = 0; i < n; i++) {
		hint = list[i].place->town;
		if (list[i].km >= 0)
			hint = arena_fmt(p->req->arena, "%s, à %s", hint,
			    distance_shown(p->req->arena, list[i].km));
		add_option(p, champ, i, list[i].place->code,
		    list[i].place->name, hint);
	}
}

/* The sessions open to sign-up, and what else may be answered. */
static void
paint_sessions(const struct painter *p, struct node *champ,
    const struct field *field)
{
	const struct check_context ctx = form_context(p->app, p->req,
	    p->form->definition);
	size_t i, n = ctx.nsessions;

	node_set(champ, "genre", "choix");
	for (i = 0; i < n; i++)
		add_option(p, champ, i, ctx.sessions[i].code,
		    ctx.sessions[i].label, ctx.sessions[i].hint);
	for (i = 0; i < field->nchoices; i++)
		add_option(p, champ, n + i, field->choices[i].value,
		    field->choices[i].label, field->choices[i].hint);
	/* One answer only: nothing to choose. */
	if (n + field->nchoices == 1)
		node_set(node_child(champ, "option"), "coche", "1");
}

static void
paint_address(const struct painter *p, struct node *champ,
    const struct field *field, const char *faulty)
{
	int home = field->autocomplete != NULL;

	node_set(champ, "genre", "adresse");
	add_part(p, champ, "", "Numéro et rue", home ? "address-line1" : NULL,
	    NULL, faulty);
	add_part(p, champ, "complement", "Complément (facultatif)", home ?
	    "address-line2" : NULL, NULL, faulty);
}

static void
paint_files(const struct painter *p, struct node *champ)
{
	struct node *n;
	size_t i;

	node_set(champ, "genre", "fichier");
	for (i = 0; i < p->form->npieces; i++) {
		n = node_add(champ, "fichier");
		node_set_int(n, "id", p->form->pieces[i].id);
		node_set(n, "nom", p->form->pieces[i].name);
		node_set(n, "poids", file_size_french(p->req->arena,
		    p->form->pieces[i].size));
	}
}

static void
paint_line(const struct painter *p, struct node *champ,
    const struct field *field)
{
	static const struct {
		enum field_kind	 kind;
		const char	*type, *mode, *size;
	} kinds[] = {
		{ FIELD_NAME, "text", NULL, "c20" },
		{ FIELD_EMAIL, "email", NULL, NULL },
		{ FIELD_PHONE, "tel", NULL, "c20" },
		{ FIELD_MONEY, "text", "decimal", "c5" },
		{ FIELD_NUMBER, "text", "numeric", "c5" },
		{ FIELD_PERCENT, "text", "decimal", "c5" },
		{ FIELD_HOUR, "text", NULL, "c5" },
		{ FIELD_SIREN, "text", "numeric", "c20" },
		{ FIELD_SIRET, "text", "numeric", "c20" },
		{ FIELD_QPV, "text", NULL, "c20" },
		{ FIELD_NIR, "text", NULL, "c20" },
		{ FIELD_IBAN, "text", NULL, NULL }
	};
	size_t i;

	node_set(champ, "genre", "ligne");
	node_set(champ, "type", "text");
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (kinds[i].kind != field->kind)
			continue;
		node_set(champ, "type", kinds[i].type);
		if (kinds[i].mode != NULL)
			node_set(champ, "mode", kinds[i].mode);
		if (kinds[i].size != NULL)
			node_set(champ, "taille", kinds[i].size);
	}
	if (field->kind == FIELD_NAME || field->kind == FIELD_EMAIL)
		node_set(champ, "orthographe", "false");
	node_set(champ, "valeur", raw(p, field->name, 0));
}

static void
paint_field(const struct painter *p, struct node *champ,
    const struct field *field, const char *faulty)
{
	size_t i;

	switch (field->kind) {
	case FIELD_LONGTEXT:
		node_set(champ, "genre", "long");
		node_set(champ, "valeur", raw(p, field->name, 0));
		break;
	case FIELD_DATE:
		paint_date(p, champ, field, faulty);
		break;
	case FIELD_COMMUNE:
		paint_commune(p, champ, field, faulty);
		break;
	case FIELD_COOPERATIVE:
		paint_cooperatives(p, champ);
		break;
	case FIELD_CHOICE:
	case FIELD_CHOICES:
		node_set(champ, "genre",
		    field->kind == FIELD_CHOICE ? "choix" : "cases");
		for (i = 0; i < field->nchoices; i++)
			add_option(p, champ, i, field->choices[i].value,
			    field->choices[i].label, field->choices[i].hint);
		break;
	case FIELD_ACCORD:
		node_set(champ, "genre", "accord");
		if (chosen(p, field->name, "oui"))
			node_set(champ, "coche", "1");
		break;
	case FIELD_FILE:
		paint_files(p, champ);
		break;
	case FIELD_SESSION:
		paint_sessions(p, champ, field);
		break;
	case FIELD_ADDRESS:
		paint_address(p, champ, field, faulty);
		break;
	default:
		paint_line(p, champ, field);
		break;
	}
}

/*
 * Asked, or perhaps: what it depends on stands on the same page.  The
 * cooperatives wait for the post code that orders them.
 */
static int
shown(const struct painter *p, const struct field *field)
{
	const struct field *f;
	size_t i, k;

	for (i = 0; i < p->form->step->nfields; i++) {
		f = &p->form->step->fields[i];
		if (field->kind == FIELD_COOPERATIVE &&
		    f->kind == FIELD_COMMUNE &&
		    input_postcode(p->req->arena, raw(p, arena_fmt(
		    p->req->arena, "%s-cp", f->name), 0)) == NULL)
			return 0;
	}
	if (answers_asked(p->form->answers, field))
		return 1;
	for (i = 0; i < p->form->step->nfields; i++)
		for (k = 0; k < field->nconditions; k++)
			if (field->conditions[k].field != NULL &&
			    str_eq(p->form->step->fields[i].name,
			    field->conditions[k].field))
				return 1;
	return 0;
}

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
		if (!shown(&p, field))
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
		paint_field(&p, champ, field, part);
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
	size_t i, k;

	answers_clear_step(form->answers, step);
	for (i = 0; i < req->nform; i++)
		for (k = 0; k < step->nfields; k++)
			if (req->form[i].filename == NULL &&
			    step->fields[k].kind != FIELD_FILE &&
			    belongs(req->form[i].name, &step->fields[k]))
				answers_add_bytes(form->answers,
				    req->form[i].name, req->form[i].value,
				    req->form[i].len);
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
		node_set(n, "libelle", field->label);
		node_set(n, "nom", field->nom);
		node_set(n, "cible", field->kind == FIELD_DATE ?
		    arena_fmt(req->arena, "%s-jour", field->name) :
		    field->kind == FIELD_COMMUNE ?
		    arena_fmt(req->arena, "%s-cp", field->name) :
		    field->name);
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
