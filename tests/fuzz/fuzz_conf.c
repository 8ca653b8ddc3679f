/*
 * Fuzz target: terreau.conf.  What is taken has what every program needs, and
 * can be joined with a name.
 *
 * seeds: schemas/terreau.conf
 */
#include "base/conf.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct conf conf;
	int fd;

	if (conf_load(a, fuzz_file(a, bytes, len, &fd), &conf) == 0) {
		demand(conf.data[0] == '/' && conf.share[0] == '/');
		demand(conf.url != NULL && conf.second_factor != NULL);
		demand(conf.form_seconds >= 0 && conf.form_starts >= 0);
		demand(conf.smtp == NULL || conf.mail_from != NULL);
		demand(conf_data(a, &conf, "x") != NULL);
	}
	close(fd);
	arena_free(a);
	return 0;
}
