/*
 * The set of programs, and running them: copying bytes and looking up paths.
 * Everything is written straight into the caller's buf.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "text/html.h"
#include "text/program.h"
#include "text/template.h"
#include "text/typo.h"

#define CALLS	64		/* templates inside one another */
#define NAMES	64		/* a page calls some fifty times */

/* A file that was read and not compiled yet. */
struct unread {
	struct unread	*next;
	const char	*name, *path;
	const char	*bytes;		/* NULL: done */
	size_t		 len;
};

/* What grows while a set is used. */
struct shelf {
	struct program	*programs;
	struct program	*by_name[NAMES];	/* the same, by hash */
	struct unread	*unread;
};

struct templates {
	struct arena	*arena;
	struct shelf	*shelf;
	const struct templates *below;	/* or NULL */
};

struct templates *
templates_new(struct arena *a)
{
	struct templates *t = arena_alloc(a, sizeof(*t));

	t->arena = a;
	t->shelf = arena_alloc(a, sizeof(*t->shelf));
	return t;
}

struct templates *
templates_over(struct arena *a, const struct templates *below)
{
	struct templates *t = templates_new(a);

	t->below = below;
	return t;
}

static struct program **
place_of(const struct templates *t, const char *name)
{
	unsigned h = 5381;

	for (; *name != '\0'; name++)
		h = h * 33 + (unsigned char)*name;
	return &t->shelf->by_name[h % NAMES];
}

/* Of those read in this set, not in the one below. */
static struct program *
find_read(const struct templates *t, const char *name)
{
	struct program *p = *place_of(t, name);

	while (p != NULL && !str_eq(p->name, name))
		p = p->same;
	return p;
}

static int
add(const struct templates *t, const char *name, const char *file,
    struct node *root, struct xml_error *err)
{
	struct program fresh = { 0 }, *p, **place = place_of(t, name);

	if (program_compile(t->arena, file, root, &fresh, err) == -1)
		return -1;
	if ((p = find_read(t, name)) == NULL) {
		p = arena_alloc(t->arena, sizeof(*p));
		p->name = arena_dup(t->arena, name);
		p->next = t->shelf->programs;
		t->shelf->programs = p;
		p->same = *place;
		*place = p;
	}
	p->file = fresh.file;
	p->ops = fresh.ops;
	p->nops = fresh.nops;
	return 0;
}

int
templates_add(struct templates *t, const char *name, const char *file,
    struct tree *tree, struct xml_error *err)
{
	return add(t, name, file, tree_root(tree), err);
}

/* One file: a template, and each part of a mail is another. */
static int
add_root(const struct templates *t, const char *path, const char *name,
    struct node *root, struct xml_error *err)
{
	struct node *part;

	typo_tree(root);
	if (add(t, name, path, root, err) == -1)
		return -1;
	if (!str_eq(node_name(root), "mail"))
		return 0;
	for (part = node_child(root, NULL); part != NULL;
	    part = node_sibling(part, NULL))
		if (add(t, arena_fmt(t->arena, "%s/%s", name,
		    node_name(part)), path, part, err) == -1)
			return -1;
	return 0;
}

/* As a tree, which goes when it has been compiled: programs keep nothing of it. */
static int
add_file(const struct templates *t, const char *path, const char *name,
    struct tree *tree, struct xml_error *err)
{
	int rc;

	if (tree == NULL)
		return -1;
	rc = add_root(t, path, name, tree_root(tree), err);
	tree_free(tree);
	return rc;
}

/* What its name says, or the file of which it would be a part. */
static int
belongs(const struct unread *u, const char *name)
{
	size_t n = strlen(u->name);

	return u->bytes != NULL && strncmp(u->name, name, n) == 0 &&
	    (name[n] == '\0' || name[n] == '/');
}

