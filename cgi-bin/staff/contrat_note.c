/*
 * What staff write down while a contract runs: a declaration made, one of the
 * three days, and why such a note is taken back.  Every form is a step of
 * schemas/suivi/contrat.xml; what the law says against it stands beside its
 * first field.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/law/obligation.h"
#include "staff.h"

struct note {
	struct file	 file;
	struct form	 form;
	struct obligation obligation;	/* id 0: it is a day */
	const char	*day;		/* activite …; NULL: a declaration */
	int64_t		 seen;		/* what was written of it, shown */
	int		 back;		/* it is taken back */
	struct upload	*upload;	/* or NULL */
	const char	*error;		/* of the whole form, or NULL */
};

static const char *
base(struct req *req, const struct note *n)
{
	return arena_fmt(req->arena, "/gestion/dossiers/%s/contrat",
	    n->file.dossier.numero);
}

/* The obligation of the address; 0 or a status. */
static int
open_obligation(struct app *app, struct req *req, struct note *n)
{
	struct obligation *list;
	size_t i, count;
	long long id;

	if (str_number(req->tail[1], 1, INT64_MAX / 16, &id) == -1)
		return 404;
	count = obligation_list(req->arena, app->reader, n->file.dossier.id,
	    &list);
	for (i = 0; i < count; i++)
		if (list[i].id == id) {
			n->obligation = list[i];
			return 0;
		}
	return 404;
}

static int
open_note(struct app *app, struct req *req, struct db *db, int is_day,
    int back, struct note *n)
{
	const char *step = back ? "retrait" : "declaration";
	int status;

	memset(n, 0, sizeof(*n));
	if ((status = file_open(app, req, db, &n->file)) != 0)
		return status;
	n->back = back;
	if (!is_day && (status = open_obligation(app, req, n)) != 0)
		return status;
	if (is_day) {
		n->day = req->tail[1];
		if (!str_has_word(CONTRAT_DAYS, n->day))
			return 404;
		n->seen = contrat_day_seen(db, n->file.dossier.id, n->day);
		step = back ? step : n->day;
	}
	n->form.definition = app->suivi;
	n->form.step = definition_step(app->suivi, step);
	n->form.answers = answers_new(req->arena, app->suivi);
	return 0;
}

static int
show_note(struct app *app, struct req *req, struct res *res, struct note *n,
    int status)
{
	const struct obligation *o = &n->obligation;
	struct node *page = file_page(app, req, &n->file,
	    n->form.step->title, "contrat");

	node_set(page, "adresse", base(req, n));
	node_set(page, "envoi", arena_fmt(req->arena, "%s/%s/%s%s",
	    base(req, n), n->day != NULL ? "jours" : "declarations",
	    req->tail[1], n->back ? "/retrait" : ""));
	page_set(page, "intro", n->form.step->intro);
	page_set(page, "article", n->form.step->article);
	if (n->back)
		node_set(page, "retrait", "1");
	if (n->day != NULL) {
		node_set_int(page, "vu", n->seen);
	} else {
		node_set(page, "evenement", obligation_event(o->event));
		node_set(page, "organisme", obligation_body(o->body));
		node_set_int(page, "etat", o->declaration);
		if (!n->back)
			node_set(page, "fichier", "1");
	}
	if (n->error != NULL) {
		form_error(page, n->form.step->fields[0].name, n->error);
		node_set(page, "refus", n->error);
	}
	form_fields(app, req, page, &n->form);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	return page_show(app, res, page, "contrat-note", status);
}

static int
page_note(struct app *app, struct req *req, struct res *res, int is_day,
    int back)
{
	struct note n;
	int status;

	if ((status = open_note(app, req, app->reader, is_day, back,
	    &n)) != 0)
		return status;
	if (req->method == METHOD_POST)
		form_read(req, &n.form);
	n.form.quiet = 1;
	return show_note(app, req, res, &n, 200);
}

static int
page_stale(struct app *app, struct req *req, struct res *res,
    const struct note *n, const char *text)
{
	struct file now;
	int status;

	if ((status = file_open_id(app, req, app->writer, n->file.dossier.id,
	    &now)) != 0)
		return status;
	return page_conflict(app, req, res, &now, n->form.step->title, text);
}

/* What is wrong with the file that came, NULL when it is right or none. */
static const char *
read_file(struct app *app, struct req *req, struct note *n)
{
	const struct param *file = req_file(req, "fichier");
	enum upload_fault fault;

	if (file == NULL)
		return NULL;
	n->upload = arena_alloc(req->arena, sizeof(*n->upload));
	fault = upload_read(req->arena, file->file, page_safe(req->arena,
	    file->filename), app->conf.clamd, n->upload);
	return upload_told(req->arena, fault, file->len, 0);
}

