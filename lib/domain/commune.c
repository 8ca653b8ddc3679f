/*
 * One buffer with NULs for tabs and newlines, a row of two pointers per
 * commune in the order of the file (by INSEE code), and under each post code
 * the numbers of its communes, by counting: loading is one pass, a look-up
 * is none.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/commune.h"
#include "port/unicode.h"

#define POSTCODES	100000

struct communes {
	struct buf	 text;
	struct commune	*rows;
	size_t		 nrows;
	/* communes of post code p: of[start[p]] ... of[start[p + 1] - 1] */
	uint16_t	 start[POSTCODES + 1];
	uint16_t	*of;
};

static void
release(void *p)
{
	struct communes *cs = p;

	buf_free(&cs->text);
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

/* Cut the lines into rows; *codes gets where each row's post codes are. */
static int
cut(struct communes *cs, const char *path, const char **codes, size_t room)
{
	char *line = cs->text.data, *next, *name, *code;
	size_t number = 0;

	for (; line != NULL && *line != '\0'; line = next) {
		number++;
		if ((next = strchr(line, '\n')) != NULL)
			*next++ = '\0';
		if (line[0] == '#')
			continue;
		if ((name = strchr(line, '\t')) == NULL ||
		    (code = strchr(name + 1, '\t')) == NULL ||
		    name - line != 5 || cs->nrows == room) {
			log_warnx("%s:%zu: not a commune", path, number);
			return -1;
		}
		*name++ = '\0';
		*code++ = '\0';
		if (cs->nrows > 0 &&
		    strcmp(cs->rows[cs->nrows - 1].insee, line) >= 0) {
			log_warnx("%s:%zu: not in order", path, number);
			return -1;
		}
		cs->rows[cs->nrows].insee = line;
		cs->rows[cs->nrows].name = name;
		codes[cs->nrows++] = code;
	}
	return 0;
}

/* Count, add up, then put each commune in its place. */
static int
sort_postcodes(struct arena *a, struct communes *cs, const char **codes)
{
	uint16_t *fill;
	const char *s;
	size_t i, total = 0;
	long p;

	for (i = 0; i < cs->nrows; i++)
		for (s = codes[i]; *s != '\0'; s += s[5] == ' ' ? 6 : 5) {
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
		for (s = codes[i]; *s != '\0'; s += s[5] == ' ' ? 6 : 5) {
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
	const char **codes, *p;
	size_t lines = 0;
	int rc;

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
	if ((codes = calloc(lines + 1, sizeof(*codes))) == NULL)
		fatal("communes");
	rc = cut(cs, path, codes, lines + 1);
	if (rc == 0)
		rc = sort_postcodes(a, cs, codes);
	free(codes);
	return rc == 0 ? cs : NULL;
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
