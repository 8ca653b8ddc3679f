/*
 * forms: what tests of definitions and answers share.
 */
#ifndef FORMS_H
#define FORMS_H

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/accord/accord.h"
#include "domain/form/definition.h"

static inline const char *
source_path(struct arena *a, const char *path)
{
	const char *dir = getenv("srcdir");

	return arena_fmt(a, "%s/%s", dir == NULL ? "." : dir, path);
}

/* A definition of ours, which must be sound for the test to mean anything. */
static inline const struct definition *
shipped_definition(struct arena *a, const char *path)
{
	struct buf faults = BUF_INIT;
	const struct definition *d;

	if ((d = definition_load(a, source_path(a, path), &faults)) == NULL) {
		printf("not ok %s\n# %s\n", path, buf_cstr(&faults));
		exit(1);
	}
	buf_free(&faults);
	return d;
}

/* What the representatives of a programme answer, rang 1 or 2. */
static inline const struct definition *
shipped_accord(struct arena *a, const char *programme, int rang)
{
	struct buf faults = BUF_INIT;
	const struct definition *d = accord_form(a, source_path(a,
	    "schemas/accords/representant.xml"), shipped_definition(a,
	    programme), rang, &faults);

	if (d == NULL) {
		printf("not ok %s\n# %s\n", programme, buf_cstr(&faults));
		exit(1);
	}
	buf_free(&faults);
	return d;
}

#endif
