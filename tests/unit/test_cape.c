/*
 * The rules of the CAPE: durations, and everything that keeps a contract from
 * being issued, one at a time.
 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/law/cape.h"
#include "contract.h"
#include "test.h"

static struct arena *a;
static struct definition *def;
static struct cooperative nantes;
static struct lack *lacks;

static const char cooperative[] =
    "<cooperative code='nantes' departements='44'><nom>Nantes</nom>"
    "<forme>Scop SARL</forme><siren>123456782</siren>"
    "<siret>12345678200010</siret><rcs>Nantes</rcs>"
    "<adresse>12 rue du Port</adresse><code-postal>44000</code-postal>"
    "<commune>Nantes</commune>"
    "<representant qualite='gérante'>Claire DUBOIS</representant>"
    "<assurance police='A 42'>Assurance</assurance></cooperative>";

static const struct check_context today = { .today = CONTRACT_DAY };
static const struct regles *regles;

/* Of one contract; coop may be NULL. */
static size_t
lacks_of(struct answers *answers, const struct cooperative *coop)
{
	struct law_case c = { .arena = a, .kind = "cape", .form = def,
		.answers = answers, .context = &today, .cooperative = coop,
		.regles = regles };
	size_t n = law_check(&c, law_find("cape"));

	lacks = c.lacks;
	return n;
}

static size_t
lacking(const char *changes)
{
	return lacks_of(contract_with(a, def, changes), &nantes);
}

/* One lack exactly: at that step, of that article, with that text in it. */
static int
one(const char *changes, const char *step, const char *article,
    const char *text)
{
	size_t i, n = lacking(changes);
	int good;

	good = n == 1 && (step == NULL ? lacks[0].step == NULL :
	    lacks[0].step != NULL && str_eq(lacks[0].step, step)) &&
	    (article == NULL ? lacks[0].article == NULL :
	    lacks[0].article != NULL && str_eq(lacks[0].article, article)) &&
	    strstr(lacks[0].text, text) != NULL;
	if (!good)
		for (i = 0; i < n; i++)
			printf("# %s: %s [%s] %s\n", changes, lacks[i].article,
			    lacks[i].step, lacks[i].text);
	return good;
}

static int32_t
last(const char *start)
{
	return cape_last_day(day_parse(start));
}

static void
test_days(void)
{
	CHECK_STR(day_iso(a, CONTRACT_DAY), "2026-02-10");
	CHECK_STR(day_iso(a, last("2026-03-01")), "2027-02-28");
	CHECK_STR(day_iso(a, last("2026-08-31")), "2027-08-30");
	CHECK_STR(day_iso(a, last("2026-01-01")), "2026-12-31");
	CHECK_STR(day_iso(a, last("2027-03-01")), "2028-02-29");
	CHECK_STR(day_iso(a, last("2028-02-29")), "2029-02-27");
	CHECK_STR(day_iso(a, last("2027-02-28")), "2028-02-27");
	CHECK_STR(day_iso(a, cape_last_day_after(day_parse("2026-08-31"), 6)),
	    "2027-02-27");
	CHECK_STR(day_iso(a, cape_last_day_after(day_parse("2027-08-31"), 6)),
	    "2028-02-28");
	CHECK_STR(day_iso(a, cape_last_day_after(day_parse("2026-03-01"), 36)),
	    "2029-02-28");
}

/* Without any one answer that is always asked, that step lacks one. */
static void
test_each_answer(void)
{
	const struct step *s;
	const struct field *f;
	char changes[256], name[64];
	size_t i, j, asked = 0, named = 0;

	for (i = 0; i < def->nsteps; i++) {
		s = &def->steps[i];
		for (j = 0; j < s->nfields; j++) {
			f = &s->fields[j];
			if (f->optional || f->nconditions > 0)
				continue;
			snprintf(name, sizeof(name), "%s", f->name);
			if (f->kind == FIELD_DATE)
				snprintf(changes, sizeof(changes), "%s-jour=|"
				    "%s-mois=|%s-annee=", name, name, name);
			else if (f->kind == FIELD_COMMUNE)
				snprintf(changes, sizeof(changes), "%s=|%s-cp=|"
				    "%s-autre=", name, name, name);
			else
				snprintf(changes, sizeof(changes), "%s=", name);
			asked++;
			if (one(changes, s->name, s->article, ""))
				named++;
			else
				printf("# without %s\n", f->name);
		}
	}
	CHECK(asked > 25);
	CHECK(named == asked);
}

