/*
 * Models of papers, looked at with data of nobody (domain/paper/specimen.h),
 * as their files are now: who writes one sees it without a restart, and its
 * faults with file and line.  What the programs issue with is what they
 * started with.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/paper/specimen.h"
#include "staff.h"

static const struct {
	const char	*name, *label, *aloud;
} sets[] = {
	[SPECIMEN_SHORT] = { "court", "Données courtes",
	    "avec des données courtes" },
	[SPECIMEN_LONG] = { "long", "Données longues",
	    "avec des données longues" },
	[SPECIMEN_STRANGE] = { "etrange", "Données inattendues",
	    "avec des données inattendues" }
};

int
page_modeles(struct app *app, struct req *req, struct res *res)
{
	struct node *page = page_new(app, req, "Modèles de documents",
	    "gestion"), *n, *s;
	const struct paper *paper;
	size_t i, k;

	for (i = 0; i < app->office.npapers; i++) {
		paper = &app->office.papers[i];
		if (!specimen_may(&app->office, paper))
			continue;
		n = node_add(page, "modele");
		node_set(n, "titre", paper->title);
		node_set(n, "description", paper->description);
		node_set(n, "adresse", arena_fmt(req->arena,
		    "/gestion/modeles/%s", paper->kind));
		for (k = 0; k < sizeof(sets) / sizeof(sets[0]); k++) {
			s = node_add(n, "donnees");
			node_set(s, "valeur", sets[k].name);
			node_set(s, "libelle", sets[k].label);
			node_set(s, "entendu", sets[k].aloud);
		}
	}
	return page_show(app, res, page, "modeles", 200);
}

/* The faults of the files, an item each. */
static int
show_faults(struct app *app, struct req *req, struct res *res,
    const struct buf *faults)
{
	struct node *page = page_new(app, req, "Ce modèle a des fautes",
	    "gestion");
	char *rest = arena_dup(req->arena, buf_cstr(faults)), *line;

	while ((line = str_split(&rest, '\n')) != NULL)
		if (*line != '\0')
			node_add_text(page, "faute", page_safe(req->arena,
			    line));
	return page_show(app, res, page, "modele-fautes", 422);
}

static enum specimen
chosen(const struct req *req)
{
	const char *name = staff_query(req, "donnees");
	size_t k;

	for (k = 0; k < sizeof(sets) / sizeof(sets[0]); k++)
		if (str_eq(sets[k].name, name))
			return (enum specimen)k;
	return SPECIMEN_SHORT;
}

/* The twin, or the PDF when it is wanted.  0 or a status that was shown. */
static int
show_model(struct app *app, struct req *req, struct res *res, int paper)
{
	struct buf faults = BUF_INIT, twin = BUF_INIT;
	int rc;

	rc = specimen_make(req->arena, &app->office, req->tail[0],
	    chosen(req), &twin, paper ? &res->body : NULL, &faults);
	if (rc == 0 && !paper)
		rc = paper_html(&res->body, twin.data, twin.len);
	else if (rc == 0)
		res_attachment(res, req->arena, "application/pdf", arena_fmt(
		    req->arena, "specimen-%s-%s.pdf", req->tail[0],
		    sets[chosen(req)].name));
	else if (rc == -1)
		rc = show_faults(app, req, res, &faults);
	else
		rc = 404;
	buf_free(&twin);
	buf_free(&faults);
	return rc;
}

int
page_modele(struct app *app, struct req *req, struct res *res)
{
	return show_model(app, req, res, 0);
}

int
file_modele(struct app *app, struct req *req, struct res *res)
{
	return show_model(app, req, res, 1);
}
