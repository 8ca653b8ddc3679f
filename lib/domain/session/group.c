/*
 * Groups: criteria, the rule, the record of the draw.  Deciding is
 * group_decide.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/accord/representant.h"
#include "domain/session/group.h"
#include "port/crypto.h"

#define ABLE	"recevable="

static const struct {
	const char	*name, *label;
} criteria[] = {
	{ "commune", "La commune" },
	{ "qpv", "Le quartier prioritaire" },
	{ "age", "L’âge au premier jour" },
	{ "genre", "Le genre" },
	{ "premiere", "La première participation" },
	{ "situation", "La situation" },
	{ "disponible", "La disponibilité sur toute la période" }
};

const char *
group_label(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(criteria) / sizeof(criteria[0]); i++)
		if (str_eq(criteria[i].name, name))
			return criteria[i].label;
	return NULL;
}

/* The field a criterion is read from, NULL when the form has none. */
static const struct field *
field_of(const struct definition *d, const char *name)
{
	const struct field *f;
	size_t i, k;

	for (i = 0; d != NULL && i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			f = &d->steps[i].fields[k];
			if ((str_eq(name, "commune") &&
			    f->kind == FIELD_COMMUNE) ||
			    (str_eq(name, "qpv") && f->kind == FIELD_QPV) ||
			    (str_eq(name, "age") && d->age.birth != NULL &&
			    str_eq(f->name, d->age.birth)) ||
			    (str_eq(name, f->name) && f->kind == FIELD_CHOICE))
				return f;
		}
	return NULL;
}

int
group_asks(const struct definition *d, const char *name)
{
	return group_label(name) != NULL && field_of(d, name) != NULL;
}

static const char *
age_band(struct arena *a, int age)
{
	if (age < 18)
		return arena_fmt(a, "%d ans", age);
	return age < 26 ? "18 à 25 ans" : age < 40 ? "26 à 39 ans" :
	    "40 ans et plus";
}

/* What an application says of one criterion, in words. */
static const char *
value_of(struct arena *a, const struct definition *d,
    const struct node *reponses, const char *name, int32_t first)
{
	const struct field *f = field_of(d, name);
	const struct node *n = f == NULL || reponses == NULL ? NULL :
	    node_child(reponses, f->name);

	if (f != NULL && f->kind == FIELD_QPV)
		return n != NULL ? "Oui" : "Non";
	if (n == NULL)
		return "Sans réponse";
	if (str_eq(name, "age"))
		return age_band(a, day_age(day_parse(node_string(a, n)),
		    first));
	return node_attr_or(n, "libelle", node_string(a, n));
}

const char *
group_ticket(struct arena *a, const char *seed, const char *numero)
{
	const char *text = arena_fmt(a, "%s:%s", seed, numero);
	unsigned char sha[SHA256_SIZE];

	sha256(sha, text, strlen(text));
	return hex_encode(a, sha, sizeof(sha));
}

/* Able ones first, each part by ticket: what comes in any order is the same. */
static int
by_ticket(const void *x, const void *y)
{
	const struct candidate *a = x, *b = y;

	if (a->able != b->able)
		return b->able - a->able;
	return strcmp(a->ticket, b->ticket);
}

struct counts {
	struct candidate	*list;
	size_t			 n;	/* able */
	size_t			 ncriteria;
	size_t			*index;	/* of the first with the same value */
	int64_t			*all, *taken;	/* by that index */
};

/* How far a group of k would be from all, with one more. */
static int64_t
distance(const struct counts *c, size_t one, int64_t k)
{
	int64_t sum = 0, d;
	size_t i, j, at;

	for (j = 0; j < c->ncriteria; j++)
		for (i = 0; i < c->n; i++) {
			at = j * c->n + i;
			if (c->index[at] != i)
				continue;
			d = (int64_t)c->n * (c->taken[at] +
			    (c->index[j * c->n + one] == i)) -
			    k * c->all[at];
			sum += d < 0 ? -d : d;
		}
	return sum;
}

