/*
 * Links, over the results of all pages; what is wrong is told where its author
 * can mend it, in the Markdown or else in the template that holds the same
 * words.
 */
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "site.h"

/* Addresses that the programs answer, with or without more behind them … */
static const char *const dynamic[] = {
	"/accord", "/candidature/", "/reprendre", "/suivi", "/quitter",
	"/verifier", "/v/", "/revocations.txt", "/cles.txt", "/gestion",
	"/agenda", "/agenda.ics", NULL
};
/* … and with a question at most. */
static const char *const exact[] = {
	"/chiffres", "/cooperatives", "/orientation", "/recherche", NULL
};

static int
find_in_folder(struct site *s, struct arena *a, const char *dir,
    const char *text, struct place *out)
{
	struct content c = { 0 };
	struct buf b = BUF_INIT;
	char **list;
	size_t i, n;
	int found = 0;

	list = file_list(a, dir, ".html", &n);
	for (i = 0; list != NULL && i < n && !found; i++) {
		buf_reset(&b);
		if (file_read(&b, list[i]) == -1 || strstr(buf_cstr(&b),
		    text) == NULL)
			continue;
		c.source = buf_cstr(&b);
		*out = (struct place){ arena_dup(s->arena, list[i]),
			content_line(&c, text, 1) };
		found = 1;
	}
	buf_free(&b);
	return found;
}

struct place
site_place(struct site *s, const struct site_page *p,
    const struct content *c, const char *text, size_t nth)
{
	struct place at = { s->pages_dir, 1 };
	struct arena *a;
	const char *quoted;

	if (p->source != NULL && strstr(c->source, text) != NULL)
		return (struct place){ p->source, content_line(c, text, nth) };
	a = arena_new();
	quoted = arena_fmt(a, "\"%s\"", text);
	if (!find_in_folder(s, a, s->pages_dir, quoted, &at))
		find_in_folder(s, a, arena_fmt(a, "%s/erreurs", s->pages_dir),
		    quoted, &at);
	arena_free(a);
	return at;
}

int
site_is_dynamic(const char *address, size_t len)
{
	size_t i, n;

	for (i = 0; dynamic[i] != NULL; i++) {
		n = strlen(dynamic[i]);
		if (n <= len && memcmp(dynamic[i], address, n) == 0 &&
		    (n == len || dynamic[i][n - 1] == '/' || address[n] ==
		    '/' || address[n] == '?'))
			return 1;
	}
	for (i = 0; exact[i] != NULL; i++) {
		n = strlen(exact[i]);
		if (n <= len && memcmp(exact[i], address, n) == 0 && (n ==
		    len || address[n] == '?'))
			return 1;
	}
	return 0;
}

/* Everything that a link may lead to: /page, /page#id, /static/file. */
static struct table
targets(struct site *s, struct arena *a)
{
	struct node *place = NULL;
	struct table t = TABLE_INIT;
	const struct site_page *p;
	const struct asset *as;
	const char *r, *end;
	size_t i;

	for (i = 0; (as = assets_at(s->assets, i)) != NULL; i++)
		table_add(&t, a, as->address);
	table_add(&t, a, "/sitemap.xml");
	if (s->nnews > 0)
		table_add(&t, a, SITE_NEWS ".atom");
	while ((place = site_next_place(s, place)) != NULL)
		table_add(&t, a, site_place_address(a, place));
	for (p = s->pages; p < s->pages + s->npages; p++) {
		if (p->is_draft && !s->drafts)
			continue;
		if (p->source != NULL)	/* nobody links to an error */
			table_add(&t, a, p->address);
		r = buf_cstr(&p->result);
		for (end = r + p->result.len; r < end; r += strlen(r) + 1)
			if (*r == RESULT_ID)
				table_add(&t, a, arena_fmt(a, "%s#%s",
				    p->address, r + 1));
	}
	return t;
}

