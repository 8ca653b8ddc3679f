/*
 * The start of an application.  A short form stands here whole.
 *
 * An idempotency key in the start form makes one draft of it, however often
 * the button is pressed.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "public.h"
#include "web/human.h"

/* What this browser has begun already, so that nobody begins twice. */
static void
add_current(struct app *app, struct req *req, struct node *page,
    const struct definition *definition)
{
	struct dossier d;
	struct node *n;

	if (definition->journey == JOURNEY_SHORT || req->dossier == 0 ||
	    dossier_by_id(req->arena, app->reader, req->dossier, &d) != 0 ||
	    !str_eq(d.programme, definition->name))
		return;
	n = node_add(page, "encours");
	node_set(n, "numero", d.numero);
	page_set(n, "envoyee", d.sent != 0 ? "1" : "");
	node_set(n, "adresse", d.sent != 0 ?
	    arena_fmt(req->arena, "/suivi/%s", d.numero) :
	    draft_home(req->arena, definition));
}

/*
 * Outside of its dates a programme says when it opens; its form is not shown.
 * The dates are those of today, whatever a draft was begun with.  1 when it is
 * so.
 */
static int
add_closed(struct app *app, struct req *req, struct node *page,
    const char *name)
{
	const struct definition *d = app_programme(app, name);
	enum begin when = d == NULL ? BEGIN_NOW : definition_begin(d,
	    day_today());

	if (when == BEGIN_NOW)
		return 0;
	node_set(page, "ferme", "1");
	if (when == BEGIN_LATER)
		node_set(page, "ouvre", day_iso(req->arena, d->opens));
	else
		node_set(page, "depuis", day_iso(req->arena, d->closes));
	if (d->ends != DAY_NONE && d->ends >= day_today())
		node_set(page, "termine", day_iso(req->arena, d->ends));
	else if (d->ends != DAY_NONE)
		node_set(page, "tard", "1");
	if (app_programme(app, "prevenir") != NULL)
		node_set(page, "previent", "1");
	return 1;
}

static int
show_depart(struct app *app, struct req *req, struct res *res,
    const struct form *form, int status)
{
	const struct definition *definition = form->definition;
	struct node *page;

	page = page_journey(app, req, definition, definition->title);
	node_set(page, "menu", "public");
	page_jeton(app, req, res, page);
	node_set_int(page, "jours", definition->draft_days);
	if (definition->recipients != NULL)
		node_set(page, "destinataires", definition->recipients);
	if (definition->welcome != NULL)
		node_copy(page, definition->welcome);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	page_key(req, page);
	add_current(app, req, page, definition);
	if (add_closed(app, req, page, definition->name))
		return page_show(app, res, page, "candidature", status);
	blank_add(app, req, page, definition);
	place_wanted(app, req, page, form);
	human_mark(app, req, page);
	if (req->bad == 429)
		node_set(page, "encore", "1");
	form_fields(app, req, page, form);
	return page_show(app, res, page, "candidature", status);
}

/*
 * A short form that this browser read over and left: filled in again.  0, or
 * 1 when there is none.
 */
static int
open_short(struct app *app, struct req *req, const struct definition *d,
    struct db *db, struct draft *draft)
{
	if (d->journey != JOURNEY_SHORT || req->dossier == 0)
		return 1;
	return draft_open(app, req, db, draft) == 0 &&
	    draft->dossier.sent == 0 ? 0 : 1;
}

static void
begin(struct req *req, const struct definition *d, struct draft *draft)
{
	memset(draft, 0, sizeof(*draft));
	draft->definition = draft->form.definition = d;
	draft->form.answers = answers_new(req->arena, d);
}

int
page_depart(struct app *app, struct req *req, struct res *res)
{
	const struct definition *d = app_programme(app, req->tail[0]);
	struct check_context context;
	struct draft draft;

	if (d == NULL || step_at(d, STEP_START) == NULL)
		return 404;
	if (open_short(app, req, d, app->reader, &draft) != 0)
		begin(req, d, &draft);
	draft.form.step = step_at(d, STEP_START);
	context = form_context(app, req, d);
	answers_context(draft.form.answers, &context);
	/* A form whose token was wrong comes back as it was typed. */
	if (req->method == METHOD_POST)
		form_read(req, &draft.form);
	return show_depart(app, req, res, &draft.form, 200);
}

/* The address that messages go to: the e-mail of the start. */
static const char *
email_of(const struct form *form)
{
	size_t i;

	for (i = 0; i < form->step->nfields; i++)
		if (form->step->fields[i].kind == FIELD_EMAIL)
			return answers_value(form->answers,
			    form->step->fields[i].name, 0);
	return NULL;
}

/* Keep what was typed: in the draft already there, or in a new one. */
static int
keep_start(struct app *app, struct req *req, struct draft *draft,
    const char *email, const char *key)
{
	const struct definition *d = draft->definition;
	struct draft before;

	/* another address is another draft: it proves who comes back */
	if (open_short(app, req, d, app->writer, &before) == 0 &&
	    str_eq(before.dossier.email, email))
		draft->dossier = before.dossier;
	else if (draft_create(req->arena, app->writer, d, email, key,
	    &app->mailer, &draft->dossier) != 0)
		return -1;
	if (draft->dossier.sent != 0)
		return 0;
	return draft_keep(app, req, draft) == -1 ||
	    place_keep(app, req, draft) == -1 ? -1 : 0;
}

static int
go_on(struct req *req, struct res *res, const struct draft *draft)
{
	const struct definition *d = draft->definition;

	if (draft->dossier.sent != 0)
		return res_redirect(res, "/suivi/%s#contenu",
		    draft->dossier.numero);
	if (d->journey == JOURNEY_SHORT)
		return res_redirect(res, "/candidature/%s/envoi#contenu",
		    d->name);
	if (d->journey == JOURNEY_TASKS)
		return res_redirect(res, "%s#contenu",
		    draft_home(req->arena, d));
	return res_redirect(res, "/candidature/%s/%s#contenu", d->name,
	    step_after(&draft->form, NULL)->name);
}

int
post_depart(struct app *app, struct req *req, struct res *res)
{
	const struct definition *d = app_programme(app, req->tail[0]);
	struct check_context context;
	const char *key = page_key_sent(req), *email;
	struct draft draft;

	if (d == NULL || step_at(d, STEP_START) == NULL)
		return 404;
	begin(req, d, &draft);
	draft.form.step = step_at(d, STEP_START);
	if (definition_begin(d, day_today()) != BEGIN_NOW)
		return show_depart(app, req, res, &draft.form, 403);
	form_read(req, &draft.form);
	context = form_context(app, req, d);
	if (answers_check(draft.form.answers, draft.form.step, &context) > 0)
		return show_depart(app, req, res, &draft.form, 422);
	if (!human_seems(app, req)) {
		req->bad = 429;
		return show_depart(app, req, res, &draft.form, 422);
	}
	if (form_doubts(req, &draft.form))
		return show_depart(app, req, res, &draft.form, 200);
	if (key == NULL || (email = email_of(&draft.form)) == NULL)
		return 400;
	if (human_hurries(app, req))
		return 429;
	if (keep_start(app, req, &draft, email, key) == -1 ||
	    page_login(app, req, res, SUBJECT_DOSSIER,
	    draft.dossier.id) == -1)
		return 500;
	return go_on(req, res, &draft);
}
