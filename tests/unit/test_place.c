/*
 * place and map: where the demonstration network stands, outlines, markers.
 */
#include <math.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/form/programme.h"
#include "domain/territory/map.h"
#include "domain/territory/place.h"
#include "forms.h"
#include "test.h"

static void
test_places(struct arena *a, const struct communes *cs)
{
	struct buf faults = BUF_INIT;
	const struct network *net = network_load(a, source_path(a,
	    "content/demo/reseau.xml"), source_path(a,
	    "schemas/xml/reseau.rng"), &faults);
	struct place_filter f = { 0 };
	struct place_near *list;
	struct places ps;
	const struct place *p;
	size_t i, n, bad = 0;

	CHECK_STR(buf_cstr(&faults), "");
	buf_free(&faults);
	if (net == NULL)
		return;
	places_load(a, net, cs, &ps);
	CHECK(ps.n == 11);
	for (i = 0; i < ps.n; i++) {
		bad += !ps.list[i].located || *ps.list[i].insee == '\0';
		bad += node_child(ps.list[i].node, "annuaire") == NULL;
	}
	CHECK(bad == 0);
	p = place_find(&ps, "pays-d-ancenis");
	CHECK_STR(p->nature, "territoire");
	CHECK_STR(p->insee, "44003");
	CHECK_STR(p->carrier->code, "nantes");
	CHECK(place_find(&ps, "paris") == NULL);
	/* its own point, not the middle of the town */
	CHECK(fabs(place_find(&ps, "nantes")->lat - 47.2046) < 1e-6);

	f.from = commune_find(cs, "44003");
	n = places_near(a, &ps, &f, &list);
	CHECK(n == 11);
	CHECK_STR(list[0].place->code, "pays-d-ancenis");
	CHECK(list[0].km < 0.01);
	CHECK_STR(list[1].place->code, "nantes");
	CHECK(list[1].km > 30 && list[1].km < 36);
	for (i = 1, bad = 0; i < n; i++)
		bad += list[i].km < list[i - 1].km;
	CHECK(bad == 0);
	f.cooperatives = 1;
	CHECK(places_near(a, &ps, &f, &list) == 5);
	CHECK_STR(list[0].place->code, "nantes");
	f = (struct place_filter){ .programme = "flashcoop",
	    .departements = "72" };
	CHECK(places_near(a, &ps, &f, &list) == 2);
	f.departements = "53";
	CHECK(places_near(a, &ps, &f, &list) == 0);
	/* a commune without a point: who serves its département, then all */
	f = (struct place_filter){ .from = &(struct commune){
	    .insee = "85194", .name = "x", .postcodes = "" } };
	CHECK(places_near(a, &ps, &f, &list) == 11);
	CHECK_STR(list[0].place->code, "les-sables-d-olonne");
	CHECK_STR(list[1].place->code, "vallee-de-l-yon");
	CHECK_STR(list[2].place->code, "nantes");
}

static void
test_departements(struct arena *a)
{
	const struct departements *ds = departements_load(a,
	    source_path(a, "content/departements.tsv"));
	const struct departement *d;
	struct box b;

	CHECK(ds != NULL);
	if (ds == NULL)
		return;
	d = departement_find(ds, "53");
	CHECK_STR(d->name, "Mayenne");
	CHECK_STR(d->located, "en Mayenne");
	CHECK_STR(d->neighbours, "35 49 50 61 72");
	CHECK_STR(departement_find(ds, "72")->located, "dans la Sarthe");
	CHECK_STR(departement_find(ds, "974")->located, "à La Réunion");
	CHECK(departement_find(ds, "20") == NULL);
	CHECK_STR(departement_named(ds, "44")->code, "44");
	CHECK_STR(departement_named(ds, "2a")->code, "2A");
	CHECK_STR(departement_named(ds, " loire atlantique")->code, "44");
	CHECK_STR(departement_named(ds, "La VENDEE")->code, "85");
	CHECK_STR(departement_named(ds, "Réunion")->code, "974");
	CHECK_STR(departement_named(ds, "l’Ain")->code, "01");
	CHECK(departement_named(ds, "") == NULL &&
	    departement_named(ds, "la") == NULL &&
	    departement_named(ds, "loire atl") == NULL &&
	    departement_named(ds, "999") == NULL);
	CHECK(departement_find(ds, "") == NULL);
	CHECK(map_frame(ds, "44 49 53 72 85", 0, &b) == 0);
	CHECK(b.x0 > 107 && b.x0 < 112 && b.x1 > 250 && b.x1 < 260);
	CHECK(b.y0 > 160 && b.y0 < 165 && b.y1 > 298 && b.y1 < 308);
	CHECK(map_frame(ds, "974", 0, &b) == -1);
	CHECK(map_frame(ds, "", 0, &b) == -1);
}

