/*
 * Between form.c and form_paint.c.  Not for others.
 */
#ifndef WEB_FORM_PAINT_H
#define WEB_FORM_PAINT_H

#include "web/form.h"

struct painter {
	struct app	*app;
	struct req	*req;
	const struct form *form;
};

/* What is typed in <champ>, and its parts; faulty: the input to focus. */
void	 form_paint(const struct painter *, struct node *champ,
	    const struct field *, const char *faulty);
/*
 * Asked, or perhaps: what it depends on stands on the same page.  The
 * cooperatives wait for the post code that orders them.
 */
int	 form_asks(const struct painter *, const struct field *);

#endif
