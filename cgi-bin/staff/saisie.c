/*
 * Applications that came on paper, typed by staff: the steps, fields and
 * checks of the public form (web/journey.h), at other addresses.
 *
 * What is typed stays a draft of the cooperative until it is sent; any member
 * of its team may go on with it.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/intake.h"
#include "domain/session/seat.h"
#include "staff.h"
#include "web/journey.h"

struct entry {
	struct draft	 draft;
	struct intake	 intake;
	const char	*mark;		/* form_mark() of what is stored */
};

/* Is it a form that people also fill in on paper? */
static int
is_typed(const struct definition *d)
{
	size_t i, k;

	if (d->journey != JOURNEY_SHORT)
		return 1;
	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++)
			if (d->steps[i].fields[k].kind == FIELD_SESSION)
				return 1;
	return 0;
}

int
page_saisies(struct app *app, struct req *req, struct res *res)
{
	const char *done = req_query(req, "fait");
	struct dossier *drafts, d;
	struct intake *list, in;
	struct node *page, *n;
	size_t i, total;

	page = page_new(app, req, "Saisir une candidature papier", "gestion");
	for (i = 0; app->programmes[i] != NULL; i++) {
		if (!is_typed(app->programmes[i]))
			continue;
		n = node_add(page, "programme");
		node_set(n, "nom", app->programmes[i]->name);
		node_set(n, "titre", app->programmes[i]->title);
	}
	total = intake_open(req->arena, app->reader, staff_scope(req, ""),
	    &drafts, &list);
	for (i = 0; i < total; i++) {
		n = node_add(page, "saisie");
		node_set(n, "numero", drafts[i].numero);
		page_programme(app, n, drafts[i].programme);
		node_set(n, "recu", day_iso(req->arena, list[i].received));
		node_set(n, "par", list[i].actor.name);
		node_set(n, "expire", day_iso(req->arena,
		    time_local(drafts[i].expires, NULL, NULL)));
	}
	if (req_query(req, "abandon") != NULL)
		node_set(page, "abandon", "1");
	if (done != NULL && dossier_by_numero(req->arena, app->reader, done,
	    &d) == 0 && d.sent != 0 && intake_find(req->arena, app->reader,
	    d.id, &in) == 0 && staff_may(req, in.cooperative) == 0) {
		node_set(page, "fait", d.numero);
		if (account_may(req->account, RIGHT_READ, d.cooperative))
			node_set(page, "sien", "1");
	}
	return page_show(app, res, page, "candidatures-papier",
	    200);
}

/* The beginning: when it came, and the start of the form. */
struct beginning {
	struct draft	 draft;
	struct form	 day;
};

static int
open_beginning(struct app *app, struct req *req, struct beginning *b)
{
	const struct definition *d = app_programme(app, req->tail[0]);
	struct check_context context;

	memset(b, 0, sizeof(*b));
	if (d == NULL || !is_typed(d) || step_at(d, STEP_START) == NULL)
		return 404;
	b->draft.definition = b->draft.form.definition = d;
	b->draft.form.step = step_at(d, STEP_START);
	b->draft.form.answers = answers_new(req->arena, d);
	b->draft.on_paper = 1;
	context = form_context(app, req, d);
	answers_context(b->draft.form.answers, &context);
	b->day.definition = app->echange;
	b->day.step = definition_step(app->echange, "saisie");
	b->day.answers = answers_new(req->arena, app->echange);
	return 0;
}

static int
show_beginning(struct app *app, struct req *req, struct res *res,
    struct beginning *b, int status)
{
	const struct definition *d = b->draft.definition;
	struct node *page = page_new(app, req, arena_fmt(req->arena,
	    "Candidature papier\u00a0: %s", d->title), "gestion");

	node_set(page, "adresse", arena_fmt(req->arena, "/gestion/saisie/%s",
	    d->name));
	node_set(page, "sous-titre", d->title);
	node_set(page, "debut", "1");
	page_key(req, page);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	form_fields(app, req, page, &b->day);
	form_fields(app, req, page, &b->draft.form);
	return page_show(app, res, page, "saisie-etape", status);
}

int
page_saisie(struct app *app, struct req *req, struct res *res)
{
	struct beginning b;
	int status;

	if ((status = open_beginning(app, req, &b)) != 0)
		return status;
	if (req->method == METHOD_POST) {
		form_read(req, &b.day);
		form_read(req, &b.draft.form);
	}
	b.day.quiet = b.draft.form.quiet = 1;
	return show_beginning(app, req, res, &b, 200);
}

/* Where a step that is right leads to. */
static int
go_on(struct res *res, const struct draft *draft)
{
	const struct step *next = step_after(&draft->form,
	    draft->form.step->place == STEP_START ? NULL : draft->form.step);

	return res_redirect(res, "/gestion/saisie/%s/%s#contenu",
	    draft->dossier.numero, next == NULL ? "envoi" : next->name);
}

