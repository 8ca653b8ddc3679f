/*
 * proof: bytes, base32 and signature of what a QR code says.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/code.h"
#include "domain/proof/proof.h"
#include "port/unicode.h"

#define FORM		1
#define CONTEXT		"terreau preuve\n"
#define FIXED		27		/* bytes before the initials */
#define EPOCH		18262		/* 2020-01-01 */
#define DAYS		0xFFFF
#define CODE_BYTES	7
#define STARS		"*****"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/*
 * What a code without network calls a paper.  Numbers are on paper: never
 * change or reuse one; a new kind takes the next.
 */
static const struct {
	unsigned	 number;
	const char	*kind, *words;
} kinds[] = {
	{ 1, "cape", "Contrat d’appui au projet d’entreprise" },
	{ 2, "convention-accompagnement", "Convention d’accompagnement" },
	{ 3, "avenant-renouvellement", "Avenant de renouvellement" },
	{ 4, "avenant-modificatif", "Avenant modificatif" },
	{ 5, "rupture", "Constat de rupture anticipée" },
	{ 6, "lettre-urssaf", "Lettre d’information à l’Urssaf" },
	{ 7, "lettre-france-travail", "Lettre d’information à France Travail" },
	{ 8, "attestation-accompagnement", "Attestation d’accompagnement" },
	{ 9, "attestation-france-travail", "Attestation pour France Travail" },
	{ 10, "attestation-arce-acre", "Attestation pour l’Arce ou l’Acre" },
	{ 11, "attestation-fin-cape", "Attestation de fin de contrat d’appui" },
	{ 12, "attestation-participation", "Attestation de participation" },
	{ 13, "attestation-presence", "Attestation de présence" },
	{ 14, "autorisation-parentale", "Autorisation parentale" },
	{ 15, "droit-image", "Autorisation de droit à l’image" },
	{ 16, "fiche-urgence", "Fiche d’urgence" },
	{ 17, "recu-pieces", "Reçu de pièces" },
	{ 18, "lettre-reponse", "Réponse à une candidature" },
	{ 19, "releve-heures", "Relevé d’heures et de répartition" },
	{ 20, "feuille-emargement", "Feuille d’émargement" },
	{ 0, NULL, "Document" }
};

unsigned
proof_kind(const char *kind)
{
	size_t i;

	for (i = 0; kinds[i].kind != NULL; i++)
		if (str_eq(kinds[i].kind, kind))
			break;
	return kinds[i].number;
}

const char *
proof_kind_words(unsigned number)
{
	size_t i;

	for (i = 0; kinds[i].kind != NULL; i++)
		if (kinds[i].number == number)
			break;
	return kinds[i].words;
}

static void
put(unsigned char **p, uint64_t v, unsigned bytes)
{
	while (bytes-- > 0)
		*(*p)++ = (unsigned char)(v >> 8 * bytes);
}

static uint64_t
get(const unsigned char **p, unsigned bytes)
{
	uint64_t v = 0;

	while (bytes-- > 0)
		v = v << 8 | *(*p)++;
	return v;
}

/* The text of bytes, whose last symbol is filled with zero bits. */
static const char *
base32(struct arena *a, const unsigned char *p, size_t n)
{
	char *s = arena_alloc(a, (n * 8 + 4) / 5 + 1), *out = s;
	unsigned bits = 0, held = 0;

	for (; n > 0; n--) {
		held = held << 8 | *p++;
		for (bits += 8; bits >= 5; bits -= 5)
			*out++ = alphabet[held >> (bits - 5) & 31];
		held &= 0xFF;
	}
	if (bits > 0)
		*out = alphabet[held << (5 - bits) & 31];
	return s;
}

/* How many bytes, 0 unless the text is the one that base32() makes of them. */
static size_t
unbase32(unsigned char *out, size_t room, const char *s)
{
	unsigned bits = 0, held = 0;
	const char *symbol;
	size_t n = 0;

	for (; *s != '\0'; s++) {
		if ((symbol = strchr(alphabet, *s)) == NULL)
			return 0;
		held = (held << 5 | (unsigned)(symbol - alphabet)) & 0xFFF;
		if ((bits += 5) < 8)
			continue;
		if (n == room)
			return 0;
		bits -= 8;
		out[n++] = (unsigned char)(held >> bits);
	}
	return bits >= 5 || (held & ((1u << bits) - 1)) != 0 ? 0 : n;
}

/* Two names that show, one space, nothing that steers: what initials are. */
static int
are_initials(const char *s, size_t len)
{
	size_t used, spaces = 0;
	uint32_t cp;

	for (; len > 0; s += used, len -= used) {
		if ((used = utf8_decode(s, len, &cp)) == 0 || cp < 0x20 ||
		    cp == '*' || (cp >= 0x7F && cp < 0xA0))
			return 0;
		spaces += cp == ' ';
	}
	return spaces == 1;
}

