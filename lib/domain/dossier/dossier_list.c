/*
 * Lists of files.
 */
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "domain/dossier/dossier_list.h"
#include "port/crypto.h"
#include "port/unicode.h"

#define DIGITS_MIN	6	/* of a telephone */
#define LOOKS		5000	/* rows that words may have looked at */

/* Where files are looked for: an index each that holds all filters look at. */
enum source { ALL_SENT, TO_DO, OF_SESSION, OF_ADVISER, OF_ONE, OF_DEPARTEMENT,
    IN_STATE, OF_PROGRAMME,
	WITH_WORDS,	/* the index of words tells all that is asked */
	FOUND		/* few have the words: their rows tell the rest */
};

/*
 * What is asked, as the queries take it: NULL is any.  One of them fits each
 * request; a literal for each source and order.
 */
struct wanted {
	const char	*cooperatives;	/* JSON array */
	const char	*state, *programme, *departement, *agenda;
	int64_t		 adviser, to_do;
	enum source	 source;
	const char	*key;		/* of the source */
	const char	*words;		/* of the index of words */
	enum dossier_order order;
	int		 descending, backwards;
	/* Where the page begins: behind this key, so many files on. */
	const char	*after_text;
	int64_t		 after_sent, after_id, from;
};

#define WANTED	"pending >= ?4 "					\
	"AND (?1 IS NULL OR cooperative IN (SELECT value FROM json_each(?1))) " \
	"AND (?2 IS NULL OR state = ?2) "				\
	"AND (?3 IS NULL OR programme = ?3) "				\
	"AND (?5 = 0 OR coalesce(adviser, -1) = ?5) "			\
	"AND (?6 IS NULL OR departement = ?6) "				\
	"AND (?7 IS NULL OR agenda = ?7) "				\
	"AND (?9 IS NULL OR id IN (SELECT rowid FROM dossier_words WHERE " \
	"dossier_words MATCH ?9)) "
#define WANTED_TYPES	"sssiissss"
#define WANTED_VALUES(w) (w)->cooperatives, (w)->state, (w)->programme,	\
	(w)->to_do, (w)->adviser, (w)->departement, (w)->agenda,	\
	(w)->key, (w)->words

#define BY(index) " FROM dossier INDEXED BY " index			\
	" WHERE sent IS NOT NULL AND "
#define FROM_ALL(index)	BY(index) WANTED
#define FROM_TO_DO	BY("dossier_pending") "pending = 1 AND " WANTED
#define FROM_SESSION	BY("dossier_seance") "agenda <> '' AND agenda = ?8 " \
	"AND " WANTED
#define FROM_ADVISER	BY("dossier_adviser") "adviser IS ?8 AND " WANTED
#define FROM_ONE	BY("dossier_cooperative") "cooperative = ?8 AND " WANTED
#define FROM_DEPARTEMENT BY("dossier_departement") "departement = ?8 AND " WANTED
#define FROM_STATE	BY("dossier_etape") "state = ?8 AND " WANTED
#define FROM_PROGRAMME	BY("dossier_programme") "programme = ?8 AND " WANTED
/* the index of words alone, in its order: as files were begun */
#define FROM_WORDS	" FROM dossier_words WHERE dossier_words MATCH ?8 "
#define FROM_FOUND	" FROM dossier_words CROSS JOIN dossier ON dossier.id " \
	"= dossier_words.rowid WHERE dossier_words MATCH ?8 AND sent IS NOT " \
	"NULL "

/* Behind a place in the order; one more than a page, to know whether any are. */
#define PAGE	" LIMIT 26 OFFSET ?13"
#define RECU	"AND (sent, id) > (?11, ?12) ORDER BY sent, id" PAGE
#define RECU_D	"AND (sent, id) < (?11, ?12) ORDER BY sent DESC, id DESC" PAGE
#define NOM	"AND (sort, id) > (?10, ?12) ORDER BY sort, id" PAGE
#define NOM_D	"AND (sort, id) < (?10, ?12) ORDER BY sort DESC, id DESC" PAGE
#define ETAPE	"AND (state, sent, id) > (?10, ?11, ?12) "		\
	"ORDER BY state, sent, id" PAGE
