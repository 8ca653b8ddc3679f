/*
 * db: one SQLite database; the only door to sqlite3.
 *
 * SQL text is a literal by construction: db_exec() and db_query() are macros
 * that accept nothing else.  Values are bound, never pasted; a string of
 * letters says their types, in the order of ?1, ?2 ...:
 *
 *	i  int64_t (cast it)	s  const char *, NULL binds NULL
 *	b  const void *, size_t	n  nothing, binds NULL
 *
 *	if (db_exec(db, "UPDATE mail SET sent = ?1 WHERE id = ?2", "ii",
 *	    (int64_t)now, (int64_t)id) != 1)
 *		...
 *	q = db_query(db, "SELECT nom FROM dossier WHERE etat = ?1", "s", etat);
 *	while (db_next(q))
 *		puts(db_text(q, 0));
 *	if (db_done(q) == -1) ...
 *
 * Statements are prepared once per literal and kept with the handle: a query
 * must be done (db_done) before the same literal runs again.
 * Every write belongs between db_begin() and db_commit().  Errors are logged
 * here, once, without the values bound.
 */
#ifndef PORT_DB_H
#define PORT_DB_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/spool.h"

struct db;
struct db_copy;
struct query;

enum db_mode {
	DB_READ,	/* no write can succeed */
	DB_WRITE,	/* the database must exist */
	DB_CREATE,	/* administration only: made when missing */
	DB_FRESH,	/* a new file that nobody else opens before it is
			 * closed: nothing is waited for, what was there is lost */
	DB_APART,	/* as DB_FRESH, a file that exists */
	DB_FROZEN	/* a file that is replaced but never changed */
};

#define DB_APPLICATION_ID	0x54455252	/* "TERR" */

/*
 * WAL, synchronous FULL, foreign keys on, 5 s of patience, no double-quoted
 * strings, defensive.  NULL with the cause logged.
 */
struct db *db_open(const char *path, enum db_mode);
void	 db_close(struct db *);			/* NULL is allowed */
/*
 * Open another file beside it, under a name (a literal) that SQL puts before
 * its tables; transactions, integrity and db_flush() take both.  A power cut
 * may leave the commit in the first file and not in the other: what both
 * need, the other gets first, in a transaction of its own.  What is deleted in
 * it is overwritten.  made: the file is new.  0 or -1 (logged).
 */
#define db_attach(db, name, path, made)	\
	db_attach_((db), "" name, (path), (made))
int	 db_attach_(struct db *, const char *name, const char *path, int made);
/* PRAGMA user_version: the number of the last migration. */
int	 db_version(struct db *);
/*
 * From now on no transaction writes into another schema than that one: a
 * migration under a process that serves ends it, fatally, before it can.
 */
void	 db_expect(struct db *, int version);
/*
 * Run a whole script of several statements (migrations: text of files, not
 * of users) in the transaction that is open.  0 or -1.
 */
int	 db_script(struct db *, const char *sql);
int	 db_set_version(struct db *, int);
/* PRAGMA integrity_check and foreign_key_check: 0 sound, -1 not, logged. */
int	 db_sound(struct db *);

/*
 * All that is committed now, page for page, into a file that is made (0600)
 * and that no journal goes with.  Writers are not held up, however long it
 * takes: the copy sees the moment it began, the journal keeps what they write
 * meanwhile, and memory does not grow.  The handle does nothing else until
 * the end.  What was copied is on the disk when the file is synced.
 */
struct db_copy *db_copy_start(struct db *, const char *path);	/* or NULL */
/* Some more.  1 not all yet, 0 all of it, -1 (logged); sizes in bytes. */
int	 db_copy_more(struct db_copy *, int64_t *done, int64_t *total);
int	 db_copy_end(struct db_copy *);		/* 0 when the copy is whole */

/*
 * Write all of the journal into the database and empty it, so that nothing
 * deleted is left in it.  1 when somebody was reading: later; -1 failed.
 */
int	 db_flush(struct db *);

/* BEGIN IMMEDIATE.  0 or -1. */
int	 db_begin(struct db *);
int	 db_commit(struct db *);		/* on -1 all is rolled back */
void	 db_rollback(struct db *);		/* harmless when none is open */
/*
 * What is read from here on is of one moment, whatever others write, until
 * db_release(): a page tells of one state, and asks for it once.  On a handle
 * that only reads; when it cannot be, each query is of its own moment.
 */
void	 db_hold(struct db *);
void	 db_release(struct db *);		/* harmless when nothing is held */
/* From now on that moment is never before the last commit of writer. */
void	 db_follow(struct db *reader, struct db *writer);

/* Rows changed, or -1; -2 when a UNIQUE or CHECK constraint said no. */
#define db_exec(db, sql, ...)	db_exec_((db), "" sql, __VA_ARGS__)
/* Never NULL; a failure shows at db_done(). */
#define db_query(db, sql, ...)	db_query_((db), "" sql, __VA_ARGS__)

int	 db_exec_(struct db *, const char *, const char *types, ...);
struct query *db_query_(struct db *, const char *, const char *types, ...);
int64_t	 db_last_id(struct db *);

int	 db_next(struct query *);	/* 1 a row, 0 the end or an error */
int	 db_done(struct query *);	/* 0, or -1 when something failed */
int	 db_null(struct query *, int col);
int64_t	 db_int(struct query *, int col);	/* 0 for NULL */
/* Borrowed until db_next() or db_done(); "" for NULL. */
const char *db_text(struct query *, int col);
const void *db_blob(struct query *, int col, size_t *len);
/*
 * A blob by blocks, never whole: a cell of a row of a table, both literals.
 * Writing fills exactly what zeroblob() made in the transaction that is open:
 * make it the last column and let no CHECK look at it, or SQLite holds it in
 * memory all the same.  Reading
 * appends to the spool.  0, or -1 (logged).
 */
int	 db_blob_write(struct db *, const char *table, const char *column,
	    int64_t row, struct spool *);
int	 db_blob_read(struct db *, const char *table, const char *column,
	    int64_t row, struct spool *);
/* Did the last transaction fail because the disk is full? */
int	 db_full(const struct db *);
/* Did it because somebody else kept the database longer than we wait? */
int	 db_busy(const struct db *);
/* Copies into the arena; NULL for NULL. */
char	*db_dup(struct arena *, struct query *, int col);
/* The numbers of the first column, all rows; ends the query.  0 or -1. */
int	 db_ids(struct arena *, struct query *, int64_t **, size_t *n);

/*
 * For tests of speed that do not depend on the machine: how many operations
 * SQLite's machine ran since the last call, and a line for each table or index
 * that a query of this handle reads, as EXPLAIN QUERY PLAN words it.
 */
int64_t	 db_steps(struct db *);
void	 db_plans(struct db *, struct buf *);

#endif
