/*
 * chiffres: pages beside each other do not tell what each of them masks.  A
 * reader has all pages along one filter, and the page of all, and reckons.
 */
#include <stdlib.h>

#include "base/str.h"
#include "domain/report/chiffres.h"
#include "reader.h"
#include "test.h"
#include "world.h"

#define ROUNDS	10
#define MORE	18	/* people a round */

static const char *const names[] = { "cae", "cjs", "ct", "flashcoop",
    "tiers-lieu" };
#define NAMES	(sizeof(names) / sizeof(names[0]))

static uint64_t seed = 20261122;

static unsigned
dice(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed % n);
}

static void
people(struct world *w, const struct definition **programmes, int round)
{
	static const char *const states[] = { "envoyee", "etude", "encours",
	    "refusee", "retiree" };
	static const char *const places[] = { "44", "49", "72", "" };
	const struct definition *d;
	int i, ok = db_begin(w->db) == 0;

	for (i = 0; i < MORE; i++) {
		d = programmes[dice(2) == 0 ? 0 : dice(NAMES)];
		ok = ok && db_exec(w->db, "INSERT INTO dossier (numero, "
		    "programme, creation, state, pending, email, prenom, nom, "
		    "sort, cooperative, created, changed, sent, version, "
		    "departement, birth) VALUES (?1, ?2, randomblob(32), ?3, "
		    "0, 'a@b.c', 'A', 'B', 'b a', ?4, 1, 1, ?5, 1, ?6, ?7)",
		    "ssssisi", arena_fmt(w->a, "%d-%d", round, i), d->name,
		    states[dice(dice(2) == 0 ? 2 : 5)],
		    w->network->cooperatives[dice(3)].code,
		    (int64_t)(1714600000 + (int64_t)dice(3) * 31536000 +
		    dice(5) * 2600000), places[dice(4)],
		    (int64_t)(dice(12000) + 1000)) == 1;
	}
	CHECK(ok && db_commit(w->db) == 0);
}

/* A few come to a meeting of each cooperative: they have no programme. */
static void
meeting(struct world *w, int round)
{
	int ok = db_begin(w->db) == 0;

	ok = ok && db_exec(w->db, "INSERT INTO agenda (code, programme, "
	    "cooperative, title, place, address, postcode, commune, insee, "
	    "departement, first, last, hours, opens, closes, seats, held, "
	    "offer, contract, text, reason, changed, version) VALUES (?1, "
	    "'reunion', ?2, 'Réunion', '', '', '', 'Nantes', '', '44', ?3, "
	    "?3, '', ?3, ?3, 99, 0, 24, '', '', '', 1, 1)", "ssi",
	    arena_fmt(w->a, "reunion-%d", round),
	    w->network->cooperatives[round % 3].code,
	    (int64_t)(20000 + round)) == 1;
	ok = ok && db_exec(w->db, "INSERT INTO place (agenda, dossier, state, "
	    "at, changed) SELECT last_insert_rowid(), id, 'rendue', 1, 1 FROM "
	    "dossier ORDER BY id DESC LIMIT ?1", "i",
	    (int64_t)(1 + round % 6)) > 0;
	CHECK(ok && db_commit(w->db) == 0);
}

struct reading {
	struct table	 t;
	const char	*labels[SIDE];
	unsigned char	 least[CELLS];
	size_t		 ncells;
};

static size_t
row_of(struct reading *r, const char *label)
{
	size_t i;

	for (i = 0; i < r->t.rows; i++)
		if (str_eq(r->labels[i], label))
			return i;
	r->labels[r->t.rows] = label;
	return r->t.rows++;
}

/* The lists of a page by label: of several columns, their sums. */
static const struct node *
cells(const struct node *constat, const struct node **names_of)
{
	int wide = node_sibling(node_child(constat, "colonne"), "colonne") !=
	    NULL;

	*names_of = node_child(constat, wide ? "colonne" : "ligne");
	return wide ? node_child(node_child(constat, "somme"), "n") :
	    node_child(node_child(constat, "ligne"), "n");
}

/* What is written there; 0 when it is masked. */
static int64_t
number(const char *s)
{
	long long n;

	return str_number(s, 0, LARGE, &n) == 0 ? n : 0;
}

static void
put(struct world *w, struct reading *r, size_t row, size_t col, size_t width,
    const struct node *n)
{
	const char *s = node_string(w->a, n);
	size_t at = row * width + col;

	r->t.hidden[at] = *s == '\0';
	r->least[at] = 1;
	r->t.n[at] = number(s);
}

