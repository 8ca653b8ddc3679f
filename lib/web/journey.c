/*
 * The way through the steps of a form, and a draft at work.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/change.h"
#include "domain/dossier/correction.h"
#include "domain/session/seat.h"
#include "web/journey.h"
#include "web/page.h"

const char *
said(const struct definition *d, const char *vous, const char *tu)
{
	return d->voice == VOICE_TU ? tu : vous;
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
	ctx.on_paper = draft->on_paper;
	return ctx;
}

int
draft_fill(struct app *app, struct req *req, struct db *db,
    struct draft *draft)
{
	struct check_context context;
	struct form *form = &draft->form;

	form->definition = draft->definition;
	form->answers = answers_new(req->arena, draft->definition);
	form->only = correction_fields(req->arena, db, draft->definition,
	    &draft->dossier);
	context = draft_context(app, req, draft);
	answers_context(form->answers, &context);
	if (draft_load(req->arena, db, draft->definition, &draft->dossier,
	    form->answers) == -1)
		return -1;
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

/* It was right, and could not be kept. */
static const char *
not_stored(struct app *app, struct draft *draft)
{
	draft->no_room = db_full(app->writer);
	if (!draft->no_room)
		return said(draft->definition, "Le fichier n’a pas pu être "
		    "enregistré. Réessayez", "Le fichier n’a pas pu être "
		    "enregistré. Réessaie");
	return said(draft->definition, "Nous n’avons plus de place pour garder "
	    "ce fichier. Prévenez-nous, ou réessayez plus tard", "Nous n’avons "
	    "plus de place pour garder ce fichier. Préviens-nous, ou réessaie "
	    "plus tard");
}

const char *
draft_attach(struct app *app, struct req *req, struct draft *draft,
    const char *field, const struct param *file)
{
	enum upload_fault fault;
	struct upload upload;
	int rc;

	if (file == NULL)
		return said(draft->definition, "Choisissez un fichier",
		    "Choisis un fichier");
	fault = upload_read(req->arena, file->file, page_safe(req->arena,
	    file->filename), app->conf.clamd, &upload);
	if (fault != UPLOAD_GOOD)
		return upload_told(req->arena, fault, file->len,
		    draft->definition->voice == VOICE_TU);
	rc = piece_add(app->writer, &draft->dossier, field, &upload);
	if (rc == 1)
		return said(draft->definition, "Vous avez déjà envoyé le "
		    "nombre de fichiers permis. Supprimez-en un pour en "
		    "ajouter un autre", "Tu as déjà envoyé le nombre de "
		    "fichiers permis. Supprimes-en un pour en ajouter un "
		    "autre");
	if (rc == -1)
		return not_stored(app, draft);
	draft_files(req, app->writer, draft);
	return NULL;
}

const char *
draft_keep_file(struct app *app, struct req *req, struct draft *draft)
{
	const struct step *step = draft->form.step;
	const struct param *file;
	size_t i;

	for (i = 0; i < step->nfields; i++)
		if (step->fields[i].kind == FIELD_FILE && (file = req_file(req,
		    step->fields[i].name)) != NULL)
			return draft_attach(app, req, draft,
			    step->fields[i].name, file);
	return NULL;
}
