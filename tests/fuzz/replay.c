/*
 * replay: give a fuzz target every file of its corpus, without a fuzzer.
 *
 * Linked with one fuzz_NAME.c for « make check »; tools/fuzz links the same
 * file with libFuzzer instead.  The corpus is $srcdir/tests/fuzz/corpus/NAME,
 * NAME taken from the name of the program.  Each input is given whole and cut
 * at half, since parsers fail most at an end that comes early.  A fault is a
 * report of the sanitizers or a failed check of the target: both end the
 * program, after the name of the input.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"

int	 LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* An exact copy on the heap, so that one byte too far is seen. */
static void
give(const char *bytes, size_t len)
{
	uint8_t *copy = malloc(len > 0 ? len : 1);

	if (copy == NULL)
		fatal("malloc");
	if (len > 0)
		memcpy(copy, bytes, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

static int
replay(const char *path)
{
	struct buf b = BUF_INIT;

	fprintf(stderr, "input %s\n", path);
	if (file_read(&b, path) == -1)
		return -1;
	give(buf_cstr(&b), b.len);
	give(buf_cstr(&b), b.len / 2);
	buf_free(&b);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir"), *name, *dir;
	struct arena *a = arena_new();
	struct dirent *entry;
	DIR *d;
	int n = 0, failed = 0;

	(void)argc;
	log_init("replay");
	name = strrchr(argv[0], '/') == NULL ? argv[0] :
	    strrchr(argv[0], '/') + 1;
	name = strncmp(name, "fuzz_", 5) == 0 ? name + 5 : name;
	dir = arena_fmt(a, "%s/tests/fuzz/corpus/%s",
	    srcdir == NULL ? "." : srcdir, name);
	if ((d = opendir(dir)) == NULL)
		fatal("%s", dir);
	give("", 0);
	while ((entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.') {
			n++;
			failed += replay(arena_fmt(a, "%s/%s", dir,
			    entry->d_name)) == -1;
		}
	closedir(d);
	printf("%s fuzz %s: %d inputs\n", n > 0 && failed == 0 ? "ok" :
	    "not ok", name, n);
	arena_free(a);
	return n == 0 || failed > 0;
}
