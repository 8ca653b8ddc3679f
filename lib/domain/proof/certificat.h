/*
 * certificat: what was erased, told without naming anybody.
 *
 * Made after every run that erased a file: how many files, by which rule of
 * which programme and on what ground, or because people asked; how many
 * records, attachments, messages and papers went with them, how many papers a
 * law keeps.  Who has a list of the numbers of files can check it against the
 * SHA-256 of theirs, one a line, sorted.
 *
 * Text in French, sealed as it is (Ed25519) by the key that seals papers; each
 * names the SHA-256 of the one before, so that none goes missing.  What was
 * erased before there were certificates (022) has none.
 */
#ifndef DOMAIN_CERTIFICAT_H
#define DOMAIN_CERTIFICAT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/proof/keyring.h"
#include "port/db.h"

struct office;

struct certificat {
	int64_t		 id;		/* its number, from 1 */
	int64_t		 at;
	int64_t		 files;
	const char	*text;
	const char	*key_name;
	unsigned char	 seal[SEAL_SIZE];
};

/* How many erasures no certificate tells of; -1. */
int64_t	 certificat_waits(struct db *);
/*
 * Certify them, in a transaction of its own.  Needs the secret key of the
 * office.  0 and the number, or -1 (logged).
 */
int	 certificat_make(struct arena *, struct db *, const struct office *,
	    int64_t *number);
/* Newest first, up to max. */
size_t	 certificat_list(struct arena *, struct db *, size_t max,
	    struct certificat **);
/* 0 found, 1 not, -1. */
int	 certificat_find(struct arena *, struct db *, int64_t number,
	    struct certificat *);
/* As it is given out: the text, then the seal as a line of base64. */
const char *certificat_file(struct arena *, const struct certificat *);
/* Texts, seals, the order of all; lines in out. */
size_t	 certificat_check(struct db *, const struct keyring *,
	    struct buf *out);

#endif
