/*
 * A draft at work: what every page of a journey needs, the way through its
 * steps, and the pages that say where it stands.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/change.h"
#include "domain/dossier/correction.h"
#include "domain/session/seat.h"
#include "public.h"

const char *
said(const struct definition *d, const char *vous, const char *tu)
{
	return d->voice == VOICE_TU ? tu : vous;
}

/* « a », « é », « h »: « ton inscription », « cet avis » */
static int
is_vowel(const char *s)
{
	return strchr("aeiouyh", s[0]) != NULL || s[0] == '\xc3';
}

struct node *
page_journey(struct app *app, struct req *req, const struct definition *d,
    const char *title)
{
	static const char *const journeys[] = { "etapes", "taches", "court" };
	struct node *page = page_new(app, req, title, "aucun");
	int she = d->object_feminine, soft = is_vowel(d->object);
	struct arena *a = req->arena;

	node_set(page, "programme", d->name);
	page_programme(app, page, d->name);
	node_set(page, "parcours", journeys[d->journey]);
	node_set(page, "mon", arena_fmt(a, "%s %s", she && !soft ? "ma" :
	    "mon", d->object));
	node_set(page, "votre", arena_fmt(a, "%s %s", said(d, "votre",
	    she && !soft ? "ta" : "ton"), d->object));
	node_set(page, "votre-maj", arena_fmt(a, "%s %s", said(d, "Votre",
	    she && !soft ? "Ta" : "Ton"), d->object));
	node_set(page, "une", arena_fmt(a, "%s %s", she ? "une" : "un",
	    d->object));
	if (she)
		node_set(page, "e", "e");
	if (d->voice == VOICE_TU)
		node_set(page, "tu", "1");
	return page;
}

const char *
draft_home(struct arena *a, const struct definition *d)
{
	return arena_fmt(a, d->journey == JOURNEY_SHORT ? "/candidature/%s" :
	    d->journey == JOURNEY_TASKS ? "/candidature/%s/taches" :
	    "/candidature/%s/recapitulatif", d->name);
}

/* Is there something to answer on its page? */
static int
has_page(const struct form *form, const struct step *step)
{
	size_t i;

	if (step->place != STEP_MIDDLE)
		return 0;
	for (i = 0; i < step->nfields; i++)
		if (answers_asked(form->answers, &step->fields[i]))
			return 1;
	return 0;
}

int
step_opens(const struct form *form, const struct step *step)
{
	size_t i;

	for (i = 0; i < step->nfields; i++)
		if (correction_opens(form->definition, form->only,
		    &step->fields[i]))
			return 1;
	return 0;
}

size_t
step_total(const struct form *form)
{
	const struct step *step;
	size_t n = 1;	/* the summary */

	for (step = step_after(form, NULL); step != NULL;
	    step = step_after(form, step))
		n++;
	return n;
}

size_t
step_number(const struct form *form, const struct step *step)
{
	const struct step *s;
	size_t n = 1;

	for (s = step_after(form, NULL); s != NULL && s != step;
	    s = step_after(form, s))
		n++;
	return n;
}

const struct step *
step_after(const struct form *form, const struct step *step)
{
	const struct definition *d = form->definition;
	size_t i = step == NULL ? 0 : (size_t)(step - d->steps) + 1;

	for (; i < d->nsteps; i++)
		if (has_page(form, &d->steps[i]))
			return &d->steps[i];
	return NULL;
}

const struct step *
step_before(const struct form *form, const struct step *step)
{
	const struct step *s, *before = NULL;

	for (s = step_after(form, NULL); s != NULL && s != step;
	    s = step_after(form, s))
		before = s;
	return before;
}

const struct step *
step_at(const struct definition *d, enum step_place place)
{
	size_t i;

	for (i = 0; i < d->nsteps; i++)
		if (d->steps[i].place == place)
			return &d->steps[i];
	return NULL;
}

/* List the files sent; the answers get those they do not have yet. */
void
draft_files(struct req *req, struct db *db, struct draft *draft)
{
	struct form *form = &draft->form;
	size_t i, known = form->npieces;
	int64_t last = known == 0 ? 0 : form->pieces[known - 1].id;

	form->npieces = piece_list(req->arena, db, draft->dossier.id,
	    &form->pieces);
	for (i = 0; i < form->npieces; i++)
		if (form->pieces[i].id > last)
			answers_add_piece(form->answers,
			    form->pieces[i].field, form->pieces[i].id);
}

/* The session that the dossier has a seat in, open to others or not. */
static void
keep_session(struct app *app, struct req *req, const struct dossier *d,
    struct check_context *ctx)
{
	struct session_choice *list;
	struct session s;
	struct seat seat;
	size_t i;

	if (d->sent == 0 || seat_of(app->reader, d->id, &seat) != 0 ||
	    session_by_id(req->arena, app->reader, seat.session, &s) != 0)
		return;
	for (i = 0; i < ctx->nsessions; i++)
		if (str_eq(ctx->sessions[i].code, s.code))
			return;
	list = arena_array(req->arena, ctx->nsessions + 1, sizeof(*list));
	memcpy(list, ctx->sessions, ctx->nsessions * sizeof(*list));
	list[ctx->nsessions++] = (struct session_choice){ .code = s.code,
		.label = arena_fmt(req->arena, "%s, %s", s.title,
		    session_days(req->arena, &s)),
		.cooperative = s.cooperative, .first = s.first };
	ctx->sessions = list;
}

