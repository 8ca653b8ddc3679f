/*
 * spool: the same bytes come back, on either side of its memory, and a disk
 * that is full is told once and for good.
 */
#include <sys/resource.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/spool.h"
#include "test.h"

static struct arena *a;
static char dir[] = "/tmp/spool.XXXXXX";

/* The byte that stands at a place: no two blocks alike. */
static char
byte_at(size_t i)
{
	return (char)(i * 31 + i / 251 + i / 65521);
}

static struct spool *
filled(size_t len, size_t by)
{
	struct spool *s = spool_new(a, dir);
	char part[200000];
	size_t i, n, at;

	for (at = 0; at < len; at += n) {
		n = by < len - at ? by : len - at;
		for (i = 0; i < n; i++)
			part[i] = byte_at(at + i);
		spool_add(s, part, n);
	}
	return s;
}

static int
same(struct spool *s, size_t len, size_t by)
{
	char part[200000];
	size_t i, n, at;

	for (at = 0; (n = spool_read(s, at, part, by)) > 0; at += n)
		for (i = 0; i < n; i++)
			if (part[i] != byte_at(at + i))
				return 0;
	return at == len && spool_len(s) == len && spool_error(s) == 0;
}

static size_t
open_files(void)
{
	DIR *d = opendir("/proc/self/fd");
	size_t n = 0;

	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}

static void
test_sizes(void)
{
	static const size_t lens[] = {
		0, 1, SPOOL_MEMORY - 1, SPOOL_MEMORY, SPOOL_MEMORY + 1,
		3 * SPOOL_MEMORY + 7, 1000003
	};
	static const size_t steps[] = { 1000, 4096, 40000, 65536, 199999 };
	size_t i, j;
	int right = 1;

	for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++)
		for (j = 0; j < sizeof(steps) / sizeof(steps[0]); j++)
			right &= same(filled(lens[i], steps[j]), lens[i],
			    steps[4 - j]);
	CHECK(right);
}

static void
test_place(void)
{
	struct spool *s;
	struct stat st;
	size_t before;

	arena_reset(a);
	before = open_files();
	s = filled(SPOOL_MEMORY, 1000);
	CHECK(open_files() == before);	/* small ones touch no disk */
	spool_str(s, "x");
	CHECK(open_files() == before + 1);
	CHECK(stat(dir, &st) == 0 && st.st_nlink == 2 && rmdir(dir) == 0 &&
	    mkdir(dir, 0700) == 0);	/* it has no name */
	arena_reset(a);
	CHECK(open_files() == before);
}

static void
test_patch(void)
{
	struct spool *s = filled(2 * SPOOL_MEMORY + 100, 4096);
	char got[16] = "";
	size_t edge = 0, i;

	/* wherever the file ends and memory begins, one of these spans it */
	for (edge = 0; edge < 2 * SPOOL_MEMORY; edge += 4090)
		spool_patch(s, edge, "0123456789", 10);
	for (edge = 0; edge < 2 * SPOOL_MEMORY; edge += 4090) {
		i = spool_read(s, edge, got, 10);
		if (i != 10 || strcmp(got, "0123456789") != 0)
			break;
	}
	CHECK(edge >= 2 * SPOOL_MEMORY);
	CHECK(spool_len(s) == 2 * SPOOL_MEMORY + 100);
	spool_patch(s, spool_len(s) - 3, "fin", 3);
	CHECK(spool_read(s, spool_len(s) - 3, got, 10) == 3 &&
	    memcmp(got, "fin", 3) == 0);
	s = filled(10, 10);
	spool_patch(s, 2, "ab", 2);
	CHECK(spool_read(s, 0, got, 10) == 10 && got[1] == byte_at(1) &&
	    got[2] == 'a' && got[3] == 'b' && got[4] == byte_at(4));
}

static void
test_save(void)
{
	struct spool *s = filled(300000, 7777);
	const char *path = arena_fmt(a, "%s/out", dir);
	struct buf b = BUF_INIT;
	struct stat st;
	size_t i;

	CHECK(spool_save(s, path, 0600) == 0 && file_read(&b, path) == 0 &&
	    b.len == 300000);
	for (i = 0; i < b.len && b.data[i] == byte_at(i); i++)
		;
	CHECK(i == 300000);
	CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
	CHECK(spool_save(s, arena_fmt(a, "%s/no/where", dir), 0600) == -1);
	buf_free(&b);
	unlink(path);
}

static void
test_full(void)
{
	struct rlimit old, small;
	char got[10];
	struct spool *s, *other;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 150000;
	setrlimit(RLIMIT_FSIZE, &small);
	s = filled(140000, 1000);
	CHECK(spool_error(s) == 0);
	other = filled(400000, 1000);
	CHECK(spool_error(other) == EFBIG && spool_full(spool_error(other)));
	CHECK(spool_read(other, 0, got, 10) == 0);
	CHECK(spool_save(other, arena_fmt(a, "%s/x", dir), 0600) == -1 &&
	    !file_exists(arena_fmt(a, "%s/x", dir)));
	setrlimit(RLIMIT_FSIZE, &old);
	spool_str(other, "room again");	/* too late */
	CHECK(spool_error(other) == EFBIG);
	s = spool_new(a, "/nowhere/at/all");
	spool_add(s, "few", 3);
	CHECK(spool_error(s) == 0);
	while (spool_error(s) == 0 && spool_len(s) < 1000000)
		spool_add(s, "many more bytes", 15);
	CHECK(spool_error(s) == ENOENT && !spool_full(ENOENT));
	CHECK(spool_full(ENOSPC) && spool_full(EDQUOT));
}

int
main(void)
{
	if (mkdtemp(dir) == NULL)
		return 1;
	a = arena_new();
	test_sizes();
	test_place();
	test_patch();
	test_save();
	test_full();
	arena_free(a);
	rmdir(dir);
	return test_end();
}
