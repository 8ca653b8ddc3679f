/*
 * An admitted person handed over to the management software.
 */
#include "base/log.h"
#include "base/str.h"
#include "domain/report/passation.h"
#include "staff.h"

/* The list of columns, read at the first use. */
static const struct passation *
columns(struct app *app)
{
	static const struct passation *list;
	struct buf faults = BUF_INIT;

	if (list == NULL)
		list = passation_load(app->arena, conf_share(app->arena,
		    &app->conf, "schemas/passation.xml"),
		    conf_share(app->arena, &app->conf,
		    "schemas/xml/passation.rng"), &faults);
	if (list == NULL)
		log_warnx("%s", buf_cstr(&faults));
	buf_free(&faults);
	return list;
}

/* The file and what of it is handed over, below to.  0 or a status. */
static int
hand_over(struct app *app, struct req *req, const struct file *f,
    struct node *to, struct node **all)
{
	const struct passation *list = columns(app);

	*all = list == NULL ? NULL : passation_add(req->arena, app->reader,
	    list, f->definition, app->network, &f->dossier, to);
	return *all == NULL ? 500 : 0;
}

static int
open_ready(struct app *app, struct req *req, struct file *f)
{
	int status = file_open(app, req, app->reader, f);

	return status != 0 ? status : passation_ready(f->dossier.state) ? 0 :
	    404;
}

int
page_passation(struct app *app, struct req *req, struct res *res)
{
	struct node *page, *all;
	struct file f;
	int status;

	if ((status = open_ready(app, req, &f)) != 0)
		return status;
	page = file_page(app, req, &f, "Passer au logiciel de gestion",
	    "passation");
	page_jeton(app, req, res, page);
	if ((status = hand_over(app, req, &f, page, &all)) != 0)
		return status;
	return page_show(app, res, page, "passation", 200);
}

int
post_passation(struct app *app, struct req *req, struct res *res)
{
	const char *form = req_form(req, "forme");
	const struct actor who = staff_actor(req);
	int xml = form != NULL && str_eq(form, "xml"), status;
	struct tree *t = tree_new(req->arena, "page");
	struct node *all;
	struct file f;

	if ((status = open_ready(app, req, &f)) != 0)
		return status;
	if (!xml && (form == NULL || !str_eq(form, "csv")))
		return 400;
	if ((status = hand_over(app, req, &f, tree_root(t), &all)) != 0)
		return status;
	if (xml)
		passation_xml(req->arena, &res->body, all);
	else
		passation_csv(req->arena, &res->body, all);
	if (passation_note(app->writer, &f.dossier, (int64_t)res->body.len,
	    &who) == -1)
		return 500;
	res_attachment(res, req->arena, xml ? "text/xml; charset=utf-8" :
	    "text/csv; charset=utf-8", arena_fmt(req->arena, "%s.%s",
	    f.dossier.numero, xml ? "xml" : "csv"));
	return 0;
}
