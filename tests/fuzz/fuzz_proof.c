/*
 * Fuzz target: the text of a QR code, a list of public keys, a list of ended
 * papers (what it holds is found in it).  What reads
 * as a proof is the one text of its bytes: signed again by the same key, whose
 * signatures are a function of what they sign, a sound one comes out the same,
 * and nothing sounds that our key did not sign.
 */
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "domain/proof/proof.h"
#include "domain/proof/revocation.h"
#include "fuzz.h"

/* The secret of RFC 8032, 7.1, test 1: the corpus is signed with it. */
static const char secret_hex[] =
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

static void
try_proof(struct arena *a, const char *text)
{
	unsigned char secret[SEAL_SECRET];
	struct keyring ring = { NULL, 0 };
	const struct key *key;
	struct proof p = { 0 };
	const char *found, *again;
	enum proof_verdict v;

	if (hex_decode(secret, sizeof(secret), secret_hex) == -1)
		abort();
	keyring_add(a, &ring, secret + 32, day_make(2026, 2, 10));
	if ((found = proof_find(a, text)) == NULL)
		return;
	v = proof_check(a, found, &ring, &p, &key);
	if (v == PROOF_NONE)
		return;
	if ((key == NULL) != (v == PROOF_FOREIGN) || p.code == NULL ||
	    strlen(p.initials) > PROOF_INITIALS)
		abort();
	again = proof_sign(a, &p, secret);
	if (v == PROOF_FOREIGN)
		return;
	if (again != NULL && (v == PROOF_SOUND) != str_eq(again, found))
		abort();
	if (again == NULL && v == PROOF_SOUND)
		abort();
}

/* A list that reads is written so that it reads the same. */
static void
try_ring(struct arena *a, const char *text)
{
	struct buf faults = BUF_INIT, once = BUF_INIT, twice = BUF_INIT;
	struct keyring ring, same;

	if (keyring_parse(a, text, "cles", &ring, &faults) == 0) {
		keyring_write(a, &once, &ring);
		if (keyring_parse(a, buf_cstr(&once), "cles", &same,
		    &faults) == -1)
			abort();
		keyring_write(a, &twice, &same);
		if (!str_eq(buf_cstr(&once), buf_cstr(&twice)))
			abort();
	}
	buf_free(&faults);
	buf_free(&once);
	buf_free(&twice);
}

static void
try_list(struct arena *a, const char *text)
{
	struct buf faults = BUF_INIT;
	struct revocations list;
	size_t i;

	if (revocation_parse(a, text, "liste", &list, &faults) == -1) {
		if (faults.len == 0)
			abort();
	} else {
		for (i = 0; i < list.n; i++)
			if (list.rows[i].day == DAY_NONE)
				abort();
		revocation_find(&list, "8H3MW9K4T2Q6");
	}
	buf_free(&faults);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	const char *text = arena_dupn(a, (const char *)bytes, len);

	try_proof(a, text);
	try_ring(a, text);
	try_list(a, text);
	arena_free(a);
	return 0;
}
