/*
 * Structure first (sections, articles), then the details of each element, then
 * white space, so that what is written can be read and compared.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "port/unicode.h"
#include "text/shape.h"

#define NESTING	16

static int
is_element(const struct node *n, const char *name)
{
	return n != NULL && node_kind(n) == NODE_ELEMENT && str_eq(
	    node_name(n), name);
}

/* Marks. */

/* The text with marks where their tokens stood. */
static const char *
unlift(struct shape *s, const char *text)
{
	struct buf b = BUF_INIT;
	const char *p, *copy;
	char *end;
	unsigned long n;

	while ((p = strstr(text, SHAPE_TOKEN)) != NULL) {
		n = strtoul(p + strlen(SHAPE_TOKEN), &end, 10);
		if (*end != 'X' || n >= s->nmarks)
			break;
		buf_add(&b, text, (size_t)(p - text));
		buf_str(&b, s->marks[n]);
		text = end + 1;
	}
	buf_str(&b, text);
	copy = arena_dup(s->arena, buf_cstr(&b));
	buf_free(&b);
	return copy;
}

static void
put_marks_back(struct shape *s, struct node *n)
{
	const char *name, *value;
	struct node *c;
	size_t i;

	for (i = 0; node_attr_at(n, i, &name, &value); i++)
		if (strstr(value, SHAPE_TOKEN) != NULL)
			node_set(n, name, unlift(s, value));
	for (c = node_first(n); c != NULL; c = node_next(c))
		if (node_kind(c) == NODE_ELEMENT)
			put_marks_back(s, c);
		else if (strstr(node_text(c), SHAPE_TOKEN) != NULL)
			node_retext(c, unlift(s, node_text(c)));
}

/* A mark as it stands in a text: « {{ :12: section a b }} ». */
struct mark {
	const char	*start;		/* of the braces */
	const char	*end;		/* behind them */
	int		 line;
	const char	*word;		/* « section » */
	const char	*rest;		/* « a b » */
};

/* Read the mark at or after p, past white space only; 0 when there is none. */
static int
next_mark(struct shape *s, const char *p, struct mark *m)
{
	char *text, *rest;

	p += strspn(p, " \t\n");
	if (!str_starts(p, "{{ :") || (m->end = strstr(p, " }}")) == NULL)
		return 0;
	m->start = p;
	m->end += strlen(" }}");
	m->line = (int)strtol(p + strlen("{{ :"), &text, 10);
	text = arena_dupn(s->arena, text + 1, (size_t)(m->end - 3 - text -
	    1));
	text = str_trim(s->arena, text);
	rest = text + strcspn(text, " \t\n");
	m->rest = str_trim(s->arena, rest);
	*rest = '\0';
	m->word = text;
	return 1;
}

static int
makes_element(const struct mark *m)
{
	return str_eq(m->word, "section") || str_eq(m->word, "div");
}

static int
opens_block(const struct mark *m)
{
	return str_eq(m->word, "if") || str_eq(m->word, "each") ||
	    str_eq(m->word, "with");
}

static int
is_whole(const struct mark *m)
{
	return str_eq(m->word, "call") || str_eq(m->word, "content") ||
	    str_eq(m->word, "markup");
}

/* A paragraph of nothing but marks of blocks and calls. */
static int
is_marks(struct shape *s, struct node *n)
{
	struct node *c = node_first(n);
	struct mark m;
	const char *p;
	int marks = 0;

	if (!is_element(n, "p") || c == NULL || node_next(c) != NULL ||
	    node_kind(c) != NODE_TEXT)
		return 0;
	for (p = node_text(c); next_mark(s, p, &m); p = m.end) {
		if (!makes_element(&m) && !opens_block(&m) && !is_whole(&m) &&
		    !str_eq(m.word, "else") && !str_eq(m.word, "end"))
			return 0;
		marks++;
	}
	return marks > 0 && str_is_blank(p);
}

