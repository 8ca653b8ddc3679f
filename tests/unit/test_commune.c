/*
 * commune: the table that is shipped, and tables that are broken.
 */
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/commune.h"
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
		"44109\tNantes\t44000\n44109\tNantes\t44000\n"
	};
	static const char right[] = "# un\n44003\tAncenis\t44150\n"
	    "44109\tNantes\t44000 44100";
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
	test_broken(a);
	arena_free(a);
	return test_end();
}
