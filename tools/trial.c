/*
 * A folder for a trial, which goes with it however it ends.
 *
 * The work is done by a child, so that a signal, a fault or the end of this
 * process do not keep the folder from being removed.  What even that leaves
 * behind (SIGKILL of both, a power cut) is removed by the next trial: a folder
 * in use is locked, and the lock ends with the process.
 */
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "backup.h"
#include "tools.h"

#define TRIAL_NAME	"/terreau-essai-"
#define TRIAL_LOCK	".verrou"

static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

/* Ours, a folder, and used by nobody: it held a portal in clear. */
static void
sweep(struct arena *a, const char *in)
{
	const char *lock;
	struct stat st;
	char **names;
	size_t n, i;
	int fd;

	if ((names = file_list(a, in, "", &n)) == NULL)
		return;
	for (i = 0; i < n; i++) {
		if (!str_starts(strrchr(names[i], '/'), TRIAL_NAME) ||
		    lstat(names[i], &st) == -1 || !S_ISDIR(st.st_mode) ||
		    st.st_uid != geteuid())
			continue;
		lock = arena_fmt(a, "%s/" TRIAL_LOCK, names[i]);
		if ((fd = file_lock(lock)) < 0)
			continue;
		unlink(lock);
		backup_remove(a, names[i]);
		close(fd);
	}
}

/* A new folder for its owner alone, and its lock; NULL told. */
static const char *
make(struct arena *a, const char *in, int *lock)
{
	char *dir;
	int i;

	/* another trial may sweep it away before it is locked */
	for (i = 0; i < 3; i++) {
		dir = arena_fmt(a, "%s" TRIAL_NAME "XXXXXX", in);
		if (mkdtemp(dir) == NULL) {
			log_warn("%s", dir);
			return NULL;
		}
		*lock = file_lock(arena_fmt(a, "%s/" TRIAL_LOCK, dir));
		if (*lock >= 0)
			return dir;
	}
	return NULL;
}

static _Noreturn void
be_child(pid_t parent, const sigset_t *before, const char *dir,
    int (*work)(void *, const char *dir), void *arg)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigprocmask(SIG_SETMASK, before, NULL);
	if (getppid() != parent)
		_exit(1);
	exit(work(arg, dir) == 0 ? EXIT_DONE : EXIT_FAILED);
}

/* Until it ends, or we are told to end.  0 it was well, -1. */
static int
wait_for(pid_t child, const sigset_t *taken)
{
	int status = 0, sig = SIGCHLD;

	while (sig == SIGCHLD && waitpid(child, &status, WNOHANG) == 0)
		if ((sig = sigwaitinfo(taken, NULL)) == -1)
			sig = SIGCHLD;
	if (sig != SIGCHLD) {
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		log_warnx("arrêté : rien ne reste de l’essai");
	} else if (WIFSIGNALED(status))
		log_warnx("l’essai s’est arrêté, signal %d", WTERMSIG(status));
	return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_DONE ? 0 : -1;
}

int
trial_run(struct arena *a, int (*work)(void *, const char *dir), void *arg)
{
	const char *tmp = getenv("TMPDIR"), *in = tmp != NULL && *tmp != '\0' ?
	    tmp : "/var/tmp", *dir;
	sigset_t taken, before;
	pid_t parent = getpid(), child;
	int lock, rc = -1;
	size_t i;

	sweep(a, in);
	sigemptyset(&taken);
	sigaddset(&taken, SIGCHLD);
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		sigaddset(&taken, ends[i]);
	sigprocmask(SIG_BLOCK, &taken, &before);
	if ((dir = make(a, in, &lock)) != NULL) {
		fflush(NULL);
		if ((child = fork()) == 0)
			be_child(parent, &before, dir, work, arg);
		if (child == -1)
			log_warn("fork");
		else
			rc = wait_for(child, &taken);
		unlink(arena_fmt(a, "%s/" TRIAL_LOCK, dir));
		if (backup_remove(a, dir) == -1)
			rc = -1;
		close(lock);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	return rc;
}
