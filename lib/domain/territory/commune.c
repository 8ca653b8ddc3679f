/*
 * One buffer with NULs for tabs and newlines, a row per commune that points
 * into it, in the order of the file (by INSEE code), and under each post code
 * the numbers of its communes, by counting: loading is one pass, a look-up
 * is none.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/territory/commune_index.h"
#include "port/unicode.h"

#define EARTH	6371.0		/* km */

static void
release(void *p)
{
	struct communes *cs = p;

	buf_free(&cs->text);
	if (cs->index != NULL)
		buf_free(&cs->index->keys);
}

/* A post code at s followed by an end, or -1. */
static long
postcode(const char *s)
{
	long n = 0;
	int i;

	for (i = 0; i < 5; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		n = n * 10 + (s[i] - '0');
	}
	return s[5] == ' ' || s[5] == '\0' ? n : -1;
}

/* « 47.367 » at most so far from 0; what cannot be read is no degree. */
static int
degrees(const char *s, double limit, double *out)
{
	int negative = *s == '-', digits = 0;
	long n = 0, unit = 0;

	/* strtod() takes longer than all else that is done with a line */
	for (s += negative; *s != '\0'; s++) {
		if (*s == '.' && unit == 0 && digits > 0) {
			unit = 1;
			continue;
		}
		if (*s < '0' || *s > '9' || ++digits > 9)
			return -1;
		n = n * 10 + (*s - '0');
		unit *= 10;
	}
	*out = (double)(negative ? -n : n) / (double)(unit == 0 ? 1 : unit);
	return digits > 0 && *out >= -limit && *out <= limit ? 0 : -1;
}

/* The last two columns, which the farthest communes lack. */
static int
point(struct commune *c, char *lat)
{
	char *lon;

	if (lat == NULL)
		return 0;
	c->point = *lat == '~' ? POINT_GUESSED : POINT_KNOWN;
	lat += *lat == '~';
	if ((lon = strchr(lat, '\t')) == NULL)
		return -1;
	*lon++ = '\0';
	return degrees(lat, 90, &c->lat) == 0 &&
	    degrees(lon, 180, &c->lon) == 0 ? 0 : -1;
}

/* One line, without its end, into the next row. */
static int
cut_line(struct communes *cs, char *line)
{
	struct commune *c = &cs->rows[cs->nrows];
	char *name, *codes, *lat;

	if ((name = strchr(line, '\t')) == NULL ||
	    (codes = strchr(name + 1, '\t')) == NULL || name - line != 5)
		return -1;
	*name++ = '\0';
	*codes++ = '\0';
	if ((lat = strchr(codes, '\t')) != NULL)
		*lat++ = '\0';
	c->insee = line;
	c->name = name;
	c->postcodes = codes;
	if (point(c, lat) == -1)
		return -1;
	cs->nrows++;
	return 0;
}

static int
cut(struct communes *cs, const char *path, size_t room)
{
	char *line = cs->text.data, *next;
	size_t number = 0;

	for (; line != NULL && *line != '\0'; line = next) {
		number++;
		if ((next = strchr(line, '\n')) != NULL)
			*next++ = '\0';
		if (line[0] == '#')
			continue;
		if (cs->nrows == room || cut_line(cs, line) == -1) {
			log_warnx("%s:%zu: not a commune", path, number);
			return -1;
		}
		if (cs->nrows > 1 && strcmp(cs->rows[cs->nrows - 2].insee,
		    line) >= 0) {
			log_warnx("%s:%zu: not in order", path, number);
			return -1;
		}
	}
	return 0;
}

/* Count, add up, then put each commune in its place. */
static int
sort_postcodes(struct arena *a, struct communes *cs)
{
	uint16_t *fill;
	const char *s;
	size_t i, total = 0;
	long p;

	for (i = 0; i < cs->nrows; i++)
		for (s = cs->rows[i].postcodes; *s != '\0'; s += s[5] == ' ' ? 6 : 5) {
			if ((p = postcode(s)) == -1) {
				log_warnx("%s: bad post code « %s »",
				    cs->rows[i].insee, s);
				return -1;
			}
			cs->start[p + 1]++;
			total++;
		}
	if (total > UINT16_MAX) {
		log_warnx("communes: too many post codes");
		return -1;
	}
	for (i = 0; i < POSTCODES; i++)
		cs->start[i + 1] = (uint16_t)(cs->start[i + 1] +
		    cs->start[i]);
	cs->of = arena_array(a, total, sizeof(*cs->of));
	if ((fill = calloc(POSTCODES, sizeof(*fill))) == NULL)
		fatal("communes");
	for (i = 0; i < cs->nrows; i++)
		for (s = cs->rows[i].postcodes; *s != '\0'; s += s[5] == ' ' ? 6 : 5) {
			p = postcode(s);
			cs->of[cs->start[p] + fill[p]++] = (uint16_t)i;
		}
	free(fill);
	return 0;
}