/* The same address again in a page is the next one in its source. */
static size_t
count_upto(const struct site_page *p, const char *link)
{
	const char *r = buf_cstr(&p->result);
	size_t n = 1;

	for (; r < link; r += strlen(r) + 1)
		n += *r == RESULT_LINK && str_eq(r, link);
	return n;
}

static void
tell_link(struct site *s, const struct site_page *p, const char *link,
    int is_page)
{
	const char *href = link + 1, *hash = strchr(href, '#');
	const struct site_page *to = site_page_at(s, href, strcspn(href,
	    "#"));
	struct arena *a = arena_new();
	struct buf unread = BUF_INIT;
	struct content c = { .source = "" };
	struct place at;

	if (p->source != NULL)
		content_front(a, p->source, site_keys, &c, &unread);
	at = site_place(s, p, &c, href, *link == RESULT_LINK ? count_upto(p,
	    link) : 1);
	if (to != NULL && to->is_draft && !s->drafts)
		site_fault(s, at.file, at.line, "lien « %s » : cette page "
		    "n’est qu’un brouillon (publie: non)", href);
	else if (is_page)
		site_fault(s, at.file, at.line, "lien « %s » : la page n’a "
		    "pas d’élément « %s »", href, hash == NULL ? "" :
		    hash + 1);
	else
		site_fault(s, at.file, at.line, "lien « %s » : aucune page "
		    "n’a cette adresse", href);
	buf_free(&unread);
	arena_free(a);
}

static void
check_link(struct site *s, struct arena *all, const struct table *t,
    struct table *frame, const struct site_page *p, const char *link)
{
	const char *href = link + 1;
	size_t len = strcspn(href, "#");
	const char *whole = href;
	struct arena *a;
	int found;

	if (href[0] != '/' && href[0] != '#')
		return;			/* elsewhere: its form was checked */
	/* a frame says the same on every page */
	if (*link == RESULT_FRAME && len > 0 && !table_add(frame, all, href))
		return;
	if (table_has(t, href, strlen(href)) || (len > 0 && site_is_dynamic(href,
	    len)))
		return;
	if (len == 0) {
		a = arena_new();
		whole = arena_fmt(a, "%s%s", p->address, href);
		found = table_has(t, whole, strlen(whole));
		arena_free(a);
		if (found)
			return;
	}
	tell_link(s, p, link, len == 0 || table_has(t, href, len));
}

/* What pages have wrong by themselves; then nothing else is looked at. */
static int
gather_faults(struct site *s)
{
	const struct site_page *p;
	const char *r, *end;

	for (p = s->pages; p < s->pages + s->npages; p++) {
		r = buf_cstr(&p->result);
		for (end = r + p->result.len; r < end; r += strlen(r) + 1)
			if (*r == RESULT_FAULT)
				buf_str(&s->faults, r + 1);
	}
	return s->faults.len > 0;
}

void
site_check(struct site *s)
{
	struct arena *a;
	struct table t, frame = TABLE_INIT;
	const struct site_page *p;
	const char *r, *end;
	struct place at;

	if (gather_faults(s))
		return;
	a = arena_new();
	t = targets(s, a);

	if (s->app->conf.production) {
		network_placeholders(s->network, s->network_file,
		    &s->faults);
		if (find_in_folder(s, a, s->pages_dir, NETWORK_PLACEHOLDER,
		    &at))
			site_fault(s, at.file, at.line, "il reste « "
			    NETWORK_PLACEHOLDER " »");
	}
	for (p = s->pages; p < s->pages + s->npages; p++) {
		if (p->is_draft && !s->drafts)
			continue;
		r = buf_cstr(&p->result);
		for (end = r + p->result.len; r < end; r += strlen(r) + 1)
			if (*r == RESULT_LINK || *r == RESULT_FRAME)
				check_link(s, a, &t, &frame, p, r);
	}
	arena_free(a);
}