/* 0 done, 1 stale, -1. */
static int
declare(struct app *app, struct req *req, struct note *n,
    const struct actor *actor)
{
	const struct proof proof = { answers_value(n->form.answers, "preuve",
	    0), n->upload };

	return obligation_declare(req->arena, app->writer,
	    n->file.definition, &n->file.dossier, n->obligation.id,
	    n->obligation.declaration, day_parse(answers_value(
	    n->form.answers, "fait", 0)), &proof, actor);
}

/* What the law says against the day; NULL when it may be written. */
static const char *
bad_day(struct app *app, struct req *req, const struct note *n)
{
	struct contrat c;
	const char *text, *article;
	enum regle rule;

	if (contrat_load(req->arena, app->writer, &n->file.dossier,
	    day_today(), &c) == -1)
		return NULL;
	text = contrat_day_wrong(req->arena, &c, n->day, day_parse(
	    answers_value(n->form.answers, n->day, 0)), day_today(), &rule);
	if (text == NULL)
		return NULL;
	article = rule == REGLES ? NULL : regle_article(app->office.regles,
	    rule);
	return article == NULL ? text : arena_fmt(req->arena, "%s (%s)", text,
	    article);
}

static int
write_day(struct app *app, struct req *req, const struct note *n,
    const struct actor *actor)
{
	const struct answers *an = n->form.answers;

	return contrat_day_set(req->arena, app->writer, n->file.definition,
	    &n->file.dossier, n->day, n->back ? DAY_NONE :
	    day_parse(answers_value(an, n->day, 0)), answers_value(an,
	    n->back ? "motif" : arena_fmt(req->arena, "%s-note", n->day), 0),
	    n->seen, actor);
}

/* What whoever typed it knows it by. */
static const char *
typed(struct req *req, const struct note *n)
{
	const char *s = answers_value(n->form.answers, n->back ? "motif" :
	    n->day != NULL ? n->day : "preuve", 0);

	return n->back || n->day == NULL ? s : day_french(req->arena,
	    day_parse(s));
}

static int
post_note(struct app *app, struct req *req, struct res *res, int is_day,
    int back)
{
	const struct actor actor = staff_actor(req);
	struct check_context context;
	const char *seen = req_form(req, is_day ? "vu" : "etat");
	struct note n;
	long long shown = 0;
	size_t errors;
	int status, rc;

	if ((status = open_note(app, req, app->writer, is_day, back,
	    &n)) != 0)
		return status;
	context = form_context(app, req, app->suivi);
	form_read(req, &n.form);
	errors = answers_check(n.form.answers, n.form.step, &context);
	if (seen == NULL || str_number(seen, 0, INT64_MAX / 16, &shown) == -1)
		return 400;
	/* what the page showed, not what is now */
	if (is_day)
		n.seen = shown;
	else
		n.obligation.declaration = shown;
	if (errors == 0 && !back)
		n.error = is_day ? bad_day(app, req, &n) :
		    read_file(app, req, &n);
	if (errors > 0 || n.error != NULL)
		return show_note(app, req, res, &n, 422);
	if (is_day)
		rc = write_day(app, req, &n, &actor);
	else if (back)
		rc = obligation_undo(req->arena, app->writer,
		    n.file.definition, &n.file.dossier, n.obligation.id,
		    n.obligation.declaration, answers_value(n.form.answers,
		    "motif", 0), &actor);
	else
		rc = declare(app, req, &n, &actor);
	if (rc == -1)
		return 500;
	if (rc == 1)
		return page_stale(app, req, res, &n, typed(req, &n));
	return res_redirect(res, "%s#contenu", base(req, &n));
}

int
page_declaration(struct app *app, struct req *req, struct res *res)
{
	return page_note(app, req, res, 0, 0);
}

int
post_declaration(struct app *app, struct req *req, struct res *res)
{
	return post_note(app, req, res, 0, 0);
}

int
page_declaration_retrait(struct app *app, struct req *req, struct res *res)
{
	return page_note(app, req, res, 0, 1);
}

int
post_declaration_retrait(struct app *app, struct req *req, struct res *res)
{
	return post_note(app, req, res, 0, 1);
}

int
page_jour(struct app *app, struct req *req, struct res *res)
{
	return page_note(app, req, res, 1, 0);
}

int
post_jour(struct app *app, struct req *req, struct res *res)
{
	return post_note(app, req, res, 1, 0);
}

int
page_jour_retrait(struct app *app, struct req *req, struct res *res)
{
	return page_note(app, req, res, 1, 1);
}

int
post_jour_retrait(struct app *app, struct req *req, struct res *res)
{
	return post_note(app, req, res, 1, 1);
}
