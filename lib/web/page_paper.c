/*
 * Papers inside of pages and as downloads, for both doors.
 */
#include "base/str.h"
#include "domain/paper/execution.h"
#include "web/page.h"

int
page_paper(struct app *app, struct req *req, struct res *res,
    const struct document *doc)
{
	const char *which = req_query(req, "exemplaire");
	int copy = which != NULL && str_eq(which, "signe");
	const void *bytes;
	size_t n;
	int rc;

	rc = copy ? execution_pdf(req->arena, app->reader, doc->code, &bytes,
	    &n) : document_pdf(req->arena, app->reader, doc->code, &bytes, &n);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	buf_add(&res->body, bytes, n);
	res_attachment(res, req->arena, "application/pdf", copy ?
	    execution_filename(req->arena, doc) :
	    document_filename(req->arena, doc));
	return 0;
}

/* One level down, since the page has a title of its own. */
static void
lower(struct node *n)
{
	static const char *const names[][2] = {
		{ "h3", "h4" }, { "h2", "h3" }, { "h1", "h2" }
	};
	size_t i;

	for (n = node_child(n, NULL); n != NULL; n = node_sibling(n, NULL)) {
		for (i = 0; i < 3; i++)
			if (str_eq(node_name(n), names[i][0])) {
				node_rename(n, names[i][1]);
				break;
			}
		/* classes of the sheet mean other things on the site */
		if (str_eq(node_attr_or(n, "class", ""), "essentiel"))
			node_set(n, "class", "enc");
		else
			node_unset(n, "class");
		lower(n);
	}
}

int
page_words(struct app *app, struct req *req, struct node *page,
    const char *code)
{
	struct node *words = document_words(req->arena, app->reader, code);
	struct node *text, *n, *next;

	if (words == NULL)
		return -1;
	text = node_add(page, "texte");
	for (n = node_child(words, NULL); n != NULL; n = next) {
		next = node_sibling(n, NULL);
		/* of the sheet, not of its text */
		if (!str_eq(node_attr_or(n, "class", ""), "verification"))
			node_copy(text, n);
	}
	lower(text);
	return 0;
}
