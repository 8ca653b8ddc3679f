/*
 * One step of an application: shown, saved, and on to the next.
 *
 * « Enregistrer et finir plus tard » keeps whatever was typed; « Enregistrer
 * et continuer » wants it right first.
 */
#include "base/date.h"
#include "base/str.h"
#include "public.h"

/* Steps of the form that have an address of their own. */
static int
open_step(struct app *app, struct req *req, struct db *db,
    struct draft *draft)
{
	int status;

	if ((status = draft_open(app, req, db, draft)) != 0)
		return status;
	draft->form.step = definition_step(draft->definition, req->tail[1]);
	if (draft->form.step == NULL ||
	    draft->form.step->place != STEP_MIDDLE ||
	    !step_opens(&draft->form, draft->form.step))
		return 404;
	return 0;
}

static int
returns_to_summary(const struct req *req)
{
	const char *s = req->method == METHOD_POST ?
	    req_form(req, "retour") : req_query(req, "retour");

	return s != NULL && str_eq(s, "recapitulatif");
}

/* « Étape 2 sur 7 » and its bar, where steps come in order. */
static void
add_progress(struct node *page, const struct draft *draft)
{
	const struct form *form = &draft->form;
	size_t number = step_number(form, form->step);
	size_t total = step_total(form), i;
	struct node *n;

	node_set_int(page, "rang", (long long)number);
	node_set_int(page, "total", (long long)total);
	for (i = 1; i <= total; i++) {
		n = node_add(page, "cran");
		if (i <= number)
			node_set(n, "plein", "1");
	}
	if (number > 1)
		node_set(page, "avant", step_before(form, form->step)->name);
}

static const char *
title_of(struct arena *a, const struct draft *draft)
{
	const struct step *step = draft->form.step;
	const struct field *single = form_single(step);
	const char *name = single != NULL ? single->label : step->title;

	return draft->definition->journey == JOURNEY_TASKS ||
	    draft->dossier.sent != 0 ? name :
	    arena_fmt(a, "Étape %zu sur %zu – %s",
	    step_number(&draft->form, step), step_total(&draft->form), name);
}

/* Of the programme as it is today, as for who wants to send it. */
static void
add_last_day(struct app *app, struct req *req, struct node *page,
    const struct draft *draft)
{
	const struct definition *d = app_programme(app,
	    draft->definition->name);

	if (draft->dossier.sent == 0 && d != NULL && d->ends != DAY_NONE &&
	    d->ends >= day_today())
		node_set(page, "envoyer", day_iso(req->arena, d->ends));
}

static int
show_step(struct app *app, struct req *req, struct res *res,
    struct draft *draft, int status)
{
	const struct definition *d = draft->definition;
	const struct step *step = draft->form.step;
	struct node *page;
	size_t i;

	page = page_journey(app, req, d, title_of(req->arena, draft));
	page_jeton(app, req, res, page);
	node_set(page, "titre-etape", step->title);
	node_set(page, "etape", step->name);
	if (draft->dossier.sent != 0)
		node_set(page, "modifie", "1");
	node_set(page, "accueil", draft->dossier.sent != 0 ? arena_fmt(
	    req->arena, "/candidature/%s/recapitulatif", d->name) :
	    draft_home(req->arena, d));
	if (form_single(step) != NULL)
		node_set(page, "seul", "1");
	if (step->intro != NULL)
		node_set(page, "intro", step->intro);
	add_last_day(app, req, page, draft);
	if (returns_to_summary(req))
		node_set(page, "retour", "recapitulatif");
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (d->journey == JOURNEY_STEPS && draft->dossier.sent == 0)
		add_progress(page, draft);
	for (i = 0; i < step->nfields; i++)
		if (step->fields[i].kind == FIELD_FILE)
			node_set(page, "fichiers", "1");
	draft->form.alone = 1;
	form_fields(app, req, page, &draft->form);
	return page_show(app, res, page, "etape", status);
}

