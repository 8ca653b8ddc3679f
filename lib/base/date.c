/*
 * Civil calendar by era arithmetic (400 Gregorian years = 146 097 days); no
 * locale, no strftime.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"

#define NBSP	"\xc2\xa0"

static const char *const months[] = {
	"janvier", "février", "mars", "avril", "mai", "juin", "juillet",
	"août", "septembre", "octobre", "novembre", "décembre"
};

static int
month_length(int year, int month)
{
	static const int length[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : length[month - 1];
}

int32_t
day_make(int year, int month, int day)
{
	int y, era, yoe, doy, doe;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > month_length(year, month))
		return DAY_NONE;
	/* years begin in March, so that the leap day is the last one */
	y = month <= 2 ? year - 1 : year;
	era = y / 400;
	yoe = y - era * 400;
	doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

void
day_split(int32_t d, int *year, int *month, int *day)
{
	int32_t z = d + 719468, era, doe, yoe, doy, mp;

	era = (z >= 0 ? z : z - 146096) / 146097;
	doe = z - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = yoe + era * 400 + (*month <= 2);
}

int32_t
day_parse(const char *s)
{
	int i, y, m, d;

	for (i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? s[i] != '-' : s[i] < '0' || s[i] > '9')
			return DAY_NONE;
	if (s[10] != '\0')
		return DAY_NONE;
	y = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 +
	    (s[3] - '0');
	m = (s[5] - '0') * 10 + (s[6] - '0');
	d = (s[8] - '0') * 10 + (s[9] - '0');
	return day_make(y, m, d);
}

const char *
day_iso(struct arena *a, int32_t d)
{
	int y, m, dd;

	day_split(d, &y, &m, &dd);
	return arena_fmt(a, "%04d-%02d-%02d", y, m, dd);
}

const char *
day_french(struct arena *a, int32_t d)
{
	int y, m, dd;

	day_split(d, &y, &m, &dd);
	return arena_fmt(a, "%d%s" NBSP "%s" NBSP "%d", dd, dd == 1 ? "er" : "",
	    months[m - 1], y);
}

const char *
day_french_week(struct arena *a, int32_t d)
{
	static const char *const days[] = {
		"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
		"dimanche"
	};

	return arena_fmt(a, "%s" NBSP "%s", days[day_of_week(d) - 1],
	    day_french(a, d));
}

const char *
day_french_month(struct arena *a, int32_t d)
{
	int y, m, dd;

	day_split(d, &y, &m, &dd);
	return arena_fmt(a, "%s" NBSP "%d", months[m - 1], y);
}

const char *
day_french_range(struct arena *a, int32_t first, int32_t last)
{
	int y, m, d, year, month, day;

	day_split(first, &y, &m, &d);
	day_split(last, &year, &month, &day);
	if (y != year)
		return arena_fmt(a, "du %s au %s", day_french(a, first),
		    day_french(a, last));
	if (m != month)
		return arena_fmt(a, "du %d%s" NBSP "%s au %s", d,
		    d == 1 ? "er" : "", months[m - 1], day_french(a, last));
	return arena_fmt(a, "du %d%s au %s", d, d == 1 ? "er" : "",
	    day_french(a, last));
}

const char *
hour_french(struct arena *a, int minutes)
{
	if (minutes == 24 * 60)
		return "minuit";
	if (minutes % 60 == 0)
		return arena_fmt(a, "%d" NBSP "h", minutes / 60);
	return arena_fmt(a, "%d" NBSP "h" NBSP "%02d", minutes / 60,
	    minutes % 60);
}

int
day_of_week(int32_t d)
{
	int n = (d + 3) % 7;		/* 1970-01-01 was a Thursday */

	return (n < 0 ? n + 7 : n) + 1;
}

int32_t
day_add_months(int32_t day, int n)
{
	int y, m, d, total, last;

	day_split(day, &y, &m, &d);
	total = y * 12 + m - 1 + n;
	y = total / 12;
	m = total % 12 + 1;
	if (y < 1 || y > 9999)
		return DAY_NONE;
	last = month_length(y, m);
	return day_make(y, m, d > last ? last : d);
}

int32_t
day_add_working(int32_t day, int n)
{
	while (n > 0)
		if (day_of_week(++day) <= 5)
			n--;
	return day;
}

int
day_age(int32_t birth, int32_t at)
{
	int by, bm, bd, y, m, d;

	day_split(birth, &by, &bm, &bd);
	day_split(at, &y, &m, &d);
	return y - by - (m < bm || (m == bm && d < bd));
}

int64_t
time_now(void)
{
	const char *fixed = getenv("TERREAU_NOW");
	long long n;

	if (fixed != NULL && str_number(fixed, 0, 253402300799LL, &n) == 0)
		return n;
	return time(NULL);
}

static void
utc(int64_t t, struct tm *tm)
{
	time_t tt = (time_t)t;

	if (gmtime_r(&tt, tm) == NULL)
		fatal("gmtime_r");
}

const char *
time_iso(struct arena *a, int64_t t)
{
	struct tm tm;

	utc(t, &tm);
	return arena_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
	    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

int32_t
time_local(int64_t t, int *hour, int *minute)
{
	static int ready;
	struct tm tm;
	time_t tt = (time_t)t;

	if (!ready) {
		if (setenv("TZ", "Europe/Paris", 0) == -1)
			fatal("setenv");
		tzset();
		ready = 1;
	}
	if (localtime_r(&tt, &tm) == NULL)
		fatal("localtime_r");
	if (hour != NULL)
		*hour = tm.tm_hour;
	if (minute != NULL)
		*minute = tm.tm_min;
	return day_make(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

int64_t
time_make(int32_t day, int minutes)
{
	const int64_t wanted = (int64_t)day * 86400 + (int64_t)minutes * 60;
	int64_t t = wanted, shown;
	int i, h, m;

	/* once for the offset, once more when the clocks changed between */
	for (i = 0; i < 2; i++) {
		shown = (int64_t)time_local(t, &h, &m) * 86400 + h * 3600 +
		    m * 60;
		t += wanted - shown;
	}
	return t;
}

int32_t
day_today(void)
{
	return time_local(time_now(), NULL, NULL);
}

const char *
time_french(struct arena *a, int64_t t)
{
	int h, m;
	int32_t day = time_local(t, &h, &m);

	return arena_fmt(a, "%s à %d" NBSP "h" NBSP "%02d", day_french(a, day),
	    h, m);
}

int64_t
clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
