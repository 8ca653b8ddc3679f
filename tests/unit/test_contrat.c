/*
 * contrat: periods, state, end and length, from papers and a day.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/law/contrat.h"
#include "test.h"

static struct arena *a;
static struct dossier dossier = { .state = "encours" };
static struct earlier papers[8];
static size_t npapers;

static void
paper(const char *kind, const char *answers)
{
	struct xml_error err;
	const char *xml = arena_fmt(a, "<document><contrat>%s</contrat>"
	    "</document>", answers);
	struct tree *t = tree_parse(a, xml, strlen(xml), "paper", &err);

	papers[npapers] = (struct earlier){ .kind = kind, .code = arena_fmt(a,
		"P%zu", npapers), .root = tree_root(t),
		.contract = node_child(tree_root(t), "contrat") };
	npapers++;
}

static const char *
dates(const char *first, const char *last)
{
	return arena_fmt(a, "<debut>%s</debut><fin>%s</fin>", first, last);
}

static void
renewal(const char *rank, const char *first, const char *last)
{
	paper(KIND_RENEWAL, arena_fmt(a, "<rang>%s</rang>%s", rank,
	    dates(first, last)));
}

/* « en-cours 2027-02-28 12 mois »: state, end and length on a day. */
static const char *
on(const char *today, int32_t cesa)
{
	struct contrat c;

	contrat_read(a, papers, npapers, &dossier, DAY_NONE, DAY_NONE, cesa,
	    day_parse(today), &c);
	return arena_fmt(a, "%s %s %s", contrat_state_name(c.state),
	    c.end == DAY_NONE ? "-" : day_iso(a, c.end),
	    duree_french(a, c.length));
}

static void
test_life(void)
{
	npapers = 0;
	CHECK_STR(on("2026-02-10", DAY_NONE), "aucun - 0\u00a0jour");
	paper(KIND_CAPE, dates("2026-03-01", "2027-02-28"));
	dossier.state = "contrat";
	CHECK_STR(on("2026-02-10", DAY_NONE),
	    "a-signer 2027-02-28 12\u00a0mois");
	dossier.state = "encours";
	CHECK_STR(on("2026-02-28", DAY_NONE),
	    "a-venir 2027-02-28 12\u00a0mois");
	CHECK_STR(on("2026-03-01", DAY_NONE),
	    "en-cours 2027-02-28 12\u00a0mois");
	CHECK_STR(on("2027-02-28", DAY_NONE),
	    "en-cours 2027-02-28 12\u00a0mois");
	CHECK_STR(on("2027-03-01", DAY_NONE),
	    "echu 2027-02-28 12\u00a0mois");
	renewal("premier", "2027-03-01", "2027-08-31");
	CHECK_STR(on("2027-02-28", DAY_NONE),
	    "en-cours 2027-08-31 18\u00a0mois");
	CHECK_STR(on("2027-03-01", DAY_NONE),
	    "renouvele 2027-08-31 18\u00a0mois");
	dossier.state = "terminee";
	CHECK_STR(on("2027-09-01", DAY_NONE),
	    "termine 2027-08-31 18\u00a0mois");
	CHECK_STR(on("2027-09-01", day_parse("2027-09-01")),
	    "transforme 2027-08-31 18\u00a0mois");
	dossier.state = "encours";
	/* a CESA before the term ends it */
	CHECK_STR(on("2027-06-01", day_parse("2027-06-01")),
	    "transforme 2027-05-31 15\u00a0mois");
	CHECK_STR(on("2027-05-31", day_parse("2027-06-01")),
	    "renouvele 2027-05-31 15\u00a0mois");
}

static void
test_break(void)
{
	npapers = 0;
	paper(KIND_CAPE, dates("2026-03-01", "2027-02-28"));
	paper(KIND_BREAK, "<effet>2026-07-10</effet>");
	CHECK_STR(on("2026-07-10", DAY_NONE),
	    "en-cours 2026-07-10 4\u00a0mois et 10\u00a0jours");
	CHECK_STR(on("2026-07-11", DAY_NONE),
	    "rompu 2026-07-10 4\u00a0mois et 10\u00a0jours");
	dossier.state = "terminee";
	CHECK_STR(on("2026-07-11", DAY_NONE),
	    "rompu 2026-07-10 4\u00a0mois et 10\u00a0jours");
	dossier.state = "encours";
	/* without its contract it says nothing */
	papers[0] = papers[1];
	npapers = 1;
	CHECK_STR(on("2026-07-11", DAY_NONE), "aucun - 0\u00a0jour");
}

