/*
 * The ledger of consents read: every row, what holds now, what is still
 * awaited.  Writing is accord_send.c.
 */
#include "base/str.h"
#include "domain/accord/accord_inside.h"
#include "domain/territory/network.h"

const char *
accord_rule(struct arena *a, const struct network *network,
    const char **explained)
{
	const struct node *n = network == NULL ? NULL :
	    node_child(tree_root(network->tree), "autorite-parentale");

	*explained = "";
	if (n == NULL)
		return "tous";
	*explained = node_string(a, n);
	return node_attr_or(n, "titulaires", "tous");
}

static void
row(struct arena *a, struct query *q, struct decision *d)
{
	*d = (struct decision){
		.id = db_int(q, 0), .at = db_int(q, 1),
		.name = db_dup(a, q, 2), .decision = db_dup(a, q, 3),
		.text = db_dup(a, q, 4), .version = (int)db_int(q, 5),
		.channel = db_dup(a, q, 6), .representant = db_int(q, 7),
		.author = db_dup(a, q, 8), .staff = db_dup(a, q, 9),
		.note = db_dup(a, q, 10), .lapsed = (int)db_int(q, 11)
	};
}

size_t
accord_ledger(struct arena *a, struct db *db, int64_t dossier,
    struct decision **out)
{
	struct query *q;
	size_t i, n = 0;

	*out = NULL;
	q = db_query(db, "SELECT count(*) FROM consent WHERE dossier = ?1",
	    "i", dossier);
	if (db_next(q))
		n = (size_t)db_int(q, 0);
	if (db_done(q) == -1 || n == 0)
		return 0;
	*out = arena_array(a, n, sizeof(**out));
	q = db_query(db, "SELECT c.id, c.at, c.name, c.decision, c.text, "
	    "c.version, c.channel, coalesce(c.representant, 0), c.author, "
	    "coalesce(a.name, ''), c.note, EXISTS (SELECT 1 FROM caducite k "
	    "WHERE k.consent = c.id) FROM consent c LEFT JOIN account a "
	    "ON a.id = c.account WHERE c.dossier = ?1 ORDER BY c.id", "i",
	    dossier);
	for (i = 0; i < n && db_next(q); i++)
		row(a, q, &(*out)[i]);
	return db_done(q) == -1 ? 0 : i;
}

static int
says(const struct decision *d, const char *what)
{
	return d != NULL && str_eq(d->decision, what);
}

static int
refused(const struct decision *d)
{
	return says(d, "non") || says(d, "retrait");
}

static int
all_holders(const struct representant *list, size_t n)
{
	return n > 0 && str_eq(list[0].seul, "oui") ? 1 : 2;
}

int
accord_signers(struct arena *a, const struct network *network,
    const struct representant *list, size_t n)
{
	const char *why;

	return str_eq(accord_rule(a, network, &why), "un") ? 1 :
	    all_holders(list, n);
}

/* How many holders of parental authority must agree to this. */
static int
holders(struct arena *a, const struct asked_consent *asked,
    const struct network *network, const struct representant *list, size_t n)
{
	if (!asked->by_parent)
		return 0;
	if (asked->holders == HOLDERS_ONE)
		return 1;
	return asked->holders == HOLDERS_RULE ? accord_signers(a, network,
	    list, n) : all_holders(list, n);
}

static enum accord_state
weigh(const struct accord *c)
{
	int yes = says(c->parent[0], "oui") + says(c->parent[1], "oui");

	if (refused(c->parent[0]) || refused(c->parent[1]) ||
	    (c->asked->by_person && refused(c->person)))
		return ACCORD_REFUSED;
	if (yes < c->holders || (c->asked->by_person && !says(c->person,
	    "oui")))
		return ACCORD_AWAITED;
	return ACCORD_GIVEN;
}

/* The last row of each about one thing. */
static void
find_last(struct accord *c, const struct decision *rows, size_t n,
    const struct representant *list, size_t nlist)
{
	size_t i, k;

	for (i = 0; i < n; i++) {
		if (!str_eq(rows[i].name, c->asked->name))
			continue;
		if (rows[i].representant == 0)
			c->person = &rows[i];
		for (k = 0; k < nlist; k++)
			if (rows[i].representant == list[k].id) {
				c->parent[list[k].rang - 1] = rows[i].lapsed ?
				    NULL : &rows[i];
				c->lapsed[list[k].rang - 1] = rows[i].lapsed ?
				    &rows[i] : NULL;
			}
	}
}

size_t
accord_list(struct arena *a, struct db *db, const struct definition *def,
    const struct network *network, const struct dossier *d,
    struct accord **out)
{
	struct representant *list;
	struct decision *rows;
	size_t i, n, nlist;
	struct accord *c;

	nlist = representant_list(a, db, d->id, &list);
	n = accord_ledger(a, db, d->id, &rows);
	*out = arena_array(a, def->nconsents + 1, sizeof(**out));
	for (i = 0; i < def->nconsents; i++) {
		c = &(*out)[i];
		*c = (struct accord){ .asked = &def->consents[i] };
		/* an adult, and a minor nobody was asked about, has none */
		if (nlist > 0)
			c->holders = holders(a, c->asked, network, list, nlist);
		find_last(c, rows, n, list, nlist);
		c->state = weigh(c);
	}
	return def->nconsents;
}

enum accord_state
accord_said(const struct accord *c, size_t n)
{
	size_t i;

	if (!c->asked->by_parent || n == 0 || c->state != ACCORD_GIVEN)
		return c->state == ACCORD_REFUSED ? ACCORD_REFUSED :
		    ACCORD_AWAITED;
	for (i = 0; i < n && i < 2; i++)
		if (!says(c->parent[i], "oui"))
			return ACCORD_AWAITED;
	return ACCORD_GIVEN;
}

enum accord_state
accord_all(const struct accord *list, size_t n)
{
	enum accord_state all = ACCORD_GIVEN;
	size_t i;

	for (i = 0; i < n; i++) {
		if (list[i].asked->optional || list[i].holders == 0)
			continue;
		if (list[i].state == ACCORD_REFUSED)
			return ACCORD_REFUSED;
		if (list[i].state == ACCORD_AWAITED)
			all = ACCORD_AWAITED;
	}
	return all;
}

int
accord_keep_in(struct db *db, const struct representant *r,
    const struct step *step, const struct answers *answers)
{
	const char *name, *raw;
	size_t i;

	if (db_exec(db, "DELETE FROM brouillon_accord WHERE "
	    "representant = ?1 AND step = ?2", "is", r->id, step->name) < 0)
		return -1;
	for (i = 0; answers_each(answers, step, i, &name, &raw); i++)
		if (db_exec(db, "INSERT INTO brouillon_accord (representant, "
		    "step, pos, field, value) VALUES (?1, ?2, ?3, ?4, ?5)",
		    "isiss", r->id, step->name, (int64_t)i, name, raw) != 1)
			return -1;
	return 0;
}

int
accord_keep(struct db *db, const struct representant *r,
    const struct step *step, const struct answers *answers)
{
	if (db_begin(db) == -1)
		return -1;
	if (accord_keep_in(db, r, step, answers) == 0)
		return db_commit(db);
	db_rollback(db);
	return -1;
}

int
accord_load(struct db *db, const struct representant *r,
    struct answers *answers)
{
	struct query *q;

	q = db_query(db, "SELECT field, value FROM brouillon_accord WHERE "
	    "representant = ?1 ORDER BY step, pos", "i", r->id);
	while (db_next(q))
		answers_add(answers, db_text(q, 0), db_text(q, 1));
	return db_done(q);
}
