/*
 * Fuzz target: a file that somebody sent.  Up to the first line end it is the
 * name.  What is good is one of three types, by its first bytes; what is not
 * is told in a sentence; a name is safe in a header and a folder.
 *
 * seeds: tests/fuzz/corpus/upload
 */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "domain/dossier/upload.h"
#include "fuzz.h"

static void
look_at_name(struct arena *a, const char *sent)
{
	const char *name = upload_name(a, sent), *p;

	demand(*name != '\0' && *name != '.' && utf8_valid(name, strlen(name)));
	demand(utf8_length(name) <= 100);
	for (p = name; *p != '\0'; p++)
		demand((unsigned char)*p >= 0x20 && *p != 0x7f &&
		    strchr("/\\\"<>|*?:;%", *p) == NULL);
	demand(str_eq(upload_name(a, name), name));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const uint8_t *end = len == 0 ? NULL : memchr(bytes, '\n', len);
	size_t named = end == NULL ? 0 : (size_t)(end - bytes) + 1;
	struct arena *a = arena_new();
	struct spool *s = spool_new(a, NULL);
	enum upload_fault fault;
	struct upload u;

	look_at_name(a, arena_dupn(a, (const char *)bytes,
	    named > 0 ? named - 1 : 0));
	spool_add(s, bytes + named, len - named);
	fault = upload_read(a, s, "x", NULL, &u);
	demand((fault == UPLOAD_GOOD) ==
	    (upload_told(a, fault, len, 0) == NULL));
	if (fault == UPLOAD_GOOD)
		demand(str_eq(u.type, "application/pdf") ||
		    str_eq(u.type, "image/png") ||
		    str_eq(u.type, "image/jpeg"));
	arena_free(a);
	return 0;
}
