/*
 * terreau check: recompute everything that can be recomputed, name what is
 * damaged, change nothing.
 */
#include <stdio.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/dossier/dossier_rebuild.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/pinned.h"
#include "domain/paper/execution.h"
#include "domain/proof/audit.h"
#include "domain/session/seat.h"
#include "domain/signature/signature.h"
#include "domain/store.h"
#include "tools.h"

/*
 * A line of the result and its faults; of what is asked in silence, the faults
 * alone, kept.
 */
static size_t
tell(const char *what, size_t faults, struct buf *out, struct buf *kept)
{
	if (kept != NULL) {
		buf_str(kept, buf_cstr(out));
		buf_reset(out);
		return faults;
	}
	printf("%s%*s%s\n%s", what, 30 - (int)utf8_length(what), "",
	    faults == 0 ? "sans défaut" : "ABÎMÉ", buf_cstr(out));
	buf_reset(out);
	fflush(stdout);
	return faults;
}

static size_t
check_documents(struct app *app, struct db *db, struct buf *out)
{
	struct keyring ring;
	struct arena *a;
	int64_t *ids;
	size_t i, n, faults;

	if (keyring_read(app->arena, conf_data(app->arena, &app->conf,
	    KEY_FILE), &ring, out) == -1)
		return 1;
	if (audit_documents(app->arena, db, &ids, &n) == -1) {
		buf_str(out, "les documents ne se lisent pas\n");
		return 1;
	}
	faults = audit_orphans(db, out);
	a = arena_new();
	for (i = 0; i < n; i++) {
		faults += audit_document(a, db, ids[i], &ring, out);
		faults += execution_check(a, db, ids[i], &ring, out);
		progress("Documents", i + 1, n);
		arena_reset(a);
	}
	arena_free(a);
	return faults;
}

size_t
check_portal(struct app *app, struct db *db, struct buf *kept)
{
	struct buf out = BUF_INIT;
	size_t faults;

	faults = tell("Fichier de la base", db_sound(db) != 0, &out, kept);
	faults += tell("Chaîne des enregistrements", record_check(db, &out),
	    &out, kept);
	faults += tell("Effacements", depart_check(db, &out), &out, kept);
	faults += tell("Dossiers", audit_dossiers(db, &out), &out, kept);
	faults += tell("Liste des dossiers", dossier_derived_check(db, &out),
	    &out, kept);
	faults += tell("Places des sessions", seat_check(db, &out), &out,
	    kept);
	faults += tell("Contrats", audit_contrats(db, &out), &out, kept);
	faults += tell("Définitions", pinned_check(app->arena, db, &out),
	    &out, kept);
	faults += tell("Pièces", audit_pieces(db, &out), &out, kept);
	faults += tell("Signatures", signature_check(app->arena, db, &out),
	    &out, kept);
	faults += tell("Documents et sceaux", check_documents(app, db, &out),
	    &out, kept);
	buf_free(&out);
	return faults;
}

int
cmd_check(struct app *app, int argc, char **argv)
{
	struct db *db;
	size_t faults;

	if (options_read(app, NULL, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if ((db = store_open(app->arena, &app->conf, DB_READ)) == NULL)
		return EXIT_FAILED;
	faults = check_portal(app, db, NULL);
	db_close(db);
	if (faults > 0)
		log_warnx("%zu défaut%s", faults, faults > 1 ? "s" : "");
	return faults > 0 ? EXIT_FAILED : EXIT_DONE;
}
