/*
 * layout: what the files of the press share.
 *
 * A document becomes one vertical list of rows (a line of text, a line of a
 * table, a box), each with its height, the white above it, and how strongly
 * it holds to the row above.  Pages are cut between rows (page.c), then drawn
 * (draw.c).  A row holds pieces placed in it: lines of glyphs, rules, frames.
 *
 * Lengths are points, y grows downward; x counts from the left margin.
 * Everything lives in the arena of the layout; errors are sticky, the first
 * one is kept in words for staff.
 */
#ifndef PRESS_LAYOUT_H
#define PRESS_LAYOUT_H

#include "base/arena.h"
#include "base/sfnt.h"
#include "port/pdf.h"
#include "port/qr.h"
#include "port/xml.h"

#define MM		(72 / 25.4)

#define MEASURE		(142 * MM)	/* of text over the whole width */
#define CLAIR_WIDTH	(40 * MM)	/* the column « En clair » */
#define CLAIR_GAP	(6 * MM)

#define INK		0x1B2A35	/* ardoise-900 */
#define INK_SOFT	0x42535F	/* ardoise-700 */
#define INK_LINE	0x6B7A85	/* ardoise-500 */
#define LOIRE		0x0E5A60
#define GENET		0xF2B705
#define VIOLINE		0x6B2D5C
#define VIGNE		0x3B641E
#define TUILE		0x9C3D17
#define NUIT		0x2C4A7A
#define PAPER		0xFBF7EF	/* tuffeau-50 */
#define PAPER_LINE	0xD8CCB8

/* The sheet and what the body has of it; set_form() chooses one. */
struct geometry {
	double	 width, height;		/* of the sheet */
	double	 left, text;		/* margin, width of the text */
	double	 head, top, bottom;	/* from the top: head, body, its end */
	double	 foot;			/* where the running foot ends */
};

extern const struct geometry upright, landscape;

enum form {
	FORM_PLAIN, FORM_ATTESTATION, FORM_LETTRE, FORM_FEUILLE
};

enum face {
	FACE_TITLE, FACE_BODY, FACE_BODY_BOLD, FACE_BODY_ITALIC,
	FACE_TEXT, FACE_TEXT_BOLD, FACE_TEXT_ITALIC, FACE_CODE,
	FACE_COUNT
};

struct style {
	enum face	 regular, bold, italic;
	double		 size, lead;
	unsigned	 colour;
	double		 code;		/* size of code; 0: as the text */
};

extern const struct style style_title, style_subtitle, style_heading,
    style_article, style_subheading, style_body, style_body_heading,
    style_clair, style_party, style_box_title, style_box, style_box_bold,
    style_cell, style_cell_head, style_case, style_case_role, style_case_note,
    style_verify, style_verify_title, style_head, style_head_name, style_foot,
    style_address, style_object, style_note;
enum { TIGHTNESS = 3 };		/* how often a paper is tried */
extern const struct style style_large_title[TIGHTNESS],
    style_sentence[TIGHTNESS], style_calm[TIGHTNESS], style_letter[TIGHTNESS];

/* Glyphs of one face, size and colour side by side. */
struct run {
	enum face	 face;
	double		 size, rise, x, width;
	unsigned	 colour;
	const char	*link;		/* or NULL */
	struct note	*note;		/* whose number this is, or NULL */
	struct pdf_glyph *glyphs;
	size_t		 n;
};

struct line {
	struct run	*runs;
	size_t		 n;
	double		 width;		/* without the space at the end */
};

/* A footnote: small.note of the twin, drawn at the foot of its page. */
struct note {
	const struct node *node;
	unsigned	 number;
	struct text	*text;
	struct pdf_tag	*tag;		/* once its number is drawn */
	int		 drawn;
	struct note	*next;
};

struct text {			/* a paragraph cut into lines */
	struct line	*lines;
	size_t		 n;
	double		 lead, baseline;	/* of the style */
	double		 width;		/* of the longest line */
};

enum piece_kind {
	PIECE_LINE, PIECE_RECT, PIECE_FRAME, PIECE_QR, PIECE_SEAL,
	PIECE_NOTHING			/* an empty cell keeps its tag */
};

struct piece {
	enum piece_kind	 kind;
	struct pdf_tag	*tag;		/* NULL: decoration */
	double		 x, y;		/* in the row; baseline of a line */
	double		 width, height;
	unsigned	 colour;
	long		 fill;
	double		 dash;
	const struct line *line;
	struct piece	*next;
};

/*
 * How a row holds to the one above.  Pages are cut at the weakest place that
 * fits; a hold gives way only when what it holds together is higher than a
 * page.
 */
enum hold {
	HOLD_NONE,
	HOLD_SOFT,	/* a short article, the verification block */
	HOLD_FIRM,	/* widows, orphans, headings, signatures */
	HOLD_ALWAYS	/* never cut */
};

struct row {
	double		 before, height;
	enum hold	 hold;
	int		 text;		/* a line of running text */
	int		 heading;
	int		 foot;		/* stands at the foot of the page */
	int		 signs;		/* boxes to sign in */
	int		 page;		/* begins one */
	const char	*bookmark;
	int		 level;		/* of it: 1 for h1, 2 for h2 */
	const struct row *head;		/* head of the table this is in */
	double		 notes;		/* height of the notes it calls */
	struct piece	*pieces, **last;
	struct row	*next;
};

