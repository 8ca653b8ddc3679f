/*
 * answers: each kind of field, each sentence, and the record they become.
 *
 * tests/unit/essai/programmes/essai.xml has one field of each kind, in « tu ».
 */
#include "base/arena.h"
#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/form/answers.h"
#include "domain/territory/commune.h"
#include "domain/territory/network.h"
#include "forms.h"
#include "test.h"

#define NB	"\xc2\xa0"
#define THIN	"\xe2\x80\xaf"

static const struct definition *essai;
static struct check_context ctx;

/* What the check says of one field after these raw values; NULL: right. */
static const char *
verdict(struct arena *a, struct answers **out, const char *field,
    const char *const raws[][2])
{
	struct answers *an = answers_new(a, essai);
	size_t i;

	for (i = 0; raws[i][0] != NULL; i++)
		answers_add(an, raws[i][0], raws[i][1]);
	for (i = 0; i < essai->nsteps; i++)
		answers_check(an, &essai->steps[i], &ctx);
	if (out != NULL)
		*out = an;
	return answers_error(an, field);
}

static const char *
one(struct arena *a, const char *field, const char *raw)
{
	const char *const raws[][2] = { { field, raw }, { NULL, NULL } };

	return verdict(a, NULL, field, raws);
}

/* The normalised value of a field of one input, NULL when refused. */
static const char *
made(struct arena *a, const char *field, const char *raw)
{
	const char *const raws[][2] = { { field, raw }, { NULL, NULL } };
	struct answers *an;

	verdict(a, &an, field, raws);
	return answers_value(an, field, 0);
}

static const char *
repeat(struct arena *a, const char *s, size_t n)
{
	char *out = arena_alloc(a, strlen(s) * n + 1);

	while (n-- > 0)
		memcpy(out + n * strlen(s), s, strlen(s));
	return out;
}

static void
test_text(struct arena *a)
{
	CHECK_STR(one(a, "texte", ""), "Indique ton titre");
	CHECK_STR(one(a, "texte", " " NB "\t"), "Indique ton titre");
	CHECK_STR(one(a, "texte", "x"),
	    "Le titre doit faire 2" NB "caractères au moins");
	CHECK_STR(one(a, "texte", "éééééééééé!"),
	    "Le titre doit faire 10" NB "caractères au plus");
	CHECK_STR(made(a, "texte", " éééééééééé "), "éééééééééé");
	CHECK_STR(made(a, "texte", "<b>&amp;"), "<b>&amp;");
	CHECK_STR(one(a, "texte", "a\x01" "b"),
	    "Le titre contient des caractères qui ne s’affichent pas. "
	    "Écris-le de nouveau");
	CHECK(one(a, "texte", "a\nb") != NULL);
	CHECK(one(a, "texte", "a\xe2\x80\xa8" "b") != NULL);
	CHECK(one(a, "texte", "a\xff") != NULL);
	CHECK(one(a, "texte", "a\xc0\x80") != NULL);
	CHECK(one(a, "texte", "a\xed\xa0\x80") != NULL);
	CHECK_STR(one(a, "long", "\xe2\x80\xaezut"),
	    "Les idées contiennent des caractères qui ne s’affichent pas. "
	    "Écris-les de nouveau");
	CHECK_STR(made(a, "long", "un\r\ndeux\rtrois\n\n\tquatre\r\n"),
	    "un\ndeux\ntrois\n\n\tquatre");
	CHECK_STR(one(a, "long", repeat(a, "é", 1501)),
	    "Les idées doivent faire 1" THIN "500" NB "caractères au plus");
	CHECK(made(a, "long", repeat(a, "𝄞", 1500)) != NULL);
}

