/*
 * Making the index (search_inside.h).  The n-th word of a text is the n-th of
 * its keys, so that reading needs neither to cut nor to fold anything.
 * Compounds written in one (« tierslieu ») stand with the keys of headings.
 *
 * What a page said is kept, so that it can be taken back: the same is done
 * with it as when it was added, only counting down.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/search/search_inside.h"
#include "port/db.h"
#include "text/words.h"

/* A word of the vocabulary, as it is first seen. */
struct seen {
	const char	*key;
	const char	*shown;		/* NULL: only what is taken back has it */
	int64_t		 times;		/* more than before; may be less */
	size_t		 entry, here;	/* times in that entry */
};

/* An entry that was taken back, whose place its successor takes. */
struct place {
	struct place	*next;
	const char	*address;
	int64_t		 id;
};

struct search_writer {
	struct arena	*arena;		/* as long as the writer */
	struct arena	*page;		/* as long as one page */
	char		*path, *fresh;
	struct db	*db;
	struct seen	*seen;		/* open addressing */
	size_t		 nseen, size;
	size_t		 entry;		/* at work on, from 1 */
	int64_t		 last;		/* the highest id */
	int		 over;		/* an index that was there */
	int		 sign;		/* -1: taking back */
	struct place	*places;
	int		 failed;
};

#define SEARCH_TABLES	2		/* of the tables */

static const char schema[] =
    "CREATE TABLE fiche (id INTEGER PRIMARY KEY, "
    "taille_titre INTEGER NOT NULL, adresse TEXT NOT NULL, "
    "titre TEXT NOT NULL, resume TEXT NOT NULL, cles TEXT NOT NULL, "
    "texte TEXT NOT NULL) STRICT;"
    "CREATE INDEX fiche_adresse ON fiche (adresse);"
    "CREATE TABLE source (adresse TEXT PRIMARY KEY, titre TEXT NOT NULL, "
    "resume TEXT NOT NULL, dit TEXT NOT NULL) STRICT;"
    "CREATE TABLE marque (valeur TEXT NOT NULL) STRICT;"
    "CREATE VIRTUAL TABLE page USING fts5(cles, content='', detail=none, "
    "tokenize='ascii');"
    "CREATE TABLE mot (cle TEXT PRIMARY KEY, vu TEXT NOT NULL, "
    "fois INTEGER NOT NULL) STRICT, WITHOUT ROWID;";

static struct search_writer *
new_writer(const char *path)
{
	struct search_writer *w = calloc(1, sizeof(*w));

	if (w == NULL)
		fatal("search");
	w->arena = arena_new();
	w->page = arena_new();
	w->path = arena_dup(w->arena, path);
	w->fresh = arena_fmt(w->arena, "%s.%ld.new", path, (long)getpid());
	w->size = 4096;
	w->seen = calloc(w->size, sizeof(*w->seen));
	if (w->seen == NULL)
		fatal("search");
	w->sign = 1;
	return w;
}

struct search_writer *
search_writer_open(const char *path)
{
	struct search_writer *w = new_writer(path);

	w->db = db_open(w->fresh, DB_FRESH);
	if (w->db == NULL || db_begin(w->db) == -1 ||
	    db_script(w->db, schema) == -1 ||
	    db_set_version(w->db, SEARCH_TABLES) == -1) {
		search_writer_close(w, 0);
		return NULL;
	}
	return w;
}

static int
has_mark(struct db *db, const char *mark)
{
	struct query *row;
	int has = 0;

	if (db_version(db) != SEARCH_TABLES)
		return 0;
	row = db_query(db, "SELECT valeur FROM marque", "");
	if (db_next(row))
		has = str_eq(db_text(row, 0), mark);
	return db_done(row) == 0 && has;
}

int
search_has_mark(const char *path, const char *mark)
{
	struct db *db = file_exists(path) ? db_open(path, DB_FROZEN) : NULL;
	int has = db != NULL && has_mark(db, mark);

	db_close(db);
	return has;
}

static int
find_last(struct search_writer *w)
{
	struct query *row = db_query(w->db, "SELECT max(id) FROM fiche", "");

	if (db_next(row))
		w->last = db_int(row, 0);
	return db_done(row);
}