/* Each of the eight points has its own step, and says which it is. */
static void
test_points(void)
{
	char article[64];
	size_t i;
	int point, found;

	for (point = 1; point <= 8; point++) {
		snprintf(article, sizeof(article), "C. com. R. 127-1, %d°",
		    point);
		for (found = 0, i = 0; i < def->nsteps; i++)
			if (def->steps[i].article != NULL &&
			    str_eq(def->steps[i].article, article))
				found++;
		CHECK(found == 1);
	}
}

static void
test_conditions(void)
{
	CHECK(one("moyens-montant=", "moyens", "C. com. R. 127-1, 2°", ""));
	CHECK(one("retribution-taux=", "retribution", "C. com. R. 127-1, 3°",
	    ""));
	CHECK(one("retribution-evolution=", "retribution",
	    "C. com. R. 127-1, 3°", ""));
	CHECK(one("retribution-taux=0", "retribution", "C. com. R.\u00a0127-1, 3°",
	    "entre 0 et 100"));
	CHECK(one("retribution-taux=101", "retribution",
	    "C. com. R.\u00a0127-1, 3°", "entre 0 et 100"));
	CHECK(one("retribution-taux=dix", "retribution",
	    "C. com. R.\u00a0127-1, 3°", "entre 0 et 100"));
	CHECK(lacking("retribution=neant|retribution-taux=|"
	    "retribution-assiette=|retribution-evolution=") == 0);
	CHECK(lacking("retribution=forfait") == 2);
	CHECK(lacking("retribution=forfait|retribution-montant=30|"
	    "retribution-periode=mois") == 0);
	CHECK(one("tiers-charge=partage", "tiers", "C. com. R. 127-1, 4°",
	    ""));
	CHECK(one("seuil-tiers=3000,01", "tiers", "C. com. R.\u00a0127-1, 4°",
	    "dépasse le plafond"));
	CHECK(lacking("seuil-tiers=3000") == 0);
	CHECK(lacking("remuneration=oui") == 3);
	CHECK(lacks[2].article != NULL &&
	    str_eq(lacks[2].article, "C. com. R. 127-1, 7°"));
	CHECK(one("rc-pro=particuliere", "declarations", NULL, ""));
	CHECK(one("decennale=oui", "declarations", NULL, ""));
}

static void
test_dates(void)
{
	CHECK(one("fin-jour=1|fin-mois=3", "duree", "C. com. L.\u00a0127-2",
	    "28\xc2\xa0" "février\xc2\xa0" "2027"));
	CHECK(lacking("fin-annee=2026|fin-jour=1|fin-mois=3") == 0);
	CHECK(one("fin-annee=2026", "duree", "C. com. L.\u00a0127-2", "précède"));
	CHECK(one("debut-jour=9|debut-mois=2|fin-jour=8", "duree",
	    "C. com. L.\u00a0127-2", "avant d’être signé"));
	CHECK(lacking("debut-jour=10|debut-mois=2|fin-jour=9") == 0);
	CHECK(one("debut-jour=30|debut-mois=2", "duree", "C. com. L. 127-2",
	    ""));
}

#define RENEWAL "periode=renouvellement|rang=premier|origine-jour=1|"	\
	"origine-mois=3|origine-annee=2025|precedent-fin-jour=28|"	\
	"precedent-fin-mois=2|precedent-fin-annee=2026"
#define SECOND	"periode=renouvellement|rang=second|origine-jour=1|"	\
	"origine-mois=3|origine-annee=2024|precedent-fin-jour=28|"	\
	"precedent-fin-mois=2|precedent-fin-annee=2026"

static void
test_renewals(void)
{
	CHECK(lacking(RENEWAL) == 0);
	CHECK(lacking(SECOND) == 0);
	CHECK(one(RENEWAL "|debut-jour=2", "duree", "C. com. L.\u00a0127-2",
	    "lendemain"));
	CHECK(one("periode=renouvellement|rang=premier|origine-jour=1|"
	    "origine-mois=3|origine-annee=2025|precedent-fin-jour=9|"
	    "precedent-fin-mois=2|precedent-fin-annee=2026|debut-jour=10|"
	    "debut-mois=2|fin-jour=9", "duree", "C. com. L.\u00a0127-2",
	    "avant ce terme"));
	/* 24 months before a first renewal: the rank is wrong */
	CHECK(one("periode=renouvellement|rang=premier|origine-jour=1|"
	    "origine-mois=3|origine-annee=2024|precedent-fin-jour=28|"
	    "precedent-fin-mois=2|precedent-fin-annee=2026", "duree",
	    "C. com. L.\u00a0127-2", "vérifiez les dates"));
	/* 36 months before a second one: no day is left */
	CHECK(lacking("periode=renouvellement|rang=second|origine-jour=1|"
	    "origine-mois=3|origine-annee=2023|precedent-fin-jour=28|"
	    "precedent-fin-mois=2|precedent-fin-annee=2026") == 2);
	CHECK(strstr(lacks[1].text, "trente-six mois") != NULL);
	CHECK(lacking("periode=renouvellement") == 3);
}

