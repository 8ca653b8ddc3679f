/*
 * Answering a question, in bounded time whatever is asked: at most ten words,
 * a thousand pages counted, ten excerpts; ranks were made beforehand.  The
 * vocabulary is read once per index, when words are first found nowhere.
 */
#include <sys/stat.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/search/search_inside.h"
#include "port/db.h"
#include "text/words.h"

#define LOOKED_AT	40	/* words of a question, small ones included */
#define PREFIX_MIN	3
#define WINDOW		24	/* words within which an excerpt wants all */
#define BEFORE		6	/* words before the first one found */
#define SHOWN		34	/* words of an excerpt */
#define FOUND_MAX	200	/* places looked at in one text */
#define TITLES_SORTED	100

/* The index. */

struct search *
search_open(const char *path)
{
	struct search *s = calloc(1, sizeof(*s));

	if (s == NULL || (s->path = strdup(path)) == NULL)
		fatal("search");
	return s;
}

static void
let_go(struct search *s)
{
	db_close(s->db);
	arena_free(s->arena);
	s->db = NULL;
	s->arena = NULL;
}

void
search_close(struct search *s)
{
	if (s == NULL)
		return;
	let_go(s);
	free(s->path);
	free(s);
}

/* The index that is in place now.  0 or -1. */
static int
refresh(struct search *s)
{
	struct stat st;

	if (stat(s->path, &st) == -1) {
		let_go(s);
		return -1;
	}
	if (s->db != NULL && st.st_ino == s->st.st_ino &&
	    st.st_dev == s->st.st_dev && st.st_size == s->st.st_size &&
	    st.st_mtim.tv_sec == s->st.st_mtim.tv_sec &&
	    st.st_mtim.tv_nsec == s->st.st_mtim.tv_nsec)
		return 0;
	let_go(s);
	s->st = st;
	s->db = db_open(s->path, DB_FROZEN);
	return s->db == NULL ? -1 : 0;
}

/* The question. */

static void
find_compounds(struct term *terms, size_t n)
{
	struct buf b = BUF_INIT;
	size_t i, k;

	for (i = 0; i < n; i += terms[i].run) {
		buf_reset(&b);
		buf_str(&b, terms[i].word.fold);
		for (k = 1; i + k < n && word_is_joined(&terms[i + k - 1].word,
		    &terms[i + k].word); k++)
			buf_str(&b, terms[i + k].word.fold);
		terms[i].run = 1;
		if (k == 1 || b.len >= WORD_KEY)
			continue;
		terms[i].run = k;
		memcpy(terms[i].whole, buf_cstr(&b), b.len + 1);
		word_stem(terms[i].whole);
	}
	buf_free(&b);
}

static void
read_question(struct question *q, const char *text)
{
	struct word words[LOOKED_AT], *w;
	const char *p = text;
	size_t i, n = 0, large = 0;

	while (n < LOOKED_AT && word_next(&p, &words[n])) {
		large += !word_is_small(words[n].key);
		n++;
	}
	memset(q, 0, sizeof(*q));
	for (i = 0; i < n && q->n < SEARCH_WORDS; i++)
		if (large == 0 || !word_is_small(words[i].key))
			q->terms[q->n++].word = words[i];
	find_compounds(q->terms, q->n);
	if (q->n == 0)
		return;
	w = &q->terms[q->n - 1].word;
	q->terms[q->n - 1].prefix = w->start[w->len] == '\0' &&
	    strlen(w->fold) >= PREFIX_MIN;
}

/*
 * What the last word may be the beginning of.  FTS5 could tell, but looks at
 * every page of every such word before it gives the first.
 */
static int
find_forms(struct arena *a, struct search *s, struct question *q)
{
	struct term *t = &q->terms[q->n - 1];
	struct query *row;

	if (!t->prefix)
		return 0;
	row = db_query(s->db, "SELECT cle FROM mot WHERE cle >= ?1 AND cle < "
	    "?1 || '{' ORDER BY fois DESC, cle LIMIT ?2", "si", t->word.fold,
	    (int64_t)FORMS);
	while (t->nforms < FORMS && db_next(row))
		t->forms[t->nforms++] = db_dup(a, row, 0);
	return db_done(row);
}

static void
match_one(struct buf *b, const struct term *t, const char *rank)
{
	size_t i;

	buf_fmt(b, "(\"%s%s\"", rank, t->word.key);
	for (i = 0; i < t->nforms; i++)
		buf_fmt(b, " OR \"%s%s\"", rank, t->forms[i]);
	buf_char(b, ')');
}

