/*
 * The documents of a file: which may be issued now and why not; the data of
 * one step by step, what it lacks, how it will look, issue.
 *
 * Which kinds there are, when, and what issuing changes is the programme's of
 * today (<document> in its definition), not that of the day of sending.  A
 * step that staff have not saved shows what document_answers() knows already.
 */
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/proof/revocation.h"
#include "staff.h"

/* One kind of document of one file. */
struct draft {
	struct file	 file;
	const struct definition *programme;	/* of today */
	const struct issuable *issuable;
	const struct paper *paper;
	struct form	 form;		/* without definition: no form */
	struct lack	*lacks;
	size_t		 nlacks;
};

/* The paper of a kind that the programme issues; 0 or a status. */
static int
open_kind(struct app *app, struct req *req, struct db *db,
    const struct issuable *issuable, struct draft *d)
{
	d->issuable = issuable;
	d->paper = paper_find(&app->office, issuable->name);
	d->form.definition = d->paper->form;
	if (d->paper->form == NULL)
		return 0;
	d->form.answers = answers_new(req->arena, d->paper->form);
	return document_answers(req->arena, db, &app->office, d->programme,
	    &d->file.dossier, d->paper, d->form.answers) == 0 ? 0 : 500;
}

/* Of what is issued, or of what is only shown. */
static int
open_any(struct app *app, struct req *req, struct db *db, int shown,
    struct draft *d)
{
	const struct issuable *issuable;
	int status;

	memset(d, 0, sizeof(*d));
	if ((status = file_open(app, req, db, &d->file)) != 0)
		return status;
	d->programme = app_programme(app, d->file.dossier.programme);
	if (d->programme == NULL || (issuable = definition_document(
	    d->programme, req->tail[1])) == NULL)
		return 404;
	status = open_kind(app, req, db, issuable, d);
	return status == 0 && d->paper->shown != shown ? 404 : status;
}

static int
open_draft(struct app *app, struct req *req, struct db *db, struct draft *d)
{
	return open_any(app, req, db, 0, d);
}

static void
find_lacks(struct app *app, struct req *req, struct draft *d)
{
	d->nlacks = document_lacks(req->arena, app->reader, &app->office,
	    d->programme, d->form.answers, &d->file.dossier, d->paper,
	    &d->lacks);
}

static int
in_state(const struct draft *d)
{
	return str_has_word(d->issuable->states, d->file.dossier.state);
}

static const char *
base(struct req *req, const struct draft *d)
{
	return arena_fmt(req->arena, "/gestion/dossiers/%s/documents/%s",
	    d->file.dossier.numero, d->paper->kind);
}

/* The document that issuing replaces, NULL when none. */
static const struct document *
replaced(struct app *app, struct req *req, const struct draft *d)
{
	struct document *list;
	size_t i, n;

	if (!d->paper->unique)
		return NULL;
	n = document_list(req->arena, app->reader, d->file.dossier.id, &list);
	for (i = 0; i < n; i++)
		if (str_eq(list[i].kind, d->paper->kind) &&
		    str_eq(list[i].state, "valide"))
			return &list[i];
	return NULL;
}

/* Lacks that the form cannot mend, then how many it can. */
static void
add_reasons(struct req *req, struct node *kind, const struct draft *d)
{
	size_t i, mendable = 0;
	struct node *n;

	for (i = 0; i < d->nlacks; i++) {
		if (d->lacks[i].step != NULL) {
			mendable++;
			continue;
		}
		n = node_add_text(kind, "manque", d->lacks[i].text);
		if (d->lacks[i].article != NULL)
			node_set(n, "article", d->lacks[i].article);
	}
	if (mendable > 0)
		node_set_int(kind, "a-remplir", (long long)mendable);
	if (d->nlacks == 0)
		node_set(kind, "pret", "1");
	node_set(kind, "adresse", base(req, d));
}

