/*
 * accord: what is agreed to outside of the form of a programme, by the young
 * person and by their legal representatives: taking part, going home alone,
 * images ...
 *
 * The definition of a programme names them (<accord-demande>): text, version,
 * who decides, how many holders of parental authority must agree.  The ledger
 * is the table consent, whose rows are never changed: the last row of somebody
 * about something is what holds.  What a representative sends is a record as
 * well (forms « accord-cjs », « accord-second-cjs »), in the chain of all records.
 *
 * The rule of one or two holders (code civil 371-1, 372, 372-1, 372-2):
 *   - a consent that one may give is given when one agreed and none refused;
 *   - one that both must give is given when both agreed, or the only one who
 *     holds parental authority, as declared, did;
 *   - where the definition leaves it to the network, reseau.xml says it,
 *     <autorite-parentale titulaires="un|tous">, and « tous » when it is silent.
 * A holder who cannot be reached is a case for staff, never for a program.
 */
#ifndef DOMAIN_ACCORD_H
#define DOMAIN_ACCORD_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/accord/representant.h"
#include "domain/dossier/dossier.h"
#include "domain/form/answers.h"
#include "domain/form/definition.h"
#include "port/db.h"

struct mailer;
struct network;

/* A row of the ledger. */
struct decision {
	int64_t		 id, at;
	const char	*name;		/* of the <accord-demande> */
	const char	*decision;	/* oui, non, retrait */
	const char	*text;		/* whole, as it was read */
	int		 version;	/* of that text */
	const char	*channel;	/* web, papier, guichet */
	int64_t		 representant;	/* 0: the person */
	const char	*author;	/* who decided, by name */
	const char	*staff;		/* who wrote it down, "" nobody */
	const char	*note;		/* of staff */
	int		 lapsed;	/* what it rested on changed since */
};

enum accord_state { ACCORD_AWAITED, ACCORD_GIVEN, ACCORD_REFUSED };

/* Where one consent stands. */
struct accord {
	const struct asked_consent *asked;
	enum accord_state state;
	int		 holders;	/* who must agree: 1 or 2; 0: none */
	const struct decision *person;	/* last of each, NULL: none */
	const struct decision *parent[2];
	const struct decision *lapsed[2];	/* asked again, not answered yet */
};

/* What the person decides about themselves, in the form and after it. */
struct own_consent {
	const struct step *step;
	const struct field *field;
	const struct decision *last;	/* what holds */
	const char	*title;		/* « Photos et vidéos » */
	const char	*effect;	/* of taking it back, in words, or NULL */
	int		 version;	/* of the text as the form has it */
	int		 free;		/* optional, on consent: it can be */
};

/* What the functions that write need, made once by a program. */
struct accord_office {
	const struct definition *programme;
	const struct definition *forms[2];	/* accord_form() of it */
	const struct network *network;
	const struct mailer *mailer;
};

/* Does anybody's representative decide anything in this programme? */
int	 accord_concerns(const struct definition *programme);
/*
 * The form of the first or second representative: schemas/accords/representant.xml
 * with a step for each thing that representatives decide, named after it, in
 * the order of the definition.  Who else holds parental authority is asked of
 * the first alone.  NULL with faults as definition_load().
 */
struct definition *accord_form(struct arena *, const char *path,
	    const struct definition *programme, int rang, struct buf *faults);
/* « un » or « tous », and the network's own explanation, "" for none. */
const char *accord_rule(struct arena *, const struct network *,
	    const char **explained);

/* How many representatives sign where the network's rule decides: 1 or 2. */
int	 accord_signers(struct arena *, const struct network *,
	    const struct representant *, size_t n);

/* Every row of a dossier, oldest first; how many. */
size_t	 accord_ledger(struct arena *, struct db *, int64_t dossier,
	    struct decision **);
/* Where each consent of the programme stands; how many. */
size_t	 accord_list(struct arena *, struct db *, const struct definition *,
	    const struct network *, const struct dossier *, struct accord **);
