/*
 * definition: a form as the file in schemas/ defines it.
 *
 * schemas/programmes/NAME.xml and schemas/documents/NAME.xml share one
 * grammar (schemas/xml/definition.rng).  From a definition come the web form,
 * the checks, the check-your-answers page, the staff view, the record's
 * schema, the paper form, the columns of tables and the register.
 * Names of fields are unique in a definition: a record is flat,
 * <reponses><prenom>…</prenom>…</reponses>, so that {{ dossier/reponses/prenom }}
 * does not break when a field moves to another step.
 */
#ifndef DOMAIN_DEFINITION_H
#define DOMAIN_DEFINITION_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "port/crypto.h"
#include "port/xml.h"

enum field_kind {
	FIELD_TEXT,		/* one line */
	FIELD_LONGTEXT,
	FIELD_NAME,
	FIELD_EMAIL,
	FIELD_PHONE,
	FIELD_DATE,		/* three inputs: NAME-jour, NAME-mois, NAME-annee */
	FIELD_COMMUNE,		/* NAME-cp, then a choice NAME, or NAME-autre */
	FIELD_COOPERATIVE,	/* one of the network, near the commune first */
	FIELD_CHOICE,
	FIELD_CHOICES,
	FIELD_ACCORD,		/* one box to tick, which must be ticked */
	FIELD_MONEY,
	FIELD_NUMBER,
	FIELD_FILE,
	FIELD_ADDRESS,		/* NAME, and NAME-complement */
	FIELD_SIREN,
	FIELD_SIRET,
	FIELD_HOUR,
	FIELD_PERCENT,
	FIELD_QPV,
	FIELD_DEPARTEMENT,	/* its number */
	FIELD_NIR,		/* NIR and IBAN: in a <complement> only */
	FIELD_IBAN,
	FIELD_SESSION		/* one open to sign-up, or a choice of its own */
};

/* Which days a date may be. */
enum field_when { WHEN_ANY, WHEN_PAST, WHEN_FUTURE, WHEN_BIRTH };

struct choice {
	const char	*value;
	const char	*label;
	const char	*hint;		/* may be NULL */
	const char	*stops;		/* name of an <arret>, or NULL */
	int		 by_hand;	/* manuscrit: to be answered with a pen */
};

/* Why the law lets us ask: article 6 of the GDPR. */
enum basis { BASIS_PRECONTRACT, BASIS_CONTRACT, BASIS_DUTY, BASIS_INTEREST,
    BASIS_CONSENT };

/* What is not shown to all, and who has need of it (domain/access/role.h). */
enum sensitive { SENSITIVE_NOT, SENSITIVE_MONEY, SENSITIVE_HEALTH };

/* What must hold for a field to be asked. */
struct condition {
	const char	*field;		/* has one of these values; NULL: age */
	const char	*values;	/* separated by spaces */
	int		 minor;		/* age: asked of minors; else of adults */
};

struct field {
	const char	*name;		/* [a-z][a-z0-9-]* */
	enum field_kind	 kind;
	const char	*label;
	const char	*nom;		/* « le téléphone », for messages, links */
	const char	*missing;	/* own sentence when empty, or NULL */
	const char	*hint;		/* NULL when there is none */
	const char	*autocomplete;
	const char	*starts;	/* reprend: paths, or NULL */
	const char	*consent;	/* accord: what it repeats, or NULL */
	const char	*purpose;	/* finalite */
	const char	*retention;	/* conservation, in words */
	int		 optional;
	int		 material;	/* substantiel: signed on the strength of it */
	enum sensitive	 sensitive;	/* NIR, IBAN, sensible */
	const char	*concerns;	/* by whom: roles, or NULL, all */
	int		 feminine;	/* nom is feminine, for messages */
	enum field_when	 when;
	long long	 min, max;	/* characters, cents, units, years, MiB */
	int		 version;	/* accord: of the text agreed to */
	const struct choice *choices;
	size_t		 nchoices;
	enum basis	 basis;
	const struct condition *conditions; /* asked only if all of these hold */
	size_t		 nconditions;
	const char	*need_field;	/* optional, except if this field ... */
	const char	*need_value;	/* ... has one of these values */
	const char	*called;	/* a consent: « Garder mes coordonnées » */
	const char	*taken_back;	/* what taking it back does, or NULL */
	size_t		 index;		/* 0 ... nfields of the definition */
	int		 line;
};

/* depart: asked on the start page; envoi: beside the last button. */
enum step_place { STEP_MIDDLE, STEP_START, STEP_END };