/* Towns fall inside their département, and far points where they should. */
static void
test_projection(struct arena *a, const struct communes *cs)
{
	static const char *const towns[] = { "44109", "49007", "53130",
	    "72181", "85191", "29019", "67482", "2B033", "59350", "64102" };
	const struct departements *ds = departements_load(a,
	    source_path(a, "content/departements.tsv"));
	const struct departement *d;
	const struct commune *c;
	size_t i, outside = 0;
	double x, y;

	for (i = 0; i < sizeof(towns) / sizeof(towns[0]); i++) {
		c = commune_find(cs, towns[i]);
		d = departement_find(ds, commune_departement(a, c->insee));
		map_project(c->lat, c->lon, &x, &y);
		outside += x < d->box.x0 || x > d->box.x1 || y < d->box.y0 ||
		    y > d->box.y1;
	}
	CHECK(outside == 0);
	/* Nantes in the prototype's picture */
	map_project(47.2184, -1.5536, &x, &y);
	CHECK(fabs(x - 149.5) < 0.3 && fabs(y - 245.4) < 0.3);
}

static void
test_spread(void)
{
	struct marker m[40] = { 0 }, again[40] = { 0 };
	struct box box = { 0, 0, 200, 150 };
	size_t i, k, close = 0, out = 0;

	for (i = 0; i < 40; i++)
		m[i].x = again[i].x = i < 20 ? 3 : 100 + (double)(i % 7),
		    m[i].y = again[i].y = i < 20 ? 3 : 60;
	map_spread(m, 40, 5, &box);
	for (i = 0; i < 40; i++) {
		for (k = i + 1; k < 40; k++)
			close += hypot(m[i].x - m[k].x, m[i].y - m[k].y) <
			    9.5;
		out += m[i].x < 5 || m[i].x > 195 || m[i].y < 5 ||
		    m[i].y > 145;
	}
	CHECK(close == 0);
	CHECK(out == 0);
	map_spread(again, 40, 5, &box);
	CHECK(memcmp(m, again, sizeof(m)) == 0);
	/* far apart already: nothing moves */
	m[0] = (struct marker){ .x = 50, .y = 50 };
	m[1] = (struct marker){ .x = 70, .y = 50 };
	map_spread(m, 2, 5, &box);
	CHECK(m[0].x == 50 && m[1].x == 70);
	map_spread(m, 0, 5, &box);
}

static void
test_labels(void)
{
	static const char *const names[] = { "Nantes", "Angers", "Nantes",
	    "Une commune au nom bien trop long pour la carte" };
	static const char *const both[] = { "Ancenis-Saint-Géréon", "Nazaire" };
	struct marker m[4] = { { .x = 50, .y = 50 }, { .x = 195, .y = 50 },
	    { .x = 50, .y = 90 }, { .x = 100, .y = 120 } };
	struct box box = { 0, 0, 200, 150 };

	map_label(m, names, 4, 5, 6, &box);
	CHECK(m[0].labelled && !m[0].left && m[0].label_x > 55);
	CHECK(m[1].labelled && m[1].left && m[1].label_x < 190);
	CHECK(!m[2].labelled);
	CHECK(!m[3].labelled);
	/* the long name comes first, the short one keeps its side */
	memset(m, 0, sizeof(m));
	m[0] = (struct marker){ .x = 90, .y = 50 };
	m[1] = (struct marker){ .x = 175, .y = 45 };
	map_label(m, both, 2, 5, 6, &box);
	CHECK(m[1].labelled && m[1].left && m[1].label_y < 50);
	CHECK(m[0].labelled && m[0].left);
}

static void
test_broken(struct arena *a)
{
	static const char *const broken[] = {
		"44\tLoire-Atlantique\n",
		"44\ta\tb\tc\tl1 2 3z\n",
		"44\ta\tb\tc\tm1 2 3\n",
		"44\ta\tb\tc\tm1 2 3z\n",
		"44\ta\tb\tc\tm1 2z\td\n"
	};
	static const char right[] = "# x\n44\ta\tb\tc\tm1 2 3 4-5-.5zm1 1 1 1z"
	    "\n45\ta\tb";
	char path[] = "/tmp/terreau-test-XXXXXX";
	const struct departements *ds;
	int fd = mkstemp(path);
	size_t i;

	for (i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		file_write(path, broken[i], strlen(broken[i]), 0600);
		CHECK(departements_load(a, path) == NULL);
	}
	file_write(path, right, strlen(right), 0600);
	ds = departements_load(a, path);
	CHECK(ds != NULL && departement_find(ds, "45") != NULL);
	CHECK(ds != NULL && departement_find(ds, "44")->box.x0 == -1 &&
	    departement_find(ds, "44")->box.y1 == 6);
	unlink(path);
	close(fd);
}

int
main(void)
{
	struct arena *a = arena_new();
	const struct communes *cs;

	xml_init();
	cs = communes_load(a, source_path(a, "content/communes.tsv"));
	if (cs != NULL) {
		test_places(a, cs);
		test_projection(a, cs);
	}
	test_departements(a);
	test_spread();
	test_labels();
	test_broken(a);
	CHECK_STR(programme_find("ct")->label, "Coopérative de territoire");
	CHECK(programme_find("CAE") == NULL);
	arena_free(a);
	xml_exit();
	return test_end();
}
