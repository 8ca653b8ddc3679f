/*
 * clamd: asking a virus scanner on this machine about a file (the
 * INSTREAM command of clamd(8), over its local socket).  No library: a door to
 * another program.
 */
#ifndef PORT_CLAMD_H
#define PORT_CLAMD_H

#include "base/spool.h"

enum clamd_result {
	CLAMD_CLEAN,
	CLAMD_INFECTED,
	CLAMD_UNKNOWN	/* it did not answer, or could not tell: logged */
};

/* path: the socket.  Waits ten seconds for an answer, no longer. */
enum clamd_result clamd_scan(const char *path, struct spool *);

#endif
