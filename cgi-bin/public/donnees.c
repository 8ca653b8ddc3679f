/*
 * What is kept about a person: who of the team read the file, and everything
 * as one archive.
 */
#include "domain/report/export.h"
#include "public.h"

int
page_donnees(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	struct node *page;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	page = own_page(app, req, res, definition, &d, said(definition,
	    "Vos données", "Tes données"));
	if (export_model(req->arena, app->reader, definition, app->network,
	    &d, node_add(page, "donnees")) == -1)
		return 500;
	return page_show(app, res, page, "donnees", 200);
}

int
file_donnees(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	/* it is theirs: all of it */
	return page_archive(app, req, res, definition, &d, RIGHTS_ALL);
}
