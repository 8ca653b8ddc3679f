/*
 * Keys made, given, used and erased.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/log.h"
#include "domain/coffre.h"

#define SEALED		0x01
#define HEAD		(1 + STREAM_HEAD)
#define BLOCK		SPOOL_BLOCK	/* told in 020-coffre.sql too */
#define MARK		16
#define NAME		"coffre"	/* of every stream */
#define RESERVE		64	/* keys made and not given, at least */
#define BATCH		256	/* and made at a time */
#define ASIDE		(INT64_C(400) * 24 * 60 * 60)	/* a year of backups */

/* The file, empty and for its owner alone, if it is not there.  0 or -1. */
static int
make(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd == -1) {
		if (errno == EEXIST)
			return 0;
		log_warn("%s", path);
		return -1;
	}
	close(fd);
	return 0;
}

/* 1 both bear the same mark, 0 not, -1. */
static int
bound(struct db *db)
{
	struct query *q;
	int same;

	q = db_query(db, "SELECT 1 FROM coffre_lien l JOIN coffre.marque m ON "
	    "m.octets = l.marque", "");
	same = db_next(q);
	return db_done(q) == -1 ? -1 : same;
}

/* How many rows there are, or keys given; -1. */
static int64_t
number(struct query *q)
{
	int64_t n = -1;

	if (db_next(q))
		n = db_int(q, 0);
	return db_done(q) == -1 ? -1 : n;
}

/* Does this database name keys?  One of before the coffre has no column. */
static int
names_keys(struct db *db)
{
	if (number(db_query(db, "SELECT count(*) FROM "
	    "pragma_table_info('dossier') WHERE name = 'cle'", "")) != 1)
		return 0;
	return number(db_query(db, "SELECT count(cle) FROM dossier", "")) != 0;
}

int
coffre_fits(const char *database, const char *coffre)
{
	struct db *db = db_open(database, DB_FROZEN);
	int64_t fits = 0;

	if (db == NULL)
		return -1;
	if (db_attach(db, "coffre", coffre, 0) == 0 && bound(db) == 1)
		fits = number(db_query(db, "SELECT coalesce((SELECT seq FROM "
		    "coffre.sqlite_sequence WHERE name = 'cle'), 0) >= next - 1 "
		    "FROM coffre_lien", ""));
	db_close(db);
	if (fits == 1)
		return 0;
	log_warnx(COFFRE_FILE " n’est pas le coffre de cette base, ou il est "
	    "plus ancien qu’elle : sa copie d’avant reste");
	return -1;
}

int
coffre_open(struct arena *a, const struct conf *conf, struct db *db,
    enum db_mode mode)
{
	const char *path = conf_data(a, conf, COFFRE_FILE);
	int same;

	/* an empty one would only hide that the keys are lost */
	if (mode == DB_CREATE && (file_exists(path) || !names_keys(db))) {
		if (file_mkdirs(conf_data(a, conf, "keys"), 0750) == -1 ||
		    make(path) == -1)
			return -1;
		/* one put back by hand has lost its journal of writers */
		return db_attach(db, "coffre", path, 1);
	}
	if (!file_exists(path)) {
		log_warnx("%s n’existe pas : il tient les clés de ce qui est "
		    "dans la base. Remettez-le de sa sauvegarde", path);
		return -1;
	}
	if (db_attach(db, "coffre", path, 0) == -1)
		return -1;
	if ((same = bound(db)) != 1)
		log_warnx("%s n’est pas le coffre de cette base : rien n’est "
		    "ouvert, rien n’est changé. Remettez celui qui va avec",
		    path);
	return same == 1 ? 0 : -1;
}

/* The tables of a new coffre, with the mark of the database if it has one. */
static int
furnish(struct db *db)
{
	unsigned char mark[MARK];

	random_bytes(mark, sizeof(mark));
	return db_script(db, "CREATE TABLE coffre.marque (octets BLOB NOT NULL "
	    "CHECK (length(octets) = 16)) STRICT;"
	    "CREATE TABLE coffre.cle (id INTEGER PRIMARY KEY AUTOINCREMENT, "
	    "octets BLOB NOT NULL CHECK (length(octets) = 32)) STRICT;") ==
	    -1 || db_exec(db, "INSERT INTO coffre.marque SELECT coalesce("
	    "(SELECT marque FROM coffre_lien), ?1)", "b", mark,
	    sizeof(mark)) != 1 ? -1 : 0;
}

