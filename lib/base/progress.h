/*
 * progress: how far a long work is, for who waits for it.
 *
 * Nothing is said by who does not ask for it: programs that serve never do.
 * On a terminal it is a line that moves and that is gone at the end; elsewhere
 * a line each tenth.
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stddef.h>

/* Say it on standard error; always: even if that is no terminal. */
void	 progress_show(int always);
/* « what : 12/340 »; done == total is the end of it. */
void	 progress(const char *what, size_t done, size_t total);

#endif
