/*
 * Opening and migrating the database.
 */
#include <dirent.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/coffre.h"
#include "domain/store.h"

struct db *
store_open(struct arena *a, const struct conf *conf, enum db_mode mode)
{
	const char *path = conf_data(a, conf, "terreau.db");
	struct db *db;
	int version;

	if (mode != DB_CREATE && !file_exists(path)) {
		log_warnx("%s n’existe pas ; « terreau init » le crée", path);
		return NULL;
	}
	if ((db = db_open(path, mode)) == NULL)
		return NULL;
	if ((mode == DB_CREATE || (version = db_version(db)) ==
	    STORE_VERSION)) {
		if (mode != DB_CREATE)
			db_expect(db, STORE_VERSION);
		if (coffre_open(a, conf, db, mode) == 0)
			return db;
		db_close(db);
		return NULL;
	}
	if (version >= 0 && version < STORE_VERSION)
		log_warnx("%s a le schéma %d, ce programme attend le %d ; "
		    "« terreau init » le met à jour", path, version,
		    STORE_VERSION);
	else if (version > STORE_VERSION)
		log_warnx("%s a le schéma %d, plus récent que ce programme "
		    "(%d) ; installez la version qui va avec", path, version,
		    STORE_VERSION);
	db_close(db);
	return NULL;
}

/* The name of migration n in the folder, in the arena; NULL if it is not. */
static const char *
find(struct arena *a, const char *dir, int n)
{
	const char *prefix = arena_fmt(a, "%03d-", n), *found = NULL;
	struct dirent *e;
	DIR *d;

	if ((d = opendir(dir)) == NULL) {
		log_warn("%s", dir);
		return NULL;
	}
	while ((e = readdir(d)) != NULL)
		if (str_starts(e->d_name, prefix) &&
		    str_ends(e->d_name, ".sql"))
			found = arena_fmt(a, "%s/%s", dir, e->d_name);
	closedir(d);
	return found;
}

static int
run(struct db *db, int n, const char *path)
{
	struct buf sql = BUF_INIT;
	int rc = -1;

	if (file_read(&sql, path) == -1 || db_begin(db) == -1)
		goto out;
	/* somebody else may have run it while we waited for the lock */
	if (db_version(db) >= n) {
		db_rollback(db);
		rc = 0;
		goto out;
	}
	if (db_script(db, buf_cstr(&sql)) == -1 ||
	    db_set_version(db, n) == -1) {
		log_warnx("%s : refusé, rien n’est changé", path);
		db_rollback(db);
		goto out;
	}
	rc = db_commit(db) == -1 ? -1 : 1;
out:
	buf_free(&sql);
	return rc;
}

int
store_migrate(struct db *db, const char *share)
{
	struct arena *a = arena_new();
	const char *dir = arena_fmt(a, "%s/schemas/db", share), *path;
	int n, rc, done = 0;

	if ((n = db_version(db)) == -1) {
		arena_free(a);
		return -1;
	}
	while (++n <= STORE_VERSION) {
		if ((path = find(a, dir, n)) == NULL) {
			log_warnx("%s : la migration %d manque", dir, n);
			done = -1;
			break;
		}
		if ((rc = run(db, n, path)) == -1) {
			done = -1;
			break;
		}
		done += rc;
	}
	arena_free(a);
	return done == -1 || coffre_bind(db) == -1 ? -1 : done;
}

int
store_reindex(struct db *db)
{
	if (db_begin(db) == -1)
		return -1;
	if (db_exec(db, "REINDEX", "") == -1 || db_exec(db, "INSERT INTO "
	    "dossier_words (dossier_words) VALUES ('rebuild')", "") == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}
