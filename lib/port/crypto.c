/*
 * libsodium under the names of what we need it for.
 */
#include <string.h>

#include <sodium.h>

#include "base/log.h"
#include "port/crypto.h"

#define TOKEN_SIZE	32

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct sha256),
    "struct sha256 is too small");
_Static_assert(sizeof(crypto_generichash_state) <= sizeof(struct sum128),
    "struct sum128 is too small");
_Static_assert(sizeof(crypto_generichash_state) <= sizeof(struct digest),
    "struct digest is too small");
_Static_assert(sizeof(crypto_secretstream_xchacha20poly1305_state) <=
    sizeof(((struct stream *)0)->state), "struct stream is too small");
_Static_assert(BOX_PUBLIC == crypto_box_PUBLICKEYBYTES, "box");
_Static_assert(BOX_SECRET == crypto_box_SECRETKEYBYTES, "box");
_Static_assert(BOX_SIZE == crypto_box_SEALBYTES + BOX_KEY, "box");
_Static_assert(BOX_KEY == crypto_secretstream_xchacha20poly1305_KEYBYTES,
    "stream");
_Static_assert(STREAM_HEAD ==
    crypto_secretstream_xchacha20poly1305_HEADERBYTES, "stream");
_Static_assert(STREAM_MORE == crypto_secretstream_xchacha20poly1305_ABYTES,
    "stream");
_Static_assert(KEY_SIZE == crypto_secretbox_KEYBYTES, "key of a locker");
_Static_assert(LOCKER_MORE == crypto_secretbox_NONCEBYTES +
    crypto_secretbox_MACBYTES, "locker");
_Static_assert(SEAL_SIZE == crypto_sign_BYTES, "seal");
_Static_assert(SEAL_PUBLIC == crypto_sign_PUBLICKEYBYTES, "public key");
_Static_assert(DIGEST_SIZE == crypto_generichash_BYTES_MAX, "digest");
_Static_assert(SEAL_SECRET == crypto_sign_SECRETKEYBYTES, "secret key");

void
crypto_init(void)
{
	if (sodium_init() == -1)
		fatalx("libsodium does not start");
}

void
sha256(unsigned char out[SHA256_SIZE], const void *p, size_t n)
{
	crypto_hash_sha256(out, p, n);
}

void
sha256_start(struct sha256 *s)
{
	crypto_hash_sha256_init((crypto_hash_sha256_state *)(void *)s->state);
}

void
sha256_add(struct sha256 *s, const void *p, size_t n)
{
	crypto_hash_sha256_update((crypto_hash_sha256_state *)(void *)s->state,
	    p, n);
}

void
sha256_end(struct sha256 *s, unsigned char out[SHA256_SIZE])
{
	crypto_hash_sha256_final((crypto_hash_sha256_state *)(void *)s->state,
	    out);
}

void
sum128_start(struct sum128 *d)
{
	crypto_generichash_init((crypto_generichash_state *)(void *)d->state,
	    NULL, 0, SUM128_SIZE);
}

void
sum128_add(struct sum128 *d, const void *p, size_t n)
{
	crypto_generichash_update((crypto_generichash_state *)(void *)
	    d->state, p, n);
}

void
sum128_str(struct sum128 *d, const char *s)
{
	if (s == NULL)
		sum128_add(d, "\001", 1);
	else
		sum128_add(d, s, strlen(s) + 1);
}

void
sum128_end(struct sum128 *d, unsigned char out[SUM128_SIZE])
{
	crypto_generichash_final((crypto_generichash_state *)(void *)
	    d->state, out, SUM128_SIZE);
}

void
hmac256(unsigned char out[SHA256_SIZE], const void *key, size_t keylen,
    const void *p, size_t n)
{
	crypto_auth_hmacsha256_state s;

	crypto_auth_hmacsha256_init(&s, key, keylen);
	crypto_auth_hmacsha256_update(&s, p, n);
	crypto_auth_hmacsha256_final(&s, out);
}

void
digest512(unsigned char out[DIGEST_SIZE], const void *p, size_t n)
{
	crypto_generichash(out, DIGEST_SIZE, p, n, NULL, 0);
}

void
digest_start(struct digest *d)
{
	crypto_generichash_init((crypto_generichash_state *)(void *)d->state,
	    NULL, 0, DIGEST_SIZE);
}

void
digest_add(struct digest *d, const void *p, size_t n)
{
	crypto_generichash_update((crypto_generichash_state *)(void *)
	    d->state, p, n);
}

void
digest_end(struct digest *d, unsigned char out[DIGEST_SIZE])
{
	crypto_generichash_final((crypto_generichash_state *)(void *)
	    d->state, out, DIGEST_SIZE);
}

void
random_bytes(void *p, size_t n)
{
	randombytes_buf(p, n);
}

uint32_t
random_below(uint32_t limit)
{
	return randombytes_uniform(limit);
}

