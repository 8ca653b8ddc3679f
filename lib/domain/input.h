/*
 * input: what people type in France, made regular.
 *
 * Pure functions over valid UTF-8.  They are generous about spaces, dots,
 * dashes and capitals, and return NULL (or 0, or DAY_NONE) for what they
 * cannot read; the sentence that says so is made by say.h.
 */
#ifndef DOMAIN_INPUT_H
#define DOMAIN_INPUT_H

#include <stdint.h>

#include "base/arena.h"

/*
 * RFC 5321 lengths (64 before the @, 254 in all, labels of 63), ASCII only,
 * no quoted local part; the domain in lower case.
 */
const char *input_email(struct arena *, const char *);
/*
 * E.164: French numbers (0612345678, +33 (0)6 12..., 0033...), overseas ones
 * typed the local way (0692...), others after + or 00, 7 to 15 digits.
 */
const char *input_phone(struct arena *, const char *);
/* « 06 39 98 12 34 », « +262 692 12 34 56 », else as it is. */
const char *input_phone_shown(struct arena *, const char *e164);
/* 01000 to 95999, 97xxx, 98xxx. */
const char *input_postcode(struct arena *, const char *);
/* 1 to 12 for « 3 », « 03 », « mars », « Mars », « janv. », else 0. */
int	 input_month(struct arena *, const char *);
/* A whole date in one text: 27/03/2009, 27.3.2009, 2009-03-27. */
int32_t	 input_date(struct arena *, const char *);
/* Without any white space, no-break spaces included. */
const char *input_spaceless(struct arena *, const char *);
/* The same, and without dots, dashes and slashes. */
const char *input_bare(struct arena *, const char *);

/* Luhn; La Poste's SIRET by their own rule (sum multiple of 5). */
int	 input_siren_valid(const char *);
int	 input_siret_valid(const char *);

#endif
