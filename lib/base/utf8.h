/*
 * utf8: strict UTF-8 (RFC 3629; no overlong forms, no surrogates).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * Read one code point at s (n bytes are readable) and store it.
 * Returns the bytes used, or 0 when the bytes are not UTF-8 or n is 0.
 */
size_t	utf8_decode(const char *s, size_t n, uint32_t *cp);
/* Write cp (a valid code point) to out, return the bytes written (1 to 4). */
size_t	utf8_encode(char out[4], uint32_t cp);
int	utf8_valid(const char *, size_t);
/* Code points in a valid string. */
size_t	utf8_length(const char *);

#endif