static void
test_names(struct arena *a)
{
	static const char *const right[] = { "Łukasz", "Çağrı",
	    "Nguyễn-Lefèvre d'Œuf", "N’Diaye", "Jean Marie", "Ö", "אברהם",
	    "Ольга", "O’Connor" NB "Le Goff" };
	static const char *const wrong[] = { "R2D2", "a@b.fr", "-", "' -",
	    "Jean;", "<b>", "a\xe2\x80\xae" "b", "a\xe2\x80\x8f" "b",
	    "\xcc\x81" "a", "😀", "{{ nom }}" };
	size_t i;

	CHECK_STR(one(a, "nom", ""), "Indique ton nom de famille");
	CHECK_STR(one(a, "nom", "R2"), "Le nom de famille ne peut contenir "
	    "que des lettres, des espaces, des tirets et des apostrophes");
	for (i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		CHECK_STR(made(a, "nom", right[i]), right[i]);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		CHECK(made(a, "nom", wrong[i]) == NULL);
	CHECK_STR(made(a, "nom", "Rene\xcc\x81"), "René");
	CHECK(made(a, "nom", repeat(a, "é", 100)) != NULL);
	CHECK(made(a, "nom", repeat(a, "e\xcc\x81", 100)) != NULL);
	CHECK_STR(one(a, "nom", repeat(a, "é", 101)),
	    "Le nom de famille doit faire 100" NB "caractères au plus");
}

static void
test_contacts(struct arena *a)
{
	CHECK_STR(one(a, "courriel", ""), "Indique ton adresse e-mail");
	CHECK_STR(one(a, "courriel", "moi"), "Indique une adresse e-mail "
	    "complète, par exemple nom@exemple.fr");
	CHECK_STR(made(a, "courriel", " Moi@Exemple.FR"), "Moi@exemple.fr");
	CHECK_STR(one(a, "tel", "12"), "Indique un numéro de téléphone à 10"
	    NB "chiffres, par exemple 06" NB "39" NB "98" NB "12" NB "34");
	CHECK_STR(made(a, "tel", "06 39 98 12 34"), "+33639981234");
}

static const char *
date(struct arena *a, const char *field, const char *d, const char *m,
    const char *y, const char **part, const char **iso)
{
	const char *const raws[][2] = {
		{ arena_fmt(a, "%s-jour", field), d },
		{ arena_fmt(a, "%s-mois", field), m },
		{ arena_fmt(a, "%s-annee", field), y }, { NULL, NULL }
	};
	struct answers *an;
	const char *error = verdict(a, &an, field, raws);

	*part = answers_error_part(an, field);
	*iso = answers_value(an, field, 0);
	return error;
}

static void
test_birth(struct arena *a)
{
	static const struct {
		const char	*d, *m, *y, *error, *part;
	} cases[] = {
		{ "", "", "", "Indique ta date de naissance", "jour" },
		{ "27", "", "2009",
		    "La date de naissance doit comporter un mois", "mois" },
		{ "", "", "2009", "La date de naissance doit comporter un "
		    "jour et un mois", "jour" },
		{ "27", "3", "",
		    "La date de naissance doit comporter une année",
		    "annee" },
		/* missing comes before impossible */
		{ "99", "", "2009",
		    "La date de naissance doit comporter un mois", "mois" },
		{ "31", "2", "2009", "La date de naissance doit être une "
		    "date qui existe", "jour" },
		{ "29", "2", "2009", "La date de naissance doit être une "
		    "date qui existe", "jour" },
		{ "32", "1", "2009", "La date de naissance doit être une "
		    "date qui existe", "jour" },
		{ "1", "13", "2009", "La date de naissance doit être une "
		    "date qui existe", "mois" },
		{ "1", "zut", "2009", "La date de naissance doit être une "
		    "date qui existe", "mois" },
		/* impossible comes before in the future */
		{ "31", "2", "2999", "La date de naissance doit être une "
		    "date qui existe", "jour" },
		{ "27", "3", "09", "L’année de naissance doit comporter 4"
		    NB "chiffres, par exemple 2009", "annee" },
		{ "27", "3", "20009", "L’année de naissance doit comporter 4"
		    NB "chiffres, par exemple 2009", "annee" },
		{ "1", "1", "2027", "La date de naissance doit être dans le "
		    "passé", "annee" },
		{ "1", "1", "1900", "La date de naissance doit être celle "
		    "d’une personne de 120" NB "ans ou moins", "annee" },
		{ "23", "11", "2010", "La date de naissance doit être celle "
		    "d’une personne de 16" NB "ans ou plus", "annee" }
	};
	static const char *const same[][3] = { { "27", "3", "2009" },
	    { "27", "03", "2009" }, { " 27 ", "Mars", "2009" },
	    { "27", "mars", "2009" }, { "27/03/2009", "", "" },
	    { "2009-03-27", "", "" } };
	const char *part, *iso, *error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		error = date(a, "naissance", cases[i].d, cases[i].m,
		    cases[i].y, &part, &iso);
		CHECK_STR(error, cases[i].error);
		CHECK_STR(part, arena_fmt(a, "naissance-%s", cases[i].part));
		CHECK(iso == NULL);
	}
	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		error = date(a, "naissance", same[i][0], same[i][1],
		    same[i][2], &part, &iso);
		CHECK(error == NULL);
		CHECK_STR(iso, "2009-03-27");
	}
	date(a, "naissance", "1er", "janv.", "2000", &part, &iso);
	CHECK_STR(iso, "2000-01-01");
	/* sixteen today */
	date(a, "naissance", "22", "11", "2010", &part, &iso);
	CHECK_STR(iso, "2010-11-22");
}

