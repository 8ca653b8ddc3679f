/*
 * One work at a time, said no oftener than it can be read.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/progress.h"

static enum { SILENT, MOVING, LINES } shown = SILENT;

void
progress_show(int always)
{
	shown = isatty(STDERR_FILENO) ? MOVING : always ? LINES : SILENT;
}

void
progress(const char *what, size_t done, size_t total)
{
	static const char *of;
	static size_t last;
	size_t steps = shown == LINES ? 10 : 1000, step;

	if (shown == SILENT || total == 0)
		return;
	step = done >= total ? steps : done / (total / steps + 1);
	if (what == of && step == last)
		return;
	of = done >= total ? NULL : what;
	last = step;
	if (shown == LINES)
		fprintf(stderr, "%s : %zu/%zu\n", what, done, total);
	else if (done >= total)
		fputs("\r\033[K", stderr);
	else
		fprintf(stderr, "\r%s : %zu/%zu\033[K", what, done, total);
	fflush(stderr);
}
