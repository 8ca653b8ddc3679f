/*
 * The catalogue: every kind of document of content/documents, filled with the
 * shortest, the longest and the strangest data that its form takes, each of
 * which must be right, fill its model and be drawn.  Leaves
 * catalogue/KIND-SET.pdf and .html in builddir/tests for tests/golden, and
 * KIND.pdf with KIND.html of the strangest beside them for tests/pdf.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/law/contrat.h"
#include "domain/paper/specimen.h"
#include "domain/proof/keyring.h"
#include "contract.h"
#include "test.h"

enum { SHORT = SPECIMEN_SHORT, LONG = SPECIMEN_LONG,
    STRANGE = SPECIMEN_STRANGE, SETS };
static const char *const sets[SETS] = { "court", "long", "etrange" };

static struct arena *a;
static struct conf conf;
static struct network network;
static struct office office;
static const char *builddir;

static const char reseau[] =
    "<reseau><nom>Coopératives en région</nom>"
    "<telephone>+33261910000</telephone>"
    "<email>contact@reseau.example</email>"
    "<cooperative code='nantes' departements='44'>"
    "<nom>Coopérative de Nantes</nom><de>de la Coopérative de Nantes</de>"
    "<forme>société coopérative de production à responsabilité limitée"
    "</forme><capital>capital variable</capital><siren>123456782</siren>"
    "<siret>12345678200010</siret><rcs>Nantes</rcs>"
    "<adresse>12 rue du Port</adresse><code-postal>44000</code-postal>"
    "<commune>Nantes</commune><telephone>+33261910044</telephone>"
    "<email>nantes@reseau.example</email>"
    "<representant qualite='gérante'>Claire DUBOIS</representant>"
    "<assurance police='RC 4471-02'>Assurance des métiers</assurance>"
    "</cooperative></reseau>";

/* Everything the form can be told is right at the first go. */
static void
test_answers(const struct definition *form, int set)
{
	struct answers *an = specimen_answers(a, &office, form,
	    (enum specimen)set, CONTRACT_DAY);
	const struct field *f;
	const char *error;
	size_t i, k;
	int wrong = 0;

	for (i = 0; i < form->nsteps; i++)
		for (k = 0; k < form->steps[i].nfields; k++) {
			f = &form->steps[i].fields[k];
			error = answers_error(an, f->name);
			if (error == NULL && (set == SHORT ||
			    !answers_asked(an, f) ||
			    answers_raw(an, f->name, 0) != NULL ||
			    f->kind == FIELD_DATE))
				continue;
			printf("# %s, %s, %s: %s\n", form->name, f->name,
			    sets[set], error == NULL ? "no data" : error);
			wrong++;
		}
	CHECK(wrong == 0);
}

static struct tree *
data(const struct paper *paper, int set)
{
	struct tree *t = specimen_fill(a, &office, paper, (enum specimen)set,
	    CONTRACT_DAY);

	CHECK(t != NULL);
	if (t == NULL)
		return NULL;
	if (paper->form != NULL)
		test_answers(paper->form, set);
	snapshot_seal(a, t, &office, "8H3MW9K4T2QX");
	return t;
}

static void
leave(const char *path, const struct buf *b)
{
	CHECK(file_write(arena_fmt(a, "%s/tests/%s", builddir, path), b->data,
	    b->len, 0644) == 0);
}

/*
 * An answer left to the pen (the last choice) is two empty boxes, and the
 * paper knows; all others are said in words.
 */
static void
test_pen(const struct paper *paper, struct tree *t, int set,
    const struct buf *twin)
{
	static const char *const with[] = { "autorisation-parentale",
	    "droit-image" };
	struct node *n = node_child(tree_root(t), "contrat");
	int i, boxes = strstr(buf_cstr(twin), "☐") != NULL, asks = 0;

	for (i = 0; i < 2; i++)
		asks |= str_eq(paper->kind, with[i]);
	CHECK(boxes == (asks && set == LONG));
	CHECK((n != NULL && node_attr(n, "manuscrit") != NULL) == boxes);
	if (asks && set == SHORT)
		CHECK(strstr(buf_cstr(twin), "☑\u00a0Oui") != NULL &&
		    strstr(buf_cstr(twin), "Non<") == NULL);
	if (asks && set == STRANGE)
		CHECK(strstr(buf_cstr(twin), "☑\u00a0Non") != NULL &&
		    strstr(buf_cstr(twin), "☑\u00a0Oui") == NULL);
}

static void
test_one(const struct paper *paper, int set)
{
	struct buf bytes = BUF_INIT, twin = BUF_INIT, pdf = BUF_INIT;
	struct press_result result = { .error = "" };
	unsigned char print[SHA256_SIZE];
	struct tree *t = data(paper, set);
	const char *stem;

	if (t == NULL)
		return;
	snapshot_close(a, t, &bytes, print);
	printf("# %s, %s\n", paper->kind, sets[set]);
	CHECK(paper_fill(a, &office, paper, t, &twin, &pdf, &result) == 0);
	CHECK_STR(result.error, "");
	/* nothing typed is ever a mark or markup */
	CHECK(strstr(buf_cstr(&twin), "<b>") == NULL);
	CHECK(set == STRANGE || strstr(buf_cstr(&twin), "{{") == NULL);
	test_pen(paper, t, set, &twin);
	stem = arena_fmt(a, "catalogue/%s-%s", paper->kind, sets[set]);
	leave(arena_fmt(a, "%s.pdf", stem), &pdf);
	leave(arena_fmt(a, "%s.html", stem), &twin);
	if (set == STRANGE && !str_eq(paper->kind, KIND_CAPE)) {
		leave(arena_fmt(a, "%s.pdf", paper->kind), &pdf);
		leave(arena_fmt(a, "%s.html", paper->kind), &twin);
	}
	buf_free(&bytes);
	buf_free(&twin);
	buf_free(&pdf);
}