static void
test_dates(struct arena *a)
{
	const char *part, *iso;

	CHECK_STR(date(a, "debut", "21", "11", "2026", &part, &iso),
	    "Le début doit être aujourd’hui ou plus tard");
	CHECK(date(a, "debut", "22", "11", "2026", &part, &iso) == NULL);
	CHECK_STR(date(a, "debut", "1", "1", "27", &part, &iso),
	    "L’année doit comporter 4" NB "chiffres, par exemple 2027");
	CHECK(date(a, "fin", "", "", "", &part, &iso) == NULL);
	CHECK(iso == NULL);
	CHECK_STR(date(a, "fin", "3", "", "", &part, &iso),
	    "La fin doit comporter un mois et une année");
	CHECK(date(a, "fin", "1", "1", "1800", &part, &iso) == NULL);
}

static const char *
town(struct arena *a, const char *cp, const char *insee, const char *other,
    struct answers **an)
{
	const char *const raws[][2] = { { "ville-cp", cp },
	    { "ville", insee }, { "ville-autre", other }, { NULL, NULL } };

	return verdict(a, an, "ville", raws);
}

static void
test_communes(struct arena *a)
{
	struct answers *an;

	CHECK_STR(town(a, "", "", "", &an), "Indique un code postal à 5" NB
	    "chiffres, par exemple 44150");
	CHECK_STR(answers_error_part(an, "ville"), "ville-cp");
	CHECK(town(a, "4415", "44003", "", &an) != NULL);
	/* the next question */
	CHECK_STR(town(a, "44150", "", "", &an), "Choisis ta commune");
	CHECK_STR(answers_error_part(an, "ville"), "ville");
	CHECK(town(a, "44 150", "44003", "", &an) == NULL);
	CHECK_STR(answers_value(an, "ville", 0), "Ancenis-Saint-Géréon");
	CHECK_STR(answers_value(an, "ville", 1), "44150");
	CHECK_STR(answers_value(an, "ville", 2), "44003");
	CHECK_STR(answers_shown(a, an, definition_field(essai, "ville")),
	    "44150 Ancenis-Saint-Géréon");
	/* a commune of another post code, an unknown one */
	CHECK(town(a, "44150", "44109", "", &an) != NULL);
	CHECK(town(a, "44150", "zut", "", &an) != NULL);
	/* alone in its post code, it is taken */
	CHECK(town(a, "44000", "", "", &an) == NULL);
	CHECK_STR(answers_value(an, "ville", 2), "44109");
	/* not in the list, and a post code of no commune */
	CHECK_STR(town(a, "44150", "autre", "", &an),
	    "Indique le nom de ta commune");
	CHECK_STR(answers_error_part(an, "ville"), "ville-autre");
	CHECK(town(a, "44150", "autre", "Le Hameau", &an) == NULL);
	CHECK_STR(answers_value(an, "ville", 0), "Le Hameau");
	CHECK(answers_value(an, "ville", 2) == NULL);
	CHECK(town(a, "44999", "", "Nantes Cedex", &an) == NULL);
	CHECK(town(a, "44150", "autre", repeat(a, "x", 101), &an) != NULL);
}