struct check_context
draft_context(struct app *app, struct req *req, const struct draft *draft)
{
	struct check_context ctx = form_context(app, req, draft->definition);

	keep_session(app, req, &draft->dossier, &ctx);
	return ctx;
}

int
draft_open(struct app *app, struct req *req, struct db *db,
    struct draft *draft)
{
	struct check_context context;
	int rc;

	memset(draft, 0, sizeof(*draft));
	rc = dossier_by_id(req->arena, db, req->dossier, &draft->dossier);
	if (rc != 0)
		return rc == 1 ? 401 : 500;
	draft->definition = app_form(app, &draft->dossier);
	if (draft->definition == NULL ||
	    !str_eq(req->tail[0], draft->definition->name))
		return 404;
	draft->form.definition = draft->definition;
	draft->form.answers = answers_new(req->arena, draft->definition);
	draft->form.only = correction_fields(req->arena, db,
	    draft->definition, &draft->dossier);
	context = draft_context(app, req, draft);
	answers_context(draft->form.answers, &context);
	if (draft_load(req->arena, db, draft->definition, &draft->dossier,
	    draft->form.answers) == -1)
		return 500;
	draft_files(req, db, draft);
	return 0;
}

int
draft_closed(const struct draft *draft)
{
	return draft->dossier.sent != 0 &&
	    !change_under_way(draft->definition, &draft->dossier);
}

int
draft_keep(struct app *app, struct req *req, struct draft *draft)
{
	int rc = 1, tries;

	/* Two clicks reach two workers at once: the later one saves again. */
	for (tries = 0; rc == 1 && tries < 3; tries++) {
		if (dossier_by_id(req->arena, app->writer, draft->dossier.id,
		    &draft->dossier) != 0 || draft_closed(draft))
			return -1;
		rc = draft_save(app->writer, draft->definition,
		    &draft->dossier, draft->form.step, draft->form.answers);
	}
	return rc == 0 ? 0 : -1;
}

const struct step *
draft_unfinished(struct app *app, struct req *req, struct draft *draft)
{
	const struct check_context context = draft_context(app, req, draft);
	const struct step *step = answers_check_all(draft->form.answers,
	    &context);

	/* The last page has its own answers to ask for. */
	return step == NULL || step->place == STEP_END ? NULL : step;
}

const struct arret *
draft_stopped(const struct draft *draft)
{
	const struct arret *arret;
	size_t i;

	for (i = 0; i < draft->definition->nsteps; i++)
		if ((arret = answers_stopped(draft->form.answers,
		    &draft->definition->steps[i])) != NULL)
			return arret;
	return NULL;
}

int
page_sent(struct app *app, struct req *req, struct res *res,
    const struct draft *draft)
{
	const struct definition *d = draft->definition;
	struct node *page = page_journey(app, req, d, arena_fmt(req->arena,
	    "%s %s a déjà été envoyé%s", d->object_feminine ? "Cette" :
	    is_vowel(d->object) ? "Cet" : "Ce", d->object,
	    d->object_feminine ? "e" : ""));

	node_set(page, "numero", draft->dossier.numero);
	node_set(page, "envoi", time_iso(req->arena, draft->dossier.sent));
	return page_show(app, res, page, "deja-envoyee",
	    req->method == METHOD_POST ? 409 : 200);
}

int
page_arret(struct app *app, struct req *req, struct res *res)
{
	const struct arret *arret;
	struct draft draft;
	struct node *page;
	size_t i, k;
	int status;

	if ((status = draft_open(app, req, app->reader, &draft)) != 0)
		return status;
	arret = definition_arret(draft.definition, req->tail[1]);
	if (arret == NULL)
		return 404;
	page = page_journey(app, req, draft.definition, arret->title);
	for (i = k = 0; i < draft.definition->nsteps; i++)
		if (answers_stopped(draft.form.answers,
		    &draft.definition->steps[i]) == arret)
			k = i;
	node_set(page, "etape", draft.definition->steps[k].name);
	node_copy(node_add(page, "texte"), arret->text);
	return page_show(app, res, page, "arret", 200);
}

int
page_brouillon(struct app *app, struct req *req, struct res *res)
{
	struct draft draft;
	struct node *page;
	int status;

	if ((status = draft_open(app, req, app->reader, &draft)) != 0)
		return status;
	if (draft.dossier.sent != 0 && !draft_closed(&draft))
		return res_redirect(res, "/suivi/%s#contenu",
		    draft.dossier.numero);
	if (draft.dossier.sent != 0)
		return page_sent(app, req, res, &draft);
	page = page_journey(app, req, draft.definition,
	    said(draft.definition, "Votre brouillon est enregistré",
	    "Ton brouillon est enregistré"));
	page_jeton(app, req, res, page);
	node_set(page, "retour", draft_home(req->arena, draft.definition));
	node_set(page, "numero", draft.dossier.numero);
	node_set(page, "courriel", draft.dossier.email);
	node_set(page, "expire", day_iso(req->arena,
	    time_local(draft.dossier.expires, NULL, NULL)));
	return page_show(app, res, page, "brouillon", 200);
}
