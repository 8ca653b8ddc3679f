/*
 * kinds: fields that check themselves, sessions, ages and the ways they close,
 * doubts about e-mails; tests/unit/essai/programmes/codes.xml has them.
 */
#include "base/arena.h"
#include "base/date.h"
#include "base/str.h"
#include "domain/form/answers.h"
#include "text/input.h"
#include "forms.h"
#include "test.h"

#define NB	"\xc2\xa0"
#define THIN	"\xe2\x80\xaf"

static const struct session_choice sessions[] = {
	{ "cjs-ancenis", "Ancenis", "du 5 juillet au 27 août", "nantes", 0 },
	{ "cjs-mamers", "Mamers", NULL, "le-mans", 0 }
};
static struct session_choice dated[2];
static struct check_context ctx = { .sessions = dated, .nsessions = 2 };

/* The vectors of the rules, computed apart from this program. */
static void
test_vectors(struct arena *a)
{
	static const char *const nirs[] = { "2550814168025 38",
	    "2690549588157 80", "208012A004001 54", "210072B033002 81",
	    "2081299350012 95", "1090997411003 27" };
	static const char *const ibans[] = {
	    "FR76 3000 6000 0112 3456 7890 189",
	    "FR1420041010050500013M02606", "DE89370400440532013000",
	    "fr7630006000011234567890189" };
	static const char *const bad_ibans[] = {
	    "FR7630006000011234567890188", "FR763000600001123456789018",
	    "XX89370400440532013000", "", "FR", "DE8937040044053201300O" };
	static const char *const hours[][2] = { { "14 h 30", "14:30" },
	    { "14h30", "14:30" }, { "14H30", "14:30" }, { "14:30", "14:30" },
	    { "9h", "09:00" }, { "9 heures", "09:00" },
	    { "9 heures 05", "09:05" }, { "0h00", "00:00" },
	    { "23" NB "h" NB "59", "23:59" }, { "1 heure", "01:00" } };
	static const char *const bad_hours[] = { "", "24h", "14", "14h60",
	    "14h5", "h30", "-1h", "14h30h", "quatorze heures", "114h" };
	static const char *const parts[][2] = { { "12 %", "12" },
	    { "12%", "12" }, { "12,5" THIN "%", "12.5" }, { "12.50", "12.5" },
	    { "0", "0" }, { "7,00", "7" } };
	static const char *const bad_parts[] = { "", "%", "-1", "1,234",
	    "1,", ",5", "12 % %", "1e2" };
	size_t i;

	for (i = 0; i < sizeof(nirs) / sizeof(nirs[0]); i++) {
		char *other = arena_dup(a, nirs[i]);

		CHECK_STR(input_nir(a, nirs[i]), input_bare(a, nirs[i]));
		other[strlen(other) - 1] ^= 1;
		CHECK(input_nir(a, other) == NULL);
	}
	CHECK(input_nir(a, "9550814168025 38") == NULL);
	CHECK(input_nir(a, "255081416802538x") == NULL);
	for (i = 0; i < sizeof(ibans) / sizeof(ibans[0]); i++)
		CHECK(input_iban(a, ibans[i]) != NULL);
	for (i = 0; i < sizeof(bad_ibans) / sizeof(bad_ibans[0]); i++)
		CHECK(input_iban(a, bad_ibans[i]) == NULL);
	for (i = 0; i < sizeof(hours) / sizeof(hours[0]); i++)
		CHECK_STR(input_hour(a, hours[i][0]), hours[i][1]);
	for (i = 0; i < sizeof(bad_hours) / sizeof(bad_hours[0]); i++)
		CHECK(input_hour(a, bad_hours[i]) == NULL);
	CHECK_STR(input_hour_shown(a, "14:30"), "14" NB "h" NB "30");
	CHECK_STR(input_hour_shown(a, "09:00"), "9" NB "h");
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		CHECK_STR(input_percent(a, parts[i][0]), parts[i][1]);
	for (i = 0; i < sizeof(bad_parts) / sizeof(bad_parts[0]); i++)
		CHECK(input_percent(a, bad_parts[i]) == NULL);
	CHECK_STR(input_percent_shown(a, "12.5"), "12,5" THIN "%");
	CHECK_STR(input_qpv(a, "qn 056 01 m"), "QN05601M");
	CHECK_STR(input_qpv(a, "QN02A01N"), "QN02A01N");
	CHECK_STR(input_qpv(a, "QP044001"), "QP044001");
	CHECK(input_qpv(a, "QN05601") == NULL);
	CHECK(input_qpv(a, "QN0560ZM") == NULL);
	CHECK(input_qpv(a, "QX05601M") == NULL);
	CHECK_STR(input_departement(a, "44"), "44");
	CHECK_STR(input_departement(a, "1"), "01");
	CHECK_STR(input_departement(a, "2a"), "2A");
	CHECK_STR(input_departement(a, "974"), "974");
	CHECK(input_departement(a, "20") == NULL);
	CHECK(input_departement(a, "96") == NULL);
	CHECK(input_departement(a, "979") == NULL);
	CHECK(input_departement(a, "00") == NULL);
	CHECK(input_departement(a, "Loire") == NULL);
	CHECK_STR(input_siren(a, "732 829 320"), "732829320");
	CHECK_STR(input_siren(a, "443061841"), "443061841");
	CHECK(input_siren(a, "123456789") == NULL);
	CHECK_STR(input_siret(a, "732 829 320 00074"), "73282932000074");
	CHECK(input_siret(a, "73282932000075") == NULL);
	CHECK_STR(input_siret(a, "35600000009075"), "35600000009075");
	CHECK(input_siret(a, "35600000012345") == NULL);
}

