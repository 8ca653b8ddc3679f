/*
 * The questions, and the table of what they lead to.
 */
#include "base/str.h"
#include "domain/territory/orientation.h"

static const struct answer ages[] = {
	{ "moins-16", "Moins de 16\u00a0ans" },
	{ "16-17", "16 ou 17\u00a0ans" },
	{ "18-25", "Entre 18 et 25\u00a0ans" },
	{ "26", "26\u00a0ans ou plus" }
};

static const struct answer projects[] = {
	{ "idee", "J’ai déjà une activité ou une idée précise" },
	{ "groupe", "Je veux essayer à plusieurs" },
	{ "lieu", "Je cherche un lieu" },
	{ UNKNOWN, "Je ne sais pas encore" }
};

static const struct answer times[] = {
	{ "semaine", "Une semaine" },
	{ "ete", "Un été" },
	{ "trois-mois", "Trois mois" },
	{ "plus", "Plus longtemps" },
	{ UNKNOWN, "Je ne sais pas" }
};

static const struct answer districts[] = {
	{ "oui", "Oui" },
	{ "non", "Non" },
	{ UNKNOWN, "Je ne sais pas" }
};

#define ANSWERS(a)	(a), sizeof(a) / sizeof((a)[0])

const struct questioning orientation_questions[QUESTIONS] = {
	{ "age", "Quel âge avez-vous\u202f?", "votre âge", ANSWERS(ages) },
	{ "projet", "Quel est votre projet\u202f?", "votre projet",
	    ANSWERS(projects) },
	{ "temps", "Combien de temps pouvez-vous y consacrer\u202f?",
	    "le temps que vous avez", ANSWERS(times) },
	{ "insee", "Dans quelle commune habitez-vous\u202f?",
	    "votre commune", NULL, 0 },
	{ "qpv", "Habitez-vous un quartier prioritaire\u202f?",
	    "votre quartier", ANSWERS(districts) }
};

/*
 * The rows: each column lists the answers that fit, "" fits all.  An answer
 * that was not given counts as UNKNOWN.
 */
static const struct rule {
	const char	*age, *project, *time, *district;
	const char	*programmes[ORIENTATION_MAX];
	const char	*why;
} rules[] = {
	{ "moins-16", "", "", "", { "cjs", "tiers-lieu", NULL },
	    "La CJS commence à 16\u00a0ans. En attendant, vous pouvez "
	    "rencontrer le comité local, visiter un tiers-lieu, et demander "
	    "à être prévenu ou prévenue des prochaines inscriptions." },

	{ "16-17", "lieu", "", "", { "tiers-lieu", "cjs", "flashcoop" },
	    "Vous cherchez un lieu. Un tiers-lieu vous ouvre ses portes\u00a0: "
	    "appelez avant de venir." },
	{ "16-17", "", "semaine", "", { "flashcoop", "cjs", NULL },
	    "En une semaine, la Flashcoop fait tout le tour d’une "
	    "entreprise\u00a0: l’idée, la fabrication, la vente, les "
	    "comptes." },
	{ "16-17", "", "", "", { "cjs", "flashcoop", NULL },
	    "À votre âge, la CJS permet de créer une entreprise à plusieurs, "
	    "le temps d’un été, avec deux animateurs ou animatrices." },

	{ "18-25 26", "lieu", "", "", { "tiers-lieu", "cae", "flashcoop" },
	    "Vous cherchez un lieu\u00a0: bureau partagé, atelier, salle ou "
	    "café pour rencontrer du monde." },
	{ "18-25", "idee", "", "", { "cae", "cjm", "tiers-lieu" },
	    "Vous savez ce que vous voulez faire. La CAE vous donne un cadre "
	    "légal et une équipe pour l’essayer." },
	{ "26", "idee", "", "", { "cae", "tiers-lieu", "flashcoop" },
	    "Vous savez ce que vous voulez faire. La CAE vous donne un cadre "
	    "légal et une équipe pour l’essayer." },

	{ "18-25", "", "semaine", "", { "flashcoop", "cjm", "cae" },
	    "En une semaine, la Flashcoop fait tout le tour d’une "
	    "entreprise\u00a0: l’idée, la fabrication, la vente, les "
	    "comptes." },
	{ "26", "", "semaine", "", { "flashcoop", "cae", "ct" },
	    "En une semaine, la Flashcoop fait tout le tour d’une "
	    "entreprise\u00a0: l’idée, la fabrication, la vente, les "
	    "comptes." },

	{ "18-25", "", "", "oui", { "cjm", "ct", "flashcoop" },
	    "La CJM réunit une dizaine de jeunes de 18 à 25\u00a0ans qui "
	    "vendent leurs services pendant quelques mois. Dans votre "
	    "quartier, la coopérative de territoire fait de même à tout "
	    "âge." },
	{ "18-25", "", "", "", { "cjm", "flashcoop", "cae" },
	    "La CJM réunit une dizaine de jeunes de 18 à 25\u00a0ans qui "
	    "vendent leurs services pendant quelques mois." },

	{ "26", "", "", "oui", { "ct", "flashcoop", "cae" },
	    "La coopérative de territoire est faite pour les habitantes et "
	    "habitants des quartiers prioritaires\u00a0: trois mois pour "
	    "essayer à plusieurs." },
	{ "26", "groupe", "", UNKNOWN, { "flashcoop", "ct", "cae" },
	    "La Flashcoop est ouverte à tout le monde. Si vous habitez un "
	    "quartier prioritaire, la coopérative de territoire dure trois "
	    "mois." },
	{ "26", "groupe", "plus", "", { "cae", "flashcoop", "tiers-lieu" },
	    "Pour un projet qui dure, la CAE vous accompagne, seul, seule ou "
	    "à plusieurs." },
	{ "26", "groupe", "", "", { "flashcoop", "cae", "tiers-lieu" },
	    "La Flashcoop est ouverte à tout le monde\u00a0: une semaine pour "
	    "essayer à plusieurs avant d’aller plus loin." },

	{ "", "", "", "", { "cae", "flashcoop", "tiers-lieu" },
	    "La CAE reçoit toutes les idées, même au début\u00a0: une réunion "
	    "d’information, sans engagement, pour faire le point." }
};

