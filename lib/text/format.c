/*
 * Formats are a table of functions from one text to another.  None of them
 * makes markup: the template's writer adds the two elements they need.
 */
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/money.h"
#include "base/str.h"
#include "text/format.h"

#define NBSP	"\xc2\xa0"
#define NNBSP	"\xe2\x80\xaf"

static const char *
day(struct arena *a, const char *s)
{
	int32_t d = day_parse(s);

	return d == DAY_NONE ? s : day_french(a, d);
}

/* Two digits, both there. */
static int
two(const char *s)
{
	return s[0] >= '0' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9' ?
	    (s[0] - '0') * 10 + s[1] - '0' : -1;
}

static const char *
instant(struct arena *a, const char *s)
{
	int32_t d;
	int h, m, sec;

	if (strlen(s) != strlen("2026-11-22T10:11:12Z") || s[10] != 'T' ||
	    s[13] != ':' || s[16] != ':' || s[19] != 'Z' ||
	    (d = day_parse(arena_dupn(a, s, 10))) == DAY_NONE ||
	    (h = two(s + 11)) == -1 || h > 23 || (m = two(s + 14)) == -1 ||
	    m > 59 || (sec = two(s + 17)) == -1 || sec > 59)
		return s;
	return time_french(a, (int64_t)d * 86400 + h * 3600 + m * 60 + sec);
}

static const char *
euros(struct arena *a, const char *s)
{
	long long n;

	return str_number(s, 0, 9999999999999, &n) == -1 ? s :
	    money_french(a, n);
}

static const char *
lettres(struct arena *a, const char *s)
{
	long long n;

	return str_number(s, 0, 9999999999999, &n) == -1 ? s :
	    money_letters(a, n);
}

/* Put sep between groups of the sizes given; the last size repeats. */
static const char *
grouped(struct arena *a, const char *s, const char *sizes, const char *sep)
{
	struct buf b = BUF_INIT;
	const char *copy;
	size_t n = strlen(s), take;

	while (n > 0) {
		take = (size_t)(*sizes - '0');
		if (take > n)
			take = n;
		buf_add(&b, s, take);
		s += take;
		if ((n -= take) > 0)
			buf_str(&b, sep);
		if (sizes[1] != '\0')
			sizes++;
	}
	copy = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return copy;
}

static int
are_digits(const char *s, size_t n)
{
	return strlen(s) == n && strspn(s, "0123456789") == n;
}

static const char *
telephone(struct arena *a, const char *s)
{
	if (str_starts(s, "+33") && are_digits(s + 3, 9))
		return grouped(a, arena_fmt(a, "0%s", s + 3), "2", NBSP);
	/* +262 and the other codes of French territories; 9 digits follow */
	if (s[0] == '+' && are_digits(s + 1, 12))
		return grouped(a, s, "432", NBSP);
	return s;
}

/* After « tel: ». */
static const char *
appel(struct arena *a, const char *s)
{
	char *copy = arena_dup(a, s), *to = copy;
	size_t n;

	for (; *s != '\0'; s += n) {
		n = *s == ' ' ? 1 : str_starts(s, NBSP) ? strlen(NBSP) :
		    str_starts(s, NNBSP) ? strlen(NNBSP) : 0;
		if (n == 0) {
			*to++ = *s;
			n = 1;
		}
	}
	*to = '\0';
	return copy;
}

static const char *
siren(struct arena *a, const char *s)
{
	return are_digits(s, 9) ? grouped(a, s, "3", NBSP) : s;
}

static const char *
siret(struct arena *a, const char *s)
{
	return are_digits(s, 14) ? grouped(a, s, "3335", NBSP) : s;
}

static const char *
code(struct arena *a, const char *s)
{
	size_t n = strlen(s);

	return n % 4 != 0 || strspn(s, "0123456789abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != n ? s : grouped(a, s, "4", NBSP);
}

static const char *
lignes(struct arena *a, const char *s)
{
	(void)a;
	return s;
}

static const char *
month(struct arena *a, const char *s)
{
	int32_t day = day_parse(s);

	return day == DAY_NONE ? s : day_french_month(a, day);
}

static const char *
nombre(struct arena *a, const char *s)
{
	const char *digits = s + (*s == '-');
	size_t n = strlen(digits);
	char first[3] = { '0', '3', '\0' };

	if (n < 4 || !are_digits(digits, n))
		return s;
	first[0] = (char)('0' + (n % 3 == 0 ? 3 : n % 3));
	return arena_fmt(a, "%s%s", *s == '-' ? "\xe2\x88\x92" : "",
	    grouped(a, digits, first, NNBSP));
}

static const struct format {
	const char	*name;
	enum format_markup markup;
	const char	*(*write)(struct arena *, const char *);
} formats[] = {
	{ "appel",	FORMAT_PLAIN,	appel },
	{ "code",	FORMAT_PLAIN,	code },
	{ "euros",	FORMAT_PLAIN,	euros },
	{ "instant",	FORMAT_ORDINAL,	instant },
	{ "jour",	FORMAT_ORDINAL,	day },
	{ "lettres",	FORMAT_PLAIN,	lettres },
	{ "lignes",	FORMAT_LINES,	lignes },
	{ "mois",	FORMAT_PLAIN,	month },
	{ "nombre",	FORMAT_PLAIN,	nombre },
	{ "siren",	FORMAT_PLAIN,	siren },
	{ "siret",	FORMAT_PLAIN,	siret },
	{ "telephone",	FORMAT_PLAIN,	telephone },
};

const struct format *
format_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (str_eq(formats[i].name, name))
			return &formats[i];
	return NULL;
}

enum format_markup
format_markup(const struct format *f)
{
	return f->markup;
}

const char *
format_value(struct arena *a, const struct format *f, const char *s)
{
	return f->write(a, s);
}
