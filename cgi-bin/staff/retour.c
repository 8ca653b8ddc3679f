/*
 * The way back: which list somebody looked at last, with its filters, so that a
 * file leads back to it.  It stands in a cookie of the browser, never in the
 * database (a page that is read changes nothing), goes with the login, and is
 * only ever an address of our own lists: what does not look like a query is as
 * good as none.
 */
#include <string.h>

#include "base/str.h"
#include "staff.h"

#define LONGEST		1000	/* bytes of a query worth remembering */

static const char *const cookies[] = {
	[RETOUR_DOSSIERS] = "terreau_liste",
	[RETOUR_CONTRATS] = "terreau_liste",
	[RETOUR_SEANCES] = "terreau_seances"
};
static const char *const lists[] = {
	[RETOUR_DOSSIERS] = "dossiers", [RETOUR_CONTRATS] = "contrats",
	[RETOUR_SEANCES] = "seances"
};

/* What http_encode() leaves, and what joins it to a query. */
static int
is_query(const char *s)
{
	return strlen(s) <= LONGEST && s[strspn(s, "0123456789"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~%+=&")]
	    == '\0';
}

void
retour_keep(struct app *app, struct req *req, struct res *res,
    enum retour list, const char *query)
{
	const char *value = arena_fmt(req->arena, "%s?%s", lists[list],
	    is_query(query) ? query : "");
	const char *now = req_cookie(req, cookies[list]);

	if (now == NULL || !str_eq(now, value))
		res_cookie(res, cookies[list], value, "/gestion",
		    app->conf.secure, -1);
}

void
retour_show(const struct req *req, struct node *page, enum retour list)
{
	const char *value = req_cookie(req, cookies[list]), *query;
	enum retour i;

	node_set(page, "retour", arena_fmt(req->arena, "/gestion/%s",
	    lists[list]));
	if (value == NULL || (query = strchr(value, '?')) == NULL ||
	    query[1] == '\0' || !is_query(query + 1))
		return;
	for (i = RETOUR_DOSSIERS; i <= RETOUR_SEANCES; i++)
		if (str_eq(cookies[i], cookies[list]) &&
		    strlen(lists[i]) == (size_t)(query - value) &&
		    str_starts(value, lists[i]))
			node_set(page, "retour", arena_fmt(req->arena,
			    "/gestion/%s", value));
}

void
retour_forget(struct app *app, struct req *req, struct res *res)
{
	enum retour i;

	for (i = RETOUR_CONTRATS; i <= RETOUR_SEANCES; i++)
		if (req_cookie(req, cookies[i]) != NULL)
			res_cookie(res, cookies[i], "", "/gestion",
			    app->conf.secure, 0);
}
