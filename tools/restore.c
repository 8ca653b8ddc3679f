/*
 * terreau restore: a backup made a portal again; or, to know that it could be,
 * made one elsewhere, checked to the last seal and removed.
 *
 * Never over anything: the folder is new or empty.
 */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/access/second.h"
#include "domain/store.h"
#include "backup.h"
#include "tools.h"

struct restore {
	struct app	*app;
	const char	*from, *to;
	const char	*share;		/* of this machine, NULL as it was */
	const char	*coffre;	/* where the keys of files are, or NULL */
	const unsigned char *secret;	/* NULL none given */
};

/* Who may read what, as « terreau init » makes it. */
static mode_t
mode_of(const char *name)
{
	return str_ends(name, ".secret") || str_ends(name, COFFRE_COPY) ||
	    str_eq(name, SECOND_KEY_FILE) ? 0600 :
	    str_eq(name, "keys/cles.txt") ? 0644 : 0640;
}

/* The configuration says where it is now. */
static int
adapt_conf(struct restore *r)
{
	struct arena *a = r->app->arena;
	const char *path = arena_fmt(a, "%s/terreau.conf", r->to);
	struct buf in = BUF_INIT, out = BUF_INIT;
	char *rest, *line, *key, *end;
	int rc = -1;

	if (file_read(&in, path) == -1)
		goto done;
	rest = arena_dupn(a, buf_cstr(&in), in.len);
	while ((line = str_split(&rest, '\n')) != NULL) {
		end = arena_dup(a, line);
		key = str_trim(a, str_split(&end, '='));
		if (str_eq(key, "data"))
			buf_fmt(&out, "data = %s", r->to);
		else if (str_eq(key, "share") && r->share != NULL)
			buf_fmt(&out, "share = %s", r->share);
		else
			buf_str(&out, line);
		if (rest != NULL)
			buf_char(&out, '\n');
	}
	rc = file_write(path, out.data, out.len, mode_of("terreau.conf"));
done:
	buf_free(&in);
	buf_free(&out);
	r->app->conf_file = path;
	return rc;
}

/* Back into the journal that a portal which serves writes, with its keys. */
static int
open_database(struct restore *r)
{
	struct arena *a = r->app->arena;
	struct db *db = db_open(arena_fmt(a, "%s/terreau.db", r->to),
	    DB_CREATE);
	int rc = db == NULL ? -1 : coffre_rejoin(db, arena_fmt(a,
	    "%s/" COFFRE_FILE, r->to));

	if (db != NULL && rc == -1)
		log_warnx("où est leur dernière copie ? --coffre DOSSIER");
	db_close(db);
	return rc;
}

static int
take(struct restore *r, const char *name)
{
	return backup_take(r->app->arena, r->from, name, r->secret, arena_fmt(
	    r->app->arena, "%s/%s", r->to, name), mode_of(name));
}

/* keys/NAME or keys/NAME.scelle, each under its own name. */
static int
take_keys(struct restore *r)
{
	struct arena *a = r->app->arena;
	char **names;
	const char *name;
	size_t n, i;

	names = file_list(a, arena_fmt(a, "%s/keys", r->from), "", &n);
	for (i = 0; names != NULL && i < n; i++) {
		name = names[i] + strlen(r->from) + 1;
		if (str_ends(name, BACKUP_SEALED))
			name = arena_dupn(a, name, strlen(name) -
			    strlen(BACKUP_SEALED));
		if (take(r, name) != 0)
			return -1;
	}
	return names == NULL ? -1 : 0;
}

/*
 * The keys of files, as they are now, stand beside the backups or elsewhere.
 * Without a copy the database says whether it needs one.
 */
static int
take_coffre(struct restore *r)
{
	struct arena *a = r->app->arena;
	const char *dir = r->coffre != NULL ? r->coffre :
	    arena_fmt(a, "%s/..", r->from);
	int rc = backup_take(a, dir, COFFRE_COPY, r->secret, arena_fmt(a,
	    "%s/" COFFRE_FILE, r->to), mode_of(COFFRE_COPY));

	if (rc == 1 && r->coffre != NULL) {
		log_warnx("%s/" COFFRE_COPY " n’est pas là", dir);
		return -1;
	}
	return rc == -1 ? -1 : 0;
}

