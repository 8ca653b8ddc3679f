/*
 * network: the fictional network, the template to fill in, and faults.
 */
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/territory/network.h"
#include "text/input.h"
#include "forms.h"
#include "test.h"

static const struct network *
load(struct arena *a, const char *path, struct buf *faults)
{
	return network_load(a, path, source_path(a, "schemas/xml/reseau.rng"),
	    faults);
}

static void
test_demo(struct arena *a)
{
	struct buf faults = BUF_INIT;
	const char *path = source_path(a, "content/demo/reseau.xml");
	const struct network *net = load(a, path, &faults);
	const struct cooperative *c;
	const char *s;
	size_t i, bad = 0;

	CHECK_STR(buf_cstr(&faults), "");
	CHECK(net != NULL);
	if (net == NULL)
		return;
	CHECK_STR(net->name, "Coopératives en région");
	CHECK_STR(node_attr(tree_root(net->tree), "fictif"), "oui");
	CHECK(net->ncooperatives == 5);
	c = network_cooperative(net, "le-mans");
	CHECK(c != NULL);
	CHECK_STR(c->name, "Coopérative du Mans");
	CHECK_STR(node_value(a, c->node, "de"), "de la Coopérative du Mans");
	CHECK(network_cooperative(net, "paris") == NULL);
	CHECK(network_cooperative(net, "") == NULL);
	/* phones of the ranges kept for fiction, SIREN of a range not used */
	for (i = 0; i < net->ncooperatives; i++) {
		c = &net->cooperatives[i];
		s = input_phone(a, node_value(a, c->node, "telephone"));
		bad += s == NULL || !str_starts(s, "+3326191");
		s = node_value(a, c->node, "siren");
		bad += s == NULL || !str_starts(s, "9999");
	}
	CHECK(bad == 0);
	CHECK(network_placeholders(net, path, &faults) == 0);
	buf_free(&faults);
}

static void
test_template(struct arena *a)
{
	struct buf faults = BUF_INIT;
	const char *path = source_path(a, "schemas/xml/reseau-vide.xml");
	const struct network *net = load(a, path, &faults);

	CHECK_STR(buf_cstr(&faults), "");
	CHECK(net != NULL && network_placeholders(net, path, &faults) > 40);
	CHECK(strstr(buf_cstr(&faults), "reseau-vide.xml:9: <nom> reste") !=
	    NULL);
	CHECK(strstr(buf_cstr(&faults), "qualite de <representant>") != NULL);
	buf_free(&faults);
}

/* The demonstration network with one text replaced, on that line. */
static const char *
changed(struct arena *a, const char *from, const char *to, int *line)
{
	struct buf b = BUF_INIT;
	const char *at, *s;

	file_read(&b, source_path(a, "content/demo/reseau.xml"));
	if ((at = strstr(buf_cstr(&b), from)) == NULL) {
		printf("not ok nothing to change: %s\n", from);
		exit(1);
	}
	*line = 1;
	for (s = b.data; s < at; s++)
		*line += *s == '\n';
	s = arena_fmt(a, "%.*s%s%s", (int)(at - b.data), b.data, to,
	    at + strlen(from));
	buf_free(&b);
	return s;
}

static void
test_faults(struct arena *a)
{
	static const struct {
		const char	*from, *to, *told;	/* « @ »: that line */
	} cases[] = {
		{ "<siren>999902018", "<siren>999902019", "@: siren" },
		{ "<siret>99990201800012", "<siret>99990201800013",
		    "@: siret" },
		{ "<siret>99990201800012", "<siret>99990202600015",
		    "must begin with the SIREN" },
		{ "code=\"angers\"", "code=\"nantes\"",
		    "this code is there already" },
		{ "code=\"angers\"", "code=\"Angers\"", "@" },
		{ "<devise>", "<deviz>", ":" },
		{ "departements=\"49\"", "departements=\"490\"", "@" },
		{ "<de>de la Coopérative d’Angers",
		    "<de>la Coopérative d’Angers", "@" },
		{ "<code-postal>49100", "<code-postal>4910", ":" },
		{ "taux=\"11\"", "taux=\"11.5\"", ":" },
		{ "assemblee=\"2026-05-22\"", "assemblee=\"2026-02-30\"",
		    ":" },
		{ "<tva>FR", "<tva>FR99x", ":" },
		{ "<tva>FR78999902018", "<tva>FR79999902018", "@: tva" },
		{ "<tva>FR78999902018", "<tva>FR05999902026", "@: tva" },
		{ "code=\"fabrique\"", "code=\"laval\"",
		    "this code is there already" },
		{ "code=\"saumurois\"", "code=\"fabrique\"",
		    "this code is there already" },
		{ "porteur=\"angers\"", "porteur=\"anger\"",
		    "no cooperative has this code" },
		{ " latitude=\"47.2046\"", "", ":" },
		{ "genre=\"entree\"", "genre=\"porte\"", ":" },
		{ "latitude=\"47", "latitude=\"x", ":" },
		{ "<email>angers@cooperatives.example", "<email>angers",
		    ":" }
	};
	char path[] = "/tmp/terreau-test-XXXXXX";
	struct buf faults = BUF_INIT;
	const char *s, *want;
	int fd = mkstemp(path), told, line;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&faults);
		s = changed(a, cases[i].from, cases[i].to, &line);
		want = cases[i].told;
		if (*want == '@')
			want = arena_fmt(a, ":%d%s", line, want + 1);
		file_write(path, s, strlen(s), 0600);
		CHECK(load(a, path, &faults) == NULL);
		told = str_starts(buf_cstr(&faults), path) &&
		    strstr(buf_cstr(&faults), want) != NULL;
		CHECK(told);
		if (!told)
			printf("# %zu %s", i, buf_cstr(&faults));
	}
	unlink(path);
	close(fd);
	buf_reset(&faults);
	CHECK(load(a, path, &faults) == NULL && faults.len > 0);
	buf_free(&faults);
}

int
main(void)
{
	struct arena *a = arena_new();

	xml_init();
	test_demo(a);
	test_template(a);
	test_faults(a);
	arena_free(a);
	xml_exit();
	return test_end();
}
