/*
 * One count, by programme, in the order of their names.
 */
#include "base/arena.h"
#include "base/date.h"
#include "domain/report/figures.h"
#include "domain/report/masque.h"

#define PROGRAMMES_MAX	100

struct group {
	const char	*programme;
	int64_t		 n;
};

/* People by programme; their counts as a list with its sum.  How many, or -1. */
static int
read_groups(struct arena *a, struct db *db, struct group *list,
    int64_t *cells)
{
	struct query *q;
	int n = 0;

	q = db_query(db, "SELECT programme, count(*) FROM dossier WHERE "
	    "state = 'encours' GROUP BY programme ORDER BY programme LIMIT "
	    "?1", "i", (int64_t)PROGRAMMES_MAX);
	for (; db_next(q); n++) {
		list[n].programme = db_dup(a, q, 0);
		cells[2 * n] = list[n].n = db_int(q, 1);
	}
	masque_sum(cells, (size_t)n, 1);
	return db_done(q) == -1 ? -1 : n;
}

struct node *
figures_add(struct node *parent, struct db *db)
{
	unsigned char hidden[2 * (PROGRAMMES_MAX + 1)] = { 0 };
	struct group list[PROGRAMMES_MAX];
	int64_t cells[2 * (PROGRAMMES_MAX + 1)], total = 0;
	struct arena *a = arena_new();
	struct node *all = node_add(parent, "chiffres"), *one;
	int i, n;

	node_set(all, "date", day_iso(a, day_today()));
	if ((n = read_groups(a, db, list, cells)) > 0)
		masque_fill(cells, (size_t)n, 1, hidden);
	for (i = 0; i < n; i++) {
		if (hidden[2 * i] || hidden[2 * i + 1])
			continue;
		one = node_add_text(all, "chiffre", arena_fmt(a, "%lld",
		    (long long)list[i].n));
		node_set(one, "programme", list[i].programme);
		total += list[i].n;
	}
	if (n == -1 || total < FIGURES_ALL) {
		node_remove(all);
		all = NULL;
	}
	arena_free(a);
	return all;
}
