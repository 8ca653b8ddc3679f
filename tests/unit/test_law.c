/*
 * law: the rules of what follows a contract, each by what breaks it and by
 * its neighbour that does not.
 */
#include <stdarg.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/law/contrat.h"
#include "forms.h"
#include "test.h"

static const char form_text[] =
    "<definition nom='papier' racine='contrat' prefixe='X' version='1' "
    "voix='equipe' brouillon='1'><titre>x</titre>"
    "<conservation>x</conservation>"
    "<etape nom='tout' article='C. civ. 372'><titre>x</titre>"
#define CHOICE(name, values) "<champ nom='" name "' facultatif='oui' "	\
    "genre='choix'><libelle>x</libelle><avec-article>le x</avec-article>" \
    "<finalite>x</finalite>" values "</champ>"
#define ONE(value) "<choix valeur='" value "'>" value "</choix>"
#define DATE(name) "<champ nom='" name "' facultatif='oui' genre='date'>" \
    "<libelle>x</libelle><avec-article>le x</avec-article>"		\
    "<finalite>x</finalite></champ>"
#define NUMBER(name) "<champ nom='" name "' facultatif='oui' "		\
    "genre='nombre' min='0' max='800'><libelle>x</libelle>"		\
    "<avec-article>le x</avec-article><finalite>x</finalite></champ>"
    CHOICE("rang", ONE("premier") ONE("second"))
    CHOICE("temps-plein", ONE("oui") ONE("non"))
    CHOICE("interdiction", ONE("oui") ONE("non"))
    CHOICE("evenement", ONE("conclusion") ONE("renouvellement")
    ONE("rupture"))
    "<champ nom='trajet' facultatif='oui' genre='choix' accord='trajet'>"
    "<libelle>Rentrer seul</libelle><avec-article>le x</avec-article>"
    "<finalite>x</finalite>" ONE("oui") ONE("non")
    "<choix valeur='main' manuscrit='oui'>main</choix></champ>"
    DATE("debut") DATE("fin") DATE("effet") DATE("mois")
    NUMBER("demi-journees") NUMBER("heures") NUMBER("collectif-heures")
    NUMBER("formation-heures")
    "</etape></definition>";

static struct arena *a;
static const struct definition *form;
static const struct regles *regles;
static struct dossier dossier = { .numero = "X", .state = "encours",
	.birth = DAY_NONE };
static const struct attended *attended;
static struct earlier papers[8];
static size_t npapers;
static struct representant someone;
static size_t nsomeone;
static struct asked_consent asked = { .name = "participation",
	.by_parent = 1, .title = "Participer" };
static struct accord accords[1];
static size_t naccords;

static void
paper(const char *kind, const char *fmt, ...)
{
	struct xml_error err;
	char answers[512];
	const char *xml;
	struct tree *t;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(answers, sizeof(answers), fmt, ap);
	va_end(ap);
	xml = arena_fmt(a, "<document><contrat>%s</contrat></document>",
	    answers);
	t = tree_parse(a, xml, strlen(xml), "paper", &err);
	papers[npapers++] = (struct earlier){ .kind = kind, .code = "P",
		.root = tree_root(t),
		.contract = node_child(tree_root(t), "contrat") };
}

static void
contract(const char *first, const char *last)
{
	npapers = 0;
	paper(KIND_CAPE, "<naissance>1991-03-27</naissance><debut>%s</debut>"
	    "<fin>%s</fin>", first, last);
}

static void
renewal(const char *rank, const char *first, const char *last)
{
	paper(KIND_RENEWAL, "<rang>%s</rang><debut>%s</debut><fin>%s</fin>",
	    rank, first, last);
}

