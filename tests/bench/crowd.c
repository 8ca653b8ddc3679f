/*
 * See crowd.h.
 */
#include <sys/mman.h>
#include <sys/wait.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "client.h"
#include "crowd.h"

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* A byte on the first says « ready »; the end of the second says « go ». */
static void
be_client(const struct crowd *c, unsigned me, double *seconds, int ready,
    int go)
{
	unsigned i;
	char byte = 0;

	if (c->ready != NULL)
		c->ready(c->arg, me);
	if (write(ready, &byte, 1) != 1 || read(go, &byte, 1) != 0)
		fatal("crowd");
	for (i = me; i < c->things; i += c->clients)
		seconds[i] = c->one(c->arg, i);
	_exit(0);
}

static double
gather(const struct crowd *c, double *seconds)
{
	int ready[2], go[2], status;
	double began;
	unsigned i;
	char byte;

	if (pipe(ready) == -1 || pipe(go) == -1)
		fatal("pipe");
	fflush(stdout);
	for (i = 0; i < c->clients; i++)
		switch (fork()) {
		case -1:
			fatal("fork");
		case 0:
			close(go[1]);
			be_client(c, i, seconds, ready[1], go[0]);
		}
	close(ready[1]);
	for (i = 0; i < c->clients; i++)
		if (read(ready[0], &byte, 1) != 1)
			fatalx("a client failed before it began");
	began = client_now();
	close(go[1]);
	for (i = 0; i < c->clients; i++)
		if (wait(&status) == -1 || status != 0)
			fatalx("a client failed");
	close(ready[0]);
	close(go[0]);
	return client_now() - began;
}

void
crowd_measure(const struct crowd *c, const char *subject, const char *what,
    const char *who)
{
	static const unsigned percents[] = { 50, 95, 99 };
	size_t size = c->things * sizeof(double), i;
	double all, *seconds = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (seconds == MAP_FAILED)
		fatal("mmap");
	all = gather(c, seconds);
	qsort(seconds, c->things, sizeof(*seconds), by_value);
	printf("%s\t%s\tper second\t%s\t%.2f\n", subject, what, who,
	    c->things / all);
	for (i = 0; i < sizeof(percents) / sizeof(percents[0]); i++)
		printf("%s\t%s\tp%u ms\t%s\t%.4f\n", subject, what,
		    percents[i], who, seconds[c->things * percents[i] / 100] *
		    1e3);
	fflush(stdout);
	munmap(seconds, size);
}
