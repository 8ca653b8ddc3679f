/*
 * commune: the table that is shipped, and tables that are broken.
 */
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/territory/commune_index.h"
#include "port/unicode.h"
#include "forms.h"
#include "test.h"

static void
test_shipped(struct arena *a)
{
	const struct communes *cs;
	const struct commune *list = NULL;
	size_t n;

	cs = communes_load(a, source_path(a, "content/communes.tsv"));
	CHECK(cs != NULL);
	if (cs == NULL)
		return;
	n = communes_at(a, cs, "44150", &list);
	CHECK(n > 1);
	CHECK_STR(list[0].name, "Ancenis-Saint-Géréon");
	CHECK_STR(list[0].insee, "44003");
	n = communes_at(a, cs, "44000", &list);
	CHECK(n == 1);
	CHECK_STR(list[0].name, "Nantes");
	/* a big city is its arrondissement only */
	n = communes_at(a, cs, "75011", &list);
	CHECK(n == 1);
	CHECK_STR(list[0].insee, "75111");
	n = communes_at(a, cs, "20167", &list);
	CHECK(n > 1 && str_starts(list[0].insee, "2A"));
	n = communes_at(a, cs, "97400", &list);
	CHECK(n == 1);
	CHECK_STR(list[0].name, "Saint-Denis");
	CHECK(communes_at(a, cs, "00000", &list) == 0);
	CHECK(communes_at(a, cs, "99999", &list) == 0);
	CHECK(communes_at(a, cs, "4415", &list) == 0);
	CHECK(communes_at(a, cs, "4415x", &list) == 0);
	CHECK(communes_at(a, cs, "", &list) == 0);
	CHECK_STR(commune_find(cs, "44109")->name, "Nantes");
	CHECK_STR(commune_find(cs, "75056")->name, "Paris");
	CHECK_STR(commune_find(cs, "2B033")->name, "Bastia");
	CHECK(commune_find(cs, "99999") == NULL);
	CHECK(commune_find(cs, "") == NULL);
}

/* In the order of letters, not of bytes. */
static void
test_order(struct arena *a)
{
	const struct communes *cs;
	const struct commune *list = NULL;
	size_t n;

	cs = communes_load(a, source_path(a, "content/communes.tsv"));
	n = cs == NULL ? 0 : communes_at(a, cs, "01360", &list);
	CHECK(n == 4);
	if (n < 4)
		return;
	CHECK_STR(list[1].name, "Béligneux");
	CHECK_STR(list[2].name, "Bressolles");
}

static void
test_departement(struct arena *a)
{
	CHECK_STR(commune_departement(a, "44109"), "44");
	CHECK_STR(commune_departement(a, "2A004"), "2A");
	CHECK_STR(commune_departement(a, "97411"), "974");
	CHECK_STR(commune_departement(a, "98818"), "988");
	CHECK_STR(commune_departement(a, ""), "");
}

/* The key of each name must be what people's words are folded to. */
static void
test_keys(struct arena *a, const struct communes *cs)
{
	struct commune_search first;
	size_t i, wrong = 0;

	communes_search(a, cs, "Nantes", NULL, &first);
	for (i = 0; i < cs->nrows; i++) {
		const char *key = cs->index->keys.data + cs->index->at[i];
		const char *want = unicode_fold(a, cs->rows[i].name);

		wrong += strlen(want) != strcspn(key, "\n") ||
		    memcmp(key, want, strlen(want)) != 0;
	}
	CHECK(cs->nrows > 35000 && wrong == 0);
}

static const char *
found(struct arena *a, const struct communes *cs, const char *text)
{
	static const char *const matches[] = { "none", "one", "several",
	    "near" };
	struct commune_search s;

	communes_search(a, cs, text, "44 49 53 72 85", &s);
	return arena_fmt(a, "%s %s", matches[s.match], s.n == 0 ? "-" :
	    s.list[0].insee);
}

static void
test_search(struct arena *a, const struct communes *cs)
{
	static const struct { const char *text, *want; } cases[] = {
		{ "Nantes", "one 44109" }, { "  nantes ", "one 44109" },
		{ "NANTES", "one 44109" }, { "Ancenis", "one 44003" },
		{ "ancenis saint gereon", "one 44003" },
		{ "Ancenis-St-Géréon", "one 44003" },
		{ "Ancenix", "near 44003" }, { "Ansenis", "near 44003" },
		{ "Nanets", "near 44109" }, { "Laval", "one 53130" },
		{ "laval 38", "one 38206" }, { "Laval (53)", "one 53130" },
		{ "Mans", "one 72181" }, { "le mans", "one 72181" },
		{ "sables d'olonne", "one 85194" },
		{ "Les Sables-d’Olonne", "one 85194" },
		{ "st sebastien s/ loire", "one 44190" },
		{ "Ste Luce sur Loire", "one 44172" },
		{ "saint-denis", "several 11339" }, { "Y", "one 80829" },
		{ "Œuilly", "several 02565" }, { "oeuilly", "several 02565" },
		{ "bœrsch", "one 67052" }, { "L’Haÿ-les-Roses", "one 94038" },
		{ "44150", "several 44003" }, { "44000", "one 44109" },
		{ "44150 ancenis", "one 44003" },
		{ "44150 zut", "several 44003" }, { "99999", "none -" },
		{ "Saint", "several 56201" },
		{ "Saint-Jean", "several 31488" },
		{ "Rennes", "several 35238" }, { "Lyon", "one 69123" },
		{ "Saint-Mars", "several 72299" }, { "", "none -" }, { "44", "none -" },
		{ "e", "none -" }, { "zzzzzzzzzz", "none -" },
		{ "<script>alert(1)</script>", "none -" },
		{ "\xe4\xb8\xad\xe6\x96\x87", "none -" }
	};
	struct commune_search s;
	const char *got;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		got = found(a, cs, cases[i].text);
		CHECK_STR(got, cases[i].want);
	}
	communes_search(a, cs, "Saint-Jean", "85", &s);
	CHECK(s.n == COMMUNES_SHOWN && str_starts(s.list[1].name,
	    "Saint-Jean-d") && str_starts(s.list[1].insee, "85"));
	communes_search(a, cs, "Saint-J", NULL, &s);
	CHECK(s.n == COMMUNES_SHOWN && s.total > 100);
	communes_search(a, cs, "Saint-Denis", "93", &s);
	CHECK(s.match == MATCH_ONE && str_eq(s.list[0].insee, "93066") &&
	    s.n == s.total && s.n > 3);
	communes_search(a, cs, arena_fmt(a, "%0500d", 0), NULL, &s);
	CHECK(s.match == MATCH_NONE);
}

