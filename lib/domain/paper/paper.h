/*
 * paper: between the files of this room; what opens a paper to sign it or to
 * check it reads it too.
 *
 * A paper is a model of content/documents, compiled inside the shell of
 * site/papiers; a snapshot is the tree it is filled from, whose form is
 * described in domain/paper/document.h.
 */
#ifndef DOMAIN_PAPER_H
#define DOMAIN_PAPER_H

#include "domain/paper/document.h"

/* Template of site/papiers that models stand in. */
#define PAPER_SHELL	"papier"

/* paper.c: read every model and its form.  0, or -1 with the faults. */
int	 papers_open(struct arena *, struct office *, struct buf *faults);

/* office.c: what names nothing in a model or its form; does any issue it? */
void	 paper_check(const struct office *, const struct paper *,
	    struct buf *faults);
int	 paper_issued(const struct office *, const struct paper *);

/* A snapshot with model, network, cooperative and number; at is its instant. */
struct tree *snapshot_new(struct arena *, const struct office *,
	    const struct paper *, const struct dossier *, int64_t at);
/* The application as it was last sent; 1 when there is no record, or -1. */
int	 snapshot_dossier(struct arena *, struct db *, struct tree *,
	    const struct definition *, const struct dossier *);
/*
 * All that is known of the file: the application, then support so far,
 * session, representatives, consents, pieces.  As snapshot_dossier().
 */
int	 snapshot_file(struct arena *, struct db *, struct tree *,
	    const struct definition *, const struct network *,
	    const struct dossier *);
/* <session>, without what changes from day to day. */
struct session;
void	 snapshot_session(struct arena *, struct node *root,
	    const struct session *);
/* The same of the one that an application asks for, if it is one of ours. */
void	 snapshot_wanted(struct arena *, struct db *, struct node *root,
	    const struct definition *, const struct node *answers);
/* <ligne> for each line of a text. */
void	 snapshot_lines(struct arena *, struct node *, const char *text);
/* An element with every answer that a form can have. */
struct node *everything_answers(struct node *root, const char *name,
	    const struct definition *form);
/* What of it may exist at all, for snapshot_everything(). */
void	 snapshot_file_everything(struct node *root,
	    const struct office *);
/* What staff filled in, letter for letter where it is not right yet. */
void	 snapshot_contract(struct arena *, struct tree *,
	    const struct paper *, const struct answers *);
/*
 * What a field starts from, in a snapshot: <FIELD> is added to reponses if
 * something is found.  0, or -1 when one of its paths finds nothing.
 */
int	 snapshot_start(struct arena *, struct tree *, const struct field *,
	    struct node *reponses);
/* Application by steps in words: <rubriques>, and <pieces>. */
int	 snapshot_sections(struct arena *, struct db *, struct tree *,
	    const struct definition *, const struct dossier *);
/* document_proof.c: the text of the code printed, NULL (logged); @preuve. */
const char *document_qr(struct arena *, const struct office *, struct tree *,
	    const struct dossier *, const char *kind, const char *code,
	    int64_t at, const unsigned char empreinte[SHA256_SIZE]);
/* In the transaction that stores or ends a document.  0 or -1. */
int	 document_proof_store(struct arena *, struct db *,
	    const struct office *, int64_t id, const struct dossier *,
	    const char *qr);
int	 document_adopted_store(struct arena *, struct db *,
	    const struct office *, int64_t id);
int	 document_end_store(struct arena *, struct db *,
	    const struct office *, const char *code);
int	 execution_proof_store(struct arena *, struct db *,
	    const struct office *, int64_t id);
/* The sums of what is stored: 1, 0 when something of it is missing, -1. */
int	 document_sum(struct db *, int64_t id, unsigned char [SHA256_SIZE]);
int	 document_adopted_sum(struct db *, int64_t id,
	    unsigned char [SHA256_SIZE]);
int	 execution_sum(struct db *, int64_t id, unsigned char [SHA256_SIZE]);
int	 document_end_sum(struct db *, int64_t id,
	    unsigned char [SHA256_SIZE]);
enum sealed { SEALED_DOCUMENT, SEALED_END, SEALED_COPY, SEALED_ADOPTION };
int	 document_sum_sealed(struct arena *, enum sealed,
	    const unsigned char sum[SHA256_SIZE],
	    const unsigned char seal[SEAL_SIZE], const struct key *);

/* Code, address to verify it, key. */
void	 snapshot_seal(struct arena *, struct tree *, const struct office *,
	    const char *code);
/*
 * A snapshot in which everything that can exist exists, whichever programme
 * that issues the document it comes from.
 */
struct tree *snapshot_everything(struct arena *, const struct office *,
	    const struct paper *);
/*
 * The bytes to keep, their SHA-256, and then, in the tree only, @empreinte and
 * @empreinte-courte.
 */
void	 snapshot_close(struct arena *, struct tree *, struct buf *bytes,
	    unsigned char empreinte[SHA256_SIZE]);

/* blank.c: the questions of a programme, for the model « formulaire ». */
void	 blank_fill(struct arena *, struct node *root, const struct network *,
	    const struct definition *);

/* A question with room for its answer, <champ>. */
void	 blank_field(struct arena *, struct node *section,
	    const struct definition *, const struct field *,
	    const struct network *);

/* The twin; then, unless pdf is NULL, the paper.  0, or -1 (logged). */
int	 paper_fill(struct arena *, const struct office *,
	    const struct paper *, struct tree *, struct buf *twin,
	    struct buf *pdf, struct press_result *);
/* A twin onto paper. */
int	 paper_print(struct arena *, const struct office *,
	    const struct paper *, const struct buf *twin, struct buf *pdf,
	    struct press_result *);
/*
 * The twin as the fonts can draw it: what none has becomes U+FFFD, or « ? »;
 * what only joins or changes characters goes.  For the receipt.
 */
void	 paper_drawable(const struct press *, struct buf *to,
	    const struct buf *twin);
/* The twin so drawn, onto paper: not for what is issued. */
int	 paper_print_plain(struct arena *, const struct office *,
	    const struct paper *, const struct buf *twin, struct buf *pdf);
/* The twin, stored as XHTML, as HTML.  0, or -1 (logged). */
int	 paper_html(struct buf *, const void *twin, size_t len);

#endif
