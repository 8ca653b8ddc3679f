/*
 * What is wrong with pages once they are made: seen on the whole page, told
 * where its author can mend it, in the Markdown or else in the template that
 * holds the same words.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "site.h"

/* Addresses that the programs answer, not files. */
static const char *const dynamic[] = {
	"/candidature/", "/reprendre", "/suivi", "/quitter", "/verifier",
	"/v/", "/gestion", "/cooperatives", "/orientation", "/agenda",
	"/recherche", NULL
};

/* Where a text stands: in the page's Markdown, else in a template. */
struct place {
	const char	*file;
	int		 line;
};

static int
is_template_name(const struct dirent *e)
{
	return str_ends(e->d_name, ".html");
}

static int
find_in_folder(struct site *s, const char *dir, const char *text,
    struct place *out)
{
	struct dirent **list;
	struct content c = { 0 };
	struct buf b = BUF_INIT;
	int i, n, found = 0;

	if ((n = scandir(dir, &list, is_template_name, alphasort)) == -1)
		return 0;
	for (i = 0; i < n; i++) {
		c.file = arena_fmt(s->app->arena, "%s/%s", dir,
		    list[i]->d_name);
		buf_reset(&b);
		if (!found && file_read(&b, c.file) == 0 && strstr(
		    buf_cstr(&b), text) != NULL) {
			c.source = buf_cstr(&b);
			*out = (struct place){ c.file, content_line(&c, text,
			    1) };
			found = 1;
		}
		free(list[i]);
	}
	free(list);
	buf_free(&b);
	return found;
}

static struct place
find_place(struct site *s, const struct site_page *p, const char *text,
    size_t nth)
{
	const char *quoted = arena_fmt(s->app->arena, "\"%s\"", text);
	struct place at = { s->pages_dir, 1 };

	if (p->content.file != NULL && strstr(p->content.source, text) !=
	    NULL)
		return (struct place){ p->content.file, content_line(
		    &p->content, text, nth) };
	if (!find_in_folder(s, s->pages_dir, quoted, &at))
		find_in_folder(s, arena_fmt(s->app->arena, "%s/erreurs",
		    s->pages_dir), quoted, &at);
	return at;
}

static struct site_page *
page_at(struct site *s, const char *address, size_t len)
{
	size_t i;

	for (i = 0; i < s->npages; i++)
		if (s->pages[i].content.file != NULL && strlen(
		    s->pages[i].address) == len && memcmp(
		    s->pages[i].address, address, len) == 0)
			return &s->pages[i];
	return NULL;
}

static int
is_asset(struct site *s, const char *address, size_t len)
{
	const struct asset *as;
	size_t i;

	for (i = 0; (as = assets_at(s->assets, i)) != NULL; i++)
		if (strlen(as->address) == len && memcmp(as->address, address,
		    len) == 0)
			return 1;
	return 0;
}

static int
is_dynamic(const char *address, size_t len)
{
	size_t i, n;

	for (i = 0; dynamic[i] != NULL; i++) {
		n = strlen(dynamic[i]);
		if (n <= len && memcmp(dynamic[i], address, n) == 0 &&
		    (n == len || dynamic[i][n - 1] == '/' || address[n] ==
		    '/' || address[n] == '?'))
			return 1;
	}
	return 0;
}

static size_t
count_id(struct node *n, const char *id)
{
	size_t k = str_eq(node_attr_or(n, "id", ""), id);

	for (n = node_child(n, NULL); n != NULL; n = node_sibling(n, NULL))
		k += count_id(n, id);
	return k;
}

static size_t
count_elements(struct node *n, const char *name)
{
	size_t k = str_eq(node_name(n), name);

	for (n = node_child(n, NULL); n != NULL; n = node_sibling(n, NULL))
		k += count_elements(n, name);
	return k;
}