#define ETAPE_D	"AND (state, sent, id) < (?10, ?11, ?12) "		\
	"ORDER BY state DESC, sent DESC, id DESC" PAGE
#define BEGUN	"AND rowid > ?12 ORDER BY rowid" PAGE
#define BEGUN_D	"AND rowid < ?12 ORDER BY rowid DESC" PAGE

_Static_assert(DOSSIER_PAGE == 25, "the pages of the queries");
#define READ	(DOSSIER_PAGE + 1)

#define COUNT(db, w, source)						\
	db_query(db, "SELECT count(*) FROM (SELECT 1" source "LIMIT ?10)", \
	    WANTED_TYPES "i", WANTED_VALUES(w), (int64_t)DOSSIER_MANY + 1)
#define SELECT_ID(db, w, id, source, order)				\
	db_query(db, "SELECT " id source order, WANTED_TYPES "siii",	\
	    WANTED_VALUES(w), (w)->after_text, (w)->after_sent,		\
	    (w)->after_id, (w)->from)
#define SELECT(db, w, source, order)	SELECT_ID(db, w, "id", source, order)
/* One literal for each order. */
#define ORDERED(db, w, recu, nom, etape)				\
	((w)->order == ORDER_NOM ? ((w)->descending ?			\
	SELECT(db, w, nom, NOM_D) : SELECT(db, w, nom, NOM)) :		\
	(w)->order == ORDER_ETAPE ? ((w)->descending ?			\
	SELECT(db, w, etape, ETAPE_D) : SELECT(db, w, etape, ETAPE)) :	\
	((w)->descending ? SELECT(db, w, recu, RECU_D) :		\
	SELECT(db, w, recu, RECU)))
#define SORTED(db, w, source)	ORDERED(db, w, source, source, source)

static struct query *
count_query(struct db *db, const struct wanted *w)
{
	switch (w->source) {
	case TO_DO:
		return COUNT(db, w, FROM_TO_DO);
	case OF_SESSION:
		return COUNT(db, w, FROM_SESSION);
	case OF_ADVISER:
		return COUNT(db, w, FROM_ADVISER);
	case OF_ONE:
		return COUNT(db, w, FROM_ONE);
	case OF_DEPARTEMENT:
		return COUNT(db, w, FROM_DEPARTEMENT);
	case IN_STATE:
		return COUNT(db, w, FROM_STATE);
	case OF_PROGRAMME:
		return COUNT(db, w, FROM_PROGRAMME);
	case WITH_WORDS:
		return COUNT(db, w, FROM_WORDS);
	case FOUND:
		return COUNT(db, w, FROM_FOUND "AND " WANTED);
	default:
		return COUNT(db, w, FROM_ALL("dossier_recu"));
	}
}

/*
 * Few are sorted.  Of many, as received, a source has them in order; in another
 * order, the index of that order meets enough of them soon.
 */
