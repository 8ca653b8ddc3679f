/*
 * code: names without ambiguous letters, with a check character.
 *
 * Alphabet: 23456789ABCDEFGHJKMNPQRSTVWXYZ, 30 symbols (no 0 O 1 I L U).
 * The last symbol is the check character of Luhn mod N (N = 30), which
 * detects every single wrong symbol and nearly all swapped neighbours.
 *
 *	document  8H3MW9K4T2QX		11 random (54 bits) + 1, shown in fours
 *	dossier   CAE-26-9B2D-X7	5 random + 1 behind programme and year
 *	one-time  4F7KQ2		5 random + 1
 */
#ifndef DOMAIN_CODE_H
#define DOMAIN_CODE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define CODE_DOCUMENT	12
#define CODE_ONETIME	6

/* len symbols, the last being the check; len between 2 and 32. */
const char *code_new(struct arena *, size_t len);
/*
 * What was typed, without spaces, dashes and dots, in capitals; NULL unless it
 * has len symbols of the alphabet and the check is right.
 */
const char *code_read(struct arena *, const char *typed, size_t len);
const char *code_groups(struct arena *, const char *code);	/* in fours */

/* A document's code as a number below 30^11, the check left out.  0 or -1. */
int	 code_number(const char *code, uint64_t *);
/* The code of a number, NULL when there is none. */
const char *code_of_number(struct arena *, uint64_t);

const char *numero_new(struct arena *, const char *prefix, int year);
/* Normalise « cae 26 9b2dx7 »; NULL when it is not a number. */
const char *numero_read(struct arena *, const char *typed);

#endif
