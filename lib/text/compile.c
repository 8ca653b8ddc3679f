/*
 * From a tree with marks to a program.
 *
 * Lines are counted here, because libxml2 gives texts the line of their end.
 * A mark that begins with « :N: » says its own line: trees made from another
 * form than XML (text/content.h) put it there.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/str.h"
#include "text/html.h"
#include "text/program.h"

#define NESTING	32

struct block {
	size_t	 op;
	int	 line;
	int	 has_else;
};

struct compiler {
	struct arena	*arena;
	const char	*file;
	struct xml_error *err;
	int		 failed;
	int		 line;
	int		 in_attr;
	const char	*raw;		/* name of script or style, or NULL */
	struct op	*ops;
	size_t		 n, size;
	struct buf	 literal[MODES];
	struct block	 open[NESTING];
	size_t		 depth;
};

static void __attribute__((format(printf, 2, 3)))
fault(struct compiler *c, const char *fmt, ...)
{
	char what[320];
	va_list ap;

	if (c->failed)
		return;
	c->failed = 1;
	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	if (c->err != NULL) {
		c->err->line = c->line;
		snprintf(c->err->text, sizeof(c->err->text), "%.150s:%d: %s",
		    c->file, c->line, what);
	}
}

static struct op *
new_op(struct compiler *c, enum op_kind kind)
{
	struct op *op;

	if (c->n == c->size) {
		c->size = c->size == 0 ? 64 : c->size * 2;
		c->ops = realloc(c->ops, c->size * sizeof(*c->ops));
		if (c->ops == NULL)
			fatal("compile");
	}
	op = &c->ops[c->n++];
	*op = (struct op){ .kind = kind, .line = c->line,
		.in_attr = c->in_attr };
	return op;
}

/* What was gathered as bytes becomes an operation. */
static void
flush(struct compiler *c)
{
	struct op *op;
	int m;

	if (c->literal[MODE_HTML].len + c->literal[MODE_XML].len +
	    c->literal[MODE_TEXT].len == 0)
		return;
	op = new_op(c, OP_LITERAL);
	for (m = 0; m < MODES; m++) {
		op->literal[m].len = c->literal[m].len;
		op->literal[m].bytes = arena_dupn(c->arena,
		    buf_cstr(&c->literal[m]), c->literal[m].len);
		buf_reset(&c->literal[m]);
	}
}

static struct op *
add_op(struct compiler *c, enum op_kind kind)
{
	flush(c);
	return new_op(c, kind);
}

static void
add_markup(struct compiler *c, const char *s)
{
	buf_str(&c->literal[MODE_HTML], s);
	buf_str(&c->literal[MODE_XML], s);
}

static void
add_text(struct compiler *c, const char *s, size_t n)
{
	const char *copy = arena_dupn(c->arena, s, n);

	if (c->raw != NULL)
		buf_str(&c->literal[MODE_HTML], copy);
	else
		html_escape(&c->literal[MODE_HTML], copy);
	html_escape(&c->literal[MODE_XML], copy);
	if (!c->in_attr)
		buf_str(&c->literal[MODE_TEXT], copy);
	for (; n > 0; n--)
		c->line += *s++ == '\n';
}

/* Marks. */

static const struct path *
compile_path(struct compiler *c, const char *expr)
{
	struct xml_error err;
	struct path *p;

	if (expr[0] == '\0') {
		fault(c, "il manque un chemin");
		return NULL;
	}
	if ((p = path_compile(c->arena, expr, &err)) == NULL)
		fault(c, "« %s » n’est pas une expression XPath", expr);
	return p;
}

static void
open_block(struct compiler *c, enum op_kind kind, const char *expr)
{
	struct op *op = add_op(c, kind);
	size_t at = c->n - 1;

	op->path = compile_path(c, expr);
	if (c->in_attr && kind != OP_IF)
		fault(c, "dans un attribut, seul « if » est permis");
	if (c->depth == NESTING) {
		fault(c, "trop de blocs les uns dans les autres");
		return;
	}
	c->open[c->depth++] = (struct block){ .op = at, .line = c->line };
}

/* base: how many blocks were open where this parent element began. */
static void
close_block(struct compiler *c, size_t base, int is_else)
{
	struct block *b;

	flush(c);
	if (c->depth == base) {
		fault(c, "« %s » sans bloc ouvert dans le même élément",
		    is_else ? "else" : "end");
		return;
	}
	b = &c->open[c->depth - 1];
	if (is_else && b->has_else) {
		fault(c, "deux « else » dans le même bloc");
		return;
	}
	if (is_else || !b->has_else)
		c->ops[b->op].otherwise = c->n;
	if (is_else)
		b->has_else = 1;
	else {
		c->ops[b->op].end = c->n;
		c->depth--;
	}
}