struct communes *
communes_load(struct arena *a, const char *path)
{
	struct communes *cs = arena_alloc(a, sizeof(*cs));
	const char *p;
	size_t lines = 0;

	arena_own(a, release, cs);
	if (file_read(&cs->text, path) == -1)
		return NULL;
	for (p = buf_cstr(&cs->text); (p = strchr(p, '\n')) != NULL; p++)
		lines++;
	if (lines > UINT16_MAX) {
		log_warnx("%s: too many communes", path);
		return NULL;
	}
	cs->rows = arena_array(a, lines + 1, sizeof(*cs->rows));
	if (cut(cs, path, lines + 1) == -1 || sort_postcodes(a, cs) == -1)
		return NULL;
	cs->arena = a;
	cs->index = arena_alloc(a, sizeof(*cs->index));
	return cs;
}

/* By name as one would look it up: a few rows, so by insertion. */
static void
sort_names(struct arena *a, struct commune *list, size_t n)
{
	const char **keys = arena_array(a, n, sizeof(*keys)), *key;
	struct commune one;
	size_t i, k;

	for (i = 0; i < n; i++) {
		one = list[i];
		key = unicode_fold(a, one.name);
		for (k = i; k > 0 && strcmp(keys[k - 1], key) > 0; k--) {
			keys[k] = keys[k - 1];
			list[k] = list[k - 1];
		}
		keys[k] = key;
		list[k] = one;
	}
}

size_t
communes_at(struct arena *a, const struct communes *cs, const char *code,
    const struct commune **out)
{
	struct commune *list;
	size_t i, n;
	long p;

	if (strlen(code) != 5 || (p = postcode(code)) == -1)
		return 0;
	n = (size_t)cs->start[p + 1] - cs->start[p];
	if (n == 0)
		return 0;
	list = arena_array(a, n, sizeof(*list));
	for (i = 0; i < n; i++)
		list[i] = cs->rows[cs->of[cs->start[p] + i]];
	sort_names(a, list, n);
	*out = list;
	return n;
}

static int
by_insee(const void *key, const void *row)
{
	return strcmp(key, ((const struct commune *)row)->insee);
}

const struct commune *
commune_find(const struct communes *cs, const char *insee)
{
	return bsearch(insee, cs->rows, cs->nrows, sizeof(*cs->rows),
	    by_insee);
}

const char *
commune_departement(struct arena *a, const char *insee)
{
	return arena_dupn(a, insee, strlen(insee) < 2 ? strlen(insee) :
	    str_starts(insee, "97") || str_starts(insee, "98") ? 3 : 2);
}

const char *
commune_de(struct arena *a, const char *name)
{
	const char *key = unicode_fold(a, name);

	if (str_starts(name, "Le "))
		return arena_fmt(a, "du %s", name + 3);
	if (str_starts(name, "Les "))
		return arena_fmt(a, "des %s", name + 4);
	/* « d’Yzernay », « de Y »; « de Haguenau », which some aspirate */
	if (*key != '\0' && (strchr("aeiou", *key) != NULL ||
	    (*key == 'y' && key[1] != '\0')))
		return arena_fmt(a, "d’%s", name);
	return arena_fmt(a, "de %s", name);
}

double
distance_km(double lat1, double lon1, double lat2, double lon2)
{
	const double rad = acos(-1) / 180;
	double u = sin((lat2 - lat1) * rad / 2);
	double v = sin((lon2 - lon1) * rad / 2);
	double h = u * u + cos(lat1 * rad) * cos(lat2 * rad) * v * v;

	return 2 * EARTH * asin(sqrt(h > 1 ? 1 : h));
}

double
commune_distance_km(const struct commune *a, const struct commune *b)
{
	if (a->point == POINT_NONE || b->point == POINT_NONE)
		return -1;
	return distance_km(a->lat, a->lon, b->lat, b->lon);
}

const char *
distance_shown(struct arena *a, double km)
{
	if (km < 1.5)
		return "moins de 2\u00a0km";
	if (km >= 100)
		km = 10 * floor(km / 10 + 0.5);
	return arena_fmt(a, "environ %.0f\u00a0km", km);
}
