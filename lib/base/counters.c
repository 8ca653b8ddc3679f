/*
 * Counts in a mapped file.  Its name tells the version of its form: another
 * form is another file (see web/app.c).
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/counters.h"
#include "base/log.h"

const int64_t counters_bounds[COUNTERS_BOUNDS] = { 1000, 2500, 5000, 10000,
	25000, 50000, 100000, 250000, 1000000, 5000000 };

struct slot {
	uint64_t	 status[COUNTERS_CLASSES];
	uint64_t	 within[COUNTERS_BOUNDS + 1];
	uint64_t	 micros;
};

struct counters {
	int		 fd;		/* holds the lock */
	struct slot	*slots;
	struct slot	*mine;
};

#define SIZE	(COUNTERS_SLOTS * sizeof(struct slot))

static struct flock
lock_of(int i)
{
	return (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET,
		.l_start = i, .l_len = 1 };
}

struct counters *
counters_open(const char *path)
{
	struct counters *c = calloc(1, sizeof(*c));
	struct flock lock;
	int i, error;

	if (c == NULL)
		fatal("counters");
	c->slots = MAP_FAILED;
	c->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	if (c->fd == -1)
		goto fail;
	/* a page that the disk has no room for would be a death, SIGBUS */
	if ((error = posix_fallocate(c->fd, 0, (off_t)SIZE)) != 0) {
		errno = error;
		goto fail;
	}
	c->slots = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, c->fd,
	    0);
	if (c->slots == MAP_FAILED)
		goto fail;
	for (i = 0; i < COUNTERS_SLOTS && c->mine == NULL; i++) {
		lock = lock_of(i);
		if (fcntl(c->fd, F_OFD_SETLK, &lock) == 0)
			c->mine = &c->slots[i];
	}
	if (c->mine != NULL)
		return c;
fail:
	log_warn("%s", path);
	counters_close(c);
	return NULL;
}

void
counters_close(struct counters *c)
{
	if (c == NULL)
		return;
	if (c->slots != MAP_FAILED)
		munmap(c->slots, SIZE);
	if (c->fd != -1)
		close(c->fd);
	free(c);
}

/* Nobody else writes there; a reader must not see half a number. */
static void
more(uint64_t *n, uint64_t by)
{
	__atomic_store_n(n, *n + by, __ATOMIC_RELAXED);
}

void
counters_add(struct counters *c, int status, int64_t micros)
{
	int i = 0;

	if (c == NULL || status < 100 || status >= 600 || micros < 0)
		return;
	while (i < COUNTERS_BOUNDS && micros > counters_bounds[i])
		i++;
	more(&c->mine->status[status / 100 - 1], 1);
	more(&c->mine->within[i], 1);
	more(&c->mine->micros, (uint64_t)micros);
}

static uint64_t
seen(const uint64_t *n)
{
	return __atomic_load_n(n, __ATOMIC_RELAXED);
}

static void
sum(struct counts *to, const struct slot *s)
{
	int i;

	for (i = 0; i < COUNTERS_CLASSES; i++)
		to->status[i] += seen(&s->status[i]);
	for (i = 0; i <= COUNTERS_BOUNDS; i++)
		to->within[i] += seen(&s->within[i]);
	to->micros += seen(&s->micros);
}

int
counters_read(const char *path, struct counts *to)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), i, rc = -1;
	struct slot *slots = MAP_FAILED;
	struct flock lock;
	struct stat st;

	memset(to, 0, sizeof(*to));
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && (size_t)st.st_size >= SIZE)
		slots = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, fd, 0);
	if (slots != MAP_FAILED) {
		for (i = 0; i < COUNTERS_SLOTS; i++) {
			lock = lock_of(i);
			if (fcntl(fd, F_OFD_GETLK, &lock) == 0 &&
			    lock.l_type != F_UNLCK)
				to->processes++;
			sum(to, &slots[i]);
		}
		munmap(slots, SIZE);
		rc = 0;
	}
	close(fd);
	return rc;
}
