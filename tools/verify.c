/*
 * terreau verify: is a downloaded PDF, byte for byte, one that this portal
 * sealed?  Needs the file and the public key, nothing else: no database, no
 * network.  It cannot know whether a document has been replaced or revoked
 * since: the page /verifier does.
 */
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/code.h"
#include "domain/document.h"
#include "tools.h"

static int
read_keys(struct app *app, const char *path, struct keyring *ring)
{
	struct buf faults = BUF_INIT;
	int rc = keyring_read(app->arena, path, ring, &faults);

	fputs(buf_cstr(&faults), stderr);
	buf_free(&faults);
	return rc;
}

/* Where the keys are when nobody says: the data folder's own. */
static const char *
default_keys(struct app *app)
{
	struct conf conf;

	if (app->data != NULL)
		return arena_fmt(app->arena, "%s/" KEY_FILE, app->data);
	if (app->conf_file == NULL ||
	    conf_load(app->arena, app->conf_file, &conf) == -1)
		return NULL;
	return conf_data(app->arena, &conf, KEY_FILE);
}

static int
verify(struct app *app, const char *path,
    const struct keyring *ring)
{
	struct buf b = BUF_INIT;
	struct inspection in;

	if (file_read(&b, path) == -1) {
		buf_free(&b);
		return EXIT_FAILED;
	}
	document_verify(app->arena, b.data, b.len, ring, &in);
	buf_free(&b);
	if (in.verdict == VERDICT_AUTHENTIC) {
		printf("%s : authentique, code %s, « %s »\n", path,
		    *in.code != '\0' ? code_groups(app->arena, in.code) : "inconnu",
		    in.title);
		return EXIT_DONE;
	}
	printf("%s : %s, %s\n", path, in.verdict == VERDICT_FOREIGN ?
	    "pas un document scellé par ce portail" : "altéré", in.why);
	return EXIT_FAILED;
}

int
cmd_verify(struct app *app, int argc, char **argv)
{
	struct keyring ring;
	const char *path = NULL;
	const struct option_row options[] = {
		{ "--keys", 1, &path },
		{ NULL, 0, NULL }
	};
	int i, rc = EXIT_DONE;

	if ((argc = options_read(app, options, argc, argv, argc)) == -1)
		return EXIT_USAGE;
	if (argc < 2)
		return usage(app, "dites quel fichier vérifier");
	if (path == NULL && (path = default_keys(app)) == NULL)
		return usage(app, "dites où sont les clés publiques : --keys");
	if (read_keys(app, path, &ring) == -1)
		return EXIT_USAGE;
	for (i = 1; i < argc; i++)
		if (verify(app, argv[i], &ring) != EXIT_DONE)
			rc = EXIT_FAILED;
	return rc;
}