/* Periods signed before the portal are in the data of the first paper. */
static void
test_before(void)
{
	struct contrat c;

	npapers = 0;
	paper(KIND_CAPE, arena_fmt(a, "<periode>renouvellement</periode>"
	    "<rang>premier</rang><origine>2025-03-01</origine>"
	    "<precedent-fin>2026-02-28</precedent-fin>%s",
	    dates("2026-03-01", "2027-02-28")));
	renewal("second", "2027-03-01", "2028-02-29");
	contrat_read(a, papers, npapers, &dossier, DAY_NONE, DAY_NONE,
	    DAY_NONE, day_parse("2026-06-01"), &c);
	CHECK(c.n == 3);
	CHECK(c.periodes[0].rank == 0 && *c.periodes[0].code == '\0');
	CHECK(c.periodes[1].rank == 1 && c.periodes[2].rank == 2);
	CHECK_STR(day_iso(a, c.first), "2025-03-01");
	CHECK_STR(on("2026-06-01", DAY_NONE),
	    "renouvele 2028-02-29 36\u00a0mois");
}

/* A renewal that waits for a signature is none once its term has come. */
static void
test_waits(void)
{
	npapers = 0;
	paper(KIND_CAPE, dates("2026-03-01", "2027-02-28"));
	renewal("premier", "2027-03-01", "2027-08-31");
	papers[1].waits = 1;
	CHECK_STR(on("2027-02-28", DAY_NONE),
	    "en-cours 2027-08-31 18\u00a0mois");
	CHECK_STR(on("2027-03-01", DAY_NONE),
	    "echu 2027-02-28 12\u00a0mois");
	papers[1].waits = 0;
	CHECK_STR(on("2027-03-01", DAY_NONE),
	    "renouvele 2027-08-31 18\u00a0mois");
	/* the contract itself is signed as its dossier says */
	papers[0].waits = 1;
	CHECK_STR(on("2027-02-28", DAY_NONE),
	    "en-cours 2027-08-31 18\u00a0mois");
}

/* A gap is not support; papers in any order. */
static void
test_gap(void)
{
	npapers = 0;
	renewal("premier", "2027-04-01", "2027-06-30");
	paper(KIND_CAPE, dates("2026-03-01", "2027-02-28"));
	CHECK_STR(on("2027-05-01", DAY_NONE),
	    "renouvele 2027-06-30 15\u00a0mois");
	/* data that cannot be read make no period */
	paper(KIND_RENEWAL, "<rang>second</rang><debut>2027-07-01</debut>");
	papers[npapers++] = (struct earlier){ .kind = KIND_RENEWAL,
		.code = "" };
	CHECK_STR(on("2027-05-01", DAY_NONE),
	    "renouvele 2027-06-30 15\u00a0mois");
}

static void
test_node(void)
{
	struct tree *t = tree_new(a, "page");
	struct contrat c;
	struct node *n;

	npapers = 0;
	paper(KIND_CAPE, dates("2026-03-01", "2027-02-28"));
	contrat_read(a, papers, npapers, &dossier, day_parse("2026-04-01"),
	    DAY_NONE, day_parse("2027-03-01"), day_parse("2026-06-01"), &c);
	n = contrat_node(a, tree_root(t), &c);
	CHECK_STR(node_attr(n, "etat"), "en-cours");
	CHECK_STR(node_attr(n, "terme"), "2027-02-28");
	CHECK_STR(node_attr(n, "activite"), "2026-04-01");
	CHECK(node_attr(n, "immatriculation") == NULL);
	CHECK_STR(node_attr(node_child(n, "cesa"), "echeance"), "2029-03-01");
	CHECK(node_attr(node_child(n, "cesa"), "essai") == NULL);
	n = node_child(n, "periode");
	CHECK_STR(node_attr(n, "code"), "P0");
	CHECK_STR(node_attr(n, "libelle"), "première période");
	CHECK_STR(node_attr(n, "duree"), "12\u00a0mois");
}

int
main(void)
{
	xml_init();
	a = arena_new();
	test_life();
	test_break();
	test_before();
	test_gap();
	test_waits();
	test_node();
	arena_free(a);
	xml_exit();
	return test_end();
}
