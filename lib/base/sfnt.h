/*
 * sfnt: a TrueType face read from its file: which characters it has, how wide
 * they are, how pairs are kerned, and a small font made of some of its glyphs.
 *
 * Reads what tools/fonts.py writes: glyf outlines, a format 4 cmap, a format
 * 0 kern table.  No hints, no layout tables, no collections.  Offsets are
 * checked when the file is opened, so that a broken file is refused there;
 * fonts are ours all the same, never a visitor's.
 *
 * Lengths are thousandths of an em, as PDF counts.
 */
#ifndef BASE_SFNT_H
#define BASE_SFNT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct sfnt {
	struct buf	 file;
	char		 name[64];	/* PostScript name */
	int		 units;		/* per em */
	unsigned	 nglyphs;
	int		 ascent, descent, cap_height;	/* descent < 0 */
	int		 box[4];	/* left bottom right top */
	int		 italic;	/* angle in degrees, 0 upright */
	unsigned	 nwidths;	/* long records of hmtx */
	int		 long_loca;
	struct sfnt_table {
		size_t	 at, len;
	} head, hhea, maxp, hmtx, loca, glyf, kern;
	size_t		 kern_at;	/* first pair */
	unsigned	 npairs;
	uint32_t	*kern_row;	/* first pair by left glyph */
	uint16_t	*page[256];	/* glyphs of U+nn00 to U+nnFF */
};

/* 0, or -1 with the cause logged and nothing to free. */
int	 sfnt_open(struct sfnt *, const char *path);
void	 sfnt_close(struct sfnt *);
/* The glyph of a character; 0 when the face has none. */
unsigned sfnt_glyph(const struct sfnt *, uint32_t cp);
int	 sfnt_width(const struct sfnt *, unsigned glyph);
int	 sfnt_kern(const struct sfnt *, unsigned left, unsigned right);
/*
 * Append a font whose glyph i is glyphs[i] of this one (glyphs[0] is 0);
 * parts of composed glyphs follow after.  The same glyph may stand twice.
 * Returns how many glyphs it has in all.
 */
unsigned sfnt_subset(const struct sfnt *, struct buf *,
	    const uint16_t *glyphs, unsigned n);

#endif
