/*
 * Figures, for both doors: on a page, and as the files it offers.
 */
#include "base/file.h"
#include "web/page.h"

static struct node *
figures(struct app *app, struct req *req, const struct chiffres_filter *f,
    struct node *to)
{
	const struct chiffres_words words = {
		.network = app->network,
		.programmes = (const struct definition *const *)
		    app->programmes,
		.departements = app->departements
	};

	return chiffres_add(req->arena, app->reader, &words, f, to);
}

int
page_figures(struct app *app, struct req *req, struct node *page,
    const struct chiffres_filter *f, const char *query)
{
	struct node *all = figures(app, req, f, page), *n;
	struct buf csv = BUF_INIT;

	if (all == NULL)
		return -1;
	for (n = node_child(all, "constat"); n != NULL;
	    n = node_sibling(n, "constat")) {
		buf_reset(&csv);
		chiffres_csv(req->arena, &csv, n);
		node_set(n, "adresse", arena_fmt(req->arena, "%s/%s.csv%s",
		    req->path, node_attr(n, "nom"), query));
		node_set(n, "poids", file_size_french(req->arena,
		    (int64_t)csv.len));
	}
	buf_free(&csv);
	return 0;
}

int
page_figures_csv(struct app *app, struct req *req, struct res *res,
    const struct chiffres_filter *f)
{
	struct tree *t = tree_new(req->arena, "page");
	struct node *all = figures(app, req, f, tree_root(t)), *n;

	if (all == NULL)
		return 500;
	if ((n = chiffres_find(all, req->tail[0])) == NULL)
		return 404;
	chiffres_csv(req->arena, &res->body, n);
	res_attachment(res, req->arena, "text/csv; charset=utf-8",
	    arena_fmt(req->arena, "chiffres-%s-%s.csv", req->tail[0],
	    node_attr(all, "jour")));
	return 0;
}
