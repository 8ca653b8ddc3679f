/*
 * Fuzz target: a file of content/.  Reading it ends with a tree or with
 * faults; the tree can be written and read again.
 */
#include <sys/mman.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "text/content.h"
#include "text/template.h"

int	 LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
look(struct arena *a, struct content *c)
{
	struct templates *t = templates_new(a);
	struct buf b = BUF_INIT;

	node_write(&b, tree_root(c->tree));
	if (tree_parse(a, b.data, b.len, "again", NULL) == NULL)
		abort();
	templates_add(t, "t", "fuzz", c->tree, NULL);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *const keys[] = { "titre", NULL };
	static int ready;
	struct buf faults = BUF_INIT;
	struct content c;
	struct arena *a;
	char path[64];
	int fd;

	if (!ready++)
		xml_init();
	if ((fd = memfd_create("fuzz", MFD_CLOEXEC)) == -1 || file_write_fd(fd,
	    bytes, len) == -1)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	a = arena_new();
	if (content_read(a, path, keys, &c, &faults) == 0)
		look(a, &c);
	else if (faults.len == 0)
		abort();
	arena_free(a);
	buf_free(&faults);
	close(fd);
	return 0;
}