/* « debut=2027-03-01|rang=premier » into answers. */
static struct answers *
typed(const char *text)
{
	struct answers *an = answers_new(a, form);
	char *rest = arena_dup(a, text), *pair, *value;
	int y, m, d;

	while ((pair = str_split(&rest, '|')) != NULL) {
		if ((value = strchr(pair, '=')) == NULL)
			continue;
		*value++ = '\0';
		if (day_parse(value) == DAY_NONE) {
			answers_add(an, pair, value);
			continue;
		}
		day_split(day_parse(value), &y, &m, &d);
		answers_add(an, arena_fmt(a, "%s-jour", pair),
		    arena_fmt(a, "%d", d));
		answers_add(an, arena_fmt(a, "%s-mois", pair),
		    arena_fmt(a, "%d", m));
		answers_add(an, arena_fmt(a, "%s-annee", pair),
		    arena_fmt(a, "%d", y));
	}
	return an;
}

/* The names of the rules broken, « avant-terme suite »; "" none. */
static const char *
broken(const char *rule, const char *today, const char *answers)
{
	const struct check_context ctx = { .today = day_parse(today) };
	static const struct cooperative coop = { .code = "nantes" };
	struct law_case c = {
		.arena = a, .kind = "papier", .form = form,
		.answers = typed(answers), .context = &ctx,
		.dossier = &dossier, .cooperative = &coop,
		.representants = &someone, .nrepresentants = nsomeone,
		.accords = accords, .naccords = naccords,
		.attended = attended, .earlier = papers,
		.nearlier = npapers, .regles = regles
	};
	const char *s = "";
	size_t i;

	law_check(&c, law_find(rule));
	for (i = 0; i < c.nlacks; i++) {
		s = arena_fmt(a, "%s%s%s", s, i > 0 ? " " : "",
		    c.lacks[i].rule != NULL ? c.lacks[i].rule :
		    c.lacks[i].text);
		/* each says its article, as the file has it */
		if (c.lacks[i].article == NULL)
			s = arena_fmt(a, "%s(no article)", s);
	}
	return s;
}

#define FIRST "rang=premier|debut=2027-03-01|fin=2028-02-29"

static void
test_renewal(void)
{
	const char *const r = "renouvellement";

	npapers = 0;
	CHECK_STR(broken(r, "2027-02-01", FIRST), "ecrit");
	contract("2026-03-01", "2027-02-28");
	dossier.state = "contrat";
	CHECK_STR(broken(r, "2027-02-01", FIRST), "ecrit");
	dossier.state = "encours";
	CHECK_STR(broken(r, "2027-02-01", FIRST), "");
	CHECK_STR(broken(r, "2027-02-28", FIRST), "");
	CHECK_STR(broken(r, "2027-03-01", FIRST), "avant-terme");
	CHECK_STR(broken(r, "2027-02-01",
	    "rang=premier|debut=2027-03-02|fin=2028-02-29"), "suite");
	CHECK_STR(broken(r, "2027-02-01",
	    "rang=premier|debut=2027-02-28|fin=2027-12-31"), "suite");
	CHECK_STR(broken(r, "2027-02-01",
	    "rang=premier|debut=2027-03-01|fin=2028-03-01"), "duree");
	CHECK_STR(broken(r, "2027-02-01",
	    "rang=premier|debut=2027-03-01|fin=2027-02-28"), "duree");
	CHECK_STR(broken(r, "2027-03-01",
	    "rang=second|debut=2027-03-01|fin=2028-02-29"), "rang");
	CHECK_STR(broken(r, "2027-02-01", FIRST "|temps-plein=oui"),
	    "temps-plein");
	CHECK_STR(broken(r, "2027-02-01", FIRST "|interdiction=oui"),
	    "interdiction");
	CHECK_STR(broken(r, "2027-02-01", FIRST "|temps-plein=non"), "");
}

static void
test_second(void)
{
	const char *const r = "renouvellement";

	contract("2026-03-01", "2027-02-28");
	renewal("premier", "2027-03-01", "2028-02-29");
	/* each rank once: to do it again, revoke it */
	CHECK_STR(broken(r, "2027-02-01", FIRST), "rang");
	CHECK_STR(broken(r, "2027-06-01",
	    "rang=second|debut=2028-03-01|fin=2029-02-28"), "");
	CHECK_STR(broken(r, "2027-06-01",
	    "rang=second|debut=2028-03-01|fin=2029-03-01"), "duree");
	CHECK_STR(broken(r, "2028-03-01",
	    "rang=second|debut=2028-03-01|fin=2029-02-28"), "avant-terme");
	renewal("second", "2028-03-01", "2028-08-31");
	/* two renewals, however short they are */
	CHECK_STR(broken(r, "2028-06-01",
	    "rang=second|debut=2028-09-01|fin=2029-02-28"), "rang");
	CHECK_STR(broken(r, "2028-06-01",
	    "rang=premier|debut=2028-09-01|fin=2029-02-28"), "rang");
}

