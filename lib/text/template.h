/*
 * template: fill XHTML with values from a tree.  One language for the pages of
 * the site, the answers of the programs, the mails and the documents.
 *
 * A template is a tree (an XHTML file of site/, or Markdown already turned into
 * a tree) in which texts and attribute values may hold marks:
 *
 *	{{ path }}		the string value of an XPath, escaped
 *	{{ path | format }}	the same, formatted (see below)
 *	{{ if test }} ... {{ else }} ... {{ end }}
 *	{{ each path }} ... {{ else }} ... {{ end }}
 *				once per node, which becomes the context node;
 *				the else part when there is none
 *	{{ with path }} ... {{ end }}	the first node becomes the context
 *	{{ call name }}		another template, same context node
 *	{{ call name path }}	another template, that node as context
 *	{{ markup path }}	the children of the nodes, as markup: they are
 *				nodes, so nothing typed can become markup
 *	{{ content }}		in a frame: what it surrounds
 *
 * Space inside the braces is free.  A mark that stands for the value of an
 * element called like one of the words is written « ./end ».  The union of
 * two paths needs parentheses: «(a | b)», because «|» begins a format.
 *
 * Blocks hold whole nodes: their marks stand in the text of one and the same
 * parent element (several may share a text).  A <p> that holds nothing but
 * block marks and white space vanishes around them (Markdown makes such
 * paragraphs).  A line of a file that holds nothing but block marks, or a
 * comment, leaves no empty line.  In an attribute, if/else/end are allowed; an
 * attribute with a mark that comes out empty or blank is left out altogether,
 * and space around what comes out too, except in value: class="a {{ if @b
 * }}b{{ end }}", checked="{{ if @oui }}checked{{ end }}".
 *
 * A root element <gabarit> is not written, only what it holds, without white
 * space around it.  Comments are not written.  « <!DOCTYPE html> » comes by
 * itself before a root <html>.
 *
 * "test" is an XPath taken as boolean: «not(@x)», «etat = 'envoyee'».  There
 * is no arithmetic to do here and no logic to put here.
 *
 * Formats: jour (YYYY-MM-DD -> « 1er mars 2026 », with <sup> for "er"),
 * instant (2026-11-22T10:11:12Z -> « 22 novembre 2026 à 11 h 11 »), euros
 * (cents -> « 1 234,56 € »), lettres (cents -> « mille deux cents euros »),
 * telephone (+33... -> groups of two), appel (one for « tel: »), siret / siren
 * (groups), code (groups of four), lignes (newlines -> <br/>), mois
 * (YYYY-MM-DD -> « mars 2026 »), nombre (thousands).  A value that a format
 * cannot read comes out as it is.
 *
 * Compiling checks everything that can be checked; running cannot fail.
 */
#ifndef TEXT_TEMPLATE_H
#define TEXT_TEMPLATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "port/xml.h"

struct templates;

/* An empty set, living in the arena. */
struct templates *templates_new(struct arena *);
/* A set on top of another, which serves what the first does not have. */
struct templates *templates_over(struct arena *, const struct templates *);
/*
 * Compile every NAME.html and NAME.xml of a folder as NAME, after French
 * typography.  The parts of a file with root <mail> are also templates of
 * their own: NAME/objet, NAME/texte.  What is called must exist by then: here
 * or in a folder loaded before.  0, or -1 with *err: the faults, one a line
 * while there is room, one per file.
 */
int	 templates_load(struct templates *, const char *dir,
	    struct xml_error *);
/*
 * The same, but what it reads now it compiles only when it is first used, and
 * what is wrong with it is fatal then: for programs that show a few of many,
 * once templates_load() has found no fault.  0, or -1 when the folder or a
 * file of it cannot be read.
 */
int	 templates_open(struct templates *, const char *dir,
	    struct xml_error *);
/*
 * Compile one tree under a name; an older one of that name is replaced.  The
 * tree must outlive the set.  Errors say file:line.
 */
int	 templates_add(struct templates *, const char *name, const char *file,
	    struct tree *, struct xml_error *);
int	 templates_has(const struct templates *, const char *name);

/*
 * Write the template, filled from the model, as HTML: void elements without
 * end tag, everything else with one, texts and values escaped by the one
 * escaper.  An unknown name is fatal: names are literals.
 */
void	 template_run(struct buf *, const struct templates *, const char *name,
	    struct node *model);
/* The same inside a frame, whose {{ content }} is the template. */
void	 template_run_framed(struct buf *, const struct templates *,
	    const char *frame, const char *name, struct node *model);
/* The same serialised as XML, so that it can be parsed again (documents). */
void	 template_run_xml(struct buf *, const struct templates *,
	    const char *name, struct node *model);
/* Both at once: a document inside its shell. */
void	 template_run_xml_framed(struct buf *, const struct templates *,
	    const char *frame, const char *name, struct node *model);
/*
 * As plain text: no tags, entities or escaping (mails); no white space at
 * either end, at most one empty line in a row.
 */
void	 template_run_text(struct buf *, const struct templates *,
	    const char *name, struct node *model);

/*
 * Check every path of a template, and of what it calls, against a model in
 * which everything that can exist exists: a path that finds nothing there is a
 * fault of the template.  Faults go to *faults, one a line, « file:line: what
 * to do »; returns how many.
 */
size_t	 template_check(const struct templates *, const char *name,
	    struct node *everything, struct buf *faults);

#endif
