/*
 * Small questions about C strings.
 */
#include <string.h>

#include "base/str.h"

int
str_eq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

int
str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

int
str_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

void
str_lower(char *s)
{
	for (; *s != '\0'; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s += 'a' - 'A';
}

static const char *const wide_spaces[] = {
	"\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x8b", "\xef\xbb\xbf"
};
#define WIDE_SPACES (sizeof(wide_spaces) / sizeof(wide_spaces[0]))

static int
is_space(char c)
{
	return c != '\0' && strchr(" \t\r\n\f\v", c) != NULL;
}

/* Bytes of white space at s, 0 when there is none. */
static size_t
space_at(const char *s)
{
	size_t i;

	if (is_space(*s))
		return 1;
	for (i = 0; i < WIDE_SPACES; i++)
		if (str_starts(s, wide_spaces[i]))
			return strlen(wide_spaces[i]);
	return 0;
}

/* The same for the end of the n bytes at s. */
static size_t
space_before_end(const char *s, size_t n)
{
	size_t i, len;

	if (n > 0 && is_space(s[n - 1]))
		return 1;
	for (i = 0; i < WIDE_SPACES; i++) {
		len = strlen(wide_spaces[i]);
		if (n >= len && memcmp(s + n - len, wide_spaces[i], len) == 0)
			return len;
	}
	return 0;
}

char *
str_trim(struct arena *a, const char *s)
{
	size_t n, len;

	while ((n = space_at(s)) > 0)
		s += n;
	for (len = strlen(s); (n = space_before_end(s, len)) > 0; )
		len -= n;
	return arena_dupn(a, s, len);
}

char *
str_squeeze(struct arena *a, const char *s)
{
	char *copy = arena_dup(a, s), *to = copy;

	for (; *s != '\0'; s++) {
		if (strchr(" \t\n\r", *s) == NULL)
			*to++ = *s;
		else if (to > copy && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > copy && to[-1] == ' ')
		to--;
	*to = '\0';
	return copy;
}

char *
str_split(char **rest, char sep)
{
	char *part = *rest, *end;

	if (part == NULL)
		return NULL;
	if ((end = strchr(part, sep)) != NULL)
		*end++ = '\0';
	*rest = end;
	return part;
}

int
str_number(const char *s, long long min, long long max, long long *out)
{
	long long n = 0;
	int minus = 0;

	if (*s == '-')
		minus = 1, s++;
	if (*s == '\0')
		return -1;
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9' ||
		    __builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, *s - '0', &n))
			return -1;
	}
	if (minus)
		n = -n;
	if (n < min || n > max)
		return -1;
	*out = n;
	return 0;
}

int
str_has_word(const char *list, const char *word)
{
	size_t len = strlen(word);
	const char *p;

	if (len == 0 || strchr(word, ' ') != NULL)
		return 0;
	for (p = list; (p = strstr(p, word)) != NULL; p += len)
		if ((p == list || p[-1] == ' ') && (p[len] == ' ' ||
		    p[len] == '\0'))
			return 1;
	return 0;
}

int
str_is_blank(const char *s)
{
	return s == NULL || s[strspn(s, " \t\r\n")] == '\0';
}
