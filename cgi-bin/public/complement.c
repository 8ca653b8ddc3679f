/*
 * What is asked after a yes: given, replaced and, if it is optional, erased by
 * the person, who sees no more than how it ends.
 */
#include "base/str.h"
#include "web/complement_form.h"
#include "public.h"

static const struct actor personne = { 0, "personne" };

/* Today's questions, whatever the form was filled in with. */
static int
open_own(struct app *app, struct req *req, struct dossier *d,
    const struct definition **now)
{
	int status;

	if ((status = own_open(app, req, d, now)) != 0)
		return status;
	*now = app_programme(app, d->programme);
	return *now == NULL ? 404 : 0;
}

void
complements_add(struct app *app, struct req *req, struct node *page,
    const struct dossier *d)
{
	const struct definition *now = app_programme(app, d->programme);

	if (now != NULL)
		complement_lines(app, req, page, now, d, 0);
}

static int
show(struct app *app, struct req *req, struct res *res,
    const struct definition *now, const struct dossier *d,
    const struct complement_form *c, int status)
{
	struct node *page = own_page(app, req, res, now, d,
	    c->form.step->title);
	size_t i;

	complement_fields(app, req, page, c);
	for (i = 0; i < c->n; i++)
		if (c->list[i].step == c->form.step && c->list[i].at != 0 &&
		    c->list[i].field->optional) {
			struct node *n = node_add(page, "effacer");

			node_set(n, "nom", c->list[i].field->name);
			node_set(n, "libelle", c->list[i].field->nom);
		}
	return page_show(app, res, page, "complement", status);
}

int
page_complement(struct app *app, struct req *req, struct res *res)
{
	const struct definition *now;
	struct complement_form c;
	struct dossier d;
	int status;

	if ((status = open_own(app, req, &d, &now)) != 0 ||
	    (status = complement_open(app, req, req->tail[1], now, &d, &c)) != 0)
		return status;
	c.form.quiet = 1;
	return show(app, req, res, now, &d, &c, 200);
}

int
post_complement(struct app *app, struct req *req, struct res *res)
{
	const char *name = req_form(req, "effacer");
	const struct definition *now;
	const struct field *f;
	struct complement_form c;
	struct dossier d;
	int status, rc;

	if ((status = open_own(app, req, &d, &now)) != 0 ||
	    (status = complement_open(app, req, req->tail[1], now, &d, &c)) != 0)
		return status;
	if (name != NULL) {
		f = definition_field(now->later, name);
		if (f == NULL || (rc = complement_drop(app->writer, &d, f,
		    &personne)) == 1)
			return 400;
	} else {
		if (complement_read(app, req, &c) > 0)
			return show(app, req, res, now, &d, &c, 422);
		rc = complement_save(app->writer, &d, c.form.step,
		    c.form.answers, &personne);
	}
	/* not asked any more: the status page says where it stands */
	return rc == -1 ? 500 : res_redirect(res, "/suivi/%s#complements",
	    d.numero);
}
