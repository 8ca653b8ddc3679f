/*
 * break: where a line may end.
 *
 * Nothing is hyphenated.  A space inside a date, an amount, a short number and
 * what it counts, or a name (words that begin with a capital, with the
 * particles between them) ends a line only when the whole would be wider than
 * the column; so does the hyphen of a name.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "port/unicode.h"
#include "press/letters.h"

#define WORD_MAX	12	/* letters of a word that is looked up */
#define PARTICLES	2	/* between two parts of a name: « de La » */

static int
is_letter(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
	    (cp >= 0xC0 && cp < 0x2000 && cp != 0xD7 && cp != 0xF7);
}

static int
is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

/* Punctuation that never begins a line, even after a plain space. */
static int
holds_back(uint32_t cp)
{
	switch (cp) {
	case '!': case '?': case ':': case ';': case '%': case ')': case ']':
	case ',': case '.': case 0xBB: case 0x2013: case 0x2014: case 0x2026:
	case 0x20AC: case 0xB0: case 0x2019: case 0x201D:
		return 1;
	default:
		return 0;
	}
}

static int
ends_clause(uint32_t cp)
{
	return cp == ';' || cp == '.' || cp == ',' || cp == ')' || cp == ':' ||
	    cp == '!' || cp == '?' || cp == 0xBB;
}

static int
is_space(uint32_t cp)
{
	return cp == ' ' || cp == 0xA0 || cp == 0x202F;
}

/* Words: letters from first up to end, spaces of any kind around. */
struct word {
	size_t	 first, end;
};

static struct word
word_before(const struct letters *t, size_t space)
{
	struct word w = { space, space };

	while (w.first > 0 && !is_space(t->v[w.first - 1].cp))
		w.first--;
	return w;
}

static struct word
word_after(const struct letters *t, size_t space)
{
	struct word w = { space + 1, space + 1 };

	while (w.end < t->n && !is_space(t->v[w.end].cp))
		w.end++;
	return w;
}

static size_t
digits(const struct letters *t, struct word w)
{
	size_t i = w.first;

	while (i < w.end && is_digit(t->v[i].cp))
		i++;
	return i - w.first;
}

/* One of the words of a list, as it stands there. */
static int
is_one_of(const struct letters *t, struct word w, const char *list)
{
	char text[4 * WORD_MAX + 1];
	size_t i, n = 0;

	if (w.end == w.first || w.end - w.first > WORD_MAX)
		return 0;
	for (i = w.first; i < w.end; i++)
		n += utf8_encode(text + n, t->v[i].cp);
	text[n] = '\0';
	return str_has_word(list, text);
}

static int
is_month(const struct letters *t, struct word w)
{
	return is_one_of(t, w, "janvier février mars avril mai juin juillet "
	    "août septembre octobre novembre décembre");
}

/* Words that call for the number or the article after them. */
static int
calls_number(const struct letters *t, struct word before, struct word after)
{
	if (after.end == after.first || !(is_digit(t->v[after.first].cp) ||
	    (after.end - after.first > 1 && t->v[after.first + 1].cp == '.')))
		return 0;
	while (before.first < before.end &&
	    !is_letter(t->v[before.first].cp))
		before.first++;
	if (before.end - before.first > 2 &&
	    t->v[before.first + 1].cp == 0x2019)
		before.first += 2;	/* l’article */
	return is_one_of(t, before, "article articles annexe page point n° "
	    "numéro SIREN SIRET");
}

