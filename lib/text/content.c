/*
 * Reading a file: its front matter, its marks, discount, the parser.  What the
 * tree becomes after that is shape.c's.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "base/utf8.h"
#include "port/markdown.h"
#include "text/shape.h"
#include "text/typo.h"

#define MAX_KEYS	32

void
shape_fault(struct shape *s, int line, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	char what[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	buf_fmt(&b, "%s:%d: %s\n", s->content->file, line, what);
	buf_str(s->faults, buf_cstr(&b));
	buf_free(&b);
	s->nfaults++;
}

const char *
content_value(const struct content *c, const char *key)
{
	const struct content_key *k;

	for (k = c->keys; k->name != NULL; k++)
		if (str_eq(k->name, key))
			return k->value;
	return NULL;
}

int
content_line(const struct content *c, const char *text, size_t n)
{
	const char *s = c->source, *p;
	int line = 1, found = 1;

	while (n-- > 0 && (p = strstr(s, text)) != NULL) {
		for (; s < p; s++)
			line += *s == '\n';
		found = line;
		s = p + (*p != '\0');
	}
	return found;
}

static size_t
ascii_bytes(const char *s, size_t n, int *line)
{
	size_t i;

	for (i = 0; i < n && (unsigned char)s[i] < 0x80; i++)
		if (s[i] == '\n')
			++*line;
		else if (s[i] < 0x20 && s[i] != '\t')
			break;
	return i;
}

/* What is left out is rare: nearly always everything stays where it is. */
static char *
move(char *to, const char *from, size_t n)
{
	if (to != from)
		memmove(to, from, n);
	return to + n;
}

/* How much of a file is front matter: up to its second line « --- ». */
static size_t
front_bytes(const char *s, size_t n)
{
	const char *p = s, *end = s + n;

	while ((p = memmem(p, (size_t)(end - p), "\n---", 4)) != NULL) {
		p += 4;
		p += p < end && *p == '\r';
		if (p == end || *p == '\n')
			return (size_t)(p - s) + (p < end);
	}
	return n;
}

/*
 * The file as lines we can rely on: UTF-8, newlines alone, no controls; whole,
 * or its front matter, with the rest as it is.
 */
static int
read_source(struct shape *s, const char *path, int whole)
{
	struct buf b = BUF_INIT;
	char *text, *to;
	const char *from;
	size_t used, left;
	uint32_t cp;
	int line = 1;

	if (file_read(&b, path) == -1) {
		buf_free(&b);
		shape_fault(s, 1, "ce fichier ne peut pas être lu");
		return -1;
	}
	text = to = arena_dupn(s->arena, buf_cstr(&b), b.len);
	left = whole ? b.len : front_bytes(text, b.len);
	for (from = text; left > 0; from += used, left -= used) {
		used = ascii_bytes(from, left, &line);
		if (used > 0) {
			to = move(to, from, used);
			continue;
		}
		if ((used = utf8_decode(from, left, &cp)) == 0 || (cp < 0x20 &&
		    cp != '\r')) {
			shape_fault(s, line, "enregistrez ce fichier en UTF-8, "
			    "sans caractère de contrôle");
			break;
		}
		if (cp != '\r' && cp != 0xfeff)
			to = move(to, from, used);
	}
	left = s->nfaults > 0 ? 0 : (size_t)(text + b.len - from);
	*move(to, from, left) = '\0';
	buf_free(&b);
	s->content->source = text;
	return s->nfaults > 0 ? -1 : 0;
}

static int
is_known(const char *const *known, const char *name)
{
	for (; *known != NULL; known++)
		if (str_eq(*known, name))
			return 1;
	return 0;
}

static void
read_key(struct shape *s, const char *const *known, char *text, int line,
    size_t n)
{
	struct content_key *k = &s->content->keys[n];
	char *value = text, *name = str_split(&value, ':');

	k->name = name = str_trim(s->arena, name);
	k->line = line;
	k->value = typo_text(s->arena, str_trim(s->arena, value));
	if (!is_known(known, name))
		shape_fault(s, line, "clé inconnue « %s »", name);
	for (k = s->content->keys; k < s->content->keys + n; k++)
		if (str_eq(k->name, name))
			shape_fault(s, line, "clé « %s » déjà donnée ligne %d",
			    name, k->line);
}