const struct program *
templates_find(const struct templates *t, const char *name)
{
	const struct program *p = find_read(t, name);
	struct xml_error err;
	struct unread *u;

	if (p != NULL)
		return p;
	for (u = t->shelf->unread; u != NULL; u = u->next)
		if (belongs(u, name)) {
			if (add_file(t, u->path, u->name, tree_parse(NULL,
			    u->bytes, u->len, u->path, &err), &err) == -1)
				fatalx("%s", err.text);
			u->bytes = NULL;
		}
	if ((p = find_read(t, name)) != NULL)
		return p;
	return t->below == NULL ? NULL : templates_find(t->below, name);
}

int
templates_has(const struct templates *t, const char *name)
{
	return templates_find(t, name) != NULL;
}

/* One more line in an error that may hold several. */
static void
gather(struct xml_error *all, const struct xml_error *one)
{
	size_t n = strlen(all->text);

	if (n == 0)
		*all = *one;
	else if (n + strlen(one->text) + 2 < sizeof(all->text))
		snprintf(all->text + n, sizeof(all->text) - n, "\n%s",
		    one->text);
}

static void
check_calls(const struct templates *t, const char *dir, struct xml_error *all)
{
	const struct program *p;
	struct xml_error one;
	size_t i;

	for (p = t->shelf->programs; p != NULL; p = p->next)
		for (i = 0; str_starts(p->file, dir) && i < p->nops; i++) {
			if (p->ops[i].kind != OP_CALL ||
			    templates_has(t, p->ops[i].name))
				continue;
			one.line = p->ops[i].line;
			snprintf(one.text, sizeof(one.text), "%.200s:%d: "
			    "aucun modèle ne s’appelle « %.100s »", p->file,
			    one.line, p->ops[i].name);
			gather(all, &one);
		}
}

static int
is_template_file(const struct dirent *e)
{
	return e->d_name[0] != '.' && (str_ends(e->d_name, ".html") ||
	    str_ends(e->d_name, ".xml"));
}

static int
read_now(struct templates *t, const char *path, const char *name,
    struct xml_error *err)
{
	return add_file(t, path, name, tree_load(NULL, path, err), err);
}

static int
read_later(struct templates *t, const char *path, const char *name,
    struct xml_error *err)
{
	struct unread *u = arena_alloc(t->arena, sizeof(*u));
	struct buf b = BUF_INIT;
	int rc = file_read(&b, path);

	if (rc == -1)
		snprintf(err->text, sizeof(err->text), "%.200s:1: illisible",
		    path);
	*u = (struct unread){
		t->shelf->unread, name, path,
		arena_dupn(t->arena, buf_cstr(&b), b.len), b.len
	};
	t->shelf->unread = u;
	buf_free(&b);
	return rc;
}

/* Each file of a folder, by name.  0 or -1. */
static int
read_folder(struct templates *t, const char *dir, int later,
    struct xml_error *all)
{
	struct dirent **list;
	struct xml_error one = { 0 };
	const char *file, *path, *name;
	int i, n;

	*all = one;
	if ((n = scandir(dir, &list, is_template_file, alphasort)) == -1) {
		snprintf(all->text, sizeof(all->text), "%.200s: %s", dir,
		    strerror(errno));
		return -1;
	}
	for (i = 0; i < n; i++) {
		file = list[i]->d_name;
		path = arena_fmt(t->arena, "%s/%s", dir, file);
		name = arena_dupn(t->arena, file,
		    (size_t)(strrchr(file, '.') - file));
		if ((later ? read_later(t, path, name, &one) :
		    read_now(t, path, name, &one)) == -1)
			gather(all, &one);
		free(list[i]);
	}
	free(list);
	return all->text[0] == '\0' ? 0 : -1;
}

int
templates_load(struct templates *t, const char *dir, struct xml_error *err)
{
	struct xml_error all;

	if (read_folder(t, dir, 0, &all) == 0)
		check_calls(t, dir, &all);
	if (err != NULL)
		*err = all;
	return all.text[0] == '\0' ? 0 : -1;
}

