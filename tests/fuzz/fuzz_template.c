/*
 * Fuzz target: a template.  What compiles runs, and what it writes as XML can
 * be read again.  Templates that call others are left out: calling itself is
 * fatal by contract.
 */
#include <string.h>

#include "fuzz.h"
#include "text/template.h"

static const char model_xml[] =
    "<page titre='a &lt; b' vide='' n='1'><c d='2026-03-01'>x<b>y</b></c>"
    "<c d='z'/></page>";

static void
run(struct arena *a, const struct templates *t, struct node *model)
{
	struct buf b = BUF_INIT;

	template_run(&b, t, "t", model);
	template_run_text(&b, t, "t", model);
	template_check(t, "t", model, &b);
	buf_reset(&b);
	buf_str(&b, "<r>");
	template_run_xml(&b, t, "t", model);
	buf_str(&b, "</r>");
	if (tree_parse(a, b.data, b.len, "again", NULL) == NULL)
		abort();
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static int ready;
	struct arena *a;
	struct templates *t;
	struct tree *tree, *model;

	if (!ready++)
		xml_init();
	/* prefixed names are not for templates */
	if (memmem(bytes, len, "call", 4) != NULL || memmem(bytes, len, "xml",
	    3) != NULL)
		return 0;
	a = arena_new();
	t = templates_new(a);
	model = tree_parse(a, model_xml, strlen(model_xml), "model", NULL);
	tree = tree_parse(a, (const char *)bytes, len, "fuzz", NULL);
	if (tree != NULL && templates_add(t, "t", "fuzz", tree, NULL) == 0)
		run(a, t, tree_root(model));
	arena_free(a);
	return 0;
}
