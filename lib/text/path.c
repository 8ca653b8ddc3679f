/*
 * A simple expression is a small tree of tests whose leaves are walks: names
 * of child elements one after the other, ended perhaps by an attribute.
 * Invariant: what parse_test() accepts means the same in XPath 1.0; anything
 * it does not know is left to libxml2.
 */
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "text/path.h"

enum test_kind { TEST_PATH, TEST_EQUAL, TEST_DIFFERS, TEST_NOT, TEST_AND,
	TEST_OR };

#define STEPS	8

struct walk {
	int		 absolute;	/* from the document's root element */
	int		 up;		/* number of leading ".." */
	size_t		 n;
	const char	*steps[STEPS];	/* child elements */
	const char	*attr;		/* or NULL */
};

struct test {
	enum test_kind	 kind;
	struct walk	 walk;
	const char	*literal;
	struct test	*a, *b;
};

struct path {
	const char	*text;
	struct xpath	*xpath;		/* NULL: test does it all */
	struct test	*test;		/* NULL: libxml2 does it */
};

/* Parsing the simple ones. */

static void
skip(const char **p)
{
	*p += strspn(*p, " \t\n");
}

static int
is_name_byte(unsigned char c, int first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    c >= 0x80 || (!first && ((c >= '0' && c <= '9') || c == '-' ||
	    c == '.'));
}

static const char *
parse_name(struct arena *a, const char **p)
{
	const char *s = *p;

	if (!is_name_byte((unsigned char)*s, 1))
		return NULL;
	while (is_name_byte((unsigned char)**p, 0))
		(*p)++;
	return arena_dupn(a, s, (size_t)(*p - s));
}

/* 0, or -1 when it is more than a walk. */
static int
parse_walk(struct arena *a, const char **p, struct walk *w)
{
	const char *name;

	*w = (struct walk){ 0 };
	if (**p == '/') {
		(*p)++;
		/* the first step names the root element, see walk_start() */
		w->absolute = 1;
	} else if (str_starts(*p, "..")) {
		do {
			*p += 2;
			w->up++;
			if (**p != '/')
				return 0;
			(*p)++;
		} while (str_starts(*p, ".."));
	} else if (**p == '.') {
		if (*++*p != '/')
			return 0;
		(*p)++;
	}
	for (;;) {
		if (**p == '@') {
			(*p)++;
			w->attr = parse_name(a, p);
			return w->attr == NULL || (w->absolute && w->n == 0) ?
			    -1 : 0;
		}
		if ((name = parse_name(a, p)) == NULL || w->n == STEPS)
			return -1;
		w->steps[w->n++] = name;
		if (**p != '/')
			return 0;
		(*p)++;
	}
}

static const char *
parse_literal(struct arena *a, const char **p)
{
	const char *s = *p, *end;

	if ((*s != '\'' && *s != '"') || (end = strchr(s + 1, *s)) == NULL)
		return NULL;
	*p = end + 1;
	return arena_dupn(a, s + 1, (size_t)(end - s - 1));
}

static struct test *parse_or(struct arena *, const char **, int);

#define DEPTH	20

static struct test *
parse_one(struct arena *a, const char **p, int depth)
{
	struct test *t = arena_alloc(a, sizeof(*t));
	int not = str_starts(*p, "not(");

	if (not || **p == '(') {
		*p += not ? 4 : 1;
		skip(p);
		if (depth > DEPTH || (t->a = parse_or(a, p, depth + 1)) ==
		    NULL || **p != ')')
			return NULL;
		(*p)++;
		skip(p);
		/* (x) = 'y' and the like are left to libxml2 */
		if (!not && (t->a->kind == TEST_PATH || t->a->kind ==
		    TEST_NOT))
			return NULL;
		if (!not)
			return t->a;
		t->kind = TEST_NOT;
		return t;
	}
	if (parse_walk(a, p, &t->walk) == -1)
		return NULL;
	skip(p);
	t->kind = TEST_PATH;
	if (**p == '=')
		t->kind = TEST_EQUAL, *p += 1;
	else if (str_starts(*p, "!="))
		t->kind = TEST_DIFFERS, *p += 2;
	if (t->kind != TEST_PATH) {
		skip(p);
		if ((t->literal = parse_literal(a, p)) == NULL)
			return NULL;
		skip(p);
	}
	return t;
}

/* The word, not the beginning of a longer name. */
static int
take_word(const char **p, const char *word)
{
	size_t n = strlen(word);

	if (!str_starts(*p, word) || is_name_byte((unsigned char)(*p)[n], 0))
		return 0;
	*p += n;
	skip(p);
	return 1;
}

static struct test *
parse_and(struct arena *a, const char **p, int depth)
{
	struct test *t = parse_one(a, p, depth), *both;

	while (t != NULL && take_word(p, "and")) {
		both = arena_alloc(a, sizeof(*both));
		both->kind = TEST_AND;
		both->a = t;
		both->b = parse_one(a, p, depth);
		t = both->b == NULL ? NULL : both;
	}
	return t;
}

