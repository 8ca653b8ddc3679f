/*
 * French typography in two passes over one text: first what happens inside
 * words (apostrophes, dots, spaces that were forgotten), then what each space
 * between words becomes.  Both see the text as words, spaces and marks; a
 * mark is a word nothing is known about.
 *
 * Invariant: a text that went through stays the same when it goes again.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/str.h"
#include "text/typo.h"

#define NBSP	"\xc2\xa0"
#define NNBSP	"\xe2\x80\xaf"
#define OPEN	"\xc2\xab"		/* « */
#define CLOSE	"\xc2\xbb"		/* » */
#define APOSTROPHE "\xe2\x80\x99"
#define DOTS	"\xe2\x80\xa6"
#define DASH	"\xe2\x80\x93"

enum kind { WORD, SPACE, MARK };

struct token {
	enum kind	 kind;
	const char	*s;
	size_t		 len;
	int		 is_plain;	/* a word of letters and commas alone */
};

struct text {
	struct token	*tokens;
	size_t		 n, size;
};

/* Bytes of a space at s, 0 when there is none. */
static size_t
space_at(const char *s)
{
	if (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
		return 1;
	if ((unsigned char)*s < 0xc2)
		return 0;
	if (str_starts(s, NBSP))
		return strlen(NBSP);
	if (str_starts(s, NNBSP))
		return strlen(NNBSP);
	return 0;
}

/* The length of the mark at s, 0 when there is none. */
static size_t
mark_at(const char *s)
{
	const char *end;

	if (s[0] != '{' || s[1] != '{' || (end = strstr(s, "}}")) == NULL)
		return 0;
	return (size_t)(end + 2 - s);
}

/* ASCII letters, commas and the letters from À to ÿ: most words by far. */
static size_t
plain_bytes(const char *s)
{
	size_t n = 0;

	for (;; n++)
		if ((unsigned char)s[n] == 0xc3 && s[n + 1] != '\0')
			n++;
		else if ((s[n] < 'a' || s[n] > 'z') && (s[n] < 'A' ||
		    s[n] > 'Z') && s[n] != ',')
			return n;
}

static void
cut_up(struct text *t, const char *s)
{
	struct token *k;
	size_t n, used;

	t->n = 0;
	for (; *s != '\0'; s += used) {
		if (t->n == t->size) {
			t->size = t->size == 0 ? 64 : t->size * 2;
			t->tokens = realloc(t->tokens, t->size *
			    sizeof(*t->tokens));
			if (t->tokens == NULL)
				fatal("typo");
		}
		k = &t->tokens[t->n++];
		k->s = s;
		used = plain_bytes(s);
		k->is_plain = used > 0 && (s[used] == ' ' || s[used] == '\0');
		if (k->is_plain)
			k->kind = WORD;
		else if ((used = mark_at(s)) > 0)
			k->kind = MARK;
		else if (space_at(s) > 0) {
			k->kind = SPACE;
			while ((n = space_at(s + used)) > 0)
				used += n;
		} else {
			k->kind = WORD;
			do
				used++;
			while (s[used] != '\0' && space_at(s + used) == 0 &&
			    mark_at(s + used) == 0);
		}
		k->len = used;
	}
}

/* Questions about words. */

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (unsigned char)c >= 0x80;
}

static int
is_capital(const char *s)
{
	/* À to Þ are C3 80 to C3 9E; Œ is C5 92 */
	return (*s >= 'A' && *s <= 'Z') || (s[0] == '\xc3' &&
	    (unsigned char)s[1] >= 0x80 && (unsigned char)s[1] <= 0x9e) ||
	    str_starts(s, "\xc5\x92");
}

static int
ends(const struct token *k, const char *suffix)
{
	size_t n = strlen(suffix);

	return k->kind == WORD && k->len >= n && memcmp(k->s + k->len - n,
	    suffix, n) == 0;
}

static int
starts(const struct token *k, const char *prefix)
{
	size_t n = strlen(prefix);

	return k->kind == WORD && k->len >= n && memcmp(k->s, prefix, n) == 0;
}

static int
equals(const struct token *k, const char *s)
{
	return k->len == strlen(s) && starts(k, s);
}

