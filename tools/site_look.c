/*
 * Looking at a page once it is made: its bytes are read, not a tree, because
 * text/html.h writes them in one form only (names in lower case, values in
 * double quotes, < nowhere else).  Says what a page has wrong by itself, and
 * notes what has to be compared with the others.
 */
#include <string.h>

#include "base/str.h"
#include "site.h"

struct look {
	struct site	*site;
	const struct site_page *page;
	const struct content *content;
	struct arena	*arena;
	struct buf	*result;
	struct buf	 text;		/* of main */
	struct table	 ids;
	int		 in_main;
	int		 in_nav;	/* what a search does not want */
	int		 h1;
	int		 level;		/* of the last heading */
};

struct tag {
	const char	*name;
	size_t		 len;
	const char	*end;		/* behind its « > » */
	const char	*href, *src, *id;	/* as written, or NULL */
	size_t		 nhref, nsrc, nid;
	int		 has_alt;
};

static int
is_tag(const struct tag *t, const char *name)
{
	return t->len == strlen(name) && memcmp(t->name, name, t->len) == 0;
}

/* p stands behind « < ». */
static void
read_tag(const char *p, struct tag *t)
{
	const char *name, *value;
	size_t n, len;

	*t = (struct tag){ .name = p, .len = strcspn(p, " />") };
	for (p += t->len; *p != '>' && *p != '\0'; ) {
		p += strspn(p, " /");
		name = p;
		n = strcspn(p, "=> ");
		if (name[n] != '=' || name[n + 1] != '"') {
			p += n;
			continue;
		}
		value = name + n + 2;
		len = strcspn(value, "\"");
		if (n == 4 && memcmp(name, "href", n) == 0)
			t->href = value, t->nhref = len;
		else if (n == 3 && memcmp(name, "src", n) == 0)
			t->src = value, t->nsrc = len;
		else if (n == 2 && memcmp(name, "id", n) == 0)
			t->id = value, t->nid = len;
		else if (n == 3 && memcmp(name, "alt", n) == 0)
			t->has_alt = 1;
		p = value + len + (value[len] != '\0');
	}
	t->end = p + (*p != '\0');
}

/* What was escaped, as it was before. */
static void
add_plain(struct buf *b, const char *s, size_t n)
{
	static const struct { const char *name, *is; } entities[] = {
		{ "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" },
		{ "&quot;", "\"" }, { "&#39;", "'" }
	};
	const char *amp, *end = s + n;
	size_t i;

	while ((amp = memchr(s, '&', (size_t)(end - s))) != NULL) {
		buf_add(b, s, (size_t)(amp - s));
		s = amp + 1;
		for (i = 0; i < 5; i++)
			if (str_starts(amp, entities[i].name)) {
				buf_str(b, entities[i].is);
				s = amp + strlen(entities[i].name);
				break;
			}
	}
	buf_add(b, s, (size_t)(end - s));
}

static void
note(struct look *l, enum site_result kind, const char *s, size_t n)
{
	buf_char(l->result, (char)kind);
	add_plain(l->result, s, n);
	buf_char(l->result, '\0');
}

/* Where it stands; a copy of the text in *copy. */
static struct place
where(struct look *l, const char *text, size_t len, size_t nth,
    const char **copy)
{
	*copy = arena_dupn(l->arena, text == NULL ? "" : text, len);
	return site_place(l->site, l->page, l->content, *copy, nth);
}

/* Headings go down one rank at a time, or readers of the plan get lost. */
static void
look_heading(struct look *l, const struct tag *t)
{
	int level = t->name[1] - '0';
	const char *from = t->end, *text;
	struct place at;

	l->h1 += level == 1;
	while (*from == '<')		/* a link, <strong> */
		from = strchrnul(from, '>') + 1;
	if (l->level > 0 && level > l->level + 1) {
		at = where(l, from, strcspn(from, "<"), 1, &text);
		site_fault(l->site, at.file, at.line, "le titre « %s » saute "
		    "un rang : ôtez-lui un #", text);
	}
	l->level = level;
}

static void
look_id(struct look *l, const struct tag *t)
{
	struct place at;
	const char *id;

	if (!table_add(&l->ids, l->arena, arena_dupn(l->arena, t->id,
	    t->nid))) {
		at = where(l, t->id, t->nid, 2, &id);
		site_fault(l->site, at.file, at.line, "l’identifiant « %s » "
		    "est donné deux fois dans la page %s", id,
		    l->page->address);
	}
	note(l, RESULT_ID, t->id, t->nid);
}

static void
look_image(struct look *l, const struct tag *t)
{
	struct place at;
	const char *src;

	if (t->has_alt)
		return;
	at = where(l, t->src, t->nsrc, 1, &src);
	site_fault(l->site, at.file, at.line, "image « %s » : donnez alt=",
	    src);
}

static void
look_tag(struct look *l, const struct tag *t)
{
	if (t->id != NULL)
		look_id(l, t);
	if (t->href != NULL)
		note(l, l->in_main ? RESULT_LINK : RESULT_FRAME, t->href,
		    t->nhref);
	if (t->src != NULL)
		note(l, l->in_main ? RESULT_LINK : RESULT_FRAME, t->src,
		    t->nsrc);
	if (is_tag(t, "img"))
		look_image(l, t);
	else if (is_tag(t, "main"))
		l->in_main = 1;
	else if (is_tag(t, "/main"))
		l->in_main = 0;
	else if (is_tag(t, "nav"))
		l->in_nav++;
	else if (is_tag(t, "/nav"))
		l->in_nav--;
	else if (t->len == 2 && t->name[0] == 'h' && t->name[1] >= '1' &&
	    t->name[1] <= '6')
		look_heading(l, t);
}

static void
look_all(struct look *l, const char *p)
{
	const char *text;
	struct tag t;

	for (;;) {
		text = p;
		p = strchrnul(p, '<');
		if (l->in_main && !l->in_nav && p > text)
			add_plain(&l->text, text, (size_t)(p - text));
		if (*p == '\0')
			return;
		if (p[1] == '!') {
			p = strchrnul(p, '>');
			continue;
		}
		read_tag(p + 1, &t);
		look_tag(l, &t);
		p = t.end;
		if ((is_tag(&t, "script") || is_tag(&t, "style")) &&
		    (p = strstr(p, "</")) == NULL)
			return;
	}
}

void
site_look(struct site *s, const struct site_page *p, const struct content *c,
    const char *html, struct buf *result)
{
	struct look l = { .site = s, .page = p, .content = c,
		.result = result, .text = BUF_INIT };
	const char *file = p->source != NULL ? p->source : arena_fmt(s->arena,
	    "%s/erreurs/%s.html", s->pages_dir, p->template);

	l.arena = arena_new();
	look_all(&l, html);
	if (l.h1 != 1)
		site_fault(s, file, 1, "la page a %d titres de premier rang "
		    "(h1), il en faut un", l.h1);
	/* what reseau.xml lacks is told once, there */
	if (s->app->conf.production && p->source != NULL && strstr(c->source,
	    NETWORK_PLACEHOLDER) != NULL)
		site_fault(s, file, content_line(c, NETWORK_PLACEHOLDER, 1),
		    "il reste « " NETWORK_PLACEHOLDER " »");
	if (p->source != NULL && !p->is_hidden)
		note(&l, RESULT_TEXT, buf_cstr(&l.text), l.text.len);
	buf_free(&l.text);
	arena_free(l.arena);
}
