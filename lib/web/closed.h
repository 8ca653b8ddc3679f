/*
 * closed: what a program does while its database cannot be served: another
 * version's schema during an upgrade, a disk that is not there or that cannot
 * be written.
 *
 * Every request is answered with the plain page of 503, and looks whether it
 * is over, once a second at most; nothing is tried while nobody asks.  Why is
 * said once, by whoever notices first; workers leave it to the process that
 * made them.  A database put in the place of the one that is open (another
 * file of its name) is never written beside: it is opened again.
 */
#ifndef WEB_CLOSED_H
#define WEB_CLOSED_H

#include "base/arena.h"

struct app;

/* app->reader and app->writer.  0, or -1: closed from now on, said. */
int	 closed_open(struct app *, struct arena *);
/* Let go of both: SQLite must not be carried through a fork. */
void	 closed_shut(struct app *);
/*
 * Before a request.  0 it can be answered; -1 not now: app->closed, and a
 * worker that was not closed before leaves its place.
 */
int	 closed_look(struct app *, struct arena *);

#endif