static void
test_total(void)
{
	/* 36 months from the first day, whatever the lengths of months do:
	 * each period of twelve months, the first begun on 29 February */
	contract("2028-02-29", "2029-02-27");
	renewal("premier", "2029-02-28", "2030-02-27");
	CHECK_STR(broken("renouvellement", "2030-01-01",
	    "rang=second|debut=2030-02-28|fin=2031-02-27"), "");
	/* begun before the portal */
	npapers = 0;
	paper(KIND_CAPE, "<periode>renouvellement</periode><rang>premier"
	    "</rang><origine>2025-03-01</origine><precedent-fin>2026-06-30"
	    "</precedent-fin><debut>2026-07-01</debut><fin>2027-06-30</fin>");
	CHECK_STR(broken("renouvellement", "2027-06-01",
	    "rang=second|debut=2027-07-01|fin=2028-06-30"), "total");
	CHECK_STR(broken("renouvellement", "2027-06-01",
	    "rang=second|debut=2027-07-01|fin=2028-02-29"), "");
}

static void
test_break(void)
{
	contract("2026-03-01", "2027-02-28");
	CHECK_STR(broken("rupture", "2026-06-01", "effet=2026-06-30"), "");
	CHECK_STR(broken("rupture", "2026-06-01", "effet=2026-02-28"),
	    "rupture");
	CHECK_STR(broken("rupture", "2026-06-01", "effet=2027-02-28"),
	    "rupture");
	CHECK_STR(broken("rupture", "2026-06-01", "effet=2027-02-27"), "");
	CHECK_STR(broken("rupture", "2027-03-01", "effet=2027-01-31"),
	    "rupture");
	paper(KIND_BREAK, "<effet>2026-06-30</effet>");
	CHECK_STR(broken("renouvellement", "2026-06-15", FIRST), "rupture");
	/* corrected, as long as the term has not come */
	CHECK_STR(broken("rupture", "2026-06-15", "effet=2026-07-15"), "");
	npapers = 0;
	CHECK_STR(broken("rupture", "2026-06-01", "effet=2026-06-30"),
	    "ecrit");
}

static void
test_running(void)
{
	contract("2026-03-01", "2027-02-28");
	CHECK_STR(broken("appui-en-cours", "2026-02-28", ""), "terme");
	CHECK_STR(broken("appui-en-cours", "2026-03-01", ""), "");
	CHECK_STR(broken("appui-en-cours", "2027-02-28", ""), "");
	CHECK_STR(broken("appui-en-cours", "2027-03-01", ""), "terme");
	CHECK_STR(broken("appui-fini", "2027-02-28", ""), "terme");
	CHECK_STR(broken("appui-fini", "2027-03-01", ""), "");
	CHECK_STR(broken("appui", "2029-01-01", ""), "");
	CHECK_STR(broken("avenant", "2026-06-01", "effet=2026-06-15"), "");
	CHECK_STR(broken("avenant", "2026-06-01", "effet=2026-05-31"),
	    "avenant");
	CHECK_STR(broken("avenant", "2026-06-01", "effet=2027-03-01"),
	    "avenant");
	CHECK_STR(broken("avenant", "2027-03-01", ""), "avenant");
	CHECK_STR(broken("appui-mois", "2026-06-15", "mois=2026-06-01"), "");
	CHECK_STR(broken("appui-mois", "2026-06-15", "mois=2026-07-01"),
	    "terme");
	CHECK_STR(broken("appui-mois", "2026-06-15", "mois=2026-02-28"),
	    "terme");
	CHECK_STR(broken("appui-mois", "2027-06-15", "mois=2027-02-01"), "");
	CHECK_STR(broken("appui-mois", "2027-06-15", "mois=2027-03-31"),
	    "terme");
	paper(KIND_BREAK, "<effet>2026-06-30</effet>");
	CHECK_STR(broken("appui-en-cours", "2026-06-30", ""), "");
	CHECK_STR(broken("appui-en-cours", "2026-07-01", ""), "terme");
	CHECK_STR(broken("appui-fini", "2026-07-01", ""), "");
	npapers = 0;
	CHECK_STR(broken("appui", "2026-06-01", ""), "ecrit");
	CHECK_STR(broken("appui-en-cours", "2026-06-01", ""), "ecrit");
	CHECK_STR(broken("appui-fini", "2026-06-01", ""), "ecrit");
}

