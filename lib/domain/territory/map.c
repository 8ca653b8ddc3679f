/*
 * Reading départements, Mercator's projection, markers that make room.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/territory/map.h"
#include "port/unicode.h"

#define COLUMNS		5
#define ROUNDS		200	/* of moving markers apart */

struct departements {
	struct buf	 text;
	struct departement *rows;
	size_t		 nrows;
};

static void
release(void *p)
{
	buf_free(&((struct departements *)p)->text);
}

static void
grow(struct box *b, double x, double y)
{
	b->x0 = x < b->x0 ? x : b->x0;
	b->y0 = y < b->y0 ? y : b->y0;
	b->x1 = x > b->x1 ? x : b->x1;
	b->y1 = y > b->y1 ? y : b->y1;
}

/* « m128.2 220.2 5.2-3.8 …z » as often as there are parts.  0 or -1. */
static int
measure(const char *s, struct box *b)
{
	double x = 0, y = 0, x0, y0, dx, dy;
	char *end;
	int first;

	*b = (struct box){ HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };
	while (*s != '\0') {
		if (*s++ != 'm')
			return -1;
		x0 = x, y0 = y;
		for (first = 1; *s != 'z'; first = 0) {
			dx = strtod(s, &end);
			if (end == s)
				return -1;
			s = end;
			dy = strtod(s, &end);
			if (end == s)
				return -1;
			s = end;
			x += dx, y += dy;
			if (first)
				x0 = x, y0 = y;
			grow(b, x, y);
		}
		s++;
		x = x0, y = y0;
	}
	return 0;
}

static int
cut_line(struct departement *d, char *line)
{
	const char *column[COLUMNS] = { "", "", "", "", "" };
	size_t n = 0;
	char *part;

	while (n < COLUMNS && (part = str_split(&line, '\t')) != NULL)
		column[n++] = part;
	if (n < 3 || line != NULL)
		return -1;
	d->code = column[0];
	d->name = column[1];
	d->located = column[2];
	d->neighbours = column[3];
	d->outline = column[4];
	return measure(d->outline, &d->box);
}

struct departements *
departements_load(struct arena *a, const char *path)
{
	struct departements *ds = arena_alloc(a, sizeof(*ds));
	size_t lines = 1, number = 0;
	char *rest, *line, *p;

	arena_own(a, release, ds);
	if (file_read(&ds->text, path) == -1)
		return NULL;
	for (p = ds->text.data; p != NULL && (p = strchr(p, '\n')) != NULL;
	    p++)
		lines++;
	ds->rows = arena_array(a, lines, sizeof(*ds->rows));
	rest = ds->text.data;
	while ((line = str_split(&rest, '\n')) != NULL) {
		number++;
		if (*line == '#' || *line == '\0')
			continue;
		if (cut_line(&ds->rows[ds->nrows], line) == -1) {
			log_warnx("%s:%zu: not a département", path, number);
			return NULL;
		}
		ds->nrows++;
	}
	return ds;
}

const struct departement *
departement_find(const struct departements *ds, const char *code)
{
	size_t i;

	for (i = 0; i < ds->nrows; i++)
		if (str_eq(ds->rows[i].code, code))
			return &ds->rows[i];
	return NULL;
}

static const char *
without_article(const char *key)
{
	static const char *const articles[] = { "l ", "le ", "la ", "les " };
	size_t i;

	for (i = 0; i < sizeof(articles) / sizeof(articles[0]); i++)
		if (str_starts(key, articles[i]))
			return key + strlen(articles[i]);
	return key;
}

const struct departement *
departement_named(const struct departements *ds, const char *text)
{
	struct arena *a = arena_new();
	const struct departement *found = NULL;
	const char *key = unicode_fold(a, text);
	size_t i;

	for (i = 0; i < ds->nrows && found == NULL; i++)
		if (str_eq(key, unicode_fold(a, ds->rows[i].code)) ||
		    str_eq(without_article(key), without_article(unicode_fold(
		    a, ds->rows[i].name))))
			found = &ds->rows[i];
	arena_free(a);
	return found;
}

static double
mercator(double lat)
{
	const double pi = acos(-1);

	return log(tan(pi / 4 + lat * pi / 360));
}

void
map_project(double lat, double lon, double *x, double *y)
{
	*x = 0.154 + 41.6376 * (lon + 5.1406);
	*y = 0.3316 + 2371.2613 * (mercator(51.0889) - mercator(lat));
}

int
map_frame(const struct departements *ds, const char *codes, double margin,
    struct box *out)
{
	const struct departement *d;
	size_t i, found = 0;

