/*
 * depart: erase what was sent, when the time its form promised is over.
 *
 * A state of a definition may say so many days after which a file that came to
 * it is erased (efface).  What goes: names, address, answers, the bytes of the
 * records, messages, links, codes, sessions, words of the index.  What stays,
 * so that the chain and the figures go on being true: number, programme,
 * cooperative, dates, events without text, sentences agreed to, and of a
 * record its hashes.  (Who already has every byte of a record can still see
 * that it was this one.)  The tables depart and depart_record say what went,
 * when and by which rule; record_check() accepts an empty record for which
 * they do, and no other.
 *
 * Attachments go, and the words of events.  Files are left alone, and told,
 * while they are held (domain/dossier/gel.h) or have what cannot go yet:
 * papers, hours, shares, representatives.  The key of the file goes
 * too (domain/coffre.h): what was sealed goes out of backups as well.
 */
#ifndef DOMAIN_DEPART_H
#define DOMAIN_DEPART_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "port/db.h"

struct definition;
struct dossier;
struct state;

/* A file whose time in a state is over. */
struct leaving {
	int64_t		 id;
	const char	*numero;
	int64_t		 since;		/* when it came to that state */
	const char	*kept;		/* why it stays all the same, "" it goes */
	int		 records, pieces, messages;
};

/*
 * Those whose time in that state is over at now, first the ones that go; a
 * thousand at most, the next night takes the rest.  0 or -1.
 */
int	 depart_due(struct arena *, struct db *, const struct definition *,
	    const struct state *, int64_t now, struct leaving **, size_t *n);

/*
 * Erase all files of the programmes (ended by NULL) whose time is over at now,
 * inside the caller's transaction.  *kept counts those that could not be.
 * How many, or -1.
 */
int	 depart_run(struct arena *, struct db *,
	    const struct definition *const *programmes, int64_t now,
	    int *kept);
/* Was it sent, and erased since? */
int	 depart_done(const struct dossier *);
/* Erasures that are not whole, or that no rule led to; lines in out. */
size_t	 depart_check(struct db *, struct buf *out);

#endif