/* « Acceptée, En cours »: the states in which it may be issued. */
static const char *
states_of(struct arena *a, const struct draft *d)
{
	const struct state *s;
	struct buf b = BUF_INIT;
	const char *out;
	size_t i;

	for (i = 0; i < d->programme->nstates; i++) {
		s = &d->programme->states[i];
		if (str_has_word(d->issuable->states, s->name))
			buf_fmt(&b, "%s%s", b.len > 0 ? ", " : "", s->label);
	}
	out = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return out;
}

static int
add_kinds(struct app *app, struct req *req, struct node *page,
    const struct file *f)
{
	struct draft d;
	struct node *n;
	size_t i;
	int status;

	memset(&d, 0, sizeof(d));
	d.file = *f;
	d.programme = app_programme(app, f->dossier.programme);
	for (i = 0; d.programme != NULL && i < d.programme->ndocuments; i++) {
		status = open_kind(app, req, app->reader,
		    &d.programme->documents[i], &d);
		if (status != 0)
			return status;
		n = node_add(page, "genre");
		node_set(n, "titre", d.paper->title);
		node_set(n, "description", d.paper->description);
		if (!d.paper->to_person)
			node_set(n, "organisme", "1");
		if (in_state(&d) && d.paper->shown &&
		    !staff_reads(app, f, d.paper->kind)) {
			node_set(n, "retenu", "1");
		} else if (in_state(&d) && d.paper->shown) {
			node_set(n, "fichier", arena_fmt(req->arena,
			    "%s.pdf", base(req, &d)));
		} else if (in_state(&d)) {
			find_lacks(app, req, &d);
			add_reasons(req, n, &d);
		} else {
			node_set(n, "etats", states_of(req->arena, &d));
		}
	}
	return 0;
}

int
page_documents(struct app *app, struct req *req, struct res *res)
{
	struct document *list;
	struct file f;
	struct node *page, *p;
	size_t i, n;
	int status;

	if ((status = file_open(app, req, app->reader, &f)) != 0)
		return status;
	page = file_page(app, req, &f, "Documents", "documents");
	n = document_list(req->arena, app->reader, f.dossier.id, &list);
	for (i = 0; i < n; i++) {
		p = node_add(page, "document");
		node_set(p, "titre", list[i].title);
		if (!staff_reads(app, &f, list[i].kind))
			node_set(p, "retenu", "1");
		node_set(p, "code", list[i].code);
		node_set(p, "etat", list[i].state);
		node_set(p, "emis", time_iso(req->arena, list[i].issued));
		node_set(p, "par", list[i].issued_by);
		node_set_int(p, "pages", list[i].pages);
		node_set(p, "poids", file_size_french(req->arena, list[i].size));
	}
	if ((status = add_kinds(app, req, page, &f)) != 0)
		return status;
	return page_show(app, res, page, "documents", 200);
}

static void
add_steps(struct req *req, struct node *page, const struct draft *d)
{
	const struct definition *form = d->paper->form;
	const struct step *step;
	struct node *n;
	size_t i, k, missing;

	for (i = 0; form != NULL && i < form->nsteps; i++) {
		step = &form->steps[i];
		for (k = missing = 0; k < d->nlacks; k++)
			missing += d->lacks[k].step != NULL &&
			    str_eq(d->lacks[k].step, step->name);
		n = node_add(page, "etape");
		node_set(n, "titre", step->title);
		node_set(n, "adresse", arena_fmt(req->arena, "%s/%s",
		    base(req, d), step->name));
		if (step->article != NULL)
			node_set(n, "article", step->article);
		if (missing > 0)
			node_set_int(n, "manque", (long long)missing);
	}
	for (k = 0; k < d->nlacks; k++) {
		n = node_add_text(page, "manque", d->lacks[k].text);
		if (d->lacks[k].article != NULL)
			node_set(n, "article", d->lacks[k].article);
		if (d->lacks[k].step != NULL)
			node_set(n, "adresse", arena_fmt(req->arena, "%s/%s",
			    base(req, d), d->lacks[k].step));
	}
}

static struct node *
draft_page(struct app *app, struct req *req, const struct draft *d,
    const char *title)
{
	struct node *page = file_page(app, req, &d->file, title, "documents");

	node_set(page, "adresse", base(req, d));
	node_set(page, "genre", d->paper->title);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	return page;
}