struct search_writer *
search_writer_again(const char *path, const char *mark)
{
	struct search_writer *w;

	if (!search_has_mark(path, mark))
		return NULL;
	w = new_writer(path);
	w->over = 1;
	if (file_copy(path, w->fresh) == -1 || (w->db = db_open(w->fresh,
	    DB_APART)) == NULL || find_last(w) == -1 ||
	    db_begin(w->db) == -1) {
		search_writer_close(w, 0);
		return NULL;
	}
	return w;
}

void
search_writer_mark(struct search_writer *w, const char *mark)
{
	if (db_exec(w->db, "DELETE FROM marque", "") == -1 ||
	    db_exec(w->db, "INSERT INTO marque VALUES (?1)", "s", mark) != 1)
		w->failed = 1;
}

/* The vocabulary. */

static struct seen *
find_seen(struct seen *table, size_t size, const char *key)
{
	size_t h = 5381;
	const char *p;

	for (p = key; *p != '\0'; p++)
		h = h * 33 + (unsigned char)*p;
	for (h &= size - 1; table[h].key != NULL; h = (h + 1) & (size - 1))
		if (str_eq(table[h].key, key))
			break;
	return &table[h];
}

static void
grow(struct search_writer *w)
{
	struct seen *more = calloc(w->size * 2, sizeof(*more));
	size_t i;

	if (more == NULL)
		fatal("search");
	for (i = 0; i < w->size; i++)
		if (w->seen[i].key != NULL)
			*find_seen(more, w->size * 2, w->seen[i].key) =
			    w->seen[i];
	free(w->seen);
	w->seen = more;
	w->size *= 2;
}

static int
is_capital(const char *s)
{
	return *s >= 'A' && *s <= 'Z';
}

/*
 * Count a word; the one to show is as written in the middle of a sentence,
 * when it ever is.  How many there are of it in this entry so far.
 */
static size_t
note(struct search_writer *w, const struct word *word)
{
	struct seen *s;

	if (word->key[0] <= '9' || word->len < 3)
		return 0;
	s = find_seen(w->seen, w->size, word->key);
	if (s->key == NULL) {
		if (++w->nseen * 2 > w->size) {
			grow(w);
			s = find_seen(w->seen, w->size, word->key);
		}
		s->key = arena_dup(w->arena, word->key);
	}
	if (w->sign > 0 && (s->shown == NULL || (is_capital(s->shown) &&
	    !is_capital(word->start))))
		s->shown = arena_dupn(w->arena, word->start, word->len);
	s->times += w->sign;
	if (s->entry != w->entry) {
		s->entry = w->entry;
		s->here = 0;
	}
	return ++s->here;
}

/* A word that was there already is shown as it was, by the same rule. */
static void
write_word(struct search_writer *w, const struct seen *s)
{
	int rc;

	if (s->shown == NULL)
		rc = db_exec(w->db, "UPDATE mot SET fois = fois + ?2 WHERE "
		    "cle = ?1", "si", s->key, s->times);
	else
		rc = db_exec(w->db, "INSERT INTO mot (cle, vu, fois) VALUES "
		    "(?1, ?2, ?3) ON CONFLICT (cle) DO UPDATE SET fois = fois "
		    "+ excluded.fois, vu = iif(vu GLOB '[A-Z]*' AND "
		    "excluded.vu NOT GLOB '[A-Z]*', excluded.vu, vu)", "ssi",
		    s->key, s->shown, s->times);
	if (rc != 1)
		w->failed = 1;
}

static void
write_vocabulary(struct search_writer *w)
{
	size_t i;

	for (i = 0; i < w->size; i++)
		if (w->seen[i].key != NULL)
			write_word(w, &w->seen[i]);
	if (w->over && db_exec(w->db, "DELETE FROM mot WHERE fois < 1", "") ==
	    -1)
		w->failed = 1;
}

/* Texts to keys. */

static void
add_key(struct buf *keys, const char *rank, const char *key)
{
	if (keys->len > 0)
		buf_char(keys, ' ');
	if (*rank != '\0')
		buf_str(keys, rank);
	buf_str(keys, key);
}

/*
 * A compound grows in whole while its words are joined; with two or more it is
 * a key, too.
 */
