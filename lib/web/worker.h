/*
 * worker: several processes behind one socket, made by one that has read
 * everything: what does not change is in memory once for all of them.
 *
 * The first process serves nobody.  It makes another worker when one ends,
 * for whatever reason, WORKER_HURRY a second at most.  On SIGTERM, SIGINT or
 * SIGHUP it tells them, waits until their requests are over, insists after
 * WORKER_END seconds, and returns.  Workers end when it does, however it
 * ended.  What must not be shared, such as a database, a worker opens itself.
 */
#ifndef WEB_WORKER_H
#define WEB_WORKER_H

#define WORKER_MAX	64
#define WORKER_END	10
#define WORKER_HURRY	20

/* before: in the first process, before each is made; work: in a worker. */
void	 workers_run(int n, void (*before)(void *), void (*work)(void *),
	    void *);
/*
 * A request that takes longer than WORKER_STUCK seconds ends the process that
 * serves it, whatever it waits for: what it had not committed is rolled back,
 * the visitor is told by nginx to try again (it waits a little longer), and
 * another worker comes.  Between worker_busy() and worker_idle().
 */
#define WORKER_STUCK	25

void	 worker_busy(void);
void	 worker_idle(void);

#endif