static int
show_draft(struct app *app, struct req *req, struct res *res,
    const struct draft *d, const char *error, int status)
{
	const struct document *old = replaced(app, req, d);
	const char *reason = req_form(req, "motif");
	struct node *page = draft_page(app, req, d, d->paper->title);

	if (error != NULL) {
		form_error(page, "motif", error);
		node_set(page, "erreur-motif", error);
	}
	if (reason != NULL)
		node_set(page, "motif", page_safe(req->arena, reason));
	if (old != NULL)
		node_set(page, "remplace", old->code);
	if (!in_state(d))
		node_set(page, "etats", states_of(req->arena, d));
	else if (d->nlacks == 0)
		node_set(page, "pret", "1");
	if (d->paper->form != NULL && *d->paper->signers != '\0' &&
	    answers_by_hand(d->form.answers))
		node_set(page, "manuscrit", "1");
	if ((d->file.rights & RIGHT_ISSUE) != 0 && d->nlacks == 0 &&
	    in_state(d))
		node_set(page, "peut", "1");
	node_set(page, "description", d->paper->description);
	if (!staff_reads(app, &d->file, d->paper->kind))
		node_set(page, "retenu", "1");
	add_steps(req, page, d);
	return page_show(app, res, page, "emission", status);
}

int
page_emission(struct app *app, struct req *req, struct res *res)
{
	struct draft d;
	int status;

	if ((status = open_draft(app, req, app->reader, &d)) != 0)
		return status;
	find_lacks(app, req, &d);
	return show_draft(app, req, res, &d, NULL, 200);
}

static int
show_step(struct app *app, struct req *req, struct res *res,
    struct draft *d, const struct draft *theirs, int status)
{
	const struct step *step = d->form.step;
	struct node *page = draft_page(app, req, d, step->title);

	node_set(page, "etape", step->name);
	node_set_int(page, "rang", step - d->paper->form->steps + 1);
	node_set_int(page, "total", (long long)d->paper->form->nsteps);
	if (step->article != NULL)
		node_set(page, "article", step->article);
	if (step->intro != NULL)
		node_set(page, "intro", step->intro);
	if (theirs != NULL)
		form_differences(req, page, &d->form,
		    theirs->form.answers);
	form_fields(app, req, page, &d->form);
	return page_show(app, res, page, "emission-etape", status);
}

static int
open_step(struct app *app, struct req *req, struct db *db, struct draft *d)
{
	int status;

	if ((status = open_draft(app, req, db, d)) != 0)
		return status;
	if (d->paper->form != NULL)
		d->form.step = definition_step(d->paper->form, req->tail[2]);
	return d->form.step == NULL ? 404 : 0;
}

int
page_emission_etape(struct app *app, struct req *req, struct res *res)
{
	struct draft d;
	int status;

	if ((status = open_step(app, req, app->reader, &d)) != 0)
		return status;
	if (req->method == METHOD_POST)
		form_read(req, &d.form);
	return show_step(app, req, res, &d, NULL, 200);
}

/* Where to go on, once a step is saved. */
static int
go_on(struct req *req, struct res *res, const struct draft *d, int communes)
{
	const struct definition *form = d->paper->form;
	size_t next = (size_t)(d->form.step - form->steps) + 1;

	if (req_form(req, "plus-tard") != NULL ||
	    (next == form->nsteps && !communes))
		return res_redirect(res, "%s#contenu", base(req, d));
	return res_redirect(res, "%s/%s#contenu", base(req, d), communes ?
	    d->form.step->name : form->steps[next].name);
}

