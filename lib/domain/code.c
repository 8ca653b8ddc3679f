/*
 * Luhn mod N with N = 30: an even base, so that every doubling stays a
 * permutation of the symbols.
 */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "domain/code.h"
#include "port/crypto.h"

static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
#define N	30

static int
rank(char c)
{
	const char *p = c == '\0' ? NULL : strchr(alphabet, c);

	return p == NULL ? -1 : (int)(p - alphabet);
}

/* Sum over len symbols, the last one counted once or (to make it) twice. */
static int
luhn(const char *s, size_t len, int factor)
{
	int sum = 0, v;

	while (len-- > 0) {
		v = rank(s[len]) * factor;
		sum += v / N + v % N;
		factor = 3 - factor;
	}
	return sum % N;
}

static void
make(char *s, size_t len)
{
	size_t i;

	for (i = 0; i + 1 < len; i++)
		s[i] = alphabet[random_below(N)];
	s[len - 1] = alphabet[(N - luhn(s, len - 1, 2)) % N];
}

static int
check(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (rank(s[i]) == -1)
			return 0;
	return s[len] == '\0' && luhn(s, len, 1) == 0;
}

/* In capitals and without what people put between the symbols. */
static char *
bare(struct arena *a, const char *typed)
{
	static const char *const gaps[] = { " ", "-", ".", "\t",
	    "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x90", "\xe2\x80\x91",
	    "\xe2\x80\x93", "\xe2\x80\x8b", "\xef\xbb\xbf" };
	char *s = arena_alloc(a, strlen(typed) + 1), *p = s;
	size_t i;

	while (*typed != '\0') {
		for (i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++)
			if (str_starts(typed, gaps[i]))
				break;
		if (i < sizeof(gaps) / sizeof(gaps[0])) {
			typed += strlen(gaps[i]);
			continue;
		}
		*p = *typed++;
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
		p++;
	}
	return s;
}

const char *
code_new(struct arena *a, size_t len)
{
	char *s;

	if (len < 2 || len > 32)
		fatalx("code: %zu symbols", len);
	s = arena_alloc(a, len + 1);
	make(s, len);
	return s;
}

const char *
code_read(struct arena *a, const char *typed, size_t len)
{
	char *s = bare(a, typed);

	return strlen(s) == len && check(s, len) ? s : NULL;
}

const char *
code_groups(struct arena *a, const char *code)
{
	size_t i, n = strlen(code);
	char *out = arena_alloc(a, n + n / 4 + 1), *p = out;

	for (i = 0; i < n; i++) {
		if (i > 0 && i % 4 == 0)
			*p++ = ' ';
		*p++ = code[i];
	}
	return out;
}

int
code_number(const char *code, uint64_t *number)
{
	size_t i;

	if (strlen(code) != CODE_DOCUMENT || !check(code, CODE_DOCUMENT))
		return -1;
	*number = 0;
	for (i = 0; i + 1 < CODE_DOCUMENT; i++)
		*number = *number * N + (uint64_t)rank(code[i]);
	return 0;
}

const char *
code_of_number(struct arena *a, uint64_t number)
{
	char *s = arena_alloc(a, CODE_DOCUMENT + 1);
	size_t i;

	for (i = CODE_DOCUMENT - 1; i-- > 0; number /= N)
		s[i] = alphabet[number % N];
	s[CODE_DOCUMENT - 1] = alphabet[(N - luhn(s, CODE_DOCUMENT - 1, 2)) %
	    N];
	return number == 0 ? s : NULL;
}

const char *
numero_new(struct arena *a, const char *prefix, int year)
{
	char s[CODE_ONETIME + 1] = { 0 };

	make(s, CODE_ONETIME);
	return arena_fmt(a, "%s-%02d-%.4s-%.2s", prefix, year % 100, s,
	    s + 4);
}

/* Letters, two digits, six symbols: read from the end. */
const char *
numero_read(struct arena *a, const char *typed)
{
	char *s = bare(a, typed), *tail;
	size_t i, n = strlen(s), letters;

	if (n < 2 + 2 + CODE_ONETIME || n > 6 + 2 + CODE_ONETIME)
		return NULL;
	letters = n - 2 - CODE_ONETIME;
	for (i = 0; i < letters; i++)
		if (s[i] < 'A' || s[i] > 'Z')
			return NULL;
	for (; i < letters + 2; i++)
		if (s[i] < '0' || s[i] > '9')
			return NULL;
	tail = s + letters + 2;
	if (!check(tail, CODE_ONETIME))
		return NULL;
	return arena_fmt(a, "%.*s-%.2s-%.4s-%.2s", (int)letters, s,
	    s + letters, tail, tail + 4);
}
