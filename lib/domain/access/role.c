/*
 * The table of roles and rights.
 */
#include "base/str.h"
#include "domain/access/role.h"

const struct role role_all[] = {
	{ "administration", "Administration du réseau",
	    "Les comptes, les réglages et le journal, mais aucun dossier.",
	    RIGHT_ADMIN | RIGHT_AUDIT | RIGHT_COUNT },
	{ "gestion", "Gestion",
	    "Les dossiers, les décisions, les documents à émettre et à "
	    "signer, les comptes de son équipe.",
	    RIGHTS_ALL },
	{ "accompagnement", "Accompagnement",
	    "Les dossiers, les décisions, les documents à préparer, les "
	    "séances, mais pas l’émission des documents.",
	    RIGHT_READ | RIGHT_WRITE | RIGHT_GROUP | RIGHT_COUNT |
	    RIGHT_MONEY | RIGHT_HEALTH },
	{ "animation", "Animation",
	    "Les séances et les présences, les dossiers en lecture, sans les "
	    "numéros de sécurité sociale, les IBAN, les revenus ni les notes "
	    "de santé.",
	    RIGHT_READ | RIGHT_GROUP | RIGHT_COUNT },
	{ "comite", "Comité local",
	    "Les chiffres, mais aucun dossier.",
	    RIGHT_COUNT },
	{ "comptabilite", "Comptabilité et paie",
	    "Les dossiers et les documents en lecture, et les exports, sans "
	    "les notes de santé.",
	    RIGHT_READ | RIGHT_COUNT | RIGHT_EXPORT | RIGHT_MONEY },
	{ "donnees", "Protection des données",
	    "Les dossiers en lecture, les exports pour répondre aux "
	    "personnes, et le journal.",
	    RIGHT_READ | RIGHT_COUNT | RIGHT_EXPORT | RIGHT_AUDIT |
	    RIGHT_MONEY | RIGHT_HEALTH },
	{ "lecture", "Lecture seule",
	    "Les dossiers en lecture, sans les numéros de sécurité sociale, "
	    "les IBAN, les revenus ni les notes de santé.",
	    RIGHT_READ | RIGHT_COUNT },
	{ NULL, NULL, NULL, 0 }
};

const struct right_label role_rights[] = {
	{ RIGHT_READ, "lire les dossiers" },
	{ RIGHT_MONEY, "voir les numéros de sécurité sociale, les IBAN et "
	    "les revenus" },
	{ RIGHT_HEALTH, "voir les notes de santé" },
	{ RIGHT_WRITE, "changer les dossiers et décider" },
	{ RIGHT_ISSUE, "émettre, signer et révoquer les documents" },
	{ RIGHT_GROUP, "tenir les séances, les groupes et les présences" },
	{ RIGHT_COUNT, "lire les chiffres" },
	{ RIGHT_EXPORT, "exporter" },
	{ RIGHT_ADMIN, "tenir les comptes" },
	{ RIGHT_AUDIT, "lire le journal" },
	{ 0, NULL }
};

const struct role *
role_find(const char *name)
{
	const struct role *r;

	for (r = role_all; r->name != NULL; r++)
		if (str_eq(r->name, name))
			return r;
	return NULL;
}

const char *
role_names(struct arena *a, unsigned rights)
{
	const struct role *r;
	const char *names = "";

	for (r = role_all; r->name != NULL; r++)
		if ((r->rights & rights) == rights)
			names = arena_fmt(a, "%s%s%s", names,
			    *names != '\0' ? " " : "", r->name);
	return names;
}
