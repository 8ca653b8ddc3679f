/*
 * input: what people type in France, made regular.
 *
 * Pure functions over valid UTF-8.  They are generous about spaces, dots,
 * dashes and capitals, and return NULL (or 0, or DAY_NONE) for what they
 * cannot read; the sentence that says so is made by say.h.
 */
#ifndef TEXT_INPUT_H
#define TEXT_INPUT_H

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

/* input_code.c: without spaces, dots and dashes, in capitals. */
const char *input_siren(struct arena *, const char *);
const char *input_siret(struct arena *, const char *);
/* QN04401M, and the older QP044001. */
const char *input_qpv(struct arena *, const char *);
/* 1 to 95 without 20, 2A, 2B, 971 to 976, 98x. */
const char *input_departement(struct arena *, const char *);
/* 13 characters and their key of two digits; Corsica 2A and 2B. */
const char *input_nir(struct arena *, const char *);
/* Countries of SEPA; ISO 7064. */
const char *input_iban(struct arena *, const char *);
/* « 14 h 30 », « 9h », « 14:30 » become 14:30, 09:00; shown as the first. */
const char *input_hour(struct arena *, const char *);
const char *input_hour_shown(struct arena *, const char *);
/* « 12 % », « 12,5 » become 12, 12.5: two decimals at most. */
const char *input_percent(struct arena *, const char *);
const char *input_percent_shown(struct arena *, const char *);
/*
 * What a right address was perhaps meant to be: nom@gmail.com for
 * nom@gmial.com; NULL when nothing comes to mind.
 */
const char *input_email_hint(struct arena *, const char *email);

/* Luhn; La Poste's SIRET by their own rule (sum multiple of 5). */
int	 input_siren_valid(const char *);
int	 input_siret_valid(const char *);

#endif
