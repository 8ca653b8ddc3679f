/*
 * libxml2 behind trees and nodes of ours: struct node is an xmlNode, struct
 * tree an xmlDoc, never seen as such outside this file.
 *
 * A tree that is made here with an arena has its nodes, names and values in it,
 * and libxml2 reads them: a page makes hundreds, which would each be allocated
 * four times and freed one by one.  _private of its xmlDoc is the arena; that
 * of a tree that was parsed, or made without one, is NULL, and libxml2 owns
 * what is in it.
 *
 * Invariants: every tree has a root; no tree has a DTD.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "base/file.h"
#include "base/log.h"
#include "base/utf8.h"
#include "port/xml.h"

#define X(s)	((const xmlChar *)(s))

static xmlNode *
raw(const struct node *n)
{
	union { const struct node *in; xmlNode *out; } u = { n };

	return u.out;
}

static struct node *
wrap(xmlNode *n)
{
	return (struct node *)n;
}

static xmlDoc *
doc(struct tree *t)
{
	return (xmlDoc *)t;
}

/* Where what is in this tree lives; NULL: libxml2 allocates and frees it. */
static struct arena *
home(const xmlNode *n)
{
	return n->doc->_private;
}

/* Most names that differ do so at once. */
static int
same_name(const xmlChar *a, const char *b)
{
	return (char)a[0] == b[0] && strcmp((const char *)a, b) == 0;
}

/* Where libxml2's messages go while one of our calls is running. */
static struct xml_error	*collecting;

static void
collect(void *unused, xmlErrorPtr e)
{
	size_t n;

	(void)unused;
	if (collecting == NULL || collecting->text[0] != '\0')
		return;
	collecting->line = e->line;
	snprintf(collecting->text, sizeof(collecting->text), "%s%s%d: %s",
	    e->file != NULL ? e->file : "", e->file != NULL ? ":" : "",
	    e->line, e->message != NULL ? e->message : "?");
	n = strlen(collecting->text);
	if (n > 0 && collecting->text[n - 1] == '\n')
		collecting->text[n - 1] = '\0';
}

static void
collect_into(struct xml_error *err)
{
	if (err != NULL)
		*err = (struct xml_error){ 0 };
	collecting = err;
}

static void
complain(struct xml_error *err, const char *name, const char *what)
{
	if (err != NULL && err->text[0] == '\0')
		snprintf(err->text, sizeof(err->text), "%s: %s", name, what);
}

/* One evaluation context serves all: it is pointed at the node each time. */
static xmlXPathContext	*ctx;

void
xml_init(void)
{
	/* never look for catalogs on this machine */
	if (setenv("XML_CATALOG_FILES", "", 1) == -1)
		fatal("setenv");
	xmlInitParser();
	xmlSetStructuredErrorFunc(NULL, collect);
}

void
xml_exit(void)
{
	xmlXPathFreeContext(ctx);
	ctx = NULL;
	xmlRelaxNGCleanupTypes();
	xmlCleanupParser();
}

static void
release_doc(void *d)
{
	xmlFreeDoc(d);
}

struct tree *
tree_parse(struct arena *a, const char *bytes, size_t len, const char *name,
    struct xml_error *err)
{
	xmlDoc *d = NULL;

	collect_into(err);
	if (len <= INT_MAX)
		d = xmlReadMemory(bytes, (int)len, name, "UTF-8",
		    XML_PARSE_NONET);
	collecting = NULL;
	if (d != NULL && (d->intSubset != NULL ||
	    xmlDocGetRootElement(d) == NULL)) {
		complain(err, name, "a document type is not allowed");
		xmlFreeDoc(d);
		d = NULL;
	}
	if (d == NULL) {
		complain(err, name, "not XML");
		return NULL;
	}
	if (a != NULL)
		arena_own(a, release_doc, d);
	return (struct tree *)d;
}

struct tree *
tree_load(struct arena *a, const char *path, struct xml_error *err)
{
	struct buf b = BUF_INIT;
	struct tree *t = NULL;

	if (err != NULL)
		*err = (struct xml_error){ 0 };
	if (file_read(&b, path) == 0)
		t = tree_parse(a, buf_cstr(&b), b.len, path, err);
	else
		complain(err, path, "cannot be read");
	buf_free(&b);
	return t;
}

/* Its nodes are the arena's. */
static void
release_shell(void *p)
{
	xmlDoc *d = p;

	d->children = d->last = NULL;
	xmlFreeDoc(d);
}

