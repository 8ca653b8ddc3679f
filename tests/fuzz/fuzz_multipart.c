/*
 * Fuzz target: multipart bodies.  The first line of the input is the type.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "web/http.h"

int	 LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	const char *end = len == 0 ? NULL : memchr(bytes, '\n', len), *type;
	struct param *list;
	size_t i, n, used;

	if (end != NULL) {
		used = (size_t)(end + 1 - (const char *)bytes);
		type = arena_dupn(a, (const char *)bytes, used - 1);
		if (http_parse_multipart(a, type, end + 1, len - used, &list,
		    &n) == 0)
			for (i = 0; i < n; i++)
				if (list[i].value[list[i].len] != '\0' ||
				    list[i].name[0] == '\0')
					abort();
	}
	arena_free(a);
	return 0;
}
