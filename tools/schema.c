/*
 * terreau schema: write the RELAX NG of the records of every definition.
 *
 *	terreau schema FOLDER	FOLDER/programmes/NAME.xml and documents/NAME.xml
 *				give FOLDER/xml/NAME.rng
 *	terreau schema FILE	one definition, on standard output
 *
 * The schemas are committed, for those who receive records; a test fails when
 * one is not what its definition gives.
 */
#include <sys/stat.h>

#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "domain/definition.h"
#include "tools.h"

static int
make_schema(struct arena *a, const char *path, struct buf *schema,
    const char **name)
{
	struct buf faults = BUF_INIT;
	const struct definition *d = definition_load(a, path, &faults);

	if (d == NULL)
		fputs(buf_cstr(&faults), stderr);
	else {
		definition_schema(schema, d);
		*name = d->name;
	}
	buf_free(&faults);
	return d == NULL ? -1 : 0;
}

static int
write_schema(struct arena *a, const char *folder, const char *path)
{
	struct buf b = BUF_INIT;
	const char *name;
	int rc;

	if ((rc = make_schema(a, path, &b, &name)) == 0)
		rc = file_write(arena_fmt(a, "%s/xml/%s.rng", folder, name),
		    b.data, b.len, 0644);
	buf_free(&b);
	return rc;
}

static int
write_folder(struct arena *a, const char *folder)
{
	static const char *const kinds[] = { "programmes", "documents" };
	glob_t found;
	size_t i, k, done = 0;
	int failed = 0;

	for (i = 0; i < 2; i++) {
		if (glob(arena_fmt(a, "%s/%s/*.xml", folder, kinds[i]), 0,
		    NULL, &found) != 0)
			continue;
		for (k = 0; k < found.gl_pathc; k++, done++)
			if (write_schema(a, folder, found.gl_pathv[k]) == -1)
				failed = 1;
		globfree(&found);
	}
	if (done == 0)
		log_warnx("%s: no definition there", folder);
	return failed || done == 0 ? EXIT_FAILED : EXIT_DONE;
}

int
cmd_schema(struct app *app, int argc, char **argv)
{
	struct buf b = BUF_INIT;
	const char *name;
	struct stat st;
	int rc;

	if ((argc = options_read(app, NULL, argc, argv, 1)) == -1)
		return EXIT_USAGE;
	if (argc < 2)
		return usage(app, "il manque le dossier ou le fichier");
	if (stat(argv[1], &st) == -1) {
		log_warn("%s", argv[1]);
		return EXIT_FAILED;
	}
	if (S_ISDIR(st.st_mode))
		return write_folder(app->arena, argv[1]);
	if ((rc = make_schema(app->arena, argv[1], &b, &name)) == 0)
		fputs(buf_cstr(&b), stdout);
	buf_free(&b);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
