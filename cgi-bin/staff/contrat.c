/*
 * The CAPE: its data step by step, what it lacks, how it will look, issue.
 *
 * A step that staff have not saved shows what the last contract issued says,
 * or else the application (document_answers()).
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "staff.h"

struct contract {
	struct file	 file;
	struct form	 form;
	struct lack	*lacks;		/* NULL until somebody looked */
	size_t		 nlacks;
};

static int
open_contract(struct app *app, struct req *req, struct db *db,
    struct contract *c)
{
	int status;

	memset(c, 0, sizeof(*c));
	if ((status = file_open(app, req, db, &c->file)) != 0)
		return status;
	if (definition_transition(c->file.definition, "emettre-contrat") ==
	    NULL)
		return 404;
	c->form.definition = app->cape;
	c->form.answers = answers_new(req->arena, app->cape);
	return document_answers(req->arena, db, &app->office,
	    c->file.definition, &c->file.dossier, c->form.answers) == 0 ? 0 :
	    500;
}

static void
find_lacks(struct app *app, struct req *req, struct contract *c)
{
	if (c->lacks == NULL)
		c->nlacks = document_lacks(req->arena, app->reader,
		    &app->office, c->file.definition, c->form.answers,
		    &c->file.dossier, "cape", &c->lacks);
}

static const char *
base(struct req *req, const struct contract *c)
{
	return arena_fmt(req->arena, "/gestion/dossiers/%s/cape",
	    c->file.dossier.numero);
}

/* The contract that is valid now: issuing replaces it. */
static const struct document *
valid_contract(struct app *app, struct req *req, const struct contract *c)
{
	struct document *list;
	size_t i, n;

	n = document_list(req->arena, app->reader, c->file.dossier.id,
	    &list);
	for (i = 0; i < n; i++)
		if (str_eq(list[i].kind, "cape") &&
		    str_eq(list[i].state, "valide"))
			return &list[i];
	return NULL;
}

static void
add_steps(struct app *app, struct req *req, struct node *page,
    struct contract *c)
{
	const struct lack *lacks = c->lacks;
	const struct step *step;
	size_t nlacks = c->nlacks;
	struct node *n;
	size_t i, k, missing;

	for (i = 0; i < app->cape->nsteps; i++) {
		step = &app->cape->steps[i];
		for (k = missing = 0; k < nlacks; k++)
			missing += lacks[k].step != NULL &&
			    str_eq(lacks[k].step, step->name);
		n = node_add(page, "etape");
		node_set(n, "titre", step->title);
		node_set(n, "adresse", arena_fmt(req->arena, "%s/%s",
		    base(req, c), step->name));
		if (step->article != NULL)
			node_set(n, "article", step->article);
		if (missing > 0)
			node_set_int(n, "manque", (long long)missing);
	}
	for (k = 0; k < nlacks; k++) {
		n = node_add_text(page, "manque", lacks[k].text);
		if (lacks[k].article != NULL)
			node_set(n, "article", lacks[k].article);
		if (lacks[k].step != NULL)
			node_set(n, "adresse", arena_fmt(req->arena, "%s/%s",
			    base(req, c), lacks[k].step));
	}
}

static int
show_cape(struct app *app, struct req *req, struct res *res,
    struct contract *c, const char *error, int status)
{
	const struct document *valid = valid_contract(app, req, c);
	const char *reason = req_form(req, "motif");
	struct node *page;

	find_lacks(app, req, c);
	page = file_page(app, req, &c->file, "Contrat", "contrat");
	node_set(page, "adresse", base(req, c));
	if (error != NULL) {
		form_error(page, "motif", error);
		node_set(page, "erreur-motif", error);
	}
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (reason != NULL)
		node_set(page, "motif", page_safe(req->arena, reason));
	if (valid != NULL)
		node_set(page, "remplace", valid->code);
	if (c->nlacks == 0)
		node_set(page, "pret", "1");
	if (str_eq(req->account->role, "gestion") && c->nlacks == 0)
		node_set(page, "peut", "1");
	add_steps(app, req, page, c);
	return page_show(app, res, page, "cape", status);
}

int
page_cape(struct app *app, struct req *req, struct res *res)
{
	struct contract c;
	int status;

	if ((status = open_contract(app, req, app->reader, &c)) != 0)
		return status;
	return show_cape(app, req, res, &c, NULL, 200);
}

static int
show_step(struct app *app, struct req *req, struct res *res,
    struct contract *c, int status)
{
	const struct step *step = c->form.step;
	struct node *page;