/* One page as a column; pages that say nothing hide all of it. */
static void
read_page(struct world *w, struct reading *r, const struct node *page,
    const char *list, size_t col, size_t width)
{
	const struct node *constat = chiffres_find(page, list), *n, *name;
	int wide;
	size_t row;

	if (constat == NULL)
		return;
	n = cells(constat, &name);
	wide = str_eq(node_name(name), "colonne");
	while (name != NULL) {
		if (wide && node_sibling(name, "colonne") == NULL)
			break;		/* their total */
		row = row_of(r, wide ? node_string(w->a, name) :
		    node_attr(name, "libelle"));
		put(w, r, row, col, width, n);
		name = node_sibling(name, wide ? "colonne" : "ligne");
		n = wide ? node_sibling(n, "n") : name == NULL ? NULL :
		    node_child(name, "n");
	}
}

/*
 * All pages of a side and one list: what is not there at all may be nobody or
 * be withheld, which the reader does not know.
 */
static int
told(struct world *w, struct node **pages, size_t npages, const char *list)
{
	static struct reading r, blank;
	size_t i, k, width = npages, labels;
	const struct node *c, *n;

	r = blank;
	for (i = 0; i < npages; i++)	/* labels first */
		read_page(w, &r, pages[i], list, i, width);
	labels = r.t.rows;
	if (labels == 0)
		return 0;
	r.t.cols = npages - 1;
	memset(r.t.n, 0, sizeof(r.t.n));
	memset(r.t.hidden, 0, sizeof(r.t.hidden));
	for (i = 0; i < npages; i++) {
		c = chiffres_find(pages[i], list);
		if (c == NULL) {
			for (k = 0; k <= labels; k++) {
				r.t.hidden[k * width + i] = 1;
				r.least[k * width + i] = 0;
			}
			continue;
		}
		read_page(w, &r, pages[i], list, i, width);
		for (n = node_child(node_child(c, "somme"), "n");
		    node_sibling(n, "n") != NULL; n = node_sibling(n, "n"))
			continue;
		put(w, &r, labels, i, width, n);
	}
	return narrowed_from(&r.t, r.least);
}

static void
test_pages(struct world *w, const struct chiffres_words *words)
{
	static const char *const lists[] = { "programmes", "suites",
	    "periodes", "etapes", "departements", "cooperatives", "ages" };
	struct node *pages[SIDE], *root = tree_root(tree_new(w->a, "x"));
	struct chiffres_filter f;
	size_t n, i, k;
	int side, faults = 0, seen = 0;

	for (side = 0; side < 3; side++) {
		n = side == 0 ? NAMES : side == 1 ?
		    w->network->ncooperatives : 3;
		for (i = 0; i <= n; i++) {
			f = (struct chiffres_filter){ 0, "", "" };
			if (i < n && side == 0)
				f.programme = names[i];
			if (i < n && side == 1)
				f.cooperative =
				    w->network->cooperatives[i].code;
			if (i < n && side == 2)
				f.year = 2024 + (int)i;
			pages[i] = chiffres_add(w->a, w->db, words, &f, root);
			seen += node_child(pages[i], "constat") != NULL;
		}
		/* years have lists by month: not one beside the other */
		for (k = 0; k < sizeof(lists) / sizeof(lists[0]); k++)
			if ((side != 2 || !str_eq(lists[k], "periodes")) &&
			    told(w, pages, n + 1, lists[k])) {
				printf("# side %d, %s\n", side, lists[k]);
				faults++;
			}
	}
	CHECK(faults == 0);
	CHECK(seen > 0);
}

/* Nowhere a number from 1 to 4, drawn or written. */
static void
test_small(struct world *w, const struct chiffres_words *words)
{
	struct chiffres_filter f = { 0, "", "" };
	struct node *page, *c, *n;
	int small = 0, counted = 0;
	const char *s;

	page = chiffres_add(w->a, w->db, words, &f, tree_root(tree_new(w->a,
	    "x")));
	for (c = node_child(page, "constat"); c != NULL;
	    c = node_sibling(c, "constat"))
		for (n = node_child(c, NULL); n != NULL;
		    n = node_sibling(n, NULL)) {
			s = str_eq(node_name(n), "barre") ? node_attr_or(n,
			    "n", "") : node_child(n, "n") == NULL ? "" :
			    node_string(w->a, node_child(n, "n"));
			small += number(s) > 0 && number(s) < 5;
			counted += *s != '\0';
		}
	CHECK(small == 0);
	CHECK(node_attr(page, "total") == NULL || counted > 0);
}

int
main(void)
{
	const struct definition *programmes[NAMES + 1] = { NULL };
	struct buf faults = BUF_INIT;
	struct chiffres_words words;
	struct world w;
	size_t i;
	int round;

	world_open(&w);
	for (i = 0; i < NAMES; i++)
		programmes[i] = definition_load(w.a, conf_share(w.a, &w.conf,
		    arena_fmt(w.a, "schemas/programmes/%s.xml", names[i])),
		    &faults);
	words = (struct chiffres_words){ w.network, programmes, NULL };
	for (round = 0; round < ROUNDS; round++) {
		people(&w, programmes, round);
		meeting(&w, round);
		test_pages(&w, &words);
		test_small(&w, &words);
	}
	buf_free(&faults);
	world_close(&w);
	return test_end();
}
