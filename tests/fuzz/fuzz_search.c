/*
 * Fuzz target: a question put to the search of the site.  Whatever it says, it
 * is words to look for and no query of SQLite: it never fails.
 */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "domain/search/search.h"
#include "fuzz.h"

static char folder[] = "/tmp/fuzz-search-XXXXXX";
static const char *path;
static struct search *s;

static void
leave(void)
{
	search_close(s);
	unlink(path);
	rmdir(folder);
}

static void
prepare(void)
{
	struct arena *kept = fuzz_kept();
	struct search_writer *w;

	demand(mkdtemp(folder) != NULL);
	path = arena_fmt(kept, "%s/recherche.db", folder);
	demand((w = search_writer_open(path)) != NULL);
	search_writer_page(w, "/cape", "Le contrat d’appui (CAPE)", "Un "
	    "contrat", "\x02" "Durée\nUn contrat d’appui dure un an.\n");
	search_writer_page(w, "/mots", "Les mots", "", "\n\x03" "cae\nCAE\n"
	    "Coopérative d’activité et d’emploi.\n\x04\nNEAR AND OR NOT\n");
	demand(search_writer_close(w, 1) == 0);
	s = search_open(path);
	demand(atexit(leave) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	const char *question = arena_dupn(a, (const char *)bytes, len);
	struct search_result r;
	size_t i, k;

	if (path == NULL)
		prepare();
	if (utf8_valid(question, strlen(question))) {
		demand(search_run(a, s, question, len % 3, &r) == 0);
		demand(r.words <= SEARCH_WORDS && r.total <= 4);
		for (i = 0; i < r.nhits; i++)
			for (k = 0; k < r.hits[i].npieces; k++)
				demand(utf8_valid(r.hits[i].pieces[k].text,
				    strlen(r.hits[i].pieces[k].text)));
	}
	arena_free(a);
	return 0;
}
