/*
 * str: small questions about C strings.  ASCII only, no locale.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stddef.h>

#include "base/arena.h"

int	 str_eq(const char *, const char *);
int	 str_starts(const char *s, const char *prefix);
int	 str_ends(const char *s, const char *suffix);
/* Is word one of the words of a list separated by spaces? */
int	 str_has_word(const char *list, const char *word);
/* Nothing but ASCII white space; NULL is blank too. */
int	 str_is_blank(const char *);
/* ASCII letters to lower case, in place. */
void	 str_lower(char *);
/*
 * A copy without leading and trailing white space: ASCII white space and
 * U+00A0, U+202F, U+200B, U+FEFF, which phones like to add.
 */
char	*str_trim(struct arena *, const char *);
/* A copy in which runs of ASCII white space are one space, none at the ends. */
char	*str_squeeze(struct arena *, const char *);
/*
 * Cut s in place at the next sep and step over it; NULL when s is used up.
 * char *rest = copy; while ((part = str_split(&rest, ',')) != NULL) ...
 */
char	*str_split(char **rest, char sep);
/* A decimal number in [min, max], nothing else around it.  0 or -1. */
int	 str_number(const char *, long long min, long long max, long long *);

#endif
