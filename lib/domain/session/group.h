/*
 * group: a balanced group for a séance, composed in the open.  Tables groupe and
 * tirage (schemas/db/015-groupes.sql).
 *
 * Before anybody has a seat, staff announce the criteria; with them goes the
 * SHA-256 of a seed that nobody is told yet.  Everybody who signs up waits.
 * When sign-up is over the seed is told, once, and the rule below gives an order
 * of all who wait, which is kept for ever.  It proposes; people decide, may
 * decide otherwise with a reason, and refuse nobody by it.
 *
 * The rule.  A ticket is the SHA-256, in hexadecimal, of the seed, a colon and
 * the number of the dossier.  Seats are filled one after another.  For each,
 * whoever brings the group nearest to all candidates is taken: the sum, over
 * all criteria and all their values, of | C × taken − k × candidates | is the
 * smallest, where C is how many candidates there are, k how many the group has
 * then, and « taken » and « candidates » are those with that value.  Where it
 * is the same for several, the lowest ticket is taken.  The same goes on until
 * everybody has a rank, which is the order of the waiting list.  Whoever cannot
 * be accepted yet (a parent has to agree) comes after all others, by ticket.
 *
 * Nothing else is looked at: nobody has a score.
 */
#ifndef DOMAIN_GROUP_H
#define DOMAIN_GROUP_H

#include "domain/session/seat.h"
#include "port/xml.h"

#define GROUP_CRITERIA	8	/* at most */
#define GROUP_MAX	1000	/* candidates */

struct candidate {
	int64_t		 dossier;	/* id */
	const char	*numero, *nom, *prenom;
	const char	*state;		/* of the dossier */
	const char	*values[GROUP_CRITERIA];	/* in words, by criterion */
	const char	*ticket;
	int		 able;		/* may be accepted as it stands */
	int		 was_able;	/* when lots were drawn */
	int		 waits;		/* still does */
	int		 rank;		/* from 1 */
	int		 proposed;
};

struct group {
	int64_t		 session;	/* id */
	const char	*criteria[GROUP_CRITERIA];	/* names */
	size_t		 ncriteria;
	const char	*text;		/* what else was announced */
	const char	*seed;		/* "" until it is told */
	const char	*commitment;
	int64_t		 announced, drawn, decided;	/* when; 0 not yet */
	const char	*author, *decider, *reason;
};

/* « La commune » of a criterion; NULL when there is none of that name. */
const char *group_label(const char *criterion);
/* Does the form of the programme ask what it needs? */
int	 group_asks(const struct definition *, const char *criterion);

/* The ticket of a number. */
const char *group_ticket(struct arena *, const char *seed,
	    const char *numero);
/*
 * The rule, pure: candidates whose values, tickets and able are given get
 * their rank and are sorted by it; the first seats of those able are proposed.
 */
void	 group_order(struct arena *, struct candidate *, size_t n,
	    size_t ncriteria, int64_t seats);

/* 0 found, 1 none is announced, -1. */
int	 group_find(struct arena *, struct db *, int64_t session,
	    struct group *);
/*
 * Announce; criteria are words.  1 when sign-up is over, somebody has a seat, or
 * one is announced already.
 */
int	 group_announce(struct arena *, struct db *, const struct session *,
	    const char *criteria, const char *text, const struct actor *);
/* Who waits, by name, with their values; how many. */
size_t	 group_candidates(struct arena *, struct db *,
	    const struct session *, const struct group *,
	    const struct definition *, struct candidate **);
/* Tell the seed and keep the order.  1 when it is not time, or is done. */
int	 group_draw(struct arena *, struct db *, const struct session *,
	    struct group *, const struct definition *);
/* The record of the draw, in its order. */
size_t	 group_drawn(struct arena *, struct db *, const struct group *,
	    const struct definition *, struct candidate **);

/* group_check.c: the record of the draw as a file without names or numbers. */
void	 group_write(struct arena *, struct db *, const struct session *,
	    const struct group *, const struct definition *, struct buf *);
/*
 * Does such a file hold: seed, order, what is proposed; and are these numbers
 * in it?  A line of out each.  0; 1 something does not hold; 2 it is no such
 * file.
 */
int	 group_verify(struct arena *, const char *text,
	    const char *const *numeros, size_t, struct buf *out);
/* Is the seed the one whose hash was announced? */
int	 group_committed(const char *seed, const char *commitment);

struct group_choice {
	const int64_t	*dossiers;	/* who is in the group */
	size_t		 n;
	const char	*reason;	/* why not as proposed; "" as proposed */
	const char	*others;	/* what those who go on waiting are told */
};
/*
 * Decide: those chosen have a seat and are accepted, the others wait in the
 * order of the draw; messages, events and all in one transaction.  0; 1 somebody
 * is not there any more, cannot be accepted or it is decided; 2 a reason is
 * missing; 3 there are not so many seats; -1.
 */
int	 group_decide(struct arena *, struct db *, const struct mailer *,
	    const struct session *, const struct definition *,
	    const struct group_choice *, const struct actor *);
/* The message to one who is chosen, or goes on waiting.  0, 1 none, -1. */
int	 group_message(struct arena *, struct db *, const struct mailer *,
	    const struct definition *, int64_t dossier, int chosen,
	    const char *others, struct message *);

/*
 * Append for templates, without anybody's name or number:
 *
 *	<composition empreinte= graine= annonce= tire= decide= texte=>
 *	  <critere>La commune</critere>
 *	  <billet propose="1">ticket</billet>	once drawn, in order
 *	</composition>
 */
void	 group_node(struct arena *, struct db *, struct node *parent,
	    const struct session *);

#endif
