/*
 * terreau schema: write the RELAX NG of the records of every definition.
 *
 *	terreau schema FOLDER	FOLDER/programmes/NAME.xml and documents/NAME.xml
 *				give FOLDER/xml/NAME.rng; so does what
 *				representatives answer (accord-NAME.rng) and
 *				what is kept of signatures
 *	terreau schema FILE	one definition, on standard output
 *	terreau schema --registre	registre.c
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
#include "domain/accord/accord.h"
#include "tools.h"

static int
make_schema(struct arena *a, const char *path, struct buf *schema,
    const struct definition **d)
{
	struct buf faults = BUF_INIT;

	if ((*d = definition_load(a, path, &faults)) == NULL)
		fputs(buf_cstr(&faults), stderr);
	else if (definition_records(*d) == NULL)
		*d = NULL;
	else
		definition_schema(schema, *d);
	buf_free(&faults);
	return *d == NULL ? -1 : 0;
}

static int
put(struct arena *a, const char *folder, const char *name,
    const struct buf *schema)
{
	return file_write(arena_fmt(a, "%s/xml/%s.rng", folder, name),
	    schema->data, schema->len, 0644);
}

/* Of a definition, and of what representatives answer, if they are asked. */
static int
write_schema(struct arena *a, const char *folder, const char *path)
{
	const struct definition *d, *form;
	struct buf b = BUF_INIT, faults = BUF_INIT;
	int rc, rang;

	if ((rc = make_schema(a, path, &b, &d)) == 0)
		rc = put(a, folder, d->name, &b);
	for (rang = 1; rc == 0 && rang <= 2 && accord_concerns(d); rang++) {
		buf_reset(&b);
		if ((form = accord_form(a, arena_fmt(a,
		    "%s/accords/representant.xml", folder), d, rang,
		    &faults)) == NULL) {
			fputs(buf_cstr(&faults), stderr);
			rc = -1;
		} else {
			definition_schema(&b, form);
			rc = put(a, folder, form->name, &b);
		}
	}
	buf_free(&b);
	buf_free(&faults);
	return rc;
}

static int
write_folder(struct arena *a, const char *folder)
{
	static const char *const kinds[] = {
		"programmes/*", "documents/*", "accords/signature"
	};
	glob_t found;
	size_t i, k, done = 0;
	int failed = 0;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (glob(arena_fmt(a, "%s/%s.xml", folder, kinds[i]), 0,
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
	const char *registre = NULL;
	const struct option_row rows[] = {
		{ "--registre", 0, &registre },
		{ NULL, 0, NULL }
	};
	const struct definition *d;
	struct buf b = BUF_INIT;
	struct stat st;
	int rc;

	if ((argc = options_read(app, rows, argc, argv, 1)) == -1)
		return EXIT_USAGE;
	if (registre != NULL && argc > 1)
		return usage(app, "« %s » est de trop", argv[1]);
	if (registre != NULL)
		return (rc = open_conf(app)) != EXIT_DONE ? rc :
		    write_registre(app);
	if (argc < 2)
		return usage(app, "il manque le dossier ou le fichier");
	if (stat(argv[1], &st) == -1) {
		log_warn("%s", argv[1]);
		return EXIT_FAILED;
	}
	if (S_ISDIR(st.st_mode))
		return write_folder(app->arena, argv[1]);
	if ((rc = make_schema(app->arena, argv[1], &b, &d)) == 0)
		fputs(buf_cstr(&b), stdout);
	buf_free(&b);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
