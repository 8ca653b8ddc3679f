/*
 * terreau init: make the data directory, or what is missing in it.
 *
 * Nothing that exists is overwritten: run again, it completes a directory and
 * brings its database to the schema of this version.
 */
#include <sys/stat.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/access/second.h"
#include "domain/coffre.h"
#include "domain/proof/revocation.h"
#include "domain/store.h"
#include "port/crypto.h"
#include "tools.h"

#define DEFAULT_URL	"http://localhost:8080"

static int
make(const char *path, const void *bytes, size_t len, mode_t mode)
{
	if (file_exists(path))
		return 0;
	if (file_write(path, bytes, len, mode) == -1)
		return -1;
	printf("  %s\n", path);
	return 0;
}

/* An absolute path without links, in the arena; NULL with the cause told. */
static const char *
absolute(struct app *app, const char *path)
{
	char full[PATH_MAX];

	if (realpath(path, full) == NULL) {
		log_warn("%s", path);
		return NULL;
	}
	return arena_dup(app->arena, full);
}

/* The sample, with the three lines that every installation has its own of. */
static void
fill_in(struct app *app, struct buf *out, const char *sample,
    const char *share, const char *url)
{
	const char *const own[][2] = { { "data = ", app->data },
	    { "share = ", share }, { "url = ", url } };
	char *rest = arena_dup(app->arena, sample), *line;
	size_t i;

	while ((line = str_split(&rest, '\n')) != NULL) {
		if (rest == NULL && *line == '\0')
			break;
		for (i = 0; i < 3 && !str_starts(line, own[i][0]); i++)
			;
		if (i < 3)
			buf_fmt(out, "%s%s\n", own[i][0], own[i][1]);
		else
			buf_fmt(out, "%s\n", line);
	}
}

static int
make_conf(struct app *app, const char *share, const char *url)
{
	struct buf sample = BUF_INIT, b = BUF_INIT;
	int rc;

	if (file_exists(app->conf_file))
		return 0;
	if ((share = absolute(app, share)) == NULL)
		return -1;
	if ((rc = file_read(&sample, arena_fmt(app->arena,
	    "%s/schemas/terreau.conf", share))) == 0) {
		fill_in(app, &b, buf_cstr(&sample), share, url);
		rc = make(app->conf_file, buf_cstr(&b), b.len, 0640);
	}
	buf_free(&sample);
	buf_free(&b);
	return rc;
}

static int
make_network(struct app *app)
{
	const char *path = conf_data(app->arena, &app->conf, "reseau.xml");
	struct buf b = BUF_INIT;
	int rc = 0;

	if (!file_exists(path) && (rc = file_read(&b, conf_share(app->arena,
	    &app->conf, "schemas/xml/reseau-vide.xml"))) == 0)
		rc = make(path, buf_cstr(&b), b.len, 0640);
	buf_free(&b);
	return rc;
}

/* The list of public keys, from the secret when that is all there is. */
static int
make_ring(struct app *app, const unsigned char public[SEAL_PUBLIC])
{
	struct keyring ring = { NULL, 0 };
	struct buf b = BUF_INIT;
	int rc;

	keyring_add(app->arena, &ring, public, day_today());
	keyring_write(app->arena, &b, &ring);
	rc = make(conf_data(app->arena, &app->conf, KEY_FILE), b.data, b.len,
	    0644);
	buf_free(&b);
	return rc;
}

/* The pair that seals documents; its public half can be made again. */
static int
make_seal(struct app *app)
{
	const char *secret_path = conf_data(app->arena, &app->conf,
	    KEY_SECRET_FILE);
	const char *ring_path = conf_data(app->arena, &app->conf, KEY_FILE);
	unsigned char public[SEAL_PUBLIC], secret[SEAL_SECRET];
	struct buf b = BUF_INIT;
	int rc = -1;

	if (file_exists(secret_path)) {
		if (file_exists(ring_path))
			return 0;
		if (file_read(&b, secret_path) == -1)
			goto out;
		if (b.len != sizeof(secret)) {
			log_warnx("%s : %zu octets au lieu de %zu",
			    secret_path, b.len, sizeof(secret));
			goto out;
		}
		/* RFC 8032 as libsodium stores it: seed, then public key */
		memcpy(public, b.data + sizeof(secret) - sizeof(public),
		    sizeof(public));
	} else {
		if (file_exists(ring_path)) {
			log_warnx("%s existe sans %s : remettez la clé "
			    "secrète, ou faites-en une autre, « terreau "
			    "keys new »", ring_path, secret_path);
			goto out;
		}
		seal_keypair(public, secret);
		if (make(secret_path, secret, sizeof(secret), 0600) == -1)
			goto out;
	}
	rc = make_ring(app, public);
out:
	crypto_wipe(secret, sizeof(secret));
	if (b.data != NULL)
		crypto_wipe(b.data, b.size);
	buf_free(&b);
	return rc;
}

