/*
 * specimen: a model of a paper filled with data of nobody: the shortest, the
 * longest, the strangest that its form takes.  Staff look at a model with
 * them, and a test holds every model to them.  Nothing is issued or stored,
 * and nothing made here has a code or a seal.
 */
#ifndef DOMAIN_SPECIMEN_H
#define DOMAIN_SPECIMEN_H

#include <stdint.h>

#include "domain/form/answers.h"
#include "domain/paper/paper.h"

enum specimen { SPECIMEN_SHORT, SPECIMEN_LONG, SPECIMEN_STRANGE };

/* Everything a form can be told, checked as of that day. */
struct answers *specimen_answers(struct arena *, const struct office *,
	    const struct definition *form, enum specimen, int32_t today);
/* The snapshot; NULL when no programme issues the paper. */
struct tree *specimen_fill(struct arena *, const struct office *,
	    const struct paper *, enum specimen, int32_t today);
/* Is it one that is issued? */
int	 specimen_may(const struct office *, const struct paper *);
/*
 * One model as its files are now, filled; the twin, and the PDF unless pdf is
 * NULL.  0, 1 when there is none of that kind, -1 with the faults, one a line,
 * « file:line: what ».
 */
int	 specimen_make(struct arena *, const struct office *,
	    const char *kind, enum specimen, struct buf *twin,
	    struct buf *pdf, struct buf *faults);

#endif