static void
count(struct arena *a, struct counts *c)
{
	size_t i, j, k;

	c->index = arena_array(a, c->n * c->ncriteria + 1, sizeof(*c->index));
	c->all = arena_array(a, c->n * c->ncriteria + 1, sizeof(*c->all));
	c->taken = arena_array(a, c->n * c->ncriteria + 1, sizeof(*c->taken));
	for (j = 0; j < c->ncriteria; j++)
		for (i = 0; i < c->n; i++) {
			for (k = 0; !str_eq(c->list[k].values[j],
			    c->list[i].values[j]); k++)
				;
			c->index[j * c->n + i] = k;
			c->all[j * c->n + k]++;
		}
}

static int
by_rank(const void *x, const void *y)
{
	return ((const struct candidate *)x)->rank -
	    ((const struct candidate *)y)->rank;
}

void
group_order(struct arena *a, struct candidate *list, size_t n,
    size_t ncriteria, int64_t seats)
{
	struct counts c = { .list = list, .ncriteria = ncriteria };
	int64_t best, d;
	size_t i, j, pick;
	int k;

	qsort(list, n, sizeof(*list), by_ticket);
	for (i = 0; i < n; i++) {
		list[i].rank = list[i].proposed = 0;
		c.n += list[i].able != 0;
	}
	count(a, &c);
	for (k = 1; k <= (int)n; k++) {
		pick = n;
		best = 0;
		for (i = 0; i < c.n; i++) {
			if (list[i].rank != 0)
				continue;
			d = distance(&c, i, k);
			if (pick == n || d < best) {
				pick = i;
				best = d;
			}
		}
		if (pick == n)		/* nobody able is left: by ticket */
			for (pick = c.n; list[pick].rank != 0; pick++)
				;
		list[pick].rank = k;
		if (pick >= c.n)
			continue;
		list[pick].proposed = k <= seats;
		for (j = 0; j < ncriteria; j++)
			c.taken[j * c.n + c.index[j * c.n + pick]]++;
	}
	qsort(list, n, sizeof(*list), by_rank);
}

int
group_find(struct arena *a, struct db *db, int64_t session, struct group *g)
{
	struct query *q;
	char *rest, *word;
	int found;

	memset(g, 0, sizeof(*g));
	q = db_query(db, "SELECT criteria, text, iif(drawn IS NULL, '', seed), "
	    "commitment, announced, coalesce(drawn, 0), coalesce(decided, 0), "
	    "author, decider, reason FROM groupe WHERE agenda = ?1", "i",
	    session);
	if ((found = db_next(q))) {
		g->session = session;
		rest = db_dup(a, q, 0);
		while (g->ncriteria < GROUP_CRITERIA &&
		    (word = str_split(&rest, ' ')) != NULL)
			g->criteria[g->ncriteria++] = word;
		g->text = db_dup(a, q, 1);
		g->seed = db_dup(a, q, 2);
		g->commitment = db_dup(a, q, 3);
		g->announced = db_int(q, 4);
		g->drawn = db_int(q, 5);
		g->decided = db_int(q, 6);
		g->author = db_dup(a, q, 7);
		g->decider = db_dup(a, q, 8);
		g->reason = db_dup(a, q, 9);
	}
	return db_done(q) == -1 ? -1 : !found;
}

int
group_announce(struct arena *a, struct db *db, const struct session *s,
    const char *words, const char *text, const struct actor *who)
{
	unsigned char bytes[32], sha[SHA256_SIZE];
	const char *seed;
	int rc;

	random_bytes(bytes, sizeof(bytes));
	seed = hex_encode(a, bytes, sizeof(bytes));
	sha256(sha, seed, strlen(seed));
	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "INSERT INTO groupe (agenda, criteria, text, seed, "
	    "commitment, announced, account, author, reason, decider) SELECT "
	    "a.id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', '' FROM agenda a WHERE "
	    "a.id = ?1 AND a.cancelled IS NULL AND a.closes >= ?9 AND NOT "
	    "EXISTS (SELECT 1 FROM place p WHERE p.agenda = a.id AND p.state "
	    "IN ('prise', 'offerte')) AND NOT EXISTS (SELECT 1 FROM groupe "
	    "WHERE agenda = a.id)", "issssiisi", s->id, words, text, seed,
	    hex_encode(a, sha, sizeof(sha)), time_now(), who->account,
	    who->name, (int64_t)day_today());
	if (rc != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	return db_commit(db);
}

