/*
 * document: papers the portal issues: what to issue, when, and what they are
 * afterwards.
 *
 * An issued document is rendered once and kept: bytes, SHA-256, seal, the data
 * it was made from, the version of its template, who and when.  It is never
 * rendered again, only replaced or revoked.
 *
 * Seal: Ed25519 over the PDF's bytes with the 128 hex digits of the seal
 * itself read as zeros.  Fingerprint (empreinte): SHA-256 of the data
 * snapshot, printed on the paper and drawn as the dot seal.
 */
#ifndef DOMAIN_DOCUMENT_H
#define DOMAIN_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/conf.h"
#include "domain/dossier.h"
#include "domain/network.h"
#include "press/press.h"
#include "text/template.h"

struct document {
	const char	*code;		/* 12 characters */
	const char	*kind;		/* cape, recepisse */
	const char	*title;
	const char	*state;		/* valide, remplace, revoque */
	const char	*replaced_by;	/* code, or "" */
	const char	*issuer;	/* cooperative's name */
	const char	*initials;	/* « M***** L***** » */
	int64_t		 dossier, issued, ended;
	unsigned char	 empreinte[SHA256_SIZE];
	int64_t		 size;
	int		 pages;
	const char	*issued_by;
};

/* Something that keeps a document from being issued. */
struct lack {
	const char	*article;	/* « C. com. R. 127-1, 2° » */
	const char	*text;		/* what is missing or wrong, for staff */
	const char	*step;		/* where to mend it, or NULL */
};

/* What issuing needs; made once by the program. */
struct office {
	const struct conf	*conf;
	const struct network	*network;
	const struct templates	*papers;	/* content/documents, compiled */
	struct press		*press;
	const unsigned char	*secret;	/* NULL in the public program */
	const unsigned char	*public;
	const char		*key_name;
};

/*
 * All that the CAPE lacks: the eight points of R. 127-1, dates and duration
 * (L. 127-2), who may sign (L. 127-1).  0 means it may be issued.
 */
size_t	 cape_lacks(struct arena *, const struct definition *cape,
	    struct answers *, struct node *candidature, struct lack **);
/* Last day allowed for a period that starts on a day: + 12 months - 1 day. */
int32_t	 cape_last_day(int32_t start);

/* The twin, filled, not issued: « Projet » stands where the code would. */
int	 document_preview(struct arena *, struct db *, const struct office *,
	    const struct dossier *, const char *kind, struct buf *html);
/*
 * Check, record the contract data, render, seal and store, then commit.
 * 0 and *code; 1 with the lacks; -1 failed.
 */
int	 document_issue(struct arena *, struct db *, const struct office *,
	    const struct definition *, struct answers *,
	    const struct dossier *, const char *kind, const struct actor *,
	    const char **code, struct lack **, size_t *nlacks);
int	 document_revoke(struct db *, const char *code, const struct actor *,
	    const char *reason);

/* 0 found, 1 not, -1 failed. */
int	 document_find(struct arena *, struct db *, const char *code,
	    struct document *);
size_t	 document_list(struct arena *, struct db *, int64_t dossier,
	    struct document **);
/* Stored bytes. */
int	 document_pdf(struct arena *, struct db *, const char *code,
	    const void **, size_t *);
int	 document_twin(struct arena *, struct db *, const char *code,
	    const char **html);
/* The receipt of an application: rendered from the record, not sealed. */
int	 receipt_pdf(struct arena *, struct db *, const struct office *,
	    const struct definition *, const struct dossier *, struct buf *);

/*
 * Check a PDF's seal offline.  1 authentic, 0 not (why says it), -1 no seal
 * of ours in it.
 */
int	 document_verify(struct arena *, const void *pdf, size_t len,
	    const unsigned char public[SEAL_PUBLIC], const char **code,
	    const char **why);

#endif
