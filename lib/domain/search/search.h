/*
 * search: the words of the whole site, and the pages that hold them.
 *
 * The index is a file of its own, DATA/recherche.db (SQLite, FTS5), made again
 * with every publication that says anything else: written aside, then renamed
 * into place.  Readers
 * notice and open the new one.  It holds nothing that is not on a page, and
 * nobody writes down what was looked for.
 *
 * Words are compared by their keys (text/words.h): accents, case, number and
 * apostrophes do not count.  A page must hold all words asked for; when none
 * does, as many as can be had together, the rarest first, and the result says
 * so.  The last word may be the beginning of one when it has three letters or
 * more.  Small words (« comment », « l’ ») only count when there is nothing
 * else.
 *
 * Order: first the pages with all the words in their title, the shortest title
 * first; then in title, headings or description; then those that say them
 * SEARCH_OFTEN times; then the rest.  Equals come in the order in which they
 * were added.  (FTS5's bm25 counts every page that holds a word: several
 * milliseconds for « coopérative », which is on all of them.)
 */
#ifndef DOMAIN_SEARCH_H
#define DOMAIN_SEARCH_H

#include <stddef.h>

#include "base/arena.h"

#define SEARCH_WORDS	10	/* of a question; more are not looked at */
#define SEARCH_OFTEN	3
#define SEARCH_MAX	1000	/* pages counted; beyond: « plus de » */
#define SEARCH_PAGE	10	/* pages shown at once */
#define SEARCH_ADVICE	3

/* Writing. */
struct search_writer;

/* path: of the index; nothing is there yet.  NULL with the cause logged. */
struct search_writer *search_writer_open(const char *path);
/*
 * Begin with what the index in place holds; pages that are added then take
 * the place of those with their address, definitions that are new come last.
 * mark: the one that index must bear.  NULL when it does not, or there is none.
 */
struct search_writer *search_writer_again(const char *path, const char *mark);
/* Does the index in place bear that mark? */
int	 search_has_mark(const char *path, const char *mark);
/* What an index was made of, in a word of the caller's. */
void	 search_writer_mark(struct search_writer *, const char *mark);
/*
 * A page, or what else has an address: title, description, and what it says,
 * a line a block (each may be empty).  Marks among that, which no page holds:
 *
 *	SAID_HEADING	the line is a heading
 *	SAID_ENTRY	a line of its own, the id of a definition, which is
 *			an entry of its own, too, ADDRESS#ID: the next line
 *			is its title, then its text up to
 *	SAID_CLOSE	or the next definition
 */
#define SAID_HEADING	'\x02'
#define SAID_ENTRY	'\x03'
#define SAID_CLOSE	'\x04'
void	 search_writer_page(struct search_writer *, const char *address,
	    const char *title, const char *description, const char *said);
/*
 * Put the index in place (keep) or forget it; the writer is gone either way.
 * 0, or -1 when anything failed since it was opened: the old one stays.
 */
int	 search_writer_close(struct search_writer *, int keep);

/* Reading. */
struct search;

/* A piece of an excerpt; found: one of the words looked for. */
struct search_piece {
	const char	*text;
	int		 found;
};

struct search_hit {
	const char	*address, *title;
	const struct search_piece *pieces;
	size_t		 npieces;
};

struct search_result {
	size_t		 words;		/* 0: there was nothing to look for */
	size_t		 total;		/* at most SEARCH_MAX */
	int		 more;		/* there are more than that */
	int		 some;		/* not all the words on each page */
	struct search_hit hits[SEARCH_PAGE];
	size_t		 nhits;
	/* Other questions, nearest first, when a word is on no page. */
	const char	*advice[SEARCH_ADVICE];
	size_t		 nadvice;
};

/* Never fails: the file is looked for with each question. */
struct search *search_open(const char *path);
void	 search_close(struct search *);		/* NULL is allowed */
/*
 * Answer a question, any valid UTF-8; the hits from the from-th (0) on.  0, or
 * -1 when there is no index (logged when there ought to be).
 */
int	 search_run(struct arena *, struct search *, const char *question,
	    size_t from, struct search_result *);

#endif
