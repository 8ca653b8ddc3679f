/*
 * date: civil days and instants.
 *
 * An instant is int64_t seconds UTC since 1970.  A civil day is an int32_t
 * number of days since 1970-01-01 in the proleptic Gregorian calendar;
 * DAY_NONE stands for "no day".  Texts are French (« 1er mars 2026 »), with
 * no-break spaces; the strings come from the arena given.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdint.h>

#include "base/arena.h"

#define DAY_NONE	INT32_MIN

/* The day, or DAY_NONE when it does not exist; years 1 to 9999. */
int32_t	 day_make(int year, int month, int day);
void	 day_split(int32_t, int *year, int *month, int *day);
/* YYYY-MM-DD and nothing else; DAY_NONE when it is not one. */
int32_t	 day_parse(const char *);
const char *day_iso(struct arena *, int32_t);
/* « 1er mars 2026 », the spaces being U+00A0. */
const char *day_french(struct arena *, int32_t);
/* « mardi 8 décembre 2026 » */
const char *day_french_week(struct arena *, int32_t);
/*
 * « du 5 juillet au 27 août 2027 »: what two days have in common is said once.
 */
const char *day_french_range(struct arena *, int32_t first, int32_t last);
/* « juillet 2027 » */
const char *day_french_month(struct arena *, int32_t);
/* Minutes after midnight: « 18 h 30 », « 9 h », « minuit » for 1440. */
const char *hour_french(struct arena *, int minutes);
/* 1 = Monday ... 7 = Sunday (ISO 8601). */
int	 day_of_week(int32_t);
/*
 * The same day n months later (n may be negative); a day that the month lacks
 * becomes its last one: 31 August + 6 months = 28 or 29 February.
 */
int32_t	 day_add_months(int32_t, int n);
/* Monday to Friday, public holidays not known: the n-th such day after. */
int32_t	 day_add_working(int32_t, int n);
/* Completed years at a day; one born on 29/02 has the birthday on 01/03. */
int	 day_age(int32_t birth, int32_t at);

/* Now; TERREAU_NOW (seconds) in the environment stands still for tests. */
int64_t	 time_now(void);
/* 2026-11-22T10:11:12Z */
const char *time_iso(struct arena *, int64_t);
/*
 * The civil day and hour of an instant in the time zone of the process (TZ,
 * Europe/Paris when unset).  hour and minute may be NULL.
 */
int32_t	 time_local(int64_t, int *hour, int *minute);
int32_t	 day_today(void);
/* The instant of minutes after midnight of a day, in the same time zone. */
int64_t	 time_make(int32_t day, int minutes);
/* « 12 mars 2027 à 14 h 30 », no-break spaces inside date and hour. */
const char *time_french(struct arena *, int64_t);

/* Microseconds of a clock that never jumps: for how long something took. */
int64_t	 clock_now(void);

#endif
