/*
 * definition: a form as the file in schemas/ defines it.
 *
 * schemas/programmes/NAME.xml and schemas/documents/NAME.xml share one
 * grammar (schemas/xml/definition.rng).  From a definition come the web form,
 * the checks, the check-your-answers page, the staff view, the record's
 * schema, and later the paper form, the CSV columns and the register.
 * Names of fields are unique in a definition: a record is flat,
 * <reponses><prenom>…</prenom>…</reponses>, so that {{ dossier/reponses/prenom }}
 * does not break when a field moves to another step.
 */
#ifndef DOMAIN_DEFINITION_H
#define DOMAIN_DEFINITION_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "port/xml.h"

enum field_kind {
	FIELD_TEXT,		/* one line */
	FIELD_LONGTEXT,
	FIELD_NAME,
	FIELD_EMAIL,
	FIELD_PHONE,
	FIELD_DATE,		/* three inputs: NAME-jour, NAME-mois, NAME-annee */
	FIELD_COMMUNE,		/* post code, then a choice: NAME-cp, NAME */
	FIELD_COOPERATIVE,	/* one of the network, near the commune first */
	FIELD_CHOICE,
	FIELD_CHOICES,
	FIELD_ACCORD,		/* one box to tick, which must be ticked */
	FIELD_MONEY,
	FIELD_NUMBER,
	FIELD_FILE
};

struct choice {
	const char	*value;
	const char	*label;
	const char	*hint;		/* may be NULL */
	const char	*stops;		/* name of an <arret>, or NULL */
};

struct field {
	const char	*name;		/* [a-z][a-z0-9-]* */
	enum field_kind	 kind;
	const char	*label;
	const char	*nom;		/* « le téléphone », for messages, links */
	const char	*hint;		/* NULL when there is none */
	const char	*autocomplete;
	const char	*purpose;	/* finalite */
	const char	*retention;	/* conservation, in words */
	int		 optional;
	int		 material;	/* substantiel: a change asks to sign again */
	int		 feminine;	/* nom is feminine, for messages */
	long long	 min, max;	/* characters, cents, units, or MiB */
	const struct choice *choices;
	size_t		 nchoices;
	const char	*when_field;	/* asked only if this field ... */
	const char	*when_value;	/* ... has this value */
	int		 line;
};

struct step {
	const char	*name;		/* last part of the address */
	const char	*title;
	const char	*intro;		/* may be NULL */
	const char	*article;	/* law it serves, « R. 127-1, 1° », or NULL */
	const struct field *fields;
	size_t		 nfields;
};

/* A page that explains why this way is closed, and where to go instead. */
struct arret {
	const char	*name;
	const char	*title;
	struct node	*text;		/* children are XHTML */
};

struct state {
	const char	*name;		/* brouillon, envoyee ... */
	const char	*label;		/* « Envoyée » */
	const char	*who;		/* who must act: personne, equipe, aucun */
	const char	*next;		/* what happens now, for the person */
};

struct transition {
	const char	*name;		/* accepter */
	const char	*label;		/* « Accepter » */
	const char	*from, *to;	/* states; from may list several */
	const char	*by;		/* personne, equipe, systeme */
	int		 reason;	/* a reason must be given */
	const char	*mail;		/* template of site/mails, or NULL */
};

struct definition {
	const char	*name;		/* cae */
	const char	*prefix;	/* CAE: begins the numbers */
	int		 version;
	int		 tu;		/* 1: « tu », 0: « vous » */
	const char	*title;
	struct tree	*tree;		/* the file itself */
	const struct step *steps;
	size_t		 nsteps;
	const struct arret *arrets;
	size_t		 narrets;
	const struct state *states;
	size_t		 nstates;
	const struct transition *transitions;
	size_t		 ntransitions;
	int		 draft_days;
	struct schema	*schema;	/* of the record; NULL until loaded */
};

/* Read and check one file; faults are « file:line: what ».  NULL on any. */
struct definition *definition_load(struct arena *, const char *path,
	    struct buf *faults);
const struct step *definition_step(const struct definition *, const char *);
const struct field *definition_field(const struct definition *, const char *);
const struct choice *field_choice(const struct field *, const char *value);
const struct arret *definition_arret(const struct definition *, const char *);
const struct state *definition_state(const struct definition *, const char *);
/* The RELAX NG of the records of this definition (deterministic). */
void	 definition_schema(struct buf *, const struct definition *);
/* A record with every element that can exist, for template_check(). */
void	 definition_everything(struct node *reponses, const struct definition *);

#endif
