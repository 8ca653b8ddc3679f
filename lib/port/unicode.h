/*
 * unicode: what needs tables of characters; the only door to libunistring.
 *
 * Arguments are valid UTF-8 (the caller has checked); results live in the
 * arena.  No locale is looked at.
 */
#ifndef PORT_UNICODE_H
#define PORT_UNICODE_H

#include <stdint.h>

#include "base/arena.h"

/* Normalisation form C: é is one code point however it was typed. */
const char *unicode_nfc(struct arena *, const char *);
/*
 * A key to sort and search by: compatibility decomposition, marks dropped,
 * case folded, œ oe, æ ae, ß ss, đ d, ø o, ł l; apostrophes, dashes and any
 * white space become one space, none at the ends.
 */
const char *unicode_fold(struct arena *, const char *);
/* A letter or a mark that combines with one, of any script. */
int	 unicode_is_letter(uint32_t cp);
/* A capital, of any script that has them. */
int	 unicode_is_upper(uint32_t cp);
int	 unicode_is_mark(uint32_t cp);
/* U+202A..202E and U+2066..2069, which turn the reading of what follows. */
int	 unicode_is_turning(uint32_t cp);
/* A character that XML cannot carry or that no text needs: C0 but for tab,
 * newline and return, DEL, C1, noncharacters. */
int	 unicode_is_control(uint32_t cp);

#endif