/* Returns where the body begins, and its line in *line; NULL on a fault. */
static const char *
read_front(struct shape *s, const char *const *known, int *line)
{
	const char *source = s->content->source;
	char *rest = arena_dupn(s->arena, source, front_bytes(source,
	    strlen(source))), *copy = rest, *text;
	size_t n = 0;

	s->content->keys = arena_array(s->arena, MAX_KEYS + 1,
	    sizeof(*s->content->keys));
	*line = 1;
	if ((text = str_split(&rest, '\n')) == NULL || !str_eq(text, "---")) {
		shape_fault(s, 1, "commencez le fichier par une ligne « --- », "
		    "les clés, puis « --- »");
		return NULL;
	}
	while ((text = str_split(&rest, '\n')) != NULL) {
		++*line;
		if (str_eq(text, "---")) {
			++*line;
			return rest == NULL ? "" : source + (rest - copy);
		}
		if (n == MAX_KEYS || (rest == NULL && text[0] == '\0'))
			break;
		if (strchr(text, ':') == NULL || text[0] == ':') {
			/* what follows is most likely the page itself */
			shape_fault(s, *line, "écrivez « clé: valeur », ou "
			    "fermez l’en-tête par une ligne « --- »");
			return NULL;
		}
		read_key(s, known, text, *line, n++);
	}
	shape_fault(s, 1, "fermez l’en-tête par une ligne « --- »");
	return NULL;
}

