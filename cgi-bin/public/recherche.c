/*
 * Searching the site.  A GET without cookie; what was looked for is in no log.
 */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "domain/search/search.h"
#include "public.h"

#define QUESTION_MAX	200	/* bytes of a question that are looked at */

/* What was typed, fit to be shown and looked for; "" when nothing was. */
static const char *
read_question(struct req *req)
{
	const char *typed = req_query(req, "q");
	char *q;
	size_t n;

	if (typed == NULL)
		return "";
	q = str_trim(req->arena, page_safe(req->arena, typed));
	if ((n = strlen(q)) <= QUESTION_MAX)
		return q;
	for (n = QUESTION_MAX; n > 0 && ((unsigned char)q[n] & 0xc0) == 0x80;
	    n--)
		;
	q[n] = '\0';
	return q;
}

static const char *
number(struct arena *a, size_t n)
{
	return n < 1000 ? arena_fmt(a, "%zu", n) :
	    arena_fmt(a, "%zu\u202f%03zu", n / 1000, n % 1000);
}

/* « 12 résultats pour « cape » (page 2 sur 2) » */
static const char *
title(struct arena *a, const char *q, const struct search_result *r,
    size_t page, size_t pages)
{
	const char *count, *where = "";

	if (*q == '\0')
		return "Rechercher dans le site";
	if (pages > 1)
		where = arena_fmt(a, " (page\u00a0%zu sur\u00a0%zu)", page,
		    pages);
	if (r->total == 0 || r->some)
		count = "Aucun résultat";
	else if (r->more)
		count = arena_fmt(a, "Plus de %s\u00a0résultats",
		    number(a, r->total));
	else
		count = arena_fmt(a, "%s\u00a0résultat%s", number(a,
		    r->total), r->total > 1 ? "s" : "");
	return arena_fmt(a, "%s pour «\u00a0%s\u00a0»%s", count, q, where);
}

static const char *
address(struct arena *a, const char *q, size_t page)
{
	return page < 2 ? arena_fmt(a, "/recherche?q=%s", http_encode(a, q)) :
	    arena_fmt(a, "/recherche?q=%s&page=%zu", http_encode(a, q), page);
}

static void
add_hit(struct node *page, const struct search_hit *hit)
{
	struct node *n = node_add(page, "resultat"), *piece;
	size_t i;

	node_set(n, "adresse", hit->address);
	node_set(n, "titre", hit->title);
	for (i = 0; i < hit->npieces; i++) {
		piece = node_add_text(n, "morceau", hit->pieces[i].text);
		if (hit->pieces[i].found)
			node_set(piece, "mot", "1");
	}
}

static void
add_advice(struct arena *a, struct node *page, const char *words)
{
	int first = node_child(page, "conseil") == NULL;
	struct node *n = node_add(page, "conseil");

	if (!first)
		node_set(n, "suite", "1");
	node_set(n, "mots", words);
	node_set(n, "adresse", address(a, words, 1));
}

int
page_recherche(struct app *app, struct req *req, struct res *res)
{
	const char *q = read_question(req), *asked = req_query(req, "page");
	struct arena *a = req->arena;
	struct search_result r;
	struct node *page;
	size_t i, pages;
	long long at = 1;
	int missing;

	if (asked != NULL && str_number(asked, 1, SEARCH_MAX / SEARCH_PAGE,
	    &at) == -1)
		at = 1;
	missing = search_run(a, app->search, q, ((size_t)at - 1) *
	    SEARCH_PAGE, &r) == -1;
	pages = (r.total + SEARCH_PAGE - 1) / SEARCH_PAGE;
	if (r.nhits == 0 && pages > 0) {
		at = (long long)pages;		/* past the end: the last one */
		missing = search_run(a, app->search, q, (pages - 1) *
		    SEARCH_PAGE, &r) == -1;
	}
	page = page_new(app, req, title(a, q, &r, (size_t)at, pages),
	    "public");
	page_set(page, "q", q);
	if (missing)
		node_set(page, "absente", "1");
	if (r.some)
		node_set(page, "partiel", number(a, r.total));
	for (i = 0; i < r.nhits; i++)
		add_hit(page, &r.hits[i]);
	for (i = 0; i < r.nadvice; i++)
		add_advice(a, page, r.advice[i]);
	node_set_int(page, "premier", (at - 1) * SEARCH_PAGE + 1);
	if (at > 1)
		node_set(page, "precedente", address(a, q, (size_t)at - 1));
	if ((size_t)at < pages)
		node_set(page, "suivante", address(a, q, (size_t)at + 1));
	return page_show(app, res, page, "recherche", 200);
}