	*out = (struct box){ HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };
	for (i = 0; i < ds->nrows; i++) {
		d = &ds->rows[i];
		if (*d->outline == '\0' || !str_has_word(codes, d->code))
			continue;
		grow(out, d->box.x0 - margin, d->box.y0 - margin);
		grow(out, d->box.x1 + margin, d->box.y1 + margin);
		found++;
	}
	return found > 0 ? 0 : -1;
}

static double
between(double v, double low, double high)
{
	return v < low ? low : v > high ? high : v;
}

/* Push two markers apart, half the way each.  Were they too near? */
static int
part(struct marker *a, struct marker *b, size_t n, double room)
{
	double dx = b->x - a->x, dy = b->y - a->y, d = hypot(dx, dy), push;

	if (d >= room)
		return 0;
	if (d < 1e-6) {
		/* on the same spot: each its own direction */
		dx = cos((double)n * 2.4);
		dy = sin((double)n * 2.4);
		d = 1;
		push = room / 2;
	} else
		push = (room - d) / 2 + 0.01;
	a->x -= dx / d * push, a->y -= dy / d * push;
	b->x += dx / d * push, b->y += dy / d * push;
	return 1;
}

void
map_spread(struct marker *m, size_t n, double radius, const struct box *box)
{
	size_t round, i, k;
	int moved = 1;

	for (round = 0; moved && round < ROUNDS; round++) {
		moved = 0;
		for (i = 0; i < n; i++)
			for (k = i + 1; k < n; k++)
				moved |= part(&m[i], &m[k], i + k,
				    2 * radius);
		for (i = 0; i < n; i++) {
			m[i].x = between(m[i].x, box->x0 + radius,
			    box->x1 - radius);
			m[i].y = between(m[i].y, box->y0 + radius,
			    box->y1 - radius);
		}
	}
}

/* Where a label is, with its leading: letters are half as wide as high. */
static struct box
label_box(const struct marker *m, size_t letters, double size)
{
	double width = 0.52 * size * (double)letters;
	double x0 = m->left ? m->label_x - width : m->label_x;

	return (struct box){ x0, m->label_y - 0.9 * size, x0 + width,
	    m->label_y + 0.4 * size };
}

static int
boxes_meet(const struct box *a, const struct box *b)
{
	return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 &&
	    b->y0 < a->y1;
}

static int
label_free(const struct marker *m, const char *const *names, size_t n,
    size_t i, double radius, double size, const struct box *edge)
{
	struct box own = label_box(&m[i], utf8_length(names[i]), size), b;
	size_t k;

	if (own.x0 < edge->x0 || own.x1 > edge->x1 || own.y0 < edge->y0 ||
	    own.y1 > edge->y1)
		return 0;
	for (k = 0; k < n; k++) {
		b = (struct box){ m[k].x - radius, m[k].y - radius,
		    m[k].x + radius, m[k].y + radius };
		if (k != i && boxes_meet(&own, &b))
			return 0;
		if (k == i || !m[k].labelled)
			continue;
		b = label_box(&m[k], utf8_length(names[k]), size);
		if (boxes_meet(&own, &b))
			return 0;
	}
	return 1;
}

/* Beside its marker, then above and below: to the right, to the left. */
static void
label_put(struct marker *m, const char *const *names, size_t n, size_t i,
    double radius, double size, const struct box *edge)
{
	static const double up[] = { 0, 0, -1, -1, 1, 1 };
	double shift;
	size_t k, try;

	for (k = 0; k < i; k++)
		if (m[k].labelled && str_eq(names[k], names[i]))
			return;
	for (try = 0; try < 6 && !m[i].labelled; try++) {
		shift = up[try] == 0 ? 1.35 : 0.8;
		m[i].left = try % 2 == 1;
		m[i].label_x = m[i].x + (m[i].left ? -shift : shift) * radius;
		m[i].label_y = m[i].y + 0.35 * size + up[try] * radius * 1.1;
		m[i].labelled = label_free(m, names, n, i, radius, size, edge);
	}
}

void
map_label(struct marker *m, const char *const *names, size_t n,
    double radius, double size, const struct box *edge)
{
	size_t i, length, longest = 0;

	for (i = 0; i < n; i++)
		if (utf8_length(names[i]) > longest)
			longest = utf8_length(names[i]);
	for (length = 1; length <= longest; length++)
		for (i = 0; i < n; i++)
			if (utf8_length(names[i]) == length)
				label_put(m, names, n, i, radius, size, edge);
}
