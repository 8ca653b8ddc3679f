/*
 * document: papers the portal issues: what to issue, when, and what they are
 * afterwards.
 *
 * An issued document is rendered once and kept: bytes, SHA-256, seal, the data
 * it was made from, the version of its template, who and when.  It is never
 * rendered again, only replaced or revoked.
 *
 * From data to paper: the snapshot (context) is a tree
 *
 *	<document kind= code= titre= emis= jour= adresse= cle=>
 *	  <modele nom= forme= signataires= version= date= sha256=/>
 *	  <reseau>…</reseau> <cooperative code=>…</cooperative>
 *	  <appui etat= debut= terme= fin= …/>	the contract (domain/law/contrat.h)
 *	  <precedent code= emis=>…</precedent>	answers of the contract and,
 *					over them, of its renewals
 *	  <rupture code= emis=>…</rupture>	answers of what ended it
 *	  <dossier numero= mineur= …><reponses>…</reponses></dossier>
 *	  <session titre= lieu= debut= fin= dates= …/>
 *	  <mineurs>…</mineurs>		of a minor: regles_minors()
 *	  <representants><representant rang= nom= qualite= …/>…</representants>
 *	  <accords NAME=><accord nom= decision= date= …/>…</accords>
 *	  <pieces-demandees><piece …/>…</pieces-demandees>
 *	  <contrat manuscrit=>…</contrat>	answers of the document's own form;
 *					manuscrit: one is left to the pen
 *
 * in which a choice has @libelle, its words, and what does not exist has no
 * element (domain/paper/snapshot_file.c says more).  content/documents/KIND.md
 * inside site/papiers/papier.html is filled from it: that is the twin (XHTML),
 * and the press prints the twin, parsed.  No NIR and no IBAN can be in it.
 *
 * A kind of document is a file of content/documents: its front matter says
 * what it is (struct paper); schemas/documents/KIND.xml, if there is one, is
 * the form staff fill in for it; a programme says which it issues, in which
 * states, and what issuing changes (<document> in its definition).
 *
 * Seal: Ed25519 over the PDF's bytes with the 128 hex digits of the seal
 * itself read as '0'; the digits are lower case, so that one document has one
 * form only.  Fingerprint (empreinte): SHA-256 of the snapshot's bytes,
 * printed on the paper and drawn as the dot seal.
 */
#ifndef DOMAIN_DOCUMENT_H
#define DOMAIN_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/conf.h"
#include "domain/dossier/dossier.h"
#include "domain/law/law.h"
#include "domain/post/mail.h"
#include "domain/proof/keyring.h"
#include "domain/territory/commune.h"
#include "domain/territory/network.h"
#include "port/crypto.h"
#include "press/press.h"
#include "text/template.h"

struct document {
	const char	*code;		/* 12 characters */
	const char	*kind;		/* cape */
	const char	*title;
	const char	*state;		/* valide, remplace, revoque */
	const char	*replaced_by;	/* code, or "" */
	const char	*reason;	/* of the replacement, revocation; or "" */
	const char	*issuer;	/* cooperative's name */
	const char	*initials;	/* « M***** L***** » */
	const char	*key_name;
	int64_t		 dossier, issued, ended;	/* ended 0: valid */
	int64_t		 adopted;	/* 0, or when a paper from before
					   proofs were kept got one */
	unsigned char	 empreinte[SHA256_SIZE];
	unsigned char	 sha256[SHA256_SIZE];
	int64_t		 size;		/* bytes of the PDF */
	int		 pages;
	const char	*issued_by;
};

/* A kind of document, as the front matter of content/documents/KIND.md. */
struct paper {
	const char	*kind;		/* cape: name of its file */
	const char	*title;		/* titre: « Contrat d’appui … » */
	const char	*abridged;	/* abrege: « Contrat », for the foot */
	const char	*description;
	const char	*version, *date;
	const char	*shape;		/* forme: contrat, attestation, lettre,
					   feuille; press.h */
	const char	*signers;	/* signataires: beneficiaire,
					   representants, cooperative; in the
					   order to sign; "" nobody */
	const char	*rule_name;	/* regle: what the law asks, or NULL */
	law_rule	*rule;
	int		 unique;	/* a newer one replaces the valid one */
	int		 shown;		/* emission: non; made when asked for,
					   never issued, sealed or kept */
	int		 to_person;	/* destinataire: personne (default), else
					   organisme: staff send it */
	const struct definition *form;	/* schemas/documents/KIND.xml, or NULL */
	unsigned char	 sha256[SHA256_SIZE];	/* of model and shell */
};

