/*
 * cape: see the header.  Each rule is a few lines that add a lack; a rule
 * whose facts are missing stays silent, since the form has named them already.
 */
#include "domain/cape.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/str.h"
#include "text/typo.h"

#define ACT_PARTIES	"C. com. L. 127-1"
#define ACT_DURATION	"C. com. L. 127-2"
#define ACT_PAY		"C. com. R. 127-1, 3°"
#define ACT_OTHERS	"C. com. R. 127-1, 4°"
#define ACT_WORK_AGE	"C. trav. L. 4153-1"
#define ACT_CAPACITY	"C. civ. 1145 à 1149"

/* Below this age nobody may work; up to CAPE_ADULT representatives sign. */
#define WORK_AGE	16

struct facts {
	struct arena		*arena;
	const struct definition	*def;
	struct answers		*answers;
	int32_t			 today;
	struct lack		*lacks;
	size_t			 n, room;
};

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

/* The step that asks a field; NULL when none does. */
static const struct step *
step_of(const struct definition *def, const char *field)
{
	size_t i, j;

	for (i = 0; field != NULL && i < def->nsteps; i++)
		for (j = 0; j < def->steps[i].nfields; j++)
			if (str_eq(def->steps[i].fields[j].name, field))
				return &def->steps[i];
	return NULL;
}

static void
add(struct facts *f, const char *article, const char *step, const char *text)
{
	struct lack *more;

	if (f->n == f->room) {
		f->room = f->room == 0 ? 16 : f->room * 2;
		more = arena_array(f->arena, f->room, sizeof(*more));
		if (f->n > 0)
			memcpy(more, f->lacks, f->n * sizeof(*more));
		f->lacks = more;
	}
	f->lacks[f->n].article = article;
	f->lacks[f->n].step = step;
	f->lacks[f->n].text = text;
	f->n++;
}

/* A broken rule, mended where that field is asked. */
static void __attribute__((format(printf, 4, 5)))
broken(struct facts *f, const char *article, const char *field,
    const char *fmt, ...)
{
	const struct step *step = step_of(f->def, field);
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	add(f, article, step != NULL ? step->name : NULL,
	    typo_text(f->arena, arena_dup(f->arena, text)));
}

/* The value of an answer, NULL when empty, wrong or not asked. */
static const char *
value(const struct facts *f, const char *field)
{
	if (answers_error(f->answers, field) != NULL)
		return NULL;
	return answers_value(f->answers, field, 0);
}

static int
is(const struct facts *f, const char *field, const char *wanted)
{
	const char *v = value(f, field);

	return v != NULL && str_eq(v, wanted);
}

static int32_t
day(const struct facts *f, const char *field)
{
	const char *v = value(f, field);

	return v != NULL ? day_parse(v) : DAY_NONE;
}

/* What the form itself says is missing or wrong, step by step. */
static void
check_form(struct facts *f, const struct check_context *ctx)
{
	const struct step *s;
	const char *error;
	size_t i, j;

	for (i = 0; i < f->def->nsteps; i++) {
		s = &f->def->steps[i];
		answers_check(f->answers, s, ctx);
		for (j = 0; j < s->nfields; j++) {
			error = answers_error(f->answers, s->fields[j].name);
			if (error != NULL)
				add(f, s->article, s->name, error);
		}
	}
}

static void
check_person(struct facts *f)
{
	int32_t birth = day(f, "naissance");
	int age;

	if (birth != DAY_NONE) {
		age = day_age(birth, f->today);
		if (age < WORK_AGE)
			broken(f, ACT_WORK_AGE, "naissance",
			    "Le bénéficiaire a moins de %d ans : aucun contrat "
			    "ne peut être conclu.", WORK_AGE);
		else if (age < CAPE_ADULT)
			broken(f, ACT_CAPACITY, "naissance",
			    "Le bénéficiaire est mineur : ses représentants "
			    "légaux doivent signer avec lui, ce que ce modèle "
			    "de contrat ne prévoit pas.");
	}
	if (is(f, "nationalite", "autre") && is(f, "titre-vu", "non"))
		broken(f, NULL, "titre-vu",
		    "Le titre de séjour n’a pas été vu, ou ne permet pas "
		    "d’exercer l’activité projetée.");
	if (is(f, "temps-plein", "oui"))
		broken(f, ACT_PARTIES, "temps-plein",
		    "Un salarié à temps complet ne peut pas conclure de "
		    "contrat d’appui.");
	if (is(f, "interdiction", "oui"))
		broken(f, NULL, "interdiction",
		    "Le bénéficiaire est frappé d’une interdiction de gérer.");
}

/* What a renewal must respect beside the length of its own period. */
static void
check_renewal(struct facts *f, int32_t start, int32_t end)
{
	int32_t origin = day(f, "origine"), before = day(f, "precedent-fin");
	int rank = is(f, "rang", "second") ? 2 : 1;

	if (value(f, "rang") == NULL || before == DAY_NONE)
		return;
	if (start != before + 1)
		broken(f, ACT_DURATION, "debut",
		    "Un renouvellement commence le lendemain de la fin de la "
		    "période précédente : le %s.",
		    day_french(f->arena, before + 1));
	if (f->today > before)
		broken(f, ACT_DURATION, "precedent-fin",
		    "La période précédente a pris fin le %s : un "
		    "renouvellement se signe avant ce terme.",
		    day_french(f->arena, before));
	if (origin == DAY_NONE)
		return;
	if (origin > before)
		broken(f, ACT_DURATION, "origine",
		    "Le premier jour de l’appui doit précéder la fin de la "
		    "période précédente.");
	else if (before > cape_last_day_after(origin, CAPE_MONTHS * rank))
		broken(f, ACT_DURATION, "precedent-fin",
		    "La période précédente dépasse douze mois par période : "
		    "vérifiez les dates et le rang.");
	if (end != DAY_NONE && end > cape_last_day_after(origin,
	    CAPE_MONTHS * (CAPE_RENEWALS + 1)))
		broken(f, ACT_DURATION, "fin",
		    "L’appui dépasserait trente-six mois en tout : il prend "
		    "fin au plus tard le %s.", day_french(f->arena,
		    cape_last_day_after(origin,
		    CAPE_MONTHS * (CAPE_RENEWALS + 1))));
}

