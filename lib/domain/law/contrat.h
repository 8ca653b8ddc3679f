/*
 * contrat: the contrat d’appui of a dossier as one thing, from the papers that
 * were issued: the contract, its renewals, an early end.
 *
 * Periods, term, state and length are never stored as truth: contrat_read()
 * derives them from the valid papers and a day.  What it reads in their data:
 *
 *	cape			debut, fin; periode=renouvellement with rang,
 *				origine, precedent-fin when earlier periods were
 *				signed before the portal
 *	avenant-renouvellement	rang (premier, second), debut, fin
 *	rupture			effet: the last day of the contract
 *
 * Days nobody can derive are written down by staff (table contrat_jour): the
 * start of the economic activity, the registration, the start of a CESA; and of
 * the person's way (domain/law/parcours.h) the meeting, the diagnostic, the day
 * they became an associate, the day they left.
 *
 * A contract is signed once its dossier is in the state « encours » or later.
 * A renewal that somebody has still to sign counts until the term it should
 * have been signed before; from then on it is none, and nobody may sign it.
 */
#ifndef DOMAIN_CONTRAT_H
#define DOMAIN_CONTRAT_H

#include <stddef.h>
#include <stdint.h>

#include "domain/law/law.h"
#include "domain/law/periode.h"
#include "domain/law/regle.h"
#include "port/db.h"

#define KIND_CAPE		"cape"
#define KIND_RENEWAL		"avenant-renouvellement"
#define KIND_AMENDMENT		"avenant-modificatif"
#define KIND_BREAK		"rupture"

enum contrat_state {
	CONTRAT_AUCUN,		/* no valid contract */
	CONTRAT_A_SIGNER,
	CONTRAT_A_VENIR,	/* signed, not begun */
	CONTRAT_EN_COURS,
	CONTRAT_RENOUVELE,	/* running, in a renewal */
	CONTRAT_ECHU,		/* over without a renewal, not closed by staff */
	CONTRAT_ROMPU,
	CONTRAT_TERMINE,
	CONTRAT_TRANSFORME	/* a CESA followed */
};

struct periode {
	int		 rank;		/* 0, 1, 2 */
	int32_t		 first, last;
	const char	*code;		/* of its paper; "": before the portal */
	int64_t		 issued;
	int		 waits;		/* not signed by all */
};

struct contrat {
	enum contrat_state state;
	const struct periode *periodes;	/* by rank; NULL: none */
	size_t		 n;
	int32_t		 first, term;	/* as agreed; DAY_NONE: no contract */
	int32_t		 end;		/* term, or earlier: break, CESA */
	const char	*broken;	/* code of the paper, or "" */
	struct duree	 length;	/* from first to end, gaps left out */
	int32_t		 birth;		/* of the person, as in the contract */
	/* what staff wrote down, DAY_NONE: nothing */
	int32_t		 activity, registered, cesa;
};

/* Pure: from papers (oldest first), the dossier and a day. */
void	 contrat_read(struct arena *, const struct earlier *, size_t n,
	    const struct dossier *, int32_t activity, int32_t registered,
	    int32_t cesa, int32_t today, struct contrat *);
/* The same for a rule. */
void	 contrat_of_case(const struct law_case *, struct contrat *);
/* The same from the database.  0 or -1. */
int	 contrat_load(struct arena *, struct db *, const struct dossier *,
	    int32_t today, struct contrat *);

/* Has the dossier come to where its contract is signed? */
int	 contrat_is_signed(const struct dossier *);
/* en-cours, echu …, and « En cours », « Échu ». */
const char *contrat_state_name(enum contrat_state);
const char *contrat_state_words(enum contrat_state);
/* Signed, begun and not over: support is given on that day. */
int	 contrat_runs(const struct contrat *);
/* « première période », « premier renouvellement » … */
const char *periode_words(int rank);

/*
 * Add for pages and papers:
 *
 *	<appui etat= libelle= debut= terme= fin= duree= activite=
 *	    immatriculation= cesa= rupture=>
 *	  <periode rang= libelle= debut= fin= duree= code= emis=/>
 *	  <cesa echeance= essai= reste= reste-essai=/>
 *	</appui>
 *
 * Days are YYYY-MM-DD; what there is not is left out; rupture is the code.
 */
struct node *contrat_node(struct arena *, struct node *parent,
	    const struct contrat *);

/* Days before the end of a period when people are told (REGLE_ALERTE). */
#define CONTRAT_ALERTS	{ 7, 30, 60 }
#define CONTRAT_SOON	60

/*
 * Something staff should know of a contract now: near its end, over, begun
 * without a signature, not declared.  Nothing is refused because of it.
 */
