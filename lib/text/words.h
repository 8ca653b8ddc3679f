/*
 * words: the words of a French text, and the key each is looked for by.
 *
 * A word is a run of letters or a run of digits: apostrophes, hyphens and all
 * else part words (« l’activité » has two, « L127-1 » three).  Its key is what
 * unicode_fold() makes of it (no case, no accent, œ is oe, æ is ae), brought
 * to the singular, and a few feminine forms of persons to the masculine one:
 *
 *	-eaux		-eau	bureaux
 *	-aux		-al	communaux (travaux, baux: -ail)
 *	-eux -oux	-eu -ou	lieux, genoux
 *	-s		-	coopératives
 *	-ee		-e	associée, salariées; not durée, entrée
 *	-euse		-eur	entrepreneuses
 *	-trice		-teur	animatrice
 *
 * Words of three letters and less keep their end: CAE, bus, mis.  Rules are
 * few on purpose: verbs are left alone, and « générale » does not meet
 * « général ».
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include <stddef.h>

#define WORD_KEY	48		/* a longer one is cut */

struct word {
	const char	*start;		/* in the text, as it was written */
	size_t		 len;
	char		 key[WORD_KEY];
	char		 fold[WORD_KEY];	/* before the rules above */
};

/*
 * The next word of *s, valid UTF-8; steps over it.  1, or 0 at the end.
 */
int	 word_next(const char **s, struct word *);
/* What was folded, brought to its key in place. */
void	 word_stem(char *key);
/*
 * Nothing but a hyphen stands between two words of one text, the second after
 * the first: « tiers-lieux » may also be written in one.
 */
int	 word_is_joined(const struct word *, const struct word *next);
/* So common that it tells nothing: articles, « l » of « l’ », « comment ». */
int	 word_is_small(const char *key);
/*
 * How many letters must be changed, added, left out or swapped with the next
 * to make one of the other; max + 1 when it is more than max.  Bytes.
 */
size_t	 word_distance(const char *, const char *, size_t max);

#endif