/* With every programme there is, every path that a field starts from. */
static void
test_starts(const struct paper *paper)
{
	struct node *found = tree_root(tree_new(a, "reprend"));
	struct tree *all = snapshot_everything(a, &office, paper);
	const struct field *f;
	size_t i, k;

	for (i = 0; i < paper->form->nsteps; i++)
		for (k = 0; k < paper->form->steps[i].nfields; k++) {
			f = &paper->form->steps[i].fields[k];
			if (f->starts == NULL)
				continue;
			printf("# %s, %s\n", paper->kind, f->name);
			CHECK(snapshot_start(a, all, f, found) == 0);
		}
}

/* A consent that an answer repeats is one that some programme asks for. */
static void
test_consents(const struct paper *paper)
{
	const struct field *f;
	size_t i, k, p;

	for (i = 0; i < paper->form->nsteps; i++)
		for (k = 0; k < paper->form->steps[i].nfields; k++) {
			f = &paper->form->steps[i].fields[k];
			if (f->consent == NULL)
				continue;
			for (p = 0; office.programmes[p] != NULL &&
			    definition_consent(office.programmes[p],
			    f->consent) == NULL; p++)
				;
			printf("# %s, %s\n", paper->kind, f->name);
			CHECK(office.programmes[p] != NULL);
		}
}

/* A public key is enough: nothing is sealed here. */
static void
make_key(void)
{
	static const unsigned char public[SEAL_PUBLIC] = { 7 };
	struct keyring ring = { NULL, 0 };
	struct buf b = BUF_INIT;

	file_mkdirs(arena_fmt(a, "%s/keys", conf.data), 0700);
	keyring_add(a, &ring, public, CONTRACT_DAY);
	keyring_write(a, &b, &ring);
	CHECK(file_write(arena_fmt(a, "%s/" KEY_FILE, conf.data), b.data,
	    b.len, 0644) == 0);
	buf_free(&b);
}

static int
open_all(struct cooperative *nantes)
{
	const struct definition **programmes;
	struct buf faults = BUF_INIT;
	char **paths;
	size_t i, n;
	int rc;

	network.name = "Coopératives en région";
	network.tree = tree_parse(a, reseau, strlen(reseau), "reseau", NULL);
	*nantes = (struct cooperative){ .code = "nantes",
		.name = "Coopérative de Nantes", .town = "Nantes",
		.departements = "44", .node = node_child(tree_root(
		network.tree), "cooperative") };
	network.cooperatives = nantes;
	network.ncooperatives = 1;
	paths = file_list(a, conf_share(a, &conf, "schemas/programmes"),
	    ".xml", &n);
	programmes = arena_array(a, n + 1, sizeof(*programmes));
	for (i = 0; i < n; i++)
		if ((programmes[i] = definition_load(a, paths[i],
		    &faults)) == NULL)
			break;
	office = (struct office){ .conf = &conf, .network = &network,
		.programmes = programmes };
	rc = i < n ? -1 : office_open(a, &office, &faults);
	CHECK_STR(buf_cstr(&faults), "");
	buf_free(&faults);
	return rc;
}

int
main(void)
{
	char temporary[] = "/tmp/terreau-catalogue-XXXXXX";
	struct cooperative nantes;
	size_t i;
	int set;

	setenv("TERREAU_NOW", CONTRACT_NOW, 1);
	setenv("TZ", "Europe/Paris", 1);
	builddir = getenv("builddir") ? getenv("builddir") : ".";
	if (mkdtemp(temporary) == NULL)
		return 1;
	xml_init();
	crypto_init();
	a = arena_new();
	conf = (struct conf){ .data = temporary,
		.share = arena_fmt(a, "%s/share", builddir),
		.url = "https://portail.example", .secure = 1 };
	make_key();
	file_mkdirs(arena_fmt(a, "%s/tests/catalogue", builddir), 0755);
	CHECK(open_all(&nantes) == 0);
	for (i = 0; !test_failed && i < office.npapers; i++)
		if (office.papers[i].form != NULL) {
			test_starts(&office.papers[i]);
			test_consents(&office.papers[i]);
		}
	for (i = 0; !test_failed && i < office.npapers; i++)
		for (set = 0; set < SETS && !office.papers[i].shown; set++)
			test_one(&office.papers[i], set);
	office_close(&office);
	unlink(arena_fmt(a, "%s/" KEY_FILE, temporary));
	rmdir(arena_fmt(a, "%s/keys", temporary));
	CHECK(rmdir(temporary) == 0);
	arena_free(a);
	xml_exit();
	return test_end();
}
