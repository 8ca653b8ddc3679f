/*
 * Looking at files.  Nothing here decodes them: a type is its first bytes, the
 * end of an image is found by going from one part to the next.
 */
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/dossier/upload.h"
#include "port/clamd.h"

#define NAME_MAX_CHARS	100
#define JPEG_FILL	1024	/* bytes that fill up before a segment */

static const char *
type_of(struct spool *s)
{
	static const struct {
		const char	*magic;
		size_t		 len;
		const char	*type;
	} types[] = {
		{ "%PDF-", 5, "application/pdf" },
		{ "\xff\xd8\xff", 3, "image/jpeg" },
		{ "\x89PNG\r\n\x1a\n", 8, "image/png" },
	};
	char head[9];
	size_t i, n = spool_read(s, 0, head, sizeof(head));

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (n > types[i].len &&
		    memcmp(head, types[i].magic, types[i].len) == 0)
			return types[i].type;
	return NULL;
}

const char *
upload_name(struct arena *a, const char *name)
{
	struct buf b = BUF_INIT;
	const char *p, *base = name;
	uint32_t cp;
	size_t n, chars = 0;

	for (p = name; *p != '\0'; p++)
		if (*p == '/' || *p == '\\')
			base = p + 1;
	for (p = base; *p != '\0' && chars < NAME_MAX_CHARS; p += n) {
		if ((n = utf8_decode(p, strlen(p), &cp)) == 0) {
			n = 1;
			continue;
		}
		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
		    (cp >= 0x200e && cp <= 0x200f) ||
		    (cp >= 0x2028 && cp <= 0x202e) ||
		    (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff ||
		    cp >= 0xfffe ||
		    (cp < 0x80 && strchr("\"<>|*?:;%", (int)cp) != NULL))
			continue;
		buf_add(&b, p, n);
		chars++;
	}
	base = buf_cstr(&b);
	while (*(base = str_trim(a, base)) == '.')
		base++;
	buf_free(&b);
	return *base == '\0' ? "fichier" : base;
}

/* « /Encrypt 12 0 R » or « /Encrypt << », as trailers have it. */
static int
names_encryption(const char *p, const char *end)
{
	static const char word[] = "/Encrypt";

	while ((p = memmem(p, (size_t)(end - p), word, sizeof(word) - 1)) !=
	    NULL) {
		p += sizeof(word) - 1;
		while (p < end && strchr(" \t\r\n\f", *p) != NULL)
			p++;
		if (p < end && ((*p >= '0' && *p <= '9') || *p == '<'))
			return 1;
	}
	return 0;
}

/* The trailer, or the dictionary in its place, is never compressed. */
static int
is_locked(struct spool *s)
{
	char block[SPOOL_BLOCK];
	size_t at, n, lap = 64;		/* longer than the word and its space */

	for (at = 0; (n = spool_read(s, at, block, sizeof(block))) > 0;
	    at += n - lap) {
		if (names_encryption(block, block + n))
			return 1;
		if (n < sizeof(block))
			break;
	}
	return 0;
}

static size_t
big_endian(const unsigned char *p, size_t n)
{
	size_t v = 0;

	while (n-- > 0)
		v = v << 8 | *p++;
	return v;
}

/* Chunks (length, type, data, sum) up to IEND: PNG 5.3. */
static int
png_ends(struct spool *s)
{
	unsigned char head[8];
	size_t at = 8;

	while (spool_read(s, at, head, 8) == 8) {
		at += 12 + big_endian(head, 4);
		if (memcmp(head + 4, "IEND", 4) == 0)
			return at <= spool_len(s);
	}
	return 0;
}

/*
 * Segments, which tell their length, up to the image (a thumbnail in one of
 * them has an end of its own); after it somewhere the end: ITU T.81, B.1.
 */
static int
jpeg_ends(struct spool *s)
{
	unsigned char head[4], block[SPOOL_BLOCK];
	size_t at = 2, fill = 0, n;

	while (spool_read(s, at, head, 4) == 4 && head[0] == 0xff) {
		if (head[1] == 0xff) {
			if (++fill > JPEG_FILL)
				return 0;
			at++;
			continue;
		}
		at += 2 + big_endian(head + 2, 2);
		if (head[1] == 0xda)
			break;
	}
	for (; (n = spool_read(s, at, block, sizeof(block))) > 1; at += n - 1)
		if (memmem(block, n, "\xff\xd9", 2) != NULL)
			return 1;
	return 0;
}

enum upload_fault
upload_read(struct arena *a, struct spool *s, const char *name,
    const char *clamd, struct upload *u)
{
	struct sha256 sum;
	char block[SPOOL_BLOCK];
	size_t at, n;

	*u = (struct upload){ .name = upload_name(a, name), .scan = "sans",
		.bytes = s, .len = spool_len(s) };
	if (u->len == 0)
		return UPLOAD_EMPTY;
	if (u->len > UPLOAD_MAX)
		return UPLOAD_LARGE;
	if ((u->type = type_of(s)) == NULL)
		return UPLOAD_TYPE;
	if (str_eq(u->type, "application/pdf") && is_locked(s))
		return UPLOAD_LOCKED;
	if ((str_eq(u->type, "image/png") && !png_ends(s)) ||
	    (str_eq(u->type, "image/jpeg") && !jpeg_ends(s)))
		return UPLOAD_CUT;
	sha256_start(&sum);
	for (at = 0; (n = spool_read(s, at, block, sizeof(block))) > 0; at += n)
		sha256_add(&sum, block, n);
	sha256_end(&sum, u->sha256);
	if (clamd == NULL)
		return UPLOAD_GOOD;
	switch (clamd_scan(clamd, s)) {
	case CLAMD_CLEAN:
		u->scan = "saine";
		break;
	case CLAMD_INFECTED:
		return UPLOAD_VIRUS;
	case CLAMD_UNKNOWN:
		u->scan = "impossible";
		break;
	}
	return UPLOAD_GOOD;
}

const char *
upload_told(struct arena *a, enum upload_fault fault, size_t len, int tu)
{
	switch (fault) {
	case UPLOAD_GOOD:
		break;
	case UPLOAD_EMPTY:
		return "Le fichier est vide";
	case UPLOAD_LARGE:
		return arena_fmt(a, "Le fichier doit peser moins de 5\u00a0Mo. "
		    "%s pèse %s", tu ? "Le tien" : "Le vôtre",
		    file_size_french(a, (int64_t)len));
	case UPLOAD_TYPE:
		return "Le fichier doit être un PDF, un JPG ou un PNG";
	case UPLOAD_LOCKED:
		return tu ? "Ce PDF est protégé par un mot de passe ou contre "
		    "la copie : nous ne pourrions pas l’ouvrir. Enlève la "
		    "protection, ou envoie une photo du papier" :
		    "Ce PDF est protégé par un mot de passe ou contre la "
		    "copie : nous ne pourrions pas l’ouvrir. Enlevez la "
		    "protection, ou envoyez une photo du papier";
	case UPLOAD_CUT:
		return tu ? "L’image est coupée : sa fin manque. Ouvre-la pour "
		    "vérifier, puis envoie-la à nouveau" :
		    "L’image est coupée : sa fin manque. Ouvrez-la pour "
		    "vérifier, puis envoyez-la à nouveau";
	case UPLOAD_VIRUS:
		return tu ? "Ce fichier contient un virus connu. Choisis-en un "
		    "autre" : "Ce fichier contient un virus connu. "
		    "Choisissez-en un autre";
	}
	return NULL;
}
