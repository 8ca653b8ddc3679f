/*
 * Lists of pages: in the models of the templates that show them,
 *
 *	actualites	<pages partie= parties= plus-recentes= plus-anciennes=>
 *			<page/>…: the news, the newest first, 20 a page; those
 *			that follow are /actualites/page-2 …
 *	rubrique	<pages>: what stands directly below the address
 *	plan		<plan><rubrique adresse= titre=><page/>…</rubrique>…
 *			<page/>…: all pages, those alone at the top last
 *
 * where <page adresse= titre= description= date= programme=/>; and as files
 * for machines: actualites.atom (RFC 4287), sitemap.xml (sitemaps.org 0.9),
 * robots.txt (RFC 9309).  What is hidden or a draft is in none of them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "site.h"

#define PART		20		/* news a page */
#define FEED		50		/* the newest, in the feed */
#define SITEMAP_MAX	50000		/* addresses, says sitemaps.org */

/* Below the address of a folder; a part of a list is not a page of its own. */
static int
is_listed(const struct site *s, const struct site_page *p)
{
	return p->source != NULL && !p->is_hidden && p->part < 2 &&
	    (!p->is_draft || s->drafts);
}

static int
is_news(const struct site_page *p)
{
	return str_starts(p->address, SITE_NEWS "/") && p->date != NULL;
}

static int
newest_first(const void *a, const void *b)
{
	const struct site_page *p = *(struct site_page *const *)a;
	const struct site_page *q = *(struct site_page *const *)b;
	int order = strcmp(q->date, p->date);

	return order != 0 ? order : strcmp(p->address, q->address);
}

static int
by_order(const void *a, const void *b)
{
	const struct site_page *p = *(struct site_page *const *)a;
	const struct site_page *q = *(struct site_page *const *)b;

	if (p->order != q->order)
		return p->order < q->order ? -1 : 1;
	return strcmp(p->title, q->title);
}

/* The pages that continue a list, before the pages are sorted. */
void
site_list_parts(struct site *s)
{
	struct site_page first = { .part = 0 }, *p;
	size_t i, parts, news = 0;

	for (i = 0; i < s->npages; i++) {
		p = &s->pages[i];
		if (p->source != NULL && str_eq(p->template, "actualites")) {
			p->part = 1;
			first = *p;
		}
		news += is_listed(s, p) && is_news(p);
	}
	parts = (news + PART - 1) / PART;
	for (i = 2; first.part == 1 && i <= parts; i++) {
		p = site_add_page(s);
		*p = first;
		p->part_of = first.address;
		p->part = i;
		p->address = arena_fmt(s->arena, "%s/page-%zu", first.address,
		    i);
		p->file = arena_fmt(s->arena, "%s.html", p->address + 1);
		p->title = arena_fmt(s->arena, "%s, page\u00a0%zu sur\u00a0%zu",
		    first.title, i, parts);
	}
}

/* Cooperatives and lieux have a page each, which the programs answer. */
struct node *
site_next_place(struct site *s, struct node *after)
{
	struct node *n = after == NULL ? node_child(tree_root(
	    s->network->tree), NULL) : node_sibling(after, NULL);

	while (n != NULL && !str_eq(node_name(n), "cooperative") &&
	    !str_eq(node_name(n), "lieu"))
		n = node_sibling(n, NULL);
	return n;
}

const char *
site_place_address(struct arena *a, const struct node *place)
{
	return arena_fmt(a, "/cooperatives/%s", node_attr_or(place, "code",
	    ""));
}

/* The news, once the pages are sorted. */
void
site_list_news(struct site *s)
{
	size_t i;

	s->news = arena_array(s->arena, s->npages + 1, sizeof(*s->news));
	s->nnews = 0;
	for (i = 0; i < s->npages; i++)
		if (is_listed(s, &s->pages[i]) && is_news(&s->pages[i]))
			s->news[s->nnews++] = &s->pages[i];
	qsort(s->news, s->nnews, sizeof(*s->news), newest_first);
}

/* Models. */

static void
add_page(struct node *list, const struct site_page *p)
{
	struct node *n = node_add(list, "page");

	node_set(n, "adresse", p->address);
	node_set(n, "titre", p->title);
	node_set(n, "description", p->description);
	if (p->date != NULL)
		node_set(n, "date", p->date);
	if (p->programme != NULL)
		node_set(n, "programme", p->programme);
}