int
templates_open(struct templates *t, const char *dir, struct xml_error *err)
{
	return read_folder(t, dir, 1, err);
}

/* Running. */

struct run {
	struct buf	*out;
	const struct templates *set;
	enum template_mode mode;
	struct arena	*arena;		/* values that must be made */
	const struct program *content;	/* of a frame, or NULL */
	struct node	*model;
	size_t		 attr_at;	/* where the open attribute began */
	size_t		 value_at;	/* and its value */
	int		 calls;
};

static void
write_text(struct run *r, const char *s)
{
	if (r->mode == MODE_TEXT)
		buf_str(r->out, s);
	else
		html_escape(r->out, s);
}

static void
write_lines(struct run *r, const char *s)
{
	size_t n;

	for (;;) {
		n = strcspn(s, "\n");
		write_text(r, arena_dupn(r->arena, s, n));
		if (s[n] == '\0')
			return;
		buf_str(r->out, r->mode == MODE_HTML ? "<br>" : "<br/>");
		s += n + 1;
	}
}

static void
write_value(struct run *r, const struct op *op, struct node *at)
{
	const char *s = path_string(r->arena, op->path, at);
	int plain = op->in_attr || r->mode == MODE_TEXT;

	if (op->format == NULL) {
		write_text(r, s);
		return;
	}
	s = format_value(r->arena, op->format, s);
	if (!plain && format_markup(op->format) == FORMAT_LINES)
		write_lines(r, s);
	else if (!plain && format_markup(op->format) == FORMAT_ORDINAL &&
	    str_starts(s, "1er")) {
		buf_str(r->out, "1<sup>er</sup>");
		write_text(r, s + 3);
	} else
		write_text(r, s);
}