/* Before where, or last when it is NULL; neighbouring texts stay apart. */
static void
link_node(xmlNode *n, xmlNode *parent, xmlNode *where)
{
	n->parent = parent;
	n->next = where;
	n->prev = where != NULL ? where->prev : parent->last;
	if (n->prev != NULL)
		n->prev->next = n;
	else
		parent->children = n;
	if (where != NULL)
		where->prev = n;
	else
		parent->last = n;
}

static xmlNode *
new_element(xmlDoc *d, const char *name)
{
	struct arena *a = d->_private;
	xmlNode *n;

	if (a == NULL) {
		if ((n = xmlNewDocNode(d, NULL, X(name), NULL)) == NULL)
			fatal("libxml2");
		return n;
	}
	n = arena_alloc(a, sizeof(*n));
	n->type = XML_ELEMENT_NODE;
	n->name = (xmlChar *)arena_dup(a, name);
	n->doc = d;
	return n;
}

static xmlNode *
new_text(xmlDoc *d, const char *text)
{
	struct arena *a = d->_private;
	xmlNode *n;

	if (a == NULL) {
		if ((n = xmlNewDocText(d, X(text))) == NULL)
			fatal("libxml2");
		return n;
	}
	n = arena_alloc(a, sizeof(*n));
	n->type = XML_TEXT_NODE;
	n->name = xmlStringText;
	n->content = (xmlChar *)arena_dup(a, text);
	n->doc = d;
	return n;
}

struct tree *
tree_new(struct arena *a, const char *rootname)
{
	xmlDoc *d = xmlNewDoc(X("1.0"));

	if (d == NULL)
		fatal("libxml2");
	if ((d->_private = a) != NULL)
		arena_own(a, release_shell, d);
	link_node(new_element(d, rootname), (xmlNode *)d, NULL);
	return (struct tree *)d;
}

void
tree_free(struct tree *t)
{
	if (t != NULL)
		xmlFreeDoc(doc(t));
}

struct node *
tree_root(struct tree *t)
{
	return wrap(xmlDocGetRootElement(doc(t)));
}

/*
 * The serial form is ours, not libxml2's, so that the bytes that are hashed
 * do not depend on its version.
 */
static void
write_text(struct buf *b, const char *s, int attribute)
{
	size_t n = strlen(s), used;
	uint32_t cp;

	for (; n > 0; s += used, n -= used) {
		if ((used = utf8_decode(s, n, &cp)) == 0 || cp == 0xfffe ||
		    cp == 0xffff || (cp < 0x20 && cp != '\t' && cp != '\n' &&
		    cp != '\r'))
			fatalx("xml: a text that XML cannot carry");
		switch (cp) {
		case '&':
			buf_str(b, "&amp;");
			break;
		case '<':
			buf_str(b, "&lt;");
			break;
		case '>':
			buf_str(b, "&gt;");
			break;
		case '\r':
			buf_str(b, "&#13;");
			break;
		case '"':
			buf_str(b, attribute ? "&quot;" : "\"");
			break;
		case '\t':
		case '\n':
			if (attribute) {
				buf_fmt(b, "&#%d;", (int)cp);
				break;
			}
			/* FALLTHROUGH */
		default:
			buf_add(b, s, used);
		}
	}
}

void
node_write(struct buf *b, struct node *n)
{
	const char *name, *value;
	struct node *c;
	size_t i;

	if (node_kind(n) == NODE_TEXT) {
		write_text(b, node_text(n), 0);
		return;
	}
	if (node_kind(n) != NODE_ELEMENT)
		return;
	buf_fmt(b, "<%s", node_name(n));
	for (i = 0; node_attr_at(n, i, &name, &value); i++) {
		buf_fmt(b, " %s=\"", name);
		write_text(b, value, 1);
		buf_char(b, '"');
	}
	if ((c = node_first(n)) == NULL) {
		buf_str(b, "/>");
		return;
	}
	buf_char(b, '>');
	for (; c != NULL; c = node_next(c))
		node_write(b, c);
	buf_fmt(b, "</%s>", node_name(n));
}

