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
#include "domain/paper/paper.h"
#include "domain/proof/keyring.h"
#include "contract.h"
#include "test.h"

enum { SHORT, LONG, STRANGE, SETS };
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

/* So many characters of words and lines. */
static const char *
filled(long long n, int lines)
{
	static const char words[] = "l’étude des besoins, le calcul du prix de "
	    "revient et le bilan du sixième mois ; ";
	struct buf b = BUF_INIT;
	const char *s;
	size_t chars = 0, at = 0;

	for (s = words; chars < (size_t)n; chars++) {
		if (*s == '\0')
			s = words;
		buf_char(&b, lines && *s == ' ' && chars > at + 90 ? '\n' :
		    *s);
		if (lines && *s == ' ' && chars > at + 90)
			at = chars;
		for (s++; ((unsigned char)*s & 0xc0) == 0x80; s++)
			buf_char(&b, *s);
	}
	s = str_trim(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

static const char *
text_of(const struct field *f, int set)
{
	static const char *const strange[] = {
		"« l'Œuf » & Cie <b>50 % à l'essai</b>",
		"Première ligne : 3 < 5 & « ça va » ?\n\n"
		"– aujourd'hui, n° 4 ; ÀÉÎÕÜ ßþðø Łódź\n"
		"Donaudampfschifffahrtsgesellschaft\n"
		"{{ contrat/intitule }} et {{ end }}"
	};
	int lines = f->kind == FIELD_LONGTEXT;

	if (set == SHORT)
		return "x";
	if (set == LONG)
		return filled(f->max, lines);
	return f->max < 20 ? "d'Œ<&" : f->max < 100 ? "d'Œuf & <x>" :
	    strange[lines];
}

/* The long name has words, as long names do. */
static const char *
name_of(int set)
{
	return set == SHORT ? "A" : set == LONG ?
	    "Marie-Élisabeth Joséphine Anne de La Rochefoucauld-Montmorency "
	    "du Plessis-Bellière d'Estrées" :
	    "Łukasz Nguyễn-Lefèvre d'Œuf";
}

static void
add(struct answers *an, const struct field *f, const char *part,
    const char *value)
{
	answers_add(an, arena_fmt(a, "%s%s", f->name, part), value);
}

static void
add_day(struct answers *an, const struct field *f, int set)
{
	static const char *const birth[] = { "2000-01-01", "1931-12-31",
	    "1992-02-29" };
	static const char *const past[] = { "2026-01-01", "2025-12-31",
	    "2024-02-29" };
	static const char *const other[] = { "2026-03-01", "2027-12-31",
	    "2028-02-29" };
	int y, m, d;

	day_split(day_parse(f->when == WHEN_BIRTH ? birth[set] :
	    f->when == WHEN_PAST ? past[set] : other[set]), &y, &m, &d);
	add(an, f, "-jour", arena_fmt(a, "%d", d));
	add(an, f, "-mois", arena_fmt(a, "%d", m));
	add(an, f, "-annee", arena_fmt(a, "%d", y));
}

static void
add_choices(struct answers *an, const struct field *f, int set)
{
	size_t i, which = set == SHORT ? 0 : set == LONG ? f->nchoices - 1 :
	    f->nchoices / 2;

	if (f->kind == FIELD_CHOICES && set == LONG)
		for (i = 0; i < f->nchoices; i++)
			add(an, f, "", f->choices[i].value);
	else
		add(an, f, "", f->choices[which].value);
}

static void
add_number(struct answers *an, const struct field *f, int set)
{
	long long n = set == SHORT ? f->min : set == LONG ? f->max :
	    f->min + (f->max - f->min) / 3;

	add(an, f, "", f->kind != FIELD_MONEY ? arena_fmt(a, "%lld", n) :
	    arena_fmt(a, "%lld,%02lld", n / 100, n % 100));
}

static void
add_answer(struct answers *an, const struct field *f, int set)
{
	if (f->optional && set == SHORT)
		return;
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_LONGTEXT:
		add(an, f, "", text_of(f, set));
		break;
	case FIELD_NAME:
		add(an, f, "", name_of(set));
		break;
	case FIELD_EMAIL:
		add(an, f, "", "nom@exemple.example");
		break;
	case FIELD_DATE:
		add_day(an, f, set);
		break;
	case FIELD_COMMUNE:
		add(an, f, "-cp", "44150");
		add(an, f, "", "autre");
		add(an, f, "-autre", set == SHORT ? "Y" :
		    "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson");
		break;
	case FIELD_CHOICE:
	case FIELD_CHOICES:
		add_choices(an, f, set);
		break;
	case FIELD_MONEY:
	case FIELD_NUMBER:
		add_number(an, f, set);
		break;
	default:
		printf("not ok no data for the field %s\n", f->name);
		test_failed++;
	}
}

/* Everything the form can be told, right at the first go. */
static struct answers *
answered(const struct definition *form, int set)
{
	struct check_context ctx = { .network = &network,
		.today = CONTRACT_DAY };
	struct answers *an = answers_new(a, form);
	const char *error;
	size_t i, k;
	int wrong = 0;

	for (i = 0; i < form->nsteps; i++)
		for (k = 0; k < form->steps[i].nfields; k++)
			add_answer(an, &form->steps[i].fields[k], set);
	answers_check_all(an, &ctx);
	for (i = 0; i < form->nsteps; i++)
		for (k = 0; k < form->steps[i].nfields; k++) {
			error = answers_error(an,
			    form->steps[i].fields[k].name);
			if (error == NULL)
				continue;
			printf("# %s, %s, %s: %s\n", form->name,
			    form->steps[i].fields[k].name, sets[set], error);
			wrong++;
		}
	CHECK(wrong == 0);
	return an;
}

/* The contract that is there already, under another name. */
static void
add_earlier(struct tree *t, const char *kind, const char *name, int set)
{
	const struct paper *paper = paper_find(&office, kind);
	struct node *n;

	snapshot_contract(a, t, paper, answered(paper->form, set));
	n = node_child(tree_root(t), "contrat");
	node_rename(n, name);
	node_set(n, "code", "7B4KD9X2M3QW");
	node_set(n, "emis", "2025-02-20T08:30:00Z");
	node_set(n, "jour", "2025-02-20");
}

/* One, two or three periods. */
static void
add_support(struct node *root, int set)
{
	static const char *const first[] = { "2025-03-01", "2026-03-01",
	    "2027-03-01" };
	static const char *const last[] = { "2026-02-28", "2027-02-28",
	    "2028-02-29" };
	struct node *n = node_add(root, "appui"), *p;
	int i, periods = set == SHORT ? 1 : set == LONG ? 3 : 2;

	node_set(n, "debut", first[0]);
	node_set(n, "terme", last[periods - 1]);
	node_set(n, "fin", last[periods - 1]);
	node_set(n, "duree", set == SHORT ? "1 mois" : "35 mois et 29 jours");
	if (set == LONG)
		node_set(n, "immatriculation", "2026-10-01");
	for (i = 0; i < periods; i++) {
		p = node_add(n, "periode");
		node_set_int(p, "rang", i);
		node_set(p, "libelle", periode_words(i));
		node_set(p, "debut", first[i]);
		node_set(p, "fin", last[i]);
		if (set == STRANGE && i == 0)
			continue;
		node_set(p, "code", "7B4KD9X2M3QW");
		node_set(p, "emis", "2025-02-20T08:30:00Z");
	}
}

static void
add_people(struct node *root, int set)
{
	struct node *n = node_add(root, "representants"), *p;
	int i;

	for (i = 0; i < set; i++) {
		p = node_add(n, "representant");
		node_set_int(p, "rang", i + 1);
		node_set(p, "nom", name_of(set));
		node_set(p, "qualite", i == 0 ? "sa mère" : "son père");
	}
}

static void
add_session(struct node *root)
{
	struct node *n = node_add(root, "session");

	node_set(n, "titre", "Coopérative jeunesse d’Ancenis");
	node_set(n, "dates", "du 5 juillet au 27 août 2027");
}

/* A programme that issues it; the strangest is the last one that does. */
static const char *
programme_of(const struct paper *paper, int set)
{
	const char *name = NULL;
	size_t i;

	for (i = 0; office.programmes[i] != NULL; i++)
		if (definition_document(office.programmes[i], paper->kind) !=
		    NULL && (name == NULL || set == STRANGE))
			name = office.programmes[i]->name;
	return name;
}

static struct tree *
data(const struct paper *paper, int set)
{
	struct dossier d = { .numero = "CAE-26-9B2D-X7",
		.cooperative = "nantes", .sent = time_now() - 86400 };
	struct tree *t;
	struct node *root, *n;

	d.programme = programme_of(paper, set);
	CHECK(d.programme != NULL);
	if (d.programme == NULL)
		return NULL;
	t = snapshot_new(a, &office, paper, &d, time_now());
	root = tree_root(t);
	n = node_child(root, "dossier");
	node_set(n, "prenom", set == SHORT ? "A" : "Łukasz");
	node_set(n, "nom", set == LONG ? name_of(set) : "d'Œuf");
	if (set != SHORT) {
		node_set(n, "mineur", "1");
		regles_minors(root, office.regles);
		add_session(root);
	}
	add_people(root, set);
	add_support(root, set);
	add_earlier(t, KIND_CAPE, "precedent", set);
	add_earlier(t, KIND_BREAK, "rupture", set);
	if (paper->form != NULL)
		snapshot_contract(a, t, paper, answered(paper->form, set));
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