static void
test_distance(struct arena *a, const struct communes *cs)
{
	const struct commune *nantes = commune_find(cs, "44109");
	const struct commune *paris = commune_find(cs, "75056");
	const struct commune *noumea = commune_find(cs, "98818");
	double km = commune_distance_km(nantes, paris);

	CHECK(km > 341 && km < 345);
	CHECK(commune_distance_km(nantes, nantes) < 0.001);
	CHECK(noumea->point == POINT_NONE &&
	    commune_distance_km(nantes, noumea) < 0);
	CHECK(distance_km(0, 0, 0, 180) > 20015 &&
	    distance_km(0, 0, 0, 180) < 20016);
	CHECK(distance_km(90, 0, -90, 77) > 20015);
	CHECK_STR(distance_shown(a, 18.4), "environ 18\u00a0km");
	CHECK_STR(distance_shown(a, 99.4), "environ 99\u00a0km");
	CHECK_STR(distance_shown(a, 406.2), "environ 410\u00a0km");
	CHECK_STR(distance_shown(a, 0.3), "moins de 2\u00a0km");
	CHECK_STR(commune_de(a, "Le Mans"), "du Mans");
	CHECK_STR(commune_de(a, "Les Sables-d’Olonne"),
	    "des Sables-d’Olonne");
	CHECK_STR(commune_de(a, "La Flèche"), "de La Flèche");
	CHECK_STR(commune_de(a, "Évron"), "d’Évron");
	CHECK_STR(commune_de(a, "Y"), "de Y");
	CHECK_STR(commune_de(a, ""), "de ");
}

/* Of the whole country, how much has a point, and inside of its borders. */
static void
test_points(const struct communes *cs)
{
	size_t i, count[3] = { 0 }, outside = 0;

	for (i = 0; i < cs->nrows; i++) {
		const struct commune *c = &cs->rows[i];

		count[c->point]++;
		if (c->insee[0] == '9' && c->insee[1] > '6')
			continue;
		outside += c->lat < 41.3 || c->lat > 51.1 || c->lon < -5.2 ||
		    c->lon > 9.6;
	}
	CHECK(outside == 0);
	CHECK(count[POINT_KNOWN] > 14000 && count[POINT_NONE] < 100);
}

static void
test_by_name(struct arena *a)
{
	const struct communes *cs = communes_load(a, source_path(a,
	    "content/communes.tsv"));

	if (cs == NULL)
		return;
	test_keys(a, cs);
	test_search(a, cs);
	test_distance(a, cs);
	test_points(cs);
}

static void
test_broken(struct arena *a)
{
	static const char *const broken[] = {
		"44109\tNantes\n",
		"44109 Nantes 44000\n",
		"4410\tNantes\t44000\n",
		"44109\tNantes\t4400\n",
		"44109\tNantes\t44000,44100\n",
		"44109\tNantes\t44000  44100\n",
		"44109\tNantes\t44000\n44003\tAncenis\t44150\n",
		"44109\tNantes\t44000\n44109\tNantes\t44000\n",
		"44109\tNantes\t44000\t47.2\n",
		"44109\tNantes\t44000\t47.2\tx\n",
		"44109\tNantes\t44000\t\t\n",
		"44109\tNantes\t44000\t97.2\t-1.5\n"
	};
	static const char right[] = "# un\n44003\tAncenis\t44150\n"
	    "44109\tNantes\t44000 44100\t~47.2\t-1.5";
	char path[] = "/tmp/terreau-test-XXXXXX";
	const struct commune *list = NULL;
	const struct communes *cs;
	int fd = mkstemp(path);
	size_t i;

	for (i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		file_write(path, broken[i], strlen(broken[i]), 0600);
		CHECK(communes_load(a, path) == NULL);
	}
	file_write(path, right, strlen(right), 0600);
	cs = communes_load(a, path);
	CHECK(cs != NULL && communes_at(a, cs, "44100", &list) == 1);
	file_write(path, "", 0, 0600);
	cs = communes_load(a, path);
	CHECK(cs != NULL && communes_at(a, cs, "44100", &list) == 0);
	unlink(path);
	close(fd);
	CHECK(communes_load(a, path) == NULL);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_shipped(a);
	test_order(a);
	test_departement(a);
	test_by_name(a);
	test_broken(a);
	arena_free(a);
	return test_end();
}
