/*
 * periode: lengths across ends of months, and the clocks of a CESA against
 * the table of the law.
 */
#include "base/date.h"
#include "domain/law/cape.h"
#include "domain/law/periode.h"
#include "test.h"

static struct arena *a;

static int32_t
day(const char *s)
{
	return day_parse(s);
}

static const char *
between(const char *first, const char *last)
{
	return duree_french(a, duree_between(day(first), day(last)));
}

static void
test_lengths(void)
{
	CHECK_STR(between("2026-03-01", "2027-02-28"), "12\u00a0mois");
	CHECK_STR(between("2026-03-01", "2026-03-01"), "1\u00a0jour");
	CHECK_STR(between("2026-03-01", "2026-02-28"), "0\u00a0jour");
	CHECK_STR(between("2026-03-01", "2026-03-31"), "1\u00a0mois");
	CHECK_STR(between("2026-02-01", "2026-03-01"),
	    "1\u00a0mois et 1\u00a0jour");
	/* six months from 31 August end the day before 28 February */
	CHECK_STR(between("2026-08-31", "2027-02-27"), "6\u00a0mois");
	CHECK_STR(between("2026-08-31", "2027-02-26"),
	    "5\u00a0mois et 27\u00a0jours");
	CHECK_STR(between("2028-02-29", "2029-02-27"), "12\u00a0mois");
	CHECK_STR(between("2027-03-01", "2028-02-29"), "12\u00a0mois");
	CHECK_STR(between("2026-03-01", "2029-02-28"), "36\u00a0mois");
	CHECK_STR(between("2026-01-15", "2026-12-31"),
	    "11\u00a0mois et 17\u00a0jours");
}

/* However a period begins, what the law allows is twelve months. */
static void
test_every_day(void)
{
	int32_t first, end = day("2032-01-01");
	struct duree d;
	int bad = 0, months;

	for (first = day("2026-01-01"); first < end; first++)
		for (months = 1; months <= 36; months++) {
			d = duree_between(first, cape_last_day_after(first,
			    months));
			bad += d.months != months || d.days != 0;
		}
	CHECK(bad == 0);
}

static void
test_add(void)
{
	struct duree d = duree_add((struct duree){ 5, 20 },
	    (struct duree){ 6, 12 });

	CHECK(d.months == 12 && d.days == 2);
}

/* A CAPE of so many months from a day, a CESA the day after. */
static struct cesa
follows(const char *first, int months)
{
	int32_t last = cape_last_day_after(day(first), months);

	return cesa_clock(last + 1, day(first), last,
	    duree_between(day(first), last));
}

/* CAPE, left to become associate, trial: the table, both from the start. */
static void
test_cesa_table(void)
{
	static const struct { int cape, left, trial; } table[] = {
		{ 4, 32, 4 }, { 8, 28, 0 }, { 18, 18, 0 }, { 36, 0, 0 }
	};
	struct cesa c;
	size_t i;

	c = cesa_clock(day("2026-03-01"), DAY_NONE, DAY_NONE,
	    (struct duree){ 0, 0 });
	CHECK(c.left.months == 36 && c.left.days == 0);
	CHECK(c.trial_left.months == 8 && c.trial_left.days == 0);
	CHECK_STR(day_iso(a, c.deadline), "2029-03-01");
	CHECK_STR(day_iso(a, c.trial), "2026-10-31");
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		c = follows("2026-03-01", table[i].cape);
		CHECK(c.left.months == table[i].left && c.left.days == 0);
		CHECK(c.trial_left.months == table[i].trial &&
		    c.trial_left.days == 0);
		CHECK((c.trial == DAY_NONE) == (table[i].trial == 0));
		CHECK_STR(day_iso(a, c.deadline), "2029-03-01");
	}
}

static void
test_cesa_days(void)
{
	struct cesa c;

	/* without a gap, three years from the CAPE's first day */
	c = follows("2026-08-31", 6);
	CHECK_STR(day_iso(a, c.deadline), "2029-08-31");
	CHECK_STR(day_iso(a, c.trial), "2027-04-29");
	/* with one, the length is taken off: 4 months and 10 days */
	c = cesa_clock(day("2027-01-01"), day("2026-03-01"),
	    day("2026-07-10"), duree_between(day("2026-03-01"),
	    day("2026-07-10")));
	CHECK_STR(day_iso(a, c.deadline), "2029-08-22");
	CHECK_STR(day_iso(a, c.trial), "2027-04-20");
	/* 36 months and a gap: at once, never before the start */
	c = cesa_clock(day("2029-06-01"), day("2026-03-01"),
	    day("2029-02-28"), (struct duree){ 36, 0 });
	CHECK(c.deadline == day("2029-06-01") && c.trial == DAY_NONE);
	CHECK_STR(duree_french(a, c.left), "0\u00a0jour");
}

int
main(void)
{
	a = arena_new();
	test_lengths();
	test_every_day();
	test_add();
	test_cesa_table();
	test_cesa_days();
	arena_free(a);
	return test_end();
}
