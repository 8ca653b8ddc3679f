/*
 * The start of an application, and what its pages share.
 *
 * An idempotency key in the start form makes one draft of it, however often
 * the button is pressed.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "port/crypto.h"
#include "public.h"

size_t
step_total(const struct definition *d)
{
	size_t i, n = 1;	/* the summary */

	for (i = 0; i < d->nsteps; i++)
		n += d->steps[i].place == STEP_MIDDLE;
	return n;
}

size_t
step_number(const struct definition *d, const struct step *step)
{
	size_t i, n = 0;

	for (i = 0; i < d->nsteps; i++) {
		n += d->steps[i].place == STEP_MIDDLE;
		if (&d->steps[i] == step)
			return n;
	}
	return n + 1;
}

const struct step *
step_after(const struct definition *d, const struct step *step)
{
	size_t i = step == NULL ? 0 : (size_t)(step - d->steps) + 1;

	for (; i < d->nsteps; i++)
		if (d->steps[i].place == STEP_MIDDLE)
			return &d->steps[i];
	return NULL;
}

const struct step *
step_before(const struct definition *d, const struct step *step)
{
	const struct step *s, *before = NULL;

	for (s = step_after(d, NULL); s != NULL && s != step;
	    s = step_after(d, s))
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
	draft->definition = app_programme(app, draft->dossier.programme);
	if (draft->definition == NULL ||
	    !str_eq(req->tail[0], draft->definition->name))
		return 404;
	draft->form.definition = draft->definition;
	draft->form.answers = answers_new(req->arena, draft->definition);
	context = form_context(app, req, draft->definition);
	answers_context(draft->form.answers, &context);
	if (draft_load(req->arena, db, draft->definition, &draft->dossier,
	    draft->form.answers) == -1)
		return 500;
	draft_files(req, db, draft);
	return 0;
}

int
draft_keep(struct app *app, struct req *req, struct draft *draft)
{
	int rc = 1, tries;

	/* Two clicks reach two workers at once: the later one saves again. */
	for (tries = 0; rc == 1 && tries < 3; tries++) {
		if (dossier_by_id(req->arena, app->writer, draft->dossier.id,
		    &draft->dossier) != 0 || draft->dossier.sent != 0)
			return -1;
		rc = draft_save(app->writer, draft->definition,
		    &draft->dossier, draft->form.step, draft->form.answers);
	}
	return rc == 0 ? 0 : -1;
}

const struct step *
draft_unfinished(struct app *app, struct req *req, struct draft *draft)
{
	const struct check_context context = form_context(app, req,
	    draft->definition);
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

/* What this browser has begun already, so that nobody begins twice. */
static void
add_current(struct app *app, struct req *req, struct node *page)
{
	struct dossier d;
	struct node *n;

	if (req->dossier == 0 || dossier_by_id(req->arena, app->reader,
	    req->dossier, &d) != 0)
		return;
	n = node_add(page, "encours");
	node_set(n, "numero", d.numero);
	page_set(n, "envoyee", d.sent != 0 ? "1" : "");
	node_set(n, "adresse", d.sent != 0 ?
	    arena_fmt(req->arena, "/suivi/%s", d.numero) :
	    arena_fmt(req->arena, "/candidature/%s/recapitulatif",
	    d.programme));
}

static int
show_depart(struct app *app, struct req *req, struct res *res,
    const struct definition *definition, struct answers *answers, int status)
{
	struct form form = { .definition = definition, .answers = answers,
		.step = step_at(definition, STEP_START) };
	const char *key = req_form(req, "cle");
	unsigned char bytes[16];
	struct node *page;

	page = page_new(app, req, definition->title, "public");
	page_jeton(app, req, res, page);
	node_set(page, "programme", definition->name);
	node_set_int(page, "jours", definition->draft_days);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (key == NULL || strlen(key) != 32 ||
	    strspn(key, "0123456789abcdef") != 32) {
		random_bytes(bytes, sizeof(bytes));
		key = hex_encode(req->arena, bytes, sizeof(bytes));
	}
	node_set(page, "cle", key);
	add_current(app, req, page);
	place_wanted(app, req, page, &form);
	form_fields(app, req, page, &form);
	return page_show(app, res, page, "candidature", status);
}

int
page_depart(struct app *app, struct req *req, struct res *res)
{
	const struct definition *d = app_programme(app, req->tail[0]);
	struct answers *answers;
	struct form form;

	if (d == NULL || step_at(d, STEP_START) == NULL)
		return 404;
	answers = answers_new(req->arena, d);
	form = (struct form){ .definition = d, .answers = answers,
		.step = step_at(d, STEP_START) };
	form_read(req, &form);
	return show_depart(app, req, res, d, answers, 200);
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

int
post_depart(struct app *app, struct req *req, struct res *res)
{
	const struct definition *d = app_programme(app, req->tail[0]);
	struct check_context context;
	const char *key = req_form(req, "cle"), *email;
	struct draft draft;

	if (d == NULL || step_at(d, STEP_START) == NULL)
		return 404;
	memset(&draft, 0, sizeof(draft));
	draft.definition = draft.form.definition = d;
	draft.form.step = step_at(d, STEP_START);
	draft.form.answers = answers_new(req->arena, d);
	form_read(req, &draft.form);
	context = form_context(app, req, d);
	if (answers_check(draft.form.answers, draft.form.step, &context) > 0)
		return show_depart(app, req, res, d, draft.form.answers, 422);
	if (key == NULL || strlen(key) != 32 ||
	    req_form_count(req, "cle") != 1 ||
	    (email = email_of(&draft.form)) == NULL)
		return 400;
	if (draft_create(req->arena, app->writer, d, email, key,
	    &app->mailer, &draft.dossier) != 0)
		return 500;
	if (draft.dossier.sent == 0 && (draft_keep(app, req, &draft) == -1 ||
	    place_keep(app, req, &draft) == -1))
		return 500;
	if (page_login(app, req, res, SUBJECT_DOSSIER,
	    draft.dossier.id) == -1)
		return 500;
	if (draft.dossier.sent != 0)
		return res_redirect(res, "/suivi/%s#contenu",
		    draft.dossier.numero);
	return res_redirect(res, "/candidature/%s/%s#contenu", d->name,
	    step_after(d, NULL)->name);
}

int
page_sent(struct app *app, struct req *req, struct res *res,
    const struct draft *draft)
{
	struct node *page = page_new(app, req,
	    "Cette candidature a déjà été envoyée", "aucun");

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
	page = page_new(app, req, arret->title, "aucun");
	node_set(page, "programme", draft.definition->name);
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
	if (draft.dossier.sent != 0)
		return page_sent(app, req, res, &draft);
	page = page_new(app, req, "Votre brouillon est enregistré", "aucun");
	page_jeton(app, req, res, page);
	node_set(page, "programme", draft.definition->name);
	node_set(page, "numero", draft.dossier.numero);
	node_set(page, "courriel", draft.dossier.email);
	node_set(page, "expire", day_iso(req->arena,
	    time_local(draft.dossier.expires, NULL, NULL)));
	return page_show(app, res, page, "brouillon", 200);
}
