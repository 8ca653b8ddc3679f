/*
 * Formats of addresses, numbers and dates as they are typed in France.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "port/unicode.h"
#include "text/input.h"

static int
digits_only(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n > 0 && s[n] == '\0';
}

/* The characters of s that are not among the n gaps. */
static const char *
without(struct arena *a, const char *s, const uint32_t *gaps, size_t ngaps)
{
	struct buf b = BUF_INIT;
	size_t i, n = strlen(s), used;
	const char *out;
	uint32_t cp;

	for (; n > 0; s += used, n -= used) {
		if ((used = utf8_decode(s, n, &cp)) == 0)
			break;
		for (i = 0; i < ngaps; i++)
			if (gaps[i] == cp)
				break;
		if (i == ngaps)
			buf_add(&b, s, used);
	}
	out = arena_dupn(a, buf_cstr(&b), b.len);
	buf_free(&b);
	return out;
}

/* Spaces first, then what else stands between the digits of a phone. */
static const uint32_t gaps[] = { ' ', '\t', '\n', '\r', 0xa0, 0x2009,
    0x200b, 0x202f, 0xfeff, '.', '-', '/', 0x2010, 0x2011, 0x2013 };
#define NSPACES	9

const char *
input_spaceless(struct arena *a, const char *s)
{
	return without(a, s, gaps, NSPACES);
}

const char *
input_bare(struct arena *a, const char *s)
{
	return without(a, s, gaps, sizeof(gaps) / sizeof(gaps[0]));
}

/* A part between dots of an e-mail's local part: RFC 5322 atext. */
static int
local_valid(const char *s, size_t n)
{
	size_t i;

	if (n == 0 || n > 64 || s[0] == '.' || s[n - 1] == '.')
		return 0;
	for (i = 0; i < n; i++) {
		if (s[i] == '.' && s[i + 1] == '.')
			return 0;
		if (s[i] <= ' ' || s[i] >= 0x7f ||
		    strchr("()<>[]:;,\\\"", s[i]) != NULL)
			return 0;
	}
	return 1;
}

static int
domain_valid(const char *s)
{
	size_t n, labels = 0;
	int word = 0;

	for (;;) {
		n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");
		if (n == 0 || n > 63 || s[0] == '-' || s[n - 1] == '-')
			return 0;
		word = n >= 2 && strspn(s, "0123456789") < n;
		labels++;
		s += n;
		if (*s == '\0')
			return labels >= 2 && word;
		if (*s++ != '.')
			return 0;
	}
}

const char *
input_email(struct arena *a, const char *typed)
{
	char *s = arena_dup(a, str_trim(a, typed));
	char *at = strchr(s, '@');

	if (at == NULL || strlen(s) > 254 || strchr(at + 1, '@') != NULL)
		return NULL;
	str_lower(at + 1);
	if (!local_valid(s, (size_t)(at - s)) || !domain_valid(at + 1))
		return NULL;
	return s;
}

/* Numbers of the overseas departments as dialled there, without the 0. */
static const struct {
	const char	*start;
	const char	*country;
} overseas[] = {
	{ "262", "+262" }, { "263", "+262" }, { "269", "+262" },
	{ "692", "+262" }, { "693", "+262" },
	{ "590", "+590" }, { "690", "+590" }, { "691", "+590" },
	{ "594", "+594" }, { "694", "+594" },
	{ "596", "+596" }, { "696", "+596" }, { "697", "+596" }
};

static const char *
national(struct arena *a, const char *nine)
{
	size_t i;

	if (strlen(nine) != 9 || nine[0] < '1' || nine[0] > '9')
		return NULL;
	for (i = 0; i < sizeof(overseas) / sizeof(overseas[0]); i++)
		if (str_starts(nine, overseas[i].start))
			return arena_fmt(a, "%s%s", overseas[i].country, nine);
	return arena_fmt(a, "+33%s", nine);
}

