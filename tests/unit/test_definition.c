/*
 * definition: the forms that are shipped, and what a faulty one is told.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "domain/form/definition.h"
#include "forms.h"
#include "test.h"

static void
test_cae(struct arena *a)
{
	static const char *const steps[] = { "email", "vous", "commune",
	    "situation", "activite", "besoins", "piece", "envoi" };
	struct buf faults = BUF_INIT;
	const struct definition *d;
	const struct field *f;
	size_t i;

	d = definition_load(a, source_path(a, "schemas/programmes/cae.xml"),
	    &faults);
	CHECK_STR(buf_cstr(&faults), "");
	CHECK(d != NULL);
	if (d == NULL)
		return;
	CHECK_STR(d->name, "cae");
	CHECK_STR(d->prefix, "CAE");
	CHECK(d->version == 1 && d->voice == VOICE_VOUS);
	CHECK(d->draft_days == 30);
	/* a number stands once in the file; texts name it */
	CHECK(d->reply_days == 10);
	CHECK(strstr(d->retention, "après 30\u00a0jours") != NULL);
	CHECK(strstr(d->text, "{{") == NULL);
	CHECK(d->nsteps == sizeof(steps) / sizeof(steps[0]));
	for (i = 0; i < d->nsteps; i++)
		CHECK_STR(d->steps[i].name, steps[i]);
	CHECK(d->steps[0].place == STEP_START);
	CHECK(d->steps[7].place == STEP_END);
	CHECK(d->steps[3].place == STEP_MIDDLE);
	f = definition_field(d, "telephone");
	CHECK(f != NULL && f->kind == FIELD_PHONE && f->optional);
	CHECK(f != NULL && f->material);
	CHECK_STR(f->nom, "le numéro de téléphone");
	CHECK_STR(f->autocomplete, "tel");
	CHECK_STR(f->need_field, "joindre");
	CHECK(f->purpose != NULL && f->retention != NULL);
	f = definition_field(d, "engagement");
	CHECK(f != NULL && f->kind == FIELD_ACCORD && f->version == 1);
	CHECK(f != NULL && f->feminine == 1);
	f = definition_field(d, "situation");
	CHECK(f != NULL && field_choice(f, "temps-plein") != NULL);
	CHECK_STR(field_choice(f, "temps-plein")->stops, "temps-plein");
	CHECK(definition_arret(d, "temps-plein") != NULL);
	CHECK(definition_arret(d, "nulle-part") == NULL);
	CHECK_STR(definition_state(d, "envoyee")->who, "equipe");
	CHECK(definition_transition(d, "refuser")->reason == 1);
	CHECK(transition_from(definition_transition(d, "refuser"), "etude"));
	CHECK(!transition_from(definition_transition(d, "refuser"),
	    "encours"));
	CHECK(!transition_from(definition_transition(d, "refuser"), "etud"));
	CHECK(definition_field(d, "inconnu") == NULL);
	CHECK(definition_step(d, "recapitulatif") == NULL);
	buf_free(&faults);
}

/* Every field says why it is asked and how long it is kept. */
static void
test_duties(const struct definition *d)
{
	const struct field *f;
	size_t i, k, bad = 0;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			f = &d->steps[i].fields[k];
			bad += f->purpose == NULL || f->retention == NULL ||
			    f->label == NULL || f->nom == NULL;
		}
	CHECK(bad == 0);
	CHECK(d->recipients != NULL && d->audience != NULL);
	CHECK(d->welcome != NULL);
}

static int
differs(struct arena *a, const char *made, const char *path)
{
	struct buf b = BUF_INIT;
	int differ = file_read(&b, source_path(a, path)) == -1 ||
	    strcmp(buf_cstr(&b), made) != 0;

	buf_free(&b);
	return differ;
}

