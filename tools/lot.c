/*
 * terreau lot: the papers of a session, a programme or a cooperative, as a ZIP
 * or as one PDF to print, after the name of the file.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/progress.h"
#include "base/str.h"
#include "domain/paper/batch.h"
#include "domain/store.h"
#include "domain/territory/network.h"
#include "tools.h"

static int
pack(struct app *app, struct db *db, const struct batch_paper *list, size_t n,
    const char *path)
{
	const char *run = conf_data(app->arena, &app->conf, "run");
	struct spool *out = spool_new(app->arena, run);
	struct archive *zip = archive_new(app->arena, out);
	struct buf manifest = BUF_INIT;
	int rc = 0;
	size_t i;

	for (i = 0; i < n && rc == 0; i++) {
		rc = batch_pack(db, &list[i], zip, &manifest, run);
		progress("documents", i + 1, n);
	}
	if (rc == 0)
		rc = batch_seal(zip, &manifest, list, n);
	buf_free(&manifest);
	return rc == -1 || archive_end(zip) == -1 ? -1 :
	    spool_save(out, path, 0600);
}

static int
print(struct app *app, struct db *db, const struct batch_paper *list,
    size_t n, const char *path)
{
	struct buf out = BUF_INIT;
	const struct network *network = open_network(app);
	struct press_result result = { 0 };
	struct press_book *book;
	struct press *press;
	int rc = 0;
	size_t i;

	if (network == NULL || (press = press_open(conf_share(app->arena,
	    &app->conf, "fonts"))) == NULL)
		return -1;
	book = press_book(press, "Documents à imprimer", network->name,
	    batch_date(app->arena, list, n));
	for (i = 0; i < n && rc == 0; i++) {
		rc = batch_print(db, &list[i], book);
		progress("documents", i + 1, n);
	}
	if (press_book_end(book, rc == 0 ? &out : NULL, &result) == -1) {
		log_warnx("%s", result.error);
		rc = -1;
	}
	press_close(press);
	if (rc == 0)
		rc = file_write(path, out.data, out.len, 0600);
	buf_free(&out);
	if (rc == 0)
		printf("%d pages.\n", result.pages);
	return rc;
}

static int
write_lot(struct app *app, struct db *db, const struct batch_filter *f,
    const char *path)
{
	struct batch_paper *list;
	size_t n;
	int rc;

	n = batch_list(app->arena, db, f, &list);
	if (n == 0) {
		log_warnx("aucun document valable ne correspond");
		return -1;
	}
	if (n == BATCH_MAX)
		log_warnx("les %d premiers documents seulement", BATCH_MAX);
	rc = str_ends(path, ".zip") ? pack(app, db, list, n, path) :
	    print(app, db, list, n, path);
	if (rc == 0)
		printf("%s : %zu documents.\n", path, n);
	return rc;
}

int
cmd_lot(struct app *app, int argc, char **argv)
{
	struct batch_filter f = { "", "", "", "", NULL };
	const struct option_row rows[] = {
		{ "--session", 1, &f.session },
		{ "--programme", 1, &f.programme },
		{ "--cooperative", 1, &f.cooperative },
		{ "--document", 1, &f.kind }, { NULL, 0, NULL }
	};
	struct db *db;
	int rc;

	if ((argc = options_read(app, rows, argc, argv, 2)) == -1)
		return EXIT_USAGE;
	if (argc < 2 || !(str_ends(argv[1], ".zip") ||
	    str_ends(argv[1], ".pdf")))
		return usage(app, "donnez le nom d’un fichier .zip ou .pdf");
	if ((db = store_open(app->arena, &app->conf, DB_READ)) == NULL)
		return EXIT_FAILED;
	rc = write_lot(app, db, &f, argv[1]);
	db_close(db);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
