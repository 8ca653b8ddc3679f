/*
 * shape: from the tree that Markdown gave to the one of text/content.h.
 * Between content.c and shape.c; not for others.
 */
#ifndef TEXT_SHAPE_H
#define TEXT_SHAPE_H

#include "base/arena.h"
#include "base/buf.h"
#include "text/content.h"

/* What stands in the Markdown for the mark number n: TERREAUMARQUE<n>X. */
#define SHAPE_TOKEN	"TERREAUMARQUE"

struct shape {
	struct arena	*arena;
	struct content	*content;
	const char	**marks;	/* « {{ :12: path }} » */
	size_t		 nmarks;
	struct buf	*faults;
	int		 nfaults;
};

void	 shape_tree(struct shape *, struct node *main);
void	 shape_fault(struct shape *, int line, const char *, ...)
	    __attribute__((format(printf, 3, 4)));

#endif