void
tree_write(struct buf *b, struct tree *t)
{
	buf_str(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	node_write(b, tree_root(t));
	buf_char(b, '\n');
}

enum node_kind
node_kind(const struct node *n)
{
	switch (raw(n)->type) {
	case XML_ELEMENT_NODE:
		return NODE_ELEMENT;
	case XML_TEXT_NODE:
	case XML_CDATA_SECTION_NODE:
		return NODE_TEXT;
	default:
		return NODE_OTHER;
	}
}

const char *
node_name(const struct node *n)
{
	return (const char *)raw(n)->name;
}

const char *
node_text(const struct node *n)
{
	const xmlChar *s = raw(n)->content;

	return s == NULL ? "" : (const char *)s;
}

/* Our parser knows no entities: a value is one text node or nothing. */
static const char *
attr_value(const xmlAttr *at)
{
	if (at->children == NULL || at->children->content == NULL)
		return "";
	return (const char *)at->children->content;
}

static xmlAttr *
attr_find(const struct node *n, const char *name)
{
	xmlAttr *at;

	if (raw(n)->type != XML_ELEMENT_NODE)
		return NULL;
	for (at = raw(n)->properties; at != NULL; at = at->next)
		if (same_name(at->name, name))
			return at;
	return NULL;
}

const char *
node_attr(const struct node *n, const char *name)
{
	xmlAttr *at = attr_find(n, name);

	return at == NULL ? NULL : attr_value(at);
}

const char *
node_attr_or(const struct node *n, const char *name, const char *otherwise)
{
	const char *s = node_attr(n, name);

	return s == NULL ? otherwise : s;
}

int
node_attr_at(const struct node *n, size_t i, const char **name,
    const char **value)
{
	xmlAttr *at;

	for (at = raw(n)->properties; at != NULL && i > 0; at = at->next)
		i--;
	if (at == NULL)
		return 0;
	*name = (const char *)at->name;
	*value = attr_value(at);
	return 1;
}

struct node *
node_first(const struct node *n)
{
	return wrap(raw(n)->children);
}

struct node *
node_next(const struct node *n)
{
	return wrap(raw(n)->next);
}

struct node *
node_parent(const struct node *n)
{
	xmlNode *p = raw(n)->parent;

	return p != NULL && p->type == XML_ELEMENT_NODE ? wrap(p) : NULL;
}

int
node_line(const struct node *n)
{
	return (int)xmlGetLineNo(raw(n));
}

static struct node *
element_from(xmlNode *n, const char *name)
{
	for (; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE && (name == NULL ||
		    same_name(n->name, name)))
			return wrap(n);
	return NULL;
}

struct node *
node_child(const struct node *n, const char *name)
{
	return element_from(raw(n)->children, name);
}

struct node *
node_sibling(const struct node *n, const char *name)
{
	return element_from(raw(n)->next, name);
}

static void
gather(struct buf *b, const struct node *n)
{
	const struct node *c;

	if (node_kind(n) == NODE_TEXT)
		buf_str(b, node_text(n));
	else
		for (c = node_first(n); c != NULL; c = node_next(c))
			gather(b, c);
}

const char *
node_string(struct arena *a, const struct node *n)
{
	struct buf b = BUF_INIT;
	const char *s;

	gather(&b, n);
	s = arena_dupn(a, buf_cstr(&b), b.len);
	buf_free(&b);
	return s;
}

const char *
node_value(struct arena *a, const struct node *n, const char *name)
{
	const struct node *c = node_child(n, name);

	return c == NULL ? NULL : node_string(a, c);
}

struct node *
node_add(struct node *parent, const char *name)
{
	xmlNode *n = new_element(raw(parent)->doc, name);

	link_node(n, raw(parent), NULL);
	return wrap(n);
}

/* Texts side by side become one. */
void
node_append(struct node *n, const char *text)
{
	xmlNode *last = raw(n)->last;

	if (last == NULL || last->type != XML_TEXT_NODE)
		link_node(new_text(raw(n)->doc, text), raw(n), NULL);
	else if (home(last) != NULL)
		last->content = (xmlChar *)arena_fmt(home(last), "%s%s",
		    node_text(wrap(last)), text);
	else
		xmlNodeAddContent(last, X(text));
}

struct node *
node_add_text(struct node *parent, const char *name, const char *text)
{
	struct node *n = node_add(parent, name);

	if (text[0] != '\0')
		node_append(n, text);
	return n;
}

/* One more attribute, in the arena of its tree. */
static void
add_attr(xmlNode *n, const char *name, const char *value)
{
	struct { xmlAttr attr; xmlNode value; } *both;
	struct arena *a = home(n);
	xmlAttr **end;

	both = arena_alloc(a, sizeof(*both));
	both->attr = (xmlAttr){ .type = XML_ATTRIBUTE_NODE, .name =
		(xmlChar *)arena_dup(a, name), .children = &both->value,
		.last = &both->value, .parent = n, .doc = n->doc };
	both->value = (xmlNode){ .type = XML_TEXT_NODE, .name = xmlStringText,
		.parent = (xmlNode *)&both->attr, .doc = n->doc,
		.content = (xmlChar *)arena_dup(a, value) };
	for (end = &n->properties; *end != NULL; end = &(*end)->next)
		both->attr.prev = *end;
	*end = &both->attr;
}

void
node_set(struct node *n, const char *attr, const char *value)
{
	xmlAttr *at = attr_find(n, attr);

	if (home(raw(n)) == NULL) {
		/* a new one, as nearly all are: nothing to look for */
		if ((at == NULL && strchr(attr, ':') == NULL ?
		    xmlNewProp(raw(n), X(attr), X(value)) :
		    xmlSetProp(raw(n), X(attr), X(value))) == NULL)
			fatal("libxml2");
	} else if (at == NULL)
		add_attr(raw(n), attr, value);
	else
		at->children->content = (xmlChar *)arena_dup(home(raw(n)),
		    value);
}

void
node_set_int(struct node *n, const char *attr, long long value)
{
	char s[32];

	snprintf(s, sizeof(s), "%lld", value);
	node_set(n, attr, s);
}

void
node_retext(struct node *n, const char *text)
{
	xmlNode *x = raw(n);
	xmlChar *copy = home(x) != NULL ? (xmlChar *)arena_dup(home(x), text) :
	    xmlStrdup(X(text));

	if (copy == NULL)
		fatal("libxml2");
	if (home(x) == NULL && x->content != NULL && (x->doc->dict == NULL ||
	    !xmlDictOwns(x->doc->dict, x->content)))
		xmlFree(x->content);
	x->content = copy;
}

void
node_rename(struct node *n, const char *name)
{
	if (home(raw(n)) != NULL)
		raw(n)->name = (xmlChar *)arena_dup(home(raw(n)), name);
	else
		xmlNodeSetName(raw(n), X(name));
}

void
node_unset(struct node *n, const char *attr)
{
	xmlAttr *at = attr_find(n, attr);

	if (at == NULL)
		return;
	if (home(raw(n)) == NULL) {
		xmlRemoveProp(at);
		return;
	}
	if (at->prev != NULL)
		at->prev->next = at->next;
	else
		raw(n)->properties = at->next;
	if (at->next != NULL)
		at->next->prev = at->prev;
}

/* Into the arena of a tree: elements, and what holds nothing but text. */
static xmlNode *
copy_into(xmlDoc *d, const xmlNode *from)
{
	const xmlAttr *at;
	const xmlNode *c;
	xmlNode *to;

	if (from->type != XML_ELEMENT_NODE) {
		to = new_text(d, from->content == NULL ? "" :
		    (const char *)from->content);
		to->type = from->type;
		return to;
	}
	to = new_element(d, (const char *)from->name);
	to->line = from->line;
	for (at = from->properties; at != NULL; at = at->next)
		add_attr(to, (const char *)at->name, attr_value(at));
	for (c = from->children; c != NULL; c = c->next)
		link_node(copy_into(d, c), to, NULL);
	return to;
}

struct node *
node_copy(struct node *parent, const struct node *n)
{
	xmlNode *c;

	if (node_kind(n) == NODE_TEXT) {
		node_append(parent, node_text(n));
		return wrap(raw(parent)->last);
	}
	c = home(raw(parent)) != NULL ? copy_into(raw(parent)->doc, raw(n)) :
	    xmlDocCopyNode(raw(n), raw(parent)->doc, 1);
	if (c == NULL)
		fatal("libxml2");
	link_node(c, raw(parent), NULL);
	return wrap(c);
}

void
node_move_before(struct node *n, struct node *where)
{
	xmlUnlinkNode(raw(n));
	link_node(raw(n), raw(where)->parent, raw(where));
}

void
node_move_into(struct node *n, struct node *parent)
{
	xmlUnlinkNode(raw(n));
	link_node(raw(n), raw(parent), NULL);
}

struct node *
node_add_before(struct node *where, const char *name)
{
	xmlNode *n = new_element(raw(where)->doc, name);

	link_node(n, raw(where)->parent, raw(where));
	return wrap(n);
}

void
node_add_text_before(struct node *where, const char *text)
{
	link_node(new_text(raw(where)->doc, text), raw(where)->parent,
	    raw(where));
}

void
node_remove(struct node *n)
{
	xmlUnlinkNode(raw(n));
	if (home(raw(n)) == NULL)
		xmlFreeNode(raw(n));
}

static void
release_xpath(void *x)
{
	xmlXPathFreeCompExpr(x);
}

static xmlXPathCompExpr *
compile(const char *expr, struct xml_error *err)
{
	xmlXPathCompExpr *x;

	collect_into(err);
	x = xmlXPathCompile(X(expr));
	collecting = NULL;
	if (x == NULL)
		complain(err, expr, "not an XPath expression");
	return x;
}

struct xpath *
xpath_compile(struct arena *a, const char *expr, struct xml_error *err)
{
	xmlXPathCompExpr *x;

	if ((x = compile(expr, err)) == NULL)
		return NULL;
	arena_own(a, release_xpath, x);
	return (struct xpath *)x;
}

int
xpath_check(const char *expr, struct xml_error *err)
{
	xmlXPathCompExpr *x;

	if ((x = compile(expr, err)) == NULL)
		return -1;
	xmlXPathFreeCompExpr(x);
	return 0;
}

static xmlXPathObject *
evaluate(struct xpath *x, struct node *at)
{
	xmlXPathObject *o;

	if (ctx == NULL && (ctx = xmlXPathNewContext(NULL)) == NULL)
		fatal("libxml2");
	ctx->doc = raw(at)->doc;
	ctx->node = raw(at);
	o = xmlXPathCompiledEval((xmlXPathCompExpr *)x, ctx);
	ctx->doc = NULL;
	ctx->node = NULL;
	return o;
}

const char *
xpath_string(struct arena *a, struct xpath *x, struct node *at)
{
	xmlXPathObject *o = evaluate(x, at);
	xmlChar *s;
	const char *copy;

	if (o == NULL)
		return "";
	if (o->type == XPATH_NODESET && (o->nodesetval == NULL ||
	    o->nodesetval->nodeNr == 0)) {
		xmlXPathFreeObject(o);
		return "";
	}
	if ((s = xmlXPathCastToString(o)) == NULL)
		fatal("libxml2");
	copy = arena_dup(a, (const char *)s);
	xmlFree(s);
	xmlXPathFreeObject(o);
	return copy;
}

int
xpath_true(struct xpath *x, struct node *at)
{
	xmlXPathObject *o = evaluate(x, at);
	int yes = o != NULL && xmlXPathCastToBoolean(o);

	xmlXPathFreeObject(o);
	return yes;
}

size_t
xpath_nodes(struct arena *a, struct xpath *x, struct node *at,
    struct node ***out)
{
	xmlXPathObject *o = evaluate(x, at);
	size_t i, n = 0;

	if (o != NULL && o->type == XPATH_NODESET && o->nodesetval != NULL) {
		xmlXPathNodeSetSort(o->nodesetval);
		n = (size_t)o->nodesetval->nodeNr;
		*out = arena_array(a, n, sizeof(**out));
		for (i = 0; i < n; i++)
			(*out)[i] = wrap(o->nodesetval->nodeTab[i]);
	}
	xmlXPathFreeObject(o);
	return n;
}

struct schema *
schema_parse(const char *bytes, size_t len, const char *name,
    struct xml_error *err)
{
	xmlRelaxNGParserCtxt *p;
	xmlRelaxNG *s = NULL;

	collect_into(err);
	if (len <= INT_MAX &&
	    (p = xmlRelaxNGNewMemParserCtxt(bytes, (int)len)) != NULL) {
		s = xmlRelaxNGParse(p);
		xmlRelaxNGFreeParserCtxt(p);
	}
	collecting = NULL;
	if (s == NULL)
		complain(err, name, "not a RELAX NG schema");
	return (struct schema *)s;
}

struct schema *
schema_load(const char *path, struct xml_error *err)
{
	struct buf b = BUF_INIT;
	struct schema *s = NULL;

	if (err != NULL)
		*err = (struct xml_error){ 0 };
	if (file_read(&b, path) == 0)
		s = schema_parse(buf_cstr(&b), b.len, path, err);
	else
		complain(err, path, "cannot be read");
	buf_free(&b);
	return s;
}

void
schema_free(struct schema *s)
{
	if (s != NULL)
		xmlRelaxNGFree((xmlRelaxNG *)s);
}

int
schema_valid(struct schema *s, struct tree *t, struct xml_error *err)
{
	xmlRelaxNGValidCtxt *v;
	int rc;

	if ((v = xmlRelaxNGNewValidCtxt((xmlRelaxNG *)s)) == NULL)
		fatal("libxml2");
	/* a validator keeps the error function it was born with */
	xmlRelaxNGSetValidStructuredErrors(v, collect, NULL);
	collect_into(err);
	rc = xmlRelaxNGValidateDoc(v, doc(t));
	collecting = NULL;
	xmlRelaxNGFreeValidCtxt(v);
	if (rc > 0)
		complain(err, "document", "not valid");
	return rc == 0 ? 1 : rc > 0 ? 0 : -1;
}
