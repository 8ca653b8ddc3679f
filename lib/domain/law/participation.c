/*
 * participation: papers that say how long somebody took part: half-days
 * (demi-journees) and hours (heures, collectif-heures, formation-heures).
 *
 * No more than attendance noted, once there is a séance to note it in; without
 * one, of somebody who is not 18 at the end, no more than the law lets the
 * young work from the first day to the last (debut, fin).  What was noted is
 * certified even where it was too much: it took place, and staff were told
 * when they noted it.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/law/cape.h"
#include "domain/session/hours.h"

static const struct {
	const char	*field, *words;
	int		 of_hours;
} said[] = {
	{ "demi-journees",	"Demi-journées",		0 },
	{ "heures",		"Heures de services",		1 },
	{ "collectif-heures",	"Heures de vie du groupe",	1 },
	{ "formation-heures",	"Heures de formation",		1 },
};
#define SAID	(sizeof(said) / sizeof(said[0]))

static long long
number(const struct law_case *c, const char *field)
{
	const char *v = law_value(c, field);
	long long n;

	return v == NULL || str_number(v, 0, 1000000, &n) == -1 ? 0 : n;
}

/* As the forms start from them: hours rounded (domain/session/result.h). */
static long long
noted(const struct attended *t, size_t i)
{
	const int64_t minutes[SAID] = { 0, t->service, t->common,
		t->training };

	return i == 0 ? t->halves : (minutes[i] + 30) / 60;
}

static void
check_noted(struct law_case *c)
{
	size_t i;

	for (i = 0; i < SAID; i++)
		if (number(c, said[i].field) > noted(c->attended, i))
			law_breaks(c, REGLE_FAITS, said[i].field,
			    "%s : %lld d’après ce papier, %lld d’après les "
			    "présences notées.", said[i].words,
			    number(c, said[i].field), noted(c->attended, i));
}

static void
check_young(struct law_case *c)
{
	int32_t first = law_day(c, "debut"), last = law_day(c, "fin");
	long long sum = 0;
	size_t i;
	int most;

	if (c->dossier == NULL || c->dossier->birth == DAY_NONE ||
	    first == DAY_NONE || last == DAY_NONE ||
	    day_age(c->dossier->birth, last) >= CAPE_ADULT)
		return;
	for (i = 0; i < SAID; i++)
		if (said[i].of_hours)
			sum += number(c, said[i].field);
	most = hours_most(c->regles, first, last);
	if (sum > most)
		law_breaks(c, REGLE_MINEUR_HEURES, "fin",
		    "%lld heures entre ces dates : avant 18 ans, la loi en "
		    "permet %d au plus.", sum, most);
}

void
participation_rule(struct law_case *c)
{
	if (c->attended != NULL)
		check_noted(c);
	else
		check_young(c);
}
