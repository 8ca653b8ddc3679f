/*
 * One count, by programme, in the order of their names.
 */
#include "base/arena.h"
#include "base/date.h"
#include "domain/report/figures.h"

struct node *
figures_add(struct node *parent, struct db *db)
{
	struct arena *a = arena_new();
	struct node *all = node_add(parent, "chiffres"), *one;
	struct query *q;
	int64_t n, total = 0;

	node_set(all, "date", day_iso(a, day_today()));
	q = db_query(db, "SELECT programme, count(*) FROM dossier WHERE "
	    "state = 'encours' GROUP BY programme ORDER BY programme", "");
	while (db_next(q)) {
		if ((n = db_int(q, 1)) < FIGURES_GROUP)
			continue;
		one = node_add_text(all, "chiffre", arena_fmt(a, "%lld",
		    (long long)n));
		node_set(one, "programme", db_text(q, 0));
		total += n;
	}
	if (db_done(q) == -1 || total < FIGURES_ALL) {
		node_remove(all);
		all = NULL;
	}
	arena_free(a);
	return all;
}
