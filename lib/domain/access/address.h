/*
 * address: another e-mail for a dossier.
 *
 * The person, in an open session, gives a new address; a code goes there and is
 * typed where it was asked for.  Who gets it by mistake can do nothing with
 * it.  Then the old address is told, links and codes sent to it end, every
 * session closes.
 */
#ifndef DOMAIN_ADDRESS_H
#define DOMAIN_ADDRESS_H

#include "base/arena.h"
#include "domain/dossier/dossier.h"
#include "domain/form/definition.h"
#include "port/db.h"

struct mailer;

/*
 * Send the code.  0, 1 when there were too many within the hour, or -1.
 * visitor is the cookie of the browser.
 */
int	 address_ask(struct arena *, struct db *, const struct dossier *,
	    const char *email, const char *visitor, const struct mailer *);
/*
 * 1 and the address is another, 0 the code is wrong, -1 too late or tried too
 * often, -2 failed.
 */
int	 address_confirm(struct arena *, struct db *,
	    const struct definition *, const struct dossier *,
	    const char *typed, const char *visitor, const struct mailer *);

#endif