static void
list_news(struct site *s, struct arena *a, struct node *page,
    const struct site_page *p)
{
	struct node *list = node_add(page, "pages");
	const char *first = p->part_of != NULL ? p->part_of : p->address;
	size_t i, parts = (s->nnews + PART - 1) / PART;

	node_set_int(list, "partie", (long long)p->part);
	node_set_int(list, "parties", (long long)parts);
	if (p->part > 1)
		node_set(list, "plus-recentes", p->part == 2 ? first :
		    arena_fmt(a, "%s/page-%zu", first, p->part - 1));
	if (p->part < parts)
		node_set(list, "plus-anciennes", arena_fmt(a, "%s/page-%zu",
		    first, p->part + 1));
	for (i = (p->part - 1) * PART; i < s->nnews && i < p->part * PART;
	    i++)
		add_page(list, s->news[i]);
}

/* Where the addresses that begin so begin, among the sorted pages. */
static size_t
lower_bound(const struct site *s, const char *below)
{
	size_t low = 0, high = s->npages, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (s->pages[middle].source != NULL && strcmp(
		    s->pages[middle].address, below) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The pages below an address with a slash at its end; deep: at any depth. */
static size_t
gather(struct site *s, struct arena *a, const char *below, int deep,
    struct site_page ***list)
{
	size_t first = lower_bound(s, below), i, n = 0, len = strlen(below);

	for (i = first; i < s->npages && str_starts(s->pages[i].address,
	    below); i++)
		;
	*list = arena_array(a, i - first + 1, sizeof(**list));
	for (i = first; i < s->npages && str_starts(s->pages[i].address,
	    below); i++)
		if (is_listed(s, &s->pages[i]) && s->pages[i].address[len] !=
		    '\0' && (deep || strchr(s->pages[i].address + len, '/') ==
		    NULL))
			(*list)[n++] = &s->pages[i];
	return n;
}

static void
list_folder(struct site *s, struct arena *a, struct node *page,
    const struct site_page *p)
{
	struct node *list = node_add(page, "pages");
	struct site_page **found;
	size_t i, n;

	n = gather(s, a, str_eq(p->address, "/") ? "/" : arena_fmt(a, "%s/",
	    p->address), 0, &found);
	qsort(found, n, sizeof(*found), by_order);
	for (i = 0; i < n; i++)
		add_page(list, found[i]);
}

static void
list_all(struct site *s, struct arena *a, struct node *page)
{
	struct node *plan = node_add(page, "plan"), *part;
	struct site_page **top, **below;
	size_t i, k, n, m;

	n = gather(s, a, "/", 0, &top);
	qsort(top, n, sizeof(*top), by_order);
	for (i = 0; i < n; i++) {
		m = gather(s, a, arena_fmt(a, "%s/", top[i]->address), 1,
		    &below);
		if (m == 0)
			continue;
		part = node_add(plan, "rubrique");
		node_set(part, "adresse", top[i]->address);
		node_set(part, "titre", top[i]->title);
		/* else by address, which keeps twins together */
		if (str_eq(top[i]->address, SITE_NEWS))
			qsort(below, m, sizeof(*below), newest_first);
		for (k = 0; k < m; k++)
			add_page(part, below[k]);
		top[i] = NULL;
	}
	for (i = 0; i < n; i++)
		if (top[i] != NULL)
			add_page(plan, top[i]);
}

void
site_list(struct site *s, struct arena *a, struct node *page,
    const struct site_page *p)
{
	if (p->source == NULL)
		return;
	if (str_eq(p->template, "actualites"))
		list_news(s, a, page, p);
	else if (str_eq(p->template, "rubrique"))
		list_folder(s, a, page, p);
	else if (str_eq(p->template, "plan"))
		list_all(s, a, page);
}

void
site_list_everything(struct node *page)
{
	static const struct site_page any = { .address = "x", .title = "x",
		.description = "x", .date = "x", .programme = "x" };
	static const char *const attributes[] = {
		"partie", "parties", "plus-recentes", "plus-anciennes"
	};
	struct node *list = node_add(page, "pages"), *plan, *part;
	size_t i;

	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		node_set(list, attributes[i], "x");
	add_page(list, &any);
	plan = node_add(page, "plan");
	part = node_add(plan, "rubrique");
	node_set(part, "adresse", "x");
	node_set(part, "titre", "x");
	add_page(part, &any);
	add_page(plan, &any);
}

/* Files. */

static int
write_tree(struct site *s, const char *name, struct tree *t)
{
	struct buf b = BUF_INIT;
	int rc;

	tree_write(&b, t);
	rc = site_write(s, name, b.data, b.len);
	buf_free(&b);
	return rc;
}

static void
add_link(struct node *n, const char *rel, const char *type, const char *href)
{
	struct node *link = node_add(n, "link");

	node_set(link, "rel", rel);
	node_set(link, "type", type);
	node_set(link, "href", href);
}

static const char *
midnight(struct arena *a, const char *date)
{
	return arena_fmt(a, "%sT00:00:00Z", date);
}

/* The address is the id too: it stays for as long as the page does. */
static void
add_entry(struct arena *a, struct node *feed, const char *url,
    const struct site_page *p)
{
	const char *address = arena_fmt(a, "%s%s", url, p->address);
	struct node *e = node_add(feed, "entry");

	node_add_text(e, "id", address);
	node_add_text(e, "title", p->title);
	node_add_text(e, "updated", midnight(a, p->date));
	node_add_text(e, "published", midnight(a, p->date));
	add_link(e, "alternate", "text/html", address);
	node_add_text(e, "summary", p->description);
}

static int
write_feed(struct site *s, struct arena *a)
{
	const char *url = s->app->conf.url;
	const struct site_page *p = site_page_at(s, SITE_NEWS, strlen(
	    SITE_NEWS));
	struct tree *t = tree_new(a, "feed");
	struct node *feed = tree_root(t);
	size_t i;

	if (s->nnews == 0 || p == NULL)
		return 0;
	node_set(feed, "xmlns", "http://www.w3.org/2005/Atom");
	node_add_text(feed, "id", arena_fmt(a, "%s" SITE_NEWS, url));
	node_add_text(feed, "title", arena_fmt(a, "%s – %s", p->title,
	    s->network->name));
	node_add_text(feed, "updated", midnight(a, s->news[0]->date));
	node_add_text(node_add(feed, "author"), "name", s->network->name);
	add_link(feed, "self", "application/atom+xml", arena_fmt(a,
	    "%s" SITE_NEWS ".atom", url));
	add_link(feed, "alternate", "text/html", arena_fmt(a, "%s" SITE_NEWS,
	    url));
	for (i = 0; i < s->nnews && i < FEED; i++)
		add_entry(a, feed, url, s->news[i]);
	return write_tree(s, "actualites.atom", t);
}

static void
add_address(struct arena *a, struct node *set, const char *url,
    const char *address, const char *date)
{
	struct node *n = node_add(set, "url");

	node_add_text(n, "loc", arena_fmt(a, "%s%s", url, address));
	if (date != NULL)
		node_add_text(n, "lastmod", date);
}

static int
write_sitemap(struct site *s, struct arena *a)
{
	static const char *const programs[] = {
		"/cooperatives", "/orientation", "/agenda", "/chiffres"
	};
	const char *url = s->app->conf.url;
	struct tree *t = tree_new(a, "urlset");
	struct node *set = tree_root(t);
	struct node *place = NULL;
	size_t i, n;

	node_set(set, "xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
	for (i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		add_address(a, set, url, programs[i], NULL);
	n = sizeof(programs) / sizeof(programs[0]);
	for (; (place = site_next_place(s, place)) != NULL; n++)
		add_address(a, set, url, site_place_address(a, place), NULL);
	for (i = 0; i < s->npages && n < SITEMAP_MAX; i++)
		if (is_listed(s, &s->pages[i])) {
			add_address(a, set, url, s->pages[i].address,
			    s->pages[i].date);
			n++;
		}
	return write_tree(s, "sitemap.xml", t);
}

static int
write_robots(struct site *s)
{
	struct buf b = BUF_INIT;
	int rc;

	buf_fmt(&b, "User-agent: *\nDisallow: /gestion\nDisallow: /suivi\n"
	    "Disallow: /reprendre\nDisallow: /v/\nDisallow: /candidature\n"
	    "Disallow: /recherche\n\n"
	    "Sitemap: %s/sitemap.xml\n", s->app->conf.url);
	rc = site_write(s, "robots.txt", b.data, b.len);
	buf_free(&b);
	return rc;
}

int
site_list_files(struct site *s)
{
	struct arena *a = arena_new();
	int rc = 0;

	if (write_feed(s, a) == -1 || write_sitemap(s, a) == -1 ||
	    write_robots(s) == -1)
		rc = -1;
	arena_free(a);
	return rc;
}
