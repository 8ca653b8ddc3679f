/*
 * staff: what needs a login.
 *
 * A member of staff sees the dossiers of the cooperatives in which they have a
 * role that reads; whatever is another's answers 404, as if it did not exist.
 * Every opening of a dossier is noted in its journal.
 */
#ifndef STAFF_H
#define STAFF_H

#include "domain/dossier/correction.h"
#include "domain/dossier/dossier.h"
#include "web/app.h"
#include "web/form.h"
#include "web/page.h"

/* connexion.c */
handler	 page_connexion, post_connexion, post_deconnexion, page_accueil;
/* Open the session of who may come in: to that page of ours, "" the first. */
int	 staff_enter(struct app *, struct req *, struct res *,
	    const struct account *, const char *asked);
/* second.c: the code after the password, and where it is set up. */
handler	 page_code, post_code, page_second, post_second,
	    post_second_debut, post_second_codes, post_second_retrait;
/* acces.c: mailed links to choose a password. */
handler	 page_oubli, post_oubli, page_acces, post_acces;
/* compte.c: one's own account. */
handler	 page_compte, post_compte_passe, post_compte_connexions;
/* comptes.c: those of the team. */
handler	 page_comptes, page_compte_nouveau, post_compte_nouveau,
	    page_compte_un, post_compte_roles, post_compte_etat,
	    post_compte_lien, post_compte_courriel, post_compte_nom,
	    post_compte_second;
/* modeles.c: models of papers with data of nobody. */
handler	 page_modeles, page_modele, file_modele;
/* reglages.c: what the network sets on screen. */
handler	 page_reglages, page_reglages_historique, page_reglage, post_reglage;
/* journal.c: who did and who opened what. */
handler	 page_journal, file_journal;
/* dossiers.c: the list; action.c: one action for several of its files. */
handler	 page_dossiers, page_action, post_action;
/* vues.c: filters of the list kept under a name. */
handler	 page_vues, post_vues;
/* dossier.c: one file and its sections; piece.c: what came with it. */
handler	 page_dossier, page_historique, page_pieces, file_piece;
/* decision.c: what is decided, and the message of it. */
handler	 page_decision, post_decision;
/* message.c: what the team and the person write to each other. */
handler	 page_messages, post_message, post_message_vu;
/* complement.c: what only some may see, masked; one shown; typed. */
handler	 page_complements, page_devoiler, post_devoiler,
	    page_complement_saisie, post_complement_saisie;
/* donnees.c: the archive of a person, handed out. */
handler	 page_remise, post_remise;
/* note.c: what the team notes for itself; a copy for the person. */
handler	 page_notes, post_notes, page_notes_acces, file_notes_acces;
/* conservation.c: how long a file is kept; requests to erase; certificates. */
handler	 page_conservation, post_gel, post_effacement, page_effacements,
	    file_certificat;
/* transfert.c: to another cooperative. */
handler	 page_transfert, post_transfert, post_transfert_retrait;
/* Append <transfert de= vers= etat= …>reason</transfert>, newest first. */
struct file;
void	 transfers_add(struct app *, struct req *, struct node *page,
	    const struct file *);
/* conservation.c: until when it is kept, attributes of <dossier>. */
void	 term_add(struct app *, struct req *, struct node *dossier,
	    const struct file *);
/* saisie.c: applications that came on paper, typed by staff. */
handler	 page_saisies, page_saisie, post_saisie, page_saisie_etape,
	    post_saisie_etape, page_saisie_envoi, post_saisie_envoi,
	    post_saisie_papier, page_saisie_abandon, post_saisie_abandon;
/* accord.c: what representatives agreed to; answers on paper. */
handler	 page_accords, page_accord_saisie, post_accord_saisie,
	    file_accord_formulaire, file_accord_recu;
/* emission.c: what may be issued, the data of a document, its issue. */
handler	 page_documents, page_emission, page_emission_etape,
	    post_emission_etape, page_emission_apercu, page_emission_envoi,
	    post_emission, file_shown;
/* contrat.c: the contract as a whole; the rules of law. */
handler	 page_contrat, file_preuve, page_regles;
/* contrats.c: all contracts, their ways, ends and declarations. */
handler	 page_contrats;
/* contrat_note.c: what staff write down about it. */
handler	 page_declaration, post_declaration, page_declaration_retrait,
	    post_declaration_retrait, page_jour, post_jour, page_jour_retrait,
	    post_jour_retrait;
/* documents.c: papers issued. */
handler	 page_document, file_pdf, page_revocation, post_revocation;

/* signature.c: the cooperative's signature, paper signed by hand. */
handler	 page_signer, post_signer, page_papier, post_papier, file_scan;
/* guichet.c: somebody signs in front of the team. */
handler	 page_guichet_choix, post_guichet_choix, page_guichet, post_guichet,
	    page_guichet_fini;

/* What a filter says, "" when it says nothing; safe to show. */
const char *staff_query(const struct req *, const char *name);
/* Is the box of that name and value among those the form sent? */
int	 staff_ticked(const struct req *, const char *name, int64_t id);
/* An option <group valeur= libelle= choisi=> of a filter. */
void	 staff_choice(struct node *page, const char *group, const char *value,
	    const char *label, const char *current);

/*
 * The options <cooperative> of a filter: those whose rows the reader may see;
 * none when there is only one.
 */
