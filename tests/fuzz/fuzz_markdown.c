/*
 * Fuzz target: a file of content/.  Reading it ends with a tree or with
 * faults; the tree can be written and read again.
 */
#include "fuzz.h"
#include "text/content.h"
#include "text/template.h"

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
	struct arena *a = arena_new();
	struct content c;
	int fd;

	if (!ready++)
		xml_init();
	if (content_read(a, fuzz_file(a, bytes, len, &fd), keys, &c,
	    &faults) == 0)
		look(a, &c);
	else if (faults.len == 0)
		abort();
	arena_free(a);
	buf_free(&faults);
	close(fd);
	return 0;
}