static void
test_person(void)
{
	CHECK(one("naissance-jour=11|naissance-mois=2|naissance-annee=2008",
	    "beneficiaire", "C. civ. 388-1-1 et 1145 à 1149",
	    "représentant"));
	CHECK(lacking("naissance-jour=10|naissance-mois=2|"
	    "naissance-annee=2008") == 0);
	CHECK(one("naissance-jour=11|naissance-mois=2|naissance-annee=2010",
	    "beneficiaire", "C. trav. L.\u00a04153-1", "moins de 16 ans"));
	CHECK(one("naissance-jour=10|naissance-mois=2|naissance-annee=2010",
	    "beneficiaire", "C. civ. 388-1-1 et 1145 à 1149",
	    "représentant"));
	CHECK(one("temps-plein=oui", "declarations", "C. com. L.\u00a0127-1",
	    "temps complet"));
	CHECK(one("interdiction=oui", "declarations",
	    "C. com. L.\u00a0653-8", "interdiction"));
	CHECK(one("nationalite=autre", "beneficiaire", "C. com. L. 127-1",
	    ""));
	CHECK(one("nationalite=autre|titre-vu=non", "beneficiaire", NULL,
	    "titre de séjour"));
	CHECK(lacking("nationalite=autre|titre-vu=oui") == 0);
}

/* The cooperative without one of its elements, or to be completed. */
static size_t
without(const char *element)
{
	struct cooperative less = nantes;
	struct tree *t;

	t = tree_parse(a, cooperative, strlen(cooperative), "test", NULL);
	less.node = tree_root(t);
	node_remove(node_child(less.node, element));
	return lacks_of(contract_with(a, def, ""), &less);
}

static void
test_cooperative(void)
{
	static const char *const elements[] = {
		"nom", "forme", "siren", "siret", "rcs", "adresse",
		"code-postal", "commune", "representant", "assurance"
	};
	struct node *n;
	size_t i;

	for (i = 0; i < sizeof(elements) / sizeof(elements[0]); i++) {
		CHECK(without(elements[i]) == 1);
		CHECK(lacks[0].step == NULL);
	}
	CHECK(lacks_of(contract_with(a, def, ""), NULL) == 1);
	n = node_child(nantes.node, "rcs");
	node_retext(node_first(n), "[à compléter]");
	CHECK(one("", NULL, "C. com. L.\u00a0127-1", "registre du commerce"));
	node_retext(node_first(n), "Nantes");
	node_unset(node_child(nantes.node, "representant"), "qualite");
	CHECK(one("", NULL, "C. com. L.\u00a0127-1", "qualité"));
	node_set(node_child(nantes.node, "representant"), "qualite", "gérante");
	CHECK(lacking("") == 0);
}

int
main(void)
{
	struct buf faults = BUF_INIT;
	const char *srcdir = getenv("srcdir") ? getenv("srcdir") : ".";
	struct tree *t;

	xml_init();
	a = arena_new();
	def = definition_load(a, arena_fmt(a,
	    "%s/schemas/documents/cape.xml", srcdir), &faults);
	regles = regles_load(a, arena_fmt(a, "%s/schemas/regles.xml", srcdir),
	    arena_fmt(a, "%s/schemas/xml/regles.rng", srcdir), &faults);
	CHECK_STR(buf_cstr(&faults), "");
	buf_free(&faults);
	if (def == NULL || regles == NULL)
		return test_end();
	t = tree_parse(a, cooperative, strlen(cooperative), "test", NULL);
	nantes = (struct cooperative){ .code = "nantes", .name = "Nantes",
		.town = "Nantes", .departements = "44", .node = tree_root(t) };
	test_days();
	CHECK(lacking("") == 0);
	test_points();
	test_each_answer();
	test_conditions();
	test_dates();
	test_renewals();
	test_person();
	test_cooperative();
	arena_free(a);
	xml_exit();
	return test_end();
}
