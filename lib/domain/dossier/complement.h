/*
 * complement: what is asked once a file is accepted and is shown to few: the
 * social security number, the bank account, a note on health.
 *
 * A programme names them in <complement>: when they are asked, and how long
 * after that they are kept.  They stand in no record, table, export of many
 * files, index, mail or paper: each is sealed alone under the key of its file
 * (domain/coffre.h), with its name, so that one cannot stand for another.
 * Everybody, the person too, sees the end of it at most.
 *
 * Who has need of it (complement_right()) may have it shown, one at a time,
 * with a reason; that is written down before the value is given, in the
 * transaction that reads it.  The person reads who, when and why.
 *
 * A copy of the database made before one was erased still holds it sealed,
 * until the key of the file is erased too.
 */
#ifndef DOMAIN_COMPLEMENT_H
#define DOMAIN_COMPLEMENT_H

#include "domain/dossier/dossier.h"

struct complement {
	const struct step *step;	/* the <complement> */
	const struct field *field;
	int64_t		 at;		/* when it was given, 0: it was not */
	const char	*author;	/* personne, or a staff name */
	const char	*masked;	/* « •••• 1234 »; "" */
};

/* The right that is needed to see it. */
unsigned complement_right(const struct field *);
/* « •••• 1234 » of a NIR or an IBAN; of anything else, dots. */
const char *complement_mask(struct arena *, const struct field *,
	    const char *value);
/* Is that <complement> asked where the file stands? */
int	 complement_asked(const struct step *, const struct dossier *);
/*
 * Every field of the <complement>s of a programme, given or not.  A key that
 * is gone takes what it sealed: then it was not given.  How many.
 */
size_t	 complement_list(struct arena *, struct db *,
	    const struct definition *, const struct dossier *,
	    struct complement **);

/*
 * Keep the checked answers of one of them (of def->later); what has no answer
 * stays as it was.  0; 1 it is not asked now; -1.
 */
int	 complement_save(struct db *, const struct dossier *,
	    const struct step *, const struct answers *,
	    const struct actor *);
/* Erase one that is optional.  0, also when there is none; 1 it is not; -1. */
int	 complement_drop(struct db *, const struct dossier *,
	    const struct field *, const struct actor *);

/*
 * Show one to somebody of the team, who said why; db writes.  0 and *value;
 * 1 there is none; -1: nothing may be shown.
 */
int	 complement_show(struct arena *, struct db *, const struct dossier *,
	    const struct field *, const char *reason, const struct actor *,
	    const char **value);
/*
 * All that is kept and that somebody with these rights may see, as answers of
 * def->later, for the archive of the person.  How many, or -1.
 */
int	 complement_answers(struct arena *, struct db *,
	    const struct definition *, const struct dossier *,
	    unsigned rights, struct answers **);
/*
 * Inside the caller's transaction, before that archive is given to somebody of
 * the team: each of them is written down as shown.  0 or -1.
 */
int	 complement_handed(struct db *, const struct definition *,
	    const struct dossier *, unsigned rights, const char *reason,
	    const struct actor *);

struct reading {
	int64_t		 at;
	const char	*who;		/* name of the account then */
	const char	*role;		/* in words, "" when they have none now */
	const char	*cooperative;	/* code, "" for the network */
	const char	*label;		/* what was shown */
	const char	*reason;
};
/* Who had what shown, newest first, READINGS at most. */
size_t	 complement_readings(struct arena *, struct db *, int64_t dossier,
	    struct reading **);
#define READINGS	200

/*
 * The files of which that <complement> is to be erased; drafts have none, and
 * what is held stays.  0 or -1.
 */
int	 complement_due(struct arena *, struct db *,
	    const struct definition *, const struct step *, int64_t now,
	    int64_t **ids, size_t *n);
/* Erase them, in the caller's transaction.  How many answers, or -1. */
int	 complement_purge(struct db *,
	    const struct definition *const *programmes, int64_t now);
/* Those that do not open, or are not what they say; lines in out. */
size_t	 complement_check(struct db *, struct buf *out);

#endif