struct step {
	const char	*name;		/* last part of the address */
	enum step_place	 place;
	const char	*title;
	const char	*intro;		/* may be NULL */
	const char	*article;	/* law it serves, « R. 127-1, 1° », or NULL */
	const char	*states;	/* of a complement: asked in these */
	int		 erased;	/* so many days after they were left */
	const struct field *fields;
	size_t		 nfields;
};

/* A page that explains why this way is closed, and where to go instead. */
struct arret {
	const char	*name;
	const char	*title;
	struct node	*text;		/* children are XHTML */
};

/* Something shown or handed over later: proof of age, insurance ... */
enum moment { MOMENT_APPLICATION, MOMENT_ADMISSION, MOMENT_CONTRACT };
enum of_whom { OF_ALL, OF_MINORS, OF_ADULTS };

struct asked_piece {
	const char	*name;
	int		 kept;		/* else seen only: no copy */
	int		 sensitive;	/* sensible: not shown to all */
	enum moment	 moment;
	enum of_whom	 of_whom;
	int		 optional;
	enum basis	 basis;
	const char	*label;
	const char	*purpose;
	const char	*retention;
};

/* Something agreed to outside of the form: taking part, images ... */
enum holders { HOLDERS_ONE, HOLDERS_ALL, HOLDERS_RULE };

struct asked_consent {
	const char	*name;
	int		 version;	/* of the text */
	int		 by_person, by_parent;	/* whose answer counts */
	enum holders	 holders;	/* how many parents must agree */
	int		 optional;	/* a refusal changes nothing else */
	const char	*rests_on;	/* fields, separated by spaces: when one
					   changes, representatives are asked
					   again; "" */
	enum basis	 basis;
	const char	*title;
	struct node	*text;		/* children are XHTML */
	const char	*purpose;
	const char	*retention;
	const char	*taken_back;	/* what that does, or NULL */
};

/* Bounds of age; -1 where there is none. */
struct age_rule {
	const char	*birth;		/* field; NULL: there is no rule */
	const char	*session;	/* field whose first day counts, or NULL */
	int		 min, max;	/* completed years, included */
	const char	*too_young, *too_old;	/* names of <arret>, or NULL */
};

struct state {
	const char	*name;		/* brouillon, envoyee ... */
	const char	*label;		/* « Envoyée » */
	const char	*who;		/* must act: personne, representant, equipe,
					   aucun */
	const char	*next;		/* what happens now, told to the person */
	int		 erased;	/* so many days after it came; -1: not */
	const char	*ground;	/* why then: law, interest; or NULL */
	int		 from_seance;	/* not before its séance is over */
	const char	*agrees;	/* a consent by which it is kept longer,
					   or NULL */
	int		 agreed;	/* and so many days then */
	int		 no_seat;	/* gives back the seat in a session */
};

struct transition {
	const char	*name;		/* accepter */
	const char	*label;		/* « Accepter » */
	const char	*from;		/* states, separated by spaces */
	const char	*to;
	const char	*by;		/* personne, equipe, systeme */
	int		 reason;	/* a reason must be given */
	const char	*mail;		/* template of site/mails, or NULL */
	const char	*answered;	/* sends if this field is, or NULL */
};

/* A paper that may be issued: content/documents/NAME.md. */
struct issuable {
	const char	*name;		/* cape */
	const char	*states;	/* in which it may, separated by spaces */
	const char	*makes;		/* transition that issuing makes, or NULL */
	const char	*signs;		/* that the last signature makes, or NULL */
	int		 lasts;		/* days a law keeps it though its file is
					   erased, from its issue; 0: it goes */
	const char	*ground;	/* that law, or NULL */
};

/* Working days for an answer, where the definition does not say. */
#define REPLY_DAYS	10

/* How sentences speak; staff answer about somebody else: « le nom ». */
enum voice { VOICE_VOUS, VOICE_TU, VOICE_STAFF };

enum journey { JOURNEY_STEPS, JOURNEY_TASKS, JOURNEY_SHORT };

