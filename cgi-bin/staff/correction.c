/*
 * A correction: which answers staff may ask for, which they name, and what
 * the person changed.
 */
#include "base/str.h"
#include "domain/accord/representant.h"
#include "staff.h"

static struct answers *
read(struct req *req, const struct file *f, struct tree *record)
{
	struct answers *answers = answers_new(req->arena, f->definition);

	answers_from_record(answers, node_child(tree_root(record),
	    "reponses"));
	return answers;
}

/* Does the form name the field? */
static int
ticked(const struct req *req, const char *name)
{
	size_t i;

	for (i = 0; i < req->nform; i++)
		if (str_eq(req->form[i].name, "corriger") &&
		    str_eq(req->form[i].value, name))
			return 1;
	return 0;
}

/* Is there a transition that asks, from where the file stands? */
static const struct transition *
asking(const struct file *f)
{
	const struct transition *t;
	size_t i;

	for (i = 0; i < f->definition->ntransitions; i++) {
		t = &f->definition->transitions[i];
		if (correction_is(t) && transition_from(t, f->dossier.state))
			return t;
	}
	return NULL;
}

/* A representative who has answered stays who they are. */
static int
settled(struct app *app, struct req *req, const struct file *f)
{
	struct representant r;

	return representant_by_rang(req->arena, app->reader, f->dossier.id, 1,
	    &r) == 0 && r.answered != 0;
}

void
correction_choices(struct app *app, struct req *req, struct node *page,
    const struct file *f)
{
	struct answers *answers = read(req, f, f->record);
	int fixed = settled(app, req, f);
	const struct field *field;
	struct node *n;
	size_t i, k;

	if (asking(f) == NULL)
		return;
	for (i = 0; i < f->definition->nsteps; i++)
		for (k = 0; k < f->definition->steps[i].nfields; k++) {
			field = &f->definition->steps[i].fields[k];
			if (!correction_may(f->definition, field, answers,
			    fixed))
				continue;
			n = node_add(page, "corriger");
			node_set(n, "nom", field->name);
			node_set(n, "libelle", field->label);
			if (ticked(req, field->name))
				node_set(n, "coche", "1");
		}
}

void
correction_read(struct app *app, struct req *req, const struct file *f,
    const char *reason, struct correction *c)
{
	struct answers *answers = read(req, f, f->record);
	int fixed = settled(app, req, f);
	const struct field *field;
	size_t i, k;

	*c = (struct correction){ .definition = f->definition,
		.reason = reason,
		.fields = arena_array(req->arena, f->definition->nfields,
		    sizeof(*c->fields)) };
	for (i = 0; i < f->definition->nsteps; i++)
		for (k = 0; k < f->definition->steps[i].nfields; k++) {
			field = &f->definition->steps[i].fields[k];
			if (ticked(req, field->name) && correction_may(
			    f->definition, field, answers, fixed))
				c->fields[c->n++] = field;
		}
}

void
correction_changes(struct app *app, struct req *req, struct node *page,
    const struct file *f)
{
	struct tree *before = record_before(req->arena, app->reader,
	    f->dossier.id, f->dossier.programme);
	struct answers *was, *is;
	const struct field *field;
	struct node *n;
	size_t i, k;

	if (before == NULL)
		return;
	was = read(req, f, before);
	is = read(req, f, f->record);
	for (i = 0; i < f->definition->nsteps; i++)
		for (k = 0; k < f->definition->steps[i].nfields; k++) {
			field = &f->definition->steps[i].fields[k];
			if (answers_same(was, is, field))
				continue;
			n = node_add(page, "change");
			node_set(n, "libelle", field->label);
			if ((f->rights & RIGHT_MONEY) == 0 &&
			    field->sensitive) {
				node_set(n, "masque", "1");
				continue;
			}
			node_add_text(n, "avant", page_safe(req->arena,
			    answers_shown(req->arena, was, field)));
			node_add_text(n, "apres", page_safe(req->arena,
			    answers_shown(req->arena, is, field)));
		}
}
