/*
 * Lists of files.
 */
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "domain/dossier/dossier_list.h"
#include "port/unicode.h"

/* Below this a sort of what was found costs less than another index. */
#define SORTED_MAX	10000
#define DIGITS_MIN	6	/* of a telephone */

/*
 * What is asked, as the queries take it: NULL is any.  One of them fits each
 * request; a literal for each source and order.
 */
struct wanted {
	const char	*cooperatives;	/* JSON array */
	const char	*state, *programme, *departement, *agenda;
	int64_t		 adviser, to_do;
	const char	*match;		/* in FTS5's language */
	const char	*one;		/* code, when there is one cooperative */
	enum dossier_order order;
	int		 descending;
	int64_t		 from;
};

#define WANTED	"pending >= ?4 "					\
	"AND (?1 IS NULL OR cooperative IN (SELECT value FROM json_each(?1))) " \
	"AND (?2 IS NULL OR state = ?2) "				\
	"AND (?3 IS NULL OR programme = ?3) "				\
	"AND (?5 = 0 OR coalesce(adviser, -1) = ?5) "			\
	"AND (?6 IS NULL OR departement = ?6) "				\
	"AND (?7 IS NULL OR agenda = ?7) "
#define WANTED_TYPES	"sssiiss"
#define WANTED_VALUES(w) (w)->cooperatives, (w)->state, (w)->programme,	\
	(w)->to_do, (w)->adviser, (w)->departement, (w)->agenda

#define ALL(index)	" FROM dossier INDEXED BY " index		\
	" WHERE sent IS NOT NULL AND " WANTED
#define TO_DO	" FROM dossier INDEXED BY dossier_pending "		\
	"WHERE pending = 1 AND " WANTED
#define ONE	" FROM dossier INDEXED BY dossier_cooperative "		\
	"WHERE sent IS NOT NULL AND cooperative = ?8 AND " WANTED
#define MATCHED	" FROM dossier WHERE id IN (SELECT rowid FROM dossier_words " \
	"WHERE dossier_words MATCH ?8) AND sent IS NOT NULL AND " WANTED

#define RECU	"ORDER BY sent, id LIMIT 25 OFFSET "
#define RECU_D	"ORDER BY sent DESC, id DESC LIMIT 25 OFFSET "
#define NOM	"ORDER BY sort, id LIMIT 25 OFFSET "
#define NOM_D	"ORDER BY sort DESC, id DESC LIMIT 25 OFFSET "
#define ETAPE	"ORDER BY state, sent, id LIMIT 25 OFFSET "
#define ETAPE_D	"ORDER BY state DESC, sent DESC, id DESC LIMIT 25 OFFSET "

_Static_assert(DOSSIER_PAGE == 25, "the pages of the queries");

/* One literal for each order. */
#define ORDERED(w, recu, nom, etape, from, ...)				\
	((w)->order == ORDER_NOM ? ((w)->descending ?			\
	db_query(db, "SELECT id" nom NOM_D from, __VA_ARGS__) :		\
	db_query(db, "SELECT id" nom NOM from, __VA_ARGS__)) :		\
	(w)->order == ORDER_ETAPE ? ((w)->descending ?			\
	db_query(db, "SELECT id" etape ETAPE_D from, __VA_ARGS__) :	\
	db_query(db, "SELECT id" etape ETAPE from, __VA_ARGS__)) :	\
	((w)->descending ?						\
	db_query(db, "SELECT id" recu RECU_D from, __VA_ARGS__) :	\
	db_query(db, "SELECT id" recu RECU from, __VA_ARGS__)))

static struct query *
count_query(struct db *db, const struct wanted *w)
{
	if (w->match != NULL)
		return db_query(db, "SELECT count(*)" MATCHED, WANTED_TYPES
		    "s", WANTED_VALUES(w), w->match);
	if (w->to_do)
		return db_query(db, "SELECT count(*)" TO_DO, WANTED_TYPES,
		    WANTED_VALUES(w));
	if (w->one != NULL)
		return db_query(db, "SELECT count(*)" ONE, WANTED_TYPES "s",
		    WANTED_VALUES(w), w->one);
	return db_query(db, "SELECT count(*)" ALL("dossier_recu"),
	    WANTED_TYPES, WANTED_VALUES(w));
}

static struct query *
page_query(struct db *db, const struct wanted *w, int64_t total)
{
	if (w->match != NULL)
		return ORDERED(w, MATCHED, MATCHED, MATCHED, "?9",
		    WANTED_TYPES "si", WANTED_VALUES(w), w->match, w->from);
	if (w->to_do && (w->order == ORDER_RECU || total < SORTED_MAX))
		return ORDERED(w, TO_DO, TO_DO, TO_DO, "?8",
		    WANTED_TYPES "i", WANTED_VALUES(w), w->from);
	if (w->one != NULL && (w->order == ORDER_RECU || total < SORTED_MAX))
		return ORDERED(w, ONE, ONE, ONE, "?9", WANTED_TYPES "si",
		    WANTED_VALUES(w), w->one, w->from);
	return ORDERED(w, ALL("dossier_recu"), ALL("dossier_nom"),
	    ALL("dossier_etape"), "?8", WANTED_TYPES "i", WANTED_VALUES(w),
	    w->from);
}

/* Letters and digits; what is neither separates, as in the index. */
static size_t
word(const char *p)
{
	size_t n;

	for (n = 0; (p[n] & 0x80) || (p[n] >= '0' && p[n] <= '9') ||
	    (p[n] >= 'a' && p[n] <= 'z'); n++)
		;
	return n;
}

