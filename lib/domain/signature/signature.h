/*
 * signature: who signs a paper, in which order, how, and what is kept of it.
 *
 * A model of content/documents names its signers in its head, in their order:
 *
 *	signataires: beneficiaire representants cooperative
 *
 * Issuing makes a slot for each: one of the person, one of the cooperative,
 * and for a minor one or two of representatives, as the network's rule says
 * (domain/accord/accord.h).  Nobody signs before those of the
 * rank before.  A slot is filled in one of three ways, in any mix:
 *
 *	electronique	the person reads the whole text and types a code that
 *			was mailed to them; only for papers that the network
 *			allows it for (reseau.xml, <signature-electronique>)
 *	guichet		in front of a member of staff, who has seen a paper of
 *			identity and handed over the screen; the cooperative,
 *			by a member of staff and their password
 *	papier		by hand; staff attach the scan
 *
 * A paper in which something is left to tick with a pen is signed on paper
 * only.
 *
 * These are simple signatures: none has the presumption of reliability of
 * article 1367 of the code civil, and no text of ours may say more.
 *
 * What is done is a record (schemas/accords/signature.xml) in the chain of all
 * records, which names the SHA-256 of the file that was shown.  When the last
 * slot is filled, the paper and a page that tells all this become the
 * executed copy (domain/paper/execution.h), and the dossier makes the
 * transition that its programme names beside the paper (<document signe=>).
 *
 * A paper that replaces another takes over the signatures that its changes
 * do not concern.  What it was made from is compared (signature_changes()):
 *
 *   - a field of the contract, or of the application, that the definition
 *     calls substantiel concerns everybody, or the roles that it names;
 *   - so does the identity of the cooperative, its insurance, its charge; not
 *     its address, telephone and e-mail;
 *   - all other fields concern nobody: the change is noted, beside the
 *     signature taken over, in its record and on the last page.
 *
 * With the old values of all these put back, the new paper must have the very
 * words of the old one: anything else (another text of the model, a session
 * moved) concerns everybody.  So does a signer more or less.
 *
 * On the 18th birthday representatives cannot sign any more, and nobody can
 * complete a paper that waits for one: it has to be replaced, and the new one
 * asks the young adult alone, again.
 */
#ifndef DOMAIN_SIGNATURE_H
#define DOMAIN_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/dossier/dossier.h"
#include "domain/paper/document.h"
#include "domain/post/mail.h"
#include "port/db.h"
#include "port/xml.h"

/* Purpose of the links that open one slot. */
#define LINK_SIGNATURE	"signature"

struct signature {
	int64_t		 id;
	int64_t		 document, dossier, representant;	/* 0: none */
	const char	*code, *kind;	/* of the document */
	int		 rang;
	const char	*role, *nom, *qualite;
	const char	*state;		/* attendue, signee, refusee, caduque */
	const char	*way;		/* "" while it is awaited */
	int64_t		 at, record;	/* 0 while it is awaited */
	int64_t		 asked;		/* written to, 0: not */
	int		 reminded;
	int		 turn;		/* awaits nobody of a rank before */
	int		 open;		/* the document is valid */
};

/* All below: 0, 1 when there is none or it is not possible, -1 failed. */

/* In their order; how many. */
size_t	 signature_list(struct arena *, struct db *, const char *code,
	    struct signature **);
int	 signature_find(struct arena *, struct db *, int64_t id,
	    struct signature *);
/* The slot of the person of the dossier, not of a representative. */
int	 signature_of_person(struct arena *, struct db *, int64_t dossier,
	    const char *code, struct signature *);
/* All are signed, and there is at least one. */
int	 signature_complete(const struct signature *, size_t);
/* « Représentant légal », as schemas/accords/signature.xml has it. */
const char *signature_role(const struct office *, const char *role);
/* Has the network allowed electronic signing of this kind of paper? */
int	 signature_by_mail(const struct network *, const char *kind);
/* Papers of identity that staff may have seen, value and words. */
const struct choice *signature_identities(const struct office *, size_t *n);
/* The sentence agreed to, and its version. */
const char *signature_sentence(const struct office *, int *version);

/* Why somebody cannot sign now. */
enum signing_state {
	SIGNING_MAY,
	SIGNING_DONE,		/* they have */
	SIGNING_CLOSED,		/* replaced, revoked, or the file was withdrawn */
	SIGNING_WAIT,		/* somebody has to sign before */
	SIGNING_AGE,		/* a representative, and the person is of age */
	SIGNING_PAPER,		/* not by mail: the network wants it otherwise */
	SIGNING_ADDRESS,	/* not by mail: no address of their own */
	SIGNING_LATE,		/* a renewal, and its term has come */
	SIGNING_PEN		/* not on a screen: something is left to tick */
};
/* By one of the three ways, on a day; -1 failed. */
int	 signature_may(struct arena *, struct db *, const struct office *,
	    const struct signature *, const char *way, int32_t day);

