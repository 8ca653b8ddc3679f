/*
 * Fuzz target: paths, queries and urlencoded bodies.
 * Every value is NUL-terminated at its length and every name is one of ours.
 */
#include <string.h>

#include "fuzz.h"
#include "web/http.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct param *list;
	const char *path;
	size_t i, n;

	if (http_parse_urlencoded(a, (const char *)bytes, len, &list, &n) == 0)
		for (i = 0; i < n; i++)
			if (list[i].value[list[i].len] != '\0' ||
			    list[i].name[0] == '\0')
				abort();
	if (http_parse_path(a, (const char *)bytes, len, &path) == 0 &&
	    (path[0] != '/' || strstr(path, "/../") != NULL))
		abort();
	arena_free(a);
	return 0;
}
