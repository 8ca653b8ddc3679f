/*
 * Codes that carry their own check, hours, percentages, and what an e-mail
 * was perhaps meant to be.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "text/input.h"

static int
digits(const char *s, size_t n)
{
	return strspn(s, "0123456789") >= n;
}

static const char *
upper(struct arena *a, const char *typed)
{
	char *s = arena_dup(a, input_bare(a, typed)), *p;

	for (p = s; *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return s;
}

const char *
input_siren(struct arena *a, const char *typed)
{
	const char *s = input_bare(a, typed);

	return input_siren_valid(s) ? s : NULL;
}

const char *
input_siret(struct arena *a, const char *typed)
{
	const char *s = input_bare(a, typed);

	return input_siret_valid(s) ? s : NULL;
}

const char *
input_qpv(struct arena *a, const char *typed)
{
	const char *s = upper(a, typed);

	if (strlen(s) != 8)
		return NULL;
	if (str_starts(s, "QP"))
		return digits(s + 2, 6) ? s : NULL;
	return str_starts(s, "QN") && strspn(s + 2, "0123456789AB") >= 3 &&
	    digits(s + 5, 2) && s[7] >= 'A' && s[7] <= 'Z' ? s : NULL;
}

const char *
input_departement(struct arena *a, const char *typed)
{
	static const char *const overseas[] = { "971", "972", "973", "974",
	    "975", "976", "977", "978", "984", "986", "987", "988", "989" };
	const char *s = input_spaceless(a, typed);
	size_t i;
	long long n;

	if (str_eq(s, "2A") || str_eq(s, "2a"))
		return "2A";
	if (str_eq(s, "2B") || str_eq(s, "2b"))
		return "2B";
	for (i = 0; i < sizeof(overseas) / sizeof(overseas[0]); i++)
		if (str_eq(s, overseas[i]))
			return s;
	if (strlen(s) > 2 || str_number(s, 1, 95, &n) == -1 || n == 20)
		return NULL;
	return arena_fmt(a, "%02lld", n);
}

/* Months of the table: 01 to 12, and those given where none was known. */
static int
nir_month(const char *s)
{
	int m = (s[0] - '0') * 10 + s[1] - '0';

	return (m >= 1 && m <= 12) || m == 20 || (m >= 30 && m <= 42) ||
	    m >= 50;
}

const char *
input_nir(struct arena *a, const char *typed)
{
	const char *s = upper(a, typed);
	long long n, less = 0;
	char body[14];

	if (strlen(s) != 15 || strchr("123478", s[0]) == NULL ||
	    !digits(s + 1, 4) || !nir_month(s + 3))
		return NULL;
	memcpy(body, s, 13);
	body[13] = '\0';
	/* Corsica: the letter counts as nil, and one or two million less */
	if (body[5] == '2' && (body[6] == 'A' || body[6] == 'B')) {
		less = body[6] == 'A' ? 1000000 : 2000000;
		body[6] = '0';
	}
	if (!digits(body, 13) || !digits(s + 13, 2) ||
	    (body[5] == '0' && body[6] == '0'))
		return NULL;
	n = strtoll(body, NULL, 10) - less;
	return 97 - n % 97 == strtoll(s + 13, NULL, 10) ? s : NULL;
}

/* Lengths of the countries of SEPA. */
static const struct {
	const char	*country;
	size_t		 len;
} ibans[] = {
	{ "AD", 24 }, { "AL", 28 }, { "AT", 20 }, { "BE", 16 }, { "BG", 22 },
	{ "CH", 21 }, { "CY", 28 }, { "CZ", 24 }, { "DE", 22 }, { "DK", 18 },
	{ "EE", 20 }, { "ES", 24 }, { "FI", 18 }, { "FR", 27 }, { "GB", 22 },
	{ "GI", 23 }, { "GR", 27 }, { "HR", 21 }, { "HU", 28 }, { "IE", 22 },
	{ "IS", 26 }, { "IT", 27 }, { "LI", 21 }, { "LT", 20 }, { "LU", 20 },
	{ "LV", 21 }, { "MC", 27 }, { "MD", 24 }, { "ME", 22 }, { "MK", 19 },
	{ "MT", 31 }, { "NL", 18 }, { "NO", 15 }, { "PL", 28 }, { "PT", 25 },
	{ "RO", 24 }, { "RS", 22 }, { "SE", 24 }, { "SI", 19 }, { "SK", 24 },
	{ "SM", 27 }, { "VA", 22 }
};

/* ISO 7064 mod 97-10: the first four last, letters as 10 to 35. */
static int
iban_remainder(const char *s, size_t n)
{
	int r = 0, c;
	size_t i;

	for (i = 0; i < n; i++) {
		c = s[(i + 4) % n];
		if (c >= '0' && c <= '9')
			r = (r * 10 + c - '0') % 97;
		else
			r = (r * 100 + c - 'A' + 10) % 97;
	}
	return r;
}

