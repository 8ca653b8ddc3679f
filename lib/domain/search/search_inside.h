/*
 * search_inside: what the files of search agree on, and nobody else.
 *
 * Table fiche: what is shown.  In texte each word stands between WORD_OPEN and
 * WORD_CLOSE; cles holds their keys, one for each, separated by spaces.
 * Table page (FTS5): the keys of all that a page says.  Those that matter
 * stand there once more behind the digit of their rank, so that each rank is a
 * list of pages of its own, made beforehand; a rank holds those above it.  Keys
 * are all letters or all digits: none begins like a ranked one but a number's.
 * Table source: what search_writer_page() was told of each page, for
 * search_writer_again(); marque: search_writer_mark().
 * Table mot: every key of letters, three bytes or more, with a word to show
 * for it and how often there is one.
 */
#ifndef DOMAIN_SEARCH_INSIDE_H
#define DOMAIN_SEARCH_INSIDE_H

#include <sys/stat.h>

#include <stdint.h>

#include "base/buf.h"
#include "domain/search/search.h"
#include "text/words.h"

#define WORD_OPEN	'\x1f'
#define WORD_CLOSE	'\x1e'

#define RANK_TITLE	"0"
#define RANK_HEADING	"1"	/* or in the description */
#define RANK_OFTEN	"2"	/* in the text, SEARCH_OFTEN times or more */
#define RANK_ANY	""

#define FORMS		16	/* words that the last one may begin */

/* A word of the vocabulary. */
struct known {
	const char	*key, *shown;
	int64_t		 times;
	uint32_t	 letters;	/* a bit for each of a to z */
};

struct search {
	char		*path;
	struct stat	 st;
	struct db	*db;
	struct arena	*arena;		/* of the vocabulary; NULL: not read */
	struct known	*known;		/* by key */
	size_t		 nknown;
};

/* A word of the question. */
struct term {
	struct word	 word;
	int		 prefix;	/* may be the beginning of a word: */
	const char	*forms[FORMS];	/* of these, the most used ones */
	size_t		 nforms;
	size_t		 run;		/* words of the compound begun, or 1 */
	char		 whole[WORD_KEY];	/* key of that compound */
	int64_t		 times;		/* on the site; see search_leave_out() */
};

struct question {
	struct term	 terms[SEARCH_WORDS];
	size_t		 n;
};

/*
 * Text and headings up to the end, or up to what ends an entry when it is one;
 * returns where.
 */
const char *search_read_said(const char *, int is_entry, struct buf *text,
    struct buf *headings);
/* How many pages hold the words, max at most; -1 when that cannot be told. */
int64_t	 search_count(struct arena *, struct search *,
	    const struct question *, int64_t max);
/* Have the vocabulary in memory.  0 or -1; what follows expects it. */
int	 search_vocabulary(struct search *);
/* The question with its unknown words replaced, or left out. */
void	 search_advise(struct arena *, struct search *,
	    const struct question *, struct search_result *);
/*
 * Keep the words that some page holds together: the rarest, then each that
 * still leaves one.  0 or -1.
 */
int	 search_leave_out(struct arena *, struct search *, struct question *);

#endif
