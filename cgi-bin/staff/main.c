/*
 * terreau-staff: files, decisions, contracts.  It alone reads the signing
 * key.
 */
#include "staff.h"

#define DOSSIER	"/gestion/dossiers/*"

static const struct route routes[] = {
	{ METHOD_GET,  "/gestion", page_accueil, 0, NULL },
	{ METHOD_GET,  "/gestion/connexion", page_connexion, 0, NULL },
	{ METHOD_POST, "/gestion/connexion", post_connexion, NEED_CALM,
	    page_connexion },
	{ METHOD_POST, "/gestion/deconnexion", post_deconnexion, 0, NULL },

	{ METHOD_GET,  "/gestion/dossiers", page_dossiers, NEED_STAFF, NULL },
	{ METHOD_GET,  DOSSIER, page_dossier, NEED_STAFF, NULL },
	{ METHOD_GET,  DOSSIER "/pieces", page_pieces, NEED_STAFF, NULL },
	{ METHOD_GET,  DOSSIER "/pieces/*", file_piece, NEED_STAFF, NULL },
	{ METHOD_GET,  DOSSIER "/documents", page_documents, NEED_STAFF,
	    NULL },
	{ METHOD_GET,  DOSSIER "/historique", page_historique, NEED_STAFF,
	    NULL },
	{ METHOD_GET,  DOSSIER "/decision", page_decision, NEED_STAFF, NULL },
	{ METHOD_POST, DOSSIER "/decision", post_decision,
	    NEED_STAFF | NEED_WRITE, page_decision },

	{ METHOD_GET,  DOSSIER "/accords", page_accords, NEED_STAFF, NULL },
	{ METHOD_GET,  DOSSIER "/accords/*", page_accord_saisie,
	    NEED_STAFF | NEED_WRITE, NULL },
	{ METHOD_POST, DOSSIER "/accords/*", post_accord_saisie,
	    NEED_STAFF | NEED_WRITE, page_accord_saisie },

	{ METHOD_GET,  DOSSIER "/contrat", page_contrat, NEED_STAFF, NULL },
	{ METHOD_GET,  DOSSIER "/contrat/declarations/*", page_declaration,
	    NEED_STAFF | NEED_WRITE, NULL },
	{ METHOD_POST, DOSSIER "/contrat/declarations/*", post_declaration,
	    NEED_STAFF | NEED_WRITE | TAKE_FILES, page_declaration },
	{ METHOD_GET,  DOSSIER "/contrat/declarations/*/retrait",
	    page_declaration_retrait, NEED_STAFF | NEED_WRITE, NULL },
	{ METHOD_POST, DOSSIER "/contrat/declarations/*/retrait",
	    post_declaration_retrait, NEED_STAFF | NEED_WRITE,
	    page_declaration_retrait },
	{ METHOD_GET,  DOSSIER "/contrat/preuves/*", file_preuve, NEED_STAFF,
	    NULL },
	{ METHOD_GET,  DOSSIER "/contrat/jours/*", page_jour,
	    NEED_STAFF | NEED_WRITE, NULL },
	{ METHOD_POST, DOSSIER "/contrat/jours/*", post_jour,
	    NEED_STAFF | NEED_WRITE, page_jour },
	{ METHOD_GET,  DOSSIER "/contrat/jours/*/retrait",
	    page_jour_retrait, NEED_STAFF | NEED_WRITE, NULL },
	{ METHOD_POST, DOSSIER "/contrat/jours/*/retrait",
	    post_jour_retrait, NEED_STAFF | NEED_WRITE, page_jour_retrait },

	{ METHOD_GET,  DOSSIER "/documents/*.pdf", file_shown, NEED_STAFF,
	    NULL },
	{ METHOD_GET,  DOSSIER "/documents/*", page_emission, NEED_STAFF,
	    NULL },
	{ METHOD_GET,  DOSSIER "/documents/*/apercu", page_emission_apercu,
	    NEED_STAFF, NULL },
	{ METHOD_GET,  DOSSIER "/documents/*/emission", page_emission_envoi,
	    NEED_STAFF, NULL },
	{ METHOD_POST, DOSSIER "/documents/*/emission", post_emission,
	    NEED_STAFF | NEED_ISSUE, page_emission_envoi },
	{ METHOD_GET,  DOSSIER "/documents/*/*", page_emission_etape,
	    NEED_STAFF, NULL },
	{ METHOD_POST, DOSSIER "/documents/*/*", post_emission_etape,
	    NEED_STAFF | NEED_WRITE, page_emission_etape },

	{ METHOD_GET,  "/gestion/documents/*.pdf", file_pdf, NEED_STAFF,
	    NULL },
	{ METHOD_GET,  "/gestion/documents/*", page_document, NEED_STAFF,
	    NULL },
	{ METHOD_GET,  "/gestion/documents/*/revocation", page_revocation,
	    NEED_STAFF, NULL },
	{ METHOD_POST, "/gestion/documents/*/revocation", post_revocation,
	    NEED_STAFF | NEED_ISSUE, page_revocation },

	{ METHOD_GET,  "/gestion/regles", page_regles, NEED_STAFF, NULL },
	{ METHOD_GET,  "/gestion/documents/*/signature", page_signer,
	    NEED_STAFF | NEED_ISSUE, NULL },
	{ METHOD_POST, "/gestion/documents/*/signature", post_signer,
	    NEED_STAFF | NEED_ISSUE | NEED_CALM, page_signer },
	{ METHOD_GET,  "/gestion/documents/*/papier", page_papier,
	    NEED_STAFF | NEED_WRITE, NULL },
	{ METHOD_POST, "/gestion/documents/*/papier", post_papier,
	    NEED_STAFF | NEED_WRITE | TAKE_FILES, page_papier },
	{ METHOD_GET,  "/gestion/documents/*/papiers/*", file_scan,
	    NEED_STAFF, NULL },
	{ METHOD_GET,  "/gestion/documents/*/guichet", page_guichet_choix,
	    NEED_STAFF | NEED_WRITE, NULL },
	{ METHOD_POST, "/gestion/documents/*/guichet", post_guichet_choix,
	    NEED_STAFF | NEED_WRITE, page_guichet_choix },
	{ METHOD_GET,  "/gestion/guichet", page_guichet, 0, NULL },
	{ METHOD_POST, "/gestion/guichet", post_guichet, 0, page_guichet },
	{ METHOD_GET,  "/gestion/guichet/fini", page_guichet_fini, 0, NULL },

	{ METHOD_GET,  "/gestion/emargement/*.pdf", file_emargement,
	    NEED_STAFF, NULL },
	{ METHOD_GET,  "/gestion/lots", page_lots, NEED_STAFF, NULL },
	{ METHOD_GET,  "/gestion/lots/documents.zip", file_lot_zip,
	    NEED_STAFF, NULL },
	{ METHOD_GET,  "/gestion/lots/impression.pdf", file_lot_pdf,
	    NEED_STAFF, NULL },
	{ METHOD_GET,  "/gestion/chiffres", page_chiffres, NEED_STAFF, NULL },
	{ METHOD_GET,  "/gestion/chiffres/*.csv", file_chiffres, NEED_STAFF,
	    NULL },
	{ METHOD_GET,  NULL, NULL, 0, NULL }
};

int
main(int argc, char *argv[])
{
	return app_main(argc, argv, &(struct program){
		.name = "terreau-staff",
		.routes = routes,
		.menu = "gestion",
		.cookie = "terreau_gestion",
		.cookie_path = "/gestion",
		.subject = SUBJECT_ACCOUNT,
		.door = page_connexion,
		.seals = 1
	});
}