	page = file_page(app, req, &c->file, step->title, "contrat");
	node_set(page, "adresse", base(req, c));
	node_set(page, "etape", step->name);
	node_set_int(page, "rang", step - app->cape->steps + 1);
	node_set_int(page, "total", (long long)app->cape->nsteps);
	if (step->article != NULL)
		node_set(page, "article", step->article);
	if (step->intro != NULL)
		node_set(page, "intro", step->intro);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	form_fields(app, req, page, &c->form);
	return page_show(app, res, page, "cape-etape", status);
}

static int
open_step(struct app *app, struct req *req, struct db *db,
    struct contract *c)
{
	int status;

	if ((status = open_contract(app, req, db, c)) != 0)
		return status;
	c->form.step = definition_step(app->cape, req->tail[1]);
	return c->form.step == NULL ? 404 : 0;
}

int
page_cape_etape(struct app *app, struct req *req, struct res *res)
{
	struct contract c;
	int status;

	if ((status = open_step(app, req, app->reader, &c)) != 0)
		return status;
	if (req->method == METHOD_POST)
		form_read(req, &c.form);
	return show_step(app, req, res, &c, 200);
}

int
post_cape_etape(struct app *app, struct req *req, struct res *res)
{
	const struct check_context context = form_context(app, req,
	    app->cape);
	struct contract c;
	struct file now;
	size_t errors, next;
	int status, rc, communes;

	if ((status = open_step(app, req, app->writer, &c)) != 0 ||
	    (status = staff_version(req, &c.file.dossier)) != 0)
		return status;
	form_read(req, &c.form);
	communes = form_wants_communes(req, c.form.step);
	errors = answers_check(c.form.answers, c.form.step, &context);
	if (errors > 0 && !communes && req_form(req, "plus-tard") == NULL)
		return show_step(app, req, res, &c, 422);
	rc = draft_save(app->writer, app->cape, &c.file.dossier, c.form.step,
	    c.form.answers);
	if (rc == -1)
		return 500;
	if (rc == 1) {
		if ((status = file_open(app, req, app->writer, &now)) != 0)
			return status;
		return page_conflict(app, req, res, &now, arena_fmt(
		    req->arena, "Enregistrer «\u00a0%s\u00a0»",
		    c.form.step->title), NULL);
	}
	next = (size_t)(c.form.step - app->cape->steps) + 1;
	if (req_form(req, "plus-tard") != NULL ||
	    (next == app->cape->nsteps && !communes))
		return res_redirect(res, "%s#contenu", base(req, &c));
	return res_redirect(res, "%s/%s#contenu", base(req, &c), communes ?
	    c.form.step->name : app->cape->steps[next].name);
}

int
page_apercu(struct app *app, struct req *req, struct res *res)
{
	const struct check_context context = form_context(app, req,
	    app->cape);
	struct contract c;
	int status;

	if ((status = open_contract(app, req, app->reader, &c)) != 0)
		return status;
	answers_check_all(c.form.answers, &context);
	if (document_preview(req->arena, app->reader, &app->office,
	    c.file.definition, c.form.answers, &c.file.dossier, "cape",
	    &res->body) != 0)
		return 500;
	return 0;
}

int
page_emission(struct app *app, struct req *req, struct res *res)
{
	struct contract c;
	int status;

	if (req->method == METHOD_POST)
		return page_cape(app, req, res);
	if ((status = open_contract(app, req, app->reader, &c)) != 0)
		return status;
	return res_redirect(res, "%s", base(req, &c));
}

int
post_emission(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	const char *reason = req_form(req, "motif"), *code;
	struct contract c;
	struct file now;
	int status;

	if ((status = open_contract(app, req, app->writer, &c)) != 0 ||
	    (status = staff_version(req, &c.file.dossier)) != 0)
		return status;
	if (valid_contract(app, req, &c) == NULL)
		reason = NULL;
	else if (reason == NULL ||
	    *(reason = str_trim(req->arena, reason)) == '\0')
		return show_cape(app, req, res, &c,
		    "Indiquez pourquoi vous remplacez le contrat", 422);
	else if (!str_eq(reason, page_safe(req->arena, reason)) ||
	    strlen(reason) > 1000)
		return show_cape(app, req, res, &c,
		    "Le motif doit faire 1\u202f000 caractères lisibles au "
		    "plus", 422);
	switch (document_issue(req->arena, app->writer, &app->office,
	    c.file.definition, c.form.answers, &c.file.dossier, "cape",
	    &actor, reason, &app->mailer, &code, &c.lacks, &c.nlacks)) {
	case 0:
		return res_redirect(res,
		    "/gestion/documents/%s?fait=emission#contenu", code);
	case 1:
		return show_cape(app, req, res, &c, NULL, 422);
	case 2:
		if ((status = file_open(app, req, app->writer, &now)) != 0)
			return status;
		return page_conflict(app, req, res, &now,
		    "Émettre le contrat", reason);
	default:
		return 500;
	}
}
