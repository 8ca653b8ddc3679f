/*
 * Fuzz target: the Cookie header.  What is found is printable ASCII.
 */
#include "fuzz.h"
#include "web/http.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	const char *header = arena_dupn(a, (const char *)bytes, len), *p;

	if ((p = http_cookie(a, header, "terreau")) != NULL)
		for (; *p != '\0'; p++)
			if (*p <= ' ' || *p >= 0x7f)
				abort();
	arena_free(a);
	return 0;
}