struct contrat_alert {
	enum regle	 rule;
	const char	*text;
};
/* How many; undeclared is the number of obligations not fulfilled. */
size_t	 contrat_alerts(struct arena *, const struct contrat *,
	    const struct dossier *, int undeclared, int32_t today,
	    struct contrat_alert **);

/*
 * Bring the index up to what the papers and the day say (table contrat), and
 * put the dossier among those to act on when there is an alert.  Inside the
 * caller's transaction, after any change of a paper, of the dossier's state,
 * of a day or of a declaration; every night for all.  The programme may be
 * NULL when it is not known: the dossier then stays where it is.  0 or -1.
 */
int	 contrat_settle_in(struct db *, const struct definition *programme,
	    const struct dossier *);
/* The same if the dossier has a contract: part of every move of a dossier. */
int	 contrat_moved_in(struct db *, const struct definition *programme,
	    const struct dossier *);
/*
 * All of the index, and which files staff must act on, written anew in one
 * transaction; programmes ended by NULL.  0 or -1.
 */
int	 contrat_rebuild(struct db *, const struct definition **programmes);
/*
 * Does the valid contract wait for a signature?  One from before signatures
 * were kept (schemas/db/008) waits for none.
 */
int	 contrat_waits(struct db *, int64_t dossier);
/*
 * Does it begin under a contrat d’appui?  Not where the séance, or without one
 * the programme, has another contract or none, which is made elsewhere.
 */
int	 contrat_begins(struct arena *, struct db *,
	    const struct definition *programme, const struct dossier *);
/*
 * Why the dossier may not make a transition: to « encours » without the contract
 * that all have signed, before 16, before 18 without the representatives; to
 * « terminee » while a contract runs.  NULL when it may.  The programme may be
 * NULL when it is not known: the contract alone is asked then.
 */
const char *contrat_move_wrong(struct arena *, struct db *,
	    const struct definition *programme, const struct dossier *,
	    const char *to, int32_t today, enum regle *);
int	 contrat_refuses_in(struct db *, const struct definition *programme,
	    const struct dossier *, const char *to);
/*
 * Why a valid paper may not be revoked: a later one rests on it, or it is a
 * contract that was signed, which is broken and not revoked.  NULL when it may.
 */
const char *contrat_revoke_wrong(struct arena *, struct db *,
	    const struct dossier *, const char *code, enum regle *);
/*
 * The last day on which a paper may be signed: of a renewal, the term that it
 * follows; DAY_NONE: any day.
 */
int32_t	 contrat_sign_until(struct arena *, struct db *,
	    const struct dossier *, const char *code);
/* A few words for lists, « Terme le 28/02/2027 », or "". */
const char *contrat_flag(struct arena *, struct db *, int64_t dossier,
	    int32_t today);

/*
 * Every night, safe to run twice: what papers owe, the index, and messages
 * 60, 30 and 7 days before the end of a contract to the person and the team,
 * 12, 6 and 3 months before one has to be an associate to the team.  *told
 * counts the ends they are told of.  0 or -1; what was done until then stays.
 */
int	 contrat_night(struct db *, const struct mailer *, int *told);

/* The days of staff, between spaces, in the order they come. */
#define CONTRAT_DAYS	"reunion diagnostic activite immatriculation cesa " \
	"associe sortie"
/*
 * What is wrong with one, in a sentence and with its rule (REGLES: none);
 * NULL when it may be written.
 */
const char *contrat_day_wrong(struct arena *, const struct contrat *,
	    const char *name, int32_t day, int32_t today, enum regle *);
/* What was written last about one, a number that grows; 0 nothing yet. */
int64_t	 contrat_day_seen(struct db *, int64_t dossier, const char *name);
/*
 * Write it; DAY_NONE takes it back, for which the note says why.  0; 1 it may
 * not be, somebody wrote about it since seen, or the contract is no longer what
 * was shown; -1.
 */
int	 contrat_day_set(struct arena *, struct db *,
	    const struct definition *programme, const struct dossier *,
	    const char *name, int32_t day, const char *note, int64_t seen,
	    const struct actor *);
struct contrat_day {
	const char	*name;
	int32_t		 day;		/* DAY_NONE: taken back */
	const char	*note, *author;
	int64_t		 at;
};
/* One as it holds, DAY_NONE. */
int32_t	 contrat_day(struct arena *, struct db *, int64_t dossier,
	    const char *name);
/* All that was written, oldest first; how many. */
size_t	 contrat_days(struct arena *, struct db *, int64_t dossier,
	    struct contrat_day **);

#endif