/* An address inside the site: the file, the page, the anchor. */
static void
check_address(struct site *s, struct site_page *p, const char *href,
    size_t nth)
{
	size_t len = strcspn(href, "#");
	const char *anchor = href[len] == '#' ? href + len + 1 : NULL;
	struct site_page *target = p;
	struct place at;

	if (href[0] != '/' && href[0] != '#')
		return;			/* elsewhere: its form was checked */
	if (len > 0) {
		if (is_asset(s, href, len) || is_dynamic(href, len))
			return;
		if ((target = page_at(s, href, len)) == NULL) {
			at = find_place(s, p, href, nth);
			site_fault(s, at.file, at.line, "lien « %s » : aucune "
			    "page n’a cette adresse", href);
			return;
		}
	}
	if (anchor != NULL && (anchor[0] == '\0' || count_id(tree_root(
	    target->tree), anchor) == 0)) {
		at = find_place(s, p, href, nth);
		site_fault(s, at.file, at.line, "lien « %s » : la page n’a "
		    "pas d’élément « %s »", href, anchor);
	}
}

/* The same address again in a page is the next one in its source. */
static size_t
count_before(struct node *n, const struct node *upto, const char *href,
    int *found)
{
	size_t k = 0;

	if (n == upto)
		*found = 1;
	else if (str_eq(node_attr_or(n, "href", ""), href))
		k = 1;
	for (n = node_child(n, NULL); n != NULL && !*found;
	    n = node_sibling(n, NULL))
		k += count_before(n, upto, href, found);
	return k;
}

static void
check_element(struct site *s, struct site_page *p, struct node *n,
    struct node *main)
{
	const char *href = node_attr(n, "href"), *id = node_attr(n, "id");
	const char *src = node_attr(n, "src");
	struct place at;
	int found = 0;

	if (href != NULL)
		check_address(s, p, href, 1 + count_before(main, n, href,
		    &found));
	if (src != NULL)
		check_address(s, p, src, 1);
	if (id != NULL && count_id(tree_root(p->tree), id) > 1) {
		at = find_place(s, p, id, 2);
		site_fault(s, at.file, at.line, "l’identifiant « %s » est "
		    "donné deux fois dans la page %s", id, p->address);
	}
	if (str_eq(node_name(n), "img") && node_attr(n, "alt") == NULL) {
		at = find_place(s, p, src == NULL ? "" : src, 1);
		site_fault(s, at.file, at.line, "image « %s » : donnez alt=",
		    src == NULL ? "" : src);
	}
	for (n = node_child(n, NULL); n != NULL; n = node_sibling(n, NULL))
		check_element(s, p, n, main);
}

static struct node *
find_main(struct node *n)
{
	struct node *found = NULL;

	if (str_eq(node_name(n), "main"))
		return n;
	for (n = node_child(n, NULL); n != NULL && found == NULL;
	    n = node_sibling(n, NULL))
		found = find_main(n);
	return found;
}

static void
check_page(struct site *s, struct site_page *p)
{
	struct node *root = tree_root(p->tree), *main = find_main(root);
	const char *file = p->content.file != NULL ? p->content.file :
	    arena_fmt(s->app->arena, "%s/erreurs/%s.html", s->pages_dir,
	    p->template);
	size_t h1 = count_elements(root, "h1");

	if (h1 != 1)
		site_fault(s, file, 1, "la page a %zu titres de premier rang "
		    "(h1), il en faut un", h1);
	check_element(s, p, root, main == NULL ? root : main);
	/* what reseau.xml lacks is told once, there */
	if (s->app->conf.production && p->content.file != NULL && strstr(
	    p->content.source, NETWORK_PLACEHOLDER) != NULL)
		site_fault(s, file, content_line(&p->content, NETWORK_PLACEHOLDER, 1),
		    "il reste « " NETWORK_PLACEHOLDER " »");
}

void
site_check(struct site *s)
{
	struct place at;
	size_t i;

	if (s->app->conf.production) {
		network_placeholders(s->network, s->network_file,
		    &s->faults);
		if (find_in_folder(s, s->pages_dir, NETWORK_PLACEHOLDER, &at))
			site_fault(s, at.file, at.line, "il reste « "
			    NETWORK_PLACEHOLDER " »");
	}
	for (i = 0; i < s->npages; i++)
		check_page(s, &s->pages[i]);
}
