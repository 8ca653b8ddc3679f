/*
 * local: a TCP port of this machine, for this machine alone (127.0.0.1).
 */
#ifndef PORT_LOCAL_H
#define PORT_LOCAL_H

/* A listening socket, or -1 with errno. */
int	 local_listen(long port);
/* The next who called, who has so many seconds for each move; -1: nobody. */
int	 local_accept(int listening, int seconds);

#endif