/* All files, and a configuration that is read.  0 or -1, told. */
static int
put_back(struct restore *r)
{
	static const char *const folders[] = { "keys", "preuves", "site",
	    "run" };
	static const char *const names[] = { "terreau.db", "terreau.conf",
	    "reseau.xml" };
	struct arena *a = r->app->arena;
	struct buf faults = BUF_INIT;
	size_t i;
	int rc;

	rc = backup_check(a, r->from, &faults);
	fputs(buf_cstr(&faults), stderr);
	buf_free(&faults);
	for (i = 0; rc != -1 && i < 4; i++)
		rc = file_mkdirs(arena_fmt(a, "%s/%s", r->to, folders[i]),
		    0750);
	for (i = 0; rc != -1 && i < 3; i++)
		if ((rc = take(r, names[i])) == 1) {
			log_warnx("%s/%s manque", r->from, names[i]);
			rc = -1;
		}
	if (rc == -1 || take_keys(r) == -1 || take_coffre(r) == -1 ||
	    open_database(r) == -1 || adapt_conf(r) == -1)
		return -1;
	return conf_load(a, r->app->conf_file, &r->app->conf);
}

/* As « terreau check » would, at the schema of this version.  Faults, or -1. */
static int
look_over(struct app *app, struct buf *out, int *schema)
{
	struct db *db = store_open(app->arena, &app->conf, DB_CREATE);
	size_t faults;

	if (db == NULL)
		return -1;
	*schema = db_version(db);
	if (store_migrate(db, app->conf.share) == -1) {
		db_close(db);
		return -1;
	}
	db_close(db);
	if ((db = store_open(app->arena, &app->conf, DB_READ)) == NULL)
		return -1;
	faults = check_portal(app, db, out);
	db_close(db);
	return faults > 0 ? 1 : 0;
}

static int
test(void *arg, const char *dir)
{
	struct restore *r = arg;
	const char *name = strrchr(r->from, '/');
	struct buf faults = BUF_INIT;
	int rc, schema = 0;

	r->to = dir;
	rc = put_back(r) == -1 ? -1 : look_over(r->app, &faults, &schema);
	fputs(buf_cstr(&faults), stderr);
	buf_free(&faults);
	printf("%s : %s", name + 1, rc == 0 ? "bonne" : "MAUVAISE");
	if (schema > 0)
		printf(" (schéma %d)", schema);
	putchar('\n');
	return rc == 0 ? 0 : -1;
}

/* New or empty, without links and absolute: it stands in the configuration. */
static int
make_place(struct restore *r, const char *dir)
{
	char *full;
	char **names;
	size_t n;

	if (file_mkdirs(dir, 0750) == -1 ||
	    (names = file_list(r->app->arena, dir, "", &n)) == NULL)
		return -1;
	if (n > 0) {
		log_warnx("%s n’est pas vide : rien n’y est écrit", dir);
		return -1;
	}
	if ((full = realpath(dir, NULL)) == NULL) {
		log_warn("%s", dir);
		return -1;
	}
	r->to = arena_dup(r->app->arena, full);
	free(full);
	return 0;
}

static int
really(struct restore *r, const char *dir)
{
	if (make_place(r, dir) == -1 || put_back(r) == -1)
		return -1;
	printf("%s est de retour. Faites ensuite, avec --data %s :\n"
	    "  terreau init         complète et met la base au schéma de cette "
	    "version\n"
	    "  terreau check        vérifie tout\n"
	    "  terreau revocations  puis terreau site : ce qui est publié\n"
	    "et rendez le dossier à l’utilisateur des programmes (chown -R).\n",
	    strrchr(r->from, '/') + 1, r->to);
	return 0;
}

int
cmd_restore(struct app *app, int argc, char **argv)
{
	const char *only = NULL, *key = NULL, *share = NULL;
	unsigned char secret[BOX_SECRET];
	struct restore r = { .app = app };
	const struct option_row rows[] = {
		{ "--test", 0, &only }, { "--key", 1, &key },
		{ "--share", 1, &share }, { "--coffre", 1, &r.coffre },
		{ NULL, 0, NULL }
	};
	char *from;
	int rc;

	if ((argc = options_read(app, rows, argc, argv, 3)) == -1)
		return EXIT_USAGE;
	if (argc != (only != NULL ? 2 : 3))
		return usage(app, only != NULL ? "quelle sauvegarde ?" :
		    "quelle sauvegarde, et dans quel dossier ?");
	if ((from = realpath(argv[1], NULL)) == NULL) {
		log_warn("%s", argv[1]);
		return EXIT_FAILED;
	}
	r.from = arena_dup(app->arena, from);
	free(from);
	r.share = share;
	if (backup_instant(r.from) == NULL) {
		log_warnx("%s : le nom n’est pas celui d’une sauvegarde entière",
		    r.from);
		return EXIT_FAILED;
	}
	umask(027);
	if (key != NULL && backup_key_secret(key, secret) == -1)
		return EXIT_FAILED;
	r.secret = key == NULL ? NULL : secret;
	rc = only != NULL ? trial_run(app->arena, test, &r) :
	    really(&r, argv[2]);
	crypto_wipe(secret, sizeof(secret));
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