static struct test *
parse_or(struct arena *a, const char **p, int depth)
{
	struct test *t = parse_and(a, p, depth), *either;

	while (t != NULL && take_word(p, "or")) {
		either = arena_alloc(a, sizeof(*either));
		either->kind = TEST_OR;
		either->a = t;
		either->b = parse_and(a, p, depth);
		t = either->b == NULL ? NULL : either;
	}
	return t;
}

struct path *
path_compile(struct arena *a, const char *expr, struct xml_error *err)
{
	struct path *p = arena_alloc(a, sizeof(*p));
	const char *s = expr;

	p->text = arena_dup(a, expr);
	skip(&s);
	p->test = parse_or(a, &s, 0);
	if (*s != '\0')
		p->test = NULL;
	if (p->test != NULL)	/* libxml2 says whether it is one, no more */
		return xpath_check(expr, err) == -1 ? NULL : p;
	p->xpath = xpath_compile(a, expr, err);
	return p->xpath == NULL ? NULL : p;
}

/* Walking. */

enum want { WANT_FIRST, WANT_EQUAL, WANT_DIFFERENT, WANT_ALL };

struct search {
	struct arena	*arena;
	const struct walk *walk;
	enum want	 want;
	const char	*literal;
	struct node	*found;
	struct node	**all;
	size_t		 n, size;
};

static const char *
value_of(struct arena *a, struct node *n)
{
	struct node *c;

	if (node_kind(n) == NODE_TEXT)
		return node_text(n);
	if ((c = node_first(n)) == NULL)
		return "";
	if (node_kind(c) == NODE_TEXT && node_next(c) == NULL)
		return node_text(c);
	return node_string(a, n);
}

/* 1 when the search is over. */
static int
arrive(struct search *s, struct node *n)
{
	const char *value = NULL;
	struct node **more;

	if (s->walk->attr != NULL && (value = node_attr(n, s->walk->attr)) ==
	    NULL)
		return 0;
	switch (s->want) {
	case WANT_FIRST:
		break;
	case WANT_EQUAL:
	case WANT_DIFFERENT:
		if (value == NULL)
			value = value_of(s->arena, n);
		if (str_eq(value, s->literal) != (s->want == WANT_EQUAL))
			return 0;
		break;
	case WANT_ALL:
		if (s->n == s->size) {
			s->size = s->size == 0 ? 16 : s->size * 2;
			more = arena_array(s->arena, s->size, sizeof(*more));
			if (s->n > 0)
				memcpy(more, s->all, s->n * sizeof(*more));
			s->all = more;
		}
		s->all[s->n++] = n;
		return 0;
	}
	s->found = n;
	return 1;
}

static int
walk_on(struct search *s, size_t step, struct node *at)
{
	struct node *c;

	if (step == s->walk->n)
		return arrive(s, at);
	for (c = node_child(at, s->walk->steps[step]); c != NULL;
	    c = node_sibling(c, s->walk->steps[step]))
		if (walk_on(s, step + 1, c))
			return 1;
	return 0;
}

static int
walk(struct search *s, struct node *at)
{
	struct node *up;
	int i;

	if (s->walk->absolute) {
		while ((up = node_parent(at)) != NULL)
			at = up;
		if (node_kind(at) != NODE_ELEMENT ||
		    !str_eq(node_name(at), s->walk->steps[0]))
			return 0;
		return walk_on(s, 1, at);
	}
	for (i = 0; i < s->walk->up; i++)
		if ((at = node_parent(at)) == NULL)
			return 0;
	return walk_on(s, 0, at);
}

static int
holds(struct arena *a, const struct test *t, struct node *at)
{
	struct search s = { .arena = a, .walk = &t->walk,
		.literal = t->literal };

	switch (t->kind) {
	case TEST_NOT:
		return !holds(a, t->a, at);
	case TEST_AND:
		return holds(a, t->a, at) && holds(a, t->b, at);
	case TEST_OR:
		return holds(a, t->a, at) || holds(a, t->b, at);
	case TEST_EQUAL:
		s.want = WANT_EQUAL;
		break;
	case TEST_DIFFERS:
		s.want = WANT_DIFFERENT;
		break;
	case TEST_PATH:
		s.want = WANT_FIRST;
	}
	return walk(&s, at);
}

int
path_true(struct arena *a, const struct path *p, struct node *at)
{
	return p->test != NULL ? holds(a, p->test, at) :
	    xpath_true(p->xpath, at);
}

const char *
path_string(struct arena *a, const struct path *p, struct node *at)
{
	struct search s = { .arena = a, .want = WANT_FIRST };

	if (p->test == NULL)
		return xpath_string(a, p->xpath, at);
	if (p->test->kind != TEST_PATH)
		return holds(a, p->test, at) ? "true" : "false";
	s.walk = &p->test->walk;
	if (!walk(&s, at))
		return "";
	return s.walk->attr != NULL ? node_attr(s.found, s.walk->attr) :
	    value_of(a, s.found);
}

size_t
path_nodes(struct arena *a, const struct path *p, struct node *at,
    struct node ***out)
{
	struct search s = { .arena = a, .want = WANT_ALL };