static void
test_email_hints(struct arena *a)
{
	static const char *const doubtful[][2] = {
		{ "nom@gmial.com", "nom@gmail.com" },
		{ "nom@gmail.fr", "nom@gmail.com" },
		{ "nom@gmail.con", "nom@gmail.com" },
		{ "nom@gamil.com", "nom@gmail.com" },
		{ "nom@gmaill.com", "nom@gmail.com" },
		{ "nom@hotmal.fr", "nom@hotmail.fr" },
		{ "nom@wanado.fr", "nom@wanadoo.fr" },
		{ "nom@oranje.fr", "nom@orange.fr" },
		{ "nom@laposte.fr", "nom@laposte.net" }
	};
	static const char *const fine[] = { "nom@gmail.com", "nom@mail.com",
	    "nom@ymail.com", "nom@orange.fr", "nom@exemple.fr", "nom@srf.fr",
	    "nom@ker-coop.example", "nom@live.be" };
	size_t i;

	for (i = 0; i < sizeof(doubtful) / sizeof(doubtful[0]); i++)
		CHECK_STR(input_email_hint(a, doubtful[i][0]),
		    doubtful[i][1]);
	for (i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		CHECK(input_email_hint(a, fine[i]) == NULL);
}

static struct answers *
filled(struct arena *a, const struct definition *d,
    const char *const raws[][2])
{
	struct answers *an = answers_new(a, d);
	size_t i;

	for (i = 0; raws[i][0] != NULL; i++)
		answers_add(an, raws[i][0], raws[i][1]);
	for (i = 0; i < d->nsteps; i++)
		answers_check(an, &d->steps[i], &ctx);
	return an;
}

static void
test_sentences(struct arena *a, const struct definition *d)
{
	static const char *const wrong[][2] = { { "siren", "1" },
	    { "siret", "1" }, { "heure", "1" }, { "part", "x" },
	    { "quartier", "x" }, { "nir", "1" }, { "iban", "1" },
	    { "courriel", "nom@gmial.com" }, { "adresse-complement", "B" },
	    { NULL, NULL } };
	static const char *const narrow[][2] = { { "part", "60" },
	    { "adresse", "1, rue d’Œuf" }, { "adresse-complement",
	    "12345678901234567890123456789012345678901" }, { NULL, NULL } };
	struct answers *an = filled(a, d, wrong);

	CHECK_STR(answers_error(an, "siren"), "Indique un numéro Siren à 9"
	    NB "chiffres, par exemple 732" NB "829" NB "320");
	CHECK_STR(answers_error(an, "siret"), "Indique un numéro Siret à 14"
	    NB "chiffres, par exemple 732" NB "829" NB "320" NB "00074");
	CHECK_STR(answers_error(an, "heure"), "Indique une heure, par "
	    "exemple 14" NB "h" NB "30");
	CHECK_STR(answers_error(an, "part"), "Indique un pourcentage, par "
	    "exemple 12" THIN "%");
	CHECK_STR(answers_error(an, "quartier"), "Indique un code de "
	    "quartier à 8" NB "caractères, par exemple QN04401M");
	CHECK_STR(answers_error(an, "nir"), "Indique un numéro de sécurité "
	    "sociale à 15" NB "chiffres, clé comprise");
	CHECK_STR(answers_error(an, "iban"), "Indique un IBAN complet, tel "
	    "qu’il figure sur le relevé d’identité bancaire");
	CHECK(answers_error(an, "courriel") == NULL);
	CHECK_STR(answers_warning(an, "courriel"),
	    "Voulais-tu écrire nom@gmail.com" THIN "?");
	CHECK_STR(answers_value(an, "courriel", 0), "nom@gmial.com");
	CHECK_STR(answers_error(an, "adresse"), "Indique ton adresse");

	an = filled(a, d, narrow);
	CHECK_STR(answers_error(an, "part"), "La part doit être comprise "
	    "entre 5" THIN "% et 50" THIN "%");
	CHECK_STR(answers_error_part(an, "adresse"), "adresse-complement");
}

static void
born(struct arena *a, const char *const (*more)[2], const char *d,
    const char *m, const char *y, struct answers **out,
    const struct definition *def)
{
	struct answers *an = answers_new(a, def);
	size_t i;

	answers_add(an, "naissance-jour", d);
	answers_add(an, "naissance-mois", m);
	answers_add(an, "naissance-annee", y);
	for (i = 0; more != NULL && more[i][0] != NULL; i++)
		answers_add(an, more[i][0], more[i][1]);
	answers_context(an, &ctx);
	*out = an;
}

static const char *
stop(const struct answers *an, const struct definition *d)
{
	const struct arret *s = answers_stopped(an, &d->steps[1]);

	return s == NULL ? "" : s->name;
}

/* Today is 22 November 2026; the sessions begin on 5 July and 1 March 2027. */
static void
test_ages(struct arena *a, const struct definition *d)
{
	static const char *const summer[][2] = {
		{ "session", "cjs-ancenis" }, { NULL, NULL } };
	static const char *const spring[][2] = {
		{ "session", "cjs-mamers" }, { NULL, NULL } };
	static const char *const none[][2] = {
		{ "session", "aucune" }, { NULL, NULL } };
	struct answers *an;

	/* sixteen on the first day, not the day before */
	born(a, summer, "5", "7", "2011", &an, d);
	CHECK_STR(stop(an, d), "");
	CHECK(answers_age(an, day_make(2027, 7, 5)) == 16);
	born(a, summer, "6", "7", "2011", &an, d);
	CHECK_STR(stop(an, d), "jeune");
	/* old enough for one session and not for the other */
	born(a, spring, "5", "7", "2011", &an, d);
	CHECK_STR(stop(an, d), "jeune");
	/* not chosen yet: it depends */
	born(a, NULL, "5", "7", "2011", &an, d);
	CHECK_STR(stop(an, d), "");
	born(a, NULL, "6", "7", "2011", &an, d);
	CHECK_STR(stop(an, d), "jeune");
	/* none chosen: today */
	born(a, none, "23", "11", "2010", &an, d);
	CHECK_STR(stop(an, d), "jeune");
	born(a, none, "22", "11", "2010", &an, d);
	CHECK_STR(stop(an, d), "");
	/* the upper bound: twenty on the first day */
	born(a, summer, "6", "7", "2006", &an, d);
	CHECK_STR(stop(an, d), "");
	born(a, summer, "5", "7", "2006", &an, d);
	CHECK_STR(stop(an, d), "vieux");
	/* a leap day: birthday on 1 March */
	born(a, spring, "29", "2", "2008", &an, d);
	CHECK(answers_age(an, day_make(2027, 2, 28)) == 18);
	CHECK(answers_age(an, day_make(2026, 3, 1)) == 18);
	CHECK(answers_age(an, day_make(2026, 2, 28)) == 17);
	/* of age on the day it is sent */
	born(a, summer, "22", "11", "2008", &an, d);
	CHECK(answers_asked(an, definition_field(d, "emploi")));
	CHECK(!answers_asked(an, definition_field(d, "qui")));
	born(a, summer, "23", "11", "2008", &an, d);
	CHECK(answers_asked(an, definition_field(d, "qui")));
	CHECK(!answers_asked(an, definition_field(d, "parent")));
	answers_add(an, "qui", "parent");
	CHECK(answers_asked(an, definition_field(d, "parent")));
	CHECK(!answers_asked(an, definition_field(d, "emploi")));
	/* no birth: neither */
	an = answers_new(a, d);
	answers_context(an, &ctx);
	CHECK(answers_age(an, ctx.today) == -1);
	CHECK(!answers_asked(an, definition_field(d, "qui")));
	CHECK(!answers_asked(an, definition_field(d, "emploi")));
	born(a, NULL, "31", "2", "2008", &an, d);
	CHECK(answers_age(an, ctx.today) == -1);
	CHECK_STR(stop(an, d), "");
}

static void
test_sessions(struct arena *a, const struct definition *d)
{
	static const char *const right[][2] = {
		{ "session", "cjs-mamers" }, { NULL, NULL } };
	static const char *const own[][2] = { { "session", "aucune" },
		{ "coop", "angers" }, { NULL, NULL } };
	static const char *const unknown[][2] = {
		{ "session", "cjs-ailleurs" }, { NULL, NULL } };
	static const char *const empty[][2] = { { NULL, NULL } };
	struct answers *an = filled(a, d, right), *back;
	struct tree *t = tree_new(a, "contrat");
	const struct node *n;

	CHECK(answers_error(an, "session") == NULL);
	CHECK_STR(answers_value(an, "session", 1), "2027-03-01");
	CHECK_STR(answers_cooperative(an), "le-mans");
	CHECK(!answers_asked(an, definition_field(d, "coop")));
	CHECK_STR(answers_shown(a, an, definition_field(d, "session")),
	    "Mamers");
	node_set(tree_root(t), "depose", "2026-11-22T10:11:12Z");
	answers_to_record(an, node_add(tree_root(t), "reponses"));
	n = node_child(node_child(tree_root(t), "reponses"), "session");
	CHECK_STR(node_attr(n, "debut"), "2027-03-01");
	CHECK_STR(node_attr(n, "cooperative"), "le-mans");
	CHECK_STR(node_string(a, n), "cjs-mamers");
	back = answers_new(a, d);
	answers_from_record(back, node_child(tree_root(t), "reponses"));
	CHECK_STR(answers_cooperative(back), "le-mans");
	CHECK_STR(answers_shown(a, back, definition_field(d, "session")),
	    "Mamers");

	an = filled(a, d, own);
	CHECK(answers_error(an, "session") == NULL);
	CHECK_STR(answers_cooperative(an), "angers");
	CHECK_STR(answers_shown(a, an, definition_field(d, "session")),
	    "Aucune de ces dates");
	an = filled(a, d, unknown);
	CHECK_STR(answers_error(an, "session"),
	    "Choisis tes dates dans la liste");
	an = filled(a, d, empty);
	CHECK_STR(answers_error(an, "session"), "Choisis tes dates");
	CHECK_STR(answers_cooperative(an), "");
}

/* All kinds in a record that its schema takes, and back. */
static void
test_record(struct arena *a, const struct definition *d)
{
	static const char *const whole[][2] = {
		{ "adresse", "1, rue de l’Œuf" },
		{ "adresse-complement", "Chez <toi> & moi" },
		{ "siren", "732 829 320" }, { "siret", "73282932000074" },
		{ "heure", "9h" }, { "part", "12,5 %" },
		{ "quartier", "qn04401m" }, { "nir", "208012A00400154" },
		{ "iban", "FR7630006000011234567890189" },
		{ "courriel", "a@b.fr" }, { "naissance-jour", "1" },
		{ "naissance-mois", "1" }, { "naissance-annee", "2010" },
		{ "qui", "parent" }, { "parent", "N’Diaye" },
		{ "session", "cjs-ancenis" }, { NULL, NULL } };
	struct answers *an = filled(a, d, whole), *back;
	struct buf one = BUF_INIT, two = BUF_INIT;
	struct xml_error err = { 0 };
	struct tree *t = tree_new(a, "contrat"), *u = tree_new(a, "contrat");
	struct node *n = tree_root(t);

	CHECK(answers_check_all(an, &ctx) == NULL);
	node_set(n, "programme", "codes");
	node_set(n, "definition", "1");
	node_set(n, "numero", "CAE-26-2222-22");
	node_set(n, "depose", "2026-11-22T10:11:12Z");
	answers_to_record(an, node_add(n, "reponses"));
	CHECK(schema_valid(definition_records(d), t, &err) == 1);
	if (err.text[0] != '\0')
		printf("# %s\n", err.text);
	back = answers_new(a, d);
	answers_from_record(back, node_child(n, "reponses"));
	CHECK_STR(answers_raw(back, "adresse-complement", 0),
	    "Chez <toi> & moi");
	CHECK_STR(answers_shown(a, back, definition_field(d, "adresse")),
	    "1, rue de l’Œuf\nChez <toi> & moi");
	CHECK_STR(answers_shown(a, back, definition_field(d, "heure")),
	    "9" NB "h");
	answers_to_record(back, node_add(tree_root(u), "reponses"));
	node_write(&one, node_child(tree_root(t), "reponses"));
	node_write(&two, node_child(tree_root(u), "reponses"));
	CHECK_STR(buf_cstr(&two), buf_cstr(&one));
	CHECK(answers_check_all(back, &ctx) == NULL);
	buf_free(&one);
	buf_free(&two);
}

int
main(void)
{
	struct arena *a = arena_new();
	const struct definition *d;

	setenv("TZ", "Europe/Paris", 1);
	xml_init();
	d = shipped_definition(a, "tests/unit/essai/programmes/codes.xml");
	memcpy(dated, sessions, sizeof(dated));
	dated[0].first = day_make(2027, 7, 5);
	dated[1].first = day_make(2027, 3, 1);
	ctx.today = day_make(2026, 11, 22);
	test_vectors(a);
	test_email_hints(a);
	test_sentences(a, d);
	test_ages(a, d);
	test_sessions(a, d);
	test_record(a, d);
	arena_free(a);
	xml_exit();
	return test_end();
}
