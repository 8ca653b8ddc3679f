/*
 * table: the answers of a programme as a table (domain/report/sheet.h).
 *
 * Columns are named after the fields: their names stay when labels change; the
 * register says what each means.  Sensitive ones (NIR, IBAN, income) are there
 * for who may see them only.
 */
#ifndef DOMAIN_TABLE_H
#define DOMAIN_TABLE_H

#include "base/arena.h"
#include "domain/dossier/dossier.h"
#include "domain/form/answers.h"
#include "domain/report/sheet.h"

/* What stands before the answers, with what it means. */
struct table_first {
	const char	*name, *meaning;
};
extern const struct table_first table_first[];
extern const size_t ntable_first;

/* The line of names. */
void	 table_head(struct sheet *, const struct definition *, int money);
/*
 * A file: number, state, dates, then its answers in words; columns are those
 * of the definition of table_head(), answers may be of an older one.
 */
void	 table_row(struct arena *, struct sheet *, const struct definition *,
	    const struct definition *of_answers, const struct dossier *,
	    const struct answers *, int money);
/* The columns of one field, separated by spaces. */
const char *table_columns(struct arena *, const struct field *);

#endif