static struct query *
page_query(struct db *db, const struct wanted *w, int many)
{
	if (many && w->order != ORDER_RECU && w->source != FOUND)
		return ORDERED(db, w, FROM_ALL("dossier_recu"),
		    FROM_ALL("dossier_nom"), FROM_ALL("dossier_etape"));
	switch (w->source) {
	case TO_DO:
		return SORTED(db, w, FROM_TO_DO);
	case OF_SESSION:
		return SORTED(db, w, FROM_SESSION);
	case OF_ADVISER:
		return SORTED(db, w, FROM_ADVISER);
	case OF_ONE:
		return SORTED(db, w, FROM_ONE);
	case OF_DEPARTEMENT:
		return SORTED(db, w, FROM_DEPARTEMENT);
	case IN_STATE:
		return SORTED(db, w, FROM_STATE);
	case OF_PROGRAMME:
		return SORTED(db, w, FROM_PROGRAMME);
	case WITH_WORDS:
		if (!many)
			return SORTED(db, w, FROM_FOUND);
		return w->descending ? SELECT_ID(db, w, "rowid", FROM_WORDS,
		    BEGUN_D) : SELECT_ID(db, w, "rowid", FROM_WORDS, BEGUN);
	case FOUND:
		return SORTED(db, w, FROM_FOUND "AND " WANTED);
	default:
		return ORDERED(db, w, FROM_ALL("dossier_recu"),
		    FROM_ALL("dossier_nom"), FROM_ALL("dossier_etape"));
	}
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

/* A word of dossier_scope (schemas/db/023-mots.sql): letter, value. */
static const char *
scope(struct arena *a, char letter, const char *value)
{
	return arena_fmt(a, "scope : \"\xee\x80\x80%c%s\"", letter,
	    hex_encode(a, value, strlen(value)));
}

/* What the index of words knows beside words, of which there are some. */
static void
match_scope(struct arena *a, struct buf *b, const char *cooperatives,
    const struct wanted *w)
{
	char *rest, *code;
	size_t n = 0;

	if (w->programme != NULL)
		buf_fmt(b, " AND %s", scope(a, 'p', w->programme));
	if (w->departement != NULL)
		buf_fmt(b, " AND %s", scope(a, 'd', w->departement));
	if (w->to_do)
		buf_str(b, " AND scope : \"\xee\x80\x80t\"");
	if (w->cooperatives == NULL)
		return;
	rest = arena_dup(a, cooperatives);
	while ((code = str_split(&rest, ' ')) != NULL)
		if (*code != '\0')
			buf_fmt(b, " %s %s", n++ == 0 ? "AND (" : "OR",
			    scope(a, 'c', code));
	buf_char(b, ')');
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

/* The narrowest that fits: what few files share goes first. */
static void
choose_source(struct arena *a, const struct dossier_filter *f,
    struct wanted *w)
{
	if (w->agenda != NULL) {
		w->source = OF_SESSION;
		w->key = w->agenda;
	} else if (w->adviser > 0) {
		w->source = OF_ADVISER;
		w->key = arena_fmt(a, "%lld", (long long)w->adviser);
	} else if (w->to_do) {
		w->source = TO_DO;
	} else if (w->cooperatives != NULL && strchr(f->cooperatives, ' ') ==
	    NULL) {
		w->source = OF_ONE;
		w->key = f->cooperatives;
	} else if (w->departement != NULL) {
		w->source = OF_DEPARTEMENT;
		w->key = w->departement;
	} else if (w->state != NULL) {
		w->source = IN_STATE;
		w->key = w->state;
	} else if (w->programme != NULL) {
		w->source = OF_PROGRAMME;
		w->key = w->programme;
	} else if (w->adviser == ADVISER_NOBODY) {
		w->source = OF_ADVISER;	/* whose is NULL */
	}
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
	if (any(f->cooperatives) != NULL)
		w->cooperatives = array(a, f->cooperatives);
	if (w->state != NULL && w->order == ORDER_ETAPE)
		w->order = ORDER_RECU;	/* within one step, the same */
	choose_source(a, f, w);
	if (any(f->text) != NULL)
		none = match_text(a, &b, f);
	if (any(f->commune) != NULL && !none)
		none = match_words(a, &b, "lieu", f->commune) == 0;
	if (b.len > 0) {
		match_scope(a, &b, f->cooperatives, w);
		w->words = arena_dup(a, buf_cstr(&b));
	}
	buf_free(&b);
	return none;
}

/*
 * Words lead, unless there is a filter that the index of words does not know
 * and they find more than that are worth a look each: then those that pass the
 * filter are looked for among them.  0 or -1.
 */
static int
choose_words(struct db *db, struct wanted *w)
{
	int knows = w->state == NULL && w->agenda == NULL && w->adviser == 0;
	int64_t n = 0;
	struct query *q;

	if (w->words == NULL)
		return 0;
	if (!knows) {
		q = db_query(db, "SELECT count(*) FROM (SELECT 1 FROM "
		    "dossier_words WHERE dossier_words MATCH ?1 LIMIT ?2)",
		    "si", w->words, (int64_t)LOOKS + 1);
		if (db_next(q))
			n = db_int(q, 0);
		if (db_done(q) == -1)
			return -1;
	}
	if (n > LOOKS) {
		/* the words tell the cooperative */
		if (w->state != NULL && (w->source == OF_ONE ||
		    w->source == OF_DEPARTEMENT)) {
			w->source = IN_STATE;
			w->key = w->state;
		}
		return 0;
	}
	w->source = knows ? WITH_WORDS : FOUND;
	w->key = w->words;
	if (!knows)
		w->words = NULL;
	return 0;
}

/* Before all there are, in either sense. */
static void
begin(struct wanted *w)
{
	w->after_text = w->descending ? "\xf4\x8f\xbf\xbf" : "";
	w->after_sent = w->after_id = w->descending ? INT64_MAX : INT64_MIN;
}

/*
 * Where the page begins.  The file it is told from has to be one that the
 * filter could show: where it stands among others is nobody else's to know.
 */
static int
find_place(struct arena *a, struct db *db, const struct dossier_filter *f,
    struct wanted *w)
{
	const char *numero = any(f->after);
	struct query *q;

	if (numero == NULL && (numero = any(f->before)) != NULL) {
		w->backwards = 1;
		w->descending = !w->descending;
	}
	begin(w);
	if (numero == NULL)
		return 0;
	q = db_query(db, "SELECT id, sent, sort, state FROM dossier WHERE "
	    "numero = ?1 AND sent IS NOT NULL AND (?2 IS NULL OR cooperative "
	    "IN (SELECT value FROM json_each(?2)))", "ss", numero,
	    w->cooperatives);
	if (db_next(q)) {
		w->after_id = db_int(q, 0);
		w->after_sent = db_int(q, 1);
		w->after_text = db_dup(a, q, w->order == ORDER_NOM ? 2 : 3);
		w->from = 0;
	} else if (w->backwards) {
		w->backwards = 0;
		w->descending = !w->descending;
		begin(w);
	}
	return db_done(q);
}

/* Of many only so many are counted, and those of this page and one more. */
static int64_t
at_least(const struct dossier_filter *f, size_t n)
{
	int64_t before = f->page > 1 ? ((int64_t)f->page - 1) * DOSSIER_PAGE :
	    0;

	return before + (int64_t)n > DOSSIER_MANY ? before + (int64_t)n :
	    DOSSIER_MANY + 1;
}

/* The ids of the page, in the order asked for: how many, or -1. */
static int
read_page(struct db *db, const struct wanted *w, int64_t ids[READ], int many)
{
	struct query *q = page_query(db, w, many);
	int64_t id;
	int i, n = 0;

	while (n < READ && db_next(q))
		ids[n++] = db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	if (!w->backwards)
		return n;
	if (n > DOSSIER_PAGE)
		n = DOSSIER_PAGE;
	for (i = 0; i < n / 2; i++) {
		id = ids[i];
		ids[i] = ids[n - 1 - i];
		ids[n - 1 - i] = id;
	}
	/* the one that was told from comes behind them */
	return n == DOSSIER_PAGE ? READ : n;
}

size_t
dossier_list(struct arena *a, struct db *db,
    const struct dossier_filter *filter, struct dossier **out, int64_t *total)
{
	struct dossier *list;
	struct wanted w;
	struct query *q;
	int64_t ids[READ];
	int i, n, many;

	*out = list = arena_array(a, DOSSIER_PAGE, sizeof(*list));
	*total = 0;
	if (read_filter(a, filter, &w))
		return 0;
	if (choose_words(db, &w) == -1) {
		*total = -1;
		return 0;
	}
	q = count_query(db, &w);
	if (db_next(q))
		*total = db_int(q, 0);
	if (db_done(q) == -1 || find_place(a, db, filter, &w) == -1) {
		*total = -1;
		return 0;
	}
	many = *total > DOSSIER_MANY;
	if (!many && w.from >= *total)
		return 0;
	if ((n = read_page(db, &w, ids, many)) == -1) {
		*total = -1;
		return 0;
	}
	if (many)
		*total = at_least(filter, (size_t)n);
	if (n > DOSSIER_PAGE)
		n = DOSSIER_PAGE;
	for (i = 0; i < n; i++)
		if (dossier_by_id(a, db, ids[i], &list[i]) != 0)
			*total = -1;
	return *total == -1 ? 0 : (size_t)n;
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
