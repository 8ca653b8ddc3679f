/*
 * crypto: hashes, secrets, passwords and seals; the only door to libsodium.
 *
 * All sizes are bytes.  Comparing secrets is done in constant time by
 * crypto_same().
 */
#ifndef PORT_CRYPTO_H
#define PORT_CRYPTO_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define SHA256_SIZE	32
#define KEY_SIZE	32	/* of a secret key, but for the pairs below */
#define SEAL_SIZE	64	/* Ed25519 signature, RFC 8032 */
#define SEAL_PUBLIC	32
#define SEAL_SECRET	64
#define DIGEST_SIZE	64	/* BLAKE2b, RFC 7693 */

struct sha256 {			/* streaming; opaque */
	_Alignas(16) unsigned char state[128];
};

void	 crypto_init(void);	/* once per process, first; fatal on failure */

void	 sha256(unsigned char out[SHA256_SIZE], const void *, size_t);
void	 sha256_start(struct sha256 *);
void	 sha256_add(struct sha256 *, const void *, size_t);
void	 sha256_end(struct sha256 *, unsigned char out[SHA256_SIZE]);
/* HMAC-SHA-256, RFC 2104. */
void	 hmac256(unsigned char out[SHA256_SIZE], const void *key, size_t keylen,
	    const void *, size_t);

/* What minisign signs of a file; what « b2sum » prints. */
void	 digest512(unsigned char out[DIGEST_SIZE], const void *, size_t);

struct digest {			/* the same, streaming; opaque */
	_Alignas(64) unsigned char state[384];
};

void	 digest_start(struct digest *);
void	 digest_add(struct digest *, const void *, size_t);
void	 digest_end(struct digest *, unsigned char out[DIGEST_SIZE]);

/*
 * BLAKE2b, three times as fast as SHA-256: tells whether something changed.
 * What is stored for ever or shown to anybody is SHA-256.
 */
#define SUM128_SIZE	16

struct sum128 {			/* streaming; opaque */
	_Alignas(64) unsigned char state[384];
};

void	 sum128_start(struct sum128 *);
void	 sum128_add(struct sum128 *, const void *, size_t);
/* With its end, so that two strings are not taken for one. */
void	 sum128_str(struct sum128 *, const char *);	/* NULL is allowed */
void	 sum128_end(struct sum128 *, unsigned char out[SUM128_SIZE]);

void	 random_bytes(void *, size_t);
uint32_t random_below(uint32_t limit);		/* unbiased, limit > 0 */
int	 crypto_same(const void *, const void *, size_t);
void	 crypto_wipe(void *, size_t);

/* Lower-case hexadecimal, in the arena. */
const char *hex_encode(struct arena *, const void *, size_t);
/* 0, or -1 unless s is exactly 2 * len hexadecimal digits. */
int	 hex_decode(void *out, size_t len, const char *s);

/*
 * A secret to hand out: 32 random bytes as 64 hexadecimal digits, in the arena.
 * Its SHA-256 is what is stored.
 */
const char *token_new(struct arena *, unsigned char sha[SHA256_SIZE]);
/* 0, or -1 for what is no token; NULL is none. */
int	 token_hash(unsigned char sha[SHA256_SIZE], const char *token);

/* RFC 4648 with padding, in the arena. */
const char *base64_encode(struct arena *, const void *, size_t);
/* 0, or -1 unless s is the base64 of exactly len bytes. */
int	 base64_decode(void *out, size_t len, const char *s);

/*
 * Argon2id at libsodium's INTERACTIVE cost (64 MiB, about 0.1 s): never inside
 * a transaction.  The text stored is libsodium's, at most 127 characters.
 */
const char *password_hash(struct arena *, const char *password);
int	 password_matches(const char *stored, const char *password);
/* As slow as password_matches(), for accounts that do not exist. */
void	 password_waste(const char *password);

/*
 * Kept from who does not have the key, and from changes: XSalsa20-Poly1305
 * with a random nonce in front.  out has LOCKER_MORE bytes more than the text.
 */
#define LOCKER_MORE	40
void	 locker_close(unsigned char *out, const void *, size_t,
	    const unsigned char key[KEY_SIZE]);
/* n bytes of it give n - LOCKER_MORE.  0, or -1: the key does not fit. */
int	 locker_open(void *out, const unsigned char *, size_t n,
	    const unsigned char key[KEY_SIZE]);

/* Ed25519. */
void	 seal_keypair(unsigned char public[SEAL_PUBLIC],
	    unsigned char secret[SEAL_SECRET]);
void	 seal_sign(unsigned char out[SEAL_SIZE], const void *, size_t,
	    const unsigned char secret[SEAL_SECRET]);
int	 seal_matches(const unsigned char sig[SEAL_SIZE], const void *, size_t,
	    const unsigned char public[SEAL_PUBLIC]);

/*
 * A key to whoever holds the secret half of a pair: X25519, sealed box.  Who
 * sealed it is not known: it hides, it does not vouch.
 */
#define BOX_PUBLIC	32
#define BOX_SECRET	32
#define BOX_KEY		32	/* what is in it */
#define BOX_SIZE	(48 + BOX_KEY)

void	 box_keypair(unsigned char public[BOX_PUBLIC],
	    unsigned char secret[BOX_SECRET]);
void	 box_public(unsigned char public[BOX_PUBLIC],
	    const unsigned char secret[BOX_SECRET]);
/* -1 for a public key that no secret has. */
int	 box_seal(unsigned char out[BOX_SIZE], const unsigned char key[BOX_KEY],
	    const unsigned char public[BOX_PUBLIC]);
/* 0, or -1: it is not to this pair, or was changed. */
int	 box_open(unsigned char key[BOX_KEY], const unsigned char box[BOX_SIZE],
	    const unsigned char secret[BOX_SECRET]);

/*
 * Under such a key, any number of blocks in their order, the last one marked
 * (XChaCha20-Poly1305, libsodium's secretstream): none can be changed, moved,
 * left out or cut off unseen.  Each is STREAM_MORE bytes longer sealed.  name
 * goes with every block: a stream opens under the name it was sealed under.
 */
#define STREAM_HEAD	24
#define STREAM_MORE	17

struct stream {			/* opaque */
	_Alignas(16) unsigned char state[64];
	const char	*name;		/* borrowed */
};

void	 stream_seal_start(struct stream *, unsigned char head[STREAM_HEAD],
	    const unsigned char key[BOX_KEY], const char *name);
void	 stream_seal(struct stream *, unsigned char *out, const void *,
	    size_t, int last);
int	 stream_open_start(struct stream *, const unsigned char head[STREAM_HEAD],
	    const unsigned char key[BOX_KEY], const char *name);
/* n is of the sealed block.  0 and whether it was the last, or -1. */
int	 stream_open(struct stream *, void *out, const unsigned char *, size_t n,
	    int *last);

#endif
