/*
 * The file holds what came first, the buf what came last: [0, filed) and
 * [filed, filed + tail.len).  So many small additions are few writes.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/spool.h"

struct spool {
	const char	*dir;
	struct buf	 tail;
	size_t		 filed;
	int		 fd;		/* -1: all is in the tail */
	int		 error;
};

static void
spool_free(void *object)
{
	struct spool *s = object;

	if (s->fd != -1)
		close(s->fd);
	buf_free(&s->tail);
}

struct spool *
spool_new(struct arena *a, const char *dir)
{
	struct spool *s = arena_alloc(a, sizeof(*s));

	s->dir = dir;
	s->fd = -1;
	arena_own(a, spool_free, s);
	return s;
}

static void
fail(struct spool *s)
{
	if (s->error == 0) {
		s->error = errno;
		log_warn("spool in %s", s->dir);
	}
}

/* A file of ours alone, without a name. */
static int
open_nameless(const char *dir)
{
	struct buf path = BUF_INIT;
	int fd;

	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd == -1 && (errno == EOPNOTSUPP || errno == EISDIR)) {
		/* not every file system has them */
		buf_fmt(&path, "%s/spool.XXXXXX", dir);
		if ((fd = mkostemp(path.data, O_CLOEXEC)) != -1)
			unlink(path.data);
		buf_free(&path);
	}
	return fd;
}

/* At the end of the file. */
static void
put(struct spool *s, const void *bytes, size_t n)
{
	if (s->fd == -1) {
		if (s->dir == NULL && (s->dir = getenv("TMPDIR")) == NULL)
			s->dir = "/tmp";
		if ((s->fd = open_nameless(s->dir)) == -1) {
			fail(s);
			return;
		}
	}
	if (file_write_fd(s->fd, bytes, n) == -1)
		fail(s);
	else
		s->filed += n;
}

void
spool_add(struct spool *s, const void *bytes, size_t n)
{
	if (s->error == 0 && s->tail.len + n > SPOOL_MEMORY) {
		put(s, buf_cstr(&s->tail), s->tail.len);
		buf_reset(&s->tail);
		if (s->error == 0 && n > SPOOL_MEMORY / 2) {
			put(s, bytes, n);
			return;
		}
	}
	if (s->error == 0)
		buf_add(&s->tail, bytes, n);
}

void
spool_str(struct spool *s, const char *text)
{
	spool_add(s, text, strlen(text));
}

size_t
spool_len(const struct spool *s)
{
	return s->filed + s->tail.len;
}

int
spool_error(const struct spool *s)
{
	return s->error;
}

int
spool_full(int error)
{
	return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

/* All of n bytes of the file from there on, in or out. */
static int
at_once(struct spool *s, size_t at, void *in, const void *out, size_t n)
{
	ssize_t k;

	for (; n > 0; n -= (size_t)k, at += (size_t)k) {
		k = in != NULL ? pread(s->fd, in, n, (off_t)at) :
		    pwrite(s->fd, out, n, (off_t)at);
		if (k == -1 && errno == EINTR) {
			k = 0;
			continue;
		}
		if (k <= 0) {
			fail(s);
			return -1;
		}
		if (in != NULL)
			in = (char *)in + k;
		else
			out = (const char *)out + k;
	}
	return 0;
}

void
spool_patch(struct spool *s, size_t at, const void *bytes, size_t n)
{
	const char *p = bytes;
	size_t head = 0;

	if (s->error != 0)
		return;
	if (at > spool_len(s) || n > spool_len(s) - at)
		fatalx("spool: patched past its end");
	if (at < s->filed) {
		head = n < s->filed - at ? n : s->filed - at;
		if (at_once(s, at, NULL, p, head) == -1)
			return;
	}
	if (n > head)
		memcpy(s->tail.data + (at + head - s->filed), p + head,
		    n - head);
}

size_t
spool_read(struct spool *s, size_t at, void *to, size_t n)
{
	size_t len = spool_len(s), head = 0;

	if (s->error != 0 || at >= len)
		return 0;
	if (n > len - at)
		n = len - at;
	if (at < s->filed) {
		head = n < s->filed - at ? n : s->filed - at;
		if (at_once(s, at, to, NULL, head) == -1)
			return 0;
	}
	if (n > head)
		memcpy((char *)to + head, s->tail.data + (at + head -
		    s->filed), n - head);
	return n;
}

/* Every byte, by blocks. */
static int
copy_to(struct spool *s, int fd)
{
	char block[SPOOL_BLOCK];
	size_t at, n;

	for (at = 0; (n = spool_read(s, at, block, sizeof(block))) > 0; at += n)
		if (file_write_fd(fd, block, n) == -1)
			return -1;
	return s->error == 0 ? 0 : -1;
}

int
spool_save(struct spool *s, const char *path, mode_t mode)
{
	struct buf new = BUF_INIT;
	int fd, rc = -1;

	buf_fmt(&new, "%s.%ld.new", path, (long)getpid());
	fd = open(buf_cstr(&new), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
	    mode);
	if (fd == -1) {
		log_warn("%s", buf_cstr(&new));
		buf_free(&new);
		return -1;
	}
	if ((rc = copy_to(s, fd)) == -1)
		log_warn("%s", path);
	if (close(fd) == -1)
		rc = -1;
	if (rc == 0)
		rc = file_replace(buf_cstr(&new), path);
	if (rc == -1)
		unlink(buf_cstr(&new));
	buf_free(&new);
	return rc;
}
