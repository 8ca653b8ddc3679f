/*
 * batch: the papers of many people at once, as one ZIP and as one file to
 * print.
 *
 * Only papers that were issued and are valid; the copy with its journal where
 * all have signed (domain/paper/execution.h).  The ZIP holds the bytes stored, and a
 * manifest (SHA256SUMS, for sha256sum -c); names are ASCII, each once:
 * CAPE_CAE-26-9B2D-X7_LEROUX_Maelys.pdf, …_signe.pdf.  The file to print is
 * set anew from the twins stored, for printers that print on both sides
 * (press_book()); it carries no seal, the papers alone do.
 */
#ifndef DOMAIN_BATCH_H
#define DOMAIN_BATCH_H

#include "base/arena.h"
#include "base/buf.h"
#include "port/archive.h"
#include "port/crypto.h"
#include "port/db.h"
#include "press/press.h"

/* Empty strings mean « any ». */
struct batch_filter {
	const char	*cooperative;	/* of the dossier: codes, separated
					   by spaces */
	const char	*programme;
	const char	*session;	/* code: those who have or had a place */
	const char	*kind;		/* of paper: cape */
	const char	*dossiers;	/* numbers, separated by spaces; NULL: any */
};

struct batch_paper {
	int64_t		 id, dossier;
	const char	*code, *kind, *title, *numero, *prenom, *nom;
	const char	*name;		/* in the ZIP */
	int64_t		 issued;
	int		 executed;	/* all have signed */
	int		 pages;
	unsigned char	 sha256[SHA256_SIZE];
};

#define BATCH_MAX	2000
/* By person, the oldest paper first.  How many; 0 also failed (logged). */
size_t	 batch_list(struct arena *, struct db *, const struct batch_filter *,
	    struct batch_paper **);

/* Kinds of paper there are, with a title, for a form. */
struct batch_kind {
	const char	*kind, *title;
};
size_t	 batch_kinds(struct arena *, struct db *, const char *cooperative,
	    struct batch_kind **);

/* Letters, digits and dashes of a name, in ASCII; « sans-nom » if none. */
const char *batch_ascii(struct arena *, const char *);

/*
 * The stored bytes into the archive, by way of a spool in run; a line of the
 * manifest.  0, or -1 (logged): also when the bytes are not those of the hash.
 */
int	 batch_pack(struct db *, const struct batch_paper *, struct archive *,
	    struct buf *manifest, const char *run);
/* The manifest, dated as the newest paper. */
int	 batch_seal(struct archive *, const struct buf *manifest,
	    const struct batch_paper *, size_t n);
/* When the newest of them was issued, RFC 3339: the date of a book. */
const char *batch_date(struct arena *, const struct batch_paper *, size_t n);
/* The stored twin into the book.  0, or -1 (logged). */
int	 batch_print(struct db *, const struct batch_paper *,
	    struct press_book *);

#endif
