/*
 * terreau rebuild: write anew, from what people and staff wrote, all that is
 * derived from it: indexes of the database, what lists and searches know of
 * files, where contracts stand, what the portal publishes.
 */
#include <stdio.h>

#include "base/log.h"
#include "base/progress.h"
#include "domain/coffre.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/dossier_rebuild.h"
#include "domain/law/contrat.h"
#include "domain/store.h"
#include "tools.h"

/* What stands in clear from before there was a coffre.  0 or -1. */
static int
seal_old(struct app *app, struct db *db)
{
	const struct definition **forms = open_forms(app);
	int64_t all = coffre_clear_rows(db), drafts;
	struct coffre_old old = { 0 };
	int more = 1;

	if (forms == NULL || all == -1)
		return -1;
	while (more == 1 && (more = coffre_seal_old(db, &old)) != -1)
		progress("Enregistrements et fichiers à sceller",
		    (size_t)old.done, (size_t)all);
	if (more == -1 || (drafts = draft_seal_old(db, forms)) == -1)
		return -1;
	/* what was clear stays in the journal until it is emptied */
	if (old.done + drafts > 0 && db_flush(db) == -1)
		return -1;
	if (old.done > 0)
		printf("Enregistrements et fichiers scellés : %lld\n",
		    (long long)old.done);
	if (drafts > 0)
		printf("Réponses sensibles de brouillons scellées : %lld\n",
		    (long long)drafts);
	fflush(stdout);
	return 0;
}

/* 0 or -1; what is said is on standard output. */
static int
rebuild_base(struct app *app, struct db *db)
{
	const struct definition **programmes = open_programmes(app);
	size_t n;

	if (programmes == NULL || seal_old(app, db) == -1)
		return -1;
	if (store_reindex(db) == -1)
		return -1;
	printf("Index de la base : faits de nouveau\n");
	fflush(stdout);
	if (dossier_rebuild(db, &n) == -1)
		return -1;
	printf("Liste des dossiers : %zu écrit%s de nouveau\n", n,
	    n > 1 ? "s" : "");
	fflush(stdout);
	if (contrat_rebuild(db, programmes) == -1)
		return -1;
	printf("Contrats et dossiers à traiter : relus\n");
	fflush(stdout);
	return 0;
}

int
cmd_rebuild(struct app *app, int argc, char **argv)
{
	const char *base = NULL;
	const struct option_row rows[] = {
		{ "--base", 0, &base }, { NULL, 0, NULL }
	};
	char *site[] = { argv[0], NULL };
	struct db *db;
	int rc;

	if (options_read(app, rows, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if ((db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	rc = rebuild_base(app, db);
	if (rc == 0 && base == NULL && (rc = publish_revocations(app, db)) == 0)
		printf("Liste des documents révoqués : publiée\n");
	db_close(db);
	if (rc == -1)
		return EXIT_FAILED;
	printf("Tout est écrit de nouveau\n");
	return base != NULL ? EXIT_DONE : cmd_site(app, 1, site);
}