static void
write_markup(struct run *r, const struct op *op, struct node *at)
{
	struct node **nodes, *c;
	size_t i, n;

	n = path_nodes(r->arena, op->path, at, &nodes);
	for (i = 0; i < n; i++)
		for (c = node_first(nodes[i]); c != NULL; c = node_next(c))
			switch (r->mode) {
			case MODE_HTML:
				html_write(r->out, c);
				break;
			case MODE_XML:
				node_write(r->out, c);
				break;
			default:
				buf_str(r->out, node_string(r->arena, c));
			}
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
cut(struct buf *b, size_t len)
{
	b->len = len;
	if (b->data != NULL)
		b->data[len] = '\0';
}

/* The value is written: keep it, tidied, or take the attribute back. */
static void
end_attr(struct run *r, const char *name)
{
	struct buf *b = r->out;
	size_t from = r->value_at, to = b->len;

	while (to > from && is_blank(b->data[to - 1]))
		to--;
	while (from < to && is_blank(b->data[from]))
		from++;
	if (from == to) {
		cut(b, r->attr_at);
		return;
	}
	if (!str_eq(name, "value")) {
		memmove(b->data + r->value_at, b->data + from, to - from);
		cut(b, r->value_at + to - from);
	}
	buf_char(b, '"');
}

static void run_ops(struct run *, const struct program *, size_t from,
    size_t to, struct node *);

static void
run_program(struct run *r, const struct program *p, struct node *at)
{
	if (++r->calls > CALLS)
		fatalx("template: %s calls itself", p->name);
	run_ops(r, p, 0, p->nops, at);
	r->calls--;
}

static void
run_call(struct run *r, const struct program *caller, const struct op *op,
    struct node *at)
{
	const struct program *p = templates_find(r->set, op->name);
	struct node **nodes;

	if (p == NULL)
		fatalx("%s:%d: no template %s", caller->file, op->line,
		    op->name);
	if (op->path != NULL) {
		if (path_nodes(r->arena, op->path, at, &nodes) == 0)
			return;
		at = nodes[0];
	}
	run_program(r, p, at);
}

static void
run_block(struct run *r, const struct program *p, size_t i, struct node *at)
{
	const struct op *op = &p->ops[i];
	struct node **nodes;
	size_t n, k;

	if (op->kind == OP_IF) {
		if (path_true(r->arena, op->path, at))
			run_ops(r, p, i + 1, op->otherwise, at);
		else
			run_ops(r, p, op->otherwise, op->end, at);
		return;
	}
	n = path_nodes(r->arena, op->path, at, &nodes);
	if (n == 0)
		run_ops(r, p, op->otherwise, op->end, at);
	else if (op->kind == OP_WITH)
		n = 1;
	for (k = 0; k < n; k++)
		run_ops(r, p, i + 1, op->otherwise, nodes[k]);
}

static void
run_ops(struct run *r, const struct program *p, size_t from, size_t to,
    struct node *at)
{
	const struct op *op;
	size_t i = from;

	while (i < to) {
		op = &p->ops[i++];
		switch (op->kind) {
		case OP_LITERAL:
			buf_add(r->out, op->literal[r->mode].bytes,
			    op->literal[r->mode].len);
			break;
		case OP_VALUE:
			write_value(r, op, at);
			break;
		case OP_MARKUP:
			write_markup(r, op, at);
			break;
		case OP_IF:
		case OP_EACH:
		case OP_WITH:
			run_block(r, p, i - 1, at);
			i = op->end;
			break;
		case OP_CALL:
			run_call(r, p, op, at);
			break;
		case OP_CONTENT:
			if (r->content != NULL)
				run_program(r, r->content, r->model);
			break;
		case OP_ATTR:
			if (r->mode == MODE_TEXT) {
				i = op->end;
				break;
			}
			r->attr_at = r->out->len;
			buf_char(r->out, ' ');
			buf_str(r->out, op->name);
			buf_str(r->out, "=\"");
			r->value_at = r->out->len;
			break;
		case OP_ATTR_END:
			end_attr(r, op->name);
			break;
		}
	}
}

static void
start(struct buf *out, const struct templates *set, enum template_mode mode,
    const char *frame, const char *name, struct node *model)
{
	struct run r = { .out = out, .set = set, .mode = mode,
		.model = model };
	const struct program *p = templates_find(set, name), *outer = NULL;

	if (p == NULL || (frame != NULL && (outer = templates_find(set,
	    frame)) == NULL))
		fatalx("no template %s", p == NULL ? name : frame);
	r.arena = arena_new();
	if (outer != NULL) {
		r.content = p;
		p = outer;
	}
	run_program(&r, p, model);
	arena_free(r.arena);
}

void
template_run(struct buf *out, const struct templates *set, const char *name,
    struct node *model)
{
	start(out, set, MODE_HTML, NULL, name, model);
}

void
template_run_framed(struct buf *out, const struct templates *set,
    const char *frame, const char *name, struct node *model)
{
	start(out, set, MODE_HTML, frame, name, model);
}

void
template_run_xml(struct buf *out, const struct templates *set,
    const char *name, struct node *model)
{
	start(out, set, MODE_XML, NULL, name, model);
}

void
template_run_xml_framed(struct buf *out, const struct templates *set,
    const char *frame, const char *name, struct node *model)
{
	start(out, set, MODE_XML, frame, name, model);
}

void
template_run_text(struct buf *out, const struct templates *set,
    const char *name, struct node *model)
{
	struct buf b = BUF_INIT;
	const char *s, *end;
	int newlines = 0;

	start(&b, set, MODE_TEXT, NULL, name, model);
	for (end = buf_cstr(&b) + b.len; end > buf_cstr(&b) &&
	    is_blank(end[-1]); end--)
		;
	for (s = buf_cstr(&b); s < end && is_blank(*s); s++)
		;
	for (; s < end; s++) {
		newlines = *s == '\n' ? newlines + 1 : 0;
		if (newlines <= 2)
			buf_char(out, *s);
	}
	buf_free(&b);
}
