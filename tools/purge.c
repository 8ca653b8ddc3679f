/*
 * terreau purge: erase expired drafts, old codes, and files whose time is
 * over.  For a nightly timer.
 */
#include <stdio.h>

#include "base/date.h"
#include "base/log.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/purge.h"
#include "domain/form/definition.h"
#include "domain/store.h"
#include "tools.h"

#define DAY	INT64_C(86400)

/* One file: by which rule, since when, what goes and what stays. */
static void
explain(struct arena *a, const struct definition *def,
    const struct state *state, const struct leaving *l)
{
	const char *since = day_french(a, time_local(l->since, NULL, NULL));
	const char *due = day_french(a, time_local(l->since + state->erased *
	    DAY, NULL, NULL));

	printf("%s : %s\n", l->numero, *l->kept == '\0' ? "à effacer" :
	    "gardé");
	printf("  règle : %s, version %d : l’état « %s » est effacé après %d "
	    "jour%s\n", def->name, def->version, state->label, state->erased,
	    state->erased > 1 ? "s" : "");
	printf("  arrivé le %s, terme le %s\n", since, due);
	if (*l->kept != '\0') {
		printf("  reste entier : %s\n", l->kept);
		return;
	}
	printf("  part : nom, adresse, réponses (%d), pièces (%d), messages "
	    "(%d), liens, notes, sa clé\n", l->records, l->pieces,
	    l->messages);
	printf("  reste, pour la chaîne et les chiffres : numéro, dates, "
	    "états, empreintes\n");
}

/* What the next run would do to files that were sent.  0 or -1. */
static int
tell_files(struct app *app, struct db *db,
    const struct definition *const *programmes, int in_full, int n[2])
{
	const struct definition *def;
	struct leaving *list;
	size_t i, k, max;

	n[0] = n[1] = 0;
	for (; (def = *programmes) != NULL; programmes++)
		for (i = 0; i < def->nstates; i++) {
			if (def->states[i].erased < 0)
				continue;
			if (depart_due(app->arena, db, def, &def->states[i],
			    time_now(), &list, &max) == -1)
				return -1;
			for (k = 0; k < max; k++) {
				n[*list[k].kept != '\0']++;
				if (in_full)
					explain(app->arena, def,
					    &def->states[i], &list[k]);
			}
		}
	return 0;
}

/* Erase, and leave nothing of it in the journal.  0 or -1. */
static int
purge(struct app *app, struct db *db,
    const struct definition *const *programmes)
{
	struct purge done;
	int rc;

	if (purge_run(app->arena, db, programmes, &done) == -1)
		return -1;
	/* SQLite is built with SECURE_DELETE; its journal remembers longer */
	if ((rc = db_flush(db)) == -1)
		return -1;
	if (rc == 1)
		log_warnx("une lecture longue retient le journal : ce qui est "
		    "effacé y reste jusqu’à la prochaine fois");
	printf("Effacés : brouillons %d, codes envoyés %d, "
	    "demandes d’être prévenu %d, dossiers arrivés à leur "
	    "terme %d.\n", done.drafts, done.codes, done.alerts,
	    done.departs);
	if (done.kept > 0)
		log_warnx("%d dossier%s à effacer rest%s : « terreau purge "
		    "--dry-run --explain » dit pourquoi", done.kept,
		    done.kept > 1 ? "s" : "", done.kept > 1 ? "ent" : "e");
	return 0;
}

int
cmd_purge(struct app *app, int argc, char **argv)
{
	const char *dry = NULL, *in_full = NULL;
	const struct option_row rows[] = {
		{ "--dry-run", 0, &dry }, { "--explain", 0, &in_full },
		{ NULL, 0, NULL }
	};
	const struct definition **programmes;
	struct db *db;
	int rc = 0, n[2];

	if (options_read(app, rows, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if ((programmes = open_programmes(app)) == NULL ||
	    (db = store_open(app->arena, &app->conf, dry != NULL ? DB_READ :
	    DB_WRITE)) == NULL)
		return EXIT_FAILED;
	if (dry != NULL || in_full != NULL)
		rc = tell_files(app, db, programmes, in_full != NULL, n);
	if (rc == 0 && dry != NULL)
		printf("Rien n’est effacé. Dossiers arrivés à leur terme : %d "
		    "à effacer, %d gardé%s.\n", n[0], n[1], n[1] > 1 ? "s" :
		    "");
	else if (rc == 0)
		rc = purge(app, db, programmes);
	db_close(db);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
