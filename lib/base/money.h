/*
 * money: integer cents of euro.
 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include <stdint.h>

#include "base/arena.h"

/*
 * Read « 1234,56 », « 1 234,56 », « 1234.56 », « 1234 », with or without a
 * sign of currency at the end.  Spaces may be no-break.  0, or -1 when it is
 * not an amount or not below 10^13 cents; never negative.
 */
int	 money_parse(const char *, int64_t *cents);
/* « 1 234,56 € »; « 1 234 € » when the cents are nil.  U+202F and U+00A0. */
const char *money_french(struct arena *, int64_t cents);
/* « mille deux cent trente-quatre euros et cinquante-six centimes » */
const char *money_letters(struct arena *, int64_t cents);

#endif
