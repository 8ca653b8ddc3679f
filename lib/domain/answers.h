/*
 * answers: what a person typed into a form, letter for letter, beside what we
 * made of it and what is wrong with it.
 *
 * Raw values are kept as sent (white space trimmed is the only exception, at
 * normalising); a value that is not UTF-8 or holds control characters is
 * refused beside its field.  Kinds with parts (date, commune) store each
 * part under its own name: naissance-jour, naissance-mois, naissance-annee.
 */
#ifndef DOMAIN_ANSWERS_H
#define DOMAIN_ANSWERS_H

#include <stddef.h>
#include <stdint.h>

#include "domain/definition.h"

struct answers;
struct communes;
struct network;

struct answers *answers_new(struct arena *, const struct definition *);
/* Add one raw value; unknown names are ignored (return 0), known ones kept. */
int	 answers_add(struct answers *, const char *name, const char *raw);
/* Forget all values of the fields of one step, before taking a new form. */
void	 answers_clear_step(struct answers *, const struct step *);
/* The i-th raw value under a name; NULL when there is none. */
const char *answers_raw(const struct answers *, const char *name, size_t i);
/* After a check: the normalised value of a field, NULL when empty. */
const char *answers_value(const struct answers *, const char *field, size_t i);
/* After a check: the sentence beside the field, NULL when it is right. */
const char *answers_error(const struct answers *, const char *field);
/* Which input to focus: the faulty part of a date, else the field's name. */
const char *answers_error_part(const struct answers *, const char *field);
/* Is the field asked at all, given the other answers? */
int	 answers_asked(const struct answers *, const struct field *);

struct check_context {
	const struct communes *communes;	/* may be NULL in tests */
	const struct network *network;
	int32_t	 today;
};

/* Check the fields of one step; returns the number of errors. */
size_t	 answers_check(struct answers *, const struct step *,
	    const struct check_context *);
/* The first step that has an error, NULL when all is right. */
const struct step *answers_check_all(struct answers *,
	    const struct check_context *);
/* The <arret> that a given answer leads to, NULL when the way is open. */
const struct arret *answers_stopped(const struct answers *,
	    const struct step *);

/* « 27 mars 2009 », « Salarié à temps partiel »: the value in words. */
const char *answers_shown(struct arena *, const struct answers *,
	    const struct field *);

/* Append the normalised answers as <reponses> children (after a check). */
void	 answers_to_record(const struct answers *, struct node *reponses);
/* Read them back, to show or to correct an existing record. */
void	 answers_from_record(struct answers *, const struct node *reponses);

#endif