static void
test_letters(void)
{
	const char *const r = "declaration";

	contract("2026-03-01", "2027-02-28");
	CHECK_STR(broken(r, "2026-06-01", "evenement=conclusion"), "");
	CHECK_STR(broken(r, "2026-06-01", "evenement=renouvellement"),
	    "declarer");
	CHECK_STR(broken(r, "2026-06-01", "evenement=rupture"), "declarer");
	renewal("premier", "2027-03-01", "2027-08-31");
	CHECK_STR(broken(r, "2026-06-01", "evenement=renouvellement"), "");
	npapers = 0;
	CHECK_STR(broken(r, "2026-06-01", "evenement=conclusion"),
	    "declarer");
}

/* Born in 2009: 17 on the day of the renewal, then 18, then 15. */
static const char *
young(const char *birth)
{
	npapers = 0;
	paper(KIND_CAPE, "<naissance>%s</naissance><debut>2026-03-01</debut>"
	    "<fin>2027-02-28</fin>", birth);
	return broken("renouvellement", "2027-02-01", FIRST);
}

static void
test_minor(void)
{
	accords[0] = (struct accord){ .asked = &asked, .holders = 1,
		.state = ACCORD_GIVEN };
	nsomeone = naccords = 1;
	CHECK_STR(young("2009-06-01"), "");
	CHECK_STR(young("2011-02-02"), "age");
	CHECK_STR(young("2011-02-01"), "");
	accords[0].state = ACCORD_AWAITED;
	CHECK_STR(young("2009-06-01"), "representants");
	CHECK_STR(young("2009-02-02"), "representants");
	CHECK_STR(young("2009-02-01"), "");
	accords[0].state = ACCORD_REFUSED;
	CHECK_STR(young("2009-06-01"), "representants");
	/* nobody was asked: nothing was given */
	accords[0].state = ACCORD_GIVEN;
	accords[0].holders = 0;
	CHECK_STR(young("2009-06-01"), "representants");
	accords[0].holders = 2;
	asked.optional = 1;
	CHECK_STR(young("2009-06-01"), "representants");
	asked.optional = 0;
	naccords = 0;
	CHECK_STR(young("2009-06-01"), "representants");
	naccords = 1;
	nsomeone = 0;
	CHECK_STR(young("2009-06-01"), "representants");
}

/* Papers that say how long: no more than was noted, nor than the young may. */
static void
test_hours(void)
{
	static const struct attended noted = { 20, 2970, 600, 29 };
	const char *const r = "participation", *const today = "2027-09-01";

	attended = &noted;
	CHECK_STR(broken(r, today, "demi-journees=20|heures=50|"
	    "collectif-heures=10|formation-heures=0"), "");
	CHECK_STR(broken(r, today, "demi-journees=21"), "faits");
	CHECK_STR(broken(r, today, "heures=51"), "faits");
	CHECK_STR(broken(r, today, "collectif-heures=11"), "faits");
	CHECK_STR(broken(r, today, "heures=51|formation-heures=1"),
	    "faits faits");
	attended = NULL;
	CHECK_STR(broken(r, today, "demi-journees=21|heures=51"), "");
	/* Thursday 1 July to Friday 9, at 17: four days, then 35 hours */
#define WEEKS	"debut=2027-07-01|fin=2027-07-09|"
	dossier.birth = day_parse("2009-07-10");
	CHECK_STR(broken(r, today, WEEKS "heures=32|collectif-heures=35"),
	    "");
	CHECK_STR(broken(r, today, WEEKS "heures=32|collectif-heures=35|"
	    "formation-heures=1"), "mineur-heures");
	/* a single day, and a public holiday */
	CHECK_STR(broken(r, today, "debut=2027-07-01|fin=2027-07-01|"
	    "heures=8"), "");
	CHECK_STR(broken(r, today, "debut=2027-07-01|fin=2027-07-01|"
	    "heures=9"), "mineur-heures");
	dossier.birth = day_parse("2009-07-15");
	CHECK_STR(broken(r, today, "debut=2027-07-14|fin=2027-07-14|"
	    "heures=1"), "mineur-heures");
	/* of age on the last day; what was noted is certified */
	dossier.birth = day_parse("2009-07-09");
	CHECK_STR(broken(r, today, WEEKS "heures=200"), "");
	dossier.birth = day_parse("2009-07-10");
	attended = &noted;
	CHECK_STR(broken(r, today, "debut=2027-07-01|fin=2027-07-01|"
	    "heures=50"), "");
	attended = NULL;
	dossier.birth = DAY_NONE;
}

