/*
 * The working hours of the young, counted over half-days.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/form/definition.h"
#include "domain/session/hours.h"

#define STRETCH		270	/* minutes before a break, L. 3162-3 */
#define MORNING		360	/* end of the night, L. 3163-1 */
#define MAJORITY	18
#define LONGEST		3660	/* days that are counted */

struct checker {
	struct arena		*a;
	const struct regles	*regles;
	struct hours_fault	*list;
	size_t			 n;
};

static void
fault(struct checker *c, const char *limit, int32_t day, const char *what)
{
	struct hours_fault *f = &c->list[c->n];
	const char *law;

	law = regle_limit_text(c->a, c->regles, limit, &f->article,
	    &f->blocks);
	if (law == NULL)
		return;
	f->limit = limit;
	f->day = day;
	f->text = arena_fmt(c->a, "%s. %s", what, law);
	c->n++;
}

/* « 9 h 30 » of a length. */
static const char *
length(struct arena *a, int minutes)
{
	return minutes % 60 == 0 ? arena_fmt(a, "%d\u00a0h", minutes / 60) :
	    arena_fmt(a, "%d\u00a0h\u00a0%02d", minutes / 60, minutes % 60);
}

static const char *
on(struct arena *a, int32_t day)
{
	char *s = arena_dup(a, day_french_week(a, day));

	/* the names of days begin with letters of ASCII */
	s[0] = (char)(s[0] - 'a' + 'A');
	return s;
}

/* The half-days of one day. */
static void
check_day(struct checker *c, const struct slot *s, size_t n)
{
	int total = 0, from = s[0].starts, longest = 0;
	int pause = regle_limit(c->regles, "pause");
	int night = regle_limit(c->regles, "nuit") * 60;
	const char *day = on(c->a, s[0].day);
	size_t i;

	for (i = 0; i < n; i++) {
		total += s[i].ends - s[i].starts;
		if (i > 0 && s[i].starts - s[i - 1].ends >= pause)
			from = s[i].starts;
		if (s[i].ends - from > longest)
			longest = s[i].ends - from;
	}
	if (day_is_holiday(s[0].day))
		fault(c, "feries", s[0].day, arena_fmt(c->a,
		    "%s est un jour férié", day));
	if (total > regle_limit(c->regles, "jour") * 60)
		fault(c, "jour", s[0].day, arena_fmt(c->a, "%s : %s", day,
		    length(c->a, total)));
	if (longest > STRETCH)
		fault(c, "pause", s[0].day, arena_fmt(c->a,
		    "%s : %s sans pause", day, length(c->a, longest)));
	if (s[0].starts < MORNING || s[n - 1].ends > night)
		fault(c, "nuit", s[0].day, arena_fmt(c->a, "%s : de %s à %s",
		    day, hour_french(c->a, s[0].starts),
		    hour_french(c->a, s[n - 1].ends)));
}

/* The half-days of one week, Monday to Sunday. */
static void
check_week(struct checker *c, const struct slot *s, size_t n)
{
	int total = 0, days = 0, d, rest = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		total += s[i].ends - s[i].starts;
		days |= 1 << day_of_week(s[i].day);
	}
	for (d = 1; d < 7; d++)
		rest |= (days & (3 << d)) == 0;
	if (total > regle_limit(c->regles, "semaine") * 60)
		fault(c, "semaine", s[0].day, arena_fmt(c->a,
		    "Semaine du %s : %s", day_french(c->a, s[0].day -
		    day_of_week(s[0].day) + 1), length(c->a, total)));
	if (!rest)
		fault(c, "repos-semaine", s[0].day, arena_fmt(c->a,
		    "Semaine du %s : pas deux jours libres de suite",
		    day_french(c->a, s[0].day - day_of_week(s[0].day) + 1)));
}

static void
check_night(struct checker *c, const struct slot *before,
    const struct slot *after)
{
	int rest = 24 * 60 - before->ends + after->starts;

	if (after->day == before->day + 1 &&
	    rest < regle_limit(c->regles, "repos-jour") * 60)
		fault(c, "repos-jour", after->day, arena_fmt(c->a,
		    "%s : %s après la fin de la veille", on(c->a,
		    after->day), length(c->a, rest)));
}

static int32_t
monday(const struct slot *s)
{
	return s->day - day_of_week(s->day);
}

size_t
hours_check(struct arena *a, const struct regles *regles,
    const struct slot *list, size_t n, struct hours_fault **out)
{
	struct checker c = { .a = a, .regles = regles };
	size_t i, day = 0, week = 0;

	/* a day has four at most, a week two, a night one */
	*out = c.list = arena_array(a, 7 * n + 1, sizeof(*c.list));
	for (i = 1; i <= n; i++) {
		if (i == n || list[i].day != list[day].day) {
			check_day(&c, list + day, i - day);
			if (i < n)
				check_night(&c, &list[i - 1], &list[i]);
			day = i;
		}
		if (i == n || monday(&list[i]) != monday(&list[week])) {
			check_week(&c, list + week, i - week);
			week = i;
		}
	}
	return c.n;
}

int
hours_most(const struct regles *regles, int32_t first, int32_t last)
{
	int most = regle_limit(regles, "semaine"), total = 0, week = 0;
	int32_t day;

	for (day = first; day <= last && day - first < LONGEST; day++) {
		if (!day_is_holiday(day))
			week += regle_limit(regles, "jour");
		if (week > most)
			week = most;
		if (day_of_week(day) == 7) {
			total += week;
			week = 0;
		}
	}
	return total + week;
}

int
hours_concern(const struct definition *d)
{
	return d != NULL && d->age.birth != NULL && d->age.min < MAJORITY;
}
