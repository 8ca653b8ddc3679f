/*
 * SQLite with the safe settings, and a cache of prepared statements keyed by
 * the address of their text (a literal, by construction of the macros).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/log.h"
#include "port/db.h"

struct query {
	struct query	*next;
	struct db	*db;
	const char	*sql;		/* the literal: key of the cache */
	sqlite3_stmt	*stmt;
	int		 running;
	int		 failed;
};

struct db {
	sqlite3		*h;
	struct query	*queries;
	int		 in_transaction;
	struct db	*reader;	/* of this writer; see db_hold() */
	int		 held;		/* what is read is of one moment */
	int64_t		 waiting;	/* for somebody else, since; see wait_turn() */
	int		 expected;	/* schema, 0 any */
	/* last time something failed: the disk; somebody else */
	int		 full, busy;
};

static int
complain(struct db *db, const char *what)
{
	int code = sqlite3_extended_errcode(db->h), why = errno;

	/* of a COMMIT, SQLite does not keep what the system said */
	if (sqlite3_system_errno(db->h) != 0)
		why = sqlite3_system_errno(db->h);
	log_warnx("db: %s: %s (%d)", what, sqlite3_errmsg(db->h), code);
	/* a limit on the size of files is told as a write that failed */
	db->full = code == SQLITE_FULL || (code == SQLITE_IOERR_WRITE &&
	    spool_full(why));
	db->busy = (code & 0xff) == SQLITE_BUSY;
	return -1;
}

static int
pragma(struct db *db, const char *sql)
{
	if (sqlite3_exec(db->h, sql, NULL, NULL, NULL) != SQLITE_OK)
		return complain(db, sql);
	return 0;
}

/* The first column of a one-row statement. */
static int64_t
pragma_int(struct db *db, const char *sql)
{
	sqlite3_stmt *s;
	int64_t n = -1;

	if (sqlite3_prepare_v2(db->h, sql, -1, &s, NULL) != SQLITE_OK)
		return complain(db, sql);
	if (sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

/*
 * Pages in the journal before they go into the database (16 MB).  What many
 * transactions change then goes there once.
 */
#define CHECKPOINT	"4000"

/* How the file is written, by what it is for.  0 or -1. */
static int
set_journal(struct db *db, enum db_mode mode)
{
	if (mode == DB_FROZEN)
		return pragma(db, "PRAGMA mmap_size=268435456");
	if (mode == DB_FRESH || mode == DB_APART)
		return pragma(db, "PRAGMA journal_mode=MEMORY") == -1 ||
		    pragma(db, "PRAGMA synchronous=OFF") == -1 ? -1 : 0;
	if ((mode == DB_CREATE && pragma(db, "PRAGMA journal_mode=WAL") ==
	    -1) || pragma(db, "PRAGMA synchronous=FULL") == -1 ||
	    pragma(db, "PRAGMA journal_size_limit=67108864") == -1 ||
	    pragma(db, "PRAGMA wal_autocheckpoint=" CHECKPOINT) == -1 ||
	    (mode == DB_READ && pragma(db, "PRAGMA query_only=1") == -1))
		return -1;
	return 0;
}

#define PATIENCE	5000000		/* microseconds */

/*
 * Somebody else is writing.  SQLite would sleep for 1, 2, 5 ... 100 ms between
 * two looks, when most transactions are over in less than the first.
 */
static int
wait_turn(void *arg, int looks)
{
	struct timespec now, nap = { .tv_nsec = (looks < 50 ? 1 + looks : 50) *
	    100000L };
	struct db *db = arg;
	int64_t micros;

	clock_gettime(CLOCK_MONOTONIC, &now);
	micros = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
	if (looks == 0)
		db->waiting = micros;
	if (micros - db->waiting >= PATIENCE)
		return 0;
	nanosleep(&nap, NULL);
	return 1;
}

struct db *
db_open(const char *path, enum db_mode mode)
{
	static const int flags[] = {
		[DB_READ] = SQLITE_OPEN_READWRITE,	/* WAL readers share memory */
		[DB_WRITE] = SQLITE_OPEN_READWRITE,
		[DB_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_FRESH] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_APART] = SQLITE_OPEN_READWRITE,
		[DB_FROZEN] = SQLITE_OPEN_READONLY
	};
	struct db *db;

	if ((db = calloc(1, sizeof(*db))) == NULL)
		fatal("db");
	if (mode == DB_FRESH)
		unlink(path);
	if (sqlite3_open_v2(path, &db->h, flags[mode] | SQLITE_OPEN_NOMUTEX,
	    NULL) != SQLITE_OK) {
		log_warnx("db: %s: %s", path, sqlite3_errmsg(db->h));
		db_close(db);
		return NULL;
	}
	sqlite3_extended_result_codes(db->h, 1);
	sqlite3_busy_handler(db->h, wait_turn, db);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (set_journal(db, mode) == -1) {
		db_close(db);
		return NULL;
	}
	return db;
}

int
db_attach_(struct db *db, const char *name, const char *path, int made)
{
	char *sql = sqlite3_mprintf("ATTACH %Q AS %s; PRAGMA %s.synchronous=FULL;"
	    "PRAGMA %s.secure_delete=1; PRAGMA %s.journal_size_limit=1048576;"
	    "%s%s%s", path, name, name, name, name, made ? "PRAGMA " : "",
	    made ? name : "", made ? ".journal_mode=WAL" : "");
	int rc;

	if (sql == NULL)
		fatal("db");
	rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL) != SQLITE_OK ?
	    complain(db, path) : 0;
	sqlite3_free(sql);
	return rc;
}