/* The word without what may stand before it: « (n° », « l’article ». */
static struct token
core(const struct token *k)
{
	struct token c = *k;
	size_t i;

	while (starts(&c, "(") || starts(&c, "[") || starts(&c, OPEN)) {
		i = starts(&c, OPEN) ? strlen(OPEN) : 1;
		c.s += i;
		c.len -= i;
	}
	for (i = 0; i + strlen(APOSTROPHE) < c.len; i++)
		if (c.s[i] == APOSTROPHE[0] && str_starts(c.s + i, APOSTROPHE)) {
			c.s += i + strlen(APOSTROPHE);
			c.len -= i + strlen(APOSTROPHE);
			i = 0;
		}
	return c;
}

/* Is the word one of the list, perhaps with punctuation behind it? */
static int
is_one_of(const struct token *k, const char *const *list)
{
	size_t n;

	for (; *list != NULL; list++) {
		n = strlen(*list);
		if (k->s[0] != **list || !starts(k, *list))
			continue;
		if (k->len == n || (!is_letter(k->s[n]) && !is_digit(
		    k->s[n])) || str_starts(k->s + n, DOTS) || str_starts(
		    k->s + n, CLOSE))
			return 1;
	}
	return 0;
}

/* How many digits the word begins with; 0 too when a letter follows them. */
static size_t
leading_digits(const struct token *k)
{
	size_t n = 0;

	if (k->kind != WORD)
		return 0;
	while (n < k->len && is_digit(k->s[n]))
		n++;
	if (n < k->len && (is_letter(k->s[n]) || k->s[n] == '-') &&
	    !str_starts(k->s + n, CLOSE) && !str_starts(k->s + n, DOTS))
		return 0;
	return n;
}

static int
all_digits(const struct token *k, size_t min, size_t max)
{
	return leading_digits(k) == k->len && k->len >= min && k->len <= max;
}

static int
is_address(const struct token *k)
{
	size_t i;

	for (i = 0; i < k->len; i++)
		if (k->s[i] == '@' || (i + 2 < k->len && memcmp(k->s + i,
		    "://", 3) == 0))
			return 1;
	return starts(k, "/") || starts(k, "www.") || starts(k, "#");
}

/* Inside words. */

/* « 14h30 », « 14h »: where the h is, or 0. */
static size_t
hour_at(const struct token *k)
{
	size_t n = 0, h;

	while (n < k->len && is_digit(k->s[n]))
		n++;
	if (n == 0 || n > 2 || n == k->len || k->s[n] != 'h')
		return 0;
	for (h = n++; n < k->len && is_digit(k->s[n]); n++)
		;
	return n == k->len || !is_letter(k->s[n]) || str_starts(k->s + n,
	    CLOSE) || str_starts(k->s + n, DOTS) ? h : 0;
}

/* Does punctuation begin at i that runs to the end of the word? */
static int
is_final(const struct token *k, size_t i)
{
	size_t n;

	for (; i < k->len; i += n) {
		n = strchr(";!?:)]", k->s[i]) != NULL ? 1 :
		    str_starts(k->s + i, CLOSE) ? strlen(CLOSE) : 0;
		if (n == 0)
			return 0;
	}
	return 1;
}

/* Is there a mark right before the word; right after? */
static void
write_word(struct buf *b, const struct token *k, int known, int followed)
{
	size_t i, h, start = b->len;
	struct token rest;
	char before;

	if (k->is_plain || is_address(k)) {
		buf_add(b, k->s, k->len);
		return;
	}
	if ((h = hour_at(k)) > 0) {
		buf_add(b, k->s, h);
		buf_str(b, NBSP "h");
		if (++h < k->len && is_digit(k->s[h]))
			buf_str(b, NBSP);
		rest = (struct token){ WORD, k->s + h, k->len - h, 0 };
		write_word(b, &rest, 1, followed);
		return;
	}
	for (i = 0; i < k->len; i++) {
		before = b->len > start ? b->data[b->len - 1] : '\0';
		if (k->s[i] == '\'' && (is_letter(before) || (i == 0 &&
		    known && k->len > 1))) {
			buf_str(b, APOSTROPHE);
		} else if (k->len - i >= 3 && memcmp(k->s + i, "...", 3) == 0
		    && before != '.' && (i + 3 == k->len || k->s[i + 3] !=
		    '.')) {
			buf_str(b, DOTS);
			i += 2;
		} else if (k->len - i >= 2 && memcmp(k->s + i, OPEN, 2) == 0) {
			buf_str(b, OPEN);
			if (++i + 1 < k->len || followed)
				buf_str(b, NBSP);
		} else if (k->len - i >= 2 && memcmp(k->s + i, CLOSE, 2) ==
		    0) {
			if (i > 0 || known)
				buf_str(b, NBSP);
			buf_str(b, CLOSE);
			i++;
		} else if (strchr(";!?:", k->s[i]) != NULL && (i > 0 ||
		    known) && strchr(";!?:([", before == '\0' ? 'x' : before)
		    == NULL && is_final(k, i)) {
			buf_str(b, k->s[i] == ':' ? NBSP : NNBSP);
			buf_char(b, k->s[i]);
		} else if (is_digit(before) && (k->s[i] == '%' ||
		    (k->len - i >= 3 && memcmp(k->s + i, "€", 3) == 0))) {
			buf_str(b, NBSP);
			buf_char(b, k->s[i]);
		} else
			buf_char(b, k->s[i]);
	}
}

