/*
 * The names of the programmes.
 */
#include "base/str.h"
#include "domain/programme.h"

const struct programme programmes[] = {
	{ "cae", "CAE", "Coopérative d’activité et d’emploi", "la CAE",
	    "pour la CAE" },
	{ "cjs", "CJS", "Coopérative jeunesse de services", "la CJS",
	    "pour la CJS" },
	{ "cjm", "CJM", "Coopérative jeunes majeurs", "la CJM",
	    "pour la CJM" },
	{ "ct", "Coopérative de territoire", "Coopérative de territoire",
	    "la coopérative de territoire",
	    "pour la coopérative de territoire" },
	{ "flashcoop", "Flashcoop", "Flashcoop", "la Flashcoop",
	    "pour la Flashcoop" },
	{ "tiers-lieu", "Tiers-lieu", "Tiers-lieu", "le tiers-lieu",
	    "pour les tiers-lieux" },
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
