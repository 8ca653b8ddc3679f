/*
 * revocation: the public list of papers that were replaced or revoked.
 *
 * DATA/preuves holds three files that nginx gives out as they are:
 *
 *	revocations.txt		the list, below
 *	revocations.txt.minisig	its signature, as minisign(1) makes and reads
 *				them: « minisign -Vm revocations.txt -P KEY »
 *	cles.txt		the public keys (keyring.h)
 *
 *	terreau-revocations 1
 *	site https://portail.example
 *	serie 12
 *	date 2026-02-10T09:00:00Z
 *	cle 9f3c41d2a07be865
 *	documents 2
 *	remplace 0f1e… 2026-02-05 9a8b…
 *	revoque 77c2… 2026-02-01
 *
 * State, paper, last day it was good for, and of a replaced one the paper that
 * replaces it.  A paper is named by the first 16 bytes of SHA-256 of
 * « terreau code\n » and its code: who has the paper finds it, who reads the
 * list learns no code.  No reason and no name stand there; the order is that
 * of the digests and tells nothing.
 *
 * serie never comes twice and only grows; date is when the list was made, even
 * when nothing changed: a list says how things stood at its date, nothing of
 * later.  It is written when staff end a paper, and by « terreau revocations »,
 * to be run every hour, for all that ends otherwise and to renew its date.
 */
#ifndef DOMAIN_REVOCATION_H
#define DOMAIN_REVOCATION_H

#include "domain/paper/document.h"

#define REVOCATION_FOLDER	"preuves"
#define REVOCATION_FILE		REVOCATION_FOLDER "/revocations.txt"
#define REVOCATION_DIGEST	16

struct revocation {
	unsigned char	 paper[REVOCATION_DIGEST];
	unsigned char	 by[REVOCATION_DIGEST];	/* if replaced */
	int32_t		 day;			/* that it ended */
	int		 replaced;		/* 0: revoked */
};

struct revocations {
	const char	*site;
	int64_t		 serial;
	const char	*date;		/* RFC 3339 */
	struct revocation *rows;
	size_t		 n;
};

/*
 * Write the three files.  Needs the key.  0, or -1 (logged), the files that
 * were there staying.
 */
int	 revocation_publish(struct arena *, struct db *,
	    const struct office *);
/*
 * The list of a file and its signature beside it, which must be by a key of
 * the ring that still proves something.  0, or -1 with « file:line: what ».
 */
int	 revocation_read(struct arena *, const char *path,
	    const struct keyring *, struct revocations *, struct buf *faults);
int	 revocation_parse(struct arena *, const char *text, const char *path,
	    struct revocations *, struct buf *faults);
/* The row of a paper, NULL when it has not ended. */
const struct revocation *revocation_find(const struct revocations *,
	    const char *code);
void	 revocation_digest(unsigned char [REVOCATION_DIGEST],
	    struct arena *, const char *code);

#endif
