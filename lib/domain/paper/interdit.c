/*
 * interdit: see the header.  The bytes become words: a word is letters and
 * digits, words are joined by spaces, dots and dashes only, and anything else
 * (another sign, a tag that begins a block) separates for good.
 */
#include "domain/paper/interdit.h"

#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/input.h"

/* Letters and digits of the longest IBAN, Malta's 31, and a little more. */
#define LONGEST	34
/* Of the shorter of both. */
#define SHORTEST 15

enum sign { SIGN_WORD, SIGN_JOIN, SIGN_BREAK };

struct scan {
	const char	*at, *end;
};

/* Elements inside a line: a number goes on through them. */
static int
is_inline(const char *name, size_t len)
{
	static const char *const names[] = {
		"a", "abbr", "b", "em", "i", "small", "span", "strong", "sub",
		"sup"
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == len &&
		    strncmp(names[i], name, len) == 0)
			return 1;
	return 0;
}

/* Step over a tag; does the line go on after it? */
static enum sign
skip_tag(struct scan *s)
{
	const char *name = s->at + 1, *close;
	size_t len = 0;

	close = memchr(s->at, '>', (size_t)(s->end - s->at));
	s->at = close == NULL ? s->end : close + 1;
	if (close != NULL && *name == '/')
		name++;
	while (name + len < s->end && isalnum((unsigned char)name[len]))
		len++;
	return is_inline(name, len) ? SIGN_JOIN : SIGN_BREAK;
}

static enum sign
next_sign(struct scan *s, char *letter)
{
	size_t width;
	uint32_t c;

	if (*s->at == '<')
		return skip_tag(s);
	width = utf8_decode(s->at, (size_t)(s->end - s->at), &c);
	s->at += width == 0 ? 1 : width;
	if (c < 0x80 && isalnum((int)c)) {
		*letter = (char)c;
		return SIGN_WORD;
	}
	/* spaces of all kinds, dots, dashes */
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '.' ||
	    c == '-' || c == 0xA0 || c == 0x202F || c == 0x2009 ||
	    c == 0x2010 || c == 0x2011 || c == 0x2013 ? SIGN_JOIN :
	    SIGN_BREAK;
}

static const char *
judge(struct arena *a, const char *s, size_t len, const char **what)
{
	if (len == SHORTEST && isdigit((unsigned char)s[0]) &&
	    input_nir(a, s) != NULL) {
		*what = "un numéro de sécurité sociale";
		return s;
	}
	if (len >= SHORTEST && isalpha((unsigned char)s[0]) &&
	    isdigit((unsigned char)s[2]) && input_iban(a, s) != NULL) {
		*what = "un numéro de compte";
		return s;
	}
	return NULL;
}

/* A number that begins at the word here, made of whole words. */
static const char *
number_at(struct arena *a, struct scan s, const char **what)
{
	char word[LONGEST + 1];
	size_t n = 0;
	enum sign sign = SIGN_WORD, before;
	char letter = '\0';

	while (s.at < s.end && n < LONGEST) {
		before = sign;
		sign = next_sign(&s, &letter);
		if (sign == SIGN_WORD) {
			word[n++] = letter;
			word[n] = '\0';
		} else if (before == SIGN_WORD &&
		    judge(a, word, n, what) != NULL)
			return arena_dup(a, word);
		if (sign == SIGN_BREAK)
			return NULL;
	}
	/* the end of the text ends the last word */
	return s.at == s.end && sign == SIGN_WORD ?
	    judge(a, arena_dup(a, word), n, what) : NULL;
}

const char *
interdit_find(struct arena *a, const char *xhtml, size_t len,
    const char **what)
{
	struct scan s = { xhtml, xhtml + len }, word;
	enum sign sign, before = SIGN_BREAK;
	const char *found;
	char letter;

	while (s.at < s.end) {
		word = s;
		sign = next_sign(&s, &letter);
		if (sign == SIGN_WORD && before != SIGN_WORD &&
		    (found = number_at(a, word, what)) != NULL)
			return found;
		before = sign;
	}
	return NULL;
}