static void
test_choices(struct arena *a)
{
	const char *const two[][2] = { { "choix", "ici" },
	    { "choix", "ailleurs" }, { NULL, NULL } };
	const char *const many[][2] = { { "plusieurs", "c" },
	    { "plusieurs", "a" }, { "plusieurs", "c" }, { NULL, NULL } };
	const char *const odd[][2] = { { "plusieurs", "a" },
	    { "plusieurs", "z" }, { NULL, NULL } };
	struct answers *an;

	CHECK_STR(one(a, "choix", ""), "Choisis ton territoire");
	CHECK_STR(one(a, "choix", "zut"),
	    "Choisis ton territoire dans la liste");
	CHECK(one(a, "choix", "Ici") != NULL);
	CHECK_STR(made(a, "choix", "ici"), "ici");
	CHECK_STR(verdict(a, NULL, "choix", two),
	    "Donne une seule réponse pour le territoire");
	CHECK_STR(one(a, "plusieurs", ""), "Choisis tes besoins");
	CHECK(verdict(a, &an, "plusieurs", many) == NULL);
	CHECK_STR(answers_value(an, "plusieurs", 0), "a");
	CHECK_STR(answers_value(an, "plusieurs", 1), "c");
	CHECK(answers_value(an, "plusieurs", 2) == NULL);
	CHECK_STR(answers_shown(a, an, definition_field(essai, "plusieurs")),
	    "A\nC");
	CHECK_STR(verdict(a, NULL, "plusieurs", odd),
	    "Choisis tes besoins dans la liste");
	CHECK_STR(one(a, "accord", ""), "Coche la case");
	CHECK_STR(one(a, "accord", "non"), "Coche la case");
	CHECK_STR(made(a, "accord", "oui"), "oui");
	CHECK_STR(one(a, "coop", ""), "Choisis ta coopérative");
	CHECK_STR(one(a, "coop", "paris"),
	    "Choisis ta coopérative dans la liste");
	CHECK_STR(made(a, "coop", "le-mans"), "le-mans");
}

static void
test_amounts(struct arena *a)
{
	CHECK_STR(one(a, "argent", "zut"), "Indique un montant en euros, "
	    "par exemple 1" THIN "234,56");
	CHECK_STR(one(a, "argent", "9,99"), "La somme doit être comprise "
	    "entre 10" NB "€ et 5" THIN "000" NB "€");
	CHECK(one(a, "argent", "5000,01") != NULL);
	CHECK(one(a, "argent", "-20") != NULL);
	CHECK_STR(made(a, "argent", "1" THIN "234,56" NB "€"), "123456");
	CHECK_STR(made(a, "argent", "1234.56"), "123456");
	CHECK_STR(made(a, "argent", "1 234"), "123400");
	CHECK_STR(one(a, "heures", "12,5"),
	    "Indique un nombre entier, par exemple 12");
	CHECK(one(a, "heures", "-12") != NULL);
	CHECK(one(a, "heures", "1.2") != NULL);
	CHECK(one(a, "heures", "1-2") != NULL);
	CHECK(one(a, "heures", "99999999999999999999") != NULL);
	CHECK_STR(one(a, "heures", "36"),
	    "Les heures doivent être comprises entre 1 et 35");
	CHECK_STR(made(a, "heures", "035"), "35");
}

/* Fields asked, or needed, because of another answer. */
static void
test_conditions(struct arena *a)
{
	const struct field *detail = definition_field(essai, "detail");
	const struct field *plus = definition_field(essai, "plus");
	const char *const none[][2] = { { NULL, NULL } };
	const char *const here[][2] = { { "choix", "ici" },
	    { "detail", "reste" }, { NULL, NULL } };
	const char *const there[][2] = { { "choix", "ailleurs" },
	    { NULL, NULL } };
	const char *const nowhere[][2] = { { "choix", "nulle-part" },
	    { "detail", "x" }, { NULL, NULL } };
	const char *const chain[][2] = { { "choix", "ici" },
	    { "sous", "oui" }, { NULL, NULL } };
	struct answers *an;

	/* what is not asked cannot make another be asked */
	CHECK(verdict(a, &an, "fond", chain) == NULL);
	CHECK(!answers_asked(an, definition_field(essai, "fond")));
	CHECK(verdict(a, &an, "detail", none) == NULL);
	CHECK(!answers_asked(an, detail) && answers_optional(an, plus));
	/* an answer to what is not asked any more is not an answer */
	CHECK(verdict(a, &an, "detail", here) == NULL);
	CHECK(answers_value(an, "detail", 0) == NULL);
	CHECK_STR(answers_raw(an, "detail", 0), "reste");
	CHECK_STR(verdict(a, &an, "detail", there), "Indique ton détail");
	CHECK_STR(answers_error(an, "plus"), "Indique ton reste");
	CHECK(answers_stopped(an, &essai->steps[1]) == NULL);
	CHECK(verdict(a, &an, "choix", nowhere) == NULL);
	CHECK_STR(answers_stopped(an, &essai->steps[1])->name, "fin");
	CHECK(answers_stopped(an, &essai->steps[0]) == NULL);
}