int
post_saisie(struct app *app, struct req *req, struct res *res)
{
	const char *key = page_key_sent(req), *email = NULL;
	struct check_context context, days;
	struct beginning b;
	const char *scope = staff_scope(req, "");
	struct intake in = { .cooperative = arena_dupn(req->arena, scope,
		strcspn(scope, " ")),
		.actor = staff_actor(req), .at = req->now };
	size_t i, wrong;
	int status;

	if ((status = open_beginning(app, req, &b)) != 0)
		return status;
	if (key == NULL)
		return 400;
	form_read(req, &b.day);
	form_read(req, &b.draft.form);
	days = form_context(app, req, app->echange);
	context = draft_context(app, req, &b.draft);
	wrong = answers_check(b.day.answers, b.day.step, &days);
	wrong += answers_check(b.draft.form.answers, b.draft.form.step,
	    &context);
	if (wrong > 0)
		return show_beginning(app, req, res, &b, 422);
	for (i = 0; i < b.draft.form.step->nfields; i++)
		if (b.draft.form.step->fields[i].kind == FIELD_EMAIL)
			email = answers_value(b.draft.form.answers,
			    b.draft.form.step->fields[i].name, 0);
	in.received = day_parse(answers_value(b.day.answers, "recu", 0));
	if (intake_create(req->arena, app->writer, b.draft.definition,
	    email == NULL ? "" : email, arena_fmt(req->arena, "%s/%lld", key,
	    (long long)in.actor.account), &app->mailer, &in,
	    &b.draft.dossier) != 0)
		return 500;
	if (b.draft.dossier.sent == 0 && draft_keep(app, req, &b.draft) == -1)
		return 500;
	return go_on(res, &b.draft);
}

/* A draft that came on paper, of the cooperative of who asks. */
static int
open_entry(struct app *app, struct req *req, struct db *db, struct entry *e)
{
	int rc;

	memset(e, 0, sizeof(*e));
	rc = dossier_by_numero(req->arena, db, req->tail[0],
	    &e->draft.dossier);
	if (rc == 0)
		rc = intake_find(req->arena, db, e->draft.dossier.id,
		    &e->intake);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	if ((rc = staff_may(req, e->intake.cooperative)) != 0)
		return rc;
	e->draft.definition = app_form(app, &e->draft.dossier);
	e->draft.on_paper = 1;
	if (e->draft.definition == NULL)
		return 500;
	return draft_fill(app, req, db, &e->draft) == 0 ? 0 : 500;
}

/* Sent meanwhile: to where that is told. */
static int
sent(struct res *res, const struct entry *e)
{
	return res_redirect(res, "/gestion/saisie?fait=%s#contenu",
	    e->draft.dossier.numero);
}

static int
open_step(struct app *app, struct req *req, struct db *db, struct entry *e)
{
	int status;

	if ((status = open_entry(app, req, db, e)) != 0)
		return status;
	e->draft.form.step = definition_step(e->draft.definition,
	    req->tail[1]);
	if (e->draft.form.step == NULL ||
	    e->draft.form.step->place == STEP_END)
		return 404;
	e->mark = form_mark(req, &e->draft.form);
	return 0;
}

static struct node *
entry_page(struct app *app, struct req *req, const struct entry *e,
    const char *title)
{
	const struct dossier *d = &e->draft.dossier;
	struct node *page = page_new(app, req, arena_fmt(req->arena,
	    "%s – %s", title, d->numero), "gestion");

	node_set(page, "numero", d->numero);
	node_set(page, "sous-titre", title);
	node_set(page, "programme", e->draft.definition->title);
	node_set(page, "recu", day_iso(req->arena, e->intake.received));
	node_set(page, "par", e->intake.actor.name);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	return page;
}

static int
show_step(struct app *app, struct req *req, struct res *res,
    struct entry *e, const struct entry *theirs, int status)
{
	const struct step *step = e->draft.form.step, *before;
	struct node *page = entry_page(app, req, e, step->title);
	const char *shown = req_form(req, "vu");
	size_t i;

	/* what the page was made from, until somebody is told of more */
	node_set(page, "vu", theirs != NULL || shown == NULL ? e->mark :
	    page_safe(req->arena, shown));
	if (theirs != NULL)
		form_differences(req, page, &e->draft.form,
		    theirs->draft.form.answers);