struct definition {
	const char	*name;		/* cae */
	const char	*root;		/* of the records: dossier, contrat */
	const char	*prefix;	/* CAE: begins the numbers */
	int		 version;
	enum voice	 voice;
	enum journey	 journey;
	int		 to_cooperative;	/* a field tells which */
	enum basis	 basis;
	const char	*title;
	const char	*called;	/* what one applies to; else the title */
	const char	*page;		/* which presents it, or NULL */
	const char	*object;	/* what is sent: « candidature » */
	int		 object_feminine;
	const char	*retention;
	const char	*recipients;	/* who reads it, or NULL */
	const char	*audience;	/* or NULL */
	struct age_rule	 age;
	struct node	*welcome;	/* <accueil>, or NULL */
	struct tree	*tree;		/* the file itself */
	const struct step *steps;
	size_t		 nsteps;
	size_t		 nfields;	/* of all steps */
	int		 sensitive;	/* one of them is */
	/*
	 * The <complement>s, as the steps of a form of its own; none of it is
	 * in the fields above nor in a record.  NULL when there is none.
	 */
	struct definition *later;
	const struct arret *arrets;
	size_t		 narrets;
	const struct asked_piece *pieces;
	size_t		 npieces;
	const struct asked_consent *consents;
	size_t		 nconsents;
	const struct issuable *documents;
	size_t		 ndocuments;
	const struct state *states;
	size_t		 nstates;
	const struct transition *transitions;
	size_t		 ntransitions;
	int		 draft_days;
	int		 reply_days;	/* working days: an answer is promised */
	int32_t		 opens, closes;	/* days one may begin on, DAY_NONE */
	int32_t		 ends;		/* the last to send on, DAY_NONE */
	const char	*contract;	/* of a new séance: cape, travail, aucun */
	const char	*carrier;	/* of a new séance: a code, or NULL */
	struct schema	**schema;	/* definition_records() */
	const char	*text;		/* as read, typography done: XML */
	size_t		 text_len;
	unsigned char	 sha256[SHA256_SIZE];	/* of it */
};

/*
 * Read and check one file; faults are « file:line: what », one a line.  NULL
 * on any.  The grammar is ../xml/definition.rng from the file.  « {{ path }} »
 * in a text is the value found there, from the first element.  Texts get
 * French typography (text/typo.h).  All that is returned lives in the arena.
 */
struct definition *definition_load(struct arena *, const char *path,
	    struct buf *faults);
/*
 * May somebody begin on that day?  0, or why not: before it opens, or after it
 * closed.
 */
enum begin { BEGIN_NOW, BEGIN_LATER, BEGIN_OVER };
enum begin definition_begin(const struct definition *, int32_t day);
/*
 * The same from a text that a load made once: its grammar may be an older one
 * and is not checked.  name is for messages.
 */
struct definition *definition_parse(struct arena *, const void *text,
	    size_t len, const char *name, struct buf *faults);
const struct step *definition_step(const struct definition *, const char *);
const struct field *definition_field(const struct definition *, const char *);
const struct choice *field_choice(const struct field *, const char *value);
const struct arret *definition_arret(const struct definition *, const char *);
const struct state *definition_state(const struct definition *, const char *);
const struct transition *definition_transition(const struct definition *,
	    const char *);
const struct asked_consent *definition_consent(const struct definition *,
	    const char *);
/* NULL when the programme does not issue that document. */
const struct issuable *definition_document(const struct definition *,
	    const char *name);
/*
 * What the names of a field's inputs end in, ended by NULL: "" alone; -jour
 * -mois -annee; -cp "" -autre; "" -complement.
 */
const char *const *field_parts(enum field_kind);
/* May the transition leave from this state? */
int	 transition_from(const struct transition *, const char *state);
/* Does the person send answers again by it?  « modifier », « corriger ». */
int	 transition_changes(const struct transition *);
/*
 * The RELAX NG of the records of this definition.  The same file gives the
 * same bytes: schemas/xml/NAME.rng is committed, made by « terreau schema »,
 * and a test fails when it is stale.  A record is
 *
 *	<dossier programme="cae" definition="1" numero="CAE-26-9B2D-X7"
 *	    depose="2026-11-22T10:11:12Z">
 *	  <reponses> one element a field, in the order of the file </reponses>
 *	</dossier>
 *
 * where root is the name of the first element.  A field that was not asked or
 * not answered has no element.  Values:
 *
 *	date			YYYY-MM-DD
 *	phone			+33639981234
 *	address			number and street, with complement= if any
 *	siren siret nir iban	without spaces; qpv in capitals
 *	departement		44, 2A, 974
 *	hour			HH:MM
 *	percent			12 or 12.5
 *	session			code, with libelle=, debut= (YYYY-MM-DD) and
 *				cooperative=; a choice of its own: value, libelle=
 *	money			cents
 *	commune			name, with code-postal= and, if known, insee=
 *	choice, cooperative	value, with libelle= as it was shown
 *	choices			<choix libelle="…">value</choix> each
 *	accord			oui, with version= of the text
 *	file			<fichier id="12"/> each; sha256=, nom=, type=,
 *				taille= may be added
 */
void	 definition_schema(struct buf *, const struct definition *);
/*
 * The same, ready to validate with: made when it is first asked for, which
 * takes as long as the rest of the definition.  NULL when it is no schema
 * (logged).
 */
struct schema *definition_records(const struct definition *);
/* A record with every element that can exist, for template_check(). */
void	 definition_everything(struct node *reponses, const struct definition *);

#endif