/* What issuing needs; made once by the program. */
struct office {
	/* to be set before office_open() */
	const struct conf	*conf;
	const struct network	*network;
	const struct communes	*communes;	/* may be NULL in tests */
	const struct definition	*const *programmes;	/* ended by NULL */
	int			 may_seal;	/* 0 in the public program */
	int			 trusting;	/* what models say was checked */
	/* set by it */
	struct templates	*templates;
	const struct paper	*papers;	/* by kind */
	size_t			 npapers;
	const struct regles	*regles;	/* schemas/regles.xml */
	struct press		*press;
	unsigned char		 secret[SEAL_SECRET];
	struct keyring		 keys;		/* to check with */
	const char		*key_name;	/* of the one to seal with */
	unsigned char		 fonts[SHA256_SIZE];	/* if may_seal */
	const struct definition	*signature;	/* what is kept of one */
};

/*
 * Compile every content/documents/KIND.md inside site/papiers/papier.html,
 * check every path in them and in their forms against all that can exist, load
 * the fonts and the keys (the secret one only if may_seal).  A trusting office
 * checks neither paths nor words.  0, or -1 with lines « file:line: what ».
 */
int	 office_open(struct arena *, struct office *, struct buf *faults);
/* The keys alone: of an office that signs but prints nothing. */
int	 office_keys(struct arena *, struct office *, struct buf *faults);
void	 office_close(struct office *);
/* Has another key become active since the office opened? */
int	 document_key_stale(struct arena *, const struct office *);
/* Of a dossier; NULL when the office knows it not. */
const struct definition *office_programme(const struct office *,
	    const char *name);
/* NULL when there is none of that kind. */
const struct paper *paper_find(const struct office *, const char *kind);

/*
 * The document's form as it stands, raw: what staff saved; where they saved
 * nothing, the last one issued if a newer one replaces it; else what is known
 * already (« reprend » of its fields).  A document without a form has nothing
 * to answer: its answers are NULL everywhere.  0 or -1.
 */
int	 document_answers(struct arena *, struct db *, const struct office *,
	    const struct definition *programme, const struct dossier *,
	    const struct paper *, struct answers *);
/*
 * What keeps it from being issued: the form first, then the rule of law its
 * model names (domain/law/law.h).  The answers are checked on the way.  How many.
 */
size_t	 document_lacks(struct arena *, struct db *, const struct office *,
	    const struct definition *programme, struct answers *,
	    const struct dossier *, const struct paper *, struct lack **);
/*
 * The twin, filled, not issued: « Projet – sans valeur » stands where the code
 * would.  Answers may lack anything.  0 or -1.
 */
int	 document_preview(struct arena *, struct db *, const struct office *,
	    const struct definition *programme, struct answers *,
	    const struct dossier *, const struct paper *, struct buf *html);
/*
 * Check, record the answers, render, seal and store, then commit.  If the kind
 * is unique and one is still valid, that one is replaced, for which a reason
 * must be given (otherwise NULL).  The dossier makes the transition that the
 * programme names, with its mail, when it is in a state for it.
 * dossier.version is the one the page showed.
 * 0 and *code; 1 with the lacks, nothing stored; 2 the dossier has changed or
 * is not in a state for it; -1 failed.
 */
int	 document_issue(struct arena *, struct db *, const struct office *,
	    const struct definition *programme, struct answers *,
	    const struct dossier *, const struct paper *,
	    const struct actor *, const char *reason, const struct mailer *,
	    const char **code, struct lack **, size_t *nlacks);
/*
 * 0 done, 1 not found, no longer valid, or something rests on it
 * (contrat_revoke_wrong()), -1 failed.
 */
int	 document_revoke(struct arena *, struct db *, const struct office *,
	    const char *code, const struct actor *, const char *reason);

/*
 * Papers issued before proofs were kept (schemas/db/007) get one of today:
 * those whose own seal still holds, by a key that is not compromised, and whose
 * row agrees with it; the end of those that ended is sealed with it.  *n counts
 * them; a line of out names each that is not adopted, and why.  0 or -1.
 */
int	 document_adopt(struct db *, const struct office *, struct buf *out,
	    size_t *n);

/* 0 found, 1 not, -1 failed.  The code as code_read() returns it. */
int	 document_find(struct arena *, struct db *, const char *code,
	    struct document *);
/* Newest first. */
size_t	 document_list(struct arena *, struct db *, int64_t dossier,
	    struct document **);
/* Is it for the person, and not for staff to send to somebody else? */
int	 document_to_person(const struct office *, const struct document *);
/* The valid ones with their data, oldest first. */
size_t	 document_earlier(struct arena *, struct db *, int64_t dossier,
	    struct earlier **);
