/*
 * All that is kept about somebody as one ZIP, for them.
 */
#include "domain/report/export.h"
#include "web/page.h"

/* The same as a page of its own and as XML, beside the files. */
static int
add_lists(struct app *app, struct req *req, struct archive *to,
    struct tree *tree, struct buf *html, struct buf *xml)
{
	template_run(html, app->pages, "archive", tree_root(tree));
	tree_write(xml, tree);
	return archive_add(to, "lisez-moi.html", html->data, html->len,
	    req->now, 0) == -1 ? -1 : archive_add(to, "donnees.xml", xml->data,
	    xml->len, req->now, 0);
}

/* What was sent last, to be read and printed. */
static int
add_summary(struct app *app, struct req *req, struct archive *to,
    const struct definition *definition, const struct dossier *d)
{
	struct buf pdf = BUF_INIT;
	int rc = receipt_pdf(req->arena, app->reader, &app->office, definition,
	    d, &pdf);

	if (rc == 0)
		rc = archive_add(to, "recepisse.pdf", pdf.data, pdf.len,
		    req->now, 1);
	buf_free(&pdf);
	return rc == -1 ? -1 : 0;
}

int
page_archive(struct app *app, struct req *req, struct res *res,
    const struct definition *definition, const struct dossier *d,
    unsigned rights)
{
	struct buf html = BUF_INIT, xml = BUF_INIT;
	const struct definition *now = app_programme(app, d->programme);
	struct archive *zip;
	struct tree *tree;
	int rc;

	tree = tree_new(req->arena, "donnees");
	if (export_model(req->arena, app->reader, definition, app->network,
	    d, tree_root(tree)) == -1)
		return 500;
	zip = archive_new(req->arena, res_spool(req, res));
	rc = add_lists(app, req, zip, tree, &html, &xml);
	if (rc == 0)
		rc = add_summary(app, req, zip, definition, d);
	if (rc == 0)
		rc = export_files(req->arena, app->reader, now != NULL ? now :
		    definition, d, rights, zip, req->run);
	buf_free(&html);
	buf_free(&xml);
	if (rc == -1 || archive_end(zip) == -1)
		return res_broken(res);
	res_attachment(res, req->arena, "application/zip",
	    arena_fmt(req->arena, "dossier-%s.zip", d->numero));
	return 0;
}
