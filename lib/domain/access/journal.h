/*
 * journal: who of the team did what, and who opened what.
 *
 * Six tables in one order: files opened (consultation), what only some may see
 * shown to somebody (devoilement), what was done with files (event), to whom
 * they were given (assignment), which were taken out (export), what was done
 * to accounts and settings (journal).  None is ever changed.
 */
#ifndef DOMAIN_JOURNAL_H
#define DOMAIN_JOURNAL_H

#include <stdint.h>

#include "base/arena.h"
#include "port/db.h"

struct actor;

/*
 * Write down what was done to an account; a transaction is open.  cooperative
 * is whose matter it is, "" the network's.  0 or -1.
 */
int	 journal_add(struct db *, const struct actor *,
	    const char *cooperative, const char *act, const char *text);

#define JOURNAL_OPENED	"ouverture"	/* act of a file that was opened */
#define JOURNAL_SHOWN	"devoilement"	/* of a sensitive answer of one */
#define JOURNAL_GIVEN	"confie"	/* of one that was given to somebody */
#define JOURNAL_EXPORTED "export"	/* of many that were taken out */

struct journal_line {
	int64_t		 at;
	const char	*who;
	const char	*act;		/* of journal_add(), one of those
					   above, or the name of an event */
	const char	*numero;	/* of the file, "" */
	const char	*programme;	/* of the file, "" */
	const char	*text;		/* of journal_add(), what was shown and
					   why, or "" */
};

struct journal_filter {
	const char	*cooperatives;	/* account_scope() */
	int64_t		 account;	/* 0: anybody */
	const char	*numero;	/* "" : any */
	int64_t		 from, to;	/* instants; to 0: no end */
	int		 page;		/* from 1 */
};
#define JOURNAL_PAGE	50

/* Newest first; more than JOURNAL_PAGE when there is another page. */
size_t	 journal_list(struct arena *, struct db *,
	    const struct journal_filter *, struct journal_line **);
/* What an act of journal_add() is called; NULL for another. */
const char *journal_label(const char *act);

#endif