struct column {			/* rows one below the other */
	struct row	*rows, **last;
	size_t		 n;
};

struct meta {			/* what the twin's head says */
	const char	*title, *author, *description, *date, *code,
			*url, *fingerprint;
};

struct layout {
	struct arena	*arena;
	struct pdf	*pdf;
	const struct sfnt *faces;
	const struct geometry *g;
	enum form	 form;
	int		 tight;		/* to end on one page: 0 is not */
	struct meta	 meta;
	unsigned char	 fingerprint[32];
	int		 has_fingerprint;
	struct qr	 qr;		/* n is 0 without one */
	int		 part;		/* one of several in a file */
	int		 initials;	/* a box on each page before those */
	struct pdf_tag	*document;
	struct note	*notes, **last_note;
	unsigned	 nnotes;
	struct node	*header, *footer;
	const char	*error;		/* the first one, or NULL */
};

/* Remember the first error; the words are for staff. */
void	 layout_fail(struct layout *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));

/*
 * para.c: text of a node, or of children that are not blocks, into lines.
 * Breaks at spaces, after hyphens and slashes between letters, never at
 * U+00A0, U+202F, U+2011 nor before high punctuation, nor inside a date, an
 * amount or a name; ragged right.
 */
struct text *text_of(struct layout *, const struct node *,
	    const struct style *, double width);
struct text *text_of_title(struct layout *, const struct node *,
	    const struct style *, double width);
struct text *text_plain(struct layout *, const char *, const struct style *,
	    double width);
/* Children from first up to (not with) last, both of one parent. */
struct text *text_between(struct layout *, const struct node *first,
	    const struct node *last, const struct style *, double width);
/* Width on one line, and of the longest part that cannot be broken. */
void	 text_widths(struct layout *, const struct node *,
	    const struct style *, double *natural, double *least);
/* The box from the top of a line to its baseline. */
double	 style_baseline(const struct layout *, const struct style *);

/* column.c: rows and pieces. */
void	 column_init(struct column *);
struct row *column_add(struct layout *, struct column *, double before,
	    double height);
struct piece *row_piece(struct layout *, struct row *, enum piece_kind,
	    struct pdf_tag *, double x, double y);
/* One row a line; widows and orphans hold. */
void	 column_text(struct layout *, struct column *, double x,
	    double before, const struct text *, struct pdf_tag *);
/* White and lines of all rows. */
double	 column_height(const struct column *);
/* Put all pieces of a column into one row, at x and y of that row. */
void	 row_take(struct row *, const struct column *, double x, double y);
/* Before the pieces the row has. */
void	 row_take_first(struct row *, const struct column *, double x,
	    double y);
void	 column_join(struct column *, struct column *tail);

/* block.c: the elements of running text, in a column of a width. */
void	 block_children(struct layout *, struct column *, struct node *parent,
	    double x, double width, const struct style *, struct pdf_tag *);
void	 block_one(struct layout *, struct column *, struct node *, double x,
	    double width, const struct style *, struct pdf_tag *);
void	 block_dl(struct layout *, struct column *, struct node *, double x,
	    double width, double label, double gap, const struct style *,
	    struct pdf_tag *);
void	 block_heading(struct layout *, struct column *, struct node *,
	    double x, double width, double before, const struct style *,
	    struct pdf_tag *, const char *type);
int	 has_class(const struct node *, const char *);

/* table.c */
void	 block_table(struct layout *, struct column *, struct node *, double x,
	    double width, struct pdf_tag *);

/* section.c: the boxes of a contract, over the whole width. */
void	 section(struct layout *, struct column *, struct node *);
/* A square with a drawing of the document: QR code, seal. */
struct piece *section_mark(struct layout *, struct row *, enum piece_kind,
	    struct pdf_tag *parent, double x, double size, const char *alt);

/* form.c: what an attestation, a letter and a sheet do in their own way. */
void	 set_form(struct layout *, const struct node *body);
/* A child of main that the form has a place for; 0 when it has none. */
int	 form_part(struct layout *, struct column *, struct node *);

/* page.c: cut the rows into pages. */
struct sheet {
	struct row	*first, *end;	/* end: first row of the next page */
	struct sheet	*next;
};
struct sheet *paginate(struct layout *, const struct column *, double height);

/*
 * note.c: the note of this element, made when it is first met.  A call is a
 * raised number where the element stands; pages keep room for what their rows
 * call.
 */
struct note *note_of(struct layout *, const struct node *);
/* Height of the notes that each row calls. */
void	 notes_measure(struct layout *, const struct column *);
/* White and rule above the first note of a page. */
double	 notes_gap(void);
/* Draw those of a page, down to bottom. */
void	 notes_draw(struct layout *, const struct sheet *, double bottom);
/* Every note has been drawn: a running head cannot call one. */
void	 notes_check(struct layout *);

/* draw.c: pages, head, foot. */
void	 draw_text(struct layout *, const struct text *, struct pdf_tag *,
	    double x, double y, int right);
int	 draw(struct layout *, const struct sheet *);

#endif
