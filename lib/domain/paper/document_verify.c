/*
 * document_verify(): is this file, byte for byte, one that we sealed?  Needs
 * the file and the public keys, no database and no PDF library: it reads bytes.
 */
#include <string.h>

#include "domain/code.h"
#include "domain/paper/document.h"

#define SLOT	"/TerreauSceau"
#define OPEN	" <"
#define DIGITS	(2 * SEAL_SIZE)

static const unsigned char *
find(const unsigned char *p, size_t len, const char *what)
{
	return memmem(p, len, what, strlen(what));
}

/*
 * The digits of the one slot: « /TerreauSceau <digits> », lower case.  NULL
 * and *why otherwise.
 */
static const unsigned char *
slot(const unsigned char *pdf, size_t len, const char **why)
{
	const unsigned char *end = pdf + len, *p;
	size_t i;

	*why = "il ne porte aucun sceau";
	if ((p = find(pdf, len, SLOT)) == NULL)
		return NULL;
	p += strlen(SLOT);
	if (find(p, (size_t)(end - p), SLOT) != NULL) {
		*why = "il porte plusieurs sceaux";
		return NULL;
	}
	*why = "le sceau est abîmé";
	if ((size_t)(end - p) < strlen(OPEN) + DIGITS + 1 ||
	    memcmp(p, OPEN, strlen(OPEN)) != 0)
		return NULL;
	p += strlen(OPEN);
	for (i = 0; i < DIGITS; i++)
		if (!((p[i] >= '0' && p[i] <= '9') ||
		    (p[i] >= 'a' && p[i] <= 'f')))
			return NULL;
	return p[DIGITS] == '>' ? p : NULL;
}

/* « Contrat 8H3M W9K4 T2QX »: the code ends the title. */
static void
read_title(struct arena *a, const unsigned char *pdf, size_t len,
    const char **title, const char **code)
{
	const unsigned char *p = find(pdf, len, "<dc:title>"), *q, *end;
	const char *t, *c;
	size_t n;

	if (p == NULL)
		return;
	len -= (size_t)(p - pdf);
	if ((end = find(p, len, "</rdf:li>")) == NULL)
		return;
	for (q = end; q > p && q[-1] != '>'; q--)
		;
	*title = t = arena_dupn(a, (const char *)q, (size_t)(end - q));
	for (n = strlen(t); n > 0; n--)
		if ((c = code_read(a, t + n - 1, CODE_DOCUMENT)) != NULL) {
			*code = c;
			return;
		}
}

/* The key that sealed the bytes, whose slot holds zeros; NULL. */
static const struct key *
signer(const struct keyring *ring, const unsigned char sig[SEAL_SIZE],
    const unsigned char *blank, size_t len)
{
	size_t i;

	for (i = 0; i < ring->n; i++)
		if (seal_matches(sig, blank, len, ring->keys[i].public))
			return &ring->keys[i];
	return NULL;
}

enum verdict
document_verify(struct arena *a, const void *bytes, size_t len,
    const struct keyring *ring, struct inspection *in)
{
	const unsigned char *pdf = bytes, *digits;
	unsigned char sig[SEAL_SIZE], *blank;

	*in = (struct inspection){ VERDICT_ALTERED, "", "", "", NULL };
	if ((digits = slot(pdf, len, &in->why)) == NULL) {
		if (find(pdf, len, SLOT) == NULL)
			in->verdict = VERDICT_FOREIGN;
		return in->verdict;
	}
	if (hex_decode(sig, SEAL_SIZE, arena_dupn(a, (const char *)digits,
	    DIGITS)) == -1)
		return in->verdict;
	blank = memcpy(arena_alloc(a, len), pdf, len);
	memset(blank + (digits - pdf), '0', DIGITS);
	if (memcmp(blank, pdf, len) == 0) {
		in->why = "il n’a jamais été scellé : un récépissé ne l’est "
		    "pas";
		return in->verdict = VERDICT_FOREIGN;
	}
	in->key = signer(ring, sig, blank, len);
	in->why = "le contenu ne correspond pas au sceau, ou le sceau vient "
	    "d’une autre clé";
	if (in->key == NULL)
		return in->verdict;
	/* Only in what is ours: another's title may be as long as it likes. */
	read_title(a, pdf, len, &in->title, &in->code);
	in->why = "la clé qui l’a scellé a été compromise : seule la page de "
	    "vérification peut le dire authentique";
	if (in->key->state == KEY_COMPROMISED)
		return in->verdict;
	in->why = "";
	return in->verdict = VERDICT_AUTHENTIC;
}
