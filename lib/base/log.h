/*
 * log: one line per event on standard error, after OpenBSD's log.c.
 *
 * Lines are "terreau-public[pid]: message".  Control characters in the
 * message are replaced, so that what a visitor sent cannot forge a line.
 * Never log personal data: numbers and codes, not names or addresses.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

/* name is borrowed for the life of the process. */
void	log_init(const char *name);
/*
 * While on, nothing but what is fatal is said: for what is tried again and was
 * said the first time.
 */
void	log_mute(int on);
void	log_warn(const char *, ...)		/* with errno */
	    __attribute__((format(printf, 1, 2)));
void	log_warnx(const char *, ...) __attribute__((format(printf, 1, 2)));
void	log_info(const char *, ...) __attribute__((format(printf, 1, 2)));
/* Log and exit(1): only for a broken installation or no memory. */
_Noreturn void	fatal(const char *, ...)		/* with errno */
	    __attribute__((format(printf, 1, 2)));
_Noreturn void	fatalx(const char *, ...)
	    __attribute__((format(printf, 1, 2)));

#endif
