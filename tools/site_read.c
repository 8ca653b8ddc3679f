/*
 * What a build starts from: who the network is, the templates, the assets and
 * the front matter of every page.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/form/reglage.h"
#include "site.h"
#include "text/typo.h"

#define DESCRIPTION_MAX	300	/* bytes: search engines cut what is longer */

const char *const site_keys[] = {
	"titre", "description", "date", "programme", "gabarit", "ordre",
	"publie", "noindex", NULL
};

struct site_page *
site_add_page(struct site *s)
{
	struct site_page *more;

	if (s->npages == s->size) {
		s->size = s->size == 0 ? 32 : s->size * 2;
		more = arena_array(s->arena, s->size, sizeof(*more));
		if (s->npages > 0)
			memcpy(more, s->pages, s->npages * sizeof(*more));
		s->pages = more;
	}
	return &s->pages[s->npages++];
}

/* Pages of content/. */

static int
key_line(const struct content *c, const char *key)
{
	const struct content_key *k;

	for (k = c->keys; k->name != NULL; k++)
		if (str_eq(k->name, key))
			return k->line;
	return 1;
}

/* Is the key there, and other than the one word it may say? */
static int
is_other(const struct content *c, const char *key, const char *word)
{
	const char *v = content_value(c, key);

	return v != NULL && !str_eq(v, word);
}

static void
check_keys(struct site *s, const struct content *c, const char *template)
{
	static const char *const needed[] = { "titre", "description" };
	const char *v;
	long long n;
	size_t i;

	for (i = 0; i < 2; i++)
		if ((v = content_value(c, needed[i])) == NULL || v[0] == '\0')
			site_fault(s, c->file, key_line(c, needed[i]),
			    "ajoutez « %s: » à l’en-tête", needed[i]);
	if ((v = content_value(c, "description")) != NULL && strlen(v) >
	    DESCRIPTION_MAX)
		site_fault(s, c->file, key_line(c, "description"),
		    "description: une ou deux phrases, %d signes au plus",
		    DESCRIPTION_MAX);
	if ((v = content_value(c, "date")) != NULL && day_parse(v) == DAY_NONE)
		site_fault(s, c->file, key_line(c, "date"), "écrivez la date "
		    "AAAA-MM-JJ");
	if ((v = content_value(c, "ordre")) != NULL && str_number(v, 0, 9999,
	    &n) == -1)
		site_fault(s, c->file, key_line(c, "ordre"), "ordre: attend "
		    "un nombre, sa place dans les listes");
	if ((v = content_value(c, "programme")) != NULL && (v[0] == '\0' ||
	    v[strspn(v, "abcdefghijklmnopqrstuvwxyz-")] != '\0'))
		site_fault(s, c->file, key_line(c, "programme"), "programme: "
		    "attend un nom comme « cae »");
	if (is_other(c, "publie", "non"))
		site_fault(s, c->file, key_line(c, "publie"), "publie: ne dit "
		    "que « non » ; ôtez la ligne pour publier");
	if (is_other(c, "noindex", "oui"))
		site_fault(s, c->file, key_line(c, "noindex"), "noindex: ne "
		    "dit que « oui » ; ôtez la ligne sinon");
	if (!s->is_broken && !templates_has(s->templates, template))
		site_fault(s, c->file, key_line(c, "gabarit"), "aucun gabarit "
		    "ne s’appelle « %s » dans %s", template, s->pages_dir);
}

static const char *
keep(struct site *s, const char *value)
{
	return value == NULL ? NULL : arena_dup(s->arena, value);
}

int
site_read_page(struct site *s, struct arena *a, const char *path,
    struct site_page *p)
{
	size_t before = s->faults.len;
	const char *template;
	struct content c;
	struct sum128 d;
	long long n;

	if (content_front(a, path, site_keys, &c, &s->faults) == -1)
		return -1;
	template = content_value(&c, "gabarit");
	if (template == NULL)
		template = "page";
	check_keys(s, &c, template);
	if (str_starts(p->address, SITE_NEWS "/") && content_value(&c,
	    "date") == NULL)
		site_fault(s, path, 1, "ajoutez « date: » à l’en-tête de "
		    "cette actualité");
	p->template = keep(s, template);
	p->title = keep(s, content_value(&c, "titre"));
	p->description = keep(s, content_value(&c, "description"));
	p->date = keep(s, content_value(&c, "date"));
	p->programme = keep(s, content_value(&c, "programme"));
	p->order = content_value(&c, "ordre") == NULL || str_number(
	    content_value(&c, "ordre"), 0, 9999, &n) == -1 ? 10000 : (int)n;
	p->is_draft = content_value(&c, "publie") != NULL;
	p->is_hidden = content_value(&c, "noindex") != NULL;
	sum128_start(&d);
	sum128_str(&d, c.source);
	sum128_end(&d, p->key);
	return s->faults.len > before ? -1 : 0;
}

/* name: « programmes/cae », below content/. */
static void
read_page(struct site *s, struct arena *scratch, const char *path,
    const char *name)
{
	struct arena *a = s->arena;
	struct site_page *p, fresh = { .result = BUF_INIT };
	size_t n = strlen(name);

	if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-/")] !=
	    '\0') {
		site_fault(s, path, 1, "nommez ce fichier avec a–z, 0–9 et - "
		    "seulement : c’est son adresse");
		return;
	}
	fresh.source = path;
	fresh.file = arena_fmt(a, "%s.html", name);
	fresh.address = str_eq(name, "index") ? "/" : str_ends(name,
	    "/index") ? arena_fmt(a, "/%.*s", (int)(n - strlen("/index")),
	    name) : arena_fmt(a, "/%s", name);
	if (site_read_page(s, scratch, path, &fresh) == 0 ||
	    fresh.template != NULL) {
		p = site_add_page(s);
		*p = fresh;
	}
}

