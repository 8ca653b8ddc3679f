/*
 * The form on paper, for whoever prefers a pen: as a PDF and to be read here.
 * Made once for each programme, at the first visit of its start page.
 */
#include "base/file.h"
#include "base/str.h"
#include "public.h"

#define BLANKS	32

static struct blank {
	const struct definition *definition;
	const void	*pdf;
	size_t		 len;
	int		 pages;
} blanks[BLANKS];

/* NULL when it cannot be made (logged). */
static const struct blank *
blank(struct app *app, const struct definition *d)
{
	struct buf pdf = BUF_INIT;
	struct blank *b = blanks;

	while (b < blanks + BLANKS - 1 && b->definition != NULL &&
	    b->definition != d)
		b++;
	if (b->definition != d) {
		if (blank_form(app->arena, &app->office, d, NULL, &pdf,
		    &b->pages) == -1) {
			buf_free(&pdf);
			return NULL;
		}
		b->definition = d;
		b->pdf = arena_dupn(app->arena, buf_cstr(&pdf), pdf.len);
		b->len = pdf.len;
		buf_free(&pdf);
	}
	return b;
}

void
blank_add(struct app *app, struct req *req, struct node *page,
    const struct definition *d)
{
	const struct blank *b = blank(app, d);
	struct node *n;

	if (b == NULL)
		return;
	n = node_add(page, "papier");
	node_set(n, "adresse", arena_fmt(req->arena,
	    "/candidature/%s/formulaire", d->name));
	node_set_int(n, "pages", b->pages);
	node_set(n, "poids", file_size_french(req->arena, (int64_t)b->len));
}

int
page_formulaire(struct app *app, struct req *req, struct res *res)
{
	const struct definition *d = app_programme(app, req->tail[0]);
	int pages;

	if (d == NULL)
		return 404;
	return blank_form(req->arena, &app->office, d, &res->body, NULL,
	    &pages) == 0 ? 0 : 500;
}

int
file_formulaire(struct app *app, struct req *req, struct res *res)
{
	const struct definition *d = app_programme(app, req->tail[0]);
	const struct blank *b;

	if (d == NULL)
		return 404;
	if ((b = blank(app, d)) == NULL)
		return 500;
	buf_add(&res->body, b->pdf, b->len);
	res_attachment(res, req->arena, "application/pdf",
	    arena_fmt(req->arena, "formulaire-%s.pdf", d->name));
	return 0;
}
