/*
 * Fuzz target: XML.  What reads has no document type, is no deeper than 256,
 * and is written so that it reads the same, letter for letter.  A record is
 * held to its schema as well.
 *
 * seeds: schemas/suivi schemas/accords
 */
#include <string.h>

#include "fuzz.h"
#include "port/xml.h"

#define DEPTH	256

static size_t
depth_of(const struct node *n)
{
	const struct node *c;
	size_t most = 0, d;

	for (c = node_first(n); c != NULL; c = node_next(c))
		if (node_kind(c) == NODE_ELEMENT && (d = depth_of(c)) > most)
			most = d;
	return most + 1;
}

static void
look(struct arena *a, struct tree *t, struct schema *s)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct tree *again;
	struct xml_error err;

	demand(depth_of(tree_root(t)) <= DEPTH);
	tree_write(&once, t);
	again = tree_parse(a, buf_cstr(&once), once.len, "again", &err);
	demand(again != NULL);
	tree_write(&twice, again);
	demand(once.len == twice.len &&
	    memcmp(once.data, twice.data, once.len) == 0);
	demand(node_string(a, tree_root(t)) != NULL);
	demand(schema_valid(s, t, &err) != -1);
	buf_free(&once);
	buf_free(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static struct schema *s;
	struct arena *a = arena_new();
	struct xml_error err;
	struct tree *t;

	if (s == NULL) {
		xml_init();
		s = schema_load(fuzz_source(a, "schemas/xml/cae.rng"), &err);
		demand(s != NULL);
	}
	t = tree_parse(a, (const char *)bytes, len, "fuzz", &err);
	if (t != NULL)
		look(a, t, s);
	else
		demand(err.text[0] != '\0');
	arena_free(a);
	return 0;
}
