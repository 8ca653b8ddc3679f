/*
 * Finding a commune by what somebody typed.
 *
 * All names stand folded in one text, a line each: an exact name, a beginning
 * and a word inside are found by one pass of memmem() over half a megabyte.
 * Misspelt names are found by the edit distance, 64 letters at a time (Myers
 * 1999), on those names only that hold enough of the letters.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "domain/territory/commune_index.h"
#include "port/unicode.h"
#include "text/input.h"

#define FOLDED	0x180		/* Latin letters up to here have a table */
#define WORDS	64		/* letters of a name that are looked at */

/* Which letters: a to z, others share a bit. */
static uint32_t
letters_of(const char *s, size_t n)
{
	uint32_t set = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] >= 'a' && s[i] <= 'z')
			set |= (uint32_t)1 << (s[i] - 'a');
		else if (s[i] != ' ')
			set |= (uint32_t)1 << 26;
	return set;
}

/*
 * What each letter becomes between two others, asked once of
 * unicode_fold(), which is too slow for every name at every start.
 */
static void
fold_table(struct arena *a, const char *table[FOLDED])
{
	char one[8];
	const char *s;
	uint32_t cp;
	size_t n;

	for (cp = 0x20; cp < FOLDED; cp++) {
		one[0] = 'a';
		n = 1 + utf8_encode(one + 1, cp);
		one[n] = 'a';
		one[n + 1] = '\0';
		s = unicode_fold(a, one);
		table[cp] = arena_dupn(a, s + 1, strlen(s) - 2);
	}
}

/* One space for many, as unicode_fold() has it: « Sarroux - Saint Julien ». */
static void
add_folded(struct buf *keys, const char *s)
{
	if (*s != ' ' || keys->data[keys->len - 1] != ' ')
		buf_str(keys, s);
}

static void
add_key(struct arena *a, struct buf *keys, const char *table[FOLDED],
    const char *name)
{
	size_t from = keys->len, left = strlen(name), n;
	const char *s;
	uint32_t cp;

	for (s = name; left > 0; s += n, left -= n) {
		n = utf8_decode(s, left, &cp);
		if (n > 0 && cp == 0x2019)
			add_folded(keys, " ");
		else if (n > 0 && cp >= 0x20 && cp < FOLDED)
			add_folded(keys, table[cp]);
		else {
			keys->len = from;
			buf_str(keys, unicode_fold(a, name));
			return;
		}
	}
}

/* The first time that somebody looks for a name. */
static void
make_index(struct arena *scratch, const struct communes *cs)
{
	const char *table[FOLDED] = { NULL };
	struct commune_index *x = cs->index;
	size_t i;

	fold_table(scratch, table);
	x->at = arena_array(cs->arena, cs->nrows + 1, sizeof(*x->at));
	x->letters = arena_array(cs->arena, cs->nrows + 1,
	    sizeof(*x->letters));
	buf_char(&x->keys, '\n');
	for (i = 0; i < cs->nrows; i++) {
		x->at[i] = (uint32_t)x->keys.len;
		add_key(scratch, &x->keys, table, cs->rows[i].name);
		x->letters[i] = letters_of(x->keys.data + x->at[i],
		    x->keys.len - x->at[i]);
		buf_char(&x->keys, '\n');
	}
	x->at[i] = (uint32_t)x->keys.len;
}

static size_t
key_length(const struct commune_index *x, size_t row)
{
	return x->at[row + 1] - x->at[row] - 1;
}

