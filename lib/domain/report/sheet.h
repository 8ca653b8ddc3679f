/*
 * sheet: the lines of a table as a spreadsheet reads them, one at a time.
 *
 * SHEET_CSV: UTF-8 with its mark, « ; » between cells, CR LF after a line.  A
 * value that a spreadsheet would take for a formula is preceded by an
 * apostrophe; all cells are texts.
 *
 * SHEET_ODS: the content.xml of an OpenDocument spreadsheet (ISO/IEC 26300),
 * with days, instants and numbers as such; a text is never a formula there.
 * sheet_pack() makes the file of it.
 *
 * Whoever writes takes what stands in line after each of them: a table is as
 * long as it likes and needs the memory of its longest line.
 */
#ifndef DOMAIN_SHEET_H
#define DOMAIN_SHEET_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

enum sheet_kind { SHEET_CSV, SHEET_ODS };

struct sheet {
	enum sheet_kind	 kind;
	struct buf	 line;
	size_t		 start;		/* of the cells in it */
};
#define SHEET_INIT(kind) { kind, BUF_INIT, 0 }

/* What comes before the first line and after the last, added to line. */
void	 sheet_begin(struct sheet *, const char *title);
void	 sheet_end(struct sheet *);
/* One more cell.  NULL and "" are empty; a name stands above a column. */
void	 sheet_text(struct sheet *, const char *);
void	 sheet_name(struct sheet *, const char *);
void	 sheet_day(struct sheet *, const char *iso);	/* YYYY-MM-DD */
void	 sheet_instant(struct sheet *, const char *iso); /* time_iso() */
/* shown: as CSV has it; value: a decimal number, « 1250.5 ». */
void	 sheet_number(struct sheet *, const char *shown, const char *value);
void	 sheet_newline(struct sheet *);
/* line was taken: forget it. */
void	 sheet_taken(struct sheet *);
void	 sheet_free(struct sheet *);

#endif
