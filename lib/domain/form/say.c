/*
 * The standard messages, in « vous », « tu » and about somebody else.
 */
#include <string.h>

#include "base/str.h"
#include "domain/form/say.h"

#define NB	"\xc2\xa0"
#define THIN	"\xe2\x80\xaf"

static int
is_tu(const struct speech *s)
{
	return s->voice == VOICE_TU;
}

static int
plural(const struct speech *s)
{
	return str_starts(s->field->nom, "les ");
}

/* The noun without its article. */
static const char *
noun(const struct speech *s)
{
	static const char *const articles[] = { "les ", "le ", "la ", "l’" };
	size_t i;

	for (i = 0; i < sizeof(articles) / sizeof(articles[0]); i++)
		if (str_starts(s->field->nom, articles[i]))
			return s->field->nom + strlen(articles[i]);
	return s->field->nom;
}

/* « votre nom », « ta date », « ton adresse », « tes besoins », « le nom » */
static const char *
mine(const struct speech *s)
{
	const char *article;

	if (s->voice == VOICE_STAFF)
		return s->field->nom;
	if (plural(s))
		article = is_tu(s) ? "tes" : "vos";
	else if (!is_tu(s))
		article = "votre";
	else
		article = str_starts(s->field->nom, "la ") ? "ta" : "ton";
	return arena_fmt(s->arena, "%s %s", article, noun(s));
}

/* « La date de naissance », to begin a sentence. */
static const char *
subject(const struct speech *s)
{
	char *t = arena_dup(s->arena, s->field->nom);

	if (t[0] >= 'a' && t[0] <= 'z')
		t[0] = (char)(t[0] - 'a' + 'A');
	return t;
}

static const char *
must(const struct speech *s)
{
	return plural(s) ? "doivent" : "doit";
}

static const char *
give(const struct speech *s)
{
	return is_tu(s) ? "Indique" : "Indiquez";
}

static const char *
choose(const struct speech *s)
{
	return is_tu(s) ? "Choisis" : "Choisissez";
}

const char *
say_missing(const struct speech *s)
{
	if (s->field->missing != NULL)
		return s->field->missing;
	switch (s->field->kind) {
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_COOPERATIVE:
	case FIELD_FILE:
	case FIELD_SESSION:
		return arena_fmt(s->arena, "%s %s", choose(s), mine(s));
	case FIELD_COMMUNE:
		return say_postcode(s);
	case FIELD_ACCORD:
		return is_tu(s) ? "Coche la case" : "Cochez la case";
	default:
		return arena_fmt(s->arena, "%s %s", give(s), mine(s));
	}
}

const char *
say_not_listed(const struct speech *s)
{
	return arena_fmt(s->arena, "%s %s dans la liste", choose(s), mine(s));
}

const char *
say_twice(const struct speech *s)
{
	return arena_fmt(s->arena, "%s une seule réponse pour %s",
	    is_tu(s) ? "Donne" : "Donnez", s->field->nom);
}

const char *
say_unreadable(const struct speech *s)
{
	return arena_fmt(s->arena, "%s %s des caractères qui ne s’affichent "
	    "pas. %s-%s de nouveau", subject(s),
	    plural(s) ? "contiennent" : "contient",
	    is_tu(s) ? "Écris" : "Écrivez",
	    plural(s) ? "les" : s->field->feminine ? "la" : "le");
}

/* « 1 500 » */
static const char *
thousands(const struct speech *s, long long n)
{
	if (n < 1000)
		return arena_fmt(s->arena, "%lld", n);
	return arena_fmt(s->arena, "%s" THIN "%03lld",
	    thousands(s, n / 1000), n % 1000);
}

static const char *
length(const struct speech *s, long long n, const char *bound)
{
	return arena_fmt(s->arena, "%s %s faire %s" NB "caractère%s au %s",
	    subject(s), must(s), thousands(s, n), n > 1 ? "s" : "", bound);
}

const char *
say_too_long(const struct speech *s, long long max)
{
	return length(s, max, "plus");
}

const char *
say_too_short(const struct speech *s, long long min)
{
	return length(s, min, "moins");
}

const char *
say_letters(const struct speech *s)
{
	return arena_fmt(s->arena, "%s ne %s contenir que des lettres, des "
	    "espaces, des tirets et des apostrophes", subject(s),
	    plural(s) ? "peuvent" : "peut");
}

