/*
 * crowd: several clients at once, each a process that does one thing after
 * another, to see how many a second and how long each waits.
 *
 * All begin together, once each is ready.  Dies when one of them fails.
 */
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

struct crowd {
	unsigned	 clients, things;	/* all together */
	/* In the client's process, before the clock starts. */
	void		(*ready)(void *, unsigned client);
	/* The i-th of all things; seconds are what it says. */
	double		(*one)(void *, unsigned i);
	void		*arg;
};

/*
 * Print a sample for each of « per second », « p50 ms », « p95 ms » and
 * « p99 ms »: subject, what, measure, who, value, separated by tabs.
 */
void	 crowd_measure(const struct crowd *, const char *subject,
	    const char *what, const char *who);

#endif
