/*
 * The assembly: equal dots in half circles, as many for each programme as it
 * has people, so that nobody is drawn larger than another.  Programmes sit
 * side by side, from left to right, in the order of the figures.
 */
#include <math.h>
#include <stdlib.h>

#include "base/str.h"
#include "site.h"

#define ROWS		6
#define SEATS		120		/* at most, or they would touch */
#define CENTRE_X	250
#define CENTRE_Y	240
#define OUTER		230.0
#define STEP		28.2
#define DOT		"9.6"
#define PI		3.14159265358979323846

struct seat {
	double	 angle;		/* 0 at the left end, PI at the right */
	double	 radius;
};

static int
left_to_right(const void *a, const void *b)
{
	const struct seat *s = a, *t = b;

	if (s->angle != t->angle)
		return s->angle < t->angle ? -1 : 1;
	return s->radius < t->radius ? 1 : s->radius > t->radius ? -1 : 0;
}

/* Share n seats among the rows by their length; all differ by their place. */
static void
place(struct seat *seats, size_t n)
{
	double length = 0, radius, upto = 0;
	size_t row, i, first = 0, last;

	for (row = 0; row < ROWS; row++)
		length += OUTER - STEP * (double)row;
	for (row = 0; row < ROWS; row++) {
		radius = OUTER - STEP * (double)row;
		upto += radius;
		last = (size_t)(upto / length * (double)n + 0.5);
		for (i = first; i < last; i++) {
			seats[i].radius = radius;
			seats[i].angle = last - first == 1 ? PI / 2 :
			    PI * (double)(i - first) / (double)(last - first -
			    1);
		}
		first = last;
	}
	qsort(seats, n, sizeof(*seats), left_to_right);
}

static long long
people(struct arena *a, struct node *chiffre)
{
	long long n;

	return str_number(node_string(a, chiffre), 0, 1000000000, &n) == -1 ?
	    0 : n;
}

void
site_assembly(struct node *page, struct node *chiffres)
{
	struct arena *a = arena_new();
	struct node *c, *group, *point;
	struct seat *seats;
	long long total = 0, each, sofar = 0;
	size_t n, i = 0, last;

	for (c = node_child(chiffres, "chiffre"); c != NULL;
	    c = node_sibling(c, "chiffre"))
		total += people(a, c);
	each = (total + SEATS - 1) / SEATS;
	n = each == 0 ? 0 : (size_t)((total + each - 1) / each);
	if (n > 0) {
		seats = arena_array(a, n, sizeof(*seats));
		place(seats, n);
		group = node_add(page, "assemblee");
		if (each > 1)
			node_set_int(group, "personnes", each);
		for (c = node_child(chiffres, "chiffre"); c != NULL;
		    c = node_sibling(c, "chiffre")) {
			sofar += people(a, c);
			last = (size_t)((sofar + each - 1) / each);
			for (; i < last; i++) {
				point = node_add(group, "point");
				node_set_int(point, "x", lround(CENTRE_X -
				    seats[i].radius * cos(seats[i].angle)));
				node_set_int(point, "y", lround(CENTRE_Y -
				    seats[i].radius * sin(seats[i].angle)));
				node_set(point, "r", DOT);
				node_set(point, "programme", node_attr_or(c,
				    "programme", ""));
			}
		}
	}
	arena_free(a);
}
