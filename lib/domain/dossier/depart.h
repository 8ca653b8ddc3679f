/*
 * depart: erase what was sent, when the time its form promised is over, or
 * when the person asked for it and staff agreed (effacement.h).
 *
 * A state of a definition says so many days after which a file that came to
 * it is erased, and on what ground (efface, fondement).  Where the person
 * agreed to be kept longer (accord), those days count instead, from the last
 * message between them and the team.
 *
 * What goes: names, address, answers, the bytes of the records, attachments,
 * messages, notes, links, codes, sessions, words of the index, what
 * representatives said of themselves, and of issued papers every word.  What
 * stays, so that the chain, the register of papers and the figures go on being
 * true: number, programme, cooperative, dates, events without text, sentences
 * agreed to, seats, hours and cents, of a record its hashes, of a paper its
 * code, its kind, its end and its seal.  (Who already has every byte of a record
 * or a paper can still see that it was this one.)  The tables depart and
 * depart_record say what went, when and by which rule; record_check() and
 * audit_document() accept what is empty and for which they do, and nothing else.
 *
 * A paper that a law keeps longer (garde of <document>) stays whole until its
 * own time is over: depart_garde says so.  The file gets another key for it.
 *
 * Files are left alone, and told, while they are held (domain/dossier/gel.h)
 * or a contract runs.  Each is erased in a transaction of its own: one that
 * cannot be does not keep the others.  The key of the file goes too
 * (domain/coffre.h): what was sealed goes out of backups as well.
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

/* When a file goes. */
struct term {
	int64_t		 since;		/* when it came to its state */
	int64_t		 due;		/* from then on it is erased */
	int		 agreed;	/* that late because the person agreed */
	const char	*kept;		/* why it stays all the same, for staff;
					   "" nothing does */
};

/*
 * The term of a file that was sent, under the rules of its programme today; 0
 * found, 1 there is none in its state, -1.
 */
int	 depart_term(struct arena *, struct db *, const struct definition *,
	    const struct dossier *, struct term *);

/* Why a file is not to be erased, term or not; "" nothing, NULL failed. */
const char *depart_kept(struct arena *, struct db *, int64_t dossier);

/* A file whose time in a state is over. */
struct leaving {
	int64_t		 id;
	const char	*numero;
	struct term	 term;
	int		 records, pieces, messages, papers;
};

/*
 * Those whose time in that state is over at now, first the ones that go; a
 * thousand at most, the next night takes the rest.  0 or -1.
 */
int	 depart_due(struct arena *, struct db *, const struct definition *,
	    const struct state *, int64_t now, struct leaving **, size_t *n);

struct departs {
	int	 done;
	int	 kept;		/* held, or a contract runs */
	int	 failed;	/* could not be erased; logged, one a line */
	int	 papers;	/* kept longer by a law, and gone now */
};

/*
 * Erase all files of the programmes (ended by NULL) whose time is over at now,
 * each in a transaction of its own.  0, or -1 when nothing more can be done.
 */
int	 depart_run(struct db *, const struct definition *const *programmes,
	    int64_t now, struct departs *);
/*
 * Inside the caller's transaction: erase one file because the person asked
 * (request of effacement, accepted).  0, 1 it is kept, -1 (logged).
 */
int	 depart_asked(struct db *, const struct definition *, int64_t dossier,
	    int64_t request, int64_t now);
/* Was it sent, and erased since? */
int	 depart_done(const struct dossier *);
/* Erasures that are not whole, or that no rule led to; lines in out. */
size_t	 depart_check(struct db *, struct buf *out);

/* « 7 jours », « 3 mois », « 2 ans »: so many days, in words. */
const char *depart_days(struct arena *, int days);

#endif