static void
write_words(struct buf *b, const struct text *t)
{
	const struct token *k;
	size_t i;

	for (i = 0; i < t->n; i++) {
		k = &t->tokens[i];
		if (k->kind == WORD)
			write_word(b, k, i > 0 && k[-1].kind == MARK,
			    i + 1 < t->n && k[1].kind == MARK);
		else
			buf_add(b, k->s, k->len);
	}
}

/* Between words. */

static const char *const units[] = {
	"%", "‰", "€", "$", "£", "°C", "h", "min", "k€", "M€", "km", "m", "m²",
	"cm", "mm", "km²", "kg", "g", "t", "l", "ha", "ko", "Ko", "Mo", "Go",
	"kWh", NULL
};
static const char *const months[] = {
	"janvier", "février", "mars", "avril", "mai", "juin", "juillet",
	"août", "septembre", "octobre", "novembre", "décembre", NULL
};
static const char *const before_number[] = {
	"n°", "N°", "art.", "Art.", "article", "Article", "al.", "p.", "page",
	"pages", "L.", "R.", "D.", "A.", "étape", "Étape", NULL
};
static const char *const before_name[] = {
	"M.", "MM.", "Mme", "Mmes", "Dr", "Me", "Mgr", NULL
};

static int
is_whole(const struct token *k, const char *const *list)
{
	struct token c = core(k);

	for (; *list != NULL; list++)
		if (equals(&c, *list))
			return 1;
	return 0;
}

/* Digits at the end, or a mark, which may be a number. */
static int
is_amount(const struct token *k)
{
	return k->kind == MARK || is_digit(k->s[k->len - 1]);
}

/* The word i tokens away, or NULL; words and spaces alternate. */
static const struct token *
around(const struct text *t, size_t at, int by)
{
	size_t i = by < 0 ? at - (size_t)-by : at + (size_t)by;

	if ((by < 0 && (size_t)-by > at) || i >= t->n)
		return NULL;
	return &t->tokens[i];
}

/* Is the space at i inside 0d dd dd dd dd? */
static int
in_telephone(const struct text *t, size_t i)
{
	const struct token *k;
	struct token first;
	int back, g;

	for (back = 1; back <= 7; back += 2) {
		if ((k = around(t, i, -back)) == NULL)
			return 0;
		first = core(k);
		if (!all_digits(&first, 2, 2) || first.s[0] != '0')
			continue;
		for (g = 2; g <= 8; g += 2) {
			if ((k = around(t, i, g - back)) == NULL ||
			    leading_digits(k) != 2 || (g < 8 && k->len != 2))
				break;
		}
		if (g > 8)
			return 1;
	}
	return 0;
}

/* Is the space at i between two groups of one number? */
static int
in_number(const struct text *t, size_t i)
{
	const struct token *k = around(t, i, -1);
	struct token first;
	int back;

	if (k == NULL || leading_digits(around(t, i, 1)) != 3)
		return 0;
	for (back = -1; (k = around(t, i, back)) != NULL; back -= 2) {
		first = core(k);
		if (!all_digits(&first, 1, 3))
			return 0;
		/* a group of three may have others before it */
		if (first.len < 3 || first.s != k->s || around(t, i, back -
		    2) == NULL || !all_digits(around(t, i, back - 2), 1, 3))
			return first.s[0] != '0';
	}
	return 0;
}

