/*
 * What to do about words that are on no page together, or on none at all.
 * The vocabulary is read once per index, the first time that happens.
 */
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "domain/search/search_inside.h"
#include "port/db.h"
#include "text/words.h"

static uint32_t
letters_of(const char *key)
{
	uint32_t set = 0;

	for (; *key != '\0'; key++)
		if (*key >= 'a' && *key <= 'z')
			set |= 1U << (*key - 'a');
	return set;
}

int
search_vocabulary(struct search *s)
{
	size_t size = 0;
	struct query *q;

	if (s->arena != NULL)
		return 0;
	q = db_query(s->db, "SELECT count(*) FROM mot", "");
	if (db_next(q))
		size = (size_t)db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	s->arena = arena_new();
	s->known = arena_array(s->arena, size + 1, sizeof(*s->known));
	s->nknown = 0;
	q = db_query(s->db, "SELECT cle, vu, fois FROM mot ORDER BY cle", "");
	while (s->nknown < size && db_next(q)) {
		struct known *k = &s->known[s->nknown++];

		k->key = db_dup(s->arena, q, 0);
		k->shown = db_dup(s->arena, q, 1);
		k->times = db_int(q, 2);
		k->letters = letters_of(k->key);
	}
	return db_done(q);
}

/* The first word of the vocabulary not before key; NULL when all are. */
static const struct known *
find_from(const struct search *s, const char *key)
{
	size_t low = 0, high = s->nknown, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (strcmp(s->known[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->nknown ? &s->known[low] : NULL;
}

static const struct known *
find_known(const struct search *s, const char *key)
{
	const struct known *k = find_from(s, key);

	return k != NULL && str_eq(k->key, key) ? k : NULL;
}

/* Is the word on some page, or the beginning of one that is? */
static int
is_known(const struct search *s, const struct term *t)
{
	const struct known *k;

	if (t->word.key[0] <= '9' || find_known(s, t->word.key) != NULL)
		return 1;
	k = find_from(s, t->word.fold);
	return t->prefix && k != NULL && str_starts(k->key, t->word.fold);
}

struct near {
	const struct known *word[SEARCH_ADVICE];
	size_t		 distance[SEARCH_ADVICE];
	size_t		 n;
};

/* Keep the nearest; of two as near, the one that is on more pages. */
static void
consider(struct near *near, const struct known *k, size_t distance)
{
	size_t i, last;

	for (i = near->n; i > 0 && (distance < near->distance[i - 1] ||
	    (distance == near->distance[i - 1] &&
	    k->times > near->word[i - 1]->times)); i--)
		;
	if (i == SEARCH_ADVICE)
		return;
	last = near->n < SEARCH_ADVICE ? near->n++ : SEARCH_ADVICE - 1;
	memmove(&near->word[i + 1], &near->word[i],
	    (last - i) * sizeof(near->word[0]));
	memmove(&near->distance[i + 1], &near->distance[i],
	    (last - i) * sizeof(near->distance[0]));
	near->word[i] = k;
	near->distance[i] = distance;
}

/*
 * One letter wrong in a short word, two in a long one.  Each mistake changes
 * at most two bits of the set of letters: most words go by that alone.
 */
static void
find_near(const struct search *s, const struct term *t, struct near *near)
{
	uint32_t letters = letters_of(t->word.key);
	size_t max = strlen(t->word.key) < 5 ? 1 : 2, i, d;

	near->n = 0;
	if (strlen(t->word.key) < 3)
		return;
	for (i = 0; i < s->nknown; i++) {
		if ((size_t)__builtin_popcount(s->known[i].letters ^ letters) >
		    2 * max)
			continue;
		d = word_distance(t->word.key, s->known[i].key, max);
		if (d <= max)
			consider(near, &s->known[i], d);
	}
}

void
search_advise(struct arena *a, struct search *s, const struct question *q,
    struct search_result *r)
{
	struct near near[SEARCH_WORDS];
	size_t i, k, rounds = 0;
	struct buf b = BUF_INIT;
	const struct term *t;

	for (i = 0; i < q->n; i++) {
		near[i].n = SIZE_MAX;
		if (is_known(s, &q->terms[i]))
			continue;
		find_near(s, &q->terms[i], &near[i]);
		if (near[i].n > rounds)
			rounds = near[i].n;
	}
	for (k = 0; k < rounds; k++) {
		buf_reset(&b);
		for (i = 0; i < q->n; i++) {
			t = &q->terms[i];
			if (b.len > 0 && near[i].n > 0)
				buf_char(&b, ' ');
			if (near[i].n == SIZE_MAX)
				buf_add(&b, t->word.start, t->word.len);
			else if (near[i].n > 0)
				buf_str(&b, near[i].word[k < near[i].n ? k :
				    near[i].n - 1]->shown);
		}
		r->advice[r->nadvice++] = arena_dup(a, buf_cstr(&b));
	}
	buf_free(&b);
}

int
search_leave_out(struct arena *a, struct search *s, struct question *q)
{
	struct question kept = { .n = 0 };
	const struct known *k;
	struct term t;
	int64_t n;
	size_t i, j;

	for (i = 0; i < q->n; i++) {
		q->terms[i].run = 1;	/* a compound falls apart */
		k = find_known(s, q->terms[i].word.key);
		q->terms[i].times = k == NULL ? 0 : k->times;
	}
	for (i = 1; i < q->n; i++)
		for (j = i; j > 0 && q->terms[j].times <
		    q->terms[j - 1].times; j--) {
			t = q->terms[j];
			q->terms[j] = q->terms[j - 1];
			q->terms[j - 1] = t;
		}
	for (i = 0; i < q->n; i++) {
		kept.terms[kept.n++] = q->terms[i];
		if ((n = search_count(a, s, &kept, 1)) == -1)
			return -1;
		if (n == 0)
			kept.n--;
	}
	*q = kept;
	return 0;
}