/* For FTS5.  Keys hold letters and digits only: nothing to escape. */
static const char *
match_all(struct arena *a, const struct question *q, const char *rank)
{
	struct buf b = BUF_INIT;
	const char *match;
	size_t i, k;

	for (i = 0; i < q->n; i += q->terms[i].run) {
		buf_str(&b, i == 0 ? "" : " AND ");
		buf_str(&b, q->terms[i].run > 1 ? "((" : "");
		for (k = 0; k < q->terms[i].run; k++) {
			buf_str(&b, k == 0 ? "" : " AND ");
			match_one(&b, &q->terms[i + k], rank);
		}
		if (q->terms[i].run > 1)
			buf_fmt(&b, ") OR \"%s%s\")", rank, q->terms[i].whole);
	}
	match = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return match;
}

/* The pages. */

struct list {
	int64_t		 ids[SEARCH_MAX + 1];
	size_t		 n;
};

static void
take(struct list *l, int64_t id)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->ids[i] == id)
			return;
	l->ids[l->n++] = id;
}

/* Those with the words in their title, the shortest titles first. */
static int
take_titles(struct arena *a, struct search *s, const struct question *q,
    struct list *l)
{
	struct query *rows = db_query(s->db, "SELECT id FROM fiche WHERE id "
	    "IN (SELECT rowid FROM page WHERE page MATCH ?1 LIMIT ?2) ORDER "
	    "BY taille_titre, id", "si", match_all(a, q, RANK_TITLE),
	    (int64_t)TITLES_SORTED);

	while (db_next(rows))
		take(l, db_int(rows, 0));
	return db_done(rows);
}

/* Those with the words in this rank, until upto are there. */
static int
take_rank(struct arena *a, struct search *s, const struct question *q,
    const char *rank, size_t upto, struct list *l)
{
	struct query *rows;

	if (l->n >= upto)
		return 0;
	rows = db_query(s->db, "SELECT rowid FROM page WHERE page MATCH ?1 "
	    "LIMIT ?2", "si", match_all(a, q, rank), (int64_t)upto);
	while (l->n < upto && db_next(rows))
		take(l, db_int(rows, 0));
	return db_done(rows);
}

int64_t
search_count(struct arena *a, struct search *s, const struct question *q,
    int64_t max)
{
	struct query *row = db_query(s->db, "SELECT count(*) FROM (SELECT 1 "
	    "FROM page WHERE page MATCH ?1 LIMIT ?2)", "si",
	    match_all(a, q, RANK_ANY), max);
	int64_t n = -1;

	if (db_next(row))
		n = db_int(row, 0);
	return db_done(row) == -1 ? -1 : n;
}

/* The first of those that hold the words, best first. */
static int
find(struct arena *a, struct search *s, const struct question *q,
    size_t upto, struct list *l)
{
	static const char *const ranks[] = {
		RANK_TITLE, RANK_HEADING, RANK_OFTEN, RANK_ANY
	};
	size_t i;

	l->n = 0;
	if (take_titles(a, s, q, l) == -1)
		return -1;
	for (i = 0; i < sizeof(ranks) / sizeof(ranks[0]); i++)
		if (take_rank(a, s, q, ranks[i], upto, l) == -1)
			return -1;
	return 0;
}

/* Excerpts. */

struct place {
	size_t		 at;		/* the how-manieth word */
	size_t		 term;
};

static int
is_term(const struct term *t, const char *key, size_t len)
{
	size_t n = strlen(t->word.key);

	if (n == len && memcmp(t->word.key, key, n) == 0)
		return 1;
	n = strlen(t->word.fold);
	return t->prefix && n <= len && memcmp(t->word.fold, key, n) == 0;
}

static size_t
find_places(const struct question *q, const char *keys, struct place *places)
{
	char first[256] = { 0 };
	const char *p = keys, *end;
	size_t at, i, n = 0;

	for (i = 0; i < q->n; i++) {
		first[(unsigned char)q->terms[i].word.key[0]] = 1;
		first[(unsigned char)q->terms[i].word.fold[0]] = 1;
	}
	for (at = 0; *p != '\0' && n < FOUND_MAX; at++) {
		end = strchrnul(p, ' ');
		if (first[(unsigned char)*p])
			for (i = 0; i < q->n; i++)
				if (is_term(&q->terms[i], p,
				    (size_t)(end - p))) {
					places[n++] = (struct place){ at, i };
					break;
				}
		p = *end == '\0' ? end : end + 1;
	}
	return n;
}

