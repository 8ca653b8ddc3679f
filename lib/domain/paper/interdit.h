/*
 * interdit: numbers that no paper of ours carries: a person's number at social
 * security (NIR) and bank accounts (IBAN).
 *
 * The snapshot has no field for them, but somebody may type one anywhere.  A
 * number is one when its length, its country or month, and its control digits
 * are right, with spaces, dots or dashes between its parts or without.
 */
#ifndef DOMAIN_INTERDIT_H
#define DOMAIN_INTERDIT_H

#include <stddef.h>

#include "base/arena.h"

/*
 * The first such number in a twin (XHTML bytes), as it is written there; *what
 * is « un numéro de sécurité sociale » or « un numéro de compte ».  What
 * stands in two paragraphs is not one number.  NULL when there is none.
 */
const char *interdit_find(struct arena *, const char *xhtml, size_t len,
	    const char **what);

#endif
