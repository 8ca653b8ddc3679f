/*
 * The portal in a few numbers.
 */
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "domain/report/health.h"
#include "domain/store.h"

#define WEEK	((int64_t)7 * 24 * 60 * 60)

static int
read_mail(struct db *db, int64_t now, struct health *h)
{
	struct query *q;

	q = db_query(db, "SELECT count(*), ?1 - min(max(due, queued)), "
	    "?1 - min(queued) FROM mail WHERE sent IS NULL AND "
	    "failed IS NULL AND handed IS NULL", "i", now);
	if (db_next(q)) {
		h->waiting = db_int(q, 0);
		h->late = db_int(q, 1);
		h->oldest = db_int(q, 2);
	}
	if (db_done(q) == -1)
		return -1;
	q = db_query(db, "SELECT count(*) FROM mail WHERE failed > ?1", "i",
	    now - WEEK);
	if (db_next(q))
		h->failed = db_int(q, 0);
	return db_done(q);
}

static int
read_files(struct db *db, struct health *h)
{
	struct query *q = db_query(db, "SELECT count(*) FROM dossier", "");

	if (db_next(q))
		h->files = db_int(q, 0);
	return db_done(q);
}

static int64_t
backup_age(const struct conf *conf, int64_t now)
{
	char path[4096];
	struct stat st;

	if (snprintf(path, sizeof(path), "%s/" HEALTH_STAMP, conf->data) >=
	    (int)sizeof(path) || stat(path, &st) == -1)
		return -1;
	return st.st_mtime > now ? 0 : now - (int64_t)st.st_mtime;
}

void
health_read(struct db *db, const struct conf *conf, int64_t now,
    struct health *h)
{
	struct statvfs st;

	memset(h, 0, sizeof(*h));
	h->disk = -1;
	if (statvfs(conf->data, &st) == 0)
		h->disk = (int64_t)st.f_bavail * (int64_t)st.f_frsize;
	h->backup = backup_age(conf, now);
	if (db == NULL)
		return;
	h->schema = db_version(db);
	h->database = h->schema != -1 && read_mail(db, now, h) == 0 &&
	    read_files(db, h) == 0;
}

static void
tell(struct buf *b, int *well, int fine, const char *line)
{
	if (!fine)
		*well = 0;
	buf_fmt(b, "%s%s\n", fine ? "" : "! ", line);
}

static const char *
span(struct arena *a, int64_t seconds)
{
	if (seconds < 120)
		return arena_fmt(a, "%lld s", (long long)seconds);
	if (seconds < 7200)
		return arena_fmt(a, "%lld min", (long long)(seconds / 60));
	return arena_fmt(a, "%lld h", (long long)(seconds / 3600));
}

int
health_tell(struct arena *a, const struct health *h, const struct conf *conf,
    struct buf *b)
{
	int well = 1;

	tell(b, &well, h->database, h->database ? "base : répond" :
	    "base : ne répond pas");
	if (h->database)
		tell(b, &well, h->schema == STORE_VERSION, h->schema ==
		    STORE_VERSION ? arena_fmt(a, "schéma : %d", h->schema) :
		    arena_fmt(a, "schéma : %d, ce programme attend le %d",
		    h->schema, STORE_VERSION));
	if (h->disk == -1)
		tell(b, &well, 0, "disque : illisible");
	else
		tell(b, &well, h->disk >= HEALTH_DISK, arena_fmt(a,
		    "disque : %s libres", file_size_french(a, h->disk)));
	if (h->database && conf->smtp == NULL)
		tell(b, &well, !conf->production, arena_fmt(a, "messages : "
		    "%lld en attente, aucun serveur n’est réglé",
		    (long long)h->waiting));
	else if (h->database)
		tell(b, &well, h->late < HEALTH_LATE && h->oldest < HEALTH_OLD,
		    arena_fmt(a, "messages : %lld en attente, le plus ancien "
		    "depuis %s, %lld refusés en sept jours",
		    (long long)h->waiting, span(a, h->oldest),
		    (long long)h->failed));
	if (h->backup == -1)
		tell(b, &well, !conf->production, "sauvegarde : aucune");
	else
		tell(b, &well, !conf->production || h->backup < HEALTH_BACKUP,
		    arena_fmt(a, "sauvegarde : il y a %s", span(a, h->backup)));
	return well;
}
