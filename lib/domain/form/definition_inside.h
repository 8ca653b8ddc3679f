/*
 * Between the files of definition, and accord_form.c, which makes one.
 */
#ifndef DOMAIN_DEFINITION_INSIDE_H
#define DOMAIN_DEFINITION_INSIDE_H

#include "domain/form/definition.h"

struct loading {
	struct arena	*arena;
	struct buf	*faults;
	const char	*path;
	size_t		 nfaults;
};

/* One more line « file:line: name: what ». */
void	 definition_fault(struct loading *, const struct node *,
	    const char *what, const char *name);
/* The children of the root, one family after the other. */
void	 definition_read(struct loading *, const struct node *root,
	    struct definition *);
/* What a grammar cannot say: names that must be unique or must exist. */
void	 definition_check(struct loading *, const struct node *root,
	    const struct definition *);

/* definition_load() of a file that is changed before it is looked at. */
typedef void definition_change(struct tree *, const void *about);
struct definition *definition_load_changed(struct arena *, const char *path,
	    definition_change *, const void *about, struct buf *faults);

#endif