static int
make_key(struct app *app, const char *name, mode_t mode)
{
	unsigned char key[KEY_SIZE];
	int rc;

	random_bytes(key, sizeof(key));
	rc = make(conf_data(app->arena, &app->conf, name), key, sizeof(key),
	    mode);
	crypto_wipe(key, sizeof(key));
	return rc;
}

/*
 * A folder whose files all belong to its group (setgid) is shared between the
 * users of the programs: both write to the databases, and to what SQLite puts
 * beside them with the same mode.
 */
static int
share_database(struct app *app)
{
	static const char *const shared[] = { "terreau.db", COFFRE_FILE };
	const char *path;
	struct stat st;
	size_t i;

	if (stat(app->conf.data, &st) == -1 || (st.st_mode & S_ISGID) == 0)
		return 0;
	for (i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
		path = conf_data(app->arena, &app->conf, shared[i]);
		if (chmod(path, 0660) == -1) {
			log_warn("%s", path);
			return -1;
		}
	}
	return 0;
}

static int
make_database(struct app *app)
{
	struct db *db;
	int n;

	if ((db = store_open(app->arena, &app->conf, DB_CREATE)) == NULL)
		return -1;
	n = store_migrate(db, app->conf.share);
	if (n > 0)
		printf("  %s (schéma %d)\n", conf_data(app->arena, &app->conf,
		    "terreau.db"), STORE_VERSION);
	db_close(db);
	return n == -1 ? -1 : share_database(app);
}

/* The first list says that nothing has ended, and gives the keys. */
static int
make_list(struct app *app)
{
	struct db *db;
	int rc;

	if (file_exists(conf_data(app->arena, &app->conf, REVOCATION_FILE)))
		return 0;
	umask(022);		/* everybody may read it, nginx to begin with */
	if ((db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return -1;
	rc = publish_revocations(app, db);
	db_close(db);
	return rc;
}

static int
make_folders(struct app *app)
{
	static const char *const folders[] = { "keys", "preuves", "site",
	    "run" };
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (file_mkdirs(conf_data(app->arena, &app->conf, folders[i]),
		    0750) == -1)
			return -1;
	return 0;
}

/*
 * Where: --data, or what a configuration that exists says.  Makes the folder,
 * whose name from now on is absolute.
 */
static int
find_data(struct app *app)
{
	if (app->data == NULL && app->conf_file != NULL &&
	    file_exists(app->conf_file) &&
	    conf_load(app->arena, app->conf_file, &app->conf) == 0)
		app->data = app->conf.data;
	if (app->data == NULL || file_mkdirs(app->data, 0750) == -1)
		return -1;
	return (app->data = absolute(app, app->data)) == NULL ? -1 : 0;
}

/* Told: the configuration that is there speaks of another folder. */
static int
is_elsewhere(struct app *app)
{
	const char *said = absolute(app, app->conf.data);

	if (said != NULL && str_eq(said, app->data))
		return 0;
	log_warnx("%s : data = %s, et non %s", app->conf_file,
	    app->conf.data, app->data);
	return 1;
}

int
cmd_init(struct app *app, int argc, char **argv)
{
	const char *share = PKGDATADIR, *url = DEFAULT_URL;
	const struct option_row rows[] = {
		{ "--share", 1, &share }, { "--url", 1, &url },
		{ NULL, 0, NULL }
	};

	if (options_read(app, rows, argc, argv, 1) == -1)
		return EXIT_USAGE;
	umask(027);
	if (find_data(app) == -1)
		return app->data == NULL ? usage(app, "où ? Donnez --data "
		    "DOSSIER.") : EXIT_FAILED;
	if (make_conf(app, share, url) == -1 ||
	    conf_load(app->arena, app->conf_file, &app->conf) == -1 ||
	    is_elsewhere(app) || make_folders(app) == -1 ||
	    make_network(app) == -1 || make_seal(app) == -1 ||
	    make_key(app, "keys/csrf.key", 0640) == -1 ||
	    make_key(app, SECOND_KEY_FILE, 0600) == -1 ||
	    make_database(app) == -1 || make_list(app) == -1)
		return EXIT_FAILED;
	return EXIT_DONE;
}
