/*
 * pdf: a tagged PDF/A-1b (ISO 19005-1, on PDF 1.4), page after page; with
 * pdf_ink.c the only door to libharu.
 *
 * libharu 2.3 gives the objects, the page tree, compression and the file.
 * Fonts, ToUnicode, tags, metadata and output intent are ours: its own UTF-8
 * fonts cost 90 kB a face and a walk of 65 536 characters a document, name
 * glyphs wrongly for who copies text, and are refused by validators.
 *
 * Positions are points from the top left corner of the page, y downward.
 * Errors are sticky: draw on, pdf_end() tells the first one.  The same calls
 * give the same bytes: no clock, no random number.
 *
 * Everything drawn belongs to a tag (pdf_mark()) or is an artifact.  A tag
 * takes its place under its parent when it is first drawn in, so drawing
 * order is reading order.
 *
 * One document at a time: pdf_begin(), then pages in order, pdf_end().
 */
#ifndef PORT_PDF_H
#define PORT_PDF_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/sfnt.h"

#define PDF_FACES	12
#define PDF_SEAL_DIGITS	128

struct pdf;
struct pdf_tag;		/* a structure element; lives until pdf_begin() */

/* « libharu 2.3.0 » */
const char *pdf_library(void);

struct pdf_about {
	const char	*title, *author, *subject, *lang;
	const char	*created;	/* RFC 3339 */
	const unsigned char *id;	/* 16 bytes, become /ID */
	int		 sealed;	/* leave room for a seal */
};

/* A character and how it is drawn: one glyph of the face of the run. */
struct pdf_glyph {
	uint32_t	 cp;		/* what is extracted, at most U+FFFF */
	uint16_t	 glyph;
	int16_t		 kern;		/* after it, thousandths of an em */
};

/* profile: an ICC file for the output intent.  NULL with the cause logged. */
struct pdf *pdf_open(const char *profile);
void	 pdf_close(struct pdf *);
/* The face is borrowed until pdf_close().  Its number for pdf_text(). */
unsigned pdf_add_face(struct pdf *, const struct sfnt *);

/* about is borrowed until pdf_end(); every other string is copied. */
void	 pdf_begin(struct pdf *, const struct pdf_about *);
void	 pdf_page(struct pdf *, double width, double height);
/*
 * Append the file.  *seal_at: where in the file PDF_SEAL_DIGITS zeros stand,
 * the value of /TerreauSceau in the Info dictionary, 0 when there is none.
 * 0, or -1 with what.
 */
int	 pdf_end(struct pdf *, struct buf *out, size_t *seal_at,
	    const char **what);

/* A tag under another (NULL: the root, once).  type is a literal. */
struct pdf_tag *pdf_tag(struct pdf *, struct pdf_tag *parent,
	    const char *type);
/* A TH of a row; others head a column. */
void	 pdf_tag_heads_row(struct pdf_tag *);
void	 pdf_tag_alt(struct pdf *, struct pdf_tag *, const char *);
/* Take its place in the tree now, with nothing in it. */
void	 pdf_tag_place(struct pdf *, struct pdf_tag *);
/* What follows on this page belongs to the tag, or to none (NULL). */
void	 pdf_mark(struct pdf *, struct pdf_tag *);

/* A page as large as the one before, with nothing on it. */
void	 pdf_white(struct pdf *);

/*
 * A bookmark to this height of the current page.  level 1, or 2 under the last
 * of level 1, folded when there are several of those.
 */
void	 pdf_bookmark(struct pdf *, const char *title, double y, int level);
/* A link of the current page; the tag is its « Link » element. */
void	 pdf_link(struct pdf *, struct pdf_tag *, double x, double y,
	    double width, double height, const char *url);

void	 pdf_text(struct pdf *, unsigned face, double size, double x,
	    double baseline, unsigned rgb, const struct pdf_glyph *, size_t n);
/* Filled shapes. */
void	 pdf_rect(struct pdf *, double x, double y, double width,
	    double height, unsigned rgb);
void	 pdf_dot(struct pdf *, double x, double y, double r, unsigned rgb);
/* Squares of side, at columns and rows where bits is set (rows of n bytes). */
void	 pdf_modules(struct pdf *, double x, double y, double side,
	    const unsigned char *bits, unsigned n);
/* A frame with round corners; fill -1 for none; dash 0 for a whole line. */
void	 pdf_frame(struct pdf *, double x, double y, double width,
	    double height, double radius, double line, unsigned rgb, long fill,
	    double dash);

#endif
