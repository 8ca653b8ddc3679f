/*
 * terreau backup: all that a portal is, into a folder of its own, while it
 * serves.
 *
 * SQLite's backup of pages under a snapshot held all along, and not VACUUM
 * INTO: neither holds up who writes, but the pages are copied without sorting
 * them again, in little memory, and it can be said how far it is.
 *
 * Encrypted, nothing readable is ever written where backups go: the copy that
 * SQLite needs lies in run/ of the portal until it is sealed.
 */
#include <sys/stat.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/log.h"
#include "base/progress.h"
#include "base/str.h"
#include "domain/report/health.h"
#include "port/db.h"
#include "backup.h"
#include "tools.h"

/*
 * A copy of that database, sound; to stay: on the disk, and read from there.
 * Its schema, or -1 told.
 */
static int
copy_database(const char *what, const char *from, const char *to, int stays)
{
	struct db *db = db_open(from, DB_READ);
	struct db_copy *c;
	int64_t done, total;
	int more = 1, version = -1;

	if (db == NULL || (c = db_copy_start(db, to)) == NULL) {
		db_close(db);
		return -1;
	}
	while (more == 1) {
		more = db_copy_more(c, &done, &total);
		if (more >= 0)
			progress(what, (size_t)done / 1024,
			    (size_t)total / 1024);
	}
	if (db_copy_end(c) == -1)
		more = -1;
	db_close(db);
	if (more == -1 || (stays && backup_settle(to) == -1) ||
	    (db = db_open(to, DB_APART)) == NULL)
		return -1;
	if (db_sound(db) == 0)
		version = db_version(db);
	else
		log_warnx("%s : la base est abîmée, « terreau check » dit où",
		    from);
	db_close(db);
	return version;
}

/* The name of a copy that is removed at once. */
static const char *
passing(struct app *app, const char *name)
{
	const char *path = arena_fmt(app->arena, "%s/sauvegarde-%s",
	    conf_data(app->arena, &app->conf, "run"), name);

	unlink(path);
	return path;
}

static int
put_database(struct app *app, struct backup *b)
{
	const char *from = conf_data(app->arena, &app->conf, "terreau.db");
	const char *to = arena_fmt(b->a, "%s/terreau.db", b->dir);
	int version;

	b->database = to;
	if (b->to == NULL) {
		version = copy_database("Base, en Kio", from, to, 1);
		return version == -1 || backup_sum(b, "terreau.db") == -1 ?
		    -1 : version;
	}
	b->database = to = passing(app, "terreau.db");
	version = copy_database("Base, en Kio", from, to, 0);
	if (version != -1 && backup_put(b, to, "terreau.db") == -1)
		version = -1;
	return version;
}

/*
 * After the database: a key made meanwhile is of no use, one destroyed
 * meanwhile is what was asked for.
 */
static int
put_coffre(struct app *app, struct backup *b, const char *dir)
{
	const char *from = conf_data(app->arena, &app->conf, COFFRE_FILE);
	const char *copy = passing(app, COFFRE_COPY);
	int rc = -1;

	if (!file_exists(from))
		return 0;
	/* the copy of before is the only other one there is */
	if (copy_database("Clés des dossiers, en Kio", from, copy, 0) != -1 &&
	    coffre_fits(b->database, copy) == 0)
		rc = backup_apart(b, copy, arena_fmt(b->a, "%s/" COFFRE_COPY,
		    dir), COFFRE_COPY);
	unlink(copy);
	return rc;
}

static int
put_files(struct app *app, struct backup *b)
{
	static const char *const names[] = { "terreau.conf", "reseau.xml" };
	const char *name;
	char **keys;
	size_t n, i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (backup_put(b, i == 0 ? app->conf_file : conf_data(b->a,
		    &app->conf, names[i]), names[i]) == -1)
			return -1;
	keys = file_list(b->a, conf_data(b->a, &app->conf, "keys"), "", &n);
	for (i = 0; keys != NULL && i < n; i++) {
		name = keys[i] + strlen(app->conf.data) + 1;
		if (!str_starts(name, COFFRE_FILE) && backup_put(b, keys[i],
		    name) == -1)
			return -1;
	}
	return keys == NULL ? -1 : 0;
}

static int
put_readme(struct app *app, struct backup *b, const char *name, int version,
    const char *coffre)
{
	const char *path = arena_fmt(b->a, "%s/" BACKUP_README, b->dir);
	struct buf text = BUF_INIT;
	int rc;

	buf_fmt(&text, "Sauvegarde du portail %s, %s, schéma %d.\n"
	    "Entière et inchangée ?  b2sum -c " BACKUP_SUMS "\n"
	    "Bonne ?                 terreau restore --test %s%s\n"
	    "La remettre :           terreau restore %s DOSSIER%s\n",
	    app->conf.url, name, version, name, b->to == NULL ? "" :
	    " --key FICHIER", name, b->to == NULL ? "" : " --key FICHIER");
	if (coffre != NULL)
		buf_fmt(&text, "Les clés des dossiers : --coffre %s, ou là où "
		    "est leur dernière copie\n", coffre);
	if (b->to != NULL)
		buf_fmt(&text, "Chiffrée pour la clé :  %s\n",
		    backup_key_text(b->a, b->to));
	rc = file_write(path, text.data, text.len, 0600);
	buf_free(&text);
	return rc == -1 || backup_sum(b, BACKUP_README) == -1 ? -1 :
	    file_write(arena_fmt(b->a, "%s/" BACKUP_SUMS, b->dir),
	    b->sums.data, b->sums.len, 0600);
}