void
db_close(struct db *db)
{
	struct query *q;

	if (db == NULL)
		return;
	while ((q = db->queries) != NULL) {
		db->queries = q->next;
		sqlite3_finalize(q->stmt);
		free(q);
	}
	if (sqlite3_close(db->h) != SQLITE_OK)
		complain(db, "close");
	free(db);
}

int
db_version(struct db *db)
{
	return (int)pragma_int(db, "PRAGMA user_version");
}

int
db_script(struct db *db, const char *sql)
{
	return pragma(db, sql);
}

int
db_set_version(struct db *db, int n)
{
	char *sql = sqlite3_mprintf("PRAGMA user_version=%d", n);
	char *app = sqlite3_mprintf("PRAGMA application_id=%d",
	    DB_APPLICATION_ID);
	int rc;

	if (sql == NULL || app == NULL)
		fatal("db");
	rc = pragma(db, sql) == -1 || pragma(db, app) == -1 ? -1 : 0;
	sqlite3_free(sql);
	sqlite3_free(app);
	return rc;
}

int
db_sound(struct db *db)
{
	struct query *q;
	int rc = 0;

	q = db_query(db, "PRAGMA integrity_check", "");
	while (db_next(q))
		if (strcmp(db_text(q, 0), "ok") != 0) {
			log_warnx("db: %s", db_text(q, 0));
			rc = -1;
		}
	if (db_done(q) == -1)
		rc = -1;
	q = db_query(db, "PRAGMA foreign_key_check", "");
	while (db_next(q)) {
		log_warnx("db: %s: row %lld points nowhere", db_text(q, 0),
		    (long long)db_int(q, 1));
		rc = -1;
	}
	return db_done(q) == -1 ? -1 : rc;
}

int
db_flush(struct db *db)
{
	int64_t busy = pragma_int(db, "PRAGMA wal_checkpoint(TRUNCATE)");

	return busy < 0 ? -1 : busy > 0;
}

struct db_copy {
	struct db	*from;
	sqlite3		*to;
	sqlite3_backup	*b;
	char		*path;
	int64_t		 page;		/* its size */
	int		 whole;
};

#define COPY_PAGES	2048	/* between two times of saying how far it is */