/* Stored bytes.  0 found, 1 not, -1 failed. */
int	 document_pdf(struct arena *, struct db *, const char *code,
	    const void **, size_t *);
/* The twin as HTML, appended. */
int	 document_twin(struct arena *, struct db *, const char *code,
	    struct buf *html);
/* Its words alone, <main>; NULL when there is none. */
struct node *document_words(struct arena *, struct db *, const char *code);
/* contrat-cape-8H3M-W9K4-T2QX.pdf */
const char *document_filename(struct arena *, const struct document *);
/* « 7F3A 91C0 55DE 0B12 »: the first 8 bytes, as the foot of a page has them. */
const char *document_empreinte(struct arena *,
	    const unsigned char [SHA256_SIZE]);
/* « M***** L***** »: as many stars whatever the length. */
const char *document_initials(struct arena *, const char *given,
	    const char *family);

/* What a document was printed from and with. */
struct origin {
	const char	*code, *template, *engine;
	const void	*twin, *pdf;
	size_t		 ntwin, npdf;
	unsigned char	 fonts[SHA256_SIZE];
};
/* 0 found, 1 not, -1 failed. */
int	 document_origin(struct arena *, struct db *, const char *code,
	    struct origin *);
/* Of today: « Terreau 0.1, libharu 2.3.0 ». */
const char *document_engine(struct arena *);
/* What a folder of fonts holds.  0, or -1 (logged). */
int	 document_fonts(struct arena *, const char *dir,
	    unsigned char [SHA256_SIZE]);

/*
 * The receipt of an application: a rendering of its record, not sealed, the
 * same bytes each time.  0, 1 when nothing was sent yet, -1.
 */
int	 receipt_pdf(struct arena *, struct db *, const struct office *,
	    const struct definition *, const struct dossier *, struct buf *);
int	 receipt_twin(struct arena *, struct db *, const struct office *,
	    const struct definition *, const struct dossier *, struct buf *);

/*
 * What somebody decided, each thing as it holds, with what was said of it
 * before: a representative, or the person of the dossier (r NULL).  As the
 * receipt: not sealed, the same bytes until another decision is written down.
 * html and pdf: NULL for what is not wanted.  0, 1 nothing was decided, -1.
 */
struct accord_office;
struct representant;
int	 decision_receipt(struct arena *, struct db *, const struct office *,
	    const struct definition *, const struct dossier *,
	    const struct representant *, struct buf *html, struct buf *pdf);
/*
 * The form of a representative on paper, filled in with what is known of
 * them (r; id 0: nothing yet), with the address where staff enter the answer
 * as a QR code.  named: with the family name of the young person; else there
 * is a line to write it on.  0, 1 nothing was sent yet, -1.
 */
int	 decision_form(struct arena *, struct db *, const struct office *,
	    const struct accord_office *, const struct dossier *,
	    const struct representant *, int named, struct buf *html,
	    struct buf *pdf);

/*
 * The form of a programme to be filled in by hand, from its definition alone:
 * the twin as HTML (unless NULL), the paper, how many pages.  0 or -1.
 */
int	 blank_form(struct arena *, const struct office *,
	    const struct definition *, struct buf *html, struct buf *pdf,
	    int *pages);

/*
 * A paper of the dossier that is not issued (« emission: non »), as of now:
 * the emergency sheet.  0, 1 when nothing was sent yet, -1.
 */
int	 document_show(struct arena *, struct db *, const struct office *,
	    const struct definition *programme, const struct dossier *,
	    const struct paper *, struct buf *pdf);
/*
 * The sheet to sign of a session: those who have a seat; of a longer session,
 * the week of that day, by half-day where there is a calendar.  0 or -1.
 */
struct session;
int	 session_sheet(struct arena *, struct db *, const struct office *,
	    const struct session *, int32_t day, struct buf *pdf);
/* Who receives what of its results, to sign.  0, 1 there are none, -1. */
int	 session_shares(struct arena *, struct db *, const struct office *,
	    const struct session *, struct buf *pdf);

enum verdict {
	VERDICT_FOREIGN = -1,	/* no seal of ours in it */
	VERDICT_ALTERED = 0,
	VERDICT_AUTHENTIC = 1
};

/*
 * Check a PDF's seal offline: exactly one slot, in lower case, matching one
 * key of the ring.
 */
struct inspection {
	enum verdict	 verdict;
	const char	*why;		/* in French, "" when authentic */
	const char	*code, *title;	/* what an authentic file says, or "" */
	const struct key *key;		/* that sealed it, NULL */
};
enum verdict document_verify(struct arena *, const void *pdf, size_t len,
	    const struct keyring *, struct inspection *);

#endif
