/*
 * Fuzz target: a file that somebody says we sealed.  No input is authentic as
 * it comes; the same bytes with a slot that our key signed are, and with one
 * byte changed they are not.
 *
 * seeds: tests/fuzz/corpus/upload
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/paper/document.h"
#include "fuzz.h"

#define SLOT	"/TerreauSceau <"
#define DIGITS	(2 * SEAL_SIZE)

/* The secret of RFC 8032, 7.1, test 1. */
static const char secret_hex[] =
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

static unsigned char secret[SEAL_SECRET];
static struct keyring ring;

/* What there is to say of a file is said in a sentence. */
static enum verdict
verdict(struct arena *a, const void *bytes, size_t len)
{
	struct inspection in;
	enum verdict v = document_verify(a, bytes, len, &ring, &in);

	demand(v == in.verdict && in.why != NULL && in.title != NULL);
	demand((v == VERDICT_AUTHENTIC) == (*in.why == '\0'));
	demand(v != VERDICT_AUTHENTIC || in.key != NULL);
	return v;
}

/* The bytes, and a slot that is signed, at their end. */
static void
try_sealed(struct arena *a, const uint8_t *bytes, size_t len)
{
	size_t all = len + strlen(SLOT) + DIGITS + 1, at = len + strlen(SLOT);
	unsigned char *pdf = arena_alloc(a, all), sig[SEAL_SIZE];

	memcpy(pdf, bytes, len);
	memcpy(pdf + len, SLOT, strlen(SLOT));
	memset(pdf + at, '0', DIGITS);
	pdf[all - 1] = '>';
	seal_sign(sig, pdf, all, secret);
	memcpy(pdf + at, hex_encode(a, sig, sizeof(sig)), DIGITS);
	/* two slots are one too many */
	if (memmem(bytes, len, SLOT, strlen(SLOT) - 2) != NULL) {
		demand(verdict(a, pdf, all) != VERDICT_AUTHENTIC);
		return;
	}
	demand(verdict(a, pdf, all) == VERDICT_AUTHENTIC);
	if (len > 0) {
		pdf[bytes[0] * len / 256] ^= (unsigned char)(1 << bytes[0] % 8);
		demand(verdict(a, pdf, all) != VERDICT_AUTHENTIC);
		pdf[bytes[0] * len / 256] ^= (unsigned char)(1 << bytes[0] % 8);
	}
	demand(verdict(a, pdf, all - 1) != VERDICT_AUTHENTIC);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();

	if (ring.n == 0) {
		demand(hex_decode(secret, sizeof(secret), secret_hex) == 0);
		keyring_add(fuzz_kept(), &ring, secret + 32,
		    day_make(2026, 2, 10));
	}
	demand(verdict(a, bytes, len) != VERDICT_AUTHENTIC);
	try_sealed(a, bytes, len);
	arena_free(a);
	return 0;
}
