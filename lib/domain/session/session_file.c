/*
 * Sessions written in XML (schemas/xml/sessions.rng), for administrators and
 * for the demonstration.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/session/session.h"
#include "domain/territory/network.h"
#include "text/typo.h"

#define SUMMER_AHEAD	150	/* days before a summer counts as the next */

struct loader {
	struct arena		*a;
	const char		*path;
	const struct network	*network;
	int32_t			 today;
	struct buf		*faults;
};

/* The first Monday of the next July that is far enough to prepare for. */
static int32_t
summer(int32_t today)
{
	int32_t day;
	int y, m, d;

	day_split(today, &y, &m, &d);
	for (;; y++) {
		day = day_make(y, 7, 1);
		day += (8 - day_of_week(day)) % 7;
		if (day >= today + SUMMER_AHEAD)
			return day;
	}
}

/* Figures that the grammar has seen. */
static int
number(const char *digits)
{
	long long n;

	return str_number(digits, 0, 99999, &n) == 0 ? (int)n : 0;
}

/* The grammar has seen the text; DAY_NONE when it is absent or no day. */
static int32_t
read_day(int32_t today, const char *text)
{
	static const char *const bases[] = {
		"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
		"dimanche", "ete"
	};
	const int32_t monday = today - day_of_week(today) + 1;
	int n, i;

	if (text == NULL)
		return DAY_NONE;
	if (text[0] >= '0' && text[0] <= '9')
		return day_parse(text);
	n = number(text + strcspn(text, "+-") + 1);
	if (strchr(text, '-') != NULL)
		n = -n;
	for (i = 0; i < 7; i++)
		if (str_starts(text, bases[i]))
			return monday + i + 7 * n;
	return (str_starts(text, bases[7]) ? summer(today) : today) + n;
}

static int
read_hour(struct arena *a, const char *text)
{
	return text == NULL ? HOUR_NONE :
	    number(arena_dupn(a, text, 2)) * 60 + number(text + 3);
}

/* A text as it is shown, spaces and line ends made one. */
static const char *
read_text(struct loader *l, const struct node *n, const char *name)
{
	const struct node *child = name != NULL ? node_child(n, name) : n;
	char *text, *from, *to;

	if (child == NULL)
		return "";
	text = str_trim(l->a, node_string(l->a, child));
	for (from = to = text; *from != '\0'; from++)
		if (strchr(" \t\r\n", *from) == NULL)
			*to++ = *from;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	*to = '\0';
	return typo_text(l->a, text);
}

static void
read_session(struct loader *l, struct node *n, struct session *s)
{
	const struct node *dates = node_child(n, "dates");
	const struct node *hours = node_child(n, "horaires");
	const struct node *signup = node_child(n, "inscription");
	const char *wrong;

	*s = (struct session){
		.code = node_attr(n, "code"),
		.programme = node_attr(n, "programme"),
		.cooperative = node_attr(n, "cooperative"),
		.title = read_text(l, n, "titre"),
		.place = read_text(l, n, "lieu"),
		.address = read_text(l, n, "adresse"),
		.postcode = read_text(l, n, "code-postal"),
		.commune = read_text(l, n, "commune"),
		.insee = node_attr_or(node_child(n, "commune"), "insee", ""),
		.first = read_day(l->today, node_attr(dates, "du")),
		.last = read_day(l->today, node_attr_or(dates, "au",
		    node_attr(dates, "du"))),
		.starts = HOUR_NONE, .ends = HOUR_NONE,
		.hours = read_text(l, n, "horaires"),
		.opens = read_day(l->today, node_attr(signup, "du")),
		.closes = read_day(l->today, node_attr(signup, "au")),
		.seats = number(node_attr(n, "places")),
		.held = number(node_attr_or(n, "reservees", "0")),
		.offer = number(node_attr_or(n, "offre", "0")),
		.contract = node_attr_or(n, "contrat", ""),
		.text = read_text(l, n, "texte")
	};
	if (s->offer == 0)
		s->offer = network_delay(l->network, DELAY_SEAT);
	if (hours != NULL) {
		s->starts = read_hour(l->a, node_attr(hours, "de"));
		s->ends = read_hour(l->a, node_attr(hours, "a"));
	}
	if ((wrong = session_wrong(l->a, s, l->network)) != NULL)
		buf_fmt(l->faults, "%s:%d: %s\n", l->path, node_line(n), wrong);
}

size_t
session_load(struct arena *a, const char *path, const char *schema,
    const struct network *network, int32_t today, struct buf *faults,
    struct session **out)
{
	struct loader l = { a, path, network, today, faults };
	struct xml_error err;
	struct schema *grammar;
	struct session *list;
	struct tree *tree;
	struct node *n;
	size_t max = 0, i = 0;
	int valid;

	if ((tree = tree_load(a, path, &err)) == NULL ||
	    (grammar = schema_load(schema, &err)) == NULL) {
		buf_fmt(faults, "%s\n", err.text);
		return 0;
	}
	valid = schema_valid(grammar, tree, &err);
	schema_free(grammar);
	if (valid != 1) {
		buf_fmt(faults, "%s\n", valid == 0 ? err.text : path);
		return 0;
	}
	for (n = node_child(tree_root(tree), NULL); n != NULL;
	    n = node_sibling(n, NULL))
		max++;
	*out = list = arena_array(a, max, sizeof(*list));
	for (n = node_child(tree_root(tree), NULL); n != NULL;
	    n = node_sibling(n, NULL))
		read_session(&l, n, &list[i++]);
	return faults->len == 0 ? max : 0;
}
