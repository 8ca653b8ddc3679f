/*
 * terreau export: the files of a programme as a table, on standard output.
 * Drafts are nobody's business but their author's, and are not in it.
 */
#include <stdio.h>

#include "base/log.h"
#include "base/str.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/dossier_list.h"
#include "domain/dossier/pinned.h"
#include "domain/report/table.h"
#include "domain/store.h"
#include "tools.h"

/* One file, with the questions it was filled in with.  0 or -1. */
static int
write_row(struct db *db, struct arena *a, struct pinned *pinned,
    const struct definition *d, const struct dossier *dossier)
{
	const struct definition *form = pinned_of(pinned, db, dossier, d);
	struct tree *record = record_latest(a, db, dossier->id,
	    dossier->programme, NULL, NULL);
	struct sheet t = SHEET_INIT(SHEET_CSV);
	struct answers *answers;

	if (depart_done(dossier))
		return 0;
	if (form == NULL || record == NULL) {
		log_warnx("%s : ne se lit pas", dossier->numero);
		return -1;
	}
	answers = answers_new(a, form);
	answers_from_record(answers, node_child(tree_root(record),
	    "reponses"));
	table_row(a, &t, d, form, dossier, answers, 1);
	fwrite(t.line.data, 1, t.line.len, stdout);
	sheet_free(&t);
	return 0;
}

static int
write_all(struct app *app, struct db *db, const struct definition *d)
{
	struct dossier_filter filter = { .programme = d->name, .page = 1 };
	struct pinned *pinned = pinned_new(app->arena);
	struct arena *a = arena_new();
	struct sheet t = SHEET_INIT(SHEET_CSV);
	struct dossier *list;
	int64_t total;
	size_t i, n;
	int rc = EXIT_DONE;

	sheet_begin(&t, "");
	table_head(&t, d, 1);
	fwrite(t.line.data, 1, t.line.len, stdout);
	sheet_free(&t);
	while ((n = dossier_list(a, db, &filter, &list, &total)) > 0) {
		for (i = 0; i < n; i++)
			if (write_row(db, a, pinned, d, &list[i]) == -1)
				rc = EXIT_FAILED;
		filter.after = arena_dup(app->arena, list[n - 1].numero);
		arena_reset(a);
	}
	arena_free(a);
	return rc;
}

int
cmd_export(struct app *app, int argc, char **argv)
{
	struct buf faults = BUF_INIT;
	const struct definition *d;
	const char *path;
	struct db *db;
	int rc;

	if ((argc = options_read(app, NULL, argc, argv, 2)) == -1)
		return EXIT_USAGE;
	if (argc < 2 || argv[1][0] == '.' || argv[1][0] == '/')
		return usage(app, "de quel programme ? Donnez cae, cjs …");
	path = conf_share(app->arena, &app->conf, arena_fmt(app->arena,
	    "schemas/programmes/%s.xml", argv[1]));
	if ((d = open_programme(app, path, &faults)) == NULL) {
		fputs(buf_cstr(&faults), stderr);
		buf_free(&faults);
		return EXIT_FAILED;
	}
	if ((db = store_open(app->arena, &app->conf, DB_READ)) == NULL)
		return EXIT_FAILED;
	rc = write_all(app, db, d);
	db_close(db);
	return rc;
}
