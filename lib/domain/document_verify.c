/*
 * document_verify(): is this file, byte for byte, one that we sealed?  Needs
 * the file and the public key, no database and no PDF library: it reads bytes.
 */
#include <string.h>

#include "domain/code.h"
#include "domain/document.h"

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

enum verdict
document_verify(struct arena *a, const void *bytes, size_t len,
    const unsigned char public[SEAL_PUBLIC], const char **code,
    const char **title, const char **why)
{
	const unsigned char *pdf = bytes, *digits;
	unsigned char sig[SEAL_SIZE], *blank;
	int ok;

	*title = *code = "";
	if ((digits = slot(pdf, len, why)) == NULL)
		return find(pdf, len, SLOT) == NULL ? VERDICT_FOREIGN :
		    VERDICT_ALTERED;
	if (hex_decode(sig, SEAL_SIZE, arena_dupn(a, (const char *)digits,
	    DIGITS)) == -1)
		return VERDICT_ALTERED;
	blank = memcpy(arena_alloc(a, len), pdf, len);
	memset(blank + (digits - pdf), '0', DIGITS);
	if (memcmp(blank, pdf, len) == 0) {
		*why = "il n’a jamais été scellé : un récépissé ne l’est "
		    "pas";
		return VERDICT_FOREIGN;
	}
	ok = seal_matches(sig, blank, len, public);
	/* Only in what is ours: another's title may be as long as it likes. */
	if (ok)
		read_title(a, pdf, len, title, code);
	*why = ok ? "" : "le contenu ne correspond pas au sceau, ou le sceau "
	    "vient d’une autre clé";
	return ok ? VERDICT_AUTHENTIC : VERDICT_ALTERED;
}
