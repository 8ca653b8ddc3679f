/*
 * Amounts: reading what people type, writing what the law likes to read.
 * Number words follow the traditional spelling with hyphens below one
 * hundred.
 */
#include <string.h>

#include "base/buf.h"
#include "base/money.h"
#include "base/str.h"

#define NBSP	"\xc2\xa0"
#define NNBSP	"\xe2\x80\xaf"
#define LIMIT	INT64_C(10000000000000)

int
money_parse(const char *s, int64_t *cents)
{
	int64_t n = 0;
	int digits = 0, decimals = -1;

	while (*s != '\0') {
		if (*s >= '0' && *s <= '9') {
			if (decimals == 2 || n >= LIMIT / 10)
				return -1;
			n = n * 10 + (*s++ - '0');
			digits++;
			if (decimals >= 0)
				decimals++;
		} else if ((*s == ',' || *s == '.') && decimals < 0 && digits) {
			decimals = 0;
			s++;
		} else if (*s == ' ') {
			s++;
		} else if (str_starts(s, NBSP)) {
			s += strlen(NBSP);
		} else if (str_starts(s, NNBSP)) {
			s += strlen(NNBSP);
		} else if (str_starts(s, "€")) {
			s += strlen("€");
			if (*s != '\0')
				return -1;
		} else
			return -1;
	}
	if (digits == 0 || decimals == 0)
		return -1;
	for (; decimals < 2; decimals = decimals < 0 ? 1 : decimals + 1)
		n *= 10;
	if (n >= LIMIT)
		return -1;
	*cents = n;
	return 0;
}

const char *
money_french(struct arena *a, int64_t cents)
{
	const char *digits = arena_fmt(a, "%lld", (long long)(cents / 100));
	size_t i, n = strlen(digits);
	struct buf b = BUF_INIT;
	const char *out;

	for (i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			buf_str(&b, NNBSP);
		buf_char(&b, digits[i]);
	}
	if (cents % 100 != 0)
		buf_fmt(&b, ",%02d", (int)(cents % 100));
	buf_str(&b, NBSP "€");
	out = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return out;
}

static void
below_hundred(struct buf *b, int n, int last)
{
	static const char *const units[] = {
		"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept",
		"huit", "neuf", "dix", "onze", "douze", "treize", "quatorze",
		"quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"
	};
	static const char *const tens[] = {
		"", "", "vingt", "trente", "quarante", "cinquante", "soixante",
		"soixante", "quatre-vingt", "quatre-vingt"
	};
	int t = n / 10, u = n % 10;

	if (n < 20) {
		buf_str(b, units[n]);
		return;
	}
	if (t == 7 || t == 9)
		u += 10;
	buf_str(b, tens[t]);
	if (t == 8 && u == 0 && last)
		buf_char(b, 's');
	if (u == 0)
		return;
	buf_str(b, (u == 1 || u == 11) && t != 8 && t != 9 ? " et " : "-");
	buf_str(b, units[u]);
}

static void
below_thousand(struct buf *b, int n, int last)
{
	int h = n / 100, rest = n % 100;

	if (h > 1) {
		below_hundred(b, h, 0);
		buf_char(b, ' ');
	}
	if (h > 0)
		buf_str(b, h > 1 && rest == 0 && last ? "cents" : "cent");
	if (h > 0 && rest > 0)
		buf_char(b, ' ');
	if (rest > 0)
		below_hundred(b, rest, last);
}

static void
number_words(struct buf *b, int64_t n)
{
	static const struct { int64_t unit; const char *name; } big[] = {
		{ 1000000000, "milliard" }, { 1000000, "million" }
	};
	size_t i;

	if (n == 0)
		buf_str(b, "zéro");
	for (i = 0; i < sizeof(big) / sizeof(big[0]); i++)
		if (n >= big[i].unit) {
			below_thousand(b, (int)(n / big[i].unit), 1);
			buf_fmt(b, " %s%s", big[i].name,
			    n / big[i].unit > 1 ? "s" : "");
			if ((n %= big[i].unit) > 0)
				buf_char(b, ' ');
		}
	if (n >= 1000) {
		if (n / 1000 > 1) {
			below_thousand(b, (int)(n / 1000), 0);
			buf_char(b, ' ');
		}
		buf_str(b, "mille");
		if ((n %= 1000) > 0)
			buf_char(b, ' ');
	}
	if (n > 0)
		below_thousand(b, (int)n, 1);
}

const char *
money_letters(struct arena *a, int64_t cents)
{
	struct buf b = BUF_INIT;
	int64_t euros = cents / 100;
	int rest = (int)(cents % 100);
	const char *out;

	number_words(&b, euros);
	/* « un million d'euros », but « un million cent euros » */
	buf_str(&b, euros >= 1000000 && euros % 1000000 == 0 ? " d’euro" :
	    " euro");
	if (euros >= 2)
		buf_char(&b, 's');
	if (rest > 0) {
		buf_str(&b, " et ");
		below_hundred(&b, rest, 1);
		buf_str(&b, rest > 1 ? " centimes" : " centime");
	}
	out = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return out;
}