/* { column } : ("a" * AND "b" *), each a prefix; how many words. */
static size_t
match_words(struct arena *a, struct buf *b, const char *column,
    const char *typed)
{
	const char *p = unicode_fold(a, typed);
	size_t n, words = 0;

	for (; *p != '\0'; p += n > 0 ? n : 1)
		if ((n = word(p)) > 0) {
			if (words++ == 0)
				buf_fmt(b, "%s%s : (", b->len > 0 ? " AND " :
				    "", column);
			else
				buf_str(b, " AND ");
			buf_fmt(b, "\"%.*s\" *", (int)n, p);
		}
	if (words > 0)
		buf_char(b, ')');
	return words;
}

/* The words one after another, the last a prefix: an e-mail. */
static size_t
match_phrase(struct arena *a, struct buf *b, const char *column,
    const char *typed)
{
	const char *p = unicode_fold(a, typed);
	size_t n, words = 0;

	for (; *p != '\0'; p += n > 0 ? n : 1)
		if ((n = word(p)) > 0)
			buf_fmt(b, "%s\"%.*s\"", words++ == 0 ?
			    arena_fmt(a, "%s : (", column) : " + ", (int)n, p);
	if (words > 0)
		buf_str(b, " *)");
	return words;
}

/* The digits of what looks like a telephone, else NULL. */
static const char *
telephone(struct arena *a, const char *typed)
{
	char *out = arena_dup(a, typed);
	const char *p;
	size_t n = 0;

	for (p = typed; *p != '\0'; p++)
		if (*p >= '0' && *p <= '9')
			out[n++] = *p;
		else if (strchr("+()./- \t", *p) == NULL && (*p & 0x80) == 0)
			return NULL;
	out[n] = '\0';
	if (n < DIGITS_MIN)
		return NULL;
	return str_starts(out, "00") ? out + 2 : out;
}

/* 0, or 1 when nothing can be called that. */
static int
match_text(struct arena *a, struct buf *b, const struct dossier_filter *f)
{
	const char *digits = telephone(a, f->text);

	if (digits != NULL)
		return f->contacts ? match_words(a, b, "contact",
		    digits) == 0 : 1;
	if (strchr(f->text, '@') != NULL)
		return f->contacts ? match_phrase(a, b, "contact",
		    f->text) == 0 : 1;
	return match_words(a, b, "words", f->text) == 0;
}

static const char *
any(const char *s)
{
	return s == NULL || str_is_blank(s) ? NULL : s;
}

/* Words as a JSON array; codes and names of states need no escapes. */
static const char *
array(struct arena *a, const char *words)
{
	struct buf b = BUF_INIT;
	const char *p = words, *out;
	size_t n;

	for (buf_char(&b, '['); *p != '\0'; p += n) {
		p += strspn(p, " ");
		if ((n = strcspn(p, " \"\\")) == 0)
			break;
		buf_fmt(&b, "%s\"%.*s\"", b.len > 1 ? "," : "", (int)n, p);
	}
	buf_char(&b, ']');
	out = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return out;
}

/* 0, or 1 when nothing can be called what is looked for. */
static int
read_filter(struct arena *a, const struct dossier_filter *f,
    struct wanted *w)
{
	struct buf b = BUF_INIT;
	int none = 0;

	*w = (struct wanted){
		.state = any(f->state), .programme = any(f->programme),
		.departement = any(f->departement), .agenda = any(f->agenda),
		.adviser = f->adviser, .to_do = f->to_do,
		.order = f->order, .descending = f->descending,
		.from = f->page > 1 ?
		    ((int64_t)f->page - 1) * DOSSIER_PAGE : 0
	};
	if (any(f->cooperatives) != NULL) {
		w->cooperatives = array(a, f->cooperatives);
		if (strchr(f->cooperatives, ' ') == NULL)
			w->one = f->cooperatives;
	}
	if (any(f->text) != NULL)
		none = match_text(a, &b, f);
	if (any(f->commune) != NULL && !none)
		none = match_words(a, &b, "lieu", f->commune) == 0;
	if (b.len > 0)
		w->match = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return none;
}

size_t
dossier_list(struct arena *a, struct db *db,
    const struct dossier_filter *filter, struct dossier **out, int64_t *total)
{
	struct dossier *list;
	struct wanted w;
	struct query *q;
	int64_t ids[DOSSIER_PAGE];
	size_t i, n = 0;

	*out = list = arena_array(a, DOSSIER_PAGE, sizeof(*list));
	*total = 0;
	if (read_filter(a, filter, &w))
		return 0;
	q = count_query(db, &w);
	if (db_next(q))
		*total = db_int(q, 0);
	if (db_done(q) == -1) {
		*total = -1;
		return 0;
	}
	if (w.from >= *total)
		return 0;
	q = page_query(db, &w, *total);
	while (n < DOSSIER_PAGE && db_next(q))
		ids[n++] = db_int(q, 0);
	if (db_done(q) == -1)
		*total = -1;
	for (i = 0; i < n && *total != -1; i++)
		if (dossier_by_id(a, db, ids[i], &list[i]) != 0)
			*total = -1;
	return *total == -1 ? 0 : n;
}

int64_t
dossier_count(struct arena *a, struct db *db, const char *cooperatives,
    const char *states)
{
	struct query *q;
	int64_t n = 0;

	cooperatives = any(cooperatives);
	q = db_query(db, "SELECT count(*) FROM dossier INDEXED BY "
	    "dossier_etape WHERE sent IS NOT NULL AND state IN (SELECT value "
	    "FROM json_each(?2)) AND (?1 IS NULL OR cooperative IN (SELECT "
	    "value FROM json_each(?1)))", "ss", cooperatives == NULL ? NULL :
	    array(a, cooperatives), array(a, states));
	if (db_next(q))
		n = db_int(q, 0);
	return db_done(q) == -1 ? -1 : n;
}