static void
test_store(struct arena *a)
{
	struct answers *an = answers_new(a, essai);
	const char *name, *raw;
	size_t i;

	CHECK(answers_add(an, "inconnu", "x") == 0);
	CHECK(answers_add(an, "naissance", "x") == 0);
	CHECK(answers_add(an, "nom-cp", "x") == 0);
	CHECK(answers_add(an, "", "x") == 0);
	CHECK(answers_add(an, "-cp", "x") == 0);
	CHECK(answers_add(an, repeat(a, "x", 5000), "x") == 0);
	CHECK(answers_add(an, arena_fmt(a, "%s-cp", repeat(a, "x", 5000)),
	    "x") == 0);
	CHECK(answers_add(an, "naissance-jour", " 3") == 1);
	CHECK(answers_add(an, "ville-autre", "") == 1);
	CHECK(answers_add(an, "choix", "ici") == 1);
	/* a form cannot name a piece */
	CHECK(answers_add(an, "fichier", "12") == 0);
	answers_add_piece(an, "fichier", 12);
	answers_add_piece(an, "nom", 12);
	CHECK_STR(answers_raw(an, "naissance-jour", 0), " 3");
	CHECK_STR(answers_raw(an, "fichier", 0), "12");
	CHECK(answers_raw(an, "nom", 0) == NULL);
	for (i = 0; answers_each(an, &essai->steps[0], i, &name, &raw); i++)
		;
	CHECK(i == 2);
	CHECK_STR(name, "ville-autre");
	CHECK(!answers_each(an, &essai->steps[1], 1, &name, &raw));
	answers_clear_step(an, &essai->steps[0]);
	CHECK(answers_raw(an, "naissance-jour", 0) == NULL);
	CHECK_STR(answers_raw(an, "choix", 0), "ici");
	answers_clear_step(an, &essai->steps[1]);
	CHECK(answers_raw(an, "choix", 0) == NULL);
	CHECK_STR(answers_raw(an, "fichier", 0), "12");
	answers_add(an, "nom", "A");
	answers_add(an, "nom", "B");
	CHECK_STR(answers_raw(an, "nom", 1), "B");
	CHECK(answers_raw(an, "nom", 2) == NULL);

	answers_add_bytes(an, "texte", "a\0b", 3);
	answers_check(an, &essai->steps[0], &ctx);
	CHECK(answers_error(an, "texte") != NULL);
	CHECK_STR(answers_typed(a, an, "texte", 0), "a\xef\xbf\xbd" "b");
	CHECK_STR(answers_error(an, "nom"),
	    "Donne une seule réponse pour le nom de famille");
}

/* A whole set of answers, to a record and back. */
static const char *const whole[][2] = {
	{ "texte", "<a> & \"b\"" }, { "long", "un\r\ndeux ]]> {{ x }}" },
	{ "nom", "d’Œuf" }, { "courriel", "a@b.fr" },
	{ "tel", "0639981234" }, { "naissance-jour", "1" },
	{ "naissance-mois", "2" }, { "naissance-annee", "2000" },
	{ "debut-jour", "1" }, { "debut-mois", "1" },
	{ "debut-annee", "2027" }, { "ville-cp", "44150" },
	{ "ville", "44003" }, { "coop", "nantes" }, { "choix", "ailleurs" },
	{ "detail", "=1+1" }, { "plus", "-" }, { "plusieurs", "b" },
	{ "plusieurs", "a" }, { "accord", "oui" }, { "argent", "12,50" },
	{ "heures", "7" }, { NULL, NULL }
};

