/*
 * terreau keys: the keys that papers are sealed with: show them, make the next
 * one, say that one was stolen; and the pair that backups are encrypted to.
 * The list keys/cles.txt keeps every public key for ever; of secrets there is
 * one, that of the active key.
 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/proof/keyring.h"
#include "domain/store.h"
#include "backup.h"
#include "tools.h"

static const char *
path_of(struct app *app, const char *name)
{
	return conf_data(app->arena, &app->conf, name);
}

static int
read_ring(struct app *app, struct keyring *ring)
{
	struct buf faults = BUF_INIT;
	int rc = keyring_read(app->arena, path_of(app, KEY_FILE), ring,
	    &faults);

	fputs(buf_cstr(&faults), stderr);
	buf_free(&faults);
	return rc;
}

static int
write_ring(struct app *app, const struct keyring *ring)
{
	struct buf b = BUF_INIT;
	int rc;

	keyring_write(app->arena, &b, ring);
	rc = file_write(path_of(app, KEY_FILE), b.data, b.len, 0644);
	buf_free(&b);
	return rc;
}

/* The list of keys is published with the list of ended papers. */
static int
publish(struct app *app)
{
	struct db *db = store_open(app->arena, &app->conf, DB_WRITE);
	int rc;

	if (db == NULL)
		return -1;
	rc = publish_revocations(app, db);
	db_close(db);
	return rc;
}

static int
list_keys(struct app *app, const struct keyring *ring)
{
	static const char *const states[] = {
		[KEY_ACTIVE] = "scelle aujourd’hui",
		[KEY_RETIRED] = "retirée le", [KEY_COMPROMISED] =
		"compromise le"
	};
	const struct key *k;
	size_t i;

	for (i = 0; i < ring->n; i++) {
		k = &ring->keys[i];
		printf("%s  depuis le %s, %s%s%s\n", k->name,
		    day_french(app->arena, k->since), states[k->state],
		    k->until == DAY_NONE ? "" : " ", k->until == DAY_NONE ?
		    "" : day_french(app->arena, k->until));
	}
	return 0;
}

/*
 * The secret first: with a secret that is not of the active key nothing is
 * sealed, and the fault is told; the other way round would seal what no list
 * can check.
 */
static int
new_key(struct app *app, struct keyring *ring)
{
	unsigned char public[SEAL_PUBLIC], secret[SEAL_SECRET];
	int rc;

	seal_keypair(public, secret);
	rc = file_write(path_of(app, KEY_SECRET_FILE), secret, sizeof(secret),
	    0600);
	crypto_wipe(secret, sizeof(secret));
	keyring_add(app->arena, ring, public, day_today());
	if (rc == -1 || write_ring(app, ring) == -1)
		return -1;
	printf("Nouvelle clé %s. Les documents déjà scellés restent "
	    "vérifiables.\nRelancez terreau-staff, puis sauvegardez le "
	    "dossier keys.\n", keyring_active(ring)->name);
	return publish(app);
}

static int
retire_key(struct app *app, struct keyring *ring, const char *name)
{
	struct key *k;
	size_t i;

	for (i = 0; i < ring->n && !str_eq(ring->keys[i].name, name); i++)
		;
	if (i == ring->n) {
		log_warnx("aucune clé ne s’appelle %s", name);
		return -1;
	}
	k = &ring->keys[i];
	if (k->state == KEY_ACTIVE) {
		log_warnx("%s scelle encore : « terreau keys new » d’abord",
		    name);
		return -1;
	}
	if (k->state == KEY_COMPROMISED)
		return 0;
	k->state = KEY_COMPROMISED;
	k->until = day_today();
	if (write_ring(app, ring) == -1)
		return -1;
	printf("%s ne prouve plus rien : seule la page de vérification dit "
	    "encore ses documents\nauthentiques. Réémettez ceux qui "
	    "comptent.\n", name);
	return publish(app);
}

static int
backup_key(struct app *app, const char *path)
{
	unsigned char public[BOX_PUBLIC], secret[BOX_SECRET];

	if (backup_key_make(app->arena, path) == -1 ||
	    backup_key_secret(path, secret) == -1)
		return -1;
	box_public(public, secret);
	crypto_wipe(secret, sizeof(secret));
	printf("Clé publique : %s\n"
	    "La clé secrète est dans %s : gardez-la ailleurs, en double ; sans "
	    "elle\npersonne n’ouvrira ces sauvegardes.\n",
	    backup_key_text(app->arena, public), path);
	return 0;
}

int
cmd_keys(struct app *app, int argc, char **argv)
{
	struct keyring ring;
	const char *what;
	int rc;

	if ((argc = options_read(app, NULL, argc, argv, 3)) == -1)
		return EXIT_USAGE;
	what = argc > 1 ? argv[1] : "list";
	if (str_eq(what, "retire") || str_eq(what, "backup") ? argc != 3 :
	    argc > 2 || !(str_eq(what, "list") || str_eq(what, "new")))
		return usage(app, "list, new, retire NOM ou backup FICHIER");
	if (str_eq(what, "backup"))
		return backup_key(app, argv[2]) == 0 ? EXIT_DONE : EXIT_FAILED;
	if (read_ring(app, &ring) == -1)
		return EXIT_FAILED;
	rc = str_eq(what, "list") ? list_keys(app, &ring) :
	    str_eq(what, "new") ? new_key(app, &ring) :
	    retire_key(app, &ring, argv[2]);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
