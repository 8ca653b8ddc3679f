/*
 * fuzz: what targets share: a condition that must hold, an input as a file,
 * files of the distribution.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <sys/mman.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

int	 LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static inline void
demand(int cond)
{
	if (!cond)
		abort();
}

/* Memory of the whole run. */
static inline struct arena *
fuzz_kept(void)
{
	static struct arena *kept;

	if (kept == NULL)
		kept = arena_new();
	return kept;
}

/* The input as a file of memory; *fd is closed by the caller. */
static inline const char *
fuzz_file(struct arena *a, const void *bytes, size_t len, int *fd)
{
	*fd = memfd_create("fuzz", MFD_CLOEXEC);
	demand(*fd != -1 && file_write_fd(*fd, bytes, len) == 0);
	return arena_fmt(a, "/proc/self/fd/%d", *fd);
}

static inline const char *
fuzz_source(struct arena *a, const char *path)
{
	const char *dir = getenv("srcdir");

	return arena_fmt(a, "%s/%s", dir == NULL ? "." : dir, path);
}

#endif