/* Could the file be accepted as it stands? */
static int
able(const struct definition *d, const char *state)
{
	const struct transition *t = d == NULL ? NULL :
	    definition_transition(d, "accepter");

	return t != NULL && transition_from(t, state);
}

size_t
group_candidates(struct arena *a, struct db *db, const struct session *s,
    const struct group *g, const struct definition *d,
    struct candidate **out)
{
	struct candidate *list = arena_array(a, GROUP_MAX, sizeof(*list));
	const struct node *reponses;
	struct tree *record;
	struct query *q;
	size_t i, j, n = 0;

	*out = list;
	q = db_query(db, "SELECT d.id, d.numero, d.nom, d.prenom, d.state FROM "
	    "place p JOIN dossier d ON d.id = p.dossier WHERE p.agenda = ?1 "
	    "AND p.state = 'attente' ORDER BY d.sort, d.id", "i", s->id);
	for (; n < GROUP_MAX && db_next(q); n++)
		list[n] = (struct candidate){
			.dossier = db_int(q, 0), .numero = db_dup(a, q, 1),
			.nom = db_dup(a, q, 2), .prenom = db_dup(a, q, 3),
			.state = db_dup(a, q, 4), .waits = 1,
			.able = able(d, db_text(q, 4))
		};
	if (db_done(q) == -1)
		return 0;
	for (i = 0; i < n; i++) {
		record = record_latest(a, db, list[i].dossier, s->programme,
		    NULL, NULL);
		reponses = record == NULL ? NULL : node_child(tree_root(
		    record), "reponses");
		for (j = 0; j < g->ncriteria; j++)
			list[i].values[j] = value_of(a, d, reponses,
			    g->criteria[j], s->first);
	}
	return n;
}

/* « commune=Nantes », a line each; then whether it could be accepted. */
static const char *
facts(struct arena *a, const struct group *g, const struct candidate *c)
{
	const char *s = "";
	size_t j;

	for (j = 0; j < g->ncriteria; j++)
		s = arena_fmt(a, "%s%s%s=%s", s, j > 0 ? "\n" : "",
		    g->criteria[j], c->values[j]);
	return arena_fmt(a, "%s\n" ABLE "%s", s, c->able ? "oui" : "non");
}

/* Inside the transaction: the seed, if it is time.  0, 1 it is not, -1. */
static int
tell(struct arena *a, struct db *db, const struct session *s,
    const char **seed)
{
	struct query *q = db_query(db, "SELECT g.seed FROM groupe g JOIN agenda "
	    "a ON a.id = g.agenda WHERE a.id = ?1 AND g.drawn IS NULL AND "
	    "a.closes < ?2 AND a.cancelled IS NULL", "ii", s->id,
	    (int64_t)day_today());
	int found = db_next(q);

	if (found)
		*seed = db_dup(a, q, 0);
	return db_done(q) == -1 ? -1 : !found;
}

int
group_draw(struct arena *a, struct db *db, const struct session *s,
    struct group *g, const struct definition *d)
{
	struct candidate *list;
	const char *seed;
	size_t i, n;
	int rc;

