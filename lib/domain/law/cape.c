/*
 * cape: see the header.  Each rule is a few lines that add a lack; a rule
 * whose facts are missing stays silent, since the form has named them already.
 */
#include "domain/law/cape.h"

#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/str.h"
#include "domain/law/contrat.h"

int32_t
cape_last_day_after(int32_t start, int months)
{
	return day_add_months(start, months) - 1;
}

int32_t
cape_last_day(int32_t start)
{
	return cape_last_day_after(start, CAPE_MONTHS);
}

void
cape_eligible(struct law_case *c, int32_t birth)
{
	law_minor(c, birth);
	if (law_is(c, "nationalite", "autre") && law_is(c, "titre-vu", "non"))
		law_breaks(c, REGLE_SEJOUR, "titre-vu",
		    "Le titre de séjour n’a pas été vu, ou ne permet pas "
		    "d’exercer l’activité projetée.");
	if (law_is(c, "temps-plein", "oui"))
		law_breaks(c, REGLE_TEMPS_PLEIN, "temps-plein",
		    "Un salarié à temps complet ne peut pas conclure de "
		    "contrat d’appui.");
	if (law_is(c, "interdiction", "oui"))
		law_breaks(c, REGLE_INTERDICTION, "interdiction",
		    "Le bénéficiaire est frappé d’une interdiction de gérer.");
}

/* What a renewal must respect beside the length of its own period. */
static void
check_renewal(struct law_case *c, int32_t start, int32_t end)
{
	int32_t origin = law_day(c, "origine");
	int32_t before = law_day(c, "precedent-fin");
	int rank = law_is(c, "rang", "second") ? 2 : 1;

	if (law_value(c, "rang") == NULL || before == DAY_NONE)
		return;
	if (start != before + 1)
		law_breaks(c, REGLE_SUITE, "debut",
		    "Un renouvellement commence le lendemain de la fin de la "
		    "période précédente : le %s.",
		    day_french(c->arena, before + 1));
	if (c->context->today > before)
		law_breaks(c, REGLE_AVANT_TERME, "precedent-fin",
		    "La période précédente a pris fin le %s : un "
		    "renouvellement se signe avant ce terme.",
		    day_french(c->arena, before));
	if (origin == DAY_NONE)
		return;
	if (origin > before)
		law_breaks(c, REGLE_SUITE, "origine",
		    "Le premier jour de l’appui doit précéder la fin de la "
		    "période précédente.");
	else if (before > cape_last_day_after(origin, CAPE_MONTHS * rank))
		law_breaks(c, REGLE_DUREE, "precedent-fin",
		    "La période précédente dépasse douze mois par période : "
		    "vérifiez les dates et le rang.");
	if (end != DAY_NONE && end > cape_last_day_after(origin,
	    CAPE_MONTHS * (CAPE_RENEWALS + 1)))
		law_breaks(c, REGLE_TOTAL, "fin",
		    "L’appui dépasserait trente-six mois en tout : il prend "
		    "fin au plus tard le %s.", day_french(c->arena,
		    cape_last_day_after(origin,
		    CAPE_MONTHS * (CAPE_RENEWALS + 1))));
}

static void
check_dates(struct law_case *c)
{
	int32_t start = law_day(c, "debut"), end = law_day(c, "fin");

	if (start == DAY_NONE)
		return;
	if (start < c->context->today)
		law_breaks(c, REGLE_DEBUT, "debut",
		    "Le contrat ne peut pas commencer avant d’être signé : "
		    "la date de début est passée.");
	if (end != DAY_NONE && end < start)
		law_breaks(c, REGLE_DUREE, "fin",
		    "La date de fin précède la date de début.");
	else if (end != DAY_NONE && end > cape_last_day(start))
		law_breaks(c, REGLE_DUREE, "fin",
		    "Le contrat dure douze mois au plus : il prend fin au plus "
		    "tard le %s.", day_french(c->arena, cape_last_day(start)));
	if (law_is(c, "periode", "renouvellement"))
		check_renewal(c, start, end);
}