static void
add_compound(struct buf *keys, const char *rank, struct buf *whole,
    const struct word *before, const struct word *word)
{
	char key[WORD_KEY];

	if (before == NULL || !word_is_joined(before, word)) {
		buf_reset(whole);
		return;
	}
	if (whole->len == 0)
		buf_str(whole, before->fold);
	buf_str(whole, word->fold);
	if (whole->len >= sizeof(key))
		return;
	memcpy(key, buf_cstr(whole), whole->len + 1);
	word_stem(key);
	add_key(keys, rank, key);
}

/*
 * The keys of a title or of headings, with and without their ranks; returns
 * how many of them are not small.
 */
static size_t
add_ranked(struct search_writer *w, struct buf *keys, const char *text,
    int title)
{
	const char *rank = title ? RANK_TITLE : RANK_HEADING;
	struct word words[2], *word = NULL, *before;
	struct buf whole = BUF_INIT;
	size_t i, n = 0;

	for (i = 0; word_next(&text, &words[i & 1]); i++) {
		before = word;
		word = &words[i & 1];
		n += !word_is_small(word->key);
		note(w, word);
		add_key(keys, "", word->key);
		add_key(keys, rank, word->key);
		add_key(keys, RANK_OFTEN, word->key);
		if (title)
			add_key(keys, RANK_HEADING, word->key);
		add_compound(keys, "", &whole, before, word);
	}
	buf_free(&whole);
	return n;
}

/*
 * A text with its words marked in shown, its keys in keys; in more what the
 * entry has not yet: words that are new to it, compounds, and the words that
 * come back.
 */
static void
add_words(struct search_writer *w, struct buf *keys, struct buf *more,
    struct buf *shown, const char *text)
{
	struct word words[2], *word = NULL, *before;
	struct buf whole = BUF_INIT;
	const char *p = text, *done = text;
	size_t i, times;

	for (i = 0; word_next(&p, &words[i & 1]); i++) {
		before = word;
		word = &words[i & 1];
		add_key(keys, "", word->key);
		times = note(w, word);
		if (times <= 1)
			add_key(more, "", word->key);
		if (times == SEARCH_OFTEN)
			add_key(more, RANK_OFTEN, word->key);
		add_compound(more, "", &whole, before, word);
		buf_add(shown, done, (size_t)(word->start - done));
		buf_char(shown, WORD_OPEN);
		buf_add(shown, word->start, word->len);
		buf_char(shown, WORD_CLOSE);
		done = word->start + word->len;
	}
	buf_str(shown, done);
	buf_free(&whole);
}

/* An entry takes the place of the one that bore its address. */
static int64_t
place(struct search_writer *w, const char *address)
{
	const struct place *p;

	for (p = w->places; p != NULL; p = p->next)
		if (str_eq(p->address, address))
			return p->id;
	return ++w->last;
}

/* FTS5 forgets a row when it is told what stood in it. */
static int
take_entry_back(struct search_writer *w, const char *address,
    const char *more)
{
	struct query *row = db_query(w->db, "SELECT id FROM fiche WHERE "
	    "adresse = ?1", "s", address);
	struct place *p = arena_alloc(w->page, sizeof(*p));
	int found = db_next(row);

	p->id = db_int(row, 0);
	if (db_done(row) == -1 || !found)
		return -1;
	p->address = arena_dup(w->page, address);
	p->next = w->places;
	w->places = p;
	return db_exec(w->db, "INSERT INTO page (page, rowid, cles) VALUES "
	    "('delete', ?1, ?2)", "is", p->id, more) == -1 || db_exec(w->db,
	    "DELETE FROM fiche WHERE id = ?1", "i", p->id) != 1 ? -1 : 0;
}

static int
add_entry(struct search_writer *w, size_t n, const char *address,
    const char *title, const char *description, const char *keys,
    const char *shown, const char *more)
{
	int64_t id = place(w, address);

	/* of a page and a definition that bear the same name, the page */
	n = 2 * n + (strchr(address, '#') != NULL);
	return db_exec(w->db, "INSERT INTO fiche (id, taille_titre, adresse, "
	    "titre, resume, cles, texte) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	    "iisssss", id, (int64_t)n, address, title, description, keys,
	    shown) != 1 || db_exec(w->db, "INSERT INTO page (rowid, cles) "
	    "VALUES (?1, ?2)", "is", id, more) != 1 ? -1 : 0;
}