/* <p>{{ div qui }}Adultes{{ end }}</p> becomes <div class="qui">. */
static void
rename_paragraph(struct shape *s, struct node *p)
{
	struct node *first = node_first(p), *last = first;
	const char *text;
	struct mark m;
	size_t n, k;

	if (!is_element(p, "p") || first == NULL || node_kind(first) !=
	    NODE_TEXT || !next_mark(s, node_text(first), &m) ||
	    !makes_element(&m))
		return;
	while (node_next(last) != NULL)
		last = node_next(last);
	node_rename(p, m.word);
	if (m.rest[0] != '\0')
		node_set(p, "class", m.rest);
	node_retext(first, arena_dup(s->arena, m.end));
	text = node_kind(last) == NODE_TEXT ? node_text(last) : "";
	n = strlen(text);
	for (k = n; k > 0 && !str_starts(text + k, "{{ :"); k--)
		;
	if (!next_mark(s, text + k, &m) || !str_eq(m.word, "end") ||
	    !str_is_blank(m.end)) {
		shape_fault(s, m.line, "mettez {{ %s }} seul sur sa ligne, ou "
		    "fermez-le sur la même", node_name(p));
		return;
	}
	node_retext(last, arena_dupn(s->arena, text, k));
}

/* Sections: moving what stands between two marks into an element. */

struct builder {
	struct shape	*s;
	struct node	*root;
	struct { struct node *element; int line; const char *word; }
			 open[NESTING];	/* element NULL: if, each, with */
	size_t		 depth;
};

/* The element that what comes now goes into. */
static struct node *
current(const struct builder *b)
{
	size_t i;

	for (i = b->depth; i-- > 0; )
		if (b->open[i].element != NULL)
			return b->open[i].element;
	return b->root;
}

static void
apply_mark(struct builder *b, const struct mark *m, struct node *before)
{
	struct node *at = current(b), *fresh = NULL;
	const char *text = arena_fmt(b->s->arena, "\n%.*s\n",
	    (int)(m->end - m->start), m->start);
	int element;

	if (str_eq(m->word, "end") && b->depth == 0) {
		shape_fault(b->s, m->line, "ce {{ end }} ne ferme rien");
		return;
	}
	element = str_eq(m->word, "end") ?
	    b->open[--b->depth].element != NULL : makes_element(m);
	if (!element && at == b->root)
		node_add_text_before(before, text);
	else if (!element)
		node_append(at, text);
	if (!makes_element(m) && !opens_block(m))
		return;
	if (b->depth == NESTING) {
		shape_fault(b->s, m->line, "trop de blocs les uns dans les "
		    "autres");
		return;
	}
	if (element) {
		fresh = at == b->root ? node_add_before(before, m->word) :
		    node_add(at, m->word);
		if (m->rest[0] != '\0')
			node_set(fresh, "class", m->rest);
	}
	b->open[b->depth].element = fresh;
	b->open[b->depth].line = m->line;
	b->open[b->depth++].word = m->word;
}

static void
build_sections(struct shape *s, struct node *root)
{
	struct builder b = { .s = s, .root = root };
	struct node *n, *next;
	struct mark m;
	const char *p;

	for (n = node_first(root); n != NULL; n = next) {
		next = node_next(n);
		if (node_kind(n) == NODE_ELEMENT && is_marks(s, n)) {
			for (p = node_text(node_first(n)); next_mark(s, p, &m);
			    p = m.end)
				apply_mark(&b, &m, n);
			node_remove(n);
			continue;
		}
		if (node_kind(n) == NODE_ELEMENT)
			rename_paragraph(s, n);
		if (current(&b) != root)
			node_move_into(n, current(&b));
	}
	while (b.depth-- > 0)
		shape_fault(s, b.open[b.depth].line, "ce {{ %s }} n’a pas de "
		    "{{ end }}", b.open[b.depth].word);
}

/* Articles. */

static struct node *
next_element(struct node *n)
{
	for (n = node_next(n); n != NULL; n = node_next(n))
		if (node_kind(n) == NODE_ELEMENT)
			return n;
		else if (!str_is_blank(node_text(n)))
			return NULL;
	return NULL;
}

