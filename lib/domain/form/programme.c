/*
 * The names of the programmes.
 */
#include "base/str.h"
#include "domain/form/programme.h"

const struct programme programmes[] = {
	{ "cae", "CAE", "coopérative d’activité et d’emploi", "la CAE",
	    "pour rejoindre une CAE", "/programmes/cae" },
	{ "cjs", "CJS", "coopérative jeunesse de services", "la CJS",
	    "pour la CJS", "/programmes/cjs" },
	{ "cjm", "CJM", "coopérative de jeunes majeurs", "la CJM",
	    "pour la CJM", "/programmes/cjm" },
	{ "ct", "Coopérative de territoire", "coopérative de territoire",
	    "la coopérative de territoire",
	    "pour la coopérative de territoire", "/programmes/ct" },
	{ "flashcoop", "Flashcoop", "Flashcoop", "la Flashcoop",
	    "pour la Flashcoop", "/programmes/flashcoop" },
	{ "tiers-lieu", "Tiers-lieu", "tiers-lieu", "les tiers-lieux",
	    "pour les tiers-lieux", "/programmes/tiers-lieux" },
};
const size_t nprogrammes = sizeof(programmes) / sizeof(programmes[0]);

const struct programme *
programme_find(const char *name)
{
	size_t i;

	for (i = 0; i < nprogrammes; i++)
		if (str_eq(programmes[i].name, name))
			return &programmes[i];
	return NULL;
}