/* The last « | » that is neither quoted nor inside brackets, or NULL. */
static char *
find_bar(char *s)
{
	char quote = '\0', *bar = NULL;
	int depth = 0;

	for (; *s != '\0'; s++)
		if (quote != '\0')
			quote = *s == quote ? '\0' : quote;
		else if (*s == '\'' || *s == '"')
			quote = *s;
		else if (*s == '(' || *s == '[')
			depth++;
		else if (*s == ')' || *s == ']')
			depth--;
		else if (*s == '|' && depth == 0)
			bar = s;
	return bar;
}

static void
add_value(struct compiler *c, char *expr)
{
	struct op *op = add_op(c, OP_VALUE);
	char *bar = find_bar(expr);
	const char *name;

	if (bar != NULL) {
		*bar = '\0';
		name = str_trim(c->arena, bar + 1);
		if ((op->format = format_find(name)) == NULL)
			fault(c, "format inconnu « %s »", name);
	}
	op->path = compile_path(c, str_trim(c->arena, expr));
}

static void
add_call(struct compiler *c, char *rest)
{
	struct op *op = add_op(c, OP_CALL);
	size_t n = strcspn(rest, " \t\n");

	if (n == 0)
		fault(c, "« call » sans nom de modèle");
	op->name = arena_dupn(c->arena, rest, n);
	rest = str_trim(c->arena, rest + n);
	if (rest[0] != '\0')
		op->path = compile_path(c, rest);
}

/* If the mark begins with the word, what follows it; else NULL. */
static char *
after_word(struct compiler *c, char *mark, const char *word)
{
	size_t n = strlen(word);

	if (!str_starts(mark, word) || (mark[n] != '\0' &&
	    strchr(" \t\n", mark[n]) == NULL))
		return NULL;
	return str_trim(c->arena, mark + n);
}

static void
add_mark(struct compiler *c, size_t base, const char *s, size_t len)
{
	char *mark = str_trim(c->arena, arena_dupn(c->arena, s, len)), *rest;
	int outer = c->line;
	long line;

	if (mark[0] == ':' && (line = strtol(mark + 1, &rest, 10)) > 0 &&
	    *rest == ':') {
		c->line = (int)line;
		mark = str_trim(c->arena, rest + 1);
	}
	if (c->raw != NULL)
		fault(c, "pas de {{ }} dans <%s>", c->raw);
	else if ((rest = after_word(c, mark, "if")) != NULL)
		open_block(c, OP_IF, rest);
	else if ((rest = after_word(c, mark, "each")) != NULL)
		open_block(c, OP_EACH, rest);
	else if ((rest = after_word(c, mark, "with")) != NULL)
		open_block(c, OP_WITH, rest);
	else if (str_eq(mark, "else") || str_eq(mark, "end"))
		close_block(c, base, str_eq(mark, "else"));
	else if (c->in_attr && (after_word(c, mark, "call") != NULL ||
	    after_word(c, mark, "markup") != NULL ||
	    str_eq(mark, "content")))
		fault(c, "« %s » n’est pas permis dans un attribut", mark);
	else if ((rest = after_word(c, mark, "call")) != NULL)
		add_call(c, rest);
	else if ((rest = after_word(c, mark, "markup")) != NULL) {
		add_op(c, OP_MARKUP);
		c->ops[c->n - 1].path = compile_path(c, rest);
	} else if (str_eq(mark, "content"))
		add_op(c, OP_CONTENT);
	else
		add_value(c, mark);
	c->line = outer;
}

/* The end of the mark whose content begins at s: its « }} », or NULL. */
static const char *
mark_end(const char *s)
{
	char quote = '\0';

	for (; *s != '\0'; s++)
		if (quote != '\0')
			quote = *s == quote ? '\0' : quote;
		else if (*s == '\'' || *s == '"')
			quote = *s;
		else if (s[0] == '}' && s[1] == '}')
			return s;
		else if (s[0] == '{' && s[1] == '{')
			return NULL;
	return NULL;
}

