/*
 * Fuzz target: a whole application, as its forms would send it: one body with
 * the fields of all steps.  What is accepted makes a record that its schema
 * takes, letter for letter the same when it is read again; what is refused is
 * told beside a field.
 */
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "domain/form/answers.h"
#include "domain/territory/commune.h"
#include "domain/territory/network.h"
#include "fuzz.h"
#include "web/http.h"

static struct check_context ctx;
static struct definition *forms[2];

static void
prepare(void)
{
	static const char *const paths[] = { "schemas/programmes/cae.xml",
		"tests/unit/essai/programmes/codes.xml" };
	struct arena *kept = fuzz_kept();
	struct buf faults = BUF_INIT;
	int i;

	xml_init();
	for (i = 0; i < 2; i++) {
		forms[i] = definition_load(kept, fuzz_source(kept, paths[i]),
		    &faults);
		demand(forms[i] != NULL);
	}
	ctx.today = day_make(2026, 11, 22);
	ctx.communes = communes_load(kept, fuzz_source(kept,
	    "content/communes.tsv"));
	ctx.network = network_load(kept, fuzz_source(kept,
	    "content/demo/reseau.xml"), fuzz_source(kept,
	    "schemas/xml/reseau.rng"), &faults);
	demand(ctx.communes != NULL && ctx.network != NULL);
	buf_free(&faults);
}

/* The record of what passed every check. */
static void
look(struct arena *a, const struct definition *d, struct answers *an)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct tree *t = tree_new(a, d->root), *again;

	answers_to_record(an, node_add(tree_root(t), "reponses"));
	tree_write(&once, t);
	again = tree_parse(a, once.data, once.len, "again", NULL);
	demand(again != NULL);
	tree_write(&twice, again);
	demand(once.len == twice.len &&
	    memcmp(once.data, twice.data, once.len) == 0);
	buf_free(&once);
	buf_free(&twice);
}

static void
fill_in(struct arena *a, const struct definition *d, const struct param *list,
    size_t n)
{
	struct answers *an = answers_new(a, d);
	const struct field *f;
	const char *error, *shown;
	size_t i, k;

	for (i = 0; i < n; i++)
		answers_add_bytes(an, list[i].name, list[i].value, list[i].len);
	answers_check_all(an, &ctx);
	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			f = &d->steps[i].fields[k];
			error = answers_error(an, f->name);
			shown = answers_shown(a, an, f);
			demand(error == NULL || utf8_valid(error,
			    strlen(error)));
			demand(utf8_valid(shown, strlen(shown)));
		}
	look(a, d, an);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct param *list;
	size_t n;
	int i;

	if (forms[0] == NULL)
		prepare();
	if (http_parse_urlencoded(a, (const char *)bytes, len, &list, &n) == 0)
		for (i = 0; i < 2; i++)
			fill_in(a, forms[i], list, n);
	arena_free(a);
	return 0;
}
