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
read_key(struct app *app, const char *path, unsigned char key[SEAL_PUBLIC])
{
	struct buf b = BUF_INIT;
	const char *hex;
	int rc = -1;

	if (file_read(&b, path) == 0) {
		hex = str_trim(app->arena, buf_cstr(&b));
		rc = hex_decode(key, SEAL_PUBLIC, hex);
		if (rc == -1)
			fprintf(stderr, "terreau : %s : une clé publique est "
			    "attendue, 64 chiffres hexadécimaux\n", path);
	}
	buf_free(&b);
	return rc;
}

/* Where the key is when nobody says: the data folder's own. */
static const char *
default_key(struct app *app)
{
	struct conf conf;

	if (app->data != NULL)
		return arena_fmt(app->arena, "%s/keys/sceau.pub", app->data);
	if (app->conf_file == NULL ||
	    conf_load(app->arena, app->conf_file, &conf) == -1)
		return NULL;
	return conf_data(app->arena, &conf, "keys/sceau.pub");
}

static int
verify(struct app *app, const char *path,
    const unsigned char key[SEAL_PUBLIC])
{
	struct buf b = BUF_INIT;
	const char *code, *title, *why;
	enum verdict v;

	if (file_read(&b, path) == -1) {
		buf_free(&b);
		return EXIT_FAILED;
	}
	v = document_verify(app->arena, b.data, b.len, key, &code, &title,
	    &why);
	buf_free(&b);
	if (v == VERDICT_AUTHENTIC) {
		printf("%s : authentique, code %s, « %s »\n", path,
		    *code != '\0' ? code_groups(app->arena, code) : "inconnu",
		    title);
		return EXIT_DONE;
	}
	printf("%s : %s, %s\n", path, v == VERDICT_FOREIGN ?
	    "pas un document scellé par ce portail" : "altéré", why);
	return EXIT_FAILED;
}

int
cmd_verify(struct app *app, int argc, char **argv)
{
	unsigned char key[SEAL_PUBLIC];
	const char *path = NULL;
	const struct option_row options[] = {
		{ "--key", 1, &path },
		{ NULL, 0, NULL }
	};
	int i, rc = EXIT_DONE;

	if ((argc = options_read(app, options, argc, argv, argc)) == -1)
		return EXIT_USAGE;
	if (argc < 2)
		return usage(app, "dites quel fichier vérifier");
	if (path == NULL && (path = default_key(app)) == NULL)
		return usage(app, "dites où est la clé publique : --key");
	if (read_key(app, path, key) == -1)
		return EXIT_USAGE;
	for (i = 1; i < argc; i++)
		if (verify(app, argv[i], key) != EXIT_DONE)
			rc = EXIT_FAILED;
	return rc;
}