	node_set(page, "adresse", arena_fmt(req->arena,
	    "/gestion/saisie/%s/%s", e->draft.dossier.numero, step->name));
	if (step->place == STEP_MIDDLE) {
		node_set_int(page, "rang", (long long)step_number(
		    &e->draft.form, step));
		node_set_int(page, "total", (long long)step_total(
		    &e->draft.form));
		before = step_before(&e->draft.form, step);
		if (before != NULL)
			node_set(page, "avant", before->name);
	}
	page_set(page, "intro", step->intro);
	for (i = 0; i < step->nfields; i++)
		if (step->fields[i].kind == FIELD_FILE)
			node_set(page, "fichiers", "1");
	form_fields(app, req, page, &e->draft.form);
	return page_show(app, res, page, "saisie-etape", status);
}

int
page_saisie_etape(struct app *app, struct req *req, struct res *res)
{
	struct entry e;
	int status;

	if ((status = open_step(app, req, app->reader, &e)) != 0)
		return status;
	if (e.draft.dossier.sent != 0)
		return sent(res, &e);
	if (req->method == METHOD_POST)
		form_read(req, &e.draft.form);
	return show_step(app, req, res, &e, NULL, 200);
}

/* Are there other answers than the page showed, and than what was typed? */
static int
overtaken(struct req *req, const struct entry *e)
{
	const char *shown = req_form(req, "vu");

	return shown != NULL && !str_eq(shown, e->mark) &&
	    !str_eq(form_mark(req, &e->draft.form), e->mark);
}

static int
show_both(struct app *app, struct req *req, struct res *res,
    struct entry *e, const struct check_context *context)
{
	struct entry theirs;
	int status;

	if ((status = open_step(app, req, app->writer, &theirs)) != 0)
		return status;
	answers_check(e->draft.form.answers, e->draft.form.step, context);
	answers_check(theirs.draft.form.answers, theirs.draft.form.step,
	    context);
	e->draft.form.quiet = 1;
	return show_step(app, req, res, e, &theirs, 409);
}

/* 0 or a status: take away a file that was attached. */
static int
remove_file(struct app *app, const struct entry *e, const char *id)
{
	long long n;

	if (str_number(id, 1, INT64_MAX / 16, &n) == -1)
		return 400;
	return piece_remove(app->writer, &e->draft.dossier, n) == -1 ? 500 :
	    0;
}

int
post_saisie_etape(struct app *app, struct req *req, struct res *res)
{
	struct check_context context;
	struct entry e;
	const char *id;
	size_t errors;
	int status;

	if ((status = open_step(app, req, app->writer, &e)) != 0)
		return status;
	if (e.draft.dossier.sent != 0)
		return sent(res, &e);
	if ((id = req_form(req, "supprimer")) != NULL) {
		if ((status = remove_file(app, &e, id)) != 0)
			return status;
		return res_redirect(res, "/gestion/saisie/%s/%s#contenu",
		    e.draft.dossier.numero, e.draft.form.step->name);
	}
	form_read(req, &e.draft.form);
	context = draft_context(app, req, &e.draft);
	if (overtaken(req, &e))
		return show_both(app, req, res, &e, &context);
	e.draft.form.file_error = draft_keep_file(app, req, &e.draft);
	errors = answers_check(e.draft.form.answers, e.draft.form.step,
	    &context);
	if (e.draft.form.file_error != NULL)
		return show_step(app, req, res, &e, NULL, 422);
	if (form_wants_communes(req, e.draft.form.step) ||
	    req_form(req, "ajouter") != NULL) {
		if (draft_keep(app, req, &e.draft) == -1)
			return 500;
		return res_redirect(res, "/gestion/saisie/%s/%s#contenu",
		    e.draft.dossier.numero, e.draft.form.step->name);
	}
	if (errors > 0)
		return show_step(app, req, res, &e, NULL, 422);
	if (form_doubts(req, &e.draft.form))
		return show_step(app, req, res, &e, NULL, 200);
	return draft_keep(app, req, &e.draft) == -1 ? 500 :
	    go_on(res, &e.draft);
}

/* Answers of each step, with the way back to it. */
static void
add_sections(struct req *req, struct node *page, struct entry *e)
{
	const struct definition *d = e->draft.definition;
	struct node *section;
	size_t i;

	for (i = 0; i < d->nsteps; i++) {
		if (d->steps[i].place == STEP_END)
			continue;
		e->draft.form.step = &d->steps[i];
		section = node_add(page, "section");
		node_set(section, "titre", d->steps[i].title);
		node_set(section, "adresse", arena_fmt(req->arena,
		    "/gestion/saisie/%s/%s", e->draft.dossier.numero,
		    d->steps[i].name));
		form_summary(req, section, &e->draft.form);
	}
	e->draft.form.step = step_at(d, STEP_END);
}