/* How far a text of marks goes up or down; 1 when it leaves the block. */
static int
leaves(struct shape *s, const char *text, int *depth)
{
	struct mark m;

	for (; next_mark(s, text, &m); text = m.end) {
		if (opens_block(&m))
			++*depth;
		else if (str_eq(m.word, "end"))
			--*depth;
		if (*depth < 0 || (*depth == 0 && str_eq(m.word, "else")))
			return 1;
	}
	return 0;
}

static void
build_article(struct shape *s, struct node *h2, struct node *quote)
{
	struct node *article = node_add_before(h2, "section"), *n, *next;
	struct node *opened = NULL;	/* the text that opened a block */
	int depth = 0, before;

	node_set(article, "class", "article");
	n = node_next(quote);
	node_rename(quote, "aside");
	node_set(quote, "class", "clair");
	node_move_into(quote, article);
	node_move_into(h2, article);
	for (; n != NULL; n = next) {
		next = node_next(n);
		before = depth;
		if (is_element(n, "h1") || is_element(n, "h2") ||
		    is_element(n, "section") || (node_kind(n) == NODE_TEXT &&
		    leaves(s, node_text(n), &depth)))
			break;
		if (before == 0 && depth > 0)
			opened = n;
		node_move_into(n, article);
	}
	/* a block that holds what ended the article stays outside, whole */
	for (; depth > 0 && n != NULL && opened != NULL; opened = next) {
		next = node_next(opened);
		node_move_before(opened, n);
	}
}

static void
build_articles(struct shape *s, struct node *parent)
{
	struct node *n, *quote;

	for (n = node_first(parent); n != NULL; n = node_next(n)) {
		if (is_element(n, "section") || is_element(n, "div"))
			build_articles(s, n);
		if (!is_element(n, "h2") || str_eq(node_attr_or(parent,
		    "class", ""), "article"))
			continue;
		quote = next_element(n);
		if (is_element(quote, "blockquote")) {
			build_article(s, n, quote);
			n = node_parent(n);
		}
	}
}

/* Details. */

/* Letters and digits of a heading, in ASCII, joined by dashes. */
static const char *
slug(struct shape *s, const char *text)
{
	struct buf b = BUF_INIT;
	const char *p, *end;

	for (; (p = strstr(text, "{{")) != NULL && (end = strstr(p, "}}")) !=
	    NULL; text = end + 2)
		buf_add(&b, text, (size_t)(p - text));
	buf_str(&b, text);
	text = unicode_fold(s->arena, buf_cstr(&b));
	buf_reset(&b);
	for (; *text != '\0'; text++)
		if ((*text >= 'a' && *text <= 'z') ||
		    (*text >= '0' && *text <= '9'))
			buf_char(&b, *text);
		else if (b.len > 0 && b.data[b.len - 1] != '-')
			buf_char(&b, '-');
	while (b.len > 0 && b.data[b.len - 1] == '-')
		b.data[--b.len] = '\0';
	text = arena_dup(s->arena, b.len == 0 ? "titre" : buf_cstr(&b));
	buf_free(&b);
	return text;
}

static int
has_id(struct node *n, const char *id)
{
	struct node *c;

	if (str_eq(node_attr_or(n, "id", ""), id))
		return 1;
	for (c = node_child(n, NULL); c != NULL; c = node_sibling(c, NULL))
		if (has_id(c, id))
			return 1;
	return 0;
}

static void
name_headings(struct shape *s, struct node *n, struct node *root)
{
	const char *name = node_name(n), *base, *id;
	struct node *c;
	int i = 1;

	if (name[0] == 'h' && name[1] >= '2' && name[1] <= '6' && name[2] ==
	    '\0' && node_attr(n, "id") == NULL) {
		id = base = slug(s, node_string(s->arena, n));
		while (has_id(root, id))
			id = arena_fmt(s->arena, "%s-%d", base, ++i);
		node_set(n, "id", id);
	}
	for (c = node_child(n, NULL); c != NULL; c = node_sibling(c, NULL))
		name_headings(s, c, root);
}

