/*
 * One write(2) per line, so that lines of several workers do not mix.
 * Uses no buf: it must work when memory is gone.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

static const char *progname = "terreau";
static int muted;

void
log_init(const char *name)
{
	progname = name;
}

void
log_mute(int on)
{
	muted = on;
}

static void
emit(int err, const char *fmt, va_list ap)
{
	char line[2048];
	size_t i, len, room;
	int n;

	n = snprintf(line, sizeof(line), "%s[%ld]: ", progname, (long)getpid());
	len = n < 0 ? 0 : (size_t)n;
	n = vsnprintf(line + len, sizeof(line) - len - 1, fmt, ap);
	if (n > 0) {
		room = sizeof(line) - len - 2;
		len += (size_t)n < room ? (size_t)n : room;
	}
	if (err != 0 && len < sizeof(line) - 2) {
		n = snprintf(line + len, sizeof(line) - len - 1, ": %s",
		    strerror(err));
		if (n > 0) {
			room = sizeof(line) - len - 2;
			len += (size_t)n < room ? (size_t)n : room;
		}
	}
	for (i = 0; i < len; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
	line[len++] = '\n';
	if (write(STDERR_FILENO, line, len) == -1)
		return;		/* nobody left to tell */
}

#define EMIT(err) do {							\
	va_list ap;							\
	int saved_errno = errno;					\
	va_start(ap, fmt);						\
	emit((err), fmt, ap);						\
	va_end(ap);							\
	errno = saved_errno;						\
} while (0)

void
log_warn(const char *fmt, ...)
{
	if (!muted)
		EMIT(saved_errno);
}

void
log_warnx(const char *fmt, ...)
{
	if (!muted)
		EMIT(0);
}

void
log_info(const char *fmt, ...)
{
	if (!muted)
		EMIT(0);
}

void
fatal(const char *fmt, ...)
{
	EMIT(saved_errno);
	exit(1);
}

void
fatalx(const char *fmt, ...)
{
	EMIT(0);
	exit(1);
}