static int
newlines(const struct token *k)
{
	size_t i;
	int n = 0;

	for (i = 0; i < k->len; i++)
		n += k->s[i] == '\n';
	return n;
}

/* What must stand for the space at i, or NULL when any space will do. */
static const char *
space_for(const struct text *t, size_t i)
{
	const struct token *p = around(t, i, -1), *n = around(t, i, 1), *q;
	struct token c;

	if (p != NULL && n != NULL && p->is_plain && n->is_plain &&
	    p->s[0] != 'M' && p->s[0] != 'D')	/* Mme, Dr */
		return NULL;
	if (newlines(&t->tokens[i]) > 1)	/* another paragraph */
		return NULL;
	if (n == NULL)
		return p != NULL && ends(p, OPEN) ? NBSP : NULL;
	if (starts(n, ";") || starts(n, "!") || starts(n, "?"))
		return NNBSP;
	if (starts(n, ":") && (n->len == 1 || is_final(n, 1)))
		return NBSP;
	if (starts(n, CLOSE) || (p != NULL && ends(p, OPEN)))
		return NBSP;
	if (p == NULL)
		return NULL;
	if (is_amount(p) && is_one_of(n, units))
		return NBSP;
	if (equals(p, "h") && leading_digits(n) == 2 && (q = around(t, i,
	    -3)) != NULL && is_amount(q))
		return NBSP;
	if (in_telephone(t, i))
		return NBSP;
	if (in_number(t, i))
		return NNBSP;
	c = core(p);
	if ((all_digits(&c, 1, 2) || equals(&c, "1er")) && is_one_of(n,
	    months))
		return NBSP;
	if (is_whole(p, months) && leading_digits(n) == 4)
		return NBSP;
	if (is_whole(p, before_number) && (n->kind == MARK ||
	    is_digit(n->s[0])))
		return NBSP;
	if (is_whole(p, before_name) && (n->kind == MARK || is_capital(n->s)))
		return NBSP;
	return NULL;
}

static int
is_wide(const struct token *k)
{
	return k->len == strlen(NBSP) && memcmp(k->s, NBSP, k->len) == 0;
}

/* A dash between two spaces: not a list's, at the start of a line. */
static int
is_dash(const struct text *t, size_t i)
{
	const struct token *k = &t->tokens[i];

	if (!equals(k, "-") && !equals(k, "--") && !equals(k, DASH))
		return 0;
	return i >= 2 && i + 2 < t->n && k[-1].kind == SPACE &&
	    k[1].kind == SPACE && newlines(&k[-1]) == 0;
}

static int
ends_sentence(const struct token *k)
{
	return ends(k, ".") || ends(k, "!") || ends(k, "?") || ends(k, DOTS);
}

/*
 * For the dash at i: is it the first of a pair in its sentence, the second, or
 * alone?  1, 2 or 0.
 */
static int
dash_place(const struct text *t, size_t i)
{
	size_t k;
	int before = 0;

	for (k = i; k-- > 0 && !ends_sentence(&t->tokens[k]); )
		before += is_dash(t, k);
	if (before % 2 == 1)
		return 2;
	for (k = i + 1; k < t->n; k++) {
		if (is_dash(t, k))
			return 1;
		if (ends_sentence(&t->tokens[k]))
			break;
	}
	return 0;
}

/* Is the space at i inside an aside, next to its dash? */
static int
dash_space(const struct text *t, size_t i, int *breaks)
{
	*breaks = 0;
	if (i + 1 < t->n && is_dash(t, i + 1)) {
		*breaks = dash_place(t, i + 1) == 1;
		return 1;
	}
	if (i > 0 && is_dash(t, i - 1)) {
		*breaks = dash_place(t, i - 1) != 1;
		return 1;
	}
	return 0;
}

