/*
 * The archive of a person, made by the team for who asks for it and has no way
 * to make it alone (GDPR, articles 15 and 20).  That it was made is written
 * down before a byte of it is given.
 */
#include "domain/dossier/note.h"
#include "staff.h"

int
page_remise(struct app *app, struct req *req, struct res *res)
{
	struct node *page;
	struct file f;
	int status;

	if ((status = file_open(app, req, app->reader, &f)) != 0)
		return status;
	page = file_page(app, req, &f, "Données de la personne",
	    "historique");
	if (req->bad == 403)
		node_set(page, "perime", "1");
	return page_show(app, res, page, "remise", 200);
}

int
post_remise(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	struct file f;
	int status;

	if ((status = file_open(app, req, app->writer, &f)) != 0)
		return status;
	if (note_archive_given(app->writer, f.definition, &f.dossier, f.rights,
	    &actor) == -1)
		return 500;
	return page_archive(app, req, res, f.definition, &f.dossier,
	    f.rights);
}
