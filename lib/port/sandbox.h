/*
 * sandbox: from here on this process asks the kernel for what a worker needs
 * and nothing else; the only door to libseccomp.
 *
 * Allowed: files, memory that is not run, clocks, the socket it was given, and
 * sockets of this machine (AF_UNIX).  Anything else, beginning with starting a
 * program, another process, a thread or a connection elsewhere, ends the
 * process at once (SIGSYS; the journal of the kernel names the call): a worker
 * that does so is no longer ours.  There is no way back, and no child to hand
 * it down to.
 *
 * It says what is called, not on which file: paths are for the users and the
 * systemd units (tools/deploy/systemd), whose own filter is the wide one of an
 * ordinary service, since it holds for the first process as well, which makes
 * workers.
 */
#ifndef PORT_SANDBOX_H
#define PORT_SANDBOX_H

/* 0, or -1 (logged): built without the library, or a kernel without filters. */
int	 sandbox_enter(void);
/* Was this built with the library? */
int	 sandbox_there(void);

#endif