int
crypto_same(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

void
crypto_wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

const char *
hex_encode(struct arena *a, const void *p, size_t n)
{
	char *s = arena_alloc(a, 2 * n + 1);

	return sodium_bin2hex(s, 2 * n + 1, p, n);
}

int
hex_decode(void *out, size_t len, const char *s)
{
	size_t got;
	const char *end;

	if (strlen(s) != 2 * len || sodium_hex2bin(out, len, s, 2 * len, NULL,
	    &got, &end) != 0 || got != len || *end != '\0')
		return -1;
	return 0;
}

const char *
token_new(struct arena *a, unsigned char sha[SHA256_SIZE])
{
	unsigned char raw[TOKEN_SIZE];
	const char *token;

	random_bytes(raw, sizeof(raw));
	sha256(sha, raw, sizeof(raw));
	token = hex_encode(a, raw, sizeof(raw));
	crypto_wipe(raw, sizeof(raw));
	return token;
}

int
token_hash(unsigned char sha[SHA256_SIZE], const char *token)
{
	unsigned char raw[TOKEN_SIZE];

	if (token == NULL || hex_decode(raw, sizeof(raw), token) == -1)
		return -1;
	sha256(sha, raw, sizeof(raw));
	crypto_wipe(raw, sizeof(raw));
	return 0;
}

const char *
base64_encode(struct arena *a, const void *p, size_t n)
{
	size_t room = sodium_base64_ENCODED_LEN(n,
	    sodium_base64_VARIANT_ORIGINAL);

	return sodium_bin2base64(arena_alloc(a, room), room, p, n,
	    sodium_base64_VARIANT_ORIGINAL);
}

int
base64_decode(void *out, size_t len, const char *s)
{
	const char *end;
	size_t got;

	return sodium_base642bin(out, len, s, strlen(s), NULL, &got, &end,
	    sodium_base64_VARIANT_ORIGINAL) == 0 && got == len &&
	    *end == '\0' ? 0 : -1;
}

const char *
password_hash(struct arena *a, const char *password)
{
	char *s = arena_alloc(a, crypto_pwhash_STRBYTES);

	if (crypto_pwhash_str_alg(s, password, strlen(password),
	    crypto_pwhash_OPSLIMIT_INTERACTIVE,
	    crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) !=
	    0)
		fatalx("Argon2id: no memory");
	return s;
}

int
password_matches(const char *stored, const char *password)
{
	return crypto_pwhash_str_verify(stored, password, strlen(password)) ==
	    0;
}

void
password_waste(const char *password)
{
	char s[crypto_pwhash_STRBYTES];

	if (crypto_pwhash_str_alg(s, password, strlen(password),
	    crypto_pwhash_OPSLIMIT_INTERACTIVE,
	    crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) !=
	    0)
		log_warnx("Argon2id: no memory");
}

void
locker_close(unsigned char *out, const void *p, size_t n,
    const unsigned char key[KEY_SIZE])
{
	randombytes_buf(out, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, p, n, out,
	    key);
}

int
locker_open(void *out, const unsigned char *p, size_t n,
    const unsigned char key[KEY_SIZE])
{
	if (n < LOCKER_MORE)
		return -1;
	return crypto_secretbox_open_easy(out, p +
	    crypto_secretbox_NONCEBYTES, n - crypto_secretbox_NONCEBYTES, p,
	    key) == 0 ? 0 : -1;
}

void
seal_keypair(unsigned char public[SEAL_PUBLIC],
    unsigned char secret[SEAL_SECRET])
{
	crypto_sign_keypair(public, secret);
}

void
seal_sign(unsigned char out[SEAL_SIZE], const void *p, size_t n,
    const unsigned char secret[SEAL_SECRET])
{
	crypto_sign_detached(out, NULL, p, n, secret);
}

int
seal_matches(const unsigned char sig[SEAL_SIZE], const void *p, size_t n,
    const unsigned char public[SEAL_PUBLIC])
{
	return crypto_sign_verify_detached(sig, p, n, public) == 0;
}

void
box_keypair(unsigned char public[BOX_PUBLIC], unsigned char secret[BOX_SECRET])
{
	crypto_box_keypair(public, secret);
}

void
box_public(unsigned char public[BOX_PUBLIC],
    const unsigned char secret[BOX_SECRET])
{
	crypto_scalarmult_base(public, secret);
}

int
box_seal(unsigned char out[BOX_SIZE], const unsigned char key[BOX_KEY],
    const unsigned char public[BOX_PUBLIC])
{
	return crypto_box_seal(out, key, BOX_KEY, public);
}

int
box_open(unsigned char key[BOX_KEY], const unsigned char box[BOX_SIZE],
    const unsigned char secret[BOX_SECRET])
{
	unsigned char public[BOX_PUBLIC];

	box_public(public, secret);
	return crypto_box_seal_open(key, box, BOX_SIZE, public, secret);
}

static crypto_secretstream_xchacha20poly1305_state *
inside(struct stream *s)
{
	return (void *)s->state;
}

void
stream_seal_start(struct stream *s, unsigned char head[STREAM_HEAD],
    const unsigned char key[BOX_KEY], const char *name)
{
	s->name = name;
	crypto_secretstream_xchacha20poly1305_init_push(inside(s), head, key);
}

void
stream_seal(struct stream *s, unsigned char *out, const void *p, size_t n,
    int last)
{
	crypto_secretstream_xchacha20poly1305_push(inside(s), out, NULL, p, n,
	    (const unsigned char *)s->name, strlen(s->name), last ?
	    crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
}

int
stream_open_start(struct stream *s, const unsigned char head[STREAM_HEAD],
    const unsigned char key[BOX_KEY], const char *name)
{
	s->name = name;
	return crypto_secretstream_xchacha20poly1305_init_pull(inside(s), head,
	    key);
}

int
stream_open(struct stream *s, void *out, const unsigned char *p, size_t n,
    int *last)
{
	unsigned char tag;

	if (n < STREAM_MORE || crypto_secretstream_xchacha20poly1305_pull(
	    inside(s), out, NULL, &tag, p, n, (const unsigned char *)s->name,
	    strlen(s->name)) == -1)
		return -1;
	*last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	return 0;
}
