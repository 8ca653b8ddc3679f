/*
 * reglage: what the network sets on screen (schemas/suivi/reglages.xml).
 *
 * A setting is a value of another file: an attribute of reseau.xml, or of the
 * definition of a programme.  Rows of the table reglage, never changed, say
 * what it became, by whom and why; the last one takes the place of the value
 * while the file is read, before its grammar looks at it and before texts take
 * their numbers from it.  So whoever loads with reglages_network() and
 * reglages_programme() shows and computes what was set, and nothing else knows
 * of settings.
 *
 * What a person began keeps the values it was begun with: the text of the
 * definition, settings and all, is pinned to it (domain/dossier/pinned.h).
 * That holds for ages, for the delay of the answer, for the keeping of the
 * draft.  When a programme opens and closes is asked of today's definition,
 * never of the pinned one: dates are for everybody.
 *
 * Programs look at reglages_version() before each request and read everything
 * again when it changed.
 */
#ifndef DOMAIN_REGLAGE_H
#define DOMAIN_REGLAGE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "domain/form/definition.h"
#include "domain/territory/network.h"
#include "port/db.h"

struct actor;
struct answers;
struct regles;

/* As they are in the database.  NULL with the faults; db NULL: none is set. */
struct reglages *reglages_open(struct arena *, const struct conf *,
	    struct db *, struct buf *faults);
/* Grows with each change; 0 before the first, -1 failed (logged). */
int64_t	 reglages_version(struct db *);

/*
 * definition_load() and network_load() of the data directory, with what is
 * set; reglages NULL: nothing is.
 */
struct definition *reglages_programme(struct arena *,
	    const struct reglages *, const char *path, struct buf *faults);
/*
 * Append <formulaires> with an element for each programme that is there, named
 * as it is, for pages of the site: <cae brouillon= reponse= age-min= age-max=
 * ouvre= ferme=/>.
 */
void	 reglages_forms(struct arena *, const struct reglages *,
	    const struct conf *, struct node *page);
struct network *reglages_network(struct arena *, const struct reglages *,
	    const struct conf *, struct buf *faults);

/* Of what something is set: « programme », « cjs »; « reseau », "". */
struct sujet {
	const char	*kind;
	const char	*code;
	const struct node *node;	/* where it is read, as it is now */
};
/* Find it; 1 when there is none. */
int	 reglages_sujet(const struct network *,
	    const struct definition *const *programmes, const char *kind,
	    const char *code, struct sujet *);
/*
 * The form of one subject: what is asked of it, within what the law allows.
 * NULL with the faults when nothing is.
 */
const struct definition *reglages_form(struct arena *,
	    const struct reglages *, const struct regles *,
	    const struct sujet *, struct buf *faults);
/* What holds now, as answers of that form. */
struct answers *reglages_answers(struct arena *, const struct definition *,
	    const struct sujet *);
/*
 * What is wrong with checked answers as a whole, as a sentence; NULL when
 * nothing is.
 */
const char *reglages_wrong(struct arena *, const struct answers *);
/*
 * Every value of every subject against its form: the number of faults, each a
 * line of out.
 */
size_t	 reglages_check(struct arena *, const struct reglages *,
	    const struct regles *, const struct network *,
	    const struct definition *const *programmes, struct buf *out);

struct reglage {
	int64_t		 id;
	int64_t		 at;
	const char	*who;
	const char	*kind, *code;	/* of the subject */
	const char	*name;		/* of the field */
	const char	*before, *after; /* as in a record, "" */
	const char	*reason;
};

/*
 * Write what differs between two answers of one form.  seen is the version
 * that the form was made from.  0, 1 when somebody changed something since or
 * nothing differs, -1.
 */
int	 reglages_set(struct db *, const struct actor *,
	    const struct sujet *, const struct definition *form,
	    const struct answers *before, const struct answers *after,
	    const char *reason, int64_t seen);
/* Of all subjects, newest first. */
size_t	 reglages_history(struct arena *, struct db *, struct reglage **);
/* By its number; 0, 1 there is none, -1. */
int	 reglages_find(struct arena *, struct db *, int64_t id,
	    struct reglage *);
/* Its field, NULL when there is none any more. */
const struct field *reglages_field(const struct reglages *, const char *kind,
	    const char *name);
/* A value of it in words: « 18 », « 10 % », « 1er mars 2027 », « aucun ». */
const char *reglages_shown(struct arena *, const struct reglages *,
	    const struct network *, const struct field *, const char *value);

/* Drafts not sent, and files not closed, of a programme: 0 or -1. */
int	 reglages_concerned(struct db *, const char *programme,
	    int64_t *drafts, int64_t *files);

#endif
