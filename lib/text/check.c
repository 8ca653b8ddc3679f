/*
 * template_check(): run a program without writing, with all the nodes that
 * each path can lead to at once, and report the paths that lead nowhere.
 */
#include <string.h>

#include "base/str.h"
#include "text/program.h"
#include "text/template.h"

#define CALLS	16

struct check {
	const struct templates *set;
	struct arena	*arena;
	struct buf	*faults;
	size_t		 nfaults;
	int		 calls;
};

struct nodes {
	struct node	**at;
	size_t		  n;
};

static void check_ops(struct check *, const struct program *, size_t,
    size_t, struct nodes);

static void
report(struct check *c, const struct program *p, const struct op *op,
    const char *what, const char *name)
{
	struct buf line = BUF_INIT;

	buf_fmt(&line, "%s:%d: %s « %s »\n", p->file, op->line, what, name);
	/* a template called twice says it once */
	if (strstr(buf_cstr(c->faults), buf_cstr(&line)) == NULL) {
		buf_str(c->faults, buf_cstr(&line));
		c->nfaults++;
	}
	buf_free(&line);
}

static void
check_path(struct check *c, const struct program *p, const struct op *op,
    struct nodes from)
{
	const char *missing;

	if (op->path != NULL && (missing = path_missing(c->arena, op->path,
	    from.at, from.n)) != NULL)
		report(c, p, op, "ce chemin ne mène à rien :", missing);
}

/* All that the path leads to, from all the nodes. */
static struct nodes
follow(struct check *c, const struct path *path, struct nodes from)
{
	struct nodes to = { NULL, 0 };
	struct node **some, **all;
	size_t i, n;

	if (path == NULL)
		return from;
	for (i = 0; i < from.n; i++) {
		n = path_nodes(c->arena, path, from.at[i], &some);
		if (n == 0)
			continue;
		all = arena_array(c->arena, to.n + n, sizeof(*all));
		if (to.n > 0)
			memcpy(all, to.at, to.n * sizeof(*all));
		memcpy(all + to.n, some, n * sizeof(*all));
		to = (struct nodes){ all, to.n + n };
	}
	return to;
}

static void
check_call(struct check *c, const struct program *p, const struct op *op,
    struct nodes from)
{
	const struct program *called = templates_find(c->set, op->name);
	struct nodes to = follow(c, op->path, from);

	if (called == NULL)
		report(c, p, op, "aucun modèle ne s’appelle", op->name);
	else if (to.n > 0 && c->calls < CALLS) {
		c->calls++;
		check_ops(c, called, 0, called->nops, to);
		c->calls--;
	}
}

static void
check_ops(struct check *c, const struct program *p, size_t from, size_t to,
    struct nodes at)
{
	const struct op *op;
	struct nodes inner;
	size_t i = from;

	while (i < to) {
		op = &p->ops[i];
		check_path(c, p, op, at);
		if (op->kind == OP_CALL)
			check_call(c, p, op, at);
		if (op->kind != OP_IF && op->kind != OP_EACH && op->kind !=
		    OP_WITH) {
			i++;
			continue;
		}
		inner = op->kind == OP_IF ? at : follow(c, op->path, at);
		if (inner.n > 0)
			check_ops(c, p, i + 1, op->otherwise, inner);
		check_ops(c, p, op->otherwise, op->end, at);
		i = op->end;
	}
}

size_t
template_check(const struct templates *set, const char *name,
    struct node *everything, struct buf *faults)
{
	struct check c = { .set = set, .faults = faults };
	const struct program *p = templates_find(set, name);
	struct nodes at = { &everything, 1 };

	if (p == NULL) {
		buf_fmt(faults, "aucun modèle ne s’appelle « %s »\n", name);
		return 1;
	}
	c.arena = arena_new();
	check_ops(&c, p, 0, p->nops, at);
	arena_free(c.arena);
	return c.nfaults;
}
