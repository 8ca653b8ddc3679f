/*
 * counters: how many requests, with what status, in what time, counted by
 * several processes in one file that others may read.
 *
 * The file is mapped.  Each process has a slot of its own, taken once by a
 * lock that ends with it, and is the only one to write there: counting takes
 * no lock and no system call.  Slots keep their counts for the next process,
 * so that sums never go back.  A reader may see a request counted in one
 * number and not yet in another.  No room on the disk: nothing is counted.
 */
#ifndef BASE_COUNTERS_H
#define BASE_COUNTERS_H

#include <stdint.h>

#define COUNTERS_SLOTS		65
#define COUNTERS_CLASSES	5	/* 1xx to 5xx */
#define COUNTERS_BOUNDS		10	/* and one without bound */

/* Upper bounds in microseconds. */
extern const int64_t counters_bounds[COUNTERS_BOUNDS];

struct counters;

struct counts {
	uint64_t	 status[COUNTERS_CLASSES];
	uint64_t	 within[COUNTERS_BOUNDS + 1];	/* each up to its bound */
	uint64_t	 micros;
	int		 processes;	/* that hold a slot now */
};

/* Take a slot of the file, made when missing; NULL, logged: none. */
struct counters *counters_open(const char *path);
void	 counters_close(struct counters *);		/* NULL is allowed */
/* One more; NULL is allowed. */
void	 counters_add(struct counters *, int status, int64_t micros);
/* The sums of a file.  0, or -1 when there is none. */
int	 counters_read(const char *path, struct counts *);

#endif
