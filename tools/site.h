/*
 * site: between the files of « terreau site ».
 *
 * Front matter of a page (a file of content/, documents/ left out):
 *
 *	titre		of the page and its window; needed
 *	description	one or two sentences for search engines; needed
 *	date		YYYY-MM-DD, when its text was last reviewed
 *	menu		its place in the menu, a number; absent: not in it
 *	programme	cae, cjs …: whose colours it takes
 *	gabarit		its template in site/pages; « page » when absent
 *
 * The model of a page is <page titre= description= chemin= menu="public" date=
 * programme=> with <reseau> (all of reseau.xml), <actifs> (text/asset.h),
 * <menu><lien adresse= titre=/>…</menu>, <assemblee> (site_assembly()) and
 * <contenu>, the nodes of the filled Markdown.  content/index.md becomes /,
 * content/programmes/cae.md becomes /programmes/cae.
 */
#ifndef TOOLS_SITE_H
#define TOOLS_SITE_H

#include <stddef.h>

#include "base/buf.h"
#include "domain/network.h"
#include "text/asset.h"
#include "text/content.h"
#include "text/template.h"
#include "tools.h"

struct site_page {
	const char	*address;	/* /programmes/cae */
	const char	*file;		/* programmes/cae.html, below the root */
	const char	*template;	/* gabarit */
	const char	*text;		/* compiled content; NULL: none */
	struct content	 content;	/* file NULL: an error page */
	struct node	*model;
	const char	*html;
	size_t		 len;
	struct tree	*tree;		/* the same page, to look at */
};

struct site {
	struct app	*app;
	struct network	*network;
	const char	*network_file;
	struct templates *templates;
	const char	*pages_dir;	/* site/pages */
	struct assets	*assets;
	struct site_page *pages;
	size_t		 npages, size;
	struct buf	 faults;	/* a line each, « file:line: what » */
};

void	 site_fault(struct site *, const char *file, int line,
	    const char *, ...) __attribute__((format(printf, 4, 5)));

/* site_model.c: what templates are filled with, and what they may name. */
void	 site_models(struct site *);
struct node *site_everything(struct site *);

/* site_assembly.c: <assemblee> from <chiffres>; nothing without figures. */
void	 site_assembly(struct node *page, struct node *chiffres);

/* site_check.c: links, anchors, identifiers, headings, placeholders. */
void	 site_check(struct site *);

/* site_publish.c: write everything to out.new, then put it in place.  0, -1 */
int	 site_publish(struct site *, const char *out);

#endif