	if (db_begin(db) == -1)
		return -1;
	if ((rc = tell(a, db, s, &seed)) != 0) {
		db_rollback(db);
		return rc;
	}
	n = group_candidates(a, db, s, g, d, &list);
	for (i = 0; i < n; i++)
		list[i].ticket = group_ticket(a, seed, list[i].numero);
	group_order(a, list, n, g->ncriteria, session_left(s));
	for (i = 0; i < n && rc == 0; i++)
		rc = db_exec(db, "INSERT INTO tirage (agenda, rank, dossier, "
		    "ticket, facts, proposed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		    "iiissi", s->id, (int64_t)list[i].rank, list[i].dossier,
		    list[i].ticket, facts(a, g, &list[i]),
		    (int64_t)list[i].proposed) == 1 ? 0 : -1;
	if (rc != 0 || n == 0 || db_exec(db, "UPDATE groupe SET drawn = ?2 "
	    "WHERE agenda = ?1", "ii", s->id, time_now()) != 1) {
		db_rollback(db);
		return n == 0 ? 1 : -1;
	}
	return db_commit(db);
}

size_t
group_drawn(struct arena *a, struct db *db, const struct group *g,
    const struct definition *d, struct candidate **out)
{
	struct candidate *list = arena_array(a, GROUP_MAX, sizeof(*list)), *c;
	char *rest, *line;
	struct query *q;
	size_t n = 0, j;

	*out = list;
	q = db_query(db, "SELECT d.id, d.numero, d.nom, d.prenom, d.state, "
	    "t.ticket, t.rank, t.proposed, t.facts, EXISTS (SELECT 1 FROM "
	    "place p WHERE p.dossier = d.id AND p.agenda = t.agenda AND "
	    "p.state = 'attente') FROM tirage t JOIN dossier d ON d.id = "
	    "t.dossier WHERE t.agenda = ?1 ORDER BY t.rank", "i", g->session);
	for (; n < GROUP_MAX && db_next(q); n++) {
		c = &list[n];
		*c = (struct candidate){
			.dossier = db_int(q, 0), .numero = db_dup(a, q, 1),
			.nom = db_dup(a, q, 2), .prenom = db_dup(a, q, 3),
			.state = db_dup(a, q, 4), .ticket = db_dup(a, q, 5),
			.rank = (int)db_int(q, 6),
			.proposed = (int)db_int(q, 7),
			.waits = (int)db_int(q, 9),
			.able = able(d, db_text(q, 4))
		};
		rest = db_dup(a, q, 8);
		for (j = 0; j < g->ncriteria &&
		    (line = str_split(&rest, '\n')) != NULL; j++)
			c->values[j] = strchr(line, '=') == NULL ? line :
			    strchr(line, '=') + 1;
		for (; j < g->ncriteria; j++)
			c->values[j] = "";
		line = rest == NULL ? NULL : str_split(&rest, '\n');
		c->was_able = line == NULL || !str_eq(line, ABLE "non");
	}
	return db_done(q) == -1 ? 0 : n;
}

void
group_node(struct arena *a, struct db *db, struct node *parent,
    const struct session *s)
{
	struct group g;
	struct node *n, *ticket;
	struct query *q;
	size_t i;

	if (group_find(a, db, s->id, &g) != 0)
		return;
	n = node_add(parent, "composition");
	node_set(n, "empreinte", g.commitment);
	node_set(n, "annonce", time_iso(a, g.announced));
	if (*g.text != '\0')
		node_set(n, "texte", g.text);
	for (i = 0; i < g.ncriteria; i++)
		node_add_text(n, "critere", group_label(g.criteria[i]) == NULL ?
		    g.criteria[i] : group_label(g.criteria[i]));
	if (g.decided != 0)
		node_set(n, "decide", time_iso(a, g.decided));
	if (g.drawn == 0)
		return;
	node_set(n, "graine", g.seed);
	node_set(n, "tire", time_iso(a, g.drawn));
	q = db_query(db, "SELECT ticket, proposed FROM tirage WHERE agenda = "
	    "?1 ORDER BY rank", "i", s->id);
	while (db_next(q)) {
		ticket = node_add_text(n, "billet", db_text(q, 0));
		if (db_int(q, 1))
			node_set(ticket, "propose", "1");
	}
	db_done(q);
}
