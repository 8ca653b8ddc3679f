/*
 * Notes of the team about a file, and the copy that the person may ask for.
 *
 * The archive that the person makes alone on the status page does not hold
 * them: a note may speak of somebody else, and what is about others is not
 * handed over (GDPR, article 15, 4).  Somebody of the team reads them over
 * first, then makes the copy, whose head says what it holds and what it does
 * not; the journal says that it was made.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/note.h"
#include "staff.h"

struct sheet {
	struct file	 file;
	struct form	 form;
	struct note_entry *list;
	size_t		 n;
	int64_t		 corrects;
};

static int
open_notes(struct app *app, struct req *req, struct db *db, struct sheet *s)
{
	const char *id = req->method == METHOD_POST ?
	    req_form(req, "corrige") : req_query(req, "corrige");
	long long n = 0;
	int status;
	size_t i;

	memset(s, 0, sizeof(*s));
	if ((status = file_open(app, req, db, &s->file)) != 0)
		return status;
	s->n = note_list(req->arena, db, s->file.dossier.id, &s->list);
	if (id != NULL && *id != '\0') {
		if (str_number(id, 1, INT64_MAX / 16, &n) == -1)
			return 404;
		for (i = 0; i < s->n && s->list[i].id != n; i++)
			continue;
		if (i == s->n)
			return 404;
	}
	s->corrects = n;
	s->form.definition = app->echange;
	s->form.step = definition_step(app->echange, "note");
	s->form.answers = answers_new(req->arena, app->echange);
	return 0;
}

/* Newest first; in a copy oldest first. */
static void
add_notes(struct req *req, struct node *page, const struct sheet *s,
    int oldest)
{
	const struct note_entry *e;
	struct node *n;
	size_t i;

	for (i = 0; i < s->n; i++) {
		e = &s->list[oldest ? i : s->n - 1 - i];
		n = node_add_text(page, "note", e->text);
		node_set_int(n, "id", e->id);
		node_set(n, "qui", e->author);
		node_set(n, "date", time_iso(req->arena, e->at));
		if (e->corrects != 0)
			node_set_int(n, "corrige", e->corrects);
		if (e->corrected != 0)
			node_set_int(n, "remplacee", e->corrected);
	}
}

static int
show_notes(struct app *app, struct req *req, struct res *res,
    struct sheet *s, int status)
{
	struct node *page = file_page(app, req, &s->file, "Notes", "notes");

	add_notes(req, page, s, 0);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (staff_writes(&s->file)) {
		node_set(page, "ecrit", "1");
		page_key(req, page);
		if (s->corrects != 0)
			node_set_int(page, "corrige", s->corrects);
		form_fields(app, req, page, &s->form);
	}
	if (status == 409)
		node_set(page, "retard", "1");
	return page_show(app, res, page, "notes", status);
}

int
page_notes(struct app *app, struct req *req, struct res *res)
{
	struct sheet s;
	int status;
	size_t i;

	if ((status = open_notes(app, req, app->reader, &s)) != 0)
		return status;
	if (req->method == METHOD_POST)
		form_read(req, &s.form);
	else
		for (i = 0; i < s.n; i++)
			if (s.list[i].id == s.corrects)
				answers_add(s.form.answers, "note",
				    s.list[i].text);
	s.form.quiet = 1;
	return show_notes(app, req, res, &s, 200);
}

int
post_notes(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	const char *key = page_key_sent(req);
	struct check_context context;
	struct sheet s;
	int status, rc;

	if ((status = open_notes(app, req, app->writer, &s)) != 0)
		return status;
	if (key == NULL)
		return 400;
	context = form_context(app, req, app->echange);
	form_read(req, &s.form);
	if (answers_check(s.form.answers, s.form.step, &context) > 0)
		return show_notes(app, req, res, &s, 422);
	rc = note_add(app->writer, &s.file.dossier, key, answers_value(
	    s.form.answers, "note", 0), s.corrects, &actor);
	if (rc == 1) {
		/* both stay: the correction made meanwhile, and this text */
		s.corrects = 0;
		return show_notes(app, req, res, &s, 409);
	}
	return rc == -1 ? 500 : res_redirect(res,
	    "/gestion/dossiers/%s/notes#contenu", s.file.dossier.numero);
}

int
page_notes_acces(struct app *app, struct req *req, struct res *res)
{
	struct sheet s;
	struct node *page;
	int status;

	if ((status = open_notes(app, req, app->reader, &s)) != 0)
		return status;
	page = file_page(app, req, &s.file, "Copie des notes", "notes");
	add_notes(req, page, &s, 1);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	return page_show(app, res, page, "notes-copie", 200);
}

int
file_notes_acces(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	struct node *page, *n;
	struct sheet s;
	size_t i, out = 0;
	int status;

	if ((status = open_notes(app, req, app->writer, &s)) != 0)
		return status;
	page = tree_root(tree_new(req->arena, "copie"));
	node_set(page, "numero", s.file.dossier.numero);
	node_set(page, "nom", s.file.dossier.nom);
	node_set(page, "prenom", s.file.dossier.prenom);
	node_set(page, "jour", day_iso(req->arena, time_local(req->now, NULL,
	    NULL)));
	page_set(page, "cooperative", s.file.cooperative == NULL ? NULL :
	    s.file.cooperative->name);
	node_set(page, "reseau", node_value(req->arena, tree_root(
	    app->network->tree), "nom"));
	for (i = 0; i < s.n; i++) {
		if (staff_ticked(req, "retire", s.list[i].id)) {
			out++;
			continue;
		}
		n = node_add_text(page, "note", s.list[i].text);
		node_set(n, "qui", s.list[i].author);
		node_set(n, "date", time_iso(req->arena, s.list[i].at));
		if (s.list[i].corrected != 0)
			node_set(n, "remplacee", "1");
	}
	node_set_int(page, "total", (long long)s.n);
	node_set_int(page, "retirees", (long long)out);
	if (note_given(app->writer, &s.file.dossier, &actor) == -1)
		return 500;
	template_run(&res->body, app->pages, "notes-acces", page);
	res_attachment(res, req->arena, "text/html; charset=utf-8",
	    arena_fmt(req->arena, "notes-%s.html", s.file.dossier.numero));
	return 0;
}