/* discount aligns columns with style, which our policy forbids. */
static void
fix_cell(struct shape *s, struct node *cell, int head)
{
	const char *style = node_attr_or(cell, "style", "");
	struct node *text = node_first(cell);

	if (text != NULL && node_next(text) == NULL && node_kind(text) ==
	    NODE_TEXT)
		node_retext(text, str_trim(s->arena, node_text(text)));

	if (strstr(style, "right") != NULL)
		node_set(cell, "class", "n");
	else if (strstr(style, "center") != NULL)
		node_set(cell, "class", "c");
	if (str_starts(style, "text-align"))
		node_unset(cell, "style");
	if (is_element(cell, "th") && node_attr(cell, "scope") == NULL)
		node_set(cell, "scope", head ? "col" : "row");
}

#define CAPTION	"Tableau :"

static void
fix_table(struct shape *s, struct node *table)
{
	struct node *part, *row, *cell, *p = NULL, *n, *t;
	const char *text;

	for (part = node_child(table, NULL); part != NULL;
	    part = node_sibling(part, NULL))
		for (row = node_child(part, "tr"); row != NULL;
		    row = node_sibling(row, "tr"))
			for (cell = node_child(row, NULL); cell != NULL;
			    cell = node_sibling(cell, NULL))
				fix_cell(s, cell, is_element(part, "thead"));
	if (node_child(table, "caption") != NULL)
		return;
	for (n = node_first(node_parent(table)); n != table;
	    n = node_next(n))
		if (node_kind(n) == NODE_ELEMENT)
			p = n;
	t = is_element(p, "p") ? node_first(p) : NULL;
	if (t == NULL || node_kind(t) != NODE_TEXT || !str_starts(
	    node_text(t), CAPTION)) {
		text = node_string(s->arena, table);
		text += strspn(text, " \t\n");
		shape_fault(s, content_line(s->content, arena_dupn(s->arena,
		    text, strcspn(text, "\n")), 1), "ajoutez avant ce tableau "
		    "un paragraphe « Tableau : … », qui sera sa légende");
		return;
	}
	text = node_text(t) + strlen(CAPTION);
	node_retext(t, arena_dup(s->arena, text + strspn(text, " ")));
	node_rename(p, "caption");
	node_move_before(p, node_first(table));
}

/* Which time does this address come? */
static size_t
nth(struct node *n, const struct node *upto, const char *value, int *found)
{
	struct node *c;
	size_t k = 0;

	if (str_eq(node_attr_or(n, "href", ""), value) ||
	    str_eq(node_attr_or(n, "src", ""), value))
		k++;
	if (n == upto)
		*found = 1;
	for (c = node_child(n, NULL); c != NULL && !*found;
	    c = node_sibling(c, NULL))
		k += nth(c, upto, value, found);
	return k;
}

static int
line_of(struct shape *s, struct node *root, struct node *n,
    const char *value)
{
	int found = 0;

	return content_line(s->content, value[0] == '\0' ? "](" : value,
	    nth(root, n, value, &found));
}

static void
check_link(struct shape *s, struct node *root, struct node *n)
{
	static const char *const good[] = {
		"/", "#", "https://", "mailto:", "tel:", "{{"
	};
	const char *href = node_attr_or(n, "href", "");
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (str_starts(href, good[i]) && !str_starts(href, "//"))
			break;
	if (i == sizeof(good) / sizeof(good[0]))
		shape_fault(s, line_of(s, root, n, href), "lien « %s » : "
		    "l’adresse doit commencer par /, #, https://, mailto: ou "
		    "tel:", href);
	if (str_is_blank(node_string(s->arena, n)) && node_child(n, "img") ==
	    NULL)
		shape_fault(s, line_of(s, root, n, href), "lien « %s » : "
		    "donnez-lui un texte", href);
	node_unset(n, "rel");
	if (node_attr(n, "rev") != NULL) {
		node_unset(n, "rev");
		node_set(n, "aria-label", "Retour au texte");
	}
}