/* Ranges of keys that were given in a life of the portal that was left. */
static int
aside_table(struct db *db)
{
	return db_script(db, "CREATE TABLE IF NOT EXISTS coffre.ecart ("
	    "premier INTEGER NOT NULL, dernier INTEGER NOT NULL, "
	    "at INTEGER NOT NULL) STRICT");
}

/*
 * The coffre knows more keys than this database says were given: none of them
 * is given here, and none is erased before the backups of then are gone.
 */
static int
set_aside(struct db *db)
{
	return aside_table(db) == -1 || db_exec(db, "INSERT INTO coffre.ecart "
	    "(premier, dernier, at) SELECT l.next, s.seq, ?1 FROM coffre_lien "
	    "l JOIN coffre.sqlite_sequence s ON s.name = 'cle' AND "
	    "s.seq >= l.next", "i", time_now()) < 0 || db_exec(db,
	    "UPDATE coffre_lien SET next = max(next, 1 + coalesce((SELECT seq "
	    "FROM coffre.sqlite_sequence WHERE name = 'cle'), 0))", "") < 0 ?
	    -1 : 0;
}

static int
bind_in(struct db *db)
{
	int64_t tables, links, given;

	tables = number(db_query(db, "SELECT count(*) FROM coffre.sqlite_schema "
	    "WHERE name = 'marque'", ""));
	links = number(db_query(db, "SELECT count(*) FROM coffre_lien", ""));
	given = number(db_query(db, "SELECT count(cle) FROM dossier", ""));
	if (tables < 0 || links < 0 || given < 0)
		return -1;
	if (tables == 0 && given > 0) {
		log_warnx("le coffre est vide, et des dossiers y ont leur clé : "
		    "remettez celui qui va avec cette base");
		return -1;
	}
	if (tables == 0 && furnish(db) == -1)
		return -1;
	/* a database of before the coffre takes the one that is there */
	return links == 0 && (db_exec(db, "INSERT INTO coffre_lien SELECT 1, "
	    "octets, 1 FROM coffre.marque", "") != 1 || set_aside(db) == -1) ?
	    -1 : 0;
}

int
coffre_bind(struct db *db)
{
	int same;

	if (db_begin(db) == -1)
		return -1;
	if (bind_in(db) == -1) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db) == -1)
		return -1;
	if ((same = bound(db)) == 0)
		log_warnx("ce coffre est celui d’une autre base");
	return same == 1 ? coffre_ready(db) : -1;
}