/* The committed schemas are those that the definitions give. */
static void
test_schemas_fresh(struct arena *a, const char *name, const char *path)
{
	struct buf faults = BUF_INIT, one = BUF_INIT, two = BUF_INIT;
	const struct definition *d;
	int i;

	for (i = 0; i < 2; i++) {
		d = definition_load(a, source_path(a, path), &faults);
		CHECK_STR(buf_cstr(&faults), "");
		if (d != NULL)
			definition_schema(i == 0 ? &one : &two, d);
		CHECK(d != NULL && definition_records(d) != NULL);
	}
	CHECK(one.len > 1000);
	CHECK(strcmp(buf_cstr(&one), buf_cstr(&two)) == 0);
	i = differs(a, buf_cstr(&one),
	    arena_fmt(a, "schemas/xml/%s.rng", name));
	CHECK(!i);
	if (i)
		printf("# %s.rng is stale: run « terreau schema schemas »\n",
		    name);
	buf_free(&faults);
	buf_free(&one);
	buf_free(&two);
}

/* All that may be applied to, whatever their number. */
static void
test_programmes(struct arena *a)
{
	const char *path;
	char **paths;
	size_t i, n;

	paths = file_list(a, source_path(a, "schemas/programmes"), ".xml", &n);
	CHECK(paths != NULL && n > 0);
	for (i = 0; i < n; i++) {
		const struct definition *d;

		path = arena_fmt(a, "schemas/programmes%s",
		    strrchr(paths[i], '/'));
		d = shipped_definition(a, path);
		CHECK_STR(arena_fmt(a, "/%s.xml", d->name),
		    strrchr(paths[i], '/'));
		test_duties(d);
		test_schemas_fresh(a, d->name, path);
	}
}

static void
test_documents(struct arena *a)
{
	const char *name;
	char **paths;
	size_t i, n;

	paths = file_list(a, source_path(a, "schemas/documents"), ".xml", &n);
	CHECK(n > 1);
	for (i = 0; i < n; i++) {
		name = strrchr(paths[i], '/') + 1;
		test_schemas_fresh(a, arena_dupn(a, name, strlen(name) -
		    strlen(".xml")), arena_fmt(a, "schemas/documents/%s",
		    name));
	}
}

/*
 * A folder as schemas/ is, to put faulty definitions in.  Returns its path.
 */
static const char *
make_folder(struct arena *a)
{
	char *dir = arena_dup(a, "/tmp/terreau-test-XXXXXX");
	struct buf b = BUF_INIT;

	if (mkdtemp(dir) == NULL ||
	    file_mkdirs(arena_fmt(a, "%s/xml", dir), 0755) == -1 ||
	    file_mkdirs(arena_fmt(a, "%s/programmes", dir), 0755) == -1 ||
	    file_read(&b, source_path(a, "schemas/xml/definition.rng")) == -1 ||
	    file_write(arena_fmt(a, "%s/xml/definition.rng", dir), b.data,
	    b.len, 0644) == -1)
		exit(1);
	buf_free(&b);
	return dir;
}

static void
remove_folder(struct arena *a, const char *dir)
{
	unlink(arena_fmt(a, "%s/xml/definition.rng", dir));
	unlink(arena_fmt(a, "%s/programmes/t.xml", dir));
	rmdir(arena_fmt(a, "%s/xml", dir));
	rmdir(arena_fmt(a, "%s/programmes", dir));
	rmdir(dir);
}

#define HEAD "<definition nom='t' racine='dossier' prefixe='TT' version='1' " \
	"voix='tu' brouillon='30'>\n<titre>T</titre>\n<conservation>C" \
	"</conservation>\n"
#define FIELD(attrs, inside) "<champ " attrs "><libelle>L</libelle>" \
	"<avec-article>le truc</avec-article><finalite>F</finalite>" inside \
	"</champ>\n"
#define STEP(fields) "<etape nom='e'><titre>E</titre>\n" fields "</etape>\n"
#define LATER(fields) "<complement nom='c' etats='s' efface='1'>" \
	"<titre>C</titre>\n" fields "</complement>\n"