static int
show_end(struct app *app, struct req *req, struct res *res, struct entry *e,
    const char *file_error, int status)
{
	const struct step *todo = draft_unfinished(app, req, &e->draft);
	const struct arret *arret = draft_stopped(&e->draft);
	struct node *page = entry_page(app, req, e,
	    "Relire et enregistrer"), *n;
	struct seat_wish wish;
	size_t i;

	add_sections(req, page, e);
	if (arret != NULL)
		node_set(page, "arret", arret->title);
	else if (todo != NULL) {
		node_set(page, "suite", todo->name);
		node_set(page, "suite-titre", todo->title);
	} else if (seat_wish(req->arena, app->reader, e->draft.form.answers,
	    &wish) == 0 && wish.code != NULL && wish.state == SEAT_WAITING)
		node_set(page, "attente", "1");
	if (*e->draft.dossier.email == '\0')
		node_set(page, "sans-courriel", "1");
	for (i = 0; i < e->draft.form.npieces; i++) {
		if (!str_eq(e->draft.form.pieces[i].field, INTAKE_FIELD))
			continue;
		n = node_add(page, "papier");
		node_set_int(n, "id", e->draft.form.pieces[i].id);
		node_set(n, "nom", e->draft.form.pieces[i].name);
	}
	if (file_error != NULL) {
		form_error(page, "papier", file_error);
		node_set(page, "erreur-papier", file_error);
	}
	form_fields(app, req, page, &e->draft.form);
	return page_show(app, res, page, "saisie-envoi", status);
}

/* 0, or a status: the last page. */
static int
open_end(struct app *app, struct req *req, struct db *db, struct entry *e)
{
	int status;

	if ((status = open_entry(app, req, db, e)) != 0)
		return status;
	e->draft.form.step = step_at(e->draft.definition, STEP_END);
	return e->draft.form.step == NULL ? 404 : 0;
}

int
page_saisie_envoi(struct app *app, struct req *req, struct res *res)
{
	struct entry e;
	int status;

	if ((status = open_end(app, req, app->reader, &e)) != 0)
		return status;
	if (e.draft.dossier.sent != 0)
		return sent(res, &e);
	if (req->method == METHOD_POST)
		form_read(req, &e.draft.form);
	e.draft.form.quiet = 1;
	return show_end(app, req, res, &e, NULL, 200);
}

int
post_saisie_envoi(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	struct check_context context;
	struct entry e;
	int status, rc;

	if ((status = open_end(app, req, app->writer, &e)) != 0)
		return status;
	if (e.draft.dossier.sent != 0)
		return sent(res, &e);
	form_read(req, &e.draft.form);
	context = draft_context(app, req, &e.draft);
	if (answers_check_all(e.draft.form.answers, &context) != NULL ||
	    draft_stopped(&e.draft) != NULL)
		return show_end(app, req, res, &e, NULL, 422);
	rc = intake_submit(req->arena, app->writer, e.draft.definition,
	    e.draft.form.answers, &actor, &app->mailer, &e.draft.dossier);
	if (rc == 1)
		return show_end(app, req, res, &e, NULL, 409);
	return rc == -1 ? 500 : sent(res, &e);
}

int
post_saisie_papier(struct app *app, struct req *req, struct res *res)
{
	const char *error, *id;
	struct entry e;
	int status;

	if ((status = open_end(app, req, app->writer, &e)) != 0)
		return status;
	if (e.draft.dossier.sent != 0)
		return sent(res, &e);
	if ((id = req_form(req, "supprimer")) != NULL) {
		if ((status = remove_file(app, &e, id)) != 0)
			return status;
	} else if ((error = draft_attach(app, req, &e.draft, INTAKE_FIELD,
	    req_file(req, INTAKE_FIELD))) != NULL) {
		e.draft.form.quiet = 1;
		return show_end(app, req, res, &e, error, 422);
	}
	return res_redirect(res, "/gestion/saisie/%s/envoi#papiers",
	    e.draft.dossier.numero);
}

static int
open_unsent(struct app *app, struct req *req, struct res *res, struct db *db,
    struct entry *e)
{
	int status;

	if ((status = open_entry(app, req, db, e)) != 0)
		return status;
	return e->draft.dossier.sent == 0 ? 0 : sent(res, e) == 0 ? -1 : 500;
}

int
page_saisie_abandon(struct app *app, struct req *req, struct res *res)
{
	struct entry e;
	int status;

	if ((status = open_unsent(app, req, res, app->reader, &e)) != 0)
		return status == -1 ? 0 : status;
	return page_show(app, res, entry_page(app, req, &e,
	    "Abandonner cette saisie"), "saisie-abandon", 200);
}

int
post_saisie_abandon(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	struct entry e;
	int status, rc;

	if ((status = open_unsent(app, req, res, app->writer, &e)) != 0)
		return status == -1 ? 0 : status;
	rc = intake_abandon(app->writer, &e.draft.dossier, &e.intake, &actor);
	return rc == -1 ? 500 : rc == 1 ? sent(res, &e) :
	    res_redirect(res, "/gestion/saisie?abandon=1#contenu");
}