	*out = NULL;
	if (p->test == NULL)
		return xpath_nodes(a, p->xpath, at, out);
	if (p->test->kind != TEST_PATH)
		return 0;		/* true or false: no nodes */
	if (p->test->walk.attr != NULL)	/* nobody asks for these: not kept */
		return xpath_nodes(a, xpath_compile(a, p->text, NULL), at,
		    out);
	s.walk = &p->test->walk;
	walk(&s, at);
	*out = s.all;
	return s.n;
}

/*
 * Looking for location paths inside any expression.  Predicates are looked
 * at on their own, from where they stand, and taken out of the path.
 */

struct scan {
	struct arena	*arena;
	const char	*p;
	struct node *const *from;
	size_t		 n;
	const char	*missing;
	int		 depth;
};

static int
finds(struct scan *s, const char *path)
{
	struct xml_error err;
	struct node **out;
	struct xpath *x;
	size_t i;

	if ((x = xpath_compile(s->arena, path, &err)) == NULL)
		return 1;		/* misread by us: say nothing */
	for (i = 0; i < s->n; i++)
		if (xpath_nodes(s->arena, x, s->from[i], &out) > 0)
			return 1;
	return 0;
}

static void scan_expr(struct scan *, const char *prefix);

/* At « [ »: look inside, from the nodes that prefix leads to. */
static void
scan_predicate(struct scan *s, const char *prefix)
{
	s->p++;
	s->depth++;
	if (s->depth < DEPTH)
		scan_expr(s, prefix);
	s->depth--;
	if (*s->p == ']')
		s->p++;
}

/* At the beginning of a location path: read it whole. */
static void
scan_path(struct scan *s, const char *prefix)
{
	struct buf b = BUF_INIT;
	const char *start;
	int absolute = *s->p == '/';

	if (!absolute && prefix[0] != '\0')
		buf_fmt(&b, "%s/", prefix);
	for (;;) {
		start = s->p;
		while (*s->p == '/' || *s->p == '@' || *s->p == '.' ||
		    *s->p == '*' || is_name_byte((unsigned char)*s->p, 0) ||
		    str_starts(s->p, "::"))
			s->p += str_starts(s->p, "::") ? 2 : 1;
		buf_add(&b, start, (size_t)(s->p - start));
		if (str_starts(s->p, "()")) {	/* text(), node() */
			buf_str(&b, "()");
			s->p += 2;
		} else if (*s->p == '[')
			scan_predicate(s, arena_dup(s->arena, buf_cstr(&b)));
		else
			break;
	}
	if (s->missing == NULL && !finds(s, buf_cstr(&b)))
		s->missing = arena_dup(s->arena, buf_cstr(&b));
	buf_free(&b);
}

static int
is_node_test(const char *name, size_t n)
{
	return (n == 4 && (memcmp(name, "text", 4) == 0 ||
	    memcmp(name, "node", 4) == 0)) ||
	    (n == 7 && memcmp(name, "comment", 7) == 0);
}

static void
scan_expr(struct scan *s, const char *prefix)
{
	int operand = 0;	/* was an operand just read? */
	const char *end;
	size_t n;

	while (*s->p != '\0' && *s->p != ']') {
		if (*s->p == '\'' || *s->p == '"') {
			if ((end = strchr(s->p + 1, *s->p)) == NULL)
				return;
			s->p = end + 1;
			operand = 1;
			continue;
		}
		for (n = 0; is_name_byte((unsigned char)s->p[n], n == 0); n++)
			;
		if (n > 0 && s->p[n] == '(' && !is_node_test(s->p, n)) {
			s->p += n + 1;		/* a function */
			operand = 0;
		} else if (n > 0 && operand) {
			s->p += n;		/* and or div mod */
			operand = 0;
		} else if (n > 0 || *s->p == '@' || (!operand && *s->p ==
		    '*') || (*s->p == '/' && !operand) || (*s->p == '.' &&
		    (s->p[1] < '0' || s->p[1] > '9'))) {
			scan_path(s, prefix);
			operand = 1;
		} else if (*s->p == '[') {
			scan_predicate(s, prefix);
		} else if ((*s->p >= '0' && *s->p <= '9') || *s->p == '.') {
			s->p += strspn(s->p, "0123456789.");
			operand = 1;
		} else if (*s->p == ')') {
			s->p++;
			/* what follows belongs to a result we do not know */
			if (*s->p == '/')
				while (*s->p == '/' || *s->p == '@' ||
				    is_name_byte((unsigned char)*s->p, 0))
					s->p++;
			operand = 1;
		} else {
			if (strchr(" \t\n", *s->p) == NULL)
				operand = 0;
			s->p++;
		}
	}
}

const char *
path_missing(struct arena *a, const struct path *p, struct node *const *from,
    size_t n)
{
	struct scan s = { .arena = a, .p = p->text, .from = from, .n = n };

	while (*s.p != '\0') {
		scan_expr(&s, "");
		if (*s.p == ']')
			s.p++;
	}
	return s.missing;
}
