/*
 * answers: what a person typed into a form, letter for letter, beside what we
 * made of it and what is wrong with it.
 *
 * Raw values are kept as sent; a value that is not UTF-8 or holds control
 * characters is refused beside its field.  Kinds with parts store each part
 * under its own name: naissance-jour, naissance-mois, naissance-annee;
 * commune-cp (post code), commune (INSEE code chosen, or « autre »),
 * commune-autre (name typed when it is not in the list); adresse (number and
 * street), adresse-complement.
 *
 * Normalised values differ from raw ones by white space at the ends, line
 * ends (CR LF becomes LF), NFC in names, and the regular form of e-mails,
 * phones, dates and amounts; every other text comes back letter for letter.
 */
#ifndef DOMAIN_ANSWERS_H
#define DOMAIN_ANSWERS_H

#include <stddef.h>
#include <stdint.h>

#include "domain/form/definition.h"

struct answers;
struct communes;
struct network;

struct answers *answers_new(struct arena *, const struct definition *);
/*
 * Add one raw value; unknown names are ignored (return 0), known ones kept.
 * Files are ignored as well: a form cannot name a piece, only the server
 * can, with answers_add_piece().
 */
int	 answers_add(struct answers *, const char *name, const char *raw);
/* The same for bytes that may hold a NUL, which is refused at the check. */
int	 answers_add_bytes(struct answers *, const char *name, const void *,
	    size_t);
void	 answers_add_piece(struct answers *, const char *field, int64_t id);
/* Forget what was typed in one step (not its files), before a new form. */
void	 answers_clear_step(struct answers *, const struct step *);
/* The same for one field. */
void	 answers_clear_field(struct answers *, const struct field *);
/* The i-th raw value under a name; NULL when there is none. */
const char *answers_raw(const struct answers *, const char *name, size_t i);
/*
 * The same, fit for a page: bytes that are not UTF-8 and control characters
 * are shown as U+FFFD.  Use it to fill the form again.
 */
const char *answers_typed(struct arena *, const struct answers *,
	    const char *name, size_t i);
/* The raw values of a step's fields, one after another, as (name, raw):
 * 0 at the end.  For the store of drafts; files are not among them. */
int	 answers_each(const struct answers *, const struct step *, size_t i,
	    const char **name, const char **raw);
/*
 * After a check (or answers_from_record): the i-th normalised value of a
 * field, NULL when there is none.  A commune has three: name, post code,
 * INSEE code (the last is missing when the name was typed); an address two:
 * number and street, complement (or none); a session three: code, first day,
 * cooperative.
 */
const char *answers_value(const struct answers *, const char *field, size_t i);
/* Have both, after a check or from a record, the same values there? */
int	 answers_same(const struct answers *, const struct answers *,
	    const struct field *);
/* After a check: the sentence beside the field, NULL when it is right. */
const char *answers_error(const struct answers *, const char *field);
/* A doubt that does not block: « Vouliez-vous écrire … ? », or NULL. */
const char *answers_warning(const struct answers *, const char *field);
/* Which input to focus: the faulty part of a date, else the field's name. */
const char *answers_error_part(const struct answers *, const char *field);
/* Is the field asked at all, given the other answers? */
int	 answers_asked(const struct answers *, const struct field *);
/* Is one of the checked answers left to be given with a pen? */
int	 answers_by_hand(const struct answers *);
/* May it stay empty, given the other answers? */
int	 answers_optional(const struct answers *, const struct field *);
/* Has the field, asked or not, this raw value? */
int	 answers_has(const struct answers *, const char *field,
	    const char *value);

/* What a person may sign up to; see domain/session/session.h. */
struct session_choice {
	const char	*code;
	const char	*label;		/* « Ancenis, du 5 juillet au 27 août » */
	const char	*hint;		/* may be NULL */
	const char	*cooperative;	/* code */
	int32_t		 first;		/* its first day */
};

struct check_context {
	const struct communes *communes;	/* NULL: any INSEE code */
	const struct network *network;		/* NULL: any code */
	const struct session_choice *sessions;	/* open to sign-up */
	size_t	 nsessions;
	int32_t	 today;
	int	 on_paper;	/* typed by staff: an e-mail may lack */
};

/*
 * What ages and sessions are told by; before it is given, today is the
 * clock's and there are no sessions.  answers_check() gives it too.
 */
void	 answers_context(struct answers *, const struct check_context *);
/* Completed years at a day, -1 when the birth is not known or not right. */
int	 answers_age(const struct answers *, int32_t day);
/*
 * Code of the cooperative the file goes to: the one chosen, else that of the
 * session chosen, else "".
 */
const char *answers_cooperative(const struct answers *);

/*
 * Code of the session that checked answers ask for, NULL when they ask for
 * none, or for a choice of the field's own.
 */
const char *answers_session(const struct answers *);

/* Check the fields of one step; returns the number of errors. */
size_t	 answers_check(struct answers *, const struct step *,
	    const struct check_context *);
/*
 * The first step that has an error or leads to an <arret>, NULL when all is
 * right.  The step of the sending (STEP_END) comes last, so on the page that
 * sums up, an answer in STEP_END means « ready to send ».
 */
const struct step *answers_check_all(struct answers *,
	    const struct check_context *);
/*
 * The <arret> that an answer or the age leads to, NULL when the way is open.
 * The age is judged in the step that asks for the birth: at the first day of
 * the session chosen; while none is, only if no session at all would do.
 */
const struct arret *answers_stopped(const struct answers *,
	    const struct step *);

/*
 * « 27 mars 2009 », « 06 39 98 12 34 », « 44150 Ancenis-Saint-Géréon »: the
 * value in words, "" when there is none; several are on a line each.
 */
const char *answers_shown(struct arena *, const struct answers *,
	    const struct field *);

/* Append the normalised answers as <reponses> children (after a check). */
void	 answers_to_record(const struct answers *, struct node *reponses);
/*
 * Read them back, to show or to correct an existing record: raw and
 * normalised values are those of the record, without a check.  Elements
 * that the definition no longer knows are left out.
 */
void	 answers_from_record(struct answers *, const struct node *reponses);

#endif
