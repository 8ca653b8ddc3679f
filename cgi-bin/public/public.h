/*
 * public: what anybody may reach.
 *
 * page_x answers a GET and has no effect; post_x acts and redirects.
 */
#ifndef PUBLIC_H
#define PUBLIC_H

#include "domain/dossier/dossier.h"
#include "web/app.h"
#include "web/form.h"
#include "web/journey.h"
#include "web/page.h"

/* candidature.c: the start page, which asks for an e-mail. */
handler	 page_depart, post_depart;
/* brouillon.c: a way that is closed; kept for later. */
handler	 page_arret, page_brouillon;
/* formulaire.c: the form on paper; its size on the start page, <papier>. */
handler	 page_formulaire, file_formulaire;
void	 blank_add(struct app *, struct req *, struct node *page,
	    const struct definition *);
/* taches.c: the parts of a form that is filled in any order. */
handler	 page_taches;
/* etape.c: one step of the form. */
handler	 page_etape, post_etape;
/* envoi.c: the answers read over, and sent. */
handler	 page_recapitulatif, page_envoi, post_envoi;
/* reprendre.c: coming back with a number and a code. */
handler	 page_reprendre, post_reprendre, page_code, post_code, post_quitter;
/* lien.c: coming back with a link. */
handler	 page_lien, post_lien, post_nouveau, post_signaler;
/* suivi.c: where a sent application stands. */
handler	 page_suivi, page_recepisse, file_recepisse,
	    page_document, file_document;
/* Append <message> for the last mails to the person, and how many: @messages. */
void	 messages_add(struct app *, struct req *, struct node *page,
	    const struct dossier *, size_t max);
/* conservation.c: until when it is kept, asking to have it erased. */
handler	 page_effacement, post_effacement;
/* <page garde=> and <effacement etat= le= limite=>reason; 0, 1 none, -1. */
int	 keeping_add(struct app *, struct req *, struct node *page,
	    const struct dossier *);
/* transfert.c: another cooperative, if the person agrees. */
handler	 page_transfert, post_transfert;
/* Append <transfert id= vers=>reason</transfert>; 0, 1 there is none, -1. */
int	 transfert_add(struct app *, struct req *, struct node *page,
	    const struct dossier *);
/* message.c: what the team wrote, and the answer. */
handler	 page_messages, post_messages;
/*
 * jalons.c: append <jalon quand="fait|courant|avenir" libelle= date= limite=
 * condition="1">, and @reponse, the day an answer is promised for.
 */
void	 jalons_add(struct req *, struct node *page,
	    const struct definition *, const struct dossier *,
	    const struct event *, size_t);
/* changement.c: changing, withdrawing, another address. */
handler	 post_modifier, post_annuler, page_retrait, post_retrait,
	    post_reprise, page_courriel, post_courriel, page_courriel_code,
	    post_courriel_code;
/* consentement.c: what the person agreed to, taken back, given again. */
handler	 page_consentements, page_consentement, post_consentement,
	    page_recu_accords, file_recu_accords, page_formulaire_accord,
	    file_formulaire_accord;
/* <formulaire rang= nom=> for each representative who has not answered. */
void	 forms_add(struct app *, struct req *, struct node *page,
	    const struct dossier *);
/* @accords="1" when there is something to read there. */
void	 consents_add(struct app *, struct req *, struct node *page,
	    const struct definition *, const struct dossier *);
/* complement.c: what is asked after a yes; <complement> of it. */
handler	 page_complement, post_complement;
void	 complements_add(struct app *, struct req *, struct node *page,
	    const struct dossier *);
/* donnees.c: what is kept about a person, and who read it. */
handler	 page_donnees, file_donnees;
/* annuaire.c: where the network receives people. */
handler	 page_annuaire, page_lieu;
/* sante.c: is all well, in words and in numbers. */
handler	 page_sante, file_compteurs;
/* orientation.c: which programme for whom. */
handler	 page_orientation;
/* accord.c: what a minor’s representative answers. */
handler	 page_accord, page_accord_etape, post_accord_etape,
	    page_accord_verifier, post_accord_verifier, page_accord_recu,
	    page_accord_retrait, post_accord_retrait, page_accord_papier,
	    file_accord_recu, page_accord_formulaire, file_accord_formulaire;
/* signature.c: a paper to read and to sign, by the person or by a link. */
handler	 page_signature, post_signature, post_signature_code, page_refus,
	    post_refus, file_signature;
/* Append <a-signer> for each paper that waits for the person. */
void	 signature_add(struct app *, struct req *, struct node *page,
	    const struct dossier *);
/* verifier.c: is this paper authentic? */
handler	 page_verifier, page_verification, page_preuve, page_nom, post_nom;

/* place.c: the seat in a session, accepted or not. */
handler	 page_place, post_place;
/* agenda.c: what takes place, and the same for calendars. */
handler	 page_agenda, file_agenda, page_session, file_session;

/* chiffres.c: the figures of the network. */
handler	 page_chiffres, file_chiffres;

/* recherche.c: the words of the site. */
handler	 page_recherche;

/*
 * The draft of the session, for the programme of req->tail[0]; answers and
 * files are loaded.  0 or a status.
 */
int	 draft_open(struct app *, struct req *, struct db *, struct draft *);
/*
 * The dossier of the session, which the address names as well.  0 or a
 * status.
 */
int	 own_open(struct app *, struct req *, struct dossier *,
	    const struct definition **);
/*
 * A page of that journey about it, ready for a form: page_journey(), @jeton,
 * @perime, @numero, @courriel.
 */
struct node *own_page(struct app *, struct req *, struct res *,
	    const struct definition *, const struct dossier *,
	    const char *title);
/* May the person withdraw in this state? */
int	 may_withdraw(const struct definition *, const struct dossier *);
/* Send on to where a dossier stands: its summary, or its status page. */
int	 to_dossier(struct res *, const struct dossier *);
/* « Cette candidature a déjà été envoyée », for whoever goes back. */
int	 page_sent(struct app *, struct req *, struct res *,
	    const struct draft *);
/*
 * A page of a journey: what page_new() makes and @programme, @sigle,
 * @parcours, @tu="1" when it speaks so, and the words for what is sent:
 * @mon (« ma candidature »), @votre (« ta candidature »), @votre-maj, @une,
 * @e="e" when it is feminine.
 */
struct node *page_journey(struct app *, struct req *,
	    const struct definition *, const char *title);
/* Where somebody who comes back lands. */
const char *draft_home(struct arena *, const struct definition *);
/* Append <place etat= rang= limite=> with its <session>; 0 there is none. */
int	 place_add(struct app *, struct req *, struct node *page,
	    const struct dossier *);
/*
 * The session that ?session= of the start page asks for: chosen there when
 * the page asks for one, else shown as <session> and kept as the draft's
 * answer, unless it has one.  Before form_fields().  0 or -1.
 */
void	 place_wanted(struct app *, struct req *, struct node *page,
	    const struct form *);
int	 place_keep(struct app *, struct req *, struct draft *);

#endif