void	 staff_cooperatives(struct app *, struct req *, struct node *page,
	    const char *current);

/* lots.c: the papers of many people. */
handler	 page_lots, file_lot_zip, file_lot_pdf, file_emargement;

/* chiffres.c: statistics. */
handler	 page_chiffres, file_chiffres;

/* exports.c: many files at once. */
handler	 page_exports, post_exports;
/* passation.c: one file, for the management software. */
handler	 page_passation, post_passation;

/*
 * An input of a short form: <saisie nom= genre= …>, shown by the template
 * « saisies », with what was typed and, if there is an error, its line in the
 * summary.  A password is never given back.
 */
struct input {
	const char	*name, *type, *label;
	const char	*hint, *autocomplete;	/* or NULL */
	const char	*mode;		/* inputmode, or NULL */
	const char	*value;		/* NULL: what was typed */
	const char	*error;		/* or NULL */
};
void	 staff_input(struct req *, struct node *page, const struct input *);
#define PASSWORD_HINT	"12\u00a0caractères au moins. Une phrase que vous "	\
	"seul ou seule connaissez convient très bien\u00a0: ni majuscule ni "	\
	"chiffre n’est exigé"

/* A dossier as staff open it. */
struct file {
	struct dossier	 dossier;
	const struct definition *definition;
	const struct state *state;
	const struct cooperative *cooperative;	/* NULL: none chosen */
	struct tree	*record;		/* what was sent */
	unsigned	 rights;		/* of the reader, for this file */
};

/*
 * Does the reader hold the rights of this address for a cooperative?  0; 404
 * when they may not read there at all: it is as if it did not exist; 403.
 */
int	 staff_may(struct req *, const char *cooperative);
/* The cooperatives of a list: account_scope() with the rights of the address. */
const char *staff_scope(const struct req *, const char *chosen);
/*
 * May the reader see papers of this kind, which may be NULL?  Not when
 * something sensitive is asked for them, or by the programme.
 */
int	 staff_reads(const struct app *, const struct file *, const char *kind);

/*
 * By its number, in req->tail[0]; read with db.  0 or a status: the rights of
 * the address are held for its cooperative.
 */
int	 file_open(struct app *, struct req *, struct db *, struct file *);
/* The same by its id. */
int	 file_open_id(struct app *, struct req *, struct db *, int64_t,
	    struct file *);
/*
 * Why the law does not want a transition of a file now, with the article; NULL
 * when it may be.
 */
const char *staff_move_wrong(struct app *, struct req *, struct db *,
	    const struct definition *, const struct dossier *,
	    const struct transition *);
/*
 * The main page, with what is wrong with the decision, the reason and the
 * answers to correct; NULL: nothing.
 */
int	 dossier_show(struct app *, struct req *, struct res *,
	    const struct file *, const char *const errors[3], int status);
/*
 * A page about a dossier, with the identity bar and the next action; tab is
 * the section shown.  Title « <tab> – NOM Prénom – CAE-… ».
 */
struct node *file_page(struct app *, struct req *, const struct file *,
	    const char *title, const char *tab);
/*
 * retour.c: the list that was last looked at, with its filters, kept in a cookie
 * until the login ends; retour= of a page that leads back to it.
 */
enum retour { RETOUR_DOSSIERS, RETOUR_CONTRATS, RETOUR_SEANCES };
void	 retour_keep(struct app *, struct req *, struct res *, enum retour,
	    const char *query);
void	 retour_show(const struct req *, struct node *page, enum retour);
void	 retour_forget(struct app *, struct req *, struct res *);
/* correction.c: <corriger nom= libelle= coche=> for each answer. */
void	 correction_choices(struct app *, struct req *, struct node *page,
	    const struct file *);
/* What the form names of them. */
void	 correction_read(struct app *, struct req *, const struct file *,
	    const char *reason, struct correction *);
/* <change libelle=><avant/><apres/>: the last record beside the one before. */
void	 correction_changes(struct app *, struct req *, struct node *page,
	    const struct file *);
/* How the seat it asked for stands: prise, attente …; NULL: it asked for none. */
const char *staff_seat(struct app *, const struct dossier *);
/* A paper by its code, in req->tail[0], and its dossier.  0 or a status. */
int	 document_open(struct app *, struct req *, struct db *,
	    struct document *, struct file *);
/* A page about it: <document> holds what is known. */
struct node *document_page(struct app *, struct req *,
	    const struct document *, const struct file *, const char *title);
/* Append who signs it, and the copy that all have signed. */
void	 signatures_add(struct app *, struct req *, struct node *to,
	    const struct document *);
/* Who acts, for the journal. */
struct actor staff_actor(const struct req *);
/* The version a form was made from, into the dossier; 0 or 400. */
int	 staff_version(const struct req *, struct dossier *);
/*
 * Append <message> as it will go, @objet, @destinataire and @apercu, which the
 * form sends back: is this still the message that was shown?
 */
void	 message_show(struct req *, struct node *page,
	    const struct message *);
int	 message_shown(const struct req *, const struct message *);
/* May the account change this file? */
int	 staff_writes(const struct file *);
/* « Ce dossier a changé » : what is now, beside what was about to be done. */
int	 page_conflict(struct app *, struct req *, struct res *,
	    const struct file *, const char *meant, const char *text);

#endif
