/*
 * table: the answers of a programme as a table that spreadsheets open.
 *
 * UTF-8 with its mark, « ; » between columns, CR LF after a line.  A value
 * that a spreadsheet would take for a formula is preceded by an apostrophe.
 * Columns are named after the fields: their names stay when labels change; the
 * register says what each means.
 */
#ifndef DOMAIN_TABLE_H
#define DOMAIN_TABLE_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/dossier/dossier.h"
#include "domain/form/answers.h"

#define TABLE_MARK	"\xef\xbb\xbf"
/* One more value of a line that began at start. */
void	 table_cell(struct buf *, size_t start, const char *);

/* What stands before the answers, with what it means. */
struct table_first {
	const char	*name, *meaning;
};
extern const struct table_first table_first[];
extern const size_t ntable_first;

/* The line of names, with the mark before it. */
void	 table_head(struct buf *, const struct definition *);
/*
 * A file: number, state, dates, then its answers in words; columns are those
 * of the definition of table_head(), answers may be of an older one.
 */
void	 table_row(struct arena *, struct buf *, const struct definition *,
	    const struct definition *of_answers, const struct dossier *,
	    const struct answers *);
/* The columns of one field, separated by spaces. */
const char *table_columns(struct arena *, const struct field *);

#endif