#define AGE(attrs) "<age " attrs "/>\n"
#define BIRTH(n) FIELD("nom='" n "' genre='date' quand='naissance'", "")
#define PIECE(n) "<piece-demandee nom='" n "' traitement='vue' moment='B' " \
	"pour='mineur'><libelle>L</libelle><finalite>F</finalite>" \
	"</piece-demandee>\n"
#define CONSENT(who) "<accord-demande nom='a' version='2' decide='" who "'>" \
	"<titre>T</titre><texte><p>X</p></texte><finalite>F</finalite>" \
	"</accord-demande>\n"
#define STATE(n) "<etat nom='" n "' agit='aucun'><libelle>L</libelle>" \
	"<suite>S</suite></etat>\n"
#define TWO "<choix valeur='a'>A</choix><choix valeur='b'>B</choix>"

/* What an author types on a plain keyboard is set as French. */
static void
test_typography(struct arena *a, const char *path)
{
	static const char text[] = HEAD "<etape nom='e'><titre>E</titre>"
	    "<champ nom='x' genre='choix'><libelle>  Qu'est-ce\n que c'est ?"
	    "</libelle><avec-article feminin='oui'>l'id\xc3\xa9" "e"
	    "</avec-article><finalite>F</finalite>"
	    "<choix valeur='a' indication=\"L'un : a\">A</choix>"
	    "<choix valeur='b'>B</choix></champ></etape></definition>";
	struct buf faults = BUF_INIT;
	const struct definition *d;
	const struct field *f;

	file_write(path, text, strlen(text), 0644);
	d = definition_load(a, path, &faults);
	CHECK_STR(buf_cstr(&faults), "");
	if (d != NULL) {
		f = definition_field(d, "x");
		CHECK_STR(f->label, "Qu’est-ce que c’est\xe2\x80\xaf?");
		CHECK_STR(f->nom, "l’idée");
		CHECK_STR(f->choices[0].hint, "L’un\xc2\xa0: a");
	}
	buf_free(&faults);
}

