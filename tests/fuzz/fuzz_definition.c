/*
 * Fuzz target: the definition of a programme.  What the grammar lets through is
 * read or told what is wrong with it; what is read gives a schema of records,
 * and reads again from the text that is kept.
 *
 * seeds: schemas/programmes schemas/documents schemas/suivi
 */
#include <sys/stat.h>

#include <string.h>

#include "domain/form/definition.h"
#include "fuzz.h"

static char folder[] = "/tmp/fuzz-definition-XXXXXX";

static void
leave(void)
{
	struct arena *a = arena_new();

	unlink(arena_fmt(a, "%s/programmes/x.xml", folder));
	unlink(arena_fmt(a, "%s/xml", folder));
	rmdir(arena_fmt(a, "%s/programmes", folder));
	rmdir(folder);
	arena_free(a);
}

/* A folder in which the grammar is where a definition looks for it. */
static struct schema *
prepare(struct arena *a)
{
	char *grammar = realpath(fuzz_source(a, "schemas/xml"), NULL);
	struct xml_error err;
	struct schema *s;

	xml_init();
	demand(grammar != NULL && mkdtemp(folder) != NULL &&
	    mkdir(arena_fmt(a, "%s/programmes", folder), 0700) == 0 &&
	    symlink(grammar, arena_fmt(a, "%s/xml", folder)) == 0 &&
	    atexit(leave) == 0);
	s = schema_load(arena_fmt(a, "%s/definition.rng", grammar), &err);
	demand(s != NULL);
	free(grammar);
	return s;
}

static void
look(struct arena *a, const char *path)
{
	struct buf faults = BUF_INIT;
	struct definition *d, *again;

	if ((d = definition_load(a, path, &faults)) == NULL) {
		demand(faults.len > 0);
		buf_free(&faults);
		return;
	}
	demand(definition_records(d) != NULL);
	again = definition_parse(a, d->text, d->text_len, "again", &faults);
	demand(again != NULL && again->nfields == d->nfields &&
	    again->nsteps == d->nsteps);
	buf_free(&faults);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static struct schema *grammar;
	struct arena *a = arena_new();
	struct tree *t;
	const char *path;

	if (grammar == NULL)
		grammar = prepare(a);
	t = tree_parse(a, (const char *)bytes, len, "fuzz", NULL);
	/* loading the grammar each time would take all the time there is */
	if (t != NULL && schema_valid(grammar, t, NULL) == 1) {
		path = arena_fmt(a, "%s/programmes/x.xml", folder);
		demand(file_write(path, bytes, len, 0600) == 0);
		look(a, path);
	}
	arena_free(a);
	return 0;
}