const char *
input_iban(struct arena *a, const char *typed)
{
	const char *s = upper(a, typed);
	size_t i, n = strlen(s);

	if (n < 15 || strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != n ||
	    !digits(s + 2, 2))
		return NULL;
	for (i = 0; i < sizeof(ibans) / sizeof(ibans[0]); i++)
		if (strncmp(s, ibans[i].country, 2) == 0)
			return n == ibans[i].len &&
			    iban_remainder(s, n) == 1 ? s : NULL;
	return NULL;
}

const char *
input_hour(struct arena *a, const char *typed)
{
	char *s = arena_dup(a, input_spaceless(a, typed)), *minutes;
	long long h, m = 0;

	str_lower(s);
	if ((minutes = strpbrk(s, "h:")) == NULL)
		return NULL;
	*minutes++ = '\0';
	if (str_starts(minutes, "eure"))	/* « 14 heures 30 » */
		minutes += minutes[4] == 's' ? 5 : 4;
	if (str_ends(minutes, "min"))
		minutes[strlen(minutes) - 3] = '\0';
	if (strlen(s) > 2 || str_number(s, 0, 23, &h) == -1 ||
	    (*minutes != '\0' && (strlen(minutes) != 2 ||
	    str_number(minutes, 0, 59, &m) == -1)))
		return NULL;
	return arena_fmt(a, "%02lld:%02lld", h, m);
}

const char *
input_hour_shown(struct arena *a, const char *s)
{
	long long h;

	if (strlen(s) != 5 ||
	    str_number(arena_dupn(a, s, 2), 0, 23, &h) == -1)
		return s;
	return str_eq(s + 3, "00") ? arena_fmt(a, "%lld\xc2\xa0h", h) :
	    arena_fmt(a, "%lld\xc2\xa0h\xc2\xa0%s", h, s + 3);
}

const char *
input_percent(struct arena *a, const char *typed)
{
	char *s = arena_dup(a, input_spaceless(a, typed)), *p;
	size_t n = strlen(s), whole;
	long long v;

	if (n > 0 && s[n - 1] == '%')
		s[--n] = '\0';
	if ((p = strpbrk(s, ",.")) != NULL) {
		*p = '\0';
		whole = strspn(p + 1, "0123456789");
		if (whole == 0 || whole > 2 || p[1 + whole] != '\0')
			return NULL;
		while (whole > 0 && p[whole] == '0')
			p[whole--] = '\0';
		if (whole == 0)
			p = NULL;
	}
	if (str_number(s, 0, 999999, &v) == -1)
		return NULL;
	return p == NULL ? arena_fmt(a, "%lld", v) :
	    arena_fmt(a, "%lld.%s", v, p + 1);
}

const char *
input_percent_shown(struct arena *a, const char *s)
{
	char *t = arena_fmt(a, "%s\xe2\x80\xaf%%", s), *point = strchr(t, '.');

	if (point != NULL)
		*point = ',';
	return t;
}

/* Domains of mail boxes; the second half are real ones near the first. */
static const char *const domains[] = {
	"gmail.com", "hotmail.fr", "hotmail.com", "outlook.fr", "outlook.com",
	"orange.fr", "wanadoo.fr", "yahoo.fr", "yahoo.com", "laposte.net",
	"free.fr", "sfr.fr", "live.fr", "live.com", "icloud.com", "neuf.fr",
	"bbox.fr", "protonmail.com", "numericable.fr", "aliceadsl.fr",
	"club-internet.fr", "msn.com", "aol.com",
	"mail.com", "email.com", "ymail.com", "gmx.com", "gmx.fr", "gmx.net",
	"me.com", "mac.com", "proton.me", "googlemail.com", "hotmail.be",
	"outlook.be", "live.be", "yahoo.be", "yahoo.de", "fre.fr", "mailo.com"
};
#define NCORRECTED	23

/* The same but for one letter more, less, other, or two changed over? */
static int
near(const char *s, const char *t)
{
	size_t n = strlen(s), m = strlen(t);

	while (*s != '\0' && *s == *t) {
		s++, t++;
		n--, m--;
	}
	if (n == m)
		return n > 0 && (str_eq(s + 1, t + 1) || (n > 1 &&
		    s[0] == t[1] && s[1] == t[0] && str_eq(s + 2, t + 2)));
	return n == m + 1 ? str_eq(s + 1, t) : m == n + 1 &&
	    str_eq(s, t + 1);
}

const char *
input_email_hint(struct arena *a, const char *email)
{
	static const char *const others[][2] = {
		{ "gmail.fr", "gmail.com" }, { "gmail.co", "gmail.com" },
		{ "icloud.fr", "icloud.com" }, { "laposte.fr", "laposte.net" },
		{ "orange.com", "orange.fr" }
	};
	const char *at = strchr(email, '@'), *found = NULL;
	size_t i;

	if (at++ == NULL)
		return NULL;
	for (i = 0; i < sizeof(domains) / sizeof(domains[0]); i++)
		if (str_eq(domains[i], at))
			return NULL;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_eq(others[i][0], at))
			found = others[i][1];
	/* short names differ by a letter without being mistakes */
	for (i = 0; i < NCORRECTED && found == NULL; i++)
		if (strlen(at) >= 7 && near(at, domains[i]))
			found = domains[i];
	return found == NULL ? NULL : arena_fmt(a, "%.*s%s",
	    (int)(at - email), email, found);
}