static int
is_visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* below: « » or « programmes/ ». */
static void
read_folder(struct site *s, struct arena *scratch, const char *below)
{
	struct arena *a = s->arena;
	const char *dir = conf_share(a, &s->app->conf, arena_fmt(a,
	    "content/%s", below)), *path, *name;
	struct dirent **list;
	struct stat st;
	int i, n;

	if ((n = scandir(dir, &list, is_visible, alphasort)) == -1) {
		site_fault(s, dir, 1, "%s", strerror(errno));
		return;
	}
	for (i = 0; i < n; i++) {
		arena_reset(scratch);
		name = arena_fmt(a, "%s%s", below, list[i]->d_name);
		path = conf_share(a, &s->app->conf, arena_fmt(a, "content/%s",
		    name));
		free(list[i]);
		if (stat(path, &st) == -1)
			site_fault(s, path, 1, "%s", strerror(errno));
		else if (S_ISDIR(st.st_mode) && !str_eq(name, "documents"))
			read_folder(s, scratch, arena_fmt(a, "%s/", name));
		else if (S_ISREG(st.st_mode) && str_ends(name, ".md"))
			read_page(s, scratch, path, arena_dupn(a, name,
			    strlen(name) - strlen(".md")));
	}
	free(list);
}

/* Pages for errors: templates of site/pages/erreurs, one a status. */
static void
read_errors(struct site *s)
{
	struct arena *a = s->arena;
	const char *dir = arena_fmt(a, "%s/erreurs", s->pages_dir), *path;
	struct xml_error err;
	struct site_page *p;
	struct tree *t;
	char **list;
	size_t i, n;

	if (templates_load(s->templates, dir, &err) == -1) {
		buf_fmt(&s->faults, "%s\n", err.text);
		return;
	}
	list = file_list(a, dir, ".html", &n);
	for (i = 0; list != NULL && i < n; i++) {
		path = list[i];
		if ((t = tree_load(a, path, &err)) == NULL)
			continue;
		p = site_add_page(s);
		p->file = path + strlen(dir) + 1;
		p->template = arena_dupn(a, p->file, strlen(p->file) -
		    strlen(".html"));
		p->address = arena_fmt(a, "/%s", p->file);
		if (node_attr(tree_root(t), "titre") == NULL)
			site_fault(s, path, 1, "ajoutez titre= à <gabarit>");
		p->title = typo_text(a, node_attr_or(tree_root(t), "titre",
		    ""));
		p->is_hidden = 1;
	}
}

/* By address, those of errors last. */
static int
by_address(const void *a, const void *b)
{
	const struct site_page *p = a, *q = b;

	if ((p->source == NULL) != (q->source == NULL))
		return p->source == NULL ? 1 : -1;
	if (str_eq(p->address, q->address) && p->source != NULL)
		return strcmp(p->source, q->source);
	return strcmp(p->address, q->address);
}

/* « a.md » and « a/index.md » would be one page. */
static void
check_addresses(struct site *s)
{
	size_t i;

	for (i = 1; i < s->npages; i++)
		if (str_eq(s->pages[i].address, s->pages[i - 1].address))
			site_fault(s, s->pages[i].source, 1, "cette page a la "
			    "même adresse que %s : gardez l’une des deux",
			    s->pages[i - 1].source);
}

const struct site_page *
site_page_at(const struct site *s, const char *address, size_t len)
{
	size_t low = 0, high = s->npages, middle;
	const struct site_page *p;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		p = &s->pages[middle];
		order = p->source == NULL ? 1 : strncmp(p->address, address,
		    len);
		if (order == 0 && p->address[len] != '\0')
			order = 1;
		if (order == 0)
			return p;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Programs find a fault of these only when they have something to say. */
static void
check_mails(struct site *s, struct arena *scratch)
{
	const char *dir = conf_share(scratch, &s->app->conf, "site/mails");
	struct xml_error err;

	if (file_exists(dir) && templates_load(templates_new(scratch), dir,
	    &err) == -1)
		buf_fmt(&s->faults, "%s\n", err.text);
}

void
site_read(struct site *s)
{
	struct arena *a = s->arena, *scratch = arena_new();
	const struct conf *conf = &s->app->conf;
	const struct reglages *settings;
	struct xml_error err;

	s->network_file = conf_data(a, conf, "reseau.xml");
	if ((settings = open_settings(s->app, &s->faults)) != NULL)
		s->network = reglages_network(a, settings, conf, &s->faults);
	s->pages_dir = conf_share(a, conf, "site/pages");
	s->templates = templates_new(a);
	if (templates_load(s->templates, s->pages_dir, &err) == -1) {
		buf_fmt(&s->faults, "%s\n", err.text);
		s->is_broken = 1;
	}
	check_mails(s, scratch);
	if ((s->assets = assets_load(a, conf_share(a, conf, "site/static"),
	    conf_share(a, conf, "fonts"))) == NULL)
		buf_fmt(&s->faults, "%s:1: voyez les fautes dites plus haut\n",
		    conf_share(a, conf, "site/static"));
	if (!templates_has(s->templates, SITE_FRAME))
		site_fault(s, s->pages_dir, 1, "il manque " SITE_FRAME
		    ".html");
	read_errors(s);
	read_folder(s, scratch, "");
	arena_free(scratch);
	site_list_parts(s);
	if (s->npages > 0)
		qsort(s->pages, s->npages, sizeof(*s->pages), by_address);
	check_addresses(s);
	site_list_news(s);
}