/*
 * What the person decided about themselves, in the order of the form: once
 * each, as it holds; how many.  The definition is the one filled in with.
 */
size_t	 accord_own(struct arena *, struct db *, const struct definition *,
	    const struct dossier *, struct own_consent **);
/* Is that a yes?  NULL is none. */
int	 accord_agrees(const struct decision *);
/*
 * What everybody who was asked says of one consent, n representatives among
 * them: given when all said yes, refused as soon as one did not, else awaited.
 */
enum accord_state accord_said(const struct accord *, size_t n);
/* What the dossier as a whole waits for: refusal first, then awaited. */
enum accord_state accord_all(const struct accord *, size_t);

/* What a representative has typed and not sent, page by page. */
int	 accord_keep(struct db *, const struct representant *,
	    const struct step *, const struct answers *);
int	 accord_load(struct db *, const struct representant *,
	    struct answers *);

/* How a decision came: on the web by themselves, or through staff. */
struct accord_source {
	const char	*channel;	/* web, papier, guichet */
	struct actor	 actor;		/* account 0 on the web */
	const char	*note;
};

/*
 * All below: 0; 1 not possible (access over, wrong state, not agreed to);
 * -1 failed (logged), nothing changed.  Each in a transaction of its own.
 *
 * accord_send(): checked answers of the form become a record, rows of the
 * ledger and the representative's identity; the second one is asked if they
 * are needed and named; the dossier moves when all is known; messages to those
 * concerned.  Sent again, the later answers hold; those that staff write down
 * are not (1) when they have answered since the representative was read.
 */
int	 accord_send(struct arena *, struct db *, const struct accord_office *,
	    const struct dossier *, struct representant *,
	    const struct answers *, const struct accord_source *);
/* Take back what was agreed to. */
int	 accord_withdraw(struct arena *, struct db *,
	    const struct accord_office *, const struct dossier *,
	    const struct representant *, const char *name);
/*
 * The person takes back one of accord_own() that is free, or gives it again;
 * 1 also when it is so already.  A receipt by mail; the team hears of what is
 * taken back.  Of the office only programme, the one filled in with, and
 * mailer are needed.
 */
int	 accord_own_decide(struct arena *, struct db *,
	    const struct accord_office *, const struct dossier *,
	    const char *name, int yes);
/*
 * Part of sending answers, the first time or again, in its transaction: what
 * they decide about the person (boxes, and choices named as a consent) goes
 * into the ledger; what they agree to no more is taken back, and the team is
 * told.  by is NULL when the person sends them.  0 or -1.
 */
int	 accord_sent_in(struct arena *, struct db *, const struct definition *,
	    const struct answers *, const struct mailer *,
	    const struct dossier *, const struct accord_source *by);
/*
 * Part of sending an application, in its transaction: a minor's first
 * representative, as named there (representant, rep-nom, rep-courriel,
 * rep-telephone), is written to.  The dossier is as it will be.  0 or -1.
 */
int	 accord_ask_in(struct arena *, struct db *, const struct definition *,
	    const struct answers *, const struct mailer *,
	    const struct dossier *);
/*
 * Part of changing answers, in its transaction, for a programme whose
 * representatives decide: a decision that rests on an answer that is not the
 * same any more (<accord-demande porte-sur>) lapses, and who took it is asked
 * again about that; a representative who has not answered yet is who the
 * answers say now; the dossier waits for them, or not.  record is the id of
 * the new one.  0 or -1.
 */
int	 accord_changed_in(struct arena *, struct db *,
	    const struct accord_office *, const struct dossier *,
	    const struct answers *before, const struct answers *now,
	    int64_t record);
/*
 * Every night, safe to run twice: reminders 7 days after asking and 2 days
 * before the end of the link; on the 18th birthday access of representatives
 * ends and the young adult is told.  *n counts what was done.
 */
int	 accord_night(struct arena *, struct db *, const struct accord_office *,
	    size_t *n);

#endif
