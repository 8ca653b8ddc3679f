/*
 * insert: the least that keeping a record for good can cost: SQLite alone, one
 * row of the same bytes a transaction, as durable (a write-ahead log that is
 * flushed at each commit).  No validation, no chain, no queue, no index.
 *
 * usage: insert DATA FILE WHAT CLIENTS N HOW
 *
 * The bytes are those of the last N records of DATA/terreau.db.  HOW is « own »:
 * each client has a connection, or « one »: they take turns with a lock around
 * it, as people do who know how SQLite waits.  FILE is made anew.  Writes
 * samples (crowd.h).
 */
#include <sys/file.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"
#include "client.h"
#include "crowd.h"

struct rows {
	struct arena	*a;
	const char	*file;
	const void	**bytes;
	int		*len;
	unsigned	 n;
	int		 turns;		/* take them */
	int		 lock;		/* of this client */
	sqlite3		*db;		/* of this client */
	sqlite3_stmt	*insert;
};

static void
want(struct rows *r, int rc, const char *what)
{
	if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_ROW)
		fatalx("%s: %s", what, sqlite3_errmsg(r->db));
}

static void
run(struct rows *r, const char *sql)
{
	want(r, sqlite3_exec(r->db, sql, NULL, NULL, NULL), sql);
}

static void
open_db(struct rows *r)
{
	want(r, sqlite3_open(r->file, &r->db), r->file);
	sqlite3_busy_timeout(r->db, 60000);
	run(r, "PRAGMA journal_mode=WAL");
	run(r, "PRAGMA synchronous=FULL");
}

static void
be_ready(void *arg, unsigned client)
{
	struct rows *r = arg;

	(void)client;
	open_db(r);
	want(r, sqlite3_prepare_v2(r->db, "INSERT INTO record (bytes) VALUES "
	    "(?1)", -1, &r->insert, NULL), "prepare");
	r->lock = open(arena_fmt(r->a, "%s.lock", r->file), O_RDWR | O_CREAT |
	    O_CLOEXEC, 0600);
	if (r->lock == -1)
		fatal("%s", r->file);
}

static double
insert_one(void *arg, unsigned i)
{
	struct rows *r = arg;
	double began = client_now();

	if (r->turns && flock(r->lock, LOCK_EX) == -1)
		fatal("flock");
	run(r, "BEGIN IMMEDIATE");
	want(r, sqlite3_bind_blob(r->insert, 1, r->bytes[i], r->len[i],
	    SQLITE_STATIC), "bind");
	want(r, sqlite3_step(r->insert), "insert");
	want(r, sqlite3_reset(r->insert), "insert");
	run(r, "COMMIT");
	if (r->turns && flock(r->lock, LOCK_UN) == -1)
		fatal("flock");
	return client_now() - began;
}

static void
read_records(struct rows *r, const char *data)
{
	sqlite3_stmt *q;
	unsigned i;

	want(r, sqlite3_open_v2(arena_fmt(r->a, "%s/terreau.db", data), &r->db,
	    SQLITE_OPEN_READONLY, NULL), data);
	want(r, sqlite3_prepare_v2(r->db, "SELECT xml FROM record ORDER BY id "
	    "DESC LIMIT ?1", -1, &q, NULL), "records");
	sqlite3_bind_int64(q, 1, r->n);
	r->bytes = arena_array(r->a, r->n, sizeof(*r->bytes));
	r->len = arena_array(r->a, r->n, sizeof(*r->len));
	for (i = 0; i < r->n && sqlite3_step(q) == SQLITE_ROW; i++) {
		r->len[i] = sqlite3_column_bytes(q, 0);
		r->bytes[i] = arena_dupn(r->a, sqlite3_column_blob(q, 0),
		    (size_t)r->len[i]);
	}
	if (i < r->n)
		fatalx("%s holds %u records only", data, i);
	sqlite3_finalize(q);
	sqlite3_close(r->db);
}

static void
make_file(struct rows *r)
{
	unlink(r->file);
	unlink(arena_fmt(r->a, "%s-wal", r->file));
	open_db(r);
	run(r, "CREATE TABLE record (id INTEGER PRIMARY KEY, bytes BLOB)");
	sqlite3_close(r->db);
}

int
main(int argc, char *argv[])
{
	struct rows r = { .a = arena_new() };
	struct crowd crowd = { .ready = be_ready, .one = insert_one,
		.arg = &r };
	long long n, clients;

	log_init("insert");
	if (argc != 7 || str_number(argv[4], 1, 1000, &clients) == -1 ||
	    str_number(argv[5], 1, 1000000, &n) == -1)
		fatalx("usage: insert DATA FILE WHAT CLIENTS N HOW");
	r.n = crowd.things = (unsigned)n;
	crowd.clients = (unsigned)clients;
	r.file = argv[2];
	r.turns = str_eq(argv[6], "one");
	read_records(&r, argv[1]);
	make_file(&r);
	crowd_measure(&crowd, "4", argv[3], r.turns ? "sqlite in turns" :
	    "sqlite");
	arena_free(r.a);
	return 0;
}