static void
write_entry(struct search_writer *w, const char *address, const char *title,
    const char *description, const char *headings, const char *text)
{
	struct buf more = BUF_INIT, keys = BUF_INIT, shown = BUF_INIT;
	size_t n;

	if (w->failed)
		return;
	w->entry++;
	n = add_ranked(w, &more, title, 1);
	add_ranked(w, &more, description, 0);
	add_ranked(w, &more, headings, 0);
	add_words(w, &keys, &more, &shown, text);
	if ((w->sign < 0 ? take_entry_back(w, address, buf_cstr(&more)) :
	    add_entry(w, n, address, title, description, buf_cstr(&keys),
	    buf_cstr(&shown), buf_cstr(&more))) == -1)
		w->failed = 1;
	buf_free(&more);
	buf_free(&keys);
	buf_free(&shown);
}

/* What a page says, to texts. */

/* The line that p stands at; *p behind it. */
static const char *
read_line(struct arena *a, const char **p)
{
	size_t n = strcspn(*p, "\n");
	const char *line = str_trim(a, arena_dupn(a, *p, n));

	*p += n + ((*p)[n] == '\n');
	return line;
}

static void
write_definitions(struct search_writer *w, const char *address, const char *p)
{
	struct buf text = BUF_INIT, headings = BUF_INIT;
	const char *id, *title;

	while ((p = strchr(p, SAID_ENTRY)) != NULL) {
		p++;
		id = read_line(w->page, &p);
		title = read_line(w->page, &p);
		buf_reset(&text);
		p = search_read_said(p, 1, &text, &headings);
		write_entry(w, arena_fmt(w->page, "%s#%s", address, id),
		    title, "", "", str_trim(w->page, buf_cstr(&text)));
	}
	buf_free(&text);
	buf_free(&headings);
}

static void
write_page(struct search_writer *w, const char *address, const char *title,
    const char *description, const char *said)
{
	struct buf text = BUF_INIT, headings = BUF_INIT;

	search_read_said(said, 0, &text, &headings);
	write_entry(w, address, title, description, buf_cstr(&headings),
	    str_trim(w->page, buf_cstr(&text)));
	write_definitions(w, address, said);
	buf_free(&text);
	buf_free(&headings);
}

static void
take_page_back(struct search_writer *w, const char *address)
{
	struct query *row = db_query(w->db, "SELECT titre, resume, dit FROM "
	    "source WHERE adresse = ?1", "s", address);
	const char *title = NULL, *description = NULL, *said = NULL;

	if (db_next(row)) {
		title = db_dup(w->page, row, 0);
		description = db_dup(w->page, row, 1);
		said = db_dup(w->page, row, 2);
	}
	if (db_done(row) == -1)
		w->failed = 1;
	if (said == NULL)
		return;
	w->sign = -1;
	write_page(w, address, title, description, said);
	w->sign = 1;
	if (db_exec(w->db, "DELETE FROM source WHERE adresse = ?1", "s",
	    address) != 1)
		w->failed = 1;
}

void
search_writer_page(struct search_writer *w, const char *address,
    const char *title, const char *description, const char *said)
{
	arena_reset(w->page);
	w->places = NULL;
	if (w->over)
		take_page_back(w, address);
	write_page(w, address, title, description, said);
	if (db_exec(w->db, "INSERT INTO source (adresse, titre, resume, dit) "
	    "VALUES (?1, ?2, ?3, ?4)", "ssss", address, title, description,
	    said) != 1)
		w->failed = 1;
}

int
search_writer_close(struct search_writer *w, int keep)
{
	int rc = -1;

	if (keep && !w->failed) {
		write_vocabulary(w);
		/* a few pages are not worth merging all the others */
		if (!w->failed && (w->over || db_exec(w->db, "INSERT INTO "
		    "page (page) VALUES ('optimize')", "") != -1))
			rc = db_commit(w->db);
	}
	if (w->db != NULL)
		db_rollback(w->db);
	db_close(w->db);
	if (rc == 0)
		rc = file_replace(w->fresh, w->path);
	else if (!keep)
		rc = w->failed ? -1 : 0;
	if (rc == -1 || !keep)
		unlink(w->fresh);
	free(w->seen);
	arena_free(w->page);
	arena_free(w->arena);
	free(w);
	return rc;
}
