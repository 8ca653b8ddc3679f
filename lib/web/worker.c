/*
 * Fork, wait, fork again.  Signals are taken one at a time where they are
 * waited for: no handler runs but the one that ends a stuck worker.
 */
#include <sys/prctl.h>
#include <sys/wait.h>

#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "web/worker.h"

struct crew {
	pid_t		 pids[WORKER_MAX];	/* 0: none */
	int		 n;
	int		 made;			/* in this second */
	time_t		 second;
	sigset_t	 taken, before;
};

/* A worker: everything is as if it had been started by itself. */
static _Noreturn void
be_worker(struct crew *c, pid_t first, void (*work)(void *), void *arg)
{
	sigprocmask(SIG_SETMASK, &c->before, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != first)		/* it ended before it could tell */
		exit(0);
	work(arg);
	exit(0);
}

static void
make_missing(struct crew *c, void (*before)(void *), void (*work)(void *),
    void *arg)
{
	pid_t first = getpid();
	int i;

	if (time(NULL) != c->second) {
		c->second = time(NULL);
		c->made = 0;
	}
	for (i = 0; i < c->n; i++) {
		if (c->pids[i] != 0 || c->made == c->n + WORKER_HURRY)
			continue;
		c->made++;
		before(arg);
		if ((c->pids[i] = fork()) == 0)
			be_worker(c, first, work, arg);
		if (c->pids[i] == -1) {
			log_warn("fork");
			c->pids[i] = 0;
		}
	}
}

/* Those that ended, and a word about those that did not mean to. */
static void
collect(struct crew *c)
{
	int i, status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (i = 0; i < c->n; i++)
			if (c->pids[i] == pid)
				c->pids[i] = 0;
		if (WIFSIGNALED(status) && WTERMSIG(status) != SIGTERM)
			log_warnx("worker %ld: signal %d", (long)pid,
			    WTERMSIG(status));
		else if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
			log_warnx("worker %ld: status %d", (long)pid,
			    WEXITSTATUS(status));
	}
}

static int
alive(const struct crew *c)
{
	int i, n = 0;

	for (i = 0; i < c->n; i++)
		n += c->pids[i] != 0;
	return n;
}

static void
tell(const struct crew *c, int sig)
{
	int i;

	for (i = 0; i < c->n; i++)
		if (c->pids[i] != 0)
			kill(c->pids[i], sig);
}

static void
end(struct crew *c)
{
	const struct timespec tick = { .tv_nsec = 100 * 1000 * 1000 };
	int i;

	tell(c, SIGTERM);
	for (i = 0; i < WORKER_END * 10 && alive(c) > 0; i++) {
		sigtimedwait(&c->taken, NULL, &tick);
		collect(c);
	}
	tell(c, SIGKILL);
}

void
workers_run(int n, void (*before)(void *), void (*work)(void *), void *arg)
{
	const struct timespec second = { .tv_sec = 1 };
	struct crew c = { .n = n };
	int sig;

	sigemptyset(&c.taken);
	sigaddset(&c.taken, SIGCHLD);
	sigaddset(&c.taken, SIGTERM);
	sigaddset(&c.taken, SIGINT);
	sigaddset(&c.taken, SIGHUP);
	sigprocmask(SIG_BLOCK, &c.taken, &c.before);
	for (;;) {
		collect(&c);
		make_missing(&c, before, work, arg);
		/* with one missing, look again in a second at most */
		sig = alive(&c) < n ? sigtimedwait(&c.taken, NULL, &second) :
		    sigwaitinfo(&c.taken, NULL);
		if (sig != SIGCHLD && sig != -1)
			break;
	}
	end(&c);
	sigprocmask(SIG_SETMASK, &c.before, NULL);
}

/* Nothing here but what a signal may do. */
static void
stuck(int sig)
{
	static const char said[] = "a request took too long: its worker "
	    "ends\n";

	(void)sig;
	if (write(STDERR_FILENO, said, sizeof(said) - 1) == -1)
		_exit(2);
	_exit(1);
}

void
worker_busy(void)
{
	static const struct sigaction act = { .sa_handler = stuck };
	static int told;

	if (!told && sigaction(SIGALRM, &act, NULL) == 0)
		told = 1;
	alarm(WORKER_STUCK);
}

void
worker_idle(void)
{
	alarm(0);
}