/* Is it « if », « each », « with », « else » or « end »? */
static int
is_block_mark(const char *s, const char *end)
{
	static const char *const words[] = {
		"if", "each", "with", "else", "end"
	};
	size_t i, n;

	s += strspn(s, " \t\n");
	if (*s == ':') {
		n = 1 + strspn(s + 1, "0123456789");
		if (s[n] == ':')
			s += n + 1;
		s += strspn(s, " \t\n");
	}
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		n = strlen(words[i]);
		if (str_starts(s, words[i]) && (s + n == end ||
		    strchr(" \t\n", s[n]) != NULL))
			return 1;
	}
	return 0;
}

/*
 * Nothing but block marks and white space up to a character of stop: return
 * where, else NULL.  At least one mark must be there.
 */
static const char *
only_blocks(const char *s, char stop)
{
	const char *end;
	int marks = 0;

	for (;;) {
		s += strspn(s, stop == '\n' ? " \t" : " \t\n");
		if (*s == stop)
			return marks > 0 ? s : NULL;
		if (s[0] != '{' || s[1] != '{' ||
		    (end = mark_end(s + 2)) == NULL ||
		    !is_block_mark(s + 2, end))
			return NULL;
		s = end + 2;
		marks++;
	}
}

/* A text between two elements, or the value of an attribute. */
static void
compile_text(struct compiler *c, size_t base, const char *s)
{
	const char *end, *eol;
	size_t n;
	int at_start = 0;	/* of a line that began in this text */

	while (*s != '\0' && !c->failed) {
		if (at_start && (eol = only_blocks(s, '\n')) != NULL) {
			/* a line of marks leaves no line behind */
			for (; (s = strstr(s, "{{")) != NULL && s < eol;
			    s = end + 2) {
				end = mark_end(s + 2);
				add_mark(c, base, s + 2, (size_t)(end - s -
				    2));
			}
			s = eol + 1;
			c->line++;
			continue;
		}
		if (s[0] == '{' && s[1] == '{') {
			if ((end = mark_end(s + 2)) == NULL) {
				fault(c, "il manque « }} »");
				return;
			}
			add_mark(c, base, s + 2, (size_t)(end - s - 2));
			for (; s < end; s++)
				c->line += *s == '\n';
			s = end + 2;
			at_start = 0;
			continue;
		}
		for (n = 0; s[n] != '\0' && (s[n] != '{' || s[n + 1] != '{');
		    n++)
			if (s[n] == '\n') {
				n++;
				break;
			}
		add_text(c, s, n);
		at_start = !c->in_attr && s[n - 1] == '\n';
		s += n;
	}
}

/* Elements. */

static void
check_closed(struct compiler *c, size_t base)
{
	if (c->depth == base || c->failed)
		return;
	c->line = c->open[c->depth - 1].line;
	fault(c, "ce bloc n’a pas de {{ end }} dans le même élément");
}

static void
compile_attr(struct compiler *c, const char *name, const char *value)
{
	size_t at, base = c->depth;

	if (strstr(value, "{{") == NULL) {
		add_markup(c, " ");
		add_markup(c, name);
		add_markup(c, "=\"");
		c->in_attr = 1;
		add_text(c, value, strlen(value));
		c->in_attr = 0;
		add_markup(c, "\"");
		return;
	}
	add_op(c, OP_ATTR)->name = arena_dup(c->arena, name);
	at = c->n - 1;
	c->in_attr = 1;
	compile_text(c, base, value);
	check_closed(c, base);
	c->in_attr = 0;
	add_op(c, OP_ATTR_END);
	c->ops[c->n - 1].name = c->ops[at].name;
	c->ops[at].end = c->n;
}

static void compile_children(struct compiler *, struct node *);

static void
compile_element(struct compiler *c, struct node *n)
{
	const char *name = node_name(n), *attr, *value;
	int line = node_line(n);
	size_t i;

	if (line > c->line)
		c->line = line;
	add_markup(c, "<");
	add_markup(c, name);
	for (i = 0; node_attr_at(n, i, &attr, &value) && !c->failed; i++) {
		line = c->line;
		compile_attr(c, attr, value);
		c->line = line;
	}
	if (html_is_void(name)) {
		buf_str(&c->literal[MODE_HTML], ">");
		buf_str(&c->literal[MODE_XML], "/>");
		return;
	}
	if (html_is_shape(name) && node_first(n) == NULL) {
		add_markup(c, "/>");
		return;
	}
	add_markup(c, ">");
	if (str_eq(name, "script") || str_eq(name, "style"))
		c->raw = name;
	compile_children(c, n);
	c->raw = NULL;
	add_markup(c, "</");
	add_markup(c, name);
	add_markup(c, ">");
}