const char *
say_email(const struct speech *s)
{
	return arena_fmt(s->arena, "%s une adresse e-mail complète, par "
	    "exemple nom@exemple.fr", give(s));
}

const char *
say_phone(const struct speech *s)
{
	return arena_fmt(s->arena, "%s un numéro de téléphone à 10" NB
	    "chiffres, par exemple 06" NB "39" NB "98" NB "12" NB "34",
	    give(s));
}

const char *
say_postcode(const struct speech *s)
{
	return arena_fmt(s->arena, "%s un code postal à 5" NB
	    "chiffres, par exemple 44150", give(s));
}

const char *
say_town(const struct speech *s)
{
	return arena_fmt(s->arena, "%s %s", choose(s), mine(s));
}

const char *
say_town_name(const struct speech *s)
{
	return arena_fmt(s->arena, "%s le nom de %s", give(s), mine(s));
}

const char *
say_money(const struct speech *s)
{
	return arena_fmt(s->arena, "%s un montant en euros, par exemple 1"
	    THIN "234,56", give(s));
}

const char *
say_number(const struct speech *s)
{
	return arena_fmt(s->arena, "%s un nombre entier, par exemple 12",
	    give(s));
}

/* The form that is expected, with an example. */
static const char *
example(const struct speech *s, const char *what)
{
	return arena_fmt(s->arena, "%s %s", give(s), what);
}

const char *
say_percent(const struct speech *s)
{
	return example(s, "un pourcentage, par exemple 12" THIN "%");
}

const char *
say_hour(const struct speech *s)
{
	return example(s, "une heure, par exemple 14" NB "h" NB "30");
}

const char *
say_siren(const struct speech *s)
{
	return example(s, "un numéro Siren à 9" NB "chiffres, par exemple "
	    "732" NB "829" NB "320");
}

const char *
say_siret(const struct speech *s)
{
	return example(s, "un numéro Siret à 14" NB "chiffres, par exemple "
	    "732" NB "829" NB "320" NB "00074");
}

const char *
say_qpv(const struct speech *s)
{
	return example(s, "un code de quartier à 8" NB "caractères, par "
	    "exemple QN04401M");
}

const char *
say_departement(const struct speech *s)
{
	return example(s, "un numéro de département, par exemple 44");
}

const char *
say_nir(const struct speech *s)
{
	return example(s, "un numéro de sécurité sociale à 15" NB
	    "chiffres, clé comprise");
}

const char *
say_iban(const struct speech *s)
{
	return example(s, "un IBAN complet, tel qu’il figure sur le relevé "
	    "d’identité bancaire");
}

const char *
say_meant(const struct speech *s, const char *email)
{
	return arena_fmt(s->arena, "%s écrire %s" THIN "?",
	    s->voice == VOICE_TU ? "Voulais-tu" : "Vouliez-vous", email);
}

const char *
say_range(const struct speech *s, const char *min, const char *max)
{
	return arena_fmt(s->arena, "%s %s être compris%s%s entre %s et %s",
	    subject(s), must(s), s->field->feminine ? "e" : "",
	    plural(s) && s->field->feminine ? "s" : "", min, max);
}

const char *
say_date_part(const struct speech *s, const char *what)
{
	return arena_fmt(s->arena, "%s %s comporter %s", subject(s), must(s),
	    what);
}

const char *
say_date_year(const struct speech *s)
{
	const char *of = noun(s);

	/* « L’année de naissance » from « la date de naissance » */
	of = str_starts(of, "date ") ? of + strlen("date") : "";
	return arena_fmt(s->arena, "L’année%s doit comporter 4" NB
	    "chiffres, par exemple %s", of,
	    s->field->when == WHEN_BIRTH ? "2009" : "2027");
}

const char *
say_must_be(const struct speech *s, const char *what)
{
	return arena_fmt(s->arena, "%s %s être %s", subject(s), must(s),
	    what);
}

const char *
say_age(const struct speech *s, long long age, int least)
{
	return arena_fmt(s->arena, "%s %s être celle d’une personne de %lld"
	    NB "ans ou %s", subject(s), must(s), age,
	    least ? "plus" : "moins");
}
