/*
 * coffre: the keys of files, in a database of their own.
 *
 * Of terreau.db backups are kept, many and for long; of coffre.db only its
 * last state is, and it is small.  What people sent is sealed in terreau.db
 * under a key of their file that stands in coffre.db alone.  When the file is
 * erased its key is erased too, and all older copies of terreau.db are unable
 * to give back what it held.  So: never keep generations of coffre.db: one copy
 * of it, replaced after every purge, and better elsewhere than the copies of
 * terreau.db.  Without coffre.db what is sealed is lost; names, states, dates and
 * the chain are not.
 *
 * Every door through which sealed bytes pass:
 *	record.xml		record.c (writes, reads, checks), export.c,
 *				extrait_xml.c, audit.c
 *	piece.bytes		piece.c, audit.c
 *	scan.bytes		signature_paper.c, signature_check.c
 *	declaration.bytes	obligation.c, contrat_audit.c
 *	brouillon.scelle	draft.c: answers that are sensitive
 *	complement.scelle	complement.c: NIR, IBAN, health
 * SHA-256s stored beside them, and the chain, are those of the clear bytes.
 *
 * A key is 32 random bytes.  Keys are made some hundreds at a time, durably and
 * before any is given: a file never waits for a second fsync, and never has a
 * key that a power cut takes back.  dossier.cle says which one a file has; a
 * key is never given twice.
 *
 * An older database put back beside the coffre of now (restore) does not know
 * which keys were given since: all those it finds are set aside, new ones are
 * made.  What they open is in newer backups and in the folder left behind, so
 * they are erased 400 days later, when backups of then are gone.
 *
 * Sealed: 01, the header of the stream (24 bytes), then blocks of 64 KiB with
 * 17 bytes more each, the last one marked (XChaCha20-Poly1305).  Whatever does
 * not begin with 01 was written before there was a coffre and is read as it
 * is, until coffre_seal_old() has sealed it (drafts: draft_seal_old()).
 *
 * Not defended: who reads both databases, the memory of a running program, or
 * blocks of a disk that were freed.
 */
#ifndef DOMAIN_COFFRE_H
#define DOMAIN_COFFRE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/spool.h"
#include "port/crypto.h"
#include "port/db.h"

#define COFFRE_FILE	"keys/coffre.db"	/* in the data directory, 0600 */

/*
 * For store.h alone.  Open keys/coffre.db beside the database; -1, logged,
 * when it is missing (it is made in mode DB_CREATE) or another database's.
 */
int	 coffre_open(struct arena *, const struct conf *, struct db *,
	    enum db_mode);
/* After the migrations: bind the two together.  0 or -1 (logged). */
int	 coffre_bind(struct db *);

/*
 * A database that was put back, of any schema, open in mode DB_CREATE, and the
 * copy of its coffre put beside it: bring them together, so that no key is
 * given twice.  A copy that is not there is missing only when keys are named.
 * 0, or -1 (logged).
 */
int	 coffre_rejoin(struct db *, const char *coffre);

/*
 * Copies of both, that nobody writes to: is the second the coffre of the
 * first, and not from before the last key that was given?  0, or -1 (logged).
 */
int	 coffre_fits(const char *database, const char *coffre);

/*
 * Before a transaction that gives keys: have enough of them.  0 or -1.
 */
int	 coffre_ready(struct db *);
/* Inside the caller's transaction: a key for a file that has none. */
int	 coffre_give(struct db *, int64_t dossier);
/*
 * Erase the keys of files that are no more, in a transaction of its own.  How
 * many, or -1.  db_flush() then leaves nothing of them in the journal.
 */
int	 coffre_forget(struct db *);

/*
 * Bytes of a file, sealed; replaces what the buf held.  Inside the caller's
 * transaction, since a file of before the coffre gets its key here.  0 or -1.
 */
int	 coffre_seal(struct db *, int64_t dossier, const void *, size_t,
	    struct buf *);
/*
 * And clear again: in room when they were sealed, else where they are.  NULL,
 * not logged, when the key was erased or the bytes were changed.
 */
const void *coffre_clear(struct db *, int64_t dossier, const void *, size_t,
	    struct buf *room, size_t *len);

/* Room that so many clear bytes take. */
size_t	 coffre_size(size_t clear);
/*
 * A blob by blocks, as db_blob_write() and db_blob_read(), sealed: the cell
 * was made with zeroblob(coffre_size()).  0 or -1 (logged); coffre_read() 1
 * when the key was erased or the bytes were changed.
 */
int	 coffre_write(struct db *, int64_t dossier, const char *table,
	    const char *column, int64_t row, struct spool *);
int	 coffre_read(struct db *, int64_t dossier, const char *table,
	    const char *column, int64_t row, struct spool *);

/*
 * Seal what was written before, some rows at each call, in a transaction as
 * short as can be: programs serve meanwhile.  Begins with one that is zero.  1
 * there may be more, 0 all is done, -1.
 */
struct coffre_old {
	size_t		 kind;
	int64_t		 after;
	int64_t		 done;		/* rows sealed so far */
};

int	 coffre_seal_old(struct db *, struct coffre_old *);
/* How many rows it has to seal, or -1. */
int64_t	 coffre_clear_rows(struct db *);
/* Files whose key is missing, bytes that are not sealed yet; lines in out. */
size_t	 coffre_check(struct db *, struct buf *out);

#endif