/* The facts as bytes; how many, 0 when they do not fit. */
static size_t
encode(unsigned char out[PROOF_BYTES], const struct proof *p)
{
	size_t len = strlen(p->initials);
	unsigned char *at = out;
	uint64_t number;

	if (code_number(p->code, &number) == -1 || p->kind > 0xFF ||
	    p->issued < EPOCH || p->issued - EPOCH > DAYS ||
	    (p->until != DAY_NONE && (p->until <= EPOCH ||
	    p->until - EPOCH > DAYS)) || len > PROOF_INITIALS ||
	    !are_initials(p->initials, len))
		return 0;
	put(&at, FORM, 1);
	put(&at, p->kind, 1);
	put(&at, number, CODE_BYTES);
	put(&at, (uint64_t)(p->issued - EPOCH), 2);
	put(&at, p->until == DAY_NONE ? 0 : (uint64_t)(p->until - EPOCH), 2);
	memcpy(at, p->key, PROOF_KEY);
	memcpy(at += PROOF_KEY, p->empreinte, PROOF_PRINT);
	memcpy(at += PROOF_PRINT, p->name, PROOF_NAME);
	memcpy(at += PROOF_NAME, p->initials, len);
	return FIXED + len;
}

/* 0, or -1: not of this form. */
static int
decode(struct arena *a, const unsigned char *bytes, size_t len,
    struct proof *p)
{
	const unsigned char *at = bytes;
	uint64_t number, until;

	if (len < FIXED || len > FIXED + PROOF_INITIALS || get(&at, 1) !=
	    FORM)
		return -1;
	p->kind = (unsigned)get(&at, 1);
	number = get(&at, CODE_BYTES);
	p->issued = EPOCH + (int32_t)get(&at, 2);
	until = get(&at, 2);
	p->until = until == 0 ? DAY_NONE : EPOCH + (int32_t)until;
	memcpy(p->key, at, PROOF_KEY);
	memcpy(p->empreinte, at += PROOF_KEY, PROOF_PRINT);
	memcpy(p->name, at += PROOF_PRINT, PROOF_NAME);
	at += PROOF_NAME;
	p->initials = arena_dupn(a, (const char *)at, len - FIXED);
	p->code = code_of_number(a, number);
	return p->code != NULL && are_initials(p->initials, len - FIXED) ?
	    0 : -1;
}

/* What is signed: no seal of a file or of a list begins like it. */
static const unsigned char *
signed_bytes(struct arena *a, const unsigned char *bytes, size_t len,
    size_t *n)
{
	unsigned char *p = arena_alloc(a, sizeof(CONTEXT) + len);

	memcpy(p, CONTEXT, sizeof(CONTEXT) - 1);
	memcpy(p + sizeof(CONTEXT) - 1, bytes, len);
	*n = sizeof(CONTEXT) - 1 + len;
	return p;
}

const char *
proof_sign(struct arena *a, const struct proof *p,
    const unsigned char secret[SEAL_SECRET])
{
	unsigned char bytes[PROOF_BYTES];
	const unsigned char *what;
	size_t len, n;

	if ((len = encode(bytes, p)) == 0)
		return NULL;
	what = signed_bytes(a, bytes, len, &n);
	seal_sign(bytes + len, what, n, secret);
	return base32(a, bytes, len + SEAL_SIZE);
}

enum proof_verdict
proof_check(struct arena *a, const char *text, const struct keyring *ring,
    struct proof *p, const struct key **key)
{
	unsigned char bytes[PROOF_BYTES];
	const unsigned char *what;
	size_t len, n;

	*key = NULL;
	if ((len = unbase32(bytes, sizeof(bytes), text)) < FIXED + SEAL_SIZE ||
	    decode(a, bytes, len -= SEAL_SIZE, p) == -1)
		return PROOF_NONE;
	if ((*key = keyring_find(ring, p->key, PROOF_KEY)) == NULL)
		return PROOF_FOREIGN;
	what = signed_bytes(a, bytes, len, &n);
	if (!seal_matches(bytes + len, what, n, (*key)->public))
		return PROOF_CHANGED;
	return (*key)->state == KEY_COMPROMISED ? PROOF_COMPROMISED :
	    PROOF_SOUND;
}

const char *
proof_find(struct arena *a, const char *typed)
{
	const char *from = strstr(typed, "/V/");
	char *s, *out;
	size_t n;

	from = from != NULL ? from + 3 : typed;
	s = out = arena_alloc(a, strlen(from) + 1);
	for (; *from != '\0'; from++)
		if (strchr(" \t\r\n", *from) == NULL)
			*out++ = *from;
	n = (size_t)(out - s);
	return n >= ((FIXED + SEAL_SIZE) * 8 + 4) / 5 && n <= PROOF_TEXT &&
	    strspn(s, alphabet) == n ? s : NULL;
}

const char *
proof_address(struct arena *a, const char *url, const char *text)
{
	char *s = arena_fmt(a, "%s/V/%s", url, text), *p;

	for (p = s; *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return s;
}

void
proof_name(unsigned char out[PROOF_NAME], struct arena *a, const char *code,
    const char *family)
{
	const char *s = arena_fmt(a, "terreau nom\n%s\n%s", code,
	    unicode_fold(a, family));
	unsigned char hash[SHA256_SIZE];

	sha256(hash, s, strlen(s));
	memcpy(out, hash, PROOF_NAME);
}

const char *
proof_initials(struct arena *a, const char *starred)
{
	char *s = arena_dup(a, starred), *out = s;
	const char *p;

	for (p = starred; *p != '\0'; p++)
		if (*p != '*')
			*out++ = *p;
	*out = '\0';
	return s;
}

const char *
proof_starred(struct arena *a, const char *initials)
{
	int first = (int)strcspn(initials, " ");

	return arena_fmt(a, "%.*s" STARS "%s" STARS, first, initials,
	    initials + first);
}
