/*
 * libunistring behind a handful of questions.
 */
#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/utf8.h"
#include "port/unicode.h"

/* Take what libunistring allocated into the arena. */
static const char *
keep(struct arena *a, uint8_t *s, size_t n)
{
	const char *copy;

	if (s == NULL)
		fatal("libunistring");
	copy = arena_dupn(a, (const char *)s, n);
	free(s);
	return copy;
}

static const uint8_t *
bytes(const char *s)
{
	return (const uint8_t *)s;
}

const char *
unicode_nfc(struct arena *a, const char *s)
{
	size_t n;
	uint8_t *r = u8_normalize(UNINORM_NFC, bytes(s), strlen(s), NULL, &n);

	return keep(a, r, n);
}

/* Letters that do not decompose but that one looks for without. */
static const struct {
	uint32_t	 cp;
	const char	*plain;
} plain[] = {
	{ 0x0153, "oe" }, { 0xe6, "ae" }, { 0x111, "d" }, { 0xf0, "d" },
	{ 0xf8, "o" }, { 0x142, "l" }, { 0x131, "i" }, { 0x127, "h" },
	{ 0xfe, "th" }
};

static int
is_gap(uint32_t cp)
{
	return cp == '\'' || cp == 0x2019 || cp == 0x2018 || cp == 0x2bc ||
	    cp == '`' || cp == 0xb4 || cp == '-' || cp == '_' ||
	    uc_is_property_white_space(cp) ||
	    uc_is_general_category(cp, UC_DASH_PUNCTUATION);
}

const char *
unicode_fold(struct arena *a, const char *s)
{
	struct buf b = BUF_INIT;
	size_t i, k, n, used;
	uint8_t *r = u8_casefold(bytes(s), strlen(s), NULL, UNINORM_NFKD,
	    NULL, &n);
	const char *p = (const char *)r, *out;
	uint32_t cp;
	int gap = 0;

	if (r == NULL)
		fatal("libunistring");
	for (i = 0; i < n; i += used) {
		if ((used = utf8_decode(p + i, n - i, &cp)) == 0)
			break;
		if (is_gap(cp)) {
			gap = 1;
			continue;
		}
		if (unicode_is_mark(cp))
			continue;
		if (gap && b.len > 0)
			buf_char(&b, ' ');
		gap = 0;
		for (k = 0; k < sizeof(plain) / sizeof(plain[0]); k++)
			if (plain[k].cp == cp)
				break;
		if (k < sizeof(plain) / sizeof(plain[0]))
			buf_str(&b, plain[k].plain);
		else
			buf_add(&b, p + i, used);
	}
	free(r);
	out = arena_dupn(a, buf_cstr(&b), b.len);
	buf_free(&b);
	return out;
}

int
unicode_is_letter(uint32_t cp)
{
	return uc_is_general_category(cp, UC_LETTER);
}

int
unicode_is_upper(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z';
	return uc_is_general_category(cp, UC_UPPERCASE_LETTER);
}

int
unicode_is_mark(uint32_t cp)
{
	return uc_is_general_category(cp, UC_MARK);
}

int
unicode_is_turning(uint32_t cp)
{
	return (cp >= 0x202a && cp <= 0x202e) ||
	    (cp >= 0x2066 && cp <= 0x2069);
}

int
unicode_is_control(uint32_t cp)
{
	return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') ||
	    (cp >= 0x7f && cp <= 0x9f) || (cp & 0xfffe) == 0xfffe ||
	    (cp >= 0xfdd0 && cp <= 0xfdef);
}
