/*
 * Looking at a page once it is made: its bytes are read, not a tree, because
 * text/html.h writes them in one form only (names in lower case, values in
 * double quotes, < nowhere else).  Says what a page has wrong by itself, and
 * notes what has to be compared with the others.
 */
#include <string.h>

#include "base/str.h"
#include "domain/search/search.h"
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
	int		 unsaid;	/* inside what a search does not want */
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

	n = *p == '/';		/* an end tag's name has its slash */
	*t = (struct tag){ .name = p, .len = n + strcspn(p + n, " />") };
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
	else if (t->len == 2 && t->name[0] == 'h' && t->name[1] >= '1' &&
	    t->name[1] <= '6')
		look_heading(l, t);
}

static int
is_among(const char *const *names, const char *s, size_t n)
{
	for (; *names != NULL; names++)
		if (**names == *s && strlen(*names) == n &&
		    memcmp(*names, s, n) == 0)
			return 1;
	return 0;
}

/* What search_writer_page() is told of a tag. */
static void
say_tag(struct look *l, const struct tag *t)
{
	static const char *const skipped[] = {
		"nav", "svg", "form", "h1", "button", NULL
	};
	static const char *const inside[] = {
		"a", "abbr", "b", "cite", "code", "dfn", "em", "i", "kbd",
		"mark", "q", "s", "small", "span", "strong", "sub", "sup",
		"time", "u", "var", NULL
	};
	size_t closes = *t->name == '/';

	if (is_among(skipped, t->name + closes, t->len - closes))
		l->unsaid += closes ? -1 : 1;
	if (l->unsaid || is_among(inside, t->name + closes, t->len - closes))
		return;
	buf_char(&l->text, '\n');
	if (t->len == 2 && *t->name == 'h' && t->name[1] <= '6')
		buf_char(&l->text, SAID_HEADING);
	else if (is_tag(t, "dt") && t->id != NULL) {
		buf_char(&l->text, SAID_ENTRY);
		add_plain(&l->text, t->id, t->nid);
		buf_char(&l->text, '\n');
	} else if (is_tag(t, "/dl"))
		buf_char(&l->text, SAID_CLOSE);
}

static void
add_said(struct buf *b, const char *s, size_t n)
{
	size_t at = b->len;

	add_plain(b, s, n);
	for (; at < b->len; at++)
		if (b->data[at] == '\n')
			b->data[at] = ' ';
}

static void
look_all(struct look *l, const char *p)
{
	const char *text;
	struct tag t;

	for (;;) {
		text = p;
		p = strchrnul(p, '<');
		if (l->in_main && !l->unsaid && p > text)
			add_said(&l->text, text, (size_t)(p - text));
		if (*p == '\0')
			return;
		if (p[1] == '!') {
			p = strchrnul(p, '>');
			continue;
		}
		read_tag(p + 1, &t);
		look_tag(l, &t);
		if (l->in_main)
			say_tag(l, &t);
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
