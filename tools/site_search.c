/*
 * The words of the pages, handed to the index in the order of the pages
 * however their results arrive; and what reseau.xml says of the places that
 * have a page in the directory.
 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "site.h"

int
site_search_open(struct site *s)
{
	if (s->is_over)
		return 0;
	s->search = search_writer_open(conf_data(s->arena, &s->app->conf,
	    "recherche.db"));
	return s->search == NULL ? -1 : 0;
}

static void
add_place(struct site *s, struct node *place)
{
	const char *name = node_value(s->arena, place, "nom");
	const char *town = node_value(s->arena, place, "commune");
	struct node *more = node_child(place, "annuaire"), *n;
	struct buf b = BUF_INIT;

	for (n = node_child(place, NULL); n != NULL;
	    n = node_sibling(n, NULL))
		if (str_has_word("adresse code-postal commune programmes",
		    node_name(n)))
			buf_fmt(&b, "%s\n", node_string(s->arena, n));
	for (n = more == NULL ? NULL : node_child(more, NULL); n != NULL;
	    n = node_sibling(n, NULL))
		if (str_has_word("presentation acces", node_name(n)))
			buf_fmt(&b, "%s\n", node_string(s->arena, n));
	search_writer_page(s->search, site_place_address(s->arena, place),
	    name == NULL ? "" : name, town == NULL ? "" : town, buf_cstr(&b));
	buf_free(&b);
}

/* All that have come and whose turn it is. */
static void
hand_on(struct site *s)
{
	struct site_page *p;

	for (; s->handed < s->npages; s->handed++) {
		p = &s->pages[s->handed];
		if (!p->is_done)
			return;
		if (p->said != NULL)
			search_writer_page(s->search, p->address, p->title,
			    p->description, p->said);
		free(p->said);
		p->said = NULL;
	}
}

void
site_search_take(struct site *s, struct site_page *p, const char *said)
{
	if (s->search == NULL)
		return;
	if (said != NULL && p->said == NULL &&
	    (p->said = strdup(said)) == NULL)
		fatal("strdup");
	p->is_done |= said == NULL;
	if (p->is_done)
		hand_on(s);
}

int
site_search_close(struct site *s, int keep)
{
	struct search_writer *w = s->search;
	struct node *place;
	size_t i;

	if (w == NULL)
		return 0;
	for (i = 0; i < s->npages; i++)
		free(s->pages[i].said);
	place = keep && !s->is_over ? site_next_place(s, NULL) : NULL;
	for (; place != NULL; place = site_next_place(s, place))
		add_place(s, place);
	if (keep)
		search_writer_mark(w, site_kept_mark(s));
	s->search = NULL;
	return search_writer_close(w, keep);
}