/* The row whose key holds the byte at this place. */
static size_t
row_at(const struct communes *cs, size_t place)
{
	size_t low = 0, high = cs->nrows, mid;

	while (high - low > 1) {
		mid = (low + high) / 2;
		if (cs->index->at[mid] <= place)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* What was typed, taken apart. */
struct question {
	const struct communes *cs;
	struct arena	*arena;
	const char	*postcode;	/* or NULL */
	const char	*departement;	/* or NULL */
	const char	*words;		/* of the name, folded */
	size_t		 len;
	const char	*first;		/* départements to put first */
};

/* What was found: rank 0 is best. */
struct found {
	uint32_t	 row;
	uint32_t	 rank;
};

struct heap {
	struct found	*list;
	size_t		 n, size;
};

static void
keep(struct heap *h, struct arena *a, size_t row, size_t rank)
{
	struct found *more;

	if (h->n == h->size) {
		more = arena_array(a, h->size == 0 ? 64 : 2 * h->size,
		    sizeof(*more));
		if (h->n > 0)
			memcpy(more, h->list, h->n * sizeof(*more));
		h->list = more;
		h->size = h->size == 0 ? 64 : 2 * h->size;
	}
	h->list[h->n++] = (struct found){ (uint32_t)row, (uint32_t)rank };
}

static const char *
in_full(const char *word)
{
	static const char *const short_for[][2] = {
		{ "st", "saint" }, { "ste", "sainte" }, { "sts", "saints" },
		{ "stes", "saintes" }, { "s", "sur" }
	};
	size_t i;

	for (i = 0; i < sizeof(short_for) / sizeof(short_for[0]); i++)
		if (str_eq(word, short_for[i][0]))
			return short_for[i][1];
	return word;
}

static int
is_departement(const char *s)
{
	size_t n = strlen(s);

	return str_eq(s, "2a") || str_eq(s, "2b") ||
	    (n == strspn(s, "0123456789") && (n == 2 || (n == 3 &&
	    s[0] == '9')));
}

/* Fold, cut into words, see which of them are numbers. */
static void
read_question(struct question *q, const char *text)
{
	char *rest = arena_dup(q->arena, unicode_fold(q->arena, text)), *word;
	struct buf b = BUF_INIT;
	char *p;

	for (p = rest; *p != '\0'; p++)
		if ((unsigned char)*p < 0x80 && !(*p >= 'a' && *p <= 'z') &&
		    !(*p >= '0' && *p <= '9'))
			*p = ' ';
	while ((word = str_split(&rest, ' ')) != NULL) {
		if (*word == '\0')
			continue;
		if (strlen(word) == 5 && input_postcode(q->arena, word) !=
		    NULL)
			q->postcode = word;
		else if (is_departement(word)) {
			q->departement = word;
			for (p = word; *p != '\0'; p++)
				if (*p >= 'a')
					*p = (char)(*p - 'a' + 'A');
		} else {
			if (b.len > 0)
				buf_char(&b, ' ');
			buf_str(&b, b.len == 0 && str_eq(word, "s") ? word :
			    in_full(word));
		}
	}
	q->words = arena_dup(q->arena, buf_cstr(&b));
	q->len = b.len;
	buf_free(&b);
}

static int
allowed(const struct question *q, size_t row)
{
	return q->departement == NULL || str_eq(q->departement,
	    commune_departement(q->arena, q->cs->rows[row].insee));
}

/* « le mans »: where the name begins that people say, 3. */
static size_t
article(const char *key, size_t len)
{
	static const char *const articles[] = { "le ", "la ", "les ", "l " };
	size_t i, n;

	for (i = 0; i < sizeof(articles) / sizeof(articles[0]); i++) {
		n = strlen(articles[i]);
		if (len > n && memcmp(key, articles[i], n) == 0)
			return n;
	}
	return 0;
}

/*
 * 0 the name, 1 the name but for its article, 2 its first words, 3 its first
 * letters, 4 a word inside.
 */
static size_t
rank_of(const struct question *q, size_t row, size_t place)
{
	const char *key = q->cs->index->keys.data + q->cs->index->at[row];
	size_t len = key_length(q->cs->index, row), end = place + q->len;
	size_t from = article(key, len);

	if (place == 0 || place == from) {
		if (end == len)
			return place == 0 ? 0 : 1;
		return key[end] == ' ' ? 2 : 3;
	}
	return 4;
}

static void
find_words(const struct question *q, struct heap *h)
{
	const char *text = q->cs->index->keys.data, *p = text + 1, *hit;
	const char *end = text + q->cs->index->keys.len;
	size_t row, last = SIZE_MAX;

	while ((hit = memmem(p, (size_t)(end - p), q->words, q->len)) !=
	    NULL) {
		p = hit + 1;
		if (hit[-1] != '\n' && hit[-1] != ' ')
			continue;
		row = row_at(q->cs, (size_t)(hit - text));
		if (row != last && allowed(q, row))
			keep(h, q->arena, row, rank_of(q, row,
			    (size_t)(hit - text) - q->cs->index->at[row]));
		last = row;
	}
}

/* The bits of the pattern's places for each letter. */
struct pattern {
	uint64_t	 bits[256];
	size_t		 len;
};

/*
 * The least number of letters to change, add or leave out that makes the
 * pattern the beginning of the key up to the end of a word; one half more
 * when words are left over, so that whole names come first.  What is farther
 * than most may be told as still farther.
 */
static size_t
distance2(const struct pattern *p, const char *key, size_t len, size_t most)
{
	uint64_t plus = ~(uint64_t)0, minus = 0, eq, x, up, down;
	uint64_t top = (uint64_t)1 << (p->len - 1);
	size_t i, score = p->len, best = SIZE_MAX;

	for (i = 0; i < len; i++) {
		if (i > p->len + most)
			return best;
		if (key[i] == ' ' && 2 * score + 1 < best)
			best = 2 * score + 1;
		eq = p->bits[(unsigned char)key[i]];
		x = (((eq & plus) + plus) ^ plus) | eq | minus;
		up = minus | ~(x | plus);
		down = plus & x;
		if ((up & top) != 0)
			score++;
		if ((down & top) != 0)
			score--;
		up = (up << 1) | 1;
		down <<= 1;
		x = eq | minus;
		plus = down | ~(x | up);
		minus = up & x;
	}
	return 2 * score < best ? 2 * score : best;
}

/* Has x more than n bits? */
static int
more_bits(uint32_t x, size_t n)
{
	for (; x != 0 && n > 0; n--)
		x &= x - 1;
	return x != 0;
}

static void
find_near(const struct question *q, struct heap *h)
{
	const struct communes *cs = q->cs;
	struct pattern p = { { 0 }, q->len };
	uint32_t letters = letters_of(q->words, q->len);
	size_t row, most = q->len < 5 ? 1 : q->len < 9 ? 2 : 3, d, e, from;
	const char *key;

	for (d = 0; d < q->len; d++)
		p.bits[(unsigned char)q->words[d]] |= (uint64_t)1 << d;
	for (row = 0; row < cs->nrows; row++) {
		if (more_bits(letters & ~cs->index->letters[row], most) ||
		    key_length(cs->index, row) + most < q->len || !allowed(q, row))
			continue;
		key = cs->index->keys.data + cs->index->at[row];
		d = distance2(&p, key, key_length(cs->index, row), most);
		if ((from = article(key, key_length(cs->index, row))) > 0 &&
		    (e = distance2(&p, key + from, key_length(cs->index, row) -
		    from, most)) < d)
			d = e;
		if (d <= 2 * most + 1)
			keep(h, q->arena, row, d);
	}
}

/* Those of the portal's region first: 2 r + 1 elsewhere. */
static size_t
place_of(const struct question *q, const struct found *f)
{
	return 2 * (size_t)f->rank + !(q->first != NULL && str_has_word(
	    q->first, commune_departement(q->arena,
	    q->cs->rows[f->row].insee)));
}

static int
before(const struct question *q, const struct found *a,
    const struct found *b)
{
	size_t x = place_of(q, a), y = place_of(q, b), m, n;
	int order;

	if (x != y)
		return x < y;
	m = key_length(q->cs->index, a->row), n = key_length(q->cs->index, b->row);
	order = memcmp(q->cs->index->keys.data + q->cs->index->at[a->row],
	    q->cs->index->keys.data + q->cs->index->at[b->row], m < n ? m : n);
	return order != 0 ? order < 0 : m != n ? m < n : a->row < b->row;
}

/* Is one of them in the portal's region? */
static int
is_near(const struct question *q, const struct heap *h, size_t rank)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (h->list[i].rank <= rank && (place_of(q, &h->list[i]) & 1)
		    == 0)
			return 1;
	return 0;
}

/* The best COMMUNES_SHOWN in order: there may be thousands. */
static void
choose(const struct question *q, const struct heap *h, size_t rank,
    struct commune_search *out)
{
	struct found best[COMMUNES_SHOWN + 1];
	struct commune *list;
	size_t i, k, n = 0;

	for (i = 0; i < h->n; i++) {
		if (h->list[i].rank > rank)
			continue;
		out->total++;
		for (k = n; k > 0 && before(q, &h->list[i], &best[k - 1]);
		    k--)
			best[k] = best[k - 1];
		best[k] = h->list[i];
		if (n < COMMUNES_SHOWN)
			n++;
	}
	list = arena_array(q->arena, n, sizeof(*list));
	for (i = 0; i < n; i++)
		list[i] = q->cs->rows[best[i].row];
	out->list = list;
	out->n = n;
	/* One alone, or alone in the region with exactly this name. */
	if (out->total == 1 || (n > 1 && rank < 2 && (place_of(q, &best[0]) & 1) == 0 &&
	    place_of(q, &best[1]) != place_of(q, &best[0])))
		out->match = MATCH_ONE;
	else
		out->match = n == 0 ? MATCH_NONE : MATCH_SEVERAL;
}

static void
search_postcode(struct question *q, struct commune_search *out)
{
	const struct commune *list = NULL;
	struct commune *kept;
	size_t i, n = communes_at(q->arena, q->cs, q->postcode, &list);

	kept = arena_array(q->arena, n, sizeof(*kept));
	for (i = 0; i < n && q->len > 0; i++)
		if (strstr(unicode_fold(q->arena, list[i].name), q->words) !=
		    NULL)
			kept[out->n++] = list[i];
	/* « 44150 Ancenix »: the post code is right at least */
	for (i = 0; i < n && (q->len == 0 || out->n == 0); i++)
		kept[i] = list[i];
	if (out->n == 0)
		out->n = n;
	out->list = kept;
	out->total = out->n;
	out->match = n == 0 ? MATCH_NONE : out->n == 1 ? MATCH_ONE :
	    MATCH_SEVERAL;
}

void
communes_search(struct arena *a, const struct communes *cs,
    const char *text, const char *departements, struct commune_search *out)
{
	struct question q = { .cs = cs, .arena = a, .first = departements };
	struct heap h = { NULL, 0, 0 };
	size_t i, rank = SIZE_MAX;

	memset(out, 0, sizeof(*out));
	read_question(&q, text);
	if (q.postcode != NULL) {
		search_postcode(&q, out);
		return;
	}
	if (q.len == 0 || q.len > WORDS)
		return;
	if (cs->index->at == NULL)
		make_index(a, cs);
	find_words(&q, &h);
	for (i = 0; i < h.n; i++)
		if (h.list[i].rank < rank)
			rank = h.list[i].rank;
	/* « Saint-Jean » is far away; « Saint-Jean-de-Monts » may be meant */
	if (rank < 2 && !is_near(&q, &h, rank) && is_near(&q, &h, 2))
		rank = 2;
	/* One or two letters begin too many names. */
	if (h.n > 0 && (rank == 0 || q.len > 2)) {
		choose(&q, &h, rank, out);
		return;
	}
	h.n = 0;
	if (q.len > 2)
		find_near(&q, &h);
	for (i = 0, rank = 0; i < h.n; i++)
		if (i == 0 || h.list[i].rank < rank)
			rank = h.list[i].rank;
	choose(&q, &h, rank | 1, out);
	if (out->n > 0)
		out->match = MATCH_NEAR;
	if (out->n > 5)
		out->n = 5;
}
