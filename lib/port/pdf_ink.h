/*
 * pdf_ink: what pdf.c, pdf_ink.c and pdf_meta.c share; nobody else includes
 * it.
 */
#ifndef PORT_PDF_INK_H
#define PORT_PDF_INK_H

#include "base/arena.h"
#include "port/pdf.h"

struct pdf_kid {
	struct pdf_tag	*tag;		/* an element, or */
	unsigned	 page;		/* marks of this page, or */
	unsigned	 mcid;
	unsigned	 link;		/* this link + 1 */
};

struct pdf_tag {
	const char	*type, *alt;
	struct pdf_tag	*parent, *next;	/* next: all tags in order of making */
	struct pdf_kid	*kids;
	unsigned	 nkids, maxkids;
	int		 heads_row;	/* of a TH */
	int		 placed;	/* stands among its parent's kids */
	unsigned	 number;	/* for /ID of notes */
	void		*object;	/* while the file is made */
};

struct pdf_use {			/* a face in this document */
	const struct sfnt *sfnt;
	uint16_t	*cid[256];	/* CID of U+nn00 to U+nnFF, 0 unused */
	uint32_t	*cp;		/* by CID */
	uint16_t	*glyph;
	unsigned	 n, max;	/* CID 0 is .notdef */
};

struct pdf_sheet {
	double		 width, height;
	struct buf	 ink;
	struct pdf_tag	**marks;	/* by MCID */
	unsigned	 nmarks, maxmarks;
};

struct pdf_bookmark {
	const char	*title;
	int		 level;
	unsigned	 page;
	double		 y;
};

struct pdf_anchor {
	struct pdf_tag	*tag;
	const char	*url;
	unsigned	 page;
	double		 x, y, width, height;
	void		*object;
};

struct pdf {
	void		*doc;		/* HPDF_Doc */
	struct buf	 profile;	/* compressed */
	struct arena	*arena;		/* of the document */
	const struct pdf_about *about;
	char		 error[128];

	struct pdf_use	 faces[PDF_FACES];
	unsigned	 nfaces;

	struct pdf_sheet *sheets;
	unsigned	 nsheets, maxsheets;
	struct pdf_bookmark *bookmarks;
	unsigned	 nbookmarks, maxbookmarks;
	struct pdf_anchor *links;
	unsigned	 nlinks, maxlinks;
	struct pdf_tag	*root, *tags, **last_tag;
	unsigned	 ntags;

	/* of the current page */
	struct pdf_tag	*mark;
	int		 marked;	/* a BDC is open */
	int		 pending;	/* the mark is not written yet */
	long		 fill;		/* colour in force, -1 none */
};

/* Remember the first error. */
void	 pdf_fail(struct pdf *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
/* Close the open mark of the current page. */
void	 pdf_unmark(struct pdf *);
/* Make room for one more item in an array of the document. */
void	*pdf_grow(struct pdf *, void *items, unsigned n, unsigned *max,
	    size_t size);

/*
 * pdf_meta.c: texts of the file.
 */
#define PDF_PRODUCER	"Terreau (libharu)"
#define PDF_CREATOR	"Terreau"

/* UTF-16BE with its mark, as text strings are (PDF 1.4, 3.8.1). */
void	 pdf_utf16(struct buf *, const char *utf8);
/* What each CID says, for who copies, searches or listens (5.9.2). */
void	 pdf_cmap(struct buf *, const struct pdf_use *);
/* XMP with the facts of the Info dictionary (ISO 19005-1, 6.7). */
void	 pdf_xmp(struct buf *, const struct pdf_about *);
/*
 * « 2026-11-22T10:11:12Z » or with « +01:00 » as D:20261122101112Z (3.8.2);
 * -1 for anything else.
 */
int	 pdf_date(struct buf *, const char *rfc3339);

#endif
