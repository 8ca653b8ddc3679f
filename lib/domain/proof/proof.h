/*
 * proof: what the QR code of a paper says, signed, so that it can be checked
 * without network by who has the public keys.
 *
 * The code holds HTTPS://HOST/V/TEXT, all capitals: a QR code packs those best.
 * TEXT is base32 (RFC 4648, no padding) of
 *
 *	1	version of this form: 1
 *	1	number of the kind of paper; 0: the register alone knows it
 *	7	the code: its 11 random symbols as a number in base 30
 *	2	day of issue, days since 2020-01-01
 *	2	last day the paper is good for; 0: it says none
 *	4	first bytes of the key's id
 *	8	first bytes of the fingerprint, those at the foot of each page
 *	2	check of the family name
 *	0-24	initials, « M L », UTF-8
 *	64	Ed25519 over « terreau preuve\n » and all the bytes before
 *
 * numbers having their high byte first.  Of the snapshot and not of the PDF,
 * since the PDF contains the code.
 *
 * The holder.  An address is kept in histories, sent on in messages, seen by
 * whatever reads codes on a telephone: it says of a person no more than the
 * page of verification does, initials (minimisation, RGPD art. 5.1.c).  The
 * check ties the paper to the name all the same: who holds the paper, and so
 * reads the name, types it and learns whether it is the one that was sealed.
 * 16 bits, on purpose: a forger who must put one given name succeeds once in
 * 65 536, and an address found without its paper fits hundreds of names.
 *
 * One paper has one text: what would decode to the same facts otherwise is
 * refused.  A code signed by us says that these facts were sealed; not that the
 * bearer is the holder, nor that nothing was revoked since (revocation.h).
 */
#ifndef DOMAIN_PROOF_H
#define DOMAIN_PROOF_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/proof/keyring.h"

#define PROOF_KEY	4
#define PROOF_PRINT	8
#define PROOF_NAME	2
#define PROOF_INITIALS	24
#define PROOF_BYTES	(27 + PROOF_INITIALS + SEAL_SIZE)
#define PROOF_TEXT	((PROOF_BYTES * 8 + 4) / 5)	/* symbols at most */

struct proof {
	unsigned	 kind;
	const char	*code;		/* 12 symbols */
	int32_t		 issued, until;	/* until DAY_NONE: says no end */
	unsigned char	 key[PROOF_KEY];
	unsigned char	 empreinte[PROOF_PRINT];
	unsigned char	 name[PROOF_NAME];
	const char	*initials;	/* « M L » */
};

enum proof_verdict {
	PROOF_SOUND,		/* signed by a key of the ring */
	PROOF_COMPROMISED,	/* by one that proves nothing any more */
	PROOF_CHANGED,		/* names a key of the ring, which did not sign */
	PROOF_FOREIGN,		/* names no key of the ring */
	PROOF_NONE		/* no such text at all */
};

/* The text, signed; NULL when the facts do not fit. */
const char *proof_sign(struct arena *, const struct proof *,
	    const unsigned char secret[SEAL_SECRET]);
/*
 * Read and check.  The facts are set unless PROOF_NONE, and only worth
 * something with PROOF_SOUND.  *key is the one named, NULL when foreign.
 */
enum proof_verdict proof_check(struct arena *, const char *text,
	    const struct keyring *, struct proof *, const struct key **key);

/* What « HTTPS://HOST/V/TEXT » or TEXT alone holds, white space gone; NULL. */
const char *proof_find(struct arena *, const char *typed);
/* https://host -> HTTPS://HOST/V/TEXT */
const char *proof_address(struct arena *, const char *url, const char *text);

void	 proof_name(unsigned char out[PROOF_NAME], struct arena *,
	    const char *code, const char *family);
/* « M***** L***** » -> « M L », and back. */
const char *proof_initials(struct arena *, const char *starred);
const char *proof_starred(struct arena *, const char *initials);
/* The number of a kind of paper, 0 when it has none; the words for a number. */
unsigned proof_kind(const char *kind);
const char *proof_kind_words(unsigned number);

#endif