/* « 10 », « 10,5 »: above 0 and up to 100. */
static int
is_rate(const char *s)
{
	int64_t hundredths;

	return strspn(s, "0123456789,.") == strlen(s) &&
	    money_parse(s, &hundredths) == 0 &&
	    hundredths > 0 && hundredths <= 10000;
}

static void
check_money(struct law_case *c)
{
	const char *rate = law_value(c, "retribution-taux");
	const char *ceiling = law_value(c, "plafond-tiers");
	const char *limit = law_value(c, "seuil-tiers");
	long long most, over;

	if (law_is(c, "retribution", "pourcentage") && rate != NULL &&
	    !is_rate(rate))
		law_breaks(c, REGLE_RETRIBUTION, "retribution-taux",
		    "Le taux de la rétribution est un nombre entre 0 et 100, "
		    "par exemple 10 ou 10,5.");
	if (ceiling != NULL && limit != NULL &&
	    str_number(ceiling, 0, 10000000000000, &most) == 0 &&
	    str_number(limit, 0, 10000000000000, &over) == 0 && over > most)
		law_breaks(c, REGLE_TIERS, "seuil-tiers",
		    "Le seuil d’accord préalable dépasse le plafond des "
		    "engagements.");
}

/* What the contract prints about the cooperative, and how to name it. */
static const struct {
	const char	*element, *words;
} identity[] = {
	{ "nom",		"le nom" },
	{ "forme",		"la forme juridique" },
	{ "adresse",		"l’adresse du siège" },
	{ "code-postal",	"le code postal du siège" },
	{ "commune",		"la commune du siège" },
	{ "rcs",		"la ville du registre du commerce" },
	{ "siren",		"le numéro Siren" },
	{ "siret",		"le numéro Siret" },
	{ "representant",	"le nom du représentant légal" },
};

static int
is_blank(const char *s)
{
	return str_is_blank(s) || strstr(s, NETWORK_PLACEHOLDER) != NULL;
}

static void
check_cooperative(struct law_case *c)
{
	const struct cooperative *coop = c->cooperative;
	struct node *n;
	size_t i;

	if (coop == NULL)
		return;
	for (i = 0; i < sizeof(identity) / sizeof(identity[0]); i++)
		if (is_blank(node_value(c->arena, coop->node,
		    identity[i].element)))
			law_breaks(c, REGLE_PARTIES, NULL, "Il manque %s de la "
			    "coopérative dans les réglages du réseau.",
			    identity[i].words);
	n = node_child(coop->node, "representant");
	if (n != NULL && is_blank(node_attr(n, "qualite")))
		law_breaks(c, REGLE_PARTIES, NULL, "Il manque la qualité du "
		    "représentant légal dans les réglages du réseau.");
	if (!law_is(c, "rc-pro", "cooperative"))
		return;
	n = node_child(coop->node, "assurance");
	if (n == NULL || is_blank(node_string(c->arena, n)) ||
	    is_blank(node_attr(n, "police")))
		law_lack(c, NULL, NULL, "Il manque l’assurance de la "
		    "coopérative (assureur et numéro de police) dans les "
		    "réglages du réseau.");
}

/* A correction before anything followed; afterwards it is amended. */
static void
check_alone(struct law_case *c)
{
	if (law_last(c, KIND_RENEWAL) != NULL ||
	    law_last(c, KIND_BREAK) != NULL)
		law_breaks(c, REGLE_UN_SEUL, NULL,
		    "Le contrat a été renouvelé ou rompu : il ne se remplace "
		    "plus.");
}

void
cape_rule(struct law_case *c)
{
	check_alone(c);
	cape_eligible(c, law_day(c, "naissance"));
	check_dates(c);
	check_money(c);
	check_cooperative(c);
}