struct db_copy *
db_copy_start(struct db *db, const char *path)
{
	struct db_copy *c;
	int fd;

	if ((c = calloc(1, sizeof(*c))) == NULL)
		fatal("db");
	c->from = db;
	if ((c->path = strdup(path)) == NULL)
		fatal("db");
	c->page = pragma_int(db, "PRAGMA page_size");
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1) {
		log_warn("%s", path);
		free(c->path);
		free(c);
		return NULL;
	}
	close(fd);
	/* a snapshot held from here on: nobody's writing starts it again */
	if (pragma(db, "BEGIN") == -1 || pragma_int(db,
	    "SELECT count(*) FROM sqlite_schema") == -1 ||
	    sqlite3_open_v2(path, &c->to, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
	    sqlite3_exec(c->to, "PRAGMA journal_mode=OFF; PRAGMA "
	    "synchronous=OFF", NULL, NULL, NULL) != SQLITE_OK ||
	    (c->b = sqlite3_backup_init(c->to, "main", db->h, "main")) ==
	    NULL) {
		if (c->to != NULL)
			log_warnx("db: %s: %s", path, sqlite3_errmsg(c->to));
		db_copy_end(c);
		return NULL;
	}
	return c;
}

int
db_copy_more(struct db_copy *c, int64_t *done, int64_t *total)
{
	int rc = sqlite3_backup_step(c->b, COPY_PAGES);

	*total = sqlite3_backup_pagecount(c->b) * c->page;
	*done = *total - sqlite3_backup_remaining(c->b) * c->page;
	if (rc == SQLITE_OK)
		return 1;
	if ((c->whole = rc == SQLITE_DONE))
		return 0;
	log_warnx("db: copy: %s (%d)", sqlite3_errstr(rc), rc);
	return -1;
}

/* Page 1 says that there is a journal beside it, as it was copied. */
static int
leave_journal(const char *path)
{
	sqlite3 *h;
	int rc = sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(h, "PRAGMA journal_mode=DELETE", NULL, NULL,
		    NULL);
	return sqlite3_close(h) == SQLITE_OK && rc == SQLITE_OK ? 0 : -1;
}

int
db_copy_end(struct db_copy *c)
{
	int rc = c->whole ? 0 : -1;

	if (c->b != NULL && sqlite3_backup_finish(c->b) != SQLITE_OK)
		rc = -1;
	if (c->to != NULL && sqlite3_close(c->to) != SQLITE_OK)
		rc = -1;
	if (rc == 0 && (rc = leave_journal(c->path)) == -1)
		log_warnx("db: %s: not closed", c->path);
	if (!sqlite3_get_autocommit(c->from->h))
		pragma(c->from, "COMMIT");
	free(c->path);
	free(c);
	return rc;
}

static struct query *
prepare(struct db *db, const char *sql)
{
	struct query *q, **at;

	for (at = &db->queries; *at != NULL && (*at)->sql != sql;
	    at = &(*at)->next)
		;
	if ((q = *at) != NULL)
		*at = q->next;
	else {
		if ((q = calloc(1, sizeof(*q))) == NULL)
			fatal("db");
		q->db = db;
		q->sql = sql;
	}
	/* in front: what one request asks, the next one asks too */
	q->next = db->queries;
	db->queries = q;
	if (q->running)
		fatalx("db: still running: %s", sql);
	q->running = 1;
	q->failed = 0;
	if (q->stmt == NULL && sqlite3_prepare_v3(db->h, sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &q->stmt, NULL) != SQLITE_OK) {
		complain(db, sql);
		q->failed = 1;
	}
	return q;
}

static void
bind(struct query *q, const char *types, va_list ap)
{
	const void *p;
	const char *s;
	int i, rc = SQLITE_OK;

	if (q->stmt == NULL)
		return;
	if ((int)strlen(types) != sqlite3_bind_parameter_count(q->stmt))
		fatalx("db: types do not fit: %s", q->sql);
	for (i = 1; types[i - 1] != '\0' && rc == SQLITE_OK; i++)
		switch (types[i - 1]) {
		case 'i':
			rc = sqlite3_bind_int64(q->stmt, i,
			    va_arg(ap, int64_t));
			break;
		case 's':
			s = va_arg(ap, const char *);
			rc = sqlite3_bind_text(q->stmt, i, s, -1,
			    SQLITE_TRANSIENT);
			break;
		case 'b':
			p = va_arg(ap, const void *);
			rc = sqlite3_bind_blob64(q->stmt, i, p,
			    va_arg(ap, size_t), SQLITE_TRANSIENT);
			break;
		case 'n':
			rc = sqlite3_bind_null(q->stmt, i);
			break;
		default:
			fatalx("db: type '%c': %s", types[i - 1], q->sql);
		}
	if (rc != SQLITE_OK) {
		complain(q->db, q->sql);
		q->failed = 1;
	}
}