const char *
orientation_label(enum question q, const char *value)
{
	const struct questioning *asked = &orientation_questions[q];
	size_t i;

	for (i = 0; i < asked->n; i++)
		if (str_eq(asked->answers[i].value, value))
			return asked->answers[i].label;
	return NULL;
}

static const char *
said(const struct orientation *o, enum question q)
{
	return o->said[q] == NULL ? UNKNOWN : o->said[q];
}

int
orientation_asks(const struct orientation *o, enum question q)
{
	const char *age = said(o, Q_AGE), *project = said(o, Q_PROJET);
	/* who brings an idea or wants a place needs no group to be found */
	int group = !str_eq(project, "idee") && !str_eq(project, "lieu");

	if (q == Q_AGE)
		return 1;
	if (str_eq(age, "moins-16"))
		return 0;
	if (q == Q_TEMPS)
		return group || (str_eq(project, "idee") &&
		    str_eq(age, "16-17"));
	if (q == Q_QPV)
		return group && !str_eq(age, "16-17") &&
		    !str_eq(said(o, Q_TEMPS), "semaine");
	return 1;
}

enum question
orientation_next(const struct orientation *o)
{
	enum question q;

	for (q = Q_AGE; q < QUESTIONS; q++)
		if (o->said[q] == NULL && orientation_asks(o, q))
			return q;
	return QUESTIONS;
}

static int
fits(const char *list, const char *value)
{
	return *list == '\0' || str_has_word(list, value);
}

void
orientation_advise(const struct orientation *o, struct advice *out)
{
	const char *value[QUESTIONS];
	const struct rule *r = rules;
	enum question q;

	/* An answer left behind by one that was changed says nothing. */
	for (q = Q_AGE; q < QUESTIONS; q++)
		value[q] = orientation_asks(o, q) ? said(o, q) : UNKNOWN;
	while (!fits(r->age, value[Q_AGE]) ||
	    !fits(r->project, value[Q_PROJET]) ||
	    !fits(r->time, value[Q_TEMPS]) ||
	    !fits(r->district, value[Q_QPV]))
		r++;
	for (out->n = 0; out->n < ORIENTATION_MAX &&
	    r->programmes[out->n] != NULL; out->n++)
		out->programmes[out->n] = r->programmes[out->n];
	out->why = r->why;
	out->early = str_eq(value[Q_AGE], "moins-16");
}
