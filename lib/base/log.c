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

#define LINE	2048

static const char *progname = "terreau";
static const char *request;
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

void
log_request(const char *id)
{
	request = id;
}

/* What fits of it goes behind what is there. */
static size_t
put(char *line, size_t len, const char *fmt, va_list ap)
{
	size_t room = LINE - 8 - len;
	int n = vsnprintf(line + len, room, fmt, ap);

	return n < 0 ? len : len + ((size_t)n < room ? (size_t)n : room - 1);
}

static size_t put_fmt(char *, size_t, const char *, ...)
    __attribute__((format(printf, 3, 4)));

static size_t
put_fmt(char *line, size_t len, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	len = put(line, len, fmt, ap);
	va_end(ap);
	return len;
}

/* From there on as the inside of text="…". */
static size_t
quote(char *line, size_t from, size_t len)
{
	char said[LINE];
	size_t i, n = len - from;

	memcpy(said, line + from, n);
	for (i = 0, len = from; i < n && len < LINE - 8; i++) {
		if (said[i] == '"' || said[i] == '\\')
			line[len++] = '\\';
		line[len++] = said[i];
	}
	return len;
}

/* level NULL: what is said are pairs already. */
static void
emit(const char *level, int err, const char *fmt, va_list ap)
{
	char line[LINE];
	size_t i, len, from;
	int quoted = level != NULL && request != NULL;

	len = put_fmt(line, 0, "%s[%ld]: ", progname, (long)getpid());
	if (request != NULL)
		len = put_fmt(line, len, "request=%s ", request);
	if (quoted)
		len = put_fmt(line, len, "level=%s text=\"", level);
	from = len;
	len = put(line, len, fmt, ap);
	if (err != 0)
		len = put_fmt(line, len, ": %s", strerror(err));
	if (quoted) {
		len = quote(line, from, len);
		line[len++] = '"';
	}
	for (i = 0; i < len; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
	line[len++] = '\n';
	if (write(STDERR_FILENO, line, len) == -1)
		return;		/* nobody left to tell */
}

#define EMIT(level, err) do {						\
	va_list ap;							\
	int saved_errno = errno;					\
	va_start(ap, fmt);						\
	emit((level), (err), fmt, ap);					\
	va_end(ap);							\
	errno = saved_errno;						\
} while (0)

void
log_pairs(const char *fmt, ...)
{
	EMIT(NULL, 0);
}

void
log_warn(const char *fmt, ...)
{
	if (!muted)
		EMIT("warn", saved_errno);
}

void
log_warnx(const char *fmt, ...)
{
	if (!muted)
		EMIT("warn", 0);
}

void
log_info(const char *fmt, ...)
{
	if (!muted)
		EMIT("info", 0);
}

void
fatal(const char *fmt, ...)
{
	EMIT("fatal", saved_errno);
	exit(1);
}

void
fatalx(const char *fmt, ...)
{
	EMIT("fatal", 0);
	exit(1);
}
