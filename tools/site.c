/*
 * terreau site: content/ and site/ become the static pages.  Reads everything,
 * makes every page in memory, looks at them all, and only then writes: a
 * fault leaves the old site in place.
 */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "site.h"
#include "text/typo.h"

#define FRAME	"cadre"

static const char *const keys[] = {
	"titre", "description", "date", "menu", "programme", "gabarit", NULL
};

void
site_fault(struct site *s, const char *file, int line, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	char what[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	buf_fmt(&b, "%s:%d: %s\n", file, line, what);
	/* the frame's faults come with every page */
	if (strstr(buf_cstr(&s->faults), buf_cstr(&b)) == NULL)
		buf_str(&s->faults, buf_cstr(&b));
	buf_free(&b);
}

static struct site_page *
add_page(struct site *s)
{
	struct site_page *more;

	if (s->npages == s->size) {
		s->size = s->size == 0 ? 32 : s->size * 2;
		more = arena_array(s->app->arena, s->size, sizeof(*more));
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
	if ((v = content_value(c, "date")) != NULL && day_parse(v) == DAY_NONE)
		site_fault(s, c->file, key_line(c, "date"), "écrivez la date "
		    "AAAA-MM-JJ");
	if ((v = content_value(c, "menu")) != NULL && str_number(v, 0, 999,
	    &n) == -1)
		site_fault(s, c->file, key_line(c, "menu"), "menu: attend un "
		    "nombre, sa place");
	if ((v = content_value(c, "programme")) != NULL && (v[0] == '\0' ||
	    v[strspn(v, "abcdefghijklmnopqrstuvwxyz-")] != '\0'))
		site_fault(s, c->file, key_line(c, "programme"), "programme: "
		    "attend un nom comme « cae »");
	if (!templates_has(s->templates, template))
		site_fault(s, c->file, key_line(c, "gabarit"), "aucun gabarit "
		    "ne s’appelle « %s » dans %s", template, s->pages_dir);
}

/* name: « programmes/cae », below content/. */
static void
read_page(struct site *s, const char *path, const char *name)
{
	struct arena *a = s->app->arena;
	struct xml_error err;
	struct site_page *p;
	struct content c;
	size_t n = strlen(name);

	if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-/")] !=
	    '\0') {
		site_fault(s, path, 1, "nommez ce fichier avec a–z, 0–9 et - "
		    "seulement : c’est son adresse");
		return;
	}
	if (content_read(a, path, keys, &c, &s->faults) == -1)
		return;
	p = add_page(s);
	p->content = c;
	p->template = content_value(&c, "gabarit");
	if (p->template == NULL)
		p->template = "page";
	check_keys(s, &c, p->template);
	p->file = arena_fmt(a, "%s.html", name);
	p->address = str_eq(name, "index") ? "/" : str_ends(name, "/index") ?
	    arena_fmt(a, "/%.*s", (int)(n - strlen("/index")), name) :
	    arena_fmt(a, "/%s", name);
	p->text = arena_fmt(a, "contenu %s", name);
	node_rename(tree_root(c.tree), "gabarit");
	if (templates_add(s->templates, p->text, path, c.tree, &err) == -1)
		buf_fmt(&s->faults, "%s\n", err.text);
}

static int
is_visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* below: « » or « programmes/ ». */
static void
read_folder(struct site *s, const char *below)
{
	struct arena *a = s->app->arena;
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
		name = arena_fmt(a, "%s%s", below, list[i]->d_name);
		path = conf_share(a, &s->app->conf, arena_fmt(a, "content/%s",
		    name));
		free(list[i]);
		if (stat(path, &st) == -1)
			site_fault(s, path, 1, "%s", strerror(errno));
		else if (S_ISDIR(st.st_mode) && !str_eq(name, "documents"))
			read_folder(s, arena_fmt(a, "%s/", name));
		else if (S_ISREG(st.st_mode) && str_ends(name, ".md"))
			read_page(s, path, arena_dupn(a, name, strlen(name) -
			    strlen(".md")));
	}
	free(list);
}

/* Pages for errors: templates of site/pages/erreurs, one a status. */
static void
read_errors(struct site *s)
{
	struct arena *a = s->app->arena;
	const char *dir = arena_fmt(a, "%s/erreurs", s->pages_dir), *path;
	struct xml_error err;
	struct dirent **list;
	struct site_page *p;
	struct tree *t;
	const char *name;
	int i, n;

	if (templates_load(s->templates, dir, &err) == -1) {
		buf_fmt(&s->faults, "%s\n", err.text);
		return;
	}
	if ((n = scandir(dir, &list, is_visible, alphasort)) == -1)
		return;
	for (i = 0; i < n; i++) {
		name = arena_dup(a, list[i]->d_name);
		free(list[i]);
		path = arena_fmt(a, "%s/%s", dir, name);
		if (!str_ends(name, ".html") || (t = tree_load(a, path,
		    &err)) == NULL)
			continue;
		p = add_page(s);
		p->file = name;
		p->template = arena_dupn(a, name, strlen(name) -
		    strlen(".html"));
		p->address = arena_fmt(a, "/%s", p->file);
		p->model = tree_root(tree_new(a, "page"));
		if (node_attr(tree_root(t), "titre") == NULL)
			site_fault(s, path, 1, "ajoutez titre= à <gabarit>");
		node_set(p->model, "titre", typo_text(a, node_attr_or(
		    tree_root(t), "titre", "")));
	}
	free(list);
}