static void
check_image(struct shape *s, struct node *root, struct node *n)
{
	const char *src = node_attr_or(n, "src", "");

	if (src[0] != '/' || src[1] == '/')
		shape_fault(s, line_of(s, root, n, src), "image « %s » : "
		    "l’adresse doit commencer par / : aucune image ne vient "
		    "d’ailleurs", src);
	if (str_is_blank(node_attr_or(n, "alt", "")))
		shape_fault(s, line_of(s, root, n, src), "image « %s » : "
		    "décrivez-la entre les crochets : ![description](…)",
		    src);
}

static void
check_allowed(struct shape *s, struct node *n)
{
	static const char elements[] = "a abbr aside blockquote br caption "
	    "cite code col colgroup dd del dfn div dl dt em figcaption figure "
	    "h1 h2 h3 h4 hr img kbd li main ol p pre q s samp section small "
	    "span strong sub sup table tbody td tfoot th thead time tr ul";
	static const char attributes[] = "alt cite class colspan datetime "
	    "height href id lang role rowspan scope src start tabindex "
	    "title width";
	const char *name, *value;
	size_t i;

	if (!str_has_word(elements, node_name(n)))
		shape_fault(s, content_line(s->content, arena_fmt(s->arena,
		    "<%s", node_name(n)), 1), "<%s> n’est pas permis ici",
		    node_name(n));
	for (i = 0; node_attr_at(n, i, &name, &value); i++)
		if (!str_has_word(attributes, name) && !str_starts(name, "aria-"))
			shape_fault(s, content_line(s->content, arena_fmt(
			    s->arena, " %s=", name), 1), "l’attribut %s n’est "
			    "pas permis ici", name);
}

static void
fix(struct shape *s, struct node *n, struct node *root)
{
	struct node *c, *next;

	if (is_element(n, "a"))
		check_link(s, root, n);
	else if (is_element(n, "img"))
		check_image(s, root, n);
	else if (is_element(n, "table"))
		fix_table(s, n);
	check_allowed(s, n);
	for (c = node_first(n); c != NULL; c = next) {
		next = node_next(c);
		if (node_kind(c) == NODE_ELEMENT)
			fix(s, c, root);
		else if (!is_element(n, "code") && strstr(node_text(c), "](")
		    != NULL)
			shape_fault(s, content_line(s->content, arena_dupn(
			    s->arena, strstr(node_text(c), "]("), strcspn(
			    strstr(node_text(c), "]("), " \n)")), 1), "lien "
			    "mal formé : écrivez [texte](/adresse)");
	}
}

/* White space: one child a line in what holds blocks. */

static int
holds_blocks(struct node *n)
{
	static const char inside[] = "main section div aside blockquote ul ol "
	    "dl table thead tbody tfoot tr figure";
	static const char inlines[] = "a abbr br cite code del dfn em img kbd "
	    "q s samp small span strong sub sup time";
	struct node *c;

	if (!str_has_word(inside, node_name(n)) || node_child(n, NULL) == NULL)
		return 0;
	for (c = node_child(n, NULL); c != NULL; c = node_sibling(c, NULL))
		if (str_has_word(inlines, node_name(c)))
			return 0;
	return 1;
}

static void
tidy(struct shape *s, struct node *n)
{
	struct node *c, *next;
	int blocks = holds_blocks(n);

	for (c = node_first(n); c != NULL; c = next) {
		next = node_next(c);
		if (node_kind(c) == NODE_ELEMENT) {
			tidy(s, c);
			if (blocks)
				node_add_text_before(c, "\n");
		} else if (blocks && str_is_blank(node_text(c)))
			node_remove(c);
		else if (blocks)
			node_retext(c, arena_fmt(s->arena, "\n%s",
			    str_trim(s->arena, node_text(c))));
	}
	if (blocks)
		node_append(n, "\n");
}

void
shape_tree(struct shape *s, struct node *main)
{
	put_marks_back(s, main);
	build_sections(s, main);
	if (s->nfaults > 0)
		return;
	build_articles(s, main);
	fix(s, main, main);
	name_headings(s, main, main);
	tidy(s, main);
}