static const struct faulty {
	const char	*text;
	const char	*told;		/* what the fault must say */
} faulty[] = {
	{ "<definition>", ":1: " },
	{ HEAD "</definition>", ":1: " },
	/* a text that names a value which is not there */
	{ HEAD STEP(FIELD("nom='x' genre='nom'",
	    "<conservation>{{ @reponse }} jours</conservation>"))
	    "</definition>", "nothing is there" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'",
	    "<conservation>{{ @@ }} jours</conservation>"))
	    "</definition>", "nothing is there" },
	{ "<!DOCTYPE definition>" HEAD STEP(FIELD("nom='x' genre='nom'", ""))
	    "</definition>", "document type" },
	{ HEAD STEP(FIELD("nom='x' genre='couleur'", "")) "</definition>",
	    ":5: " },
	{ HEAD STEP(FIELD("nom='X' genre='nom'", "")) "</definition>",
	    ":5: " },
	{ HEAD STEP(FIELD("nom='x' genre='nom' max='3'", ""))
	    "</definition>", ":5: " },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", "")
	    FIELD("nom='x' genre='nom'", "")) "</definition>",
	    ":6: x: this name is there already" },
	{ HEAD STEP(FIELD("nom='x' genre='date'", "")
	    FIELD("nom='x-jour' genre='nom'", "")) "</definition>",
	    ":6: x-jour: this name is there already" },
	{ HEAD STEP(FIELD("nom='x-cp' genre='nom'", "")
	    FIELD("nom='x' genre='commune'", "")) "</definition>",
	    ":6: x: this name is there already" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", ""))
	    STEP(FIELD("nom='y' genre='nom'", "")) "</definition>",
	    "e: this name is there already" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'",
	    "<si champ='z' vaut='a'/>")) "</definition>",
	    ":5: z: the condition names an unknown field" },
	{ HEAD STEP(FIELD("nom='x' genre='choix'", TWO)
	    FIELD("nom='y' genre='nom'", "<si champ='x' vaut='a c'/>"))
	    "</definition>", ":6: c: the condition names an unknown value" },
	{ HEAD STEP(FIELD("nom='y' genre='nom'", "<si champ='x' vaut='a'/>")
	    FIELD("nom='x' genre='choix'", TWO))
	    "</definition>", ":5: x: the condition must name an earlier" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", "")
	    FIELD("nom='y' genre='nom'", "<si champ='x' vaut='a'/>"))
	    "</definition>", ":6: x: the condition must name a choice" },
	{ HEAD STEP(FIELD("nom='x' genre='choix'", TWO)
	    FIELD("nom='y' genre='nom'", "<sauf-si champ='x' vaut='a'/>"))
	    "</definition>", ":6: y: <sauf-si> is for optional" },
	{ HEAD STEP(FIELD("nom='x' genre='choix'",
	    "<choix valeur='a'>A</choix>")) "</definition>",
	    ":5: x: a choice needs two" },
	{ HEAD STEP(FIELD("nom='x' genre='choix'", TWO
	    "<choix valeur='a'>A</choix>")) "</definition>",
	    ":5: a: this value is there already" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", TWO)) "</definition>",
	    ":5: x: only choices have" },
	{ HEAD STEP(FIELD("nom='x' genre='choix'", TWO
	    "<choix valeur='c' arret='z'>A</choix>")) "</definition>",
	    ":5: z: there is no such <arret>" },
	{ HEAD STEP(FIELD("nom='x' genre='texte' min='9' max='3'", ""))
	    "</definition>", ":5: x: min is more than max" },
	{ HEAD STEP(FIELD("nom='x' genre='nir'", "")) "</definition>",
	    ":5: x: no application asks for this" },
	{ HEAD STEP(FIELD("nom='x' genre='iban'", "")) "</definition>",
	    ":5: x: no application asks for this" },
	{ HEAD STEP(FIELD("nom='x' genre='nom' sensible='sante'", ""))
	    "</definition>", ":5: x: health is asked in a <complement> only" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", ""))
	    LATER(FIELD("nom='x' genre='nir'", "")) "</definition>",
	    ":8: x: this name is there already" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", ""))
	    LATER(FIELD("nom='y' genre='nom'", "")) "</definition>",
	    ":8: y: what a <complement> asks is sensitive" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", ""))
	    LATER(FIELD("nom='y' genre='fichier' sensible='argent'", ""))
	    "</definition>", ":8: y: a <complement> does not ask" },
	{ HEAD STEP(FIELD("nom='x' genre='choix'", TWO))
	    LATER(FIELD("nom='y' genre='nir'", "<si champ='x' vaut='a'/>"))
	    "</definition>", ":8: y: a <complement> knows no conditions" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", ""))
	    LATER(FIELD("nom='y' genre='nir'", "")) "</definition>",
	    ":7: s: there is no such <etat>" },
	{ HEAD STEP(FIELD("nom='x-complement' genre='nom'", "")
	    FIELD("nom='x' genre='adresse'", "")) "</definition>",
	    ":6: x: this name is there already" },
	{ HEAD STEP("") "</definition>", ":4: e: a step needs a <champ>" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", "<si age='mineur'/>"))
	    "</definition>", ":5: x: a condition on age needs <age>" },
	{ HEAD AGE("champ='n'") STEP(FIELD("nom='x' genre='nom'",
	    "<si age='mineur'/>") BIRTH("n")) "</definition>",
	    ":6: x: the birth must be asked earlier" },
	{ HEAD AGE("champ='x'") STEP(FIELD("nom='x' genre='date'", ""))
	    "</definition>", ":4: x: is no date of birth" },
	{ HEAD AGE("champ='n' session='n'") STEP(BIRTH("n"))
	    "</definition>", ":4: n: is no field of kind session" },
	{ HEAD AGE("champ='n' min='16' trop-jeune='z'") STEP(BIRTH("n"))
	    "</definition>", ":4: z: there is no such <arret>" },
	{ HEAD AGE("champ='n' min='16'") STEP(BIRTH("n")) "</definition>",
	    ":4: " },
	{ "<definition nom='t' racine='dossier' prefixe='TT' version='1' "
	    "voix='tu' brouillon='30' cooperative='oui'>\n<titre>T</titre>\n"
	    "<conservation>C</conservation>\n"
	    STEP(FIELD("nom='x' genre='nom'", "")) "</definition>",
	    ":1: t: no field of kind cooperative" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", "")) CONSENT("representant")
	    STATE("s") "<transition nom='modifier' de='s' vers='s' "
	    "par='personne'>M</transition></definition>",
	    ":7: a: answers may change: say which" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", "")) PIECE("p") PIECE("p")
	    "</definition>", ":8: p: this name is there already" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", "")) CONSENT("voisin")
	    "</definition>", ":7: " },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", "")) STATE("s") STATE("s")
	    "</definition>", ":8: s: this name is there already" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", "")) STATE("s")
	    "<transition nom='t' de='s u' vers='v' par='equipe'>T"
	    "</transition></definition>", ":8: v: there is no such <etat>" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", "")) STATE("s")
	    "<transition nom='t' de='s u' vers='s' par='equipe'>T"
	    "</transition></definition>", ":8: u: there is no such <etat>" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", ""))
	    "<document nom='d' etats='s u'/>" STATE("s")
	    "</definition>", ":7: u: there is no such <etat>" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", ""))
	    "<document nom='d' etats='s' fait='t'/>" STATE("s")
	    "</definition>", ":7: t: there is no such <transition>" },
	/* a term says why, and by which consent it is another */
	{ HEAD STEP(FIELD("nom='x' genre='nom'", "")) "<etat nom='s' "
	    "agit='aucun' efface='9'><libelle>L</libelle><suite>S</suite>"
	    "</etat>\n</definition>", ":7: " },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", "")) "<etat nom='s' "
	    "agit='aucun' efface='9' fondement='F' accord='x' "
	    "efface-accord='99'><libelle>L</libelle><suite>S</suite>"
	    "</etat>\n</definition>",
	    ":7: x: accord: no field of that kind" },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", ""))
	    "<document nom='d' etats='s' garde='9'/>" STATE("s")
	    "</definition>", ":7: " },
	{ HEAD STEP(FIELD("nom='x' genre='nom'", ""))
	    "<document nom='d'/>" STATE("s") "</definition>", ":7: " }
};

