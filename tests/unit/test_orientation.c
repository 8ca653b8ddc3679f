/*
 * orientation: every combination of answers ends on a programme that exists,
 * and on the one it should where that is plain.
 */
#include "base/str.h"
#include "domain/form/programme.h"
#include "domain/territory/orientation.h"
#include "test.h"

/* Answers of the table, none, and what is no answer at all. */
static const char *
nth(enum question q, size_t i)
{
	const struct questioning *asked = &orientation_questions[q];

	return i < asked->n ? asked->answers[i].value : i == asked->n ? NULL :
	    "<b>n'importe quoi";
}

static int
sound(const struct orientation *o)
{
	struct advice advice;
	size_t i, k;

	orientation_advise(o, &advice);
	if (advice.n < 1 || advice.n > ORIENTATION_MAX || advice.why == NULL)
		return 0;
	for (i = 0; i < advice.n; i++) {
		if (programme_find(advice.programmes[i]) == NULL)
			return 0;
		for (k = 0; k < i; k++)
			if (str_eq(advice.programmes[k],
			    advice.programmes[i]))
				return 0;
	}
	return 1;
}

static void
test_all(void)
{
	size_t a, p, t, d, bad = 0, all = 0;
	struct orientation o;

	for (a = 0; a < 6; a++)
		for (p = 0; p < 6; p++)
			for (t = 0; t < 7; t++)
				for (d = 0; d < 5; d++) {
					o = (struct orientation){ { nth(Q_AGE,
					    a), nth(Q_PROJET, p), nth(Q_TEMPS,
					    t), NULL, nth(Q_QPV, d) } };
					bad += !sound(&o);
					all++;
				}
	CHECK(all == 6 * 6 * 7 * 5);
	CHECK(bad == 0);
}

/* From the first question on, whatever is said, it ends in five. */
static size_t
longest(struct orientation *o, size_t asked)
{
	enum question q = orientation_next(o);
	size_t i, n, most = asked;

	if (q == QUESTIONS)
		return asked;
	n = orientation_questions[q].n;
	for (i = 0; i < (n == 0 ? 1 : n); i++) {
		size_t here;

		o->said[q] = n == 0 ? UNKNOWN : nth(q, i);
		here = longest(o, asked + 1);
		most = here > most ? here : most;
	}
	o->said[q] = NULL;
	return most;
}

static void
test_ends(void)
{
	static const struct { const char *age, *project, *time, *qpv, *want; }
	cases[] = {
		{ "moins-16", NULL, NULL, NULL, "cjs" },
		{ "16-17", "groupe", "ete", NULL, "cjs" },
		{ "16-17", "nsp", "nsp", NULL, "cjs" },
		{ "16-17", "nsp", "semaine", NULL, "flashcoop" },
		{ "16-17", "lieu", NULL, NULL, "tiers-lieu" },
		{ "18-25", "groupe", "trois-mois", "non", "cjm" },
		{ "18-25", "idee", NULL, NULL, "cae" },
		{ "26", "idee", NULL, NULL, "cae" },
		{ "26", "groupe", "trois-mois", "oui", "ct" },
		{ "26", "groupe", "semaine", NULL, "flashcoop" },
		{ "26", "lieu", NULL, NULL, "tiers-lieu" },
		{ "26", "nsp", "plus", "non", "cae" },
		/* an answer to a question no longer asked says nothing */
		{ "26", "idee", "semaine", "oui", "cae" },
		{ "16-17", "groupe", "ete", "oui", "cjs" }
	};
	struct orientation o;
	struct advice advice;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		o = (struct orientation){ { cases[i].age, cases[i].project,
		    cases[i].time, NULL, cases[i].qpv } };
		orientation_advise(&o, &advice);
		CHECK_STR(advice.programmes[0], cases[i].want);
		CHECK(advice.early == (i == 0));
	}
}

/* Nobody below 16 is sent to what begins at 16, nor a minor to what is 18. */
static void
test_ages(void)
{
	static const char *const adults[] = { "cae", "cjm", "ct" };
	size_t p, t, d, i, k, wrong = 0;
	struct orientation o;
	struct advice advice;

	for (p = 0; p < 6; p++)
		for (t = 0; t < 7; t++)
			for (d = 0; d < 5; d++) {
				o = (struct orientation){ { "16-17",
				    nth(Q_PROJET, p), nth(Q_TEMPS, t), NULL,
				    nth(Q_QPV, d) } };
				orientation_advise(&o, &advice);
				for (i = 0; i < advice.n; i++)
					for (k = 0; k < 3; k++)
						wrong += str_eq(adults[k],
						    advice.programmes[i]);
			}
	CHECK(wrong == 0);
}

int
main(void)
{
	struct orientation o = { { NULL } };

	CHECK(orientation_next(&o) == Q_AGE);
	CHECK(longest(&o, 0) == 5);
	o.said[Q_AGE] = "moins-16";
	CHECK(orientation_next(&o) == QUESTIONS);
	CHECK(orientation_label(Q_AGE, "18-25") != NULL);
	CHECK(orientation_label(Q_AGE, "oui") == NULL);
	CHECK(orientation_label(Q_COMMUNE, "44003") == NULL);
	test_all();
	test_ends();
	test_ages();
	return test_end();
}
