/*
 * Files of the portal into a backup, as they are or sealed.  What the disk
 * holds is read again from the disk: the pages in memory are let go first.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/progress.h"
#include "backup.h"

/* Bytes read, fewer only at the end; -1. */
static ssize_t
read_block(int fd, unsigned char *to, size_t n)
{
	size_t got = 0;
	ssize_t k;

	while (got < n) {
		k = read(fd, to + got, n - got);
		if (k == -1 && errno == EINTR)
			continue;
		if (k == -1)
			return -1;
		if (k == 0)
			break;
		got += (size_t)k;
	}
	return (ssize_t)got;
}

static int
put_block(int fd, struct digest *d, const void *p, size_t n)
{
	digest_add(d, p, n);
	return file_write_fd(fd, p, n);
}

/* What stands before the stream of blocks. */
static int
put_head(struct backup *b, int fd, struct digest *d, struct stream *s,
    const char *name)
{
	unsigned char box[BOX_SIZE], head[STREAM_HEAD];

	stream_seal_start(s, head, b->key, name);
	if (box_seal(box, b->key, b->to) == -1) {
		errno = EINVAL;
		return -1;
	}
	return put_block(fd, d, BACKUP_MAGIC, strlen(BACKUP_MAGIC)) == -1 ||
	    put_block(fd, d, box, sizeof(box)) == -1 ||
	    put_block(fd, d, head, sizeof(head)) == -1 ? -1 : 0;
}

static size_t
size_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) == -1 ? 0 : (size_t)st.st_size;
}

/* All of in to out; the digest is of what is written. */
static int
pour(struct backup *b, int in, int out, struct digest *d, const char *name)
{
	static unsigned char plain[BACKUP_BLOCK],
	    sealed[BACKUP_BLOCK + STREAM_MORE];
	size_t done = 0, all = size_of(in);
	struct stream s;
	ssize_t n;
	int rc;

	if (b->to != NULL && put_head(b, out, d, &s, name) == -1)
		return -1;
	do {
		if ((n = read_block(in, plain, sizeof(plain))) == -1)
			return -1;
		progress("Écriture, en Kio", (done += (size_t)n) / 1024,
		    all / 1024);
		if (b->to == NULL) {
			rc = put_block(out, d, plain, (size_t)n);
			continue;
		}
		stream_seal(&s, sealed, plain, (size_t)n,
		    (size_t)n < sizeof(plain));
		rc = put_block(out, d, sealed, (size_t)n + STREAM_MORE);
	} while (rc == 0 && (size_t)n == sizeof(plain));
	crypto_wipe(plain, sizeof(plain));
	return rc;
}

int
backup_settle(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc = -1;

	if (fd != -1) {
		rc = fsync(fd);
		/* a hint: what is read next comes from the disk */
		if (rc == 0)
			posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
		close(fd);
	}
	if (rc == -1)
		log_warn("%s", path);
	return rc;
}

int
backup_digest(const char *path, unsigned char out[DIGEST_SIZE])
{
	static unsigned char block[BACKUP_BLOCK];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t done = 0, all = fd == -1 ? 0 : size_of(fd);
	struct digest d;
	ssize_t n = -1;

	digest_start(&d);
	while (fd != -1 && (n = read_block(fd, block, sizeof(block))) > 0) {
		digest_add(&d, block, (size_t)n);
		progress("Relecture, en Kio", (done += (size_t)n) / 1024,
		    all / 1024);
	}
	if (n == -1)
		log_warn("%s", path);
	if (fd != -1)
		close(fd);
	digest_end(&d, out);
	return n == -1 ? -1 : 0;
}

/* Write it, bring it to the disk, read it again: one sum, or -1 told. */
static int
put(struct backup *b, const char *from, const char *to, const char *name,
    unsigned char sum[DIGEST_SIZE])
{
	int in = open(from, O_RDONLY | O_CLOEXEC), out = -1, rc = -1;
	unsigned char again[DIGEST_SIZE];
	struct digest d;

	digest_start(&d);
	if (in == -1)
		log_warn("%s", from);
	else if ((out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    0600)) == -1 || (rc = pour(b, in, out, &d, name)) == -1)
		log_warn("%s", to);
	if (in != -1)
		close(in);
	if (out != -1 && close(out) == -1) {
		log_warn("%s", to);
		rc = -1;
	}
	digest_end(&d, sum);
	if (rc == -1 || backup_settle(to) == -1 ||
	    backup_digest(to, again) == -1)
		return -1;
	if (memcmp(sum, again, sizeof(again)) != 0) {
		log_warnx("%s : ce qui est sur le disque n’est pas ce qui y a "
		    "été écrit", to);
		return -1;
	}
	return 0;
}

static void
account(struct backup *b, const unsigned char sum[DIGEST_SIZE],
    const char *name)
{
	buf_fmt(&b->sums, "%s  %s\n", hex_encode(b->a, sum, DIGEST_SIZE),
	    name);
}

int
backup_put(struct backup *b, const char *from, const char *name)
{
	const char *as = arena_fmt(b->a, "%s%s", name, b->to == NULL ? "" :
	    BACKUP_SEALED);
	unsigned char sum[DIGEST_SIZE];

	if (put(b, from, arena_fmt(b->a, "%s/%s", b->dir, as), name, sum) == -1)
		return -1;
	account(b, sum, as);
	return 0;
}

int
backup_sum(struct backup *b, const char *name)
{
	unsigned char sum[DIGEST_SIZE];

	if (backup_digest(arena_fmt(b->a, "%s/%s", b->dir, name), sum) == -1)
		return -1;
	account(b, sum, name);
	return 0;
}

int
backup_apart(struct backup *b, const char *from, const char *to,
    const char *name)
{
	const char *sealed = arena_fmt(b->a, "%s" BACKUP_SEALED, to);
	const char *as = b->to == NULL ? to : sealed;
	const char *other = b->to == NULL ? sealed : to;
	const char *new = arena_fmt(b->a, "%s" BACKUP_GROWING, as);
	unsigned char sum[DIGEST_SIZE];

	unlink(new);
	if (put(b, from, new, name, sum) == -1 || file_replace(new, as) == -1)
		return -1;
	if (unlink(other) == -1 && errno != ENOENT) {
		log_warn("%s", other);
		return -1;
	}
	return 0;
}
