/*
 * contrat_law: rules of the papers that follow a contrat d’appui: its renewal,
 * its amendments, its early end, what is certified of it and told to others.
 *
 * Each sees the contract as the valid papers make it (domain/law/contrat.h).  What
 * it breaks is named by its rule (schemas/regles.xml).
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/law/cape.h"
#include "domain/law/contrat.h"

/* There is a signed contract to speak of.  1, or 0 and the lack. */
static int
has_contract(struct law_case *c, const struct contrat *k)
{
	if (k->n == 0)
		law_breaks(c, REGLE_ECRIT, NULL,
		    "Ce dossier n’a pas de contrat d’appui valide.");
	else if (k->state == CONTRAT_A_SIGNER)
		law_breaks(c, REGLE_ECRIT, NULL,
		    "Le contrat d’appui n’est pas encore noté signé.");
	else
		return 1;
	return 0;
}

/* What every consent that representatives must give has come to. */
static void
check_accords(struct law_case *c)
{
	const struct accord *a;
	size_t i, asked = 0;

	for (i = 0; i < c->naccords; i++) {
		a = &c->accords[i];
		if (!a->asked->by_parent || a->asked->optional)
			continue;
		asked++;
		if (a->state == ACCORD_REFUSED)
			law_breaks(c, REGLE_REPRESENTANTS, NULL,
			    "« %s » : un représentant légal a refusé ou "
			    "retiré son accord.", a->asked->title);
		else if (a->state != ACCORD_GIVEN || a->holders == 0)
			law_breaks(c, REGLE_REPRESENTANTS, NULL,
			    "« %s » : l’accord des représentants légaux n’est "
			    "pas complet.", a->asked->title);
	}
	if (asked == 0)
		law_breaks(c, REGLE_REPRESENTANTS, "naissance",
		    "Le bénéficiaire a moins de 18 ans, et ce programme ne "
		    "demande pas l’accord de ses représentants légaux.");
}

void
law_minor(struct law_case *c, int32_t birth)
{
	int age;

	if (birth == DAY_NONE)
		return;
	age = day_age(birth, c->context->today);
	if (age < WORK_AGE)
		law_breaks(c, REGLE_AGE, "naissance",
		    "Le bénéficiaire a moins de %d ans : aucun contrat ne "
		    "peut être conclu.", WORK_AGE);
	else if (age < CAPE_ADULT && c->nrepresentants == 0)
		law_breaks(c, REGLE_REPRESENTANTS, "naissance",
		    "Le bénéficiaire a moins de %d ans et aucun représentant "
		    "légal n’est connu.", CAPE_ADULT);
	else if (age < CAPE_ADULT)
		check_accords(c);
}

/* May a renewal of that rank be made?  Each rank once, in their order. */
static int
check_rank(struct law_case *c, const struct contrat *k, int rank)
{
	const struct periode *last = &k->periodes[k->n - 1];

	if (rank == last->rank + 1)
		return 1;
	if (last->rank == CAPE_RENEWALS)
		law_breaks(c, REGLE_RANG, "rang",
		    "Le contrat a déjà été renouvelé deux fois : c’est le "
		    "plus que la loi permet.");
	else if (rank > last->rank)
		law_breaks(c, REGLE_RANG, "rang",
		    "Le premier renouvellement n’est pas émis : celui-ci ne "
		    "peut pas être le second.");
	else
		law_breaks(c, REGLE_RANG, "rang",
		    "Ce renouvellement est déjà émis. S’il est à refaire, "
		    "révoquez-le d’abord.");
	return 0;
}

static void
check_renewed(struct law_case *c, const struct contrat *k)
{
	const struct periode *p = &k->periodes[k->n - 1];
	int32_t start = law_day(c, "debut"), end = law_day(c, "fin");
	int32_t latest = cape_last_day_after(k->first,
	    CAPE_MONTHS * (CAPE_RENEWALS + 1));

	if (c->context->today > p->last)
		law_breaks(c, REGLE_AVANT_TERME, NULL,
		    "La période a pris fin le %s : un renouvellement s’écrit "
		    "et se signe avant ce terme.",
		    day_french(c->arena, p->last));
	if (start == DAY_NONE)
		return;
	if (start != p->last + 1)
		law_breaks(c, REGLE_SUITE, "debut",
		    "Un renouvellement commence le lendemain de la fin de la "
		    "période précédente : le %s.",
		    day_french(c->arena, p->last + 1));
	if (end == DAY_NONE)
		return;
	if (end < start)
		law_breaks(c, REGLE_DUREE, "fin",
		    "La date de fin précède la date de début.");
	else if (end > cape_last_day(start))
		law_breaks(c, REGLE_DUREE, "fin",
		    "Une période dure douze mois au plus : elle prend fin au "
		    "plus tard le %s.",
		    day_french(c->arena, cape_last_day(start)));
	else if (end > latest)
		law_breaks(c, REGLE_TOTAL, "fin",
		    "L’appui dépasserait trente-six mois en tout : il prend "
		    "fin au plus tard le %s.", day_french(c->arena, latest));
}

