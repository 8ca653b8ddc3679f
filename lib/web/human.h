/*
 * human: holding robots off without asking people anything.
 *
 * The form that starts something carries the instant it was shown, signed for
 * its visitor, and a field that people neither see nor reach.  A form that
 * comes back sooner than anybody reads (form-seconds of terreau.conf), without
 * its instant, or with that field filled in, is shown again as it was typed:
 * a person presses once more, a robot does the same again.  One peer starts
 * form-starts things in ten minutes (web/rate.h).
 *
 * In production these are 3 seconds and 30 starts unless the configuration
 * says otherwise, else 0: off.
 */
#ifndef WEB_HUMAN_H
#define WEB_HUMAN_H

#include "web/app.h"

/* Give the page @instant; after page_jeton(). */
void	 human_mark(struct app *, struct req *, struct node *page);
/* 1: go on; 0: show the form again. */
int	 human_seems(struct app *, struct req *);
/* Count a start; 1 when this peer made too many. */
int	 human_hurries(struct app *, struct req *);

#endif