/*
 * Was an answer of the paper left to be given with a pen (manuscrit in its
 * form)?  It is signed on paper only: on a screen it would say nothing.
 * -1 failed.
 */
int	 signature_by_pen(struct arena *, struct db *, const char *code);

/* Where the code of a slot goes, "" nowhere; NULL failed. */
const char *signature_address(struct arena *, struct db *,
	    const struct signature *);
/* « m*****@exemple.fr » */
const char *signature_masked(struct arena *, const char *email);

/* What writing needs, besides the office. */
struct signing {
	const struct office *office;
	const struct mailer *mailer;
	struct actor	 actor;		/* account 0: the person themselves */
	const char	*identity;	/* at the desk: paper seen, else "" */
	const char	*name;		/* for a slot without one, or NULL */
};

/*
 * Mail a code for a slot: 30 minutes, 5 tries, 5 codes an hour, in the
 * browser of the visitor's cookie only.  1 also when there were too many.
 */
int	 signature_send_code(struct arena *, struct db *,
	    const struct signing *, const struct signature *,
	    const char *visitor);
/* Does a code wait for this browser? */
int	 signature_code_waits(struct db *, const struct signature *,
	    const char *visitor);
/*
 * Sign with the code that was mailed: 0 signed; 1 not possible any more; 2 a
 * wrong code; 3 too late or tried too often; -1.
 */
int	 signature_sign_code(struct arena *, struct db *,
	    const struct signing *, const struct signature *,
	    const char *typed, const char *visitor);
/* At the desk, or for the cooperative (identity « compte »). */
int	 signature_sign_desk(struct arena *, struct db *,
	    const struct signing *, const struct signature *);
/* Not to sign; may be signed later while the document is valid. */
int	 signature_refuse(struct arena *, struct db *,
	    const struct signing *, const struct signature *,
	    const char *way);

/* A paper signed by hand, as it came back. */
struct scan {
	int64_t		 id;
	const char	*name, *type, *author;
	const char	*scan;		/* sans, saine, impossible */
	int64_t		 size, at;
	unsigned char	 sha256[SHA256_SIZE];
};
#define SCAN_COUNT	10		/* of a document */
/* What stands on it. */
struct signed_paper {
	const struct upload *file;	/* that upload_read() found good */
	int32_t		 day;		/* written beside the signatures */
	const int64_t	*slots;		/* which it signs */
	const char	*const *names;	/* of slots that have none, or NULL */
	size_t		 n;
};
/* All of it or nothing; 1 also when a slot may not be signed. */
int	 signature_sign_paper(struct arena *, struct db *,
	    const struct signing *, const char *code,
	    const struct signed_paper *);
size_t	 scan_list(struct arena *, struct db *, const char *code,
	    struct scan **);
/* What is known of one; its bytes are appended to a spool. */
int	 scan_read(struct arena *, struct db *, const char *code, int64_t id,
	    struct scan *, struct spool *);

/*
 * Who holds a browser that may sign one slot and do nothing else: a token as
 * those of sessions.  By a link: account 0, 20 hours; at the desk 30 minutes.
 */
#define DESK_MINUTES	30
struct bearer {
	int64_t		 signature;
	int64_t		 account;	/* at the desk, whose screen it is */
	const char	*identity;
};
const char *signing_open(struct arena *, struct db *, int64_t signature,
	    int64_t account, const char *identity);
int	 signing_bearer(struct arena *, struct db *, const char *token,
	    struct bearer *);
int	 signing_close(struct db *, const char *token);

/* What differs in what two papers were made from. */
struct difference {
	const char	*what;		/* « Préavis en jours » */
	int		 material;
	const char	*concerns;	/* roles, NULL: all */
};
size_t	 signature_changes(struct arena *, const struct definition *contract,
	    const struct definition *programme, struct tree *before,
	    struct tree *after, struct difference **);
/* Does one of these ask this role again? */
int	 signature_asks_again(const struct difference *, size_t n,
	    const char *role);

/* What was just issued. */
struct issued {
	const struct definition *programme;
	const struct dossier *dossier;	/* as it is afterwards */
	int64_t		 document;
	const char	*code;
	const struct paper *paper;
	struct tree	*snapshot;
	const char	*replaces;	/* code, or "" */
	int		 told;		/* the person gets a message already */
};
/*
 * Part of issuing, in its transaction: slots, signatures taken over, the
 * executed copy if that is all of them, messages to those who may sign.
 */
int	 signature_open_in(struct arena *, struct db *,
	    const struct signing *, const struct issued *);

/*
 * Every night, safe to run twice: reminders after 7 and 14 days; slots of
 * representatives end on the 18th birthday; a paper that all have signed
 * makes the move of its dossier that it could not make then (a break that
 * takes effect later).  *n counts what was done.
 */
int	 signature_night(struct arena *, struct db *, const struct office *,
	    const struct mailer *, size_t *n);

/* Slots against their records, order, scans: faults, a line of out each. */
size_t	 signature_check(struct arena *, struct db *, struct buf *out);

#endif