/* Everything, into the folder; it gets its name last. */
static int
write_backup(struct app *app, struct backup *b, const char *dir,
    const char *coffre, const char *name)
{
	const char *whole = arena_fmt(b->a, "%s/%s", dir, name);
	int version;

	b->dir = arena_fmt(b->a, "%s" BACKUP_GROWING, whole);
	if (file_exists(whole)) {
		log_warnx("%s existe déjà", whole);
		return -1;
	}
	if (file_mkdirs(arena_fmt(b->a, "%s/keys", b->dir), 0700) == -1 ||
	    (version = put_database(app, b)) == -1 ||
	    put_files(app, b) == -1 || put_coffre(app, b, coffre) == -1 ||
	    put_readme(app, b, name, version, str_eq(coffre, dir) ? NULL :
	    coffre) == -1 ||
	    backup_settle(arena_fmt(b->a, "%s/keys", b->dir)) == -1 ||
	    file_replace(b->dir, whole) == -1)
		return -1;
	return 0;
}

/* What a backup that was cut short, or a removal, left behind. */
static int
sweep(struct arena *a, const char *dir)
{
	static const char *const ends[] = { BACKUP_GROWING, BACKUP_DYING };
	char **names;
	size_t n, i, k;

	for (k = 0; k < 2; k++) {
		if ((names = file_list(a, dir, ends[k], &n)) == NULL)
			return -1;
		for (i = 0; i < n; i++)
			if (str_starts(strrchr(names[i], '/') + 1,
			    BACKUP_NAME) && backup_remove(a, names[i]) == -1)
				return -1;
	}
	return 0;
}

/* « 7,4,12 » or « tout ».  0 or -1. */
static int
read_keep(struct arena *a, const char *text, struct keep *keep, int *all)
{
	long long *const to[] = { &keep->days, &keep->weeks, &keep->months };
	char *rest = arena_dup(a, text), *part;
	size_t n = 0;

	*all = str_eq(text, "tout");
	if (*all)
		return 0;
	while ((part = str_split(&rest, ',')) != NULL)
		if (n == 3 || str_number(part, 0, 1000, to[n++]) == -1)
			return -1;
	return n == 3 ? 0 : -1;
}

int
cmd_backup(struct app *app, int argc, char **argv)
{
	const char *to = NULL, *keep_text = "7,4,12", *name, *dir,
	    *coffre = NULL;
	const struct option_row rows[] = {
		{ "--to", 1, &to }, { "--keep", 1, &keep_text },
		{ "--coffre", 1, &coffre }, { NULL, 0, NULL }
	};
	unsigned char public[BOX_PUBLIC];
	struct backup b = { .a = app->arena, .sums = BUF_INIT };
	struct keep keep;
	int all, lock, removed = 0, rc = -1;

	if ((argc = options_read(app, rows, argc, argv, 2)) == -1)
		return EXIT_USAGE;
	if (argc != 2)
		return usage(app, "où ? Donnez un dossier.");
	if (to != NULL && backup_key_read(to, public) == -1)
		return usage(app, "« %s » n’est pas une clé publique de "
		    "« terreau keys backup »", to);
	if (read_keep(app->arena, keep_text, &keep, &all) == -1)
		return usage(app, "--keep JOURS,SEMAINES,MOIS ou --keep tout");
	umask(077);
	dir = argv[1];
	coffre = coffre != NULL ? coffre : dir;
	name = backup_name(app->arena, time_now());
	if (file_mkdirs(dir, 0700) == -1 || file_mkdirs(coffre, 0700) == -1 ||
	    (lock = file_lock(arena_fmt(
	    app->arena, "%s/.verrou", dir))) == -1)
		return EXIT_FAILED;
	if (lock == -2) {
		log_warnx("%s : une autre sauvegarde est en cours", dir);
		return EXIT_FAILED;
	}
	if (to != NULL) {
		b.to = public;
		random_bytes(b.key, sizeof(b.key));
	}
	if (sweep(app->arena, dir) == 0 &&
	    write_backup(app, &b, dir, coffre, name) == 0) {
		printf("%s/%s\n", dir, name);
		file_write(conf_data(app->arena, &app->conf, HEALTH_STAMP),
		    name, strlen(name), 0640);
		rc = all ? 0 : backup_keep(app->arena, dir, arena_fmt(
		    app->arena, "%s/%s", dir, name), &keep, &removed);
	}
	if (removed > 0)
		printf("%d plus ancienne%s effacée%s\n", removed,
		    removed > 1 ? "s" : "", removed > 1 ? "s" : "");
	if (to != NULL && b.database != NULL)
		unlink(b.database);
	crypto_wipe(b.key, sizeof(b.key));
	buf_free(&b.sums);
	close(lock);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
