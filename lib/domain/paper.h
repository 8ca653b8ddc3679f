/*
 * paper: between office.c, snapshot.c, document.c and receipt.c.  Not for
 * others.
 *
 * A paper is a model of content/documents, compiled inside the shell of
 * site/papiers; a snapshot is the tree it is filled from, whose form is
 * described in domain/document.h.
 */
#ifndef DOMAIN_PAPER_H
#define DOMAIN_PAPER_H

#include "domain/document.h"

struct paper {
	const char	*kind;		/* cape: name of its file */
	const char	*title;		/* « Contrat d’appui … » */
	const char	*abridged;	/* « Contrat », for the foot */
	const char	*description;
	const char	*version, *date;
	const char	*form;		/* of the sheet, or NULL */
	unsigned char	 sha256[SHA256_SIZE];	/* of model and shell */
};

const struct paper *paper_find(const struct office *, const char *kind);

/* A snapshot with model, network, cooperative and number; at is its instant. */
struct tree *snapshot_new(struct arena *, const struct office *,
	    const struct paper *, const struct dossier *, int64_t at);
/* The application as it was last sent; 1 when there is no record, or -1. */
int	 snapshot_dossier(struct arena *, struct db *, struct tree *,
	    const struct definition *, const struct dossier *);
/* What staff filled in, letter for letter where it is not right yet. */
void	 snapshot_contract(struct arena *, struct tree *,
	    const struct office *, const struct answers *);
/* Application by steps in words: <rubriques>, and <pieces>. */
int	 snapshot_sections(struct arena *, struct db *, struct tree *,
	    const struct definition *, const struct dossier *);
/* Code, address to verify it, key. */
void	 snapshot_seal(struct arena *, struct tree *, const struct office *,
	    const char *code);
/* A snapshot in which everything that can exist exists. */
struct tree *snapshot_everything(struct arena *, const struct office *,
	    const struct paper *, const struct definition *programme);
/*
 * The bytes to keep, their SHA-256, and then, in the tree only, @empreinte and
 * @empreinte-courte.
 */
void	 snapshot_close(struct arena *, struct tree *, struct buf *bytes,
	    unsigned char empreinte[SHA256_SIZE]);

/* blank.c: the questions of a programme, for the model « formulaire ». */
void	 blank_fill(struct arena *, struct node *root, const struct network *,
	    const struct definition *);

/* The twin; then, unless pdf is NULL, the paper.  0, or -1 (logged). */
int	 paper_fill(struct arena *, const struct office *,
	    const struct paper *, struct tree *, struct buf *twin,
	    struct buf *pdf, struct press_result *);
/* A twin onto paper. */
int	 paper_print(struct arena *, const struct office *,
	    const struct paper *, const struct buf *twin, struct buf *pdf,
	    struct press_result *);
/* The twin, stored as XHTML, as HTML.  0, or -1 (logged). */
int	 paper_html(struct buf *, const void *twin, size_t len);

#endif