static void
read_all(struct site *s)
{
	struct arena *a = s->app->arena;
	const struct conf *conf = &s->app->conf;
	struct xml_error err;

	s->network_file = conf_data(a, conf, "reseau.xml");
	s->network = network_load(a, s->network_file, conf_share(a, conf,
	    "schemas/xml/reseau.rng"), &s->faults);
	s->pages_dir = conf_share(a, conf, "site/pages");
	s->templates = templates_new(a);
	if (templates_load(s->templates, s->pages_dir, &err) == -1)
		buf_fmt(&s->faults, "%s\n", err.text);
	if ((s->assets = assets_load(a, conf_share(a, conf, "site/static"),
	    conf_share(a, conf, "fonts"))) == NULL)
		buf_fmt(&s->faults, "%s:1: voyez les fautes dites plus haut\n",
		    conf_share(a, conf, "site/static"));
	if (!templates_has(s->templates, FRAME))
		site_fault(s, s->pages_dir, 1, "il manque " FRAME ".html");
	read_errors(s);
	read_folder(s, "");
}

static void
check_templates(struct site *s)
{
	struct node *everything = site_everything(s);
	size_t i;

	template_check(s->templates, FRAME, everything, &s->faults);
	for (i = 0; i < s->npages; i++) {
		template_check(s->templates, s->pages[i].template, everything,
		    &s->faults);
		if (s->pages[i].text != NULL)
			template_check(s->templates, s->pages[i].text,
			    everything, &s->faults);
	}
}

/* Fill a page: first what its author wrote, then what stands around it. */
static void
render(struct site *s, struct site_page *p)
{
	struct arena *a = s->app->arena;
	struct buf b = BUF_INIT;
	struct xml_error err;
	struct tree *t = NULL;

	if (p->text != NULL) {
		buf_str(&b, "<contenu>");
		template_run_xml(&b, s->templates, p->text, p->model);
		buf_str(&b, "</contenu>");
		t = tree_parse(a, b.data, b.len, p->content.file, &err);
		if (t == NULL)
			fatalx("%s", err.text);
		node_copy(p->model, tree_root(t));
		buf_reset(&b);
	}
	template_run_framed(&b, s->templates, FRAME, p->template, p->model);
	p->html = arena_dupn(a, buf_cstr(&b), b.len);
	p->len = b.len;
	buf_reset(&b);
	template_run_xml_framed(&b, s->templates, FRAME, p->template,
	    p->model);
	if ((p->tree = tree_parse(a, b.data, b.len, p->address, &err)) == NULL)
		fatalx("%s", err.text);
	buf_free(&b);
}

/* Returns how many faults there are, told on standard error. */
static size_t
tell_faults(struct site *s)
{
	const char *p;
	size_t n = 0;

	fputs(buf_cstr(&s->faults), stderr);
	for (p = buf_cstr(&s->faults); (p = strchr(p, '\n')) != NULL; p++)
		n++;
	if (n > 0)
		fprintf(stderr, "%zu faute%s ; le site reste comme il était\n",
		    n, n > 1 ? "s" : "");
	return n;
}

static int
build(struct site *s, const char *out)
{
	size_t i;

	read_all(s);
	if (tell_faults(s) > 0)
		return EXIT_FAILED;
	check_templates(s);
	if (tell_faults(s) > 0)
		return EXIT_FAILED;
	site_models(s);
	for (i = 0; i < s->npages; i++) {
		render(s, &s->pages[i]);
		progress("pages", i + 1, s->npages);
	}
	site_check(s);
	if (tell_faults(s) > 0)
		return EXIT_FAILED;
	if (site_publish(s, out) == -1)
		return EXIT_FAILED;
	printf("%zu pages : %s\n", s->npages, out);
	return EXIT_DONE;
}

int
cmd_site(struct app *app, int argc, char **argv)
{
	struct site s = { .app = app, .faults = BUF_INIT };
	int status;

	if ((argc = options_read(app, NULL, argc, argv, 1)) == -1)
		return EXIT_USAGE;
	status = build(&s, argc > 1 ? argv[1] : conf_data(app->arena,
	    &app->conf, "site"));
	buf_free(&s.faults);
	return status;
}
