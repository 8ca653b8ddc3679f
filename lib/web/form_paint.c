/*
 * Each kind of field as a model.  Sentences come from the definition and the
 * answers; here are only the few that the commune's two times need.
 */
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "text/input.h"
#include "web/form_paint.h"

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

/* The sessions of a cooperative (NULL: of all) below a node; how many. */
static size_t
add_sessions(const struct painter *p, struct node *to, size_t first,
    const struct check_context *ctx, const char *cooperative)
{
	const struct session_choice *s = ctx->sessions;
	size_t i, n = 0;

	for (i = 0; i < ctx->nsessions; i++)
		if (cooperative == NULL ||
		    str_eq(s[i].cooperative, cooperative))
			add_option(p, to, first + n++, s[i].code, s[i].label,
			    s[i].hint);
	return n;
}

static int
one_cooperative(const struct check_context *ctx)
{
	size_t i;

	for (i = 1; i < ctx->nsessions; i++)
		if (!str_eq(ctx->sessions[i].cooperative,
		    ctx->sessions[0].cooperative))
			return 0;
	return 1;
}

/* Under the name of each cooperative, the nearest first where that is known. */
static void
add_groups(const struct painter *p, struct node *champ,
    const struct check_context *ctx)
{
	struct place_filter f = { .cooperatives = 1 };
	const char *home = residence(p);
	struct place_near *list;
	struct node *group;
	size_t i, n, done = 0, added;

	if (home != NULL)
		f.from = commune_find(p->app->communes, home);
	n = places_near(p->req->arena, &p->app->places, &f, &list);
	for (i = 0; i < n; i++) {
		group = node_add(champ, "groupe");
		node_set(group, "nom", node_attr(champ, "nom"));
		node_set(group, "titre", list[i].km < 0 ?
		    list[i].place->name : arena_fmt(p->req->arena, "%s, à %s",
		    list[i].place->name, distance_shown(p->req->arena,
		    list[i].km)));
		added = add_sessions(p, group, done, ctx,
		    list[i].place->code);
		if (added == 0)
			node_remove(group);
		done += added;
	}
	for (i = 0; i < ctx->nsessions; i++)
		if (network_cooperative(p->app->network,
		    ctx->sessions[i].cooperative) == NULL)
			add_option(p, champ, done++, ctx->sessions[i].code,
			    ctx->sessions[i].label, ctx->sessions[i].hint);
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
	if (one_cooperative(&ctx))
		add_sessions(p, champ, 0, &ctx, NULL);
	else
		add_groups(p, champ, &ctx);
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
		{ FIELD_DEPARTEMENT, "text", NULL, "c4" },
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

void
form_paint(const struct painter *p, struct node *champ,
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

int
form_asks(const struct painter *p, const struct field *field)
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
