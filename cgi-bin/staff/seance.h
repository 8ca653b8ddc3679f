/*
 * seance: what the pages below /gestion/seances share.
 *
 * A séance is a row of agenda (domain/session/session.h).  Staff of one
 * cooperative see its own; another's answers 404, as if it did not exist.
 * Every form is a step of schemas/suivi/seance.xml.
 */
#ifndef STAFF_SEANCE_H
#define STAFF_SEANCE_H

#include "domain/session/attendance.h"
#include "domain/session/roster.h"
#include "domain/session/slot.h"
#include "staff.h"

/* seances.c: the list, one of them, when sign-up is open. */
handler	 page_seances, page_seance, post_seance_inscriptions,
	    file_seance_ical;
/* seance_form.c: made, changed, called off. */
handler	 page_seance_nouvelle, post_seance_nouvelle, page_seance_change,
	    post_seance_change, page_seance_annulation,
	    post_seance_annulation;
/* seance_inscrits.c: who takes part; letters to all. */
handler	 page_seance_inscrits, page_seance_main, post_seance_main,
	    page_seance_lettre, post_seance_lettre;

/* seance_calendrier.c: half-days; the week of every séance. */
handler	 page_seance_calendrier, page_seance_remplir, post_seance_remplir,
	    page_seance_creneau, post_seance_creneau, page_planning;
/* seance_presences.c: who came, and the hours that makes. */
handler	 page_seance_presences, page_seance_feuille, post_seance_feuille;

/* seance_groupe.c: a group composed in the open. */
handler	 page_seance_groupe, post_seance_groupe, file_seance_tirage;

/* seance_bilan.c: results, shares, attestations of the end. */
handler	 page_seance_bilan, page_seance_resultats, post_seance_resultats,
	    page_seance_attestations, post_seance_attestations,
	    file_seance_repartition;

/* seance_reunion.c: a meeting that was held; meetings for funders. */
handler	 page_seance_tenue, post_seance_tenue, page_reunions,
	    file_reunions, file_reunions_liste;

struct seance {
	struct session	 s;
	const struct cooperative *cooperative;	/* NULL: not of the network */
	const struct definition *programme;	/* NULL: it has none any more */
};

/* By its code, in req->tail[0]; read with db.  0 or a status. */
int	 seance_open(struct app *, struct req *, struct db *,
	    struct seance *);
/*
 * A page about it, with <session …> and its sections; tab is the one shown.
 * Title « <title> – <title of the séance> ».
 */
struct node *seance_page(struct app *, struct req *, const struct seance *,
	    const char *title, const char *tab);
/* /gestion/seances/CODE */
const char *seance_base(struct arena *, const struct session *);
/* « 12 inscrits sur 15, 3 en attente » */
const char *seance_count(struct arena *, const struct session *);
/* A form of one step of schemas/suivi/seance.xml, without answers. */
struct form seance_form(struct app *, struct req *, const char *step);
/* The i-th value of a field that was checked, "" when there is none. */
const char *seance_value(const struct form *, const char *field);
/* A number of it; HOUR_NONE where nothing was answered. */
int64_t	 seance_number(const struct form *, const char *field,
	    int64_t otherwise);
int	 seance_hour(const struct form *, const char *field);
/* Show the form with what is wrong with all of it, or NULL. */
void	 seance_refuse(struct req *, struct node *page,
	    const struct form *, const char *wrong);

/* A half-day as <creneau id= jour= horaires= titre= anime= nature= …/>. */
struct node *seance_slot(struct arena *, struct node *, const struct slot *);
/* Append <loi article= bloque="1">sentence</loi>; does any of them block? */
int	 seance_law(struct node *page, const struct hours_fault *, size_t);

#endif
