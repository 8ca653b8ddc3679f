/*
 * One connection a scan.  Whatever goes wrong is « unknown »: a scanner that is
 * down must not keep anybody from applying.
 */
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/str.h"
#include "port/clamd.h"

#define SECONDS		10
#define ANSWER_MAX	512

static int
dial(const char *path)
{
	struct timeval patience = { .tv_sec = SECONDS };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	if ((fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) == -1)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (connect(fd, (const struct sockaddr *)&address,
	    sizeof(address)) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}

static int
give(int fd, const void *bytes, size_t len)
{
	const char *p = bytes;
	ssize_t n;

	while (len > 0) {
		/* a peer that hangs up is an error, not a signal */
		n = send(fd, p, len, MSG_NOSIGNAL);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

static int
give_length(int fd, size_t len)
{
	const unsigned char size[4] = {
		(unsigned char)(len >> 24), (unsigned char)(len >> 16),
		(unsigned char)(len >> 8), (unsigned char)len
	};

	return give(fd, size, sizeof(size));
}

/* The file in chunks, each with its length; none ends it. */
static int
give_file(int fd, struct spool *s)
{
	char block[SPOOL_BLOCK];
	size_t at, n;

	if (give(fd, "zINSTREAM", sizeof("zINSTREAM")) == -1)
		return -1;
	for (at = 0; (n = spool_read(s, at, block, sizeof(block))) > 0; at += n)
		if (give_length(fd, n) == -1 || give(fd, block, n) == -1)
			return -1;
	return give_length(fd, 0);
}

/* All that comes until a NUL or the end. */
static int
hear(int fd, char answer[ANSWER_MAX])
{
	size_t len = 0;
	ssize_t n;

	while (len < ANSWER_MAX - 1) {
		n = recv(fd, answer + len, ANSWER_MAX - 1 - len, 0);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		if (n == 0)
			break;
		len += (size_t)n;
		if (memchr(answer, '\0', len) != NULL)
			break;
	}
	answer[len] = '\0';
	return 0;
}

enum clamd_result
clamd_scan(const char *path, struct spool *file)
{
	char answer[ANSWER_MAX] = "";
	int fd = dial(path), rc;

	if (fd == -1) {
		log_warn("%s", path);
		return CLAMD_UNKNOWN;
	}
	/* it may hang up early and still have said why */
	rc = give_file(fd, file);
	if (hear(fd, answer) == -1 || (rc == -1 && answer[0] == '\0')) {
		log_warn("%s", path);
		close(fd);
		return CLAMD_UNKNOWN;
	}
	close(fd);
	if (str_eq(answer, "stream: OK"))
		return CLAMD_CLEAN;
	if (str_starts(answer, "stream: ") && str_ends(answer, " FOUND"))
		return CLAMD_INFECTED;
	log_warnx("%s: %s", path, answer);
	return CLAMD_UNKNOWN;
}
