/*
 * keyring: the public keys papers are sealed with, of today and of before.
 *
 * One text file, DATA/keys/cles.txt, a line a key, oldest first:
 *
 *	cle NAME KEY SINCE UNTIL STATE
 *	cle 9f3c41d2a07be865 RWSfPEHSoHvoZT… 2026-02-10 - active
 *
 * NAME is the first 8 bytes of SHA-256 of the 32 bytes of the key, in
 * hexadecimal; KEY is what « minisign -P » takes; SINCE and UNTIL are days; lines
 * that begin with # are comments.  The same bytes are published as /cles.txt.
 *
 *	active		seals now; there is one at most
 *	retiree		sealed until that day: its papers stay good
 *	compromise	somebody else may have had the secret: its seal proves
 *			nothing any more, only the register of the portal does
 *
 * A file and no table, because the public program may write to the database:
 * who can add a key can forge papers.  Only « terreau init » and « terreau
 * keys » write it.  The secret half, keys/sceau.secret (64 bytes, 0600), is that
 * of the active key; those of earlier keys are gone.
 */
#ifndef DOMAIN_KEYRING_H
#define DOMAIN_KEYRING_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "port/crypto.h"

#define KEY_ID		8
#define KEY_FILE	"keys/cles.txt"		/* in the data directory */
#define KEY_SECRET_FILE	"keys/sceau.secret"

enum key_state { KEY_ACTIVE, KEY_RETIRED, KEY_COMPROMISED };

struct key {
	unsigned char	 id[KEY_ID];
	const char	*name;		/* its 16 digits */
	unsigned char	 public[SEAL_PUBLIC];
	int32_t		 since, until;	/* DAY_NONE: still active */
	enum key_state	 state;
};

struct keyring {
	struct key	*keys;
	size_t		 n;
};

/* The strings live in the arena.  0, or -1 with lines « file:line: what ». */
int	 keyring_read(struct arena *, const char *path, struct keyring *,
	    struct buf *faults);
int	 keyring_parse(struct arena *, const char *text, const char *path,
	    struct keyring *, struct buf *faults);
/* The file's text, with a word on what it is. */
void	 keyring_write(struct arena *, struct buf *, const struct keyring *);

/* Add a key, active from a day; the one that was active is retired then. */
void	 keyring_add(struct arena *, struct keyring *,
	    const unsigned char public[SEAL_PUBLIC], int32_t day);
/* The key whose id begins with those bytes, len >= 4; NULL. */
const struct key *keyring_find(const struct keyring *,
	    const unsigned char *id, size_t len);
/* The key of that name, or NULL. */
const struct key *keyring_named(const struct keyring *, const char *name);
const struct key *keyring_active(const struct keyring *);	/* or NULL */
/* What « minisign -P » takes. */
const char *key_text(struct arena *, const struct key *);

/*
 * The secret of that key, from a file that nobody but its owner may open
 * (0600; else refused, as ssh does).  0, or -1 with a line « file:1: what ».
 */
int	 keyring_secret(const char *path, const struct key *,
	    unsigned char secret[SEAL_SECRET], struct buf *faults);

#endif
