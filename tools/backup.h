/*
 * backup: what a backup looks like, for what writes and what reads it.
 *
 * A backup is a folder, terreau-2026-11-22T161700Z, the instant in UTC.  It
 * has that name when it is whole, verified and on the disk, and never before
 * (while it is written: .en-cours after the name; while it is removed:
 * .a-effacer).  In it:
 *
 *	terreau.db	all that is committed at that instant
 *	terreau.conf, reseau.xml, and what is in keys/
 *	LISEZ-MOI.txt	what it is and how it is checked and restored
 *	SOMMES		BLAKE2b of each of them as it lies there (b2sum -c)
 *
 * Encrypted, each but the last two has « .scelle » after its name: BACKUP_MAGIC,
 * a box with the key of this backup, the head of a stream, then its blocks of
 * BACKUP_BLOCK bytes; the last is shorter, and may be empty.  A box says
 * nothing of who made it: that the content is the portal's is for the seals
 * in it to say.
 *
 * Keys that a purge destroys (domain/coffre.h) are kept out of it: they stand
 * beside the backups, once, as they are now, and are replaced each time, so
 * that the oldest backup forgets with the newest.
 */
#ifndef TOOLS_BACKUP_H
#define TOOLS_BACKUP_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/coffre.h"
#include "port/crypto.h"

#define BACKUP_SUMS	"SOMMES"
#define BACKUP_README	"LISEZ-MOI.txt"
#define BACKUP_SEALED	".scelle"
#define BACKUP_GROWING	".en-cours"
#define BACKUP_DYING	".a-effacer"
#define BACKUP_MAGIC	"terreau sauvegarde 1\n"
#define BACKUP_BLOCK	((size_t)64 * 1024)
#define BACKUP_NAME	"terreau-"
#define COFFRE_COPY	"coffre.db"	/* beside the backups */

/* What « terreau backup » keeps of each: days, weeks, months that have one. */
struct keep {
	long long	 days, weeks, months;
};

/* A backup being written, in the folder dir. */
struct backup {
	struct arena	*a;
	const char	*dir;		/* with BACKUP_GROWING */
	const unsigned char *to;	/* NULL: not encrypted */
	unsigned char	 key[BOX_KEY];
	struct buf	 sums;
	const char	*database;	/* the copy of it that can be read */
};

/* The instant of a name, 2026-11-22T161700Z; NULL for no backup. */
const char *backup_instant(const char *path);
/* The name of one made at that instant, in the arena. */
const char *backup_name(struct arena *, int64_t);

/*
 * backup_write.c: put a file of the portal into it under that name; what is
 * said is on the disk when it returns, and read again from there.  0 or -1.
 */
int	 backup_put(struct backup *, const char *from, const char *name);
/* Account for a file that stands there already. */
int	 backup_sum(struct backup *, const char *name);
/*
 * A file apart, which replaces the one of that name, encrypted or not.  0 or
 * -1.
 */
int	 backup_apart(struct backup *, const char *from, const char *to,
	    const char *name);
/* Of the file, once it is on the disk and no longer in memory.  0 or -1. */
int	 backup_digest(const char *path, unsigned char out[DIGEST_SIZE]);
int	 backup_settle(const char *path);

/* backup_keep.c: remove what need not be kept, never the one named.  0 or -1. */
int	 backup_keep(struct arena *, const char *dir, const char *made,
	    const struct keep *, int *removed);
/* Remove a folder of files and of folders of files.  0 or -1. */
int	 backup_remove(struct arena *, const char *dir);

/*
 * backup_read.c: every sum against its file.  The number of files, or -1 with
 * each fault told on a line of out.
 */
int	 backup_check(struct arena *, const char *dir, struct buf *out);
/*
 * Take a file out of it, opened with the secret when it is sealed.  0; 1 it is
 * not there; -1 told.
 */
int	 backup_take(struct arena *, const char *dir, const char *name,
	    const unsigned char *secret, const char *to, mode_t mode);

/* backup_key.c: the public half of a pair as text, 48 letters. */
const char *backup_key_text(struct arena *, const unsigned char key[BOX_PUBLIC]);
/* 0, or -1: mistyped, or the secret half. */
int	 backup_key_read(const char *text, unsigned char key[BOX_PUBLIC]);
/* Make a pair: the secret into a file that is not there yet.  0 or -1. */
int	 backup_key_make(struct arena *, const char *path);
/* The secret half from its file, which nobody else may read.  0 or -1, told. */
int	 backup_key_secret(const char *path, unsigned char key[BOX_SECRET]);

#endif
