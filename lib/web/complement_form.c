/*
 * Complements shown masked, and asked for.
 */
#include "base/date.h"
#include "base/str.h"
#include "web/complement_form.h"
#include "web/journey.h"
#include "web/page.h"

static void
add_line(struct req *req, struct node *to, const struct complement *c,
    unsigned rights)
{
	struct node *n = node_add(to, "reponse");

	node_set(n, "nom", c->field->name);
	node_set(n, "libelle", c->field->label);
	node_set(n, "finalite", c->field->purpose);
	node_set(n, "conservation", c->field->retention);
	if (c->field->optional)
		node_set(n, "facultatif", "1");
	if ((complement_right(c->field) & rights) != 0)
		node_set(n, "montre", "1");
	if (c->at == 0)
		return;
	node_set(n, "masque", c->masked);
	node_set(n, "le", time_iso(req->arena, c->at));
	if (!str_eq(c->author, "personne"))
		node_set(n, "par", "1");
}

void
complement_lines(struct app *app, struct req *req, struct node *page,
    const struct definition *def, const struct dossier *d, unsigned rights)
{
	const struct step *s;
	struct complement *list;
	struct node *to;
	size_t i, n, given;

	n = complement_list(req->arena, app->reader, def, d, &list);
	for (s = n == 0 ? NULL : def->later->steps; s != NULL &&
	    s < def->later->steps + def->later->nsteps; s++) {
		for (i = 0, given = 0; i < n; i++)
			given += list[i].step == s && list[i].at != 0;
		if (given == 0 && !complement_asked(s, d))
			continue;
		to = node_add(page, "complement");
		node_set(to, "nom", s->name);
		node_set(to, "titre", s->title);
		if (complement_asked(s, d))
			node_set(to, "demande", "1");
		for (i = 0; i < n; i++) {
			if (list[i].step != s)
				continue;
			add_line(req, to, &list[i], rights);
			if (list[i].at == 0 && !list[i].field->optional)
				node_set(to, "manque", "1");
		}
	}
}

int
complement_open(struct app *app, struct req *req, const char *name,
    const struct definition *def, const struct dossier *d,
    struct complement_form *c)
{
	const struct step *s = def->later == NULL ? NULL :
	    definition_step(def->later, name);

	if (s == NULL || !complement_asked(s, d))
		return 404;
	*c = (struct complement_form){ .form = { .definition = def->later,
		.step = s, .answers = answers_new(req->arena, def->later) } };
	c->n = complement_list(req->arena, app->reader, def, d, &c->list);
	return c->n == 0 ? 500 : 0;
}

static const struct complement *
given(const struct complement_form *c, const struct field *f)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->list[i].field == f && c->list[i].at != 0)
			return &c->list[i];
	return NULL;
}

size_t
complement_read(struct app *app, struct req *req, struct complement_form *c)
{
	const struct check_context ctx = form_context(app, req,
	    c->form.definition);
	const struct step *s = c->form.step;
	struct step asked = *s;
	struct field *to;
	const char *raw;
	size_t i;

	form_read(req, &c->form);
	/* what was given before and is left empty is not asked again */
	asked.nfields = 0;
	asked.fields = to = arena_array(req->arena, s->nfields, sizeof(*to));
	for (i = 0; i < s->nfields; i++) {
		raw = answers_raw(c->form.answers, s->fields[i].name, 0);
		if (given(c, &s->fields[i]) == NULL || !str_is_blank(raw))
			to[asked.nfields++] = s->fields[i];
	}
	return answers_check(c->form.answers, &asked, &ctx);
}

/* What is there already, as the hint of an empty input. */
static void
tell_given(struct req *req, struct node *champ, const struct complement *c,
    const struct definition *def)
{
	struct arena *a = req->arena;
	const char *hint = c->field->hint;

	node_set(champ, "aide", arena_fmt(a, "Déjà donné\u00a0: %s. %s%s%s",
	    c->masked, said(def, "Laissez vide pour ne rien changer.",
	    "Laisse vide pour ne rien changer."), hint == NULL ? "" : " ",
	    hint == NULL ? "" : hint));
	if (hint == NULL)
		node_set(champ, "decrit", arena_fmt(a, "%s%s-a", node_attr(
		    champ, "erreur") != NULL ? arena_fmt(a, "%s-e ",
		    c->field->name) : "", c->field->name));
}

void
complement_fields(struct app *app, struct req *req, struct node *page,
    const struct complement_form *c)
{
	const struct step *s = c->form.step;
	const struct complement *was;
	struct node *champ, *n;
	size_t i;

	node_set(page, "etape", s->name);
	node_set(page, "titre-etape", s->title);
	if (s->intro != NULL)
		node_set(page, "intro", s->intro);
	form_fields(app, req, page, &c->form);
	champ = node_child(page, "champ");
	for (i = 0; i < s->nfields && champ != NULL; i++,
	    champ = node_sibling(champ, "champ")) {
		if ((was = given(c, &s->fields[i])) != NULL)
			tell_given(req, champ, was, c->form.definition);
		n = node_add_text(page, "raison", s->fields[i].purpose);
		node_set(n, "libelle", s->fields[i].label);
		node_set(n, "conservation", s->fields[i].retention);
	}
}
