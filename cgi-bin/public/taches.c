/*
 * The parts of a form that is filled in any order and in several sittings:
 * what is done, what is left, and the sending when all is there.
 */
#include "base/date.h"
#include "public.h"

/* Nothing was typed in the step yet. */
static int
is_blank(const struct answers *answers, const struct step *step)
{
	const char *name, *raw;
	size_t i;

	for (i = 0; answers_each(answers, step, i, &name, &raw); i++)
		if (*raw != '\0')
			return 0;
	return 1;
}

/* Every field of the step may stay empty. */
static int
is_optional(const struct answers *answers, const struct step *step)
{
	size_t i;

	for (i = 0; i < step->nfields; i++)
		if (answers_asked(answers, &step->fields[i]) &&
		    !answers_optional(answers, &step->fields[i]))
			return 0;
	return 1;
}

static void
add_task(struct node *page, const char *title, const char *state,
    const char *address, int optional)
{
	struct node *n = node_add(page, "tache");

	node_set(n, "titre", title);
	node_set(n, "etat", state);
	page_set(n, "adresse", address);
	if (optional)
		node_set(n, "facultatif", "1");
}

/* The parts before the sending; how many of them are done. */
static size_t
add_parts(struct req *req, struct node *page, struct draft *draft,
    const struct check_context *context)
{
	struct answers *answers = draft->form.answers;
	const struct step *step;
	const char *state;
	size_t done = 0;

	for (step = step_after(&draft->form, NULL); step != NULL;
	    step = step_after(&draft->form, step)) {
		state = is_blank(answers, step) ? "afaire" :
		    answers_check(answers, step, context) > 0 ||
		    answers_stopped(answers, step) != NULL ? "encours" :
		    "termine";
		done += state[0] == 't';
		add_task(page, step->title, state, arena_fmt(req->arena,
		    "/candidature/%s/%s", draft->definition->name,
		    step->name), is_optional(answers, step));
	}
	return done;
}

int
page_taches(struct app *app, struct req *req, struct res *res)
{
	struct check_context context;
	const struct arret *arret;
	struct draft draft;
	struct node *page;
	int status, ready;

	if ((status = draft_open(app, req, app->reader, &draft)) != 0)
		return status;
	if (draft.definition->journey != JOURNEY_TASKS)
		return 404;
	if (draft_closed(&draft))
		return page_sent(app, req, res, &draft);
	if (draft.dossier.sent != 0)
		return res_redirect(res,
		    "/candidature/%s/recapitulatif#contenu",
		    draft.definition->name);
	page = page_journey(app, req, draft.definition,
	    draft.definition->title);
	page_jeton(app, req, res, page);
	node_set(page, "numero", draft.dossier.numero);
	node_set(page, "expire", day_iso(req->arena,
	    time_local(draft.dossier.expires, NULL, NULL)));
	context = form_context(app, req, draft.definition);
	ready = draft_unfinished(app, req, &draft) == NULL;
	if ((arret = draft_stopped(&draft)) != NULL) {
		node_set(page, "arret", arret->name);
		ready = 0;
	}
	node_set_int(page, "faites", (long long)add_parts(req, page, &draft,
	    &context));
	node_set_int(page, "total", (long long)step_total(&draft.form));
	add_task(page, "Vérifier et envoyer", ready ? "afaire" : "fermee",
	    ready ? arena_fmt(req->arena, "/candidature/%s/recapitulatif",
	    draft.definition->name) : NULL, 0);
	return page_show(app, res, page, "taches", 200);
}
