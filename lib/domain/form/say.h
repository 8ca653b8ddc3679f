/*
 * say: the sentences beside a field that is not right.
 *
 * They say how to mend it, in the words of the field (« le numéro de
 * téléphone » becomes « votre numéro de téléphone », « ton … », or stays for
 * staff), give an example, and never say « veuillez » or « invalide ».  No
 * full stop: they stand in lists of links too.  Results live in the arena.
 */
#ifndef DOMAIN_SAY_H
#define DOMAIN_SAY_H

#include "domain/form/definition.h"

struct speech {
	struct arena	*arena;
	enum voice	 voice;
	const struct field *field;
};

/* « Indiquez votre nom de famille », « Choisissez votre commune » */
const char *say_missing(const struct speech *);
/* « Choisissez votre situation dans la liste » */
const char *say_not_listed(const struct speech *);
const char *say_twice(const struct speech *);
/* Bytes that are not text, or characters that cannot be seen. */
const char *say_unreadable(const struct speech *);
const char *say_too_long(const struct speech *, long long max);
const char *say_too_short(const struct speech *, long long min);
const char *say_letters(const struct speech *);
const char *say_email(const struct speech *);
const char *say_phone(const struct speech *);
const char *say_postcode(const struct speech *);
const char *say_town(const struct speech *);
const char *say_town_name(const struct speech *);
const char *say_money(const struct speech *);
const char *say_number(const struct speech *);
const char *say_percent(const struct speech *);
const char *say_hour(const struct speech *);
const char *say_siren(const struct speech *);
const char *say_siret(const struct speech *);
const char *say_qpv(const struct speech *);
const char *say_departement(const struct speech *);
const char *say_nir(const struct speech *);
const char *say_iban(const struct speech *);
/* A doubt, not an error: « Vouliez-vous écrire nom@gmail.com ? » */
const char *say_meant(const struct speech *, const char *email);
/* min and max in words: « 10 € », « 12 ». */
const char *say_range(const struct speech *, const char *min,
	    const char *max);
/* what: « un jour et un mois » */
const char *say_date_part(const struct speech *, const char *what);
const char *say_date_year(const struct speech *);
/* « La date de naissance doit être » and then what follows. */
const char *say_must_be(const struct speech *, const char *what);
const char *say_age(const struct speech *, long long age, int least);

#endif
