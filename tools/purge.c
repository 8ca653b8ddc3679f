/*
 * terreau purge: erase expired drafts, old codes, and files whose time is
 * over; certify it.  For a nightly timer.
 */
#include <stdio.h>

#include "base/date.h"
#include "base/log.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/purge.h"
#include "domain/form/definition.h"
#include "domain/paper/document.h"
#include "domain/proof/certificat.h"
#include "domain/store.h"
#include "tools.h"

/* Papers of it that stay, by which law. */
static void
explain_papers(const struct definition *def)
{
	const struct issuable *i;

	for (i = def->documents; i < def->documents + def->ndocuments; i++)
		if (i->lasts > 0)
			printf("  papiers « %s », s’il y en a : restent %d "
			    "jours après leur émission (%s)\n", i->name,
			    i->lasts, i->ground);
}

/* One file: by which rule, since when, what goes and what stays. */
static void
explain(struct arena *a, const struct definition *def,
    const struct state *state, const struct leaving *l)
{
	const struct term *t = &l->term;

	printf("%s : %s\n", l->numero, *t->kept == '\0' ? "à effacer" :
	    "gardé");
	printf("  règle : %s, version %d : l’état « %s » est effacé après "
	    "%s\n", def->name, def->version, state->label,
	    depart_days(a, t->agreed ? state->agreed : state->erased));
	if (t->agreed)
		printf("  la personne a accepté d’être gardée plus "
		    "longtemps (%s)\n", state->agrees);
	else if (state->ground != NULL)
		printf("  fondement : %s\n", state->ground);
	printf("  arrivé le %s, terme le %s\n", day_french(a,
	    time_local(t->since, NULL, NULL)), day_french(a,
	    time_local(t->due, NULL, NULL)));
	if (*t->kept != '\0') {
		printf("  reste entier : %s\n", t->kept);
		return;
	}
	printf("  part : nom, adresse, réponses (%d), pièces (%d), messages "
	    "(%d), papiers délivrés (%d), représentants, liens, notes, sa "
	    "clé\n", l->records, l->pieces, l->messages, l->papers);
	printf("  reste, pour la chaîne et les chiffres : numéro, dates, "
	    "états, empreintes, codes des papiers, heures\n");
	explain_papers(def);
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
				n[*list[k].term.kept != '\0']++;
				if (in_full)
					explain(app->arena, def,
					    &def->states[i], &list[k]);
			}
		}
	return 0;
}

/* What is told on the screen of who runs it. */
static void
tell(const struct purge *done)
{
	const struct departs *d = &done->departs;

	printf("Effacés : brouillons %d, codes envoyés %d, "
	    "demandes d’être prévenu %d, dossiers arrivés à leur "
	    "terme %d.\n", done->drafts, done->codes, done->alerts, d->done);
	if (done->complements > 0)
		printf("Effacées aussi : réponses sensibles %d.\n",
		    done->complements);
	if (d->papers > 0)
		printf("Papiers gardés par la loi, effacés à leur tour : "
		    "%d dossier%s.\n", d->papers, d->papers > 1 ? "s" : "");
	if (d->kept > 0)
		log_warnx("%d dossier%s à effacer rest%s : « terreau purge "
		    "--dry-run --explain » dit pourquoi", d->kept,
		    d->kept > 1 ? "s" : "", d->kept > 1 ? "ent" : "e");
	if (d->failed > 0)
		log_warnx("%d dossier%s n’%s pas pu être effacé%s : la cause "
		    "est au-dessus ; les autres le sont", d->failed,
		    d->failed > 1 ? "s" : "", d->failed > 1 ? "ont" : "a",
		    d->failed > 1 ? "s" : "");
}

/* Of all that was erased and is not certified yet.  0 or -1. */
static int
certify(struct app *app, struct db *db)
{
	struct office office = { .conf = &app->conf, .may_seal = 1 };
	struct buf faults = BUF_INIT;
	int64_t n = 0;
	int rc;

	if (certificat_waits(db) == 0)
		return 0;
	rc = office_keys(app->arena, &office, &faults);
	fputs(buf_cstr(&faults), stderr);
	buf_free(&faults);
	if (rc == 0)
		rc = certificat_make(app->arena, db, &office, &n);
	office_close(&office);
	if (rc == 0)
		printf("Certificat d’effacement n° %lld.\n", (long long)n);
	return rc;
}

/* Erase, and leave nothing of it in the journal.  0 or -1. */
static int
purge(struct app *app, struct db *db,
    const struct definition *const *programmes)
{
	struct purge done;
	int rc;

	if (purge_run(db, programmes, &done) == -1)
		return -1;
	/* SQLite is built with SECURE_DELETE; its journal remembers longer */
	if ((rc = db_flush(db)) == -1)
		return -1;
	if (rc == 1)
		log_warnx("une lecture longue retient le journal : ce qui est "
		    "effacé y reste jusqu’à la prochaine fois");
	tell(&done);
	rc = certify(app, db);
	return rc == -1 || done.departs.failed > 0 ? -1 : 0;
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