int
page_etape(struct app *app, struct req *req, struct res *res)
{
	struct draft draft;
	int status;

	if ((status = open_step(app, req, app->reader, &draft)) != 0)
		return status;
	if (draft_closed(&draft))
		return page_sent(app, req, res, &draft);
	/* A form whose token was wrong comes back as it was typed. */
	if (req->method == METHOD_POST)
		form_read(req, &draft.form);
	return show_step(app, req, res, &draft, 200);
}

static int
remove_file(struct app *app, struct req *req, struct res *res,
    struct draft *draft, const char *id)
{
	long long n;

	if (str_number(id, 1, INT64_MAX / 16, &n) == -1)
		return 400;
	if (piece_remove(app->writer, &draft->dossier, n) == -1)
		return 500;
	return res_redirect(res, "/candidature/%s/%s%s#contenu",
	    draft->definition->name, draft->form.step->name,
	    returns_to_summary(req) ? "?retour=recapitulatif" : "");
}

/* Where a step that is right leads to. */
static int
go_on(struct req *req, struct res *res, struct draft *draft)
{
	const struct definition *d = draft->definition;
	const struct arret *arret = answers_stopped(draft->form.answers,
	    draft->form.step);
	const struct step *next = step_after(&draft->form, draft->form.step);

	if (arret != NULL)
		return res_redirect(res, "/candidature/%s/arret/%s#contenu",
		    d->name, arret->name);
	if (draft->dossier.sent != 0)
		next = NULL;	/* read over, then sent again */
	else if (d->journey == JOURNEY_TASKS && !returns_to_summary(req))
		return res_redirect(res, "%s#contenu",
		    draft_home(req->arena, d));
	if (next == NULL || returns_to_summary(req))
		return res_redirect(res,
		    "/candidature/%s/recapitulatif#contenu", d->name);
	return res_redirect(res, "/candidature/%s/%s#contenu", d->name,
	    next->name);
}

/* Not saved: sent meanwhile from another tab, or a failure. */
static int
not_kept(struct app *app, struct req *req, struct res *res,
    const struct draft *draft)
{
	return draft_closed(draft) ? page_sent(app, req, res, draft) :
	    500;
}

int
post_etape(struct app *app, struct req *req, struct res *res)
{
	struct check_context context;
	struct draft draft;
	const char *id;
	size_t errors;
	int status;

	if ((status = open_step(app, req, app->writer, &draft)) != 0)
		return status;
	if (draft_closed(&draft))
		return page_sent(app, req, res, &draft);
	if ((id = req_form(req, "supprimer")) != NULL)
		return remove_file(app, req, res, &draft, id);
	form_read(req, &draft.form);
	context = draft_context(app, req, &draft);
	draft.form.file_error = draft_keep_file(app, req, &draft);
	errors = answers_check(draft.form.answers, draft.form.step, &context);
	if (draft.form.file_error != NULL)
		return show_step(app, req, res, &draft,
		    draft.no_room ? 507 : 422);
	if (req_form(req, "plus-tard") != NULL) {
		if (draft_keep(app, req, &draft) == -1)
			return not_kept(app, req, res, &draft);
		return res_redirect(res, "/candidature/%s/brouillon#contenu",
		    draft.definition->name);
	}
	if (form_wants_communes(req, draft.form.step) ||
	    req_form(req, "ajouter") != NULL) {
		if (draft_keep(app, req, &draft) == -1)
			return not_kept(app, req, res, &draft);
		return res_redirect(res, "/candidature/%s/%s%s#contenu",
		    draft.definition->name, draft.form.step->name,
		    returns_to_summary(req) ? "?retour=recapitulatif" : "");
	}
	if (errors > 0)
		return show_step(app, req, res, &draft, 422);
	if (form_doubts(req, &draft.form))
		return show_step(app, req, res, &draft, 200);
	if (draft_keep(app, req, &draft) == -1)
		return not_kept(app, req, res, &draft);
	return go_on(req, res, &draft);
}
