/*
 * terreau-public: apply, come back, see where it stands, verify a paper.
 * It has no access to the signing key and no page of staff.
 */
#include "public.h"

static const struct route routes[] = {
	{ METHOD_GET,  "/candidature/*", page_depart, 0, NULL },
	{ METHOD_POST, "/candidature/*", post_depart, 0, page_depart },
	{ METHOD_GET,  "/candidature/*/taches", page_taches, NEED_DOSSIER,
	    NULL },
	{ METHOD_GET,  "/candidature/*/recapitulatif", page_recapitulatif,
	    NEED_DOSSIER, NULL },
	{ METHOD_GET,  "/candidature/*/envoi", page_envoi, NEED_DOSSIER,
	    NULL },
	{ METHOD_POST, "/candidature/*/envoi", post_envoi, NEED_DOSSIER,
	    page_envoi },
	{ METHOD_GET,  "/candidature/*/brouillon", page_brouillon,
	    NEED_DOSSIER, NULL },
	{ METHOD_GET,  "/candidature/*/arret/*", page_arret, NEED_DOSSIER,
	    NULL },
	{ METHOD_GET,  "/candidature/*/*", page_etape, NEED_DOSSIER, NULL },
	{ METHOD_POST, "/candidature/*/*", post_etape,
	    NEED_DOSSIER | TAKE_FILES, page_etape },

	{ METHOD_GET,  "/reprendre", page_reprendre, 0, NULL },
	{ METHOD_POST, "/reprendre", post_reprendre, NEED_CALM,
	    page_reprendre },
	{ METHOD_GET,  "/reprendre/code", page_code, 0, NULL },
	{ METHOD_POST, "/reprendre/code", post_code, NEED_CALM, page_code },
	{ METHOD_GET,  "/lien/*", page_lien, NEED_CALM, NULL },
	{ METHOD_POST, "/lien/*", post_lien, NEED_CALM | BY_LINK, page_lien },
	{ METHOD_POST, "/lien/*/nouveau", post_nouveau, NEED_CALM | BY_LINK,
	    page_lien },
	{ METHOD_POST, "/lien/*/signaler", post_signaler,
	    NEED_CALM | BY_LINK, page_lien },
	{ METHOD_POST, "/quitter", post_quitter, 0, NULL },

	{ METHOD_GET,  "/suivi", page_reprendre, 0, NULL },
	{ METHOD_GET,  "/suivi/*", page_suivi, NEED_DOSSIER, NULL },
	{ METHOD_GET,  "/suivi/*/retrait", page_retrait, NEED_DOSSIER, NULL },
	{ METHOD_POST, "/suivi/*/retrait", post_retrait, NEED_DOSSIER,
	    page_retrait },
	{ METHOD_GET,  "/suivi/*/place", page_place, NEED_DOSSIER, NULL },
	{ METHOD_POST, "/suivi/*/place", post_place, NEED_DOSSIER,
	    page_place },
	{ METHOD_GET,  "/suivi/*/recepisse", page_recepisse, NEED_DOSSIER,
	    NULL },
	{ METHOD_GET,  "/suivi/*/recepisse.pdf", file_recepisse,
	    NEED_DOSSIER, NULL },
	{ METHOD_GET,  "/suivi/*/documents/*.pdf", file_document,
	    NEED_DOSSIER, NULL },
	{ METHOD_GET,  "/suivi/*/documents/*", page_document, NEED_DOSSIER,
	    NULL },

	{ METHOD_GET,  "/recherche", page_recherche, 0, NULL },

	{ METHOD_GET,  "/accord", page_accord, 0, NULL },
	{ METHOD_GET,  "/accord/verifier", page_accord_verifier, 0, NULL },
	{ METHOD_POST, "/accord/verifier", post_accord_verifier, 0,
	    page_accord_verifier },
	{ METHOD_GET,  "/accord/recu", page_accord_recu, 0, NULL },
	{ METHOD_GET,  "/accord/retrait/*", page_accord_retrait, 0, NULL },
	{ METHOD_POST, "/accord/retrait/*", post_accord_retrait, 0,
	    page_accord_retrait },
	{ METHOD_GET,  "/accord/*", page_accord_etape, 0, NULL },
	{ METHOD_POST, "/accord/*", post_accord_etape, 0,
	    page_accord_etape },

	{ METHOD_GET,  "/verifier", page_verifier, NEED_CALM, NULL },
	{ METHOD_GET,  "/v/*", page_verification, NEED_CALM, NULL },
	{ METHOD_GET,  "/agenda", page_agenda, 0, NULL },
	{ METHOD_GET,  "/agenda.ics", file_agenda, 0, NULL },
	{ METHOD_GET,  "/agenda/*.ics", file_session, 0, NULL },
	{ METHOD_GET,  "/agenda/*", page_session, 0, NULL },
	{ METHOD_GET,  "/cooperatives", page_annuaire, 0, NULL },
	{ METHOD_GET,  "/cooperatives/*", page_lieu, 0, NULL },
	{ METHOD_GET,  "/orientation", page_orientation, 0, NULL },
	{ METHOD_GET,  NULL, NULL, 0, NULL }
};

int
main(int argc, char *argv[])
{
	return app_main(argc, argv, &(struct program){
		.name = "terreau-public",
		.routes = routes,
		.menu = "public",
		.cookie = "terreau",
		.cookie_path = "/",
		.subject = SUBJECT_DOSSIER,
		.door = page_reprendre,
	});
}