static void
test_faults(struct arena *a)
{
	const char *dir = make_folder(a);
	const char *path = arena_fmt(a, "%s/programmes/t.xml", dir);
	static const char right[] = HEAD STEP(FIELD("nom='x' genre='nom'",
	    "")) "</definition>";
	struct buf faults = BUF_INIT;
	size_t i;
	int told;

	file_write(path, right, strlen(right), 0644);
	CHECK(definition_load(a, path, &faults) != NULL);
	test_typography(a, path);
	for (i = 0; i < sizeof(faulty) / sizeof(faulty[0]); i++) {
		buf_reset(&faults);
		file_write(path, faulty[i].text, strlen(faulty[i].text),
		    0644);
		CHECK(definition_load(a, path, &faults) == NULL);
		told = strstr(buf_cstr(&faults), faulty[i].told) != NULL &&
		    strncmp(buf_cstr(&faults), path, strlen(path)) == 0;
		CHECK(told);
		if (!told)
			printf("# %zu got  %s# want %s\n", i,
			    buf_cstr(&faults), faulty[i].told);
	}
	buf_reset(&faults);
	CHECK(definition_load(a, "/nowhere/t.xml", &faults) == NULL);
	CHECK(faults.len > 0);
	buf_free(&faults);
	remove_folder(a, dir);
}

