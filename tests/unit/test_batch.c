/*
 * batch: names of files.  What is packed and printed: tests/web/lots.sh.
 */
#include "domain/paper/batch.h"
#include "port/crypto.h"
#include "test.h"

static void
test_ascii(struct arena *a)
{
	CHECK_STR(batch_ascii(a, "Maëlys"), "Maelys");
	CHECK_STR(batch_ascii(a, "LEROUX"), "LEROUX");
	CHECK_STR(batch_ascii(a, "Nguyễn-Lefèvre d’Œuf"),
	    "Nguyen-Lefevre-d-Oeuf");
	CHECK_STR(batch_ascii(a, "Łukasz Çağrı"), "Lukasz-Cagri");
	CHECK_STR(batch_ascii(a, "e\u0301lise"), "elise");
	CHECK_STR(batch_ascii(a, "  Ana  "), "Ana");
	CHECK_STR(batch_ascii(a, "../../etc"), "etc");
	CHECK_STR(batch_ascii(a, "Ana /"), "Ana");
	CHECK_STR(batch_ascii(a, "王"), "sans-nom");
	CHECK_STR(batch_ascii(a, ""), "sans-nom");
	CHECK_STR(batch_ascii(a, "王 Li"), "Li");
	CHECK(strlen(batch_ascii(a, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")) == 40);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_ascii(a);
	arena_free(a);
	return test_end();
}
