/*
 * periode: see the header.
 */
#include "domain/law/periode.h"

#include "base/date.h"

/* Last day of n months from a day. */
static int32_t
last_day(int32_t first, int months)
{
	return day_add_months(first, months) - 1;
}

struct duree
duree_between(int32_t first, int32_t last)
{
	struct duree d = { 0, 0 };

	if (first == DAY_NONE || last == DAY_NONE || last < first)
		return d;
	/* a month has 31 days at most: never too many to begin with */
	d.months = (last - first + 1) / 31;
	while (last_day(first, d.months + 1) <= last)
		d.months++;
	d.days = last - last_day(first, d.months);
	return d;
}

struct duree
duree_add(struct duree a, struct duree b)
{
	struct duree sum = { a.months + b.months, a.days + b.days };

	sum.months += sum.days / 30;
	sum.days %= 30;
	return sum;
}

const char *
duree_french(struct arena *a, struct duree d)
{
	const char *days = arena_fmt(a, "%d\u00a0jour%s", d.days,
	    d.days > 1 ? "s" : "");

	if (d.months == 0)
		return days;
	if (d.days == 0)
		return arena_fmt(a, "%d\u00a0mois", d.months);
	return arena_fmt(a, "%d\u00a0mois et %s", d.months, days);
}

/* The day n months after, less a length. */
static int32_t
after(int32_t start, int32_t first, int32_t last, struct duree d, int months)
{
	if (first != DAY_NONE && last + 1 == start)
		return day_add_months(first, months);
	return day_add_months(start, months - d.months) - d.days;
}

struct cesa
cesa_clock(int32_t start, int32_t first, int32_t last, struct duree d)
{
	struct cesa c;

	c.deadline = after(start, first, last, d, CESA_MONTHS);
	if (c.deadline < start)
		c.deadline = start;
	c.trial = after(start, first, last, d, CESA_TRIAL) - 1;
	if (c.trial < start)
		c.trial = DAY_NONE;
	c.left = duree_between(start, c.deadline - 1);
	c.trial_left = duree_between(start, c.trial);
	return c;
}
