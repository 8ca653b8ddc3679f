/*
 * effacement: a person asks that their file be erased (GDPR art. 17), and
 * staff answer within a month (art. 12(3)).
 *
 * Accepted, the file is erased at once, as by the end of its term
 * (depart.h): what a law keeps stays.  Refused, the person reads why.  While
 * nobody answered, the person may take it back, and the file is among those to
 * act on.  A file that is held, or whose contract runs, is not erased: staff
 * read why, the person what staff write.
 */
#ifndef DOMAIN_EFFACEMENT_H
#define DOMAIN_EFFACEMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/post/mail.h"
#include "port/db.h"

#define EFFACEMENT_TEXT	1000	/* characters of what the person writes */

struct actor;
struct definition;
struct dossier;

struct effacement {
	int64_t		 id, dossier;
	const char	*numero;
	int64_t		 at;
	int32_t		 due;		/* the last day to answer */
	const char	*text;		/* of the person, "" nothing */
	const char	*state;		/* demande, accepte, refuse, retire */
	int64_t		 answered;	/* 0: not yet */
	const char	*author;	/* who answered, "" */
	const char	*reason;	/* of a refusal, "" */
};

/* Inside no transaction.  0; 1 one waits already, or nothing was sent; -1. */
int	 effacement_ask(struct db *, const struct definition *,
	    const struct dossier *, const char *text);
/* The person takes it back.  0; 1 none waits; -1. */
int	 effacement_withdraw(struct db *, const struct definition *,
	    const struct dossier *);
/* The last one of a file.  0, 1 there is none, -1. */
int	 effacement_last(struct arena *, struct db *, int64_t dossier,
	    struct effacement *);
/*
 * Those that wait in these cooperatives (account_scope()), the most urgent
 * first; up to max.
 */
size_t	 effacement_waiting(struct arena *, struct db *,
	    const char *cooperatives, size_t max, struct effacement **);
/* The message that an answer sends; reason NULL: accepted. */
void	 effacement_message(struct arena *, const struct mailer *,
	    const struct dossier *, const char *reason, struct message *);
/*
 * Answer the request; reason NULL accepts, and def is that of its programme
 * today.  The message goes along.  0; 1 it was answered already; 2 the file is
 * kept (depart_term()); -1.
 */
int	 effacement_answer(struct arena *, struct db *,
	    const struct definition *def, const struct dossier *, int64_t id,
	    const char *reason, const struct actor *, const struct mailer *);

#endif