int
db_next(struct query *q)
{
	int rc;

	if (q->failed)
		return 0;
	rc = sqlite3_step(q->stmt);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE) {
		complain(q->db, q->sql);
		q->failed = rc;
	}
	return 0;
}

int
db_done(struct query *q)
{
	if (q->stmt != NULL) {
		sqlite3_reset(q->stmt);
		sqlite3_clear_bindings(q->stmt);
	}
	q->running = 0;
	return q->failed ? -1 : 0;
}

/* A statement of no rows and no values. */
static int
run(struct db *db, const char *sql)
{
	struct query *q = prepare(db, sql);

	while (db_next(q))
		;
	return db_done(q);
}

static int64_t
version_now(struct db *db)
{
	struct query *q = prepare(db, "PRAGMA user_version");
	int64_t n = db_next(q) ? db_int(q, 0) : -1;

	return db_done(q) == -1 ? -1 : n;
}

int
db_begin(struct db *db)
{
	if (db->in_transaction)
		fatalx("db: a transaction inside a transaction");
	db->full = db->busy = 0;
	if (run(db, "BEGIN IMMEDIATE") == -1)
		return -1;
	db->in_transaction = 1;
	if (db->expected != 0 && version_now(db) != db->expected)
		fatalx("db: the schema is no longer %d: nothing is written",
		    db->expected);
	return 0;
}

void
db_expect(struct db *db, int version)
{
	db->expected = version;
}

int
db_commit(struct db *db)
{
	if (run(db, "COMMIT") == -1) {
		db_rollback(db);
		return -1;
	}
	db->in_transaction = 0;
	if (db->reader != NULL && db->reader->held) {
		db_release(db->reader);
		db_hold(db->reader);
	}
	return 0;
}

void
db_rollback(struct db *db)
{
	if (!db->in_transaction)
		return;
	db->in_transaction = 0;
	/* SQLite may have rolled back by itself after a grave error */
	if (!sqlite3_get_autocommit(db->h))
		pragma(db, "ROLLBACK");
}

void
db_follow(struct db *reader, struct db *writer)
{
	writer->reader = reader;
}

void
db_hold(struct db *db)
{
	db->held = run(db, "BEGIN") == 0;
}

void
db_release(struct db *db)
{
	if (db->held && !sqlite3_get_autocommit(db->h))
		run(db, "COMMIT");
	db->held = 0;
}

struct query *
db_query_(struct db *db, const char *sql, const char *types, ...)
{
	struct query *q = prepare(db, sql);
	va_list ap;

	va_start(ap, types);
	bind(q, types, ap);
	va_end(ap);
	return q;
}

int
db_exec_(struct db *db, const char *sql, const char *types, ...)
{
	struct query *q = prepare(db, sql);
	va_list ap;
	int rc = 0;

	va_start(ap, types);
	bind(q, types, ap);
	va_end(ap);
	if (!q->failed) {
		while ((rc = sqlite3_step(q->stmt)) == SQLITE_ROW)
			;
		if ((rc & 0xff) == SQLITE_CONSTRAINT)
			q->failed = -2;
		else if (rc != SQLITE_DONE) {
			complain(db, sql);
			q->failed = -1;
		}
	}
	rc = q->failed == 0 ? sqlite3_changes(db->h) :
	    q->failed == -2 ? -2 : -1;
	db_done(q);
	return rc;
}

int64_t
db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->h);
}

int
db_null(struct query *q, int col)
{
	return sqlite3_column_type(q->stmt, col) == SQLITE_NULL;
}

int64_t
db_int(struct query *q, int col)
{
	return sqlite3_column_int64(q->stmt, col);
}

const char *
db_text(struct query *q, int col)
{
	const unsigned char *s = sqlite3_column_text(q->stmt, col);

	if (s == NULL && sqlite3_column_type(q->stmt, col) != SQLITE_NULL)
		fatalx("db: out of memory");
	return s == NULL ? "" : (const char *)s;
}