static struct answers *
answer_all(struct arena *a)
{
	struct answers *an = answers_new(a, essai);
	size_t i;

	for (i = 0; whole[i][0] != NULL; i++)
		answers_add(an, whole[i][0], whole[i][1]);
	answers_add_piece(an, "fichier", 41);
	answers_add_piece(an, "fichier", 42);
	return an;
}

static struct tree *
record(struct arena *a, const struct answers *an)
{
	struct tree *t = tree_new(a, "dossier");
	struct node *root = tree_root(t);

	node_set(root, "programme", "essai");
	node_set(root, "definition", "7");
	node_set(root, "numero", "ESS-26-2222-22");
	node_set(root, "depose", "2026-11-22T10:11:12Z");
	answers_to_record(an, node_add(root, "reponses"));
	return t;
}

static void
test_record(struct arena *a)
{
	struct answers *an = answer_all(a), *back;
	struct buf one_ = BUF_INIT, two = BUF_INIT;
	struct xml_error err = { 0 };
	struct tree *t;
	struct node *n;

	CHECK(answers_check_all(an, &ctx) == NULL);
	t = record(a, an);
	CHECK(schema_valid(definition_records(essai), t, &err) == 1);
	if (err.text[0] != '\0')
		printf("# %s\n", err.text);
	tree_write(&one_, t);
	t = tree_parse(a, one_.data, one_.len, "record", &err);
	CHECK(t != NULL);
	n = node_child(tree_root(t), "reponses");
	CHECK_STR(node_value(a, n, "texte"), "<a> & \"b\"");
	CHECK_STR(node_value(a, n, "long"), "un\ndeux ]]> {{ x }}");
	CHECK_STR(node_attr(node_child(n, "coop"), "libelle"),
	    "Coopérative de Nantes");
	CHECK_STR(node_attr(node_child(n, "accord"), "version"), "3");
	CHECK_STR(node_value(a, n, "argent"), "1250");
	CHECK(node_child(n, "fin") == NULL);

	back = answers_new(a, essai);
	answers_add(back, "nom", "old");
	answers_from_record(back, n);
	/* without a check, as it was shown then */
	CHECK_STR(answers_shown(a, back, definition_field(essai, "choix")),
	    "Ailleurs");
	CHECK_STR(answers_shown(a, back, definition_field(essai,
	    "naissance")), "1er" NB "février" NB "2000");
	CHECK_STR(answers_shown(a, back, definition_field(essai, "tel")),
	    "06" NB "39" NB "98" NB "12" NB "34");
	CHECK_STR(answers_shown(a, back, definition_field(essai, "argent")),
	    "12,50" NB "€");
	CHECK_STR(answers_shown(a, back, definition_field(essai, "fin")), "");
	CHECK_STR(answers_raw(back, "naissance-mois", 0), "2");
	CHECK_STR(answers_raw(back, "argent", 0), "12,50");
	CHECK_STR(answers_raw(back, "nom", 0), "d’Œuf");
	CHECK(answers_raw(back, "nom", 1) == NULL);
	tree_write(&two, record(a, back));
	CHECK_STR(buf_cstr(&two), buf_cstr(&one_));
	/* and a check of what came back finds the same */
	CHECK(answers_check_all(back, &ctx) == NULL);
	buf_reset(&two);
	tree_write(&two, record(a, back));
	CHECK_STR(buf_cstr(&two), buf_cstr(&one_));
	buf_free(&one_);
	buf_free(&two);
}

