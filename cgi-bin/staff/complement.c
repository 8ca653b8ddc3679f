/*
 * What only some may see of a file: masked in a list, one shown at a time to
 * who has need of it and says why, typed by staff when it came on paper.
 *
 * The value stands in the answer to a POST and nowhere else: no address brings
 * it back, and loading the page again writes another line in the journal.
 */
#include "base/str.h"
#include "web/complement_form.h"
#include "staff.h"

/* Today's questions, whatever the form was filled in with. */
static int
open_file(struct app *app, struct req *req, struct db *db, struct file *f,
    const struct definition **now)
{
	int status;

	if ((status = file_open(app, req, db, f)) != 0)
		return status;
	*now = app_programme(app, f->dossier.programme);
	return *now == NULL || (*now)->later == NULL ? 404 : 0;
}

int
page_complements(struct app *app, struct req *req, struct res *res)
{
	const struct definition *now;
	struct node *page;
	struct file f;
	int status;

	if ((status = open_file(app, req, app->reader, &f, &now)) != 0)
		return status;
	page = file_page(app, req, &f, "Compléments", "complements");
	complement_lines(app, req, page, now, &f.dossier, f.rights);
	return page_show(app, res, page, "complements", 200);
}

struct unveiling {
	struct file	 file;
	const struct field *field;
	struct complement *kept;	/* NULL: it was not given */
	struct form	 form;		/* why */
};

static int
open_one(struct app *app, struct req *req, struct db *db,
    struct unveiling *u)
{
	const struct definition *now;
	struct complement *list;
	size_t i, n;
	int status;

	*u = (struct unveiling){ 0 };
	if ((status = open_file(app, req, db, &u->file, &now)) != 0)
		return status;
	if ((u->field = definition_field(now->later, req->tail[1])) == NULL)
		return 404;
	if ((u->file.rights & complement_right(u->field)) == 0) {
		req->unfit = 1;
		return 403;
	}
	n = complement_list(req->arena, db, now, &u->file.dossier, &list);
	for (i = 0; i < n; i++)
		if (list[i].field == u->field && list[i].at != 0)
			u->kept = &list[i];
	u->form.definition = app->echange;
	u->form.step = definition_step(app->echange, "montrer");
	u->form.answers = answers_new(req->arena, app->echange);
	return u->kept == NULL ? 404 : 0;
}

/* value: in clear, NULL while it is masked. */
static int
show_one(struct app *app, struct req *req, struct res *res,
    const struct unveiling *u, const char *value, int status)
{
	struct node *page = file_page(app, req, &u->file, arena_fmt(
	    req->arena, "Compléments\u00a0: %s", u->field->label),
	    "complements"), *n;

	n = node_add(page, "reponse");
	node_set(n, "nom", u->field->name);
	node_set(n, "libelle", u->field->label);
	node_set(n, "masque", u->kept->masked);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (value != NULL)
		node_add_text(n, "valeur", value);
	else
		form_fields(app, req, page, &u->form);
	return page_show(app, res, page, "devoiler", status);
}

int
page_devoiler(struct app *app, struct req *req, struct res *res)
{
	struct unveiling u;
	int status;

	if ((status = open_one(app, req, app->reader, &u)) != 0)
		return status;
	u.form.quiet = 1;
	return show_one(app, req, res, &u, NULL, 200);
}

int
post_devoiler(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	struct check_context context;
	const struct field *why;
	struct unveiling u;
	const char *value;
	int status, rc;

	if ((status = open_one(app, req, app->writer, &u)) != 0)
		return status;
	context = form_context(app, req, app->echange);
	form_read(req, &u.form);
	if (answers_check(u.form.answers, u.form.step, &context) > 0)
		return show_one(app, req, res, &u, NULL, 422);
	why = definition_field(app->echange, "raison");
	rc = complement_show(req->arena, app->writer, &u.file.dossier, u.field,
	    answers_shown(req->arena, u.form.answers, why), &actor, &value);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	return show_one(app, req, res, &u, value, 200);
}

/* Who types must be one who may see: they hold the paper. */
static int
open_entry(struct app *app, struct req *req, struct db *db, struct file *f,
    struct complement_form *c)
{
	const struct definition *now;
	size_t i;
	int status;

	if ((status = open_file(app, req, db, f, &now)) != 0 ||
	    (status = complement_open(app, req, req->tail[1], now,
	    &f->dossier, c)) != 0)
		return status;
	for (i = 0; i < c->form.step->nfields; i++)
		if ((f->rights & complement_right(&c->form.step->fields[i])) ==
		    0) {
			req->unfit = 1;
			return 403;
		}
	return 0;
}

static int
show_entry(struct app *app, struct req *req, struct res *res,
    const struct file *f, const struct complement_form *c, int status)
{
	struct node *page = file_page(app, req, f, arena_fmt(req->arena,
	    "Compléments\u00a0: %s", c->form.step->title), "complements");

	if (req->bad == 403)
		node_set(page, "perime", "1");
	complement_fields(app, req, page, c);
	return page_show(app, res, page, "complement-saisie", status);
}

int
page_complement_saisie(struct app *app, struct req *req, struct res *res)
{
	struct complement_form c;
	struct file f;
	int status;

	if ((status = open_entry(app, req, app->reader, &f, &c)) != 0)
		return status;
	c.form.quiet = 1;
	return show_entry(app, req, res, &f, &c, 200);
}

int
post_complement_saisie(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	struct complement_form c;
	struct file f;
	int status;

	if ((status = open_entry(app, req, app->writer, &f, &c)) != 0)
		return status;
	if (complement_read(app, req, &c) > 0)
		return show_entry(app, req, res, &f, &c, 422);
	if (complement_save(app->writer, &f.dossier, c.form.step,
	    c.form.answers, &actor) == -1)
		return 500;
	return res_redirect(res, "/gestion/dossiers/%s/complements#contenu",
	    f.dossier.numero);
}