const char *
input_phone(struct arena *a, const char *typed)
{
	const char *s = input_bare(a, typed);
	char *t = arena_alloc(a, strlen(s) + 1), *p = t;
	size_t n;

	/* « +33 (0)6 12 34 56 78 » */
	for (; *s != '\0'; s++)
		if (str_starts(s, "(0)"))
			s += 2;
		else if (*s != '(' && *s != ')')
			*p++ = *s;
	s = t;
	if (s[0] == '0' && digits_only(s) && s[1] != '0')
		return national(a, s + 1);
	if (str_starts(s, "00"))
		s += 2;
	else if (s[0] == '+')
		s++;
	else
		return NULL;
	n = strlen(s);
	if (!digits_only(s) || s[0] == '0' || n < 7 || n > 15)
		return NULL;
	if (str_starts(s, "33"))
		return national(a, s[2] == '0' && n == 12 ? s + 3 : s + 2);
	return arena_fmt(a, "+%s", s);
}

#define NB	"\xc2\xa0"

const char *
input_phone_shown(struct arena *a, const char *s)
{
	const char *p;

	if (str_starts(s, "+33") && strlen(s) == 12) {
		p = s + 3;
		return arena_fmt(a, "0%.1s" NB "%.2s" NB "%.2s" NB "%.2s" NB
		    "%.2s", p, p + 1, p + 3, p + 5, p + 7);
	}
	if (strlen(s) == 13 && (str_starts(s, "+262") ||
	    str_starts(s, "+59"))) {
		p = s + 4;
		return arena_fmt(a, "%.4s" NB "%.3s" NB "%.2s" NB "%.2s" NB
		    "%.2s", s, p, p + 3, p + 5, p + 7);
	}
	return s;
}

const char *
input_postcode(struct arena *a, const char *typed)
{
	const char *s = input_bare(a, typed);

	if (strlen(s) != 5 || !digits_only(s) || str_starts(s, "00") ||
	    str_starts(s, "96") || str_starts(s, "99"))
		return NULL;
	return s;
}

int
input_month(struct arena *a, const char *typed)
{
	static const char *const names[] = { "janvier", "fevrier", "mars",
	    "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
	    "novembre", "decembre" };
	const char *s = input_spaceless(a, typed);
	long long n;
	int i, found = 0;

	if (digits_only(s))
		return strlen(s) <= 2 && str_number(s, 1, 12, &n) == 0 ?
		    (int)n : 0;
	if (strpbrk(s, "-0123456789") != NULL)
		return 0;
	s = unicode_fold(a, s);
	if (str_ends(s, "."))
		s = arena_dupn(a, s, strlen(s) - 1);
	if (strlen(s) < 3)
		return 0;
	for (i = 0; i < 12; i++)
		if (str_starts(names[i], s)) {
			if (found != 0)		/* « jui » */
				return 0;
			found = i + 1;
		}
	return found;
}

int32_t
input_date(struct arena *a, const char *typed)
{
	char *rest = arena_dup(a, str_trim(a, typed)), *p, *part[3];
	long long y, m, d;
	int i;

	if (day_parse(rest) != DAY_NONE)
		return day_parse(rest);
	for (p = rest; *p != '\0'; p++)
		if (*p == '.' || *p == '-' || *p == ' ')
			*p = '/';
	for (i = 0; i < 3; i++)
		if ((part[i] = str_split(&rest, '/')) == NULL)
			return DAY_NONE;
	if (rest != NULL || strlen(part[2]) != 4 ||
	    str_number(part[0], 1, 31, &d) == -1 ||
	    str_number(part[1], 1, 12, &m) == -1 ||
	    str_number(part[2], 1, 9999, &y) == -1)
		return DAY_NONE;
	return day_make((int)y, (int)m, (int)d);
}

static int
luhn(const char *s)
{
	size_t i, n = strlen(s);
	int sum = 0, v;

	for (i = 0; i < n; i++) {
		v = s[n - 1 - i] - '0';
		if (i % 2 == 1 && (v *= 2) > 9)
			v -= 9;
		sum += v;
	}
	return sum % 10 == 0;
}

int
input_siren_valid(const char *s)
{
	return strlen(s) == 9 && digits_only(s) && luhn(s);
}

int
input_siret_valid(const char *s)
{
	int sum = 0;
	const char *p;

	if (strlen(s) != 14 || !digits_only(s))
		return 0;
	if (luhn(s)) {
		char siren[10] = { 0 };

		memcpy(siren, s, 9);
		return input_siren_valid(siren);
	}
	if (!str_starts(s, "356000000"))
		return 0;
	for (p = s; *p != '\0'; p++)
		sum += *p - '0';
	return sum % 5 == 0;
}