static void
write_spaces(struct buf *b, const struct text *t)
{
	const struct token *k;
	const char *space;
	int breaks;
	size_t i;

	for (i = 0; i < t->n; i++) {
		k = &t->tokens[i];
		if (k->kind == WORD && is_dash(t, i))
			buf_str(b, DASH);
		else if (k->kind != SPACE)
			buf_add(b, k->s, k->len);
		else if ((space = space_for(t, i)) != NULL)
			buf_str(b, space);
		else if (!dash_space(t, i, &breaks))
			buf_add(b, k->s, k->len);
		else if (!breaks)
			buf_str(b, NBSP);
		else if (is_wide(k))
			buf_char(b, ' ');
		else
			buf_add(b, k->s, k->len);
	}
}

/*
 * Nothing but plain words, full stops and spaces, and no word that may be
 * « M. » or « Dr »: all rules leave that alone.
 */
static int
is_plain_text(const char *s)
{
	size_t n;

	while (*s != '\0') {
		if (*s == 'M' || *s == 'D')
			return 0;
		if ((n = plain_bytes(s)) > 0)
			s += n;
		else if (*s == ' ' || *s == '\n' || (*s == '.' && s[1] !=
		    '.'))
			s++;
		else
			return 0;
	}
	return 1;
}

#define ROUNDS	8

/*
 * A space put in for one rule may be what another waits for (« 14h30 » glued
 * to a quotation mark), so it goes on until nothing changes.
 */
const char *
typo_text(struct arena *a, const char *s)
{
	struct buf words = BUF_INIT, spaces = BUF_INIT;
	struct text t = { NULL, 0, 0 };
	const char *before;
	int i;

	if (is_plain_text(s))
		return s;
	for (i = 0; i < ROUNDS; i++) {
		before = s;
		buf_reset(&words);
		buf_reset(&spaces);
		cut_up(&t, s);
		write_words(&words, &t);
		if (!str_eq(buf_cstr(&words), s))
			cut_up(&t, buf_cstr(&words));
		write_spaces(&spaces, &t);
		if (str_eq(buf_cstr(&spaces), before))
			break;
		s = arena_dupn(a, buf_cstr(&spaces), spaces.len);
	}
	free(t.tokens);
	buf_free(&words);
	buf_free(&spaces);
	return s;
}

/* Trees. */

/* The letters of an ordinal at s, behind its digit; 0 when it is none. */
static size_t
ordinal_at(const char *s)
{
	static const char *const letters[] = { "ers", "res", "er", "re" };
	size_t i, n;

	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		n = strlen(letters[i]);
		if (str_starts(s, letters[i]) && (!is_letter(s[n]) ||
		    space_at(s + n) > 0) && !is_digit(s[n]))
			return n;
	}
	return 0;
}

/* Lift the ordinals of a text node into <sup>. */
static void
raise_ordinals(struct arena *a, struct node *text)
{
	const char *s = arena_dup(a, node_text(text)), *p;
	size_t n;

	for (p = s; (p = strchr(p, '1')) != NULL; p++) {
		if ((p > s && (is_digit(p[-1]) || is_letter(p[-1])) &&
		    !(p - s >= 2 && space_at(p - 2) == 2) && !(p - s >= 3 &&
		    space_at(p - 3) == 3)) || (n = ordinal_at(p + 1)) == 0)
			continue;
		node_add_text_before(text, arena_dupn(a, s, (size_t)(p + 1 -
		    s)));
		node_append(node_add_before(text, "sup"), arena_dupn(a, p +
		    1, n));
		p += n;
		s = p + 1;
		node_retext(text, s);
	}
}

static int
is_left_alone(const struct node *n)
{
	static const char *const names[] = {
		"code", "pre", "kbd", "samp", "script", "style", "textarea"
	};
	const char *lang = node_attr(n, "lang");
	size_t i;

	if (lang != NULL && !str_starts(lang, "fr"))
		return 1;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(node_name(n), names[i]))
			return 1;
	return 0;
}

static void
walk(struct arena *a, struct node *n)
{
	struct node *c, *next;
	const char *s;

	if (is_left_alone(n))
		return;
	for (c = node_first(n); c != NULL; c = next) {
		next = node_next(c);
		if (node_kind(c) == NODE_ELEMENT)
			walk(a, c);
		else if (node_kind(c) == NODE_TEXT) {
			s = typo_text(a, node_text(c));
			if (!str_eq(s, node_text(c)))
				node_retext(c, s);
			raise_ordinals(a, c);
		}
	}
}

void
typo_tree(struct node *n)
{
	struct arena *a = arena_new();

	walk(a, n);
	arena_free(a);
}