/* Where most of the words asked for stand close together. */
static size_t
best_place(const struct place *places, size_t n)
{
	size_t i, k, best = 0, most = 0, count;
	unsigned terms;

	for (i = 0; i < n; i++) {
		terms = count = 0;
		for (k = i; k < n && places[k].at < places[i].at + WINDOW; k++)
			if ((terms & 1U << places[k].term) == 0) {
				terms |= 1U << places[k].term;
				count++;
			}
		if (count > most) {
			most = count;
			best = i;
		}
	}
	return best;
}

static void
add_piece(struct arena *a, struct search_hit *hit,
    struct search_piece *pieces, struct buf *b, int found)
{
	if (b->len == 0)
		return;
	pieces[hit->npieces++] = (struct search_piece){
		arena_dupn(a, buf_cstr(b), b->len), found
	};
	buf_reset(b);
}

/* The words of a text from the from-th on, those of places set apart. */
static void
cut(struct arena *a, struct search_hit *hit, const char *text, size_t from,
    const struct place *places, size_t n)
{
	struct search_piece *pieces = arena_array(a, 2 * SHOWN + 3,
	    sizeof(*pieces));
	struct buf b = BUF_INIT;
	size_t at = from, i = 0, k;
	int found = 0;

	for (k = 0; k < from && *text != '\0'; k++)
		text = strchrnul(text + 1, WORD_CLOSE);
	if (from > 0) {
		text = strchrnul(text, WORD_OPEN);
		buf_str(&b, "… ");
	}
	for (; *text != '\0' && at < from + SHOWN; text++)
		if (*text == WORD_OPEN) {
			while (i < n && places[i].at < at)
				i++;
			found = i < n && places[i].at == at;
			if (found)
				add_piece(a, hit, pieces, &b, 0);
		} else if (*text == WORD_CLOSE) {
			if (found)
				add_piece(a, hit, pieces, &b, 1);
			at++;
		} else
			buf_char(&b, *text);
	buf_str(&b, strchr(text, WORD_OPEN) != NULL ? " …" : text);
	add_piece(a, hit, pieces, &b, 0);
	hit->pieces = pieces;
	buf_free(&b);
}

/* 0, or -1 when the index is broken. */
static int
show(struct arena *a, struct search *s, const struct question *q, int64_t id,
    struct search_hit *hit)
{
	struct place places[FOUND_MAX];
	struct search_piece *whole;
	struct query *row;
	size_t n, best;

	row = db_query(s->db, "SELECT adresse, titre, resume, texte, cles "
	    "FROM fiche WHERE id = ?1", "i", id);
	memset(hit, 0, sizeof(*hit));
	if (db_next(row)) {
		hit->address = db_dup(a, row, 0);
		hit->title = db_dup(a, row, 1);
		n = find_places(q, db_text(row, 4), places);
		if (n == 0 && *db_text(row, 2) != '\0') {
			whole = arena_alloc(a, sizeof(*whole));
			whole->text = db_dup(a, row, 2);
			hit->pieces = whole;
			hit->npieces = 1;
		} else {
			best = n == 0 ? 0 : places[best_place(places, n)].at;
			cut(a, hit, db_text(row, 3), best < 2 * BEFORE ? 0 :
			    best - BEFORE, places, n);
		}
	}
	return db_done(row) == -1 || hit->address == NULL ? -1 : 0;
}

int
search_run(struct arena *a, struct search *s, const char *text, size_t from,
    struct search_result *r)
{
	struct list *list = arena_alloc(a, sizeof(*list));
	struct question q;
	int64_t n;
	size_t i;

	memset(r, 0, sizeof(*r));
	read_question(&q, text);
	r->words = q.n;
	if (refresh(s) == -1)
		return -1;
	if (q.n == 0)
		return 0;
	if (find_forms(a, s, &q) == -1)
		return -1;
	if ((n = search_count(a, s, &q, SEARCH_MAX + 1)) == 0) {
		if (search_vocabulary(s) == -1)
			return -1;
		search_advise(a, s, &q, r);
		if (search_leave_out(a, s, &q) == -1)
			return -1;
		r->some = q.n > 0;
		n = r->some ? search_count(a, s, &q, SEARCH_MAX + 1) : 0;
	}
	if (n <= 0)
		return (int)n;
	r->more = n > SEARCH_MAX;
	r->total = r->more ? SEARCH_MAX : (size_t)n;
	if (from >= r->total)
		return 0;
	i = from + SEARCH_PAGE < r->total ? from + SEARCH_PAGE : r->total;
	if (find(a, s, &q, i, list) == -1)
		return -1;
	for (i = from; i < list->n && i < from + SEARCH_PAGE; i++)
		if (show(a, s, &q, list->ids[i], &r->hits[r->nhits++]) == -1)
			return -1;
	return 0;
}