const void *
db_blob(struct query *q, int col, size_t *len)
{
	const void *p = sqlite3_column_blob(q->stmt, col);

	*len = (size_t)sqlite3_column_bytes(q->stmt, col);
	return p == NULL ? "" : p;
}

static int
blob_open(struct db *db, const char *table, const char *column, int64_t row,
    int write, sqlite3_blob **blob)
{
	if (sqlite3_blob_open(db->h, "main", table, column, row, write,
	    blob) == SQLITE_OK)
		return 0;
	complain(db, table);
	sqlite3_blob_close(*blob);
	return -1;
}

int
db_blob_write(struct db *db, const char *table, const char *column,
    int64_t row, struct spool *from)
{
	sqlite3_blob *blob;
	char block[SPOOL_BLOCK];
	size_t at, n;
	int rc = 0;

	if (blob_open(db, table, column, row, 1, &blob) == -1)
		return -1;
	if ((size_t)sqlite3_blob_bytes(blob) != spool_len(from)) {
		log_warnx("db: %s: room for another blob", table);
		rc = -1;
	}
	for (at = 0; rc == 0 && (n = spool_read(from, at, block,
	    sizeof(block))) > 0; at += n)
		if (sqlite3_blob_write(blob, block, (int)n, (int)at) !=
		    SQLITE_OK)
			rc = complain(db, table);
	if (sqlite3_blob_close(blob) != SQLITE_OK && rc == 0)
		rc = complain(db, table);
	return rc == 0 && spool_error(from) == 0 ? 0 : -1;
}

int
db_blob_read(struct db *db, const char *table, const char *column,
    int64_t row, struct spool *to)
{
	sqlite3_blob *blob;
	char block[SPOOL_BLOCK];
	int at, n, left, rc = 0;

	if (blob_open(db, table, column, row, 0, &blob) == -1)
		return -1;
	left = sqlite3_blob_bytes(blob);
	for (at = 0; rc == 0 && left > 0; at += n, left -= n) {
		n = left < (int)sizeof(block) ? left : (int)sizeof(block);
		if (sqlite3_blob_read(blob, block, n, at) != SQLITE_OK)
			rc = complain(db, table);
		else
			spool_add(to, block, (size_t)n);
	}
	sqlite3_blob_close(blob);
	return rc == 0 && spool_error(to) == 0 ? 0 : -1;
}

int
db_full(const struct db *db)
{
	return db->full;
}

int
db_busy(const struct db *db)
{
	return db->busy;
}

char *
db_dup(struct arena *a, struct query *q, int col)
{
	return db_null(q, col) ? NULL : arena_dup(a, db_text(q, col));
}

int
db_ids(struct arena *a, struct query *q, int64_t **ids, size_t *n)
{
	int64_t *more;
	size_t room = 0;

	*ids = NULL;
	for (*n = 0; db_next(q); ++*n) {
		if (*n == room) {
			room = room == 0 ? 64 : 2 * room;
			more = arena_array(a, room, sizeof(*more));
			if (*n > 0)
				memcpy(more, *ids, *n * sizeof(*more));
			*ids = more;
		}
		(*ids)[*n] = db_int(q, 0);
	}
	return db_done(q);
}

int64_t
db_steps(struct db *db)
{
	const struct query *q;
	int64_t n = 0;

	for (q = db->queries; q != NULL; q = q->next)
		if (q->stmt != NULL)
			n += sqlite3_stmt_status(q->stmt,
			    SQLITE_STMTSTATUS_VM_STEP, 1);
	return n;
}

void
db_plans(struct db *db, struct buf *out)
{
	const struct query *q;
	sqlite3_stmt *s;
	char *sql;

	for (q = db->queries; q != NULL; q = q->next) {
		sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", q->sql);
		if (sql == NULL)
			fatal("db");
		if (sqlite3_prepare_v2(db->h, sql, -1, &s, NULL) != SQLITE_OK)
			complain(db, sql);
		while (s != NULL && sqlite3_step(s) == SQLITE_ROW)
			buf_fmt(out, "%s\n", sqlite3_column_text(s, 3));
		sqlite3_finalize(s);
		sqlite3_free(sql);
	}
}