static int
rejoin_in(struct db *db)
{
	if (db_begin(db) == -1)
		return -1;
	if (set_aside(db) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

int
coffre_rejoin(struct db *db, const char *coffre)
{
	int64_t links = number(db_query(db, "SELECT count(*) FROM "
	    "main.sqlite_schema WHERE name = 'coffre_lien'", ""));

	if (!file_exists(coffre)) {
		if (!names_keys(db))
			return 0;
		log_warnx("la copie des clés des dossiers manque : sans elle "
		    "rien de ce qui est scellé ne s’ouvre");
		return -1;
	}
	if (links == -1 || db_attach(db, "coffre", coffre, 1) == -1)
		return -1;
	if (links == 0)		/* coffre_bind() does it then */
		return 0;
	if (bound(db) == 1)
		return rejoin_in(db);
	log_warnx("cette copie des clés est celle d’un autre portail");
	return -1;
}

static int64_t
spare(struct db *db)
{
	return number(db_query(db, "SELECT coalesce((SELECT max(id) FROM "
	    "coffre.cle), 0) + 1 - next FROM coffre_lien", ""));
}

int
coffre_ready(struct db *db)
{
	unsigned char key[BOX_KEY];
	int i, rc = 0;

	if (spare(db) >= RESERVE)
		return 0;
	if (db_begin(db) == -1)
		return -1;
	/* somebody else may have made them meanwhile */
	for (i = 0; rc == 0 && i < BATCH && spare(db) < RESERVE + BATCH; i++) {
		random_bytes(key, sizeof(key));
		/* never a number that was given, were the coffre an older one */
		if (db_exec(db, "INSERT INTO coffre.cle (id, octets) SELECT "
		    "max(next, 1 + coalesce((SELECT seq FROM "
		    "coffre.sqlite_sequence WHERE name = 'cle'), 0)), ?1 FROM "
		    "coffre_lien", "b", key, sizeof(key)) != 1)
			rc = -1;
	}
	crypto_wipe(key, sizeof(key));
	if (rc == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

int
coffre_give(struct db *db, int64_t dossier)
{
	if (db_exec(db, "UPDATE dossier SET cle = (SELECT min(id) FROM "
	    "coffre.cle WHERE id >= (SELECT next FROM coffre_lien)) WHERE "
	    "id = ?1 AND cle IS NULL", "i", dossier) < 0 ||
	    db_exec(db, "UPDATE coffre_lien SET next = max(next, (SELECT "
	    "cle + 1 FROM dossier WHERE id = ?1))", "i", dossier) < 0)
		return -1;
	return 0;
}

int
coffre_forget(struct db *db)
{
	int n = -1;

	if (db_begin(db) == -1)
		return -1;
	if (aside_table(db) == 0 && db_exec(db, "DELETE FROM coffre.ecart "
	    "WHERE at <= ?1", "i", time_now() - ASIDE) >= 0)
		n = db_exec(db, "DELETE FROM coffre.cle WHERE id < (SELECT "
		    "next FROM coffre_lien) AND id NOT IN (SELECT cle FROM "
		    "dossier WHERE cle IS NOT NULL) AND NOT EXISTS (SELECT 1 "
		    "FROM coffre.ecart e WHERE id BETWEEN e.premier AND "
		    "e.dernier)", "");
	if (n < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db) == -1 ? -1 : n;
}

/* 0, 1 the file has none (any more), -1. */
static int
find(struct db *db, int64_t dossier, unsigned char key[BOX_KEY])
{
	struct query *q;
	const void *p;
	size_t n = 0;

	q = db_query(db, "SELECT c.octets FROM main.dossier d JOIN coffre.cle c "
	    "ON c.id = d.cle WHERE d.id = ?1", "i", dossier);
	if (db_next(q) && (p = db_blob(q, 0, &n)) != NULL && n == BOX_KEY)
		memcpy(key, p, n);
	return db_done(q) == -1 ? -1 : n != BOX_KEY;
}

/* The key to seal with, given now if there was none.  0 or -1 (logged). */
static int
take(struct db *db, int64_t dossier, unsigned char key[BOX_KEY])
{
	int rc = find(db, dossier, key);

	if (rc == 1 && coffre_give(db, dossier) == 0)
		rc = find(db, dossier, key);
	if (rc == 1)
		log_warnx("dossier %lld: no key to seal with",
		    (long long)dossier);
	return rc == 0 ? 0 : -1;
}

static int
is_sealed(const void *p, size_t n)
{
	return n >= HEAD + STREAM_MORE && *(const unsigned char *)p == SEALED;
}

size_t
coffre_size(size_t clear)
{
	size_t blocks = (clear + BLOCK - 1) / BLOCK;

	return clear + HEAD + STREAM_MORE * (blocks == 0 ? 1 : blocks);
}

int
coffre_seal(struct db *db, int64_t dossier, const void *p, size_t n,
    struct buf *out)
{
	unsigned char key[BOX_KEY], head[HEAD] = { SEALED };
	const unsigned char *from = p;
	struct stream c;
	size_t step;

	if (take(db, dossier, key) == -1)
		return -1;
	stream_seal_start(&c, head + 1, key, NAME);
	crypto_wipe(key, sizeof(key));
	buf_reset(out);
	buf_add(out, head, sizeof(head));
	do {
		step = n < BLOCK ? n : BLOCK;
		stream_seal(&c, (unsigned char *)buf_reserve(out, step +
		    STREAM_MORE), from, step, step == n);
		buf_grown(out, step + STREAM_MORE);
		from += step;
		n -= step;
	} while (n > 0);
	crypto_wipe(&c, sizeof(c));
	return 0;
}

const void *
coffre_clear(struct db *db, int64_t dossier, const void *p, size_t n,
    struct buf *room, size_t *len)
{
	const unsigned char *from = p;
	unsigned char key[BOX_KEY];
	struct stream c;
	size_t step;
	int rc = 0, last;

	*len = n;
	if (!is_sealed(p, n))
		return p;
	buf_reset(room);
	if (find(db, dossier, key) != 0)
		return NULL;
	rc = stream_open_start(&c, from + 1, key, NAME);
	crypto_wipe(key, sizeof(key));
	for (from += HEAD, n -= HEAD; rc == 0 && n > 0; from += step,
	    n -= step) {
		step = n < BLOCK + STREAM_MORE ? n : BLOCK + STREAM_MORE;
		if (stream_open(&c, buf_reserve(room, step), from, step,
		    &last) != 0 || last != (step == n))
			rc = -1;
		else
			buf_grown(room, step - STREAM_MORE);
	}
	crypto_wipe(&c, sizeof(c));
	*len = room->len;
	return rc == 0 ? buf_cstr(room) : NULL;
}

int
coffre_write(struct db *db, int64_t dossier, const char *table,
    const char *column, int64_t row, struct spool *from)
{
	unsigned char key[BOX_KEY], head[HEAD] = { SEALED };
	unsigned char block[BLOCK], closed[BLOCK + STREAM_MORE];
	struct arena *a;
	struct spool *to;
	struct stream c;
	size_t at = 0, n, len = spool_len(from);
	int rc;

	if (take(db, dossier, key) == -1)
		return -1;
	to = spool_new(a = arena_new(), NULL);
	stream_seal_start(&c, head + 1, key, NAME);
	crypto_wipe(key, sizeof(key));
	spool_add(to, head, sizeof(head));
	do {
		n = spool_read(from, at, block, sizeof(block));
		at += n;
		stream_seal(&c, closed, block, n, at >= len || n == 0);
		spool_add(to, closed, n + STREAM_MORE);
	} while (n > 0 && at < len);
	crypto_wipe(&c, sizeof(c));
	crypto_wipe(block, sizeof(block));
	rc = at != len || spool_error(from) != 0 ? -1 :
	    db_blob_write(db, table, column, row, to);
	arena_free(a);
	return rc;
}

/* What a spool holds sealed, clear into another.  0, 1 it cannot be, -1. */
static int
pour(struct db *db, int64_t dossier, struct spool *from, struct spool *to)
{
	unsigned char key[BOX_KEY], head[HEAD];
	unsigned char block[BLOCK], closed[BLOCK + STREAM_MORE];
	struct stream c;
	size_t at, n, len = spool_len(from);
	int rc, last;

	at = spool_read(from, 0, head, sizeof(head));
	if (!is_sealed(head, len)) {
		for (at = 0; (n = spool_read(from, at, block,
		    sizeof(block))) > 0; at += n)
			spool_add(to, block, n);
		return spool_error(from) != 0 || spool_error(to) != 0 ? -1 : 0;
	}
	if ((rc = find(db, dossier, key)) != 0)
		return rc;
	rc = stream_open_start(&c, head + 1, key, NAME) != 0;
	crypto_wipe(key, sizeof(key));
	while (rc == 0 && at < len) {
		n = spool_read(from, at, closed, sizeof(closed));
		at += n;
		if (stream_open(&c, block, closed, n, &last) != 0 ||
		    last != (at >= len))
			rc = 1;
		else
			spool_add(to, block, n - STREAM_MORE);
	}
	crypto_wipe(&c, sizeof(c));
	crypto_wipe(block, sizeof(block));
	return spool_error(from) != 0 || spool_error(to) != 0 ? -1 : rc;
}

int
coffre_read(struct db *db, int64_t dossier, const char *table,
    const char *column, int64_t row, struct spool *to)
{
	struct arena *a = arena_new();
	struct spool *from = spool_new(a, NULL);
	int rc = db_blob_read(db, table, column, row, from);

	if (rc == 0)
		rc = pour(db, dossier, from, to);
	arena_free(a);
	return rc;
}