/* &eacute; and its like, outside of code between backquotes. */
static void
check_entities(struct shape *s, const char *body, int line)
{
	static const char *const allowed[] = {
		"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"
	};
	size_t i, n;
	int code = 0;

	for (;; body++) {
		body += strcspn(body, "\n`&");
		if (*body == '\0')
			return;
		if (*body == '\n') {
			line++;
			code = 0;
		}
		code ^= *body == '`';
		n = *body != '&' || code ? 0 : 1 + strspn(body + 1,
		    "#0123456789abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
		if (n < 2 || body[n] != ';')
			continue;
		for (i = 0; i < 5 && !str_starts(body, allowed[i]); i++)
			;
		if (i == 5)
			shape_fault(s, line, "écrivez le caractère au lieu de "
			    "%.*s", (int)n + 1, body);
	}
}

/* Does the line hold marks of blocks or calls alone?  Then where it ends. */
static const char *
lone_marks(const char *p)
{
	static const char *const words[] = {
		"section ", "div ", "if ", "each ", "with ", "else", "end",
		"call ", "markup ", "content"
	};
	const char *end, *word;
	size_t i;
	int marks = 0;

	for (;;) {
		p += strspn(p, " \t");
		if (*p == '\n' || *p == '\0')
			return marks > 0 ? p : NULL;
		if (p[0] != '{' || p[1] != '{' || (end = strstr(p, "}}")) ==
		    NULL)
			return NULL;
		word = p + 2 + strspn(p + 2, " \t");
		for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (str_starts(word, words[i]))
				break;
		if (i == sizeof(words) / sizeof(words[0]) || memchr(p, '\n',
		    (size_t)(end - p)) != NULL)
			return NULL;
		p = end + 2;
		marks++;
	}
}

static void
lift_mark(struct shape *s, struct buf *out, const char *text, size_t len,
    int line)
{
	s->marks[s->nmarks] = arena_fmt(s->arena, "{{ :%d: %s }}", line,
	    str_trim(s->arena, arena_dupn(s->arena, text, len)));
	buf_fmt(out, SHAPE_TOKEN "%zuX", s->nmarks++);
}

/* One line, its end included; *line goes on.  Returns where the next begins. */
static const char *
lift_line(struct shape *s, struct buf *out, const char *p, int *line)
{
	const char *end;

	while (*p != '\0') {
		if (p[0] == '{' && p[1] == '{') {
			if ((end = strstr(p, "}}")) != NULL && memmem(p + 2,
			    (size_t)(end - p - 2), "{{", 2) == NULL) {
				lift_mark(s, out, p + 2, (size_t)(end - p -
				    2), *line);
				for (; p < end + 2; p++)
					*line += *p == '\n';
				continue;
			}
			shape_fault(s, *line, "il manque « }} »");
		}
		end = p + 1 + (*p == '\n' ? 0 : strcspn(p + 1, "{\n"));
		if (*p != '\n' && *end == '\n')
			end++;
		buf_add(out, p, (size_t)(end - p));
		p = end;
		if (p[-1] == '\n') {
			++*line;
			break;
		}
	}
	return p;
}

/* The body, with words that discount leaves alone in place of marks. */
static void
lift(struct shape *s, struct buf *out, const char *p, int line)
{
	const char *c;
	size_t n = 0;
	int alone;

	if (strstr(p, SHAPE_TOKEN) != NULL)
		shape_fault(s, content_line(s->content, SHAPE_TOKEN, 1),
		    "ce mot est réservé : " SHAPE_TOKEN);
	for (c = p; (c = strstr(c, "{{")) != NULL; c += 2)
		n++;
	s->marks = arena_array(s->arena, n + 1, sizeof(*s->marks));
	while (*p != '\0') {
		alone = lone_marks(p) != NULL;
		if (alone)
			buf_char(out, '\n');
		p = lift_line(s, out, p, &line);
		if (alone)
			buf_char(out, '\n');
	}
}

/* discount leaves the « & » of raw HTML alone. */
static void
wrap_up(struct buf *out, const char *html)
{
	const char *amp;
	size_t n;

	buf_str(out, "<main>");
	for (; (amp = strchr(html, '&')) != NULL; html = amp + 1) {
		buf_add(out, html, (size_t)(amp + 1 - html));
		n = strspn(amp + 1, "#0123456789abcdefghijklmnopqrstuvwxyz");
		if (n == 0 || amp[1 + n] != ';')
			buf_str(out, "amp;");
	}
	buf_str(out, html);
	buf_str(out, "</main>");
}

/* Where the parser stumbled, as a line of the source. */
static int
source_line(const struct content *c, const char *html, int line)
{
	const char *end;
	char *text;
	struct arena *a;
	int found;

	while (--line > 0 && (end = strchr(html, '\n')) != NULL)
		html = end + 1;
	a = arena_new();
	text = arena_dupn(a, html, strcspn(html, "\n"));
	if (str_starts(text, "<main>"))
		text += strlen("<main>");
	/* a paragraph is no longer as it was written: what it begins with */
	if (str_starts(text, "<p>") && !strstr(c->source, text))
		text += strlen("<p>");
	text[strcspn(text, text[0] == '<' ? "" : "<")] = '\0';
	found = text[0] == '\0' ? 1 : content_line(c, text, 1);
	arena_free(a);
	return found;
}

static struct tree *
parse_body(struct shape *s, const char *body, int line)
{
	struct buf md = BUF_INIT, html = BUF_INIT, xml = BUF_INIT;
	struct xml_error err;
	struct tree *t = NULL;
	const char *what;
	int at;

	lift(s, &md, body, line);
	if (s->nfaults > 0)
		;
	else if (markdown_html(&html, buf_cstr(&md), md.len, &at) == -1)
		shape_fault(s, at + line - 1, at == 0 ? "ce texte est trop "
		    "long" : "trop de citations ou de listes imbriquées");
	else {
		wrap_up(&xml, buf_cstr(&html));
		t = tree_parse(s->arena, buf_cstr(&xml), xml.len, "html",
		    &err);
		if (t == NULL) {
			what = strstr(err.text, ": ");
			shape_fault(s, source_line(s->content, buf_cstr(&xml),
			    err.line), "le HTML de ce passage est mal formé : "
			    "%s", what == NULL ? err.text : what + 2);
		}
	}
	buf_free(&md);
	buf_free(&html);
	buf_free(&xml);
	return t;
}

/* Those of sections and divs are gone by now. */
static int
has_marks(struct node *n)
{
	const char *name, *value;
	struct node *c;
	size_t i;

	if (node_kind(n) == NODE_TEXT)
		return strstr(node_text(n), "{{") != NULL;
	if (node_kind(n) != NODE_ELEMENT)
		return 0;
	for (i = 0; node_attr_at(n, i, &name, &value); i++)
		if (strstr(value, "{{") != NULL)
			return 1;
	for (c = node_first(n); c != NULL; c = node_next(c))
		if (has_marks(c))
			return 1;
	return 0;
}

/* Where the body begins, and its line; NULL on a fault. */
static const char *
start(struct shape *s, struct content *c, const char *path,
    const char *const *known, int whole, int *line)
{
	static struct content_key none;

	*c = (struct content){ .file = arena_dup(s->arena, path),
		.source = "", .keys = &none };
	return read_source(s, path, whole) == -1 ? NULL : read_front(s, known,
	    line);
}

int
content_front(struct arena *a, const char *path, const char *const *known,
    struct content *c, struct buf *faults)
{
	struct shape s = { .arena = a, .content = c, .faults = faults };
	int line;

	return start(&s, c, path, known, 0, &line) == NULL || s.nfaults > 0 ?
	    -1 : 0;
}

int
content_read(struct arena *a, const char *path, const char *const *known,
    struct content *c, struct buf *faults)
{
	struct shape s = { .arena = a, .content = c, .faults = faults };
	const char *body;
	int line;

	if ((body = start(&s, c, path, known, 1, &line)) == NULL)
		return -1;
	check_entities(&s, body, line);
	c->tree = parse_body(&s, body, line);
	if (c->tree != NULL) {
		shape_tree(&s, tree_root(c->tree));
		typo_tree(tree_root(c->tree));
		c->has_marks = s.nmarks > 0 && has_marks(tree_root(c->tree));
	}
	return s.nfaults > 0 ? -1 : 0;
}
