/*
 * cape: the rules of the contrat d'appui au projet d'entreprise (code de
 * commerce L. 127-1 to L. 127-7, R. 127-1 to R. 127-3).
 *
 * cape_rule() (domain/law/law.h) tells all that keeps a CAPE from being issued,
 * in the order of the form's steps, then what the cooperative lacks.  The form
 * itself (schemas/documents/cape.xml) says which answers exist and which
 * article each step serves; here stands only what a form cannot say: dates,
 * durations, who may sign, what one answer makes necessary in another.
 *
 * Durations.  A period runs from its first to its last day, both included.
 * The last day allowed is the day before the same day twelve months later; a
 * day that the later month lacks is first clamped to its last day:
 *
 *	01/03/2026 -> 01/03/2027 -> 28/02/2027
 *	31/08/2026, six months -> 28/02/2027 (clamped) -> 27/02/2027
 *	29/02/2028 -> 28/02/2029 (clamped) -> 27/02/2029
 */
#ifndef DOMAIN_CAPE_H
#define DOMAIN_CAPE_H

#include <stddef.h>
#include <stdint.h>

#include "domain/law/law.h"

#define CAPE_MONTHS	12	/* of a period, L. 127-2 */
#define CAPE_RENEWALS	2
#define CAPE_ADULT	18	/* a minor needs representatives */
#define WORK_AGE	16	/* below it nobody may work */

/* Last day allowed of a period that starts on a day. */
int32_t	 cape_last_day(int32_t start);
/* The same after n months instead of twelve. */
int32_t	 cape_last_day_after(int32_t start, int months);
/*
 * For rules: may somebody born that day conclude or renew today, as far as the
 * form asks?
 */
void	 cape_eligible(struct law_case *, int32_t birth);

#endif