/* What a definition says beside its fields. */
static void
test_head(struct arena *a)
{
	static const char text[] = "<definition nom='t' racine='dossier' "
	    "prefixe='TT' version='1' voix='tu' brouillon='30' "
	    "parcours='court' base='interet'>\n<titre>T</titre>\n"
	    "<objet>message</objet><conservation>C</conservation>\n"
	    "<destinataires>D</destinataires><public>P</public>"
	    AGE("champ='n' min='16' trop-jeune='a'")
	    "<accueil><chapo>Chapo</chapo><bouton>B</bouton></accueil>"
	    STEP(BIRTH("n") FIELD("nom='x' genre='nom' base='consentement'",
	    "<si age='majeur'/>"))
	    "<etape nom='f' place='envoi'><titre>F</titre></etape>\n"
	    "<arret nom='a'><titre>A</titre><texte><p>A</p></texte></arret>\n"
	    PIECE("p") CONSENT("representant personne")
	    "<document nom='cape' etats='s' fait='t'/>" STATE("s")
	    "<transition nom='t' de='s' vers='s' par='equipe'>T</transition>"
	    "</definition>";
	const char *dir = make_folder(a);
	const char *path = arena_fmt(a, "%s/programmes/t.xml", dir);
	struct buf faults = BUF_INIT;
	const struct definition *d;

	file_write(path, text, strlen(text), 0644);
	d = definition_load(a, path, &faults);
	CHECK_STR(buf_cstr(&faults), "");
	if (d != NULL) {
		CHECK(d->journey == JOURNEY_SHORT && !d->to_cooperative);
		CHECK(d->basis == BASIS_INTEREST);
		CHECK_STR(d->object, "message");
		CHECK(!d->object_feminine);
		CHECK_STR(d->recipients, "D");
		CHECK_STR(d->audience, "P");
		CHECK_STR(node_value(a, d->welcome, "chapo"), "Chapo");
		CHECK(d->age.min == 16 && d->age.max == -1);
		CHECK_STR(d->age.too_young, "a");
		CHECK(definition_field(d, "n")->basis == BASIS_INTEREST);
		CHECK(definition_field(d, "x")->basis == BASIS_CONSENT);
		CHECK(definition_field(d, "x")->nconditions == 1);
		CHECK(d->npieces == 1 && !d->pieces[0].kept);
		CHECK(d->pieces[0].moment == MOMENT_ADMISSION &&
		    d->pieces[0].of_whom == OF_MINORS);
		CHECK(d->nconsents == 1 &&
		    definition_consent(d, "a") == &d->consents[0]);
		CHECK(d->consents[0].version == 2 &&
		    d->consents[0].by_person && d->consents[0].by_parent &&
		    d->consents[0].holders == HOLDERS_RULE);
		CHECK(definition_consent(d, "b") == NULL);
		CHECK(d->ndocuments == 1 &&
		    definition_document(d, "cape") == &d->documents[0] &&
		    definition_document(d, "cap") == NULL);
		CHECK_STR(d->documents[0].states, "s");
		CHECK_STR(d->documents[0].makes, "t");
	}
	buf_free(&faults);
	remove_folder(a, dir);
}

/* Everything that can stand in a record, for the checks of templates. */
static void
test_everything(struct arena *a)
{
	struct buf faults = BUF_INIT;
	const struct definition *d;
	struct tree *t = tree_new(a, "reponses");
	const struct node *n;

	d = definition_load(a, source_path(a, "schemas/programmes/cae.xml"),
	    &faults);
	definition_everything(tree_root(t), d);
	n = node_child(tree_root(t), "commune");
	CHECK(n != NULL && node_attr(n, "insee") != NULL);
	n = node_child(tree_root(t), "besoins");
	CHECK(n != NULL && node_child(n, "choix") != NULL);
	n = node_child(tree_root(t), "piece");
	CHECK(n != NULL && node_attr(node_child(n, "fichier"), "sha256") !=
	    NULL);
	CHECK(node_child(tree_root(t), "garder") != NULL);
	buf_free(&faults);
}

int
main(void)
{
	struct arena *a = arena_new();

	xml_init();
	test_cae(a);
	test_programmes(a);
	test_documents(a);
	test_schemas_fresh(a, "signature", "schemas/accords/signature.xml");
	test_faults(a);
	test_head(a);
	test_everything(a);
	arena_free(a);
	xml_exit();
	return test_end();
}
