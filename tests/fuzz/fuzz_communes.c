/*
 * Fuzz target: the tables of communes and départements.  What reads can be
 * looked through.
 */
#include <string.h>

#include "domain/territory/commune.h"
#include "domain/territory/map.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	int fd;
	const char *path = fuzz_file(a, bytes, len, &fd);

	const struct communes *cs = communes_load(a, path);
	struct commune_search found;

	if (cs != NULL) {
		commune_find(cs, "44003");
		communes_search(a, cs, "44150", NULL, &found);
		communes_search(a, cs, "ancenis 44", "44", &found);
	}
	departements_load(a, path);
	close(fd);
	arena_free(a);
	return 0;
}
