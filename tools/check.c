/*
 * terreau check: recompute everything that can be recomputed, name what is
 * damaged, change nothing.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/progress.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/access/second.h"
#include "domain/coffre.h"
#include "domain/dossier/complement.h"
#include "domain/dossier/dossier_rebuild.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/pinned.h"
#include "domain/form/reglage.h"
#include "domain/law/regle.h"
#include "domain/paper/execution.h"
#include "domain/proof/audit.h"
#include "domain/proof/certificat.h"
#include "domain/session/seat.h"
#include "domain/signature/signature.h"
#include "domain/store.h"
#include "backup.h"
#include "tools.h"

#define KEY_CSRF	"keys/csrf.key"

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

static size_t
check_certificates(struct app *app, struct db *db, struct buf *out)
{
	struct keyring ring;

	return keyring_read(app->arena, conf_data(app->arena, &app->conf,
	    KEY_FILE), &ring, out) == -1 ? 1 :
	    certificat_check(db, &ring, out);
}

/* Those that programs cannot start or seal without. */
static size_t
check_keys(struct app *app, struct buf *out)
{
	static const char *const plain[] = { KEY_CSRF, SECOND_KEY_FILE };
	const char *secret_path = conf_data(app->arena, &app->conf,
	    KEY_SECRET_FILE), *path;
	unsigned char secret[SEAL_SECRET];
	struct buf b = BUF_INIT;
	const struct key *k;
	struct keyring ring;
	size_t i, n = 0;

	if (keyring_read(app->arena, conf_data(app->arena, &app->conf,
	    KEY_FILE), &ring, out) == -1)
		n++;
	else if ((k = keyring_active(&ring)) == NULL) {
		buf_str(out, KEY_FILE " : aucune clé ne scelle\n");
		n++;
	} else if (keyring_secret(secret_path, k, secret, out) == -1)
		n++;
	crypto_wipe(secret, sizeof(secret));
	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		path = conf_data(app->arena, &app->conf, plain[i]);
		buf_reset(&b);
		if (file_read(&b, path) == -1 || b.len != KEY_SIZE) {
			buf_fmt(out, "%s : %d octets sont attendus\n", path,
			    KEY_SIZE);
			n++;
		}
	}
	if (b.data != NULL)
		crypto_wipe(b.data, b.size);
	buf_free(&b);
	return n;
}

/*
 * What holds now, in the files and on screen, within what the law allows; then
 * what people did, by the same rules.
 */
static size_t
check_law(struct app *app, struct db *db, struct buf *out, struct buf *kept)
{
	const struct conf *conf = &app->conf;
	struct arena *a = app->arena;
	const struct reglages *settings = reglages_open(a, conf, db, out);
	const struct regles *law = regles_load(a, conf_share(a, conf,
	    "schemas/regles.xml"), conf_share(a, conf,
	    "schemas/xml/regles.rng"), out);
	const struct network *network = settings == NULL ? NULL :
	    reglages_network(a, settings, conf, out);
	const struct definition **programmes = settings == NULL ? NULL :
	    read_programmes(app, settings, out);
	size_t faults;

	if (law == NULL || network == NULL || programmes == NULL)
		return tell("Réglages", 1, out, kept);
	faults = tell("Réglages", reglages_check(a, settings, law, network,
	    programmes, out), out, kept);
	return faults + tell("Règles", audit_regles(db, programmes, law, out),
	    out, kept);
}

/* What is sealed, and what should be. */
static size_t
check_coffre(struct app *app, struct db *db, struct buf *out)
{
	const struct definition **forms = open_forms(app);
	size_t faults = coffre_check(db, out);

	return forms == NULL ? faults + 1 : faults + draft_check(db, forms,
	    out);
}

size_t
check_portal(struct app *app, struct db *db, struct buf *kept)
{
	struct buf out = BUF_INIT;
	size_t faults;

	faults = tell("Fichier de la base", db_sound(db) != 0, &out, kept);
	faults += tell("Chaîne des enregistrements", record_check(db, &out),
	    &out, kept);
	faults += tell("Clés des dossiers", check_coffre(app, db, &out), &out,
	    kept);
	faults += tell("Compléments", complement_check(db, &out), &out,
	    kept);
	faults += tell("Effacements", depart_check(db, &out), &out, kept);
	faults += tell("Certificats", check_certificates(app, db, &out), &out,
	    kept);
	faults += tell("Dossiers", audit_dossiers(db, &out), &out, kept);
	faults += tell("Liste des dossiers", dossier_derived_check(db, &out),
	    &out, kept);
	faults += tell("Places des sessions", seat_check(db, &out), &out,
	    kept);
	faults += tell("Contrats", audit_contrats(db, &out), &out, kept);
	faults += tell("Définitions", pinned_check(app->arena, db, &out),
	    &out, kept);
	faults += check_law(app, db, &out, kept);
	faults += tell("Pièces", audit_pieces(db, &out), &out, kept);
	faults += tell("Signatures", signature_check(app->arena, db, &out),
	    &out, kept);
	faults += tell("Documents et sceaux", check_documents(app, db, &out),
	    &out, kept);
	faults += tell("Clés", check_keys(app, &out), &out, kept);
	buf_free(&out);
	return faults;
}

/* The key of forms is made once.  Is it still the one of then? */
static size_t
same_key(struct app *app, const char *dir, struct buf *out)
{
	unsigned char now[DIGEST_SIZE], then[DIGEST_SIZE];

	if (backup_digest(conf_data(app->arena, &app->conf, KEY_CSRF), now) ==
	    0 && backup_digest(arena_fmt(app->arena, "%s/" KEY_CSRF, dir),
	    then) == 0 && memcmp(now, then, sizeof(now)) == 0)
		return 0;
	buf_str(out, KEY_CSRF " n’est plus ce qu’elle était\n");
	return 1;
}

/*
 * Against a backup that is not encrypted, and whose own sums are right: it is
 * then this side that changed.
 */
static size_t
check_against(struct app *app, struct db *db, const char *dir)
{
	const char *path = arena_fmt(app->arena, "%s/terreau.db", dir);
	struct buf out = BUF_INIT;
	struct db *before;
	size_t faults = 1;
	int version;

	if (!file_exists(path))
		buf_fmt(&out, "%s manque, ou est chiffré : « terreau restore » "
		    "d’abord\n", path);
	else if (backup_check(app->arena, dir, &out) != -1 &&
	    (before = db_open(path, DB_FROZEN)) != NULL) {
		version = db_version(before);
		db_close(before);
		if (version == STORE_VERSION)
			faults = audit_same(db, path, &out) +
			    same_key(app, dir, &out);
		else
			buf_fmt(&out, "la sauvegarde a le schéma %d\n",
			    version);
	}
	faults = tell("Ce qui ne change jamais", faults, &out, NULL);
	buf_free(&out);
	return faults;
}

int
cmd_check(struct app *app, int argc, char **argv)
{
	const char *against = NULL;
	const struct option_row rows[] = {
		{ "--against", 1, &against }, { NULL, 0, NULL }
	};
	struct db *db;
	size_t faults;

	if (options_read(app, rows, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if ((db = store_open(app->arena, &app->conf, DB_READ)) == NULL)
		return EXIT_FAILED;
	faults = check_portal(app, db, NULL);
	if (against != NULL)
		faults += check_against(app, db, against);
	db_close(db);
	if (faults > 0)
		log_warnx("%zu défaut%s", faults, faults > 1 ? "s" : "");
	return faults > 0 ? EXIT_FAILED : EXIT_DONE;
}