static void
check_dates(struct facts *f)
{
	int32_t start = day(f, "debut"), end = day(f, "fin");

	if (start == DAY_NONE)
		return;
	if (start < f->today)
		broken(f, ACT_DURATION, "debut",
		    "Le contrat ne peut pas commencer avant d’être signé : "
		    "la date de début est passée.");
	if (end != DAY_NONE && end < start)
		broken(f, ACT_DURATION, "fin",
		    "La date de fin précède la date de début.");
	else if (end != DAY_NONE && end > cape_last_day(start))
		broken(f, ACT_DURATION, "fin",
		    "Le contrat dure douze mois au plus : il prend fin au plus "
		    "tard le %s.", day_french(f->arena, cape_last_day(start)));
	if (is(f, "periode", "renouvellement"))
		check_renewal(f, start, end);
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
check_money(struct facts *f)
{
	const char *rate = value(f, "retribution-taux");
	const char *ceiling = value(f, "plafond-tiers");
	const char *limit = value(f, "seuil-tiers");
	long long most, over;

	if (is(f, "retribution", "pourcentage") && rate != NULL &&
	    !is_rate(rate))
		broken(f, ACT_PAY, "retribution-taux",
		    "Le taux de la rétribution est un nombre entre 0 et 100, "
		    "par exemple 10 ou 10,5.");
	if (ceiling != NULL && limit != NULL &&
	    str_number(ceiling, 0, 10000000000000, &most) == 0 &&
	    str_number(limit, 0, 10000000000000, &over) == 0 && over > most)
		broken(f, ACT_OTHERS, "seuil-tiers",
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
check_cooperative(struct facts *f, const struct cooperative *coop)
{
	struct node *n;
	size_t i;

	if (coop == NULL) {
		add(f, ACT_PARTIES, NULL,
		    "Le dossier n’est rattaché à aucune coopérative.");
		return;
	}
	for (i = 0; i < sizeof(identity) / sizeof(identity[0]); i++)
		if (is_blank(node_value(f->arena, coop->node,
		    identity[i].element)))
			add(f, ACT_PARTIES, NULL, arena_fmt(f->arena,
			    "Il manque %s de la coopérative dans les réglages "
			    "du réseau.", identity[i].words));
	n = node_child(coop->node, "representant");
	if (n != NULL && is_blank(node_attr(n, "qualite")))
		add(f, ACT_PARTIES, NULL, "Il manque la qualité du "
		    "représentant légal dans les réglages du réseau.");
	if (!is(f, "rc-pro", "cooperative"))
		return;
	n = node_child(coop->node, "assurance");
	if (n == NULL || is_blank(node_string(f->arena, n)) ||
	    is_blank(node_attr(n, "police")))
		add(f, NULL, NULL, "Il manque l’assurance de la coopérative "
		    "(assureur et numéro de police) dans les réglages du "
		    "réseau.");
}

size_t
cape_lacks(struct arena *a, const struct definition *cape,
    struct answers *answers, const struct cooperative *coop,
    const struct check_context *ctx, struct lack **out)
{
	struct facts f = { a, cape, answers, ctx->today, NULL, 0, 0 };

	check_form(&f, ctx);
	check_person(&f);
	check_dates(&f);
	check_money(&f);
	check_cooperative(&f, coop);
	*out = f.lacks;
	return f.n;
}

/* Answer one question of a form with a value known already, if there is one. */
static void
prefill(struct answers *answers, const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		answers_add(answers, name, value);
}

/* What the cooperative does for everybody. */
static void
prefill_usual(struct arena *a, struct answers *answers,
    const struct node *coop)
{
	const struct node *n;

	prefill(answers, "signature-lieu", node_value(a, coop, "commune"));
	if ((n = node_child(coop, "assurance")) != NULL)
		prefill(answers, "rc-exclusions", node_attr(n, "exclusions"));
	if ((n = node_child(coop, "contribution")) == NULL)
		return;
	prefill(answers, "retribution", "pourcentage");
	prefill(answers, "retribution-taux", node_attr(n, "taux"));
	prefill(answers, "retribution-assiette", strstr(node_string(a, n),
	    "marge") != NULL ? "marge-brute" : "chiffre-affaires");
}

void
cape_prefill(struct arena *a, struct answers *answers,
    const struct node *reponses, const struct cooperative *coop)
{
	const struct node *n;

	prefill(answers, "prenoms", node_value(a, reponses, "prenom"));
	prefill(answers, "nom-naissance", node_value(a, reponses, "nom"));
	prefill(answers, "projet", node_value(a, reponses, "activite"));
	if ((n = node_child(reponses, "commune")) != NULL) {
		prefill(answers, "domicile-cp", node_attr(n, "code-postal"));
		if (node_attr(n, "insee") != NULL)
			prefill(answers, "domicile", node_attr(n, "insee"));
		else {
			prefill(answers, "domicile", "autre");
			prefill(answers, "domicile-autre", node_string(a, n));
		}
	}
	prefill(answers, "nature", "creation");
	prefill(answers, "periode", "initiale");
	prefill(answers, "rc-pro", "cooperative");
	if (coop != NULL)
		prefill_usual(a, answers, coop->node);
}