/* A renewal: rang (premier, second), debut, fin. */
void
renouvellement_rule(struct law_case *c)
{
	struct contrat k;
	int rank = law_is(c, "rang", "second") ? 2 : 1;

	contrat_of_case(c, &k);
	if (!has_contract(c, &k))
		return;
	if (*k.broken != '\0') {
		law_breaks(c, REGLE_RUPTURE, NULL,
		    "Le contrat a été rompu : il ne se renouvelle plus.");
		return;
	}
	cape_eligible(c, k.birth);
	if (law_value(c, "rang") == NULL)
		return;
	if (check_rank(c, &k, rank))
		check_renewed(c, &k);
}

/* An early end: effet, the last day of the contract. */
void
rupture_rule(struct law_case *c)
{
	int32_t day = law_day(c, "effet");
	struct contrat k;

	contrat_of_case(c, &k);
	if (!has_contract(c, &k))
		return;
	if (c->context->today > k.term)
		law_breaks(c, REGLE_RUPTURE, NULL,
		    "Le contrat a pris fin à son terme, le %s : il ne se "
		    "rompt plus.", day_french(c->arena, k.term));
	if (day == DAY_NONE)
		return;
	if (day < k.first)
		law_breaks(c, REGLE_RUPTURE, "effet",
		    "La rupture prendrait effet avant le début du contrat, le "
		    "%s.", day_french(c->arena, k.first));
	if (day >= k.term)
		law_breaks(c, REGLE_RUPTURE, "effet",
		    "Une rupture anticipée prend effet avant le terme du "
		    "contrat, le %s.", day_french(c->arena, k.term));
}

/* An amendment: the contract runs or is to begin; effet within it. */
void
avenant_rule(struct law_case *c)
{
	int32_t day = law_day(c, "effet");
	struct contrat k;

	contrat_of_case(c, &k);
	if (!has_contract(c, &k))
		return;
	if (!contrat_runs(&k) && k.state != CONTRAT_A_VENIR)
		law_breaks(c, REGLE_AVENANT, NULL,
		    "Le contrat a pris fin le %s : il ne se modifie plus.",
		    day_french(c->arena, k.end));
	else if (day != DAY_NONE && (day < c->context->today ||
	    day > k.end))
		law_breaks(c, REGLE_AVENANT, "effet",
		    "Un avenant prend effet pendant le contrat, entre le jour "
		    "de sa signature et le %s.", day_french(c->arena, k.end));
}

/* What is certified today of support that is given today. */
void
appui_en_cours_rule(struct law_case *c)
{
	struct contrat k;

	contrat_of_case(c, &k);
	if (!has_contract(c, &k))
		return;
	if (k.state == CONTRAT_A_VENIR)
		law_breaks(c, REGLE_TERME, NULL,
		    "Le contrat ne commence que le %s.",
		    day_french(c->arena, k.first));
	else if (!contrat_runs(&k))
		law_breaks(c, REGLE_TERME, NULL,
		    "L’appui a pris fin le %s : aucun document ne peut dire "
		    "qu’il est en cours.", day_french(c->arena, k.end));
}

/* Of a month: mois, any day of it, YYYY-MM-DD; some of it under contract. */
void
appui_mois_rule(struct law_case *c)
{
	int32_t day = law_day(c, "mois"), first, last;
	struct contrat k;
	int y, m, d;

	contrat_of_case(c, &k);
	if (!has_contract(c, &k) || day == DAY_NONE)
		return;
	day_split(day, &y, &m, &d);
	first = day_make(y, m, 1);
	last = day_add_months(first, 1) - 1;
	if (first > c->context->today)
		law_breaks(c, REGLE_TERME, "mois",
		    "Ce mois n’est pas encore commencé.");
	else if (last < k.first || first > k.end)
		law_breaks(c, REGLE_TERME, "mois",
		    "L’appui va du %s au %s : rien ne s’atteste pour ce mois.",
		    day_french(c->arena, k.first),
		    day_french(c->arena, k.end));
}

/* Of support that was given, whether or not it still is. */
void
appui_rule(struct law_case *c)
{
	struct contrat k;

	contrat_of_case(c, &k);
	has_contract(c, &k);
}

/* That it has ended. */
void
appui_fini_rule(struct law_case *c)
{
	struct contrat k;

	contrat_of_case(c, &k);
	if (!has_contract(c, &k))
		return;
	if (contrat_runs(&k) || k.state == CONTRAT_A_VENIR)
		law_breaks(c, REGLE_TERME, NULL,
		    "Le contrat court encore, jusqu’au %s.",
		    day_french(c->arena, k.end));
}

/* A letter about evenement: its paper has to be there. */
void
declaration_rule(struct law_case *c)
{
	static const struct {
		const char	*event, *kind, *lack;
	} needs[] = {
		{ "conclusion", KIND_CAPE,
		    "Aucun contrat valide n’est à déclarer." },
		{ "renouvellement", KIND_RENEWAL,
		    "Aucun renouvellement valide n’est à déclarer." },
		{ "rupture", KIND_BREAK,
		    "Aucune rupture valide n’est à déclarer." },
	};
	size_t i;

	for (i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (law_is(c, "evenement", needs[i].event) &&
		    law_last(c, needs[i].kind) == NULL)
			law_breaks(c, REGLE_DECLARER, "evenement", "%s",
			    needs[i].lack);
}
