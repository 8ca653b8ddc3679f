/*
 * contract: answers to the form of the CAPE that lack nothing, for the tests
 * of the rules and of the documents.  The day of the tests is 2026-02-10.
 */
#ifndef CONTRACT_H
#define CONTRACT_H

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "domain/form/answers.h"

#define CONTRACT_DAY	20494		/* 2026-02-10 */
#define CONTRACT_NOW	"1770714000"	/* 2026-02-10T09:00:00Z */

struct typed {
	const char	*name, *value;
};

static const struct typed contract[] = {
	{ "prenoms", "Łukasz Çağrı" },
	{ "nom-naissance", "Nguyễn-Lefèvre d'Œuf" },
	{ "naissance-jour", "27" },
	{ "naissance-mois", "3" },
	{ "naissance-annee", "1991" },
	{ "naissance-lieu", "Porto (Portugal)" },
	{ "adresse", "4 impasse des Lilas" },
	{ "domicile-cp", "44150" },
	{ "domicile", "autre" },
	{ "domicile-autre", "Ancenis-Saint-Géréon" },
	{ "nationalite", "europe" },
	{ "intitule", "Rénovation de meubles anciens" },
	{ "nature", "creation" },
	{ "projet", "Rénovation et vente de meubles anciens, sur commande et "
	    "en ligne, pour des particuliers et des boutiques du pays "
	    "d'Ancenis. Ateliers d'initiation le samedi." },
	{ "territoire", "Ancenis-Saint-Géréon et Nantes" },
	{ "periode", "initiale" },
	{ "debut-jour", "1" },
	{ "debut-mois", "3" },
	{ "debut-annee", "2026" },
	{ "fin-jour", "28" },
	{ "fin-mois", "2" },
	{ "fin-annee", "2027" },
	{ "programme", "Étude de marché auprès de vingt clients\n"
	    "Calcul des prix de revient et des tarifs\n"
	    "Premières ventes et bilan après six mois\n"
	    "Plan de financement de l'atelier" },
	{ "rythme", "un entretien d'une heure toutes les deux semaines, puis "
	    "tous les mois à partir du septième mois" },
	{ "formation", "Gestion d'une activité : deux jours\n"
	    "Sécurité des produits : une demi-journée" },
	{ "referent", "Inès Caron" },
	{ "moyens", "Un poste de travail deux jours par semaine\n"
	    "Le logiciel de facturation et un compte d'activité\n"
	    "L'assurance de responsabilité civile professionnelle" },
	{ "moyens-valorisation", "valorises" },
	{ "moyens-montant", "1 200" },
	{ "moyens-conditions", "Réservation du poste une semaine avant ; "
	    "le matériel reste dans les locaux." },
	{ "moyens-evolution", "Le poste est réduit à un jour par semaine à "
	    "partir du septième mois." },
	{ "retribution", "pourcentage" },
	{ "retribution-taux", "10,5" },
	{ "retribution-assiette", "chiffre-affaires" },
	{ "retribution-evolution", "Le taux ne change pas pendant la "
	    "période." },
	{ "tiers-nature", "achats de fournitures et de petit matériel, "
	    "location d'un stand, transport." },
	{ "plafond-tiers", "3 000" },
	{ "seuil-tiers", "300" },
	{ "tiers-charge", "compte" },
	{ "compta-periode", "mois" },
	{ "compta-delai", "10" },
	{ "compta-forme", "saisie des factures et des notes de frais dans le "
	    "logiciel de la coopérative" },
	{ "preavis", "15" },
	{ "rupture-forme", "remise" },
	{ "remuneration", "non" },
	{ "cotisations-calcul", "montant exact des cotisations et "
	    "contributions dues au titre de la rémunération versée, prélevé "
	    "sur le compte de l'activité." },
	{ "cotisations-echeance", "le 15 du mois qui suit le versement" },
	{ "temps-plein", "non" },
	{ "interdiction", "non" },
	{ "cape-anterieur", "non" },
	{ "rc-pro", "cooperative" },
	{ "decennale", "non" },
	{ "signature-lieu", "Nantes" },
};
#define CONTRACT	(sizeof(contract) / sizeof(contract[0]))

/*
 * The answers above, changed: « name=value name=value … », in which a value
 * ends at « | » and an empty one removes the answer.
 */
static inline struct answers *
contract_with(struct arena *a, const struct definition *def,
    const char *changes)
{
	struct answers *an = answers_new(a, def);
	char *copy = arena_dup(a, changes), *rest = copy, *item, *eq;
	const char *values[CONTRACT];
	size_t i;

	for (i = 0; i < CONTRACT; i++)
		values[i] = contract[i].value;
	while (*copy != '\0' && (item = strsep(&rest, "|")) != NULL) {
		if ((eq = strchr(item, '=')) == NULL)
			abort();
		*eq = '\0';
		for (i = 0; i < CONTRACT; i++)
			if (strcmp(contract[i].name, item) == 0)
				break;
		if (i < CONTRACT)
			values[i] = eq + 1;
		else if (!answers_add(an, item, eq + 1))
			abort();
	}
	for (i = 0; i < CONTRACT; i++)
		if (*values[i] != '\0' &&
		    !answers_add(an, contract[i].name, values[i]))
			abort();
	return an;
}

#endif
