/*
 * xml: trees, XPath and schemas; the only door to libxml2.
 *
 * A tree owns its nodes.  A tree made with an arena is freed with it; with
 * NULL the caller frees it with tree_free().  Names and values returned are
 * borrowed from the tree and good until the node changes.  What is changed or
 * removed in a tree of tree_new() leaves its memory when the arena goes, not
 * sooner: a tree that is worked on for long is made with NULL.
 *
 * Parsing refuses document types and entities of one's own making, never
 * touches the network and keeps libxml2's limits: it is for XML that we or
 * our administrator wrote.  Only the five predefined entities are known.
 *
 * Texts given to the building functions are data, never markup; they must be
 * valid UTF-8 without control characters other than tab, newline and return
 * (the caller validates input; tree_write() dies on anything else rather than
 * write what could not be read again).
 */
#ifndef PORT_XML_H
#define PORT_XML_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

struct tree;
struct node;
struct xpath;
struct schema;

enum node_kind { NODE_ELEMENT, NODE_TEXT, NODE_OTHER };

/* What went wrong first, ready to be shown: « file:line: message ». */
struct xml_error {
	int	 line;
	char	 text[512];
};

/* Once per process, before anything else; free at exit for leak checkers. */
void	 xml_init(void);
void	 xml_exit(void);

/* name is for messages.  NULL and *err (may be NULL) on bad XML. */
struct tree *tree_parse(struct arena *, const char *bytes, size_t len,
	    const char *name, struct xml_error *err);
struct tree *tree_load(struct arena *, const char *path,
	    struct xml_error *err);
struct tree *tree_new(struct arena *, const char *rootname);
void	 tree_free(struct tree *);		/* only when made without arena */
struct node *tree_root(struct tree *);
/*
 * Append the document in its one serial form: declaration, no indentation,
 * UTF-8, a newline at the end.  The same tree gives the same bytes.
 */
void	 tree_write(struct buf *, struct tree *);
/* One node and what is below it as XML, no declaration. */
void	 node_write(struct buf *, struct node *);

/* Walking.  NULL where there is none. */
enum node_kind node_kind(const struct node *);
const char *node_name(const struct node *);	/* elements */
const char *node_text(const struct node *);	/* text nodes, own text */
const char *node_attr(const struct node *, const char *name);
/* As node_attr(), with a value for what is absent. */
const char *node_attr_or(const struct node *, const char *name,
	    const char *otherwise);
struct node *node_first(const struct node *);	/* any kind of node */
struct node *node_next(const struct node *);
struct node *node_parent(const struct node *);
int	 node_line(const struct node *);
/* Elements by name; name NULL for any element. */
struct node *node_child(const struct node *, const char *name);
struct node *node_sibling(const struct node *, const char *name);
/* All text below, joined. */
const char *node_string(struct arena *, const struct node *);
/* The text of the child element of that name; NULL if there is none. */
const char *node_value(struct arena *, const struct node *, const char *name);
/*
 * Attributes in document order: *i starts at 0; returns 0 at the end.
 */
int	 node_attr_at(const struct node *, size_t i, const char **name,
	    const char **value);

/* Building.  The new node is returned and owned by the tree. */
struct node *node_add(struct node *parent, const char *name);
struct node *node_add_text(struct node *parent, const char *name,
	    const char *text);
void	 node_append(struct node *, const char *text);	/* a text at the end */
void	 node_set(struct node *, const char *attr, const char *value);
void	 node_set_int(struct node *, const char *attr, long long);
/* Change the own text of a text node. */
void	 node_retext(struct node *, const char *text);
void	 node_rename(struct node *, const char *name);
void	 node_unset(struct node *, const char *attr);
/* A deep copy (from any tree) as last child of parent. */
struct node *node_copy(struct node *parent, const struct node *);
/*
 * Move a node of the same tree: before another, or to the end of a parent.
 * Neighbouring texts stay apart.
 */
void	 node_move_before(struct node *, struct node *where);
void	 node_move_into(struct node *, struct node *parent);
/* A fresh element before another node. */
struct node *node_add_before(struct node *where, const char *name);
/* A text before another node, which stays apart when it is a text too. */
void	 node_add_text_before(struct node *where, const char *text);
void	 node_remove(struct node *);		/* frees it and what is below */

/* XPath 1.0.  Compile once, evaluate often; namespaces are not used. */
struct xpath *xpath_compile(struct arena *, const char *expr,
	    struct xml_error *);
/* Is it an expression at all?  0, or -1 and *err. */
int	 xpath_check(const char *expr, struct xml_error *err);
const char *xpath_string(struct arena *, struct xpath *, struct node *);
int	 xpath_true(struct xpath *, struct node *);
/* Nodes in document order into *out (arena); 0 also when not a node set. */
size_t	 xpath_nodes(struct arena *, struct xpath *, struct node *,
	    struct node ***out);

/* RELAX NG (ISO/IEC 19757-2).  Load once, validate often. */
struct schema *schema_load(const char *path, struct xml_error *);
struct schema *schema_parse(const char *bytes, size_t len, const char *name,
	    struct xml_error *);
void	 schema_free(struct schema *);
/* 1 valid, 0 invalid with *err, -1 libxml2 failed. */
int	 schema_valid(struct schema *, struct tree *, struct xml_error *);

#endif
