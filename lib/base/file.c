/*
 * Whole files, durably.  A failed fsync is reported and never tried again:
 * the kernel may have dropped the pages.
 */
#include <sys/file.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

int
file_read_fd(struct buf *b, int fd)
{
	ssize_t n;

	for (;;) {
		if (b->len > FILE_MAX) {
			errno = EFBIG;
			return -1;
		}
		n = read(fd, buf_reserve(b, 65536), 65536);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		if (n == 0)
			break;
		b->len += (size_t)n;
	}
	b->data[b->len] = '\0';
	return 0;
}

int
file_read(struct buf *b, const char *path)
{
	int fd, rc;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1) {
		log_warn("%s", path);
		return -1;
	}
	if ((rc = file_read_fd(b, fd)) == -1)
		log_warn("%s", path);
	close(fd);
	return rc;
}

int
file_write_fd(int fd, const void *data, size_t len)
{
	const char *p = data;
	ssize_t n;

	while (len > 0) {
		n = write(fd, p, len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Flush the folder that holds path, so that the new name survives. */
static int
sync_folder(const char *path)
{
	struct buf dir = BUF_INIT;
	const char *slash = strrchr(path, '/');
	int fd, rc = -1;

	if (slash == NULL)
		buf_str(&dir, ".");
	else if (slash == path)
		buf_str(&dir, "/");
	else
		buf_add(&dir, path, (size_t)(slash - path));
	if ((fd = open(buf_cstr(&dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) !=
	    -1) {
		rc = fsync(fd);
		close(fd);
	}
	buf_free(&dir);
	return rc;
}

int
file_write(const char *path, const void *data, size_t len, mode_t mode)
{
	struct buf tmp = BUF_INIT;
	int fd, rc = -1;

	buf_fmt(&tmp, "%s.%ld.new", path, (long)getpid());
	fd = open(buf_cstr(&tmp), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
	    mode);
	if (fd == -1)
		goto out;
	if (file_write_fd(fd, data, len) == -1 || fsync(fd) == -1) {
		close(fd);
		goto out;
	}
	if (close(fd) == -1 || rename(buf_cstr(&tmp), path) == -1 ||
	    sync_folder(path) == -1)
		goto out;
	rc = 0;
out:
	if (rc == -1) {
		log_warn("%s", path);
		unlink(buf_cstr(&tmp));
	}
	buf_free(&tmp);
	return rc;
}

int
file_put(const char *path, const void *data, size_t len)
{
	int fd, rc;

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd == -1 || (rc = file_write_fd(fd, data, len)) == -1)
		log_warn("%s", path);
	if (fd == -1)
		return -1;
	if (close(fd) == -1 && rc == 0) {
		log_warn("%s", path);
		rc = -1;
	}
	return rc;
}

int
file_sync(const char *dir)
{
	int fd, rc = -1;

	if ((fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) != -1) {
		rc = syncfs(fd);
		close(fd);
	}
	if (rc == -1)
		log_warn("%s", dir);
	return rc;
}

int
file_copy(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), out = -1, rc = -1;
	ssize_t n = 1;

	if (in != -1)
		out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (out != -1) {
		while (n > 0 || (n == -1 && errno == EINTR))
			n = copy_file_range(in, NULL, out, NULL, FILE_MAX, 0);
		rc = n == 0 && close(out) == 0 ? 0 : -1;
		if (n == -1)
			close(out);
	}
	if (rc == -1)
		log_warn("%s", to);
	if (in != -1)
		close(in);
	return rc;
}

int
file_replace(const char *from, const char *to)
{
	int fd = open(from, O_RDONLY | O_CLOEXEC), rc = -1;

	if (fd != -1) {
		rc = fsync(fd);
		close(fd);
	}
	if (rc == 0)
		rc = rename(from, to);
	if (rc == 0)
		rc = sync_folder(to);
	if (rc == -1)
		log_warn("%s", to);
	return rc;
}

int
file_mkdirs(const char *path, mode_t mode)
{
	struct buf b = BUF_INIT;
	char *p;
	int rc = 0;

	buf_str(&b, path);
	for (p = b.data + 1; rc == 0 && *path != '\0'; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		char kept = *p;
		*p = '\0';
		if (mkdir(b.data, mode) == -1 && errno != EEXIST) {
			log_warn("%s", b.data);
			rc = -1;
		}
		*p = kept;
		if (kept == '\0')
			break;
	}
	buf_free(&b);
	return rc;
}

int
file_lock(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd == -1) {
		log_warn("%s", path);
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	if (errno != EWOULDBLOCK) {
		log_warn("%s", path);
		close(fd);
		return -1;
	}
	close(fd);
	return -2;
}

int
file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

char **
file_list(struct arena *a, const char *dir, const char *suffix, size_t *n)
{
	struct dirent **found;
	char **paths;
	int i, total;

	*n = 0;
	if ((total = scandir(dir, &found, NULL, alphasort)) == -1) {
		log_warn("%s", dir);
		return NULL;
	}
	paths = arena_array(a, (size_t)total + 1, sizeof(*paths));
	for (i = 0; i < total; i++) {
		if (found[i]->d_name[0] != '.' &&
		    str_ends(found[i]->d_name, suffix))
			paths[(*n)++] = arena_fmt(a, "%s/%s", dir,
			    found[i]->d_name);
		free(found[i]);
	}
	free(found);
	return paths;
}

const char *
file_size_french(struct arena *a, int64_t n)
{
	if (n < 1000)
		return arena_fmt(a, "%lld\u00a0octet%s", (long long)n,
		    n < 2 ? "" : "s");
	if (n < 999500)
		return arena_fmt(a, "%lld\u00a0ko",
		    (long long)((n + 500) / 1000));
	n = (n + 50000) / 100000;
	return arena_fmt(a, "%lld,%lld\u00a0Mo", (long long)(n / 10),
	    (long long)(n % 10));
}
