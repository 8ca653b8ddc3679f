/*
 * hours: each limit of the law just kept and just broken, and that whoever is
 * not 16 is told; public holidays.
 */
#include "domain/session/attendance.h"
#include "test.h"
#include "world.h"

static struct world w;
static const struct regles *regles;
static struct slot list[20];
static size_t n;

/* One more half-day, of the week from Monday 2 August 2027. */
static void
add(int day, int from, int to)
{
	list[n++] = (struct slot){ .id = (int64_t)n + 1,
		.day = day_make(2027, 8, 1) + day, .starts = from * 30,
		.ends = to * 30 };
}

/* The limits that are broken, in order; then there is nothing any more. */
static const char *
broken(void)
{
	struct hours_fault *out;
	const char *s = "";
	size_t i, k = hours_check(w.a, regles, list, n, &out);

	for (i = 0; i < k; i++)
		s = arena_fmt(w.a, "%s%s%s", s, *s != '\0' ? " " : "",
		    out[i].limit);
	n = 0;
	return s;
}

static void
check_limits(void)
{
	int d;

	CHECK_STR(broken(), "");
	add(1, 18, 24), add(1, 26, 36);		/* 3 h and 5 h */
	CHECK_STR(broken(), "pause");
	add(1, 16, 25), add(1, 26, 33);		/* 4 h 30 and 3 h 30 */
	CHECK_STR(broken(), "");
	add(1, 16, 25), add(1, 26, 34);
	CHECK_STR(broken(), "jour");
	/* less than the break apart is one stretch */
	list[n++] = (struct slot){ .day = day_make(2027, 8, 2), .starts = 540,
		.ends = 660 };
	list[n++] = (struct slot){ .day = day_make(2027, 8, 2), .starts = 689,
		.ends = 839 };
	CHECK_STR(broken(), "pause");
	for (d = 1; d <= 5; d++)
		add(d, 18, 25), add(d, 27, 34);
	CHECK_STR(broken(), "");		/* 35 h */
	for (d = 1; d <= 5; d++)
		add(d, 18, 25), add(d, 27, d == 5 ? 35 : 34);
	CHECK_STR(broken(), "semaine");
	add(1, 12, 14), add(1, 42, 44);
	CHECK_STR(broken(), "");		/* 6 h and 22 h */
	add(1, 11, 14);
	CHECK_STR(broken(), "nuit");
	add(1, 42, 45);
	CHECK_STR(broken(), "nuit");
	add(1, 40, 44), add(2, 20, 22);
	CHECK_STR(broken(), "");		/* twelve hours */
	add(1, 40, 44), add(2, 19, 22);
	CHECK_STR(broken(), "repos-jour");
	add(1, 40, 44), add(3, 12, 14);
	CHECK_STR(broken(), "");
	for (d = 1; d <= 6; d++)
		if (d != 3)
			add(d, 18, 20);
	CHECK_STR(broken(), "repos-semaine");
	for (d = 1; d <= 7; d++)
		if (d != 3 && d != 4)
			add(d, 18, 20);
	CHECK_STR(broken(), "");
	add(14, 18, 20);			/* 15 August */
	CHECK_STR(broken(), "feries");
	/* the night from Sunday to Monday belongs to two weeks */
	add(7, 40, 44), add(8, 12, 14);
	CHECK_STR(broken(), "repos-jour");
}

static void
check_words(void)
{
	struct hours_fault *out;

	add(1, 16, 25), add(1, 26, 36);
	CHECK(hours_check(w.a, regles, list, n, &out) == 2);
	CHECK(strncmp(out[0].text, "Lundi", 5) == 0);
	CHECK(strstr(out[0].text, ". Huit heures par jour au plus.") != NULL);
	CHECK(strstr(out[0].article, "3162-1") != NULL);
	CHECK(out[0].blocks && !out[1].blocks);
	n = 0;
}

static void
check_holidays(void)
{
	static const int days[][3] = {
		{ 2027, 3, 29 }, { 2027, 5, 6 }, { 2027, 5, 17 },
		{ 2026, 4, 6 }, { 2028, 4, 17 }, { 2027, 7, 14 },
		{ 2026, 11, 11 }, { 2027, 1, 1 }, { 2038, 4, 26 }
	};
	size_t i;

	for (i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		CHECK(day_is_holiday(day_make(days[i][0], days[i][1],
		    days[i][2])));
	CHECK(!day_is_holiday(day_make(2027, 3, 28)));
	CHECK(!day_is_holiday(day_make(2027, 7, 15)));
}

static void
check_young(void)
{
	const struct slot s = { .id = 1, .day = day_make(2027, 8, 2),
		.starts = 540, .ends = 720 };
	struct hours_fault *out;
	int young;

	CHECK(attendance_against(w.a, w.db, regles, 1, day_make(2011, 8, 3),
	    &s, &out, &young) == 0 && young == 1);
	CHECK(attendance_against(w.a, w.db, regles, 1, day_make(2011, 8, 2),
	    &s, &out, &young) == 0 && young == 0);
	CHECK(attendance_against(w.a, w.db, regles, 1, DAY_NONE, &s, &out,
	    &young) == 0 && young == 0);
}

int
main(void)
{
	struct buf faults = BUF_INIT;

	world_open(&w);
	regles = regles_load(w.a, conf_share(w.a, &w.conf,
	    "schemas/regles.xml"), conf_share(w.a, &w.conf,
	    "schemas/xml/regles.rng"), &faults);
	if (regles == NULL)
		fatalx("%s", buf_cstr(&faults));
	buf_free(&faults);
	check_limits();
	check_words();
	check_holidays();
	check_young();
	world_close(&w);
	return test_end();
}
