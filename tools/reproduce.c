/*
 * terreau verify --reproduce: print a document again from its stored twin and
 * compare the bytes.  The file that is kept stays the original, whatever comes
 * out: other fonts or another version of the programs make another file, and
 * then this says so.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/code.h"
#include "domain/paper/document.h"
#include "domain/store.h"
#include "tools.h"

/* Where two files part, the digits of the seal left out; -1 they do not. */
static long long
first_difference(const struct buf *now, const struct origin *kept,
    size_t seal_at)
{
	size_t i, n = now->len < kept->npdf ? now->len : kept->npdf;
	const unsigned char *was = kept->pdf;

	for (i = 0; i < n; i++)
		if ((unsigned char)now->data[i] != was[i] && (i < seal_at ||
		    i >= seal_at + 2 * SEAL_SIZE))
			return (long long)i;
	return now->len == kept->npdf ? -1 : (long long)n;
}

static void
tell_versions(struct app *app, const struct origin *o,
    const unsigned char fonts[SHA256_SIZE])
{
	const char *engine = document_engine(app->arena);

	printf("  modèle      %s\n  programmes  %s%s%s\n  polices     %s\n",
	    o->template, o->engine, str_eq(engine, o->engine) ? "" :
	    ", aujourd’hui ", str_eq(engine, o->engine) ? "" : engine,
	    memcmp(fonts, o->fonts, SHA256_SIZE) == 0 ? "les mêmes" :
	    "ne sont plus les mêmes");
}

static int
print_again(struct app *app, const struct origin *o)
{
	const char *dir = conf_share(app->arena, &app->conf, "fonts");
	unsigned char fonts[SHA256_SIZE];
	struct press_result result = { .error = "" };
	struct press *press = press_open(dir);
	struct buf pdf = BUF_INIT;
	struct tree *twin;
	long long at = 0;
	int rc = -1;

	twin = tree_parse(app->arena, o->twin, o->ntwin, "twin", NULL);
	if (press != NULL && twin != NULL &&
	    document_fonts(app->arena, dir, fonts) == 0)
		rc = press_render(press, &pdf, twin, &result);
	if (rc == -1)
		log_warnx("%s : ne s’imprime plus%s%s", o->code,
		    *result.error != '\0' ? ", " : "", result.error);
	else if ((at = first_difference(&pdf, o, result.seal_at)) == -1)
		printf("%s : les mêmes %zu octets\n", o->code, o->npdf);
	else
		printf("%s : d’autres octets à partir du %lldᵉ\n", o->code,
		    at + 1);
	if (rc == 0)
		tell_versions(app, o, fonts);
	buf_free(&pdf);
	press_close(press);
	return rc == 0 && at == -1 ? EXIT_DONE : EXIT_FAILED;
}

int
reproduce(struct app *app, const char *typed)
{
	const char *code = code_read(app->arena, typed, CODE_DOCUMENT);
	struct origin o;
	struct db *db;
	int rc;

	if (app->conf_file == NULL)
		return usage(app, "quelle configuration ? --conf ou --data");
	if (conf_load(app->arena, app->conf_file, &app->conf) == -1 ||
	    (db = store_open(app->arena, &app->conf, DB_READ)) == NULL)
		return EXIT_FAILED;
	rc = code == NULL ? 1 : document_origin(app->arena, db, code, &o);
	db_close(db);
	if (rc == 1)
		log_warnx("aucun document ne porte le code %s", typed);
	return rc == 0 ? print_again(app, &o) : EXIT_FAILED;
}