/*
 * What a paper repeats of a consent: « oui » of all who were asked, « non » of
 * one, else neither; and it may not say yes where one said no.
 */
static void
test_said(void)
{
	static const struct asked_consent way = { .name = "trajet",
		.by_parent = 1, .title = "Trajet", .optional = 1 };
	static const struct {
		const char	*first, *second;	/* "" not answered */
		size_t		 asked;
		enum accord_state state, said;
	} rows[] = {
		{ "", "", 0, ACCORD_GIVEN, ACCORD_AWAITED },
		{ "", "", 1, ACCORD_AWAITED, ACCORD_AWAITED },
		{ "oui", "", 1, ACCORD_GIVEN, ACCORD_GIVEN },
		/* one is enough to let the young person go, not to write
		 * that both agreed */
		{ "oui", "", 2, ACCORD_GIVEN, ACCORD_AWAITED },
		{ "oui", "oui", 2, ACCORD_GIVEN, ACCORD_GIVEN },
		{ "oui", "", 1, ACCORD_AWAITED, ACCORD_AWAITED },
		{ "oui", "non", 2, ACCORD_REFUSED, ACCORD_REFUSED },
		{ "retrait", "", 2, ACCORD_REFUSED, ACCORD_REFUSED },
	};
	struct decision d[2];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		d[0] = (struct decision){ .decision = rows[i].first };
		d[1] = (struct decision){ .decision = rows[i].second };
		accords[0] = (struct accord){ .asked = &way,
			.state = rows[i].state,
			.parent = { *d[0].decision != '\0' ? &d[0] : NULL,
			*d[1].decision != '\0' ? &d[1] : NULL } };
		naccords = 1;
		nsomeone = rows[i].asked;
		printf("# %s, %s\n", rows[i].first, rows[i].second);
		CHECK(accord_said(&accords[0], nsomeone) == rows[i].said);
		CHECK_STR(broken("aucune", "2027-01-01", "trajet=non"), "");
		CHECK_STR(broken("aucune", "2027-01-01", "trajet=main"), "");
		CHECK((*broken("aucune", "2027-01-01", "trajet=oui") != '\0')
		    == (rows[i].said == ACCORD_REFUSED));
	}
	naccords = nsomeone = 0;
}

int
main(void)
{
	struct buf faults = BUF_INIT;

	xml_init();
	a = arena_new();
	regles = regles_load(a, source_path(a, "schemas/regles.xml"),
	    source_path(a, "schemas/xml/regles.rng"), &faults);
	form = definition_parse(a, form_text, sizeof(form_text) - 1, "form",
	    &faults);
	CHECK_STR(buf_cstr(&faults), "");
	buf_free(&faults);
	if (regles == NULL || form == NULL)
		return 1;
	test_renewal();
	test_second();
	test_total();
	test_break();
	test_running();
	test_letters();
	test_minor();
	test_hours();
	test_said();
	CHECK(law_find("autre") == NULL);
	arena_free(a);
	xml_exit();
	return test_end();
}