/* A paragraph of block marks alone, as Markdown makes them. */
static int
is_block_paragraph(struct node *n)
{
	struct node *c = node_first(n);

	return str_eq(node_name(n), "p") && c != NULL && node_next(c) ==
	    NULL && node_kind(c) == NODE_TEXT && only_blocks(node_text(c),
	    '\0') != NULL;
}

static int
ends_line(const struct buf *b)
{
	size_t n = b->len;

	while (n > 0 && (b->data[n - 1] == ' ' || b->data[n - 1] == '\t'))
		n--;
	return n > 0 && b->data[n - 1] == '\n';
}

/*
 * A comment goes; when it stood alone on its lines, they go with it.  Compile
 * the texts before it and return where the text after it begins, or NULL
 * when that is its very beginning.
 */
static const char *
pass_comment(struct compiler *c, size_t base, struct buf *run,
    struct node *comment)
{
	const char *s = node_text(comment), *after = "";
	struct node *next = node_next(comment);
	int alone, dropped = 0;

	if (next != NULL && node_kind(next) == NODE_TEXT)
		after = node_text(next) + strspn(node_text(next), " \t");
	if ((alone = ends_line(run) && *after == '\n')) {
		while (run->data[run->len - 1] != '\n')
			run->data[--run->len] = '\0';
		run->data[--run->len] = '\0';
		dropped = 1;
	}
	compile_text(c, base, buf_cstr(run));
	buf_reset(run);
	c->line += dropped;
	for (; *s != '\0'; s++)
		c->line += *s == '\n';
	return alone ? after : NULL;
}

static void
compile_children(struct compiler *c, struct node *parent)
{
	struct buf run = BUF_INIT;	/* texts that stand together */
	size_t base = c->depth;
	struct node *n;
	const char *rest = NULL;

	for (n = node_first(parent); n != NULL && !c->failed;
	    n = node_next(n)) {
		if (node_kind(n) == NODE_TEXT) {
			buf_str(&run, rest != NULL ? rest : node_text(n));
			rest = NULL;
		} else if (node_kind(n) == NODE_OTHER) {
			rest = pass_comment(c, base, &run, n);
		} else if (is_block_paragraph(n)) {
			buf_str(&run, str_trim(c->arena,
			    node_text(node_first(n))));
		} else {
			compile_text(c, base, buf_cstr(&run));
			buf_reset(&run);
			if (!c->failed)
				compile_element(c, n);
		}
	}
	if (!c->failed)
		compile_text(c, base, buf_cstr(&run));
	check_closed(c, base);
	buf_free(&run);
}

/* What a <gabarit> holds begins and ends without white space. */
static void
trim(struct op *first, struct op *last)
{
	size_t n;
	int m;

	for (m = 0; m < MODES; m++) {
		if (first->kind == OP_LITERAL) {
			n = strspn(first->literal[m].bytes, " \t\n");
			first->literal[m].bytes += n;
			first->literal[m].len -= n;
		}
		while (last->kind == OP_LITERAL && last->literal[m].len > 0 &&
		    strchr(" \t\n", last->literal[m].bytes[
		    last->literal[m].len - 1]) != NULL)
			last->literal[m].len--;
	}
}

int
program_compile(struct arena *a, const char *file, struct node *root,
    struct program *p, struct xml_error *err)
{
	struct compiler c = { .arena = a, .file = file, .err = err,
		.line = 1 };
	int m;

	if (str_eq(node_name(root), "gabarit")) {
		c.line = node_line(root);
		compile_children(&c, root);
		flush(&c);
		if (!c.failed && c.n > 0)
			trim(&c.ops[0], &c.ops[c.n - 1]);
	} else {
		if (str_eq(node_name(root), "html"))
			buf_str(&c.literal[MODE_HTML], "<!DOCTYPE html>\n");
		compile_element(&c, root);
		if (str_eq(node_name(root), "html"))
			add_markup(&c, "\n");
	}
	flush(&c);
	if (!c.failed) {
		p->file = arena_dup(a, file);
		p->ops = arena_array(a, c.n + 1, sizeof(*p->ops));
		if (c.n > 0)
			memcpy(p->ops, c.ops, c.n * sizeof(*p->ops));
		p->nops = c.n;
	}
	free(c.ops);
	for (m = 0; m < MODES; m++)
		buf_free(&c.literal[m]);
	return c.failed ? -1 : 0;
}
