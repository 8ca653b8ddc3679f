/*
 * log: one line per event on standard error, after OpenBSD's log.c.
 *
 * Lines are "terreau-public[pid]: message", a sentence for who runs a command;
 * while a request is served they are pairs key=value, its number first:
 *
 *	terreau-public[7]: request=5f0a31c7 method=GET route=/recherche
 *	    status=200 bytes=9120 ms=1.42		(on one line)
 *	terreau-public[7]: request=5f0a31c7 level=warn text="disk: No space left"
 *
 * Control characters are replaced, and in text="…" what would end it escaped,
 * so that what a visitor sent cannot forge a line or a pair.  Never log personal
 * data: numbers and codes, no names, addresses, queries or tokens.
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
/* From now on lines bear this number, borrowed; NULL: no more. */
void	log_request(const char *id);
/* Pairs, written by the caller. */
void	log_pairs(const char *, ...) __attribute__((format(printf, 1, 2)));
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
