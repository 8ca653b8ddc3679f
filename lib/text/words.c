/*
 * French is nearly all Latin-1, which is folded here by a table; a word with
 * any other letter goes the long way through libunistring.  Both give the
 * same, which the test asserts letter by letter.
 */
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/utf8.h"
#include "port/unicode.h"
#include "text/words.h"

/* U+00C0 to U+00FF; « . » is a word's end, the digraphs are below. */
static const char latin[] =
    "aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y";

enum kind { GAP, LETTER, DIGIT, FOREIGN };

/* What a code point is, and in out what it folds to (FOREIGN: unknown). */
static enum kind
look(uint32_t cp, char out[3])
{
	out[0] = out[1] = out[2] = '\0';
	if ((cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z')) {
		out[0] = (char)(cp | 0x20);
		return LETTER;
	}
	if (cp >= '0' && cp <= '9') {
		out[0] = (char)cp;
		return DIGIT;
	}
	if (cp < 0xc0)
		return cp == 0xaa || cp == 0xb5 || cp == 0xba ? FOREIGN : GAP;
	if (cp == 0xd7 || cp == 0xf7)
		return GAP;
	if (cp < 0x100 && latin[cp - 0xc0] != '.') {
		out[0] = latin[cp - 0xc0];
		return LETTER;
	}
	if (cp == 0xe6 || cp == 0xc6 || cp == 0x153 || cp == 0x152) {
		out[0] = cp > 0x100 ? 'o' : 'a';
		out[1] = 'e';
		return LETTER;
	}
	return unicode_is_letter(cp) || unicode_is_mark(cp) ? FOREIGN : GAP;
}

static void
fold_long_way(struct word *w)
{
	struct arena *a = arena_new();
	const char *s = unicode_fold(a, arena_dupn(a, w->start, w->len));
	uint32_t cp;
	size_t n = 0, used;

	/* what it puts in the place of a gap inside a word says nothing */
	for (; *s != '\0' && n + 4 < WORD_KEY; s += used) {
		if ((used = utf8_decode(s, strlen(s), &cp)) == 0)
			break;
		if (!unicode_is_letter(cp) && (cp < '0' || cp > '9'))
			continue;
		memcpy(w->fold + n, s, used);
		n += used;
	}
	w->fold[n] = '\0';
	arena_free(a);
}

static int
ends(const char *key, size_t n, const char *end)
{
	size_t k = strlen(end);

	return n >= k && memcmp(key + n - k, end, k) == 0;
}

static void
singular(char *key)
{
	size_t n = strlen(key);

	if (n < 4)
		return;
	if (str_eq(key, "travaux") || str_eq(key, "baux"))
		memcpy(key + n - 2, "il", 3);
	else if (ends(key, n, "eaux") || ends(key, n, "eux") ||
	    ends(key, n, "oux"))
		key[--n] = '\0';
	else if (ends(key, n, "aux"))
		memcpy(key + n - 2, "l", 2);
	else if (key[n - 1] == 's')
		key[--n] = '\0';
}

static void
masculine(char *key)
{
	size_t n = strlen(key);

	if (n < 6)
		return;
	if (ends(key, n, "ee") && n > 6)
		key[n - 1] = '\0';
	else if (ends(key, n, "euse"))
		memcpy(key + n - 2, "r", 2);
	else if (ends(key, n, "trice"))
		memcpy(key + n - 4, "eur", 4);
}

int
word_next(const char **s, struct word *w)
{
	const char *p = *s;
	enum kind kind, first = GAP;
	int foreign = 0;
	uint32_t cp;
	size_t n = 0, i, used;
	char out[3];

	for (; *p != '\0'; p += used) {
		if ((unsigned char)*p < 0x80) {
			used = 1;
			cp = (unsigned char)*p;
		} else if ((used = utf8_decode(p, strnlen(p, 4), &cp)) == 0) {
			used = 1;	/* the caller's mistake: a gap */
			cp = ' ';
		}
		kind = look(cp, out);
		if (kind == FOREIGN) {
			foreign = 1;
			kind = LETTER;
		}
		if (first == GAP && kind == GAP)
			continue;
		if (first == GAP) {
			first = kind;
			w->start = p;
		} else if (kind != first)
			break;
		for (i = 0; out[i] != '\0' && n + 1 < WORD_KEY; i++)
			w->fold[n++] = out[i];
	}
	*s = p;
	if (first == GAP)
		return 0;
	w->len = (size_t)(p - w->start);
	w->fold[n] = '\0';
	if (foreign)
		fold_long_way(w);
	if (w->fold[0] == '\0')		/* a lonely accent */
		return word_next(s, w);
	memcpy(w->key, w->fold, strlen(w->fold) + 1);
	if (first == LETTER)
		word_stem(w->key);
	return 1;
}

void
word_stem(char *key)
{
	singular(key);
	masculine(key);
}

int
word_is_joined(const struct word *w, const struct word *next)
{
	const char *gap = w->start + w->len;
	size_t n = (size_t)(next->start - gap);

	return (n == 1 && *gap == '-') || (n == 3 &&
	    (memcmp(gap, "\u2010", 3) == 0 || memcmp(gap, "\u2011", 3) == 0));
}

int
word_is_small(const char *key)
{
	static const char small[] = "a ai as au aux avec c ca ce ces cet cette "
	    "chez comment d dan de des du elle en es est et etre fait il ils "
	    "j je l la le les leur lui m ma mai me mes moi mon n ne nos notre "
	    "nou on ont ou par pa pas plus plu pour pourquoi qu quand que quel "
	    "quelle qui quoi s sa san se ses si son sont sur t ta te tes toi "
	    "ton tou tout tu un une vos votre vou y";

	return str_has_word(small, key);
}

size_t
word_distance(const char *a, const char *b, size_t max)
{
	size_t row[3][WORD_KEY + 1], *two = row[0], *one = row[1];
	size_t *now = row[2], *kept, n = strlen(a), m = strlen(b), i, j, best;

	if (n > WORD_KEY || m > WORD_KEY || n > m + max || m > n + max)
		return max + 1;
	for (j = 0; j <= m; j++)
		one[j] = two[j] = j;
	for (i = 1; i <= n; i++) {
		now[0] = best = i;
		for (j = 1; j <= m; j++) {
			now[j] = one[j - 1] + (a[i - 1] != b[j - 1]);
			if (one[j] + 1 < now[j])
				now[j] = one[j] + 1;
			if (now[j - 1] + 1 < now[j])
				now[j] = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && two[j - 2] + 1 < now[j])
				now[j] = two[j - 2] + 1;
			if (now[j] < best)
				best = now[j];
		}
		if (best > max)
			return max + 1;
		kept = two;
		two = one;
		one = now;
		now = kept;
	}
	return one[m] > max ? max + 1 : one[m];
}