/* « 15 jours », « 4 380 », « 1er mai », « mai 2027 », « article » / « 6 ; ». */
static int
in_number(const struct letters *t, struct word before, struct word after)
{
	size_t n = before.end - before.first, d = digits(t, before);
	size_t m = after.end - after.first, e = digits(t, after);
	size_t i = after.end;

	if (n == 0 || m == 0)
		return 0;
	if (d >= 1 && d <= 3 && (d == n || (d == 1 && n <= 3 &&
	    is_letter(t->v[before.end - 1].cp))) &&
	    is_letter(t->v[after.first].cp))
		return 1;
	if (e == 4 && is_month(t, before))
		return 1;
	if (e == 3 && d == n)
		return 1;
	if (e < 1 || e > 3)
		return 0;
	if (e < m)
		return ends_clause(t->v[after.first + e].cp);
	while (i < t->n && t->v[i].cp != ' ' && is_space(t->v[i].cp))
		i++;
	return i == t->n || ends_clause(t->v[i].cp);
}

/* The first letter, behind « d’ » or « l’ ». */
static int
has_capital(const struct letters *t, struct word w)
{
	if (w.end - w.first > 2 && t->v[w.first + 1].cp == 0x2019)
		w.first += 2;
	return w.end > w.first && unicode_is_upper(t->v[w.first].cp);
}

static int
is_particle(const struct letters *t, struct word w)
{
	return w.end - w.first <= 3 && is_one_of(t, w, "de du des la le les "
	    "van von der den ben bin el al da do dos di");
}

/* Between two words of a name: « Marie de La Tour », « M. Martin ». */
static int
in_name(const struct letters *t, size_t space)
{
	struct word before = word_before(t, space);
	struct word after = word_after(t, space);
	int i;

	if (!has_capital(t, after) && !is_particle(t, after))
		return 0;
	if (is_one_of(t, before, "M. MM. Mme Mmes Mlle Me Dr") ||
	    (digits(t, before) == 5 && before.end - before.first == 5))
		return has_capital(t, after);	/* « 44150 Ancenis » too */
	for (i = 0; i < PARTICLES && is_particle(t, before); i++) {
		if (before.first == 0)
			return 0;
		before = word_before(t, before.first - 1);
	}
	for (; i < PARTICLES && is_particle(t, after) && after.end < t->n; i++)
		after = word_after(t, after.end);
	return has_capital(t, before) && is_letter(t->v[before.end - 1].cp) &&
	    has_capital(t, after);
}

/* A title does not end a line on « de » or « pour ». */
static int
in_title(const struct letters *t, struct word before)
{
	return t->title && is_one_of(t, before, "de du des la le les à au aux "
	    "et ou en un une sur par pour avec dans d’un d’une");
}

/* Letters side by side from i on: « ci-après » is not cut, « rendez-vous » is. */
static int
is_part(const struct letters *t, size_t i, int step)
{
	size_t n;

	for (n = 0; n < 3; n++, i = step < 0 ? i - 1 : i + 1)
		if (i >= t->n || !is_letter(t->v[i].cp))
			return 0;
	return 1;
}

static enum break_kind
at_space(const struct letters *t, size_t i)
{
	struct word before = word_before(t, i), after = word_after(t, i);

	if (holds_back(t->v[i + 1].cp) || t->v[i - 1].cp == 0xAB ||
	    t->v[i - 1].cp == '(')
		return BREAK_NEVER;
	if (in_number(t, before, after) || calls_number(t, before, after))
		return BREAK_NEVER;
	return in_name(t, i) || in_title(t, before) ? BREAK_WEAK : BREAK_HERE;
}

enum break_kind
break_after(const struct letters *t, size_t i)
{
	uint32_t cp = t->v[i].cp, after;

	if (i == 0 || i + 1 >= t->n)
		return BREAK_NEVER;
	if (cp == ' ')
		return at_space(t, i);
	after = t->v[i + 1].cp;
	if (cp == '-' || cp == 0x2010) {
		if (!is_part(t, i - 1, -1) || !is_part(t, i + 1, 1))
			return BREAK_NEVER;
		return unicode_is_upper(after) ? BREAK_WEAK : BREAK_HERE;
	}
	if (cp == '/' || cp == 0x2013 || cp == 0x2014)
		return is_letter(t->v[i - 1].cp) && is_letter(after) ?
		    BREAK_HERE : BREAK_NEVER;
	return BREAK_NEVER;
}