int
post_emission_etape(struct app *app, struct req *req, struct res *res)
{
	struct check_context context;
	struct draft d, theirs;
	size_t errors;
	int status, rc, communes;

	if ((status = open_step(app, req, app->writer, &d)) != 0 ||
	    (status = staff_version(req, &d.file.dossier)) != 0)
		return status;
	context = form_context(app, req, d.paper->form);
	form_read(req, &d.form);
	communes = form_wants_communes(req, d.form.step);
	errors = answers_check(d.form.answers, d.form.step, &context);
	if (errors > 0 && !communes && req_form(req, "plus-tard") == NULL)
		return show_step(app, req, res, &d, NULL, 422);
	rc = draft_save(app->writer, d.paper->form, &d.file.dossier,
	    d.form.step, d.form.answers);
	if (rc == -1)
		return 500;
	if (rc == 0)
		return go_on(req, res, &d, communes);
	if ((status = open_step(app, req, app->writer, &theirs)) != 0)
		return status;
	answers_check(theirs.form.answers, theirs.form.step, &context);
	/* the form goes on from what is now, with what was typed */
	d.file = theirs.file;
	return show_step(app, req, res, &d, &theirs, 409);
}

int
page_emission_apercu(struct app *app, struct req *req, struct res *res)
{
	struct draft d;
	int status;

	if ((status = open_draft(app, req, app->reader, &d)) != 0)
		return status;
	if (!staff_reads(app, &d.file, d.paper->kind))
		return 403;
	return document_preview(req->arena, app->reader, &app->office,
	    d.programme, d.form.answers, &d.file.dossier, d.paper,
	    &res->body) == 0 ? 0 : 500;
}

/* A paper that is made when asked for and never issued. */
int
file_shown(struct app *app, struct req *req, struct res *res)
{
	struct draft d;
	int status;

	if ((status = open_any(app, req, app->reader, 1, &d)) != 0)
		return status;
	if (!in_state(&d))
		return 404;
	if (!staff_reads(app, &d.file, d.paper->kind))
		return 403;
	if (document_show(req->arena, app->reader, &app->office, d.programme,
	    &d.file.dossier, d.paper, &res->body) != 0)
		return 500;
	res_attachment(res, req->arena, "application/pdf",
	    arena_fmt(req->arena, "%s-%s.pdf", d.paper->kind,
	    d.file.dossier.numero));
	return 0;
}

int
page_emission_envoi(struct app *app, struct req *req, struct res *res)
{
	struct draft d;
	int status;

	if (req->method == METHOD_POST)
		return page_emission(app, req, res);
	if ((status = open_draft(app, req, app->reader, &d)) != 0)
		return status;
	return res_redirect(res, "%s", base(req, &d));
}

int
post_emission(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	const char *reason = req_form(req, "motif"), *code;
	const char *wrong = NULL;
	struct draft d;
	struct file now;
	int status;

	if ((status = open_draft(app, req, app->writer, &d)) != 0 ||
	    (status = staff_version(req, &d.file.dossier)) != 0)
		return status;
	if (replaced(app, req, &d) == NULL)
		reason = NULL;
	else if (reason == NULL ||
	    *(reason = str_trim(req->arena, reason)) == '\0')
		wrong = "Indiquez pourquoi vous remplacez ce document";
	else if (!str_eq(reason, page_safe(req->arena, reason)) ||
	    strlen(reason) > 1000)
		wrong = "Le motif doit faire 1\u202f000 caractères lisibles "
		    "au plus";
	if (wrong != NULL) {
		find_lacks(app, req, &d);
		return show_draft(app, req, res, &d, wrong, 422);
	}
	switch (document_issue(req->arena, app->writer, &app->office,
	    d.programme, d.form.answers, &d.file.dossier, d.paper, &actor,
	    reason, &app->mailer, &code, &d.lacks, &d.nlacks)) {
	case 0:
		/* one was replaced; if this fails the hourly list has it */
		if (reason != NULL && *reason != '\0')
			revocation_publish(req->arena, app->writer,
			    &app->office);
		return res_redirect(res,
		    "/gestion/documents/%s?fait=emission#contenu", code);
	case 1:
		return show_draft(app, req, res, &d, NULL, 422);
	case 2:
		if ((status = file_open(app, req, app->writer, &now)) != 0)
			return status;
		return page_conflict(app, req, res, &now, arena_fmt(
		    req->arena, "Émettre «\u00a0%s\u00a0»", d.paper->title),
		    reason);
	default:
		return 500;
	}
}