/* A form as a browser posts it, and the record it becomes, byte for byte. */
static void
test_golden(struct arena *a)
{
	static const char *const posted[][2] = {
		{ "email", "aminata@Exemple.fr " }, { "prenom", "Aminata" },
		{ "nom", "Nguyễn-Lefèvre d’Œuf" }, { "joindre", "telephone" },
		{ "telephone", "06 39 98 12 34" },
		{ "commune-cp", "44 150" }, { "commune", "44003" },
		{ "cooperative", "nantes" },
		{ "situation", "demandeur-emploi" },
		{ "secteur", "artisanat" },
		{ "activite", "Je répare des vélos.\r\nJe veux en vendre "
		    "aussi : \"d’occasion\" & <neufs>." },
		{ "clients", "non" }, { "besoins", "facturer" },
		{ "besoins", "tester" }, { "engagement", "oui" }
	};
	const struct definition *cae = shipped_definition(a,
	    "schemas/programmes/cae.xml");
	struct answers *an = answers_new(a, cae);
	struct buf got = BUF_INIT, want = BUF_INIT;
	struct xml_error err = { 0 };
	struct tree *t = tree_new(a, "dossier");
	struct node *n = tree_root(t);
	size_t i;

	for (i = 0; i < sizeof(posted) / sizeof(posted[0]); i++)
		answers_add(an, posted[i][0], posted[i][1]);
	answers_add_piece(an, "piece", 12);
	CHECK(answers_check_all(an, &ctx) == NULL);
	node_set(n, "programme", "cae");
	node_set(n, "definition", "1");
	node_set(n, "numero", "CAE-26-9B2D-X7");
	node_set(n, "depose", "2026-11-22T10:11:12Z");
	n = node_add(n, "reponses");
	answers_to_record(an, n);
	node_set(node_child(node_child(n, "piece"), "fichier"), "sha256",
	    repeat(a, "0", 64));
	CHECK(schema_valid(definition_records(cae), t, &err) == 1);
	tree_write(&got, t);
	file_read(&want, source_path(a, "tests/golden/record-cae.xml"));
	CHECK_STR(buf_cstr(&got), buf_cstr(&want));
	buf_free(&got);
	buf_free(&want);
}

/* What the check lets through but must not be stored, the schema stops. */
static void
test_schema(struct arena *a)
{
	struct answers *an = answer_all(a);
	struct xml_error err;
	struct tree *t;
	struct node *n;

	answers_clear_step(an, &essai->steps[1]);
	answers_check_all(an, &ctx);
	t = record(a, an);
	CHECK(schema_valid(definition_records(essai), t, &err) == 0);

	an = answer_all(a);
	answers_check_all(an, &ctx);
	t = record(a, an);
	n = node_child(tree_root(t), "reponses");
	node_set(node_child(n, "choix"), "libelle", "Ici & là");
	CHECK(schema_valid(definition_records(essai), t, &err) == 0);
	node_set(node_child(n, "choix"), "libelle", "Ailleurs");
	CHECK(schema_valid(definition_records(essai), t, &err) == 1);
	node_add_text(n, "espion", "x");
	CHECK(schema_valid(definition_records(essai), t, &err) == 0);
}

static void
test_everything_is_asked(struct arena *a)
{
	struct answers *an = answers_new(a, essai);

	CHECK(answers_check(an, &essai->steps[0], &ctx) == 9);
	CHECK(answers_check(an, &essai->steps[1], &ctx) == 6);
	CHECK_STR(answers_check_all(an, &ctx)->name, "un");
	CHECK_STR(answers_error(an, "fichier"),
	    "Choisis une photo ou un scan");
}

int
main(void)
{
	struct arena *a = arena_new();
	struct buf faults = BUF_INIT;

	setenv("TZ", "Europe/Paris", 1);
	xml_init();
	essai = shipped_definition(a, "tests/unit/essai/programmes/essai.xml");
	ctx.today = day_make(2026, 11, 22);
	ctx.communes = communes_load(a, source_path(a,
	    "content/communes.tsv"));
	ctx.network = network_load(a, source_path(a,
	    "content/demo/reseau.xml"), source_path(a,
	    "schemas/xml/reseau.rng"), &faults);
	test_text(a);
	test_names(a);
	test_contacts(a);
	test_birth(a);
	test_dates(a);
	test_communes(a);
	test_choices(a);
	test_amounts(a);
	test_conditions(a);
	test_store(a);
	test_record(a);
	test_golden(a);
	test_schema(a);
	test_everything_is_asked(a);
	buf_free(&faults);
	arena_free(a);
	xml_exit();
	return test_end();
}
