/*
 * Results, and who receives what of them.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/law/law.h"
#include "domain/session/result.h"
#include "domain/session/share.h"

#define PEOPLE	2000

int
result_find(struct arena *a, struct db *db, int64_t session,
    struct result *r)
{
	struct query *q;
	const char *xml, *equal;
	long long n;
	int found;

	memset(r, 0, sizeof(*r));
	q = db_query(db, "SELECT id, answers, turnover, charges, kept, rule, "
	    "reason, author, at FROM bilan WHERE agenda = ?1 ORDER BY id DESC "
	    "LIMIT 1", "i", session);
	if ((found = db_next(q))) {
		*r = (struct result){
			.id = db_int(q, 0), .turnover = db_int(q, 2),
			.charges = db_int(q, 3), .kept = db_int(q, 4),
			.rule = db_dup(a, q, 5), .reason = db_dup(a, q, 6),
			.author = db_dup(a, q, 7), .at = db_int(q, 8)
		};
		xml = db_dup(a, q, 1);
		r->answers = tree_parse(a, xml, strlen(xml), "bilan", NULL);
	}
	if (db_done(q) == -1)
		return -1;
	if (found && r->answers == NULL)
		return -1;
	equal = found ? node_value(a, node_child(tree_root(
	    r->answers), "reponses"), "part-egale") :
	    NULL;
	r->equal = equal != NULL && str_number(equal, 0, 100, &n) == 0 ? n : 0;
	return !found;
}

size_t
result_parts(struct arena *a, struct db *db, int64_t session,
    const struct result *r, struct part **out)
{
	int64_t *same, *minutes, *shares, pot, equal;
	struct hours *h;
	struct part *list;
	size_t i, n, k = 0;

	n = attendance_hours(a, db, session, &h);
	*out = list = arena_array(a, n + 1, sizeof(*list));
	same = arena_array(a, n + 1, sizeof(*same));
	minutes = arena_array(a, n + 1, sizeof(*minutes));
	shares = arena_array(a, n + 1, sizeof(*shares));
	for (i = 0; i < n; i++) {
		if (h[i].halves == 0)
			continue;
		list[k] = (struct part){ .dossier = h[i].dossier,
			.numero = h[i].numero, .nom = h[i].nom,
			.prenom = h[i].prenom, .minutes = h[i].service +
			h[i].common + h[i].training };
		same[k] = 1;
		minutes[k] = list[k].minutes;
		k++;
	}
	pot = r->turnover - r->charges - r->kept;
	equal = str_eq(r->rule, "egal") ? pot : str_eq(r->rule, "mixte") ?
	    pot * r->equal / 100 : 0;
	if (k == 0 || pot < 0 || share_out(a, equal, same, k, shares) != 0 ||
	    share_out(a, pot - equal, minutes, k, shares) != 0)
		return 0;
	for (i = 0; i < k; i++)
		list[i].cents = shares[i];
	return k;
}

size_t
result_stored(struct arena *a, struct db *db, int64_t id, struct part **out)
{
	struct part *list = arena_array(a, PEOPLE, sizeof(*list));
	struct query *q;
	size_t n = 0;

	*out = list;
	q = db_query(db, "SELECT d.id, d.numero, d.nom, d.prenom, p.minutes, "
	    "p.cents FROM part p JOIN dossier d ON d.id = p.dossier WHERE "
	    "p.bilan = ?1 ORDER BY d.sort, d.id", "i", id);
	for (; n < PEOPLE && db_next(q); n++)
		list[n] = (struct part){ .dossier = db_int(q, 0),
			.numero = db_dup(a, q, 1), .nom = db_dup(a, q, 2),
			.prenom = db_dup(a, q, 3), .minutes = db_int(q, 4),
			.cents = db_int(q, 5) };
	return db_done(q) == -1 ? 0 : n;
}

int
result_stale(struct arena *a, struct db *db, int64_t session,
    const struct result *r)
{
	struct part *was, *now;
	size_t i, n = result_stored(a, db, r->id, &was);

	if (result_parts(a, db, session, r, &now) != n)
		return 1;
	for (i = 0; i < n; i++)
		if (was[i].dossier != now[i].dossier ||
		    was[i].cents != now[i].cents ||
		    was[i].minutes != now[i].minutes)
			return 1;
	return 0;
}

/* Inside the transaction.  0, 1, 2, -1 as result_save(). */
static int
store(struct arena *a, struct db *db, int64_t session,
    const struct result *r, int64_t was, const struct actor *who)
{
	struct result last;
	struct buf xml = BUF_INIT;
	int rc;

	if ((rc = result_find(a, db, session, &last)) == -1)
		return -1;
	if (last.id != was)
		return 1;
	if (last.id != 0 && str_is_blank(r->reason))
		return 2;
	tree_write(&xml, r->answers);
	rc = db_exec(db, "INSERT INTO bilan (agenda, answers, turnover, "
	    "charges, kept, rule, reason, at, account, author) VALUES (?1, ?2, "
	    "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", "isiiissiis", session,
	    buf_cstr(&xml), r->turnover, r->charges, r->kept, r->rule,
	    r->reason, time_now(), who->account, who->name);
	buf_free(&xml);
	return rc == 1 ? 0 : -1;
}

int
result_save(struct arena *a, struct db *db, int64_t session,
    const struct result *r, int64_t was, const struct actor *who)
{
	struct part *parts;
	int64_t id;
	size_t i, n;
	int rc;

	if (db_begin(db) == -1)
		return -1;
	n = result_parts(a, db, session, r, &parts);
	rc = n == 0 ? 3 : store(a, db, session, r, was, who);
	id = db_last_id(db);
	for (i = 0; rc == 0 && i < n; i++)
		if (db_exec(db, "INSERT INTO part (bilan, dossier, minutes, "
		    "cents) VALUES (?1, ?2, ?3, ?4)", "iiii", id,
		    parts[i].dossier, parts[i].minutes, parts[i].cents) != 1)
			rc = -1;
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

/* The séance somebody was noted in last, or has a seat in; as declared. */
static int
noted_in(struct db *db, int64_t dossier, int seated, int64_t *session)
{
	struct query *q = db_query(db, "SELECT s FROM (SELECT c.agenda AS s, "
	    "0 AS later, p.id FROM presence p JOIN creneau c ON c.id = "
	    "p.creneau WHERE p.dossier = ?1 UNION ALL SELECT agenda, 1, id "
	    "FROM place WHERE dossier = ?1 AND state = 'prise' AND ?2) ORDER "
	    "BY later, id DESC LIMIT 1", "ii", dossier, (int64_t)seated);
	int found = db_next(q);

	*session = found ? db_int(q, 0) : 0;
	return db_done(q) == -1 ? -1 : !found;
}

static void
add_results(struct arena *a, struct db *db, struct node *n,
    const struct result *r, int64_t dossier)
{
	static const char *const words[][2] = { { "regle-mots", "regle" },
		{ "vote", "vote" }, { "animateur", "animateur" },
		{ "competences", "competences" },
		{ "partenaires", "partenaires" } };
	const char *v;
	struct part *parts;
	size_t i, count;

	node_set_int(n, "ventes", r->turnover);
	node_set_int(n, "charges", r->charges);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if ((v = node_value(a, node_child(tree_root(r->answers),
		    "reponses"), words[i][0])) != NULL)
			node_set(n, words[i][1], v);
	count = result_stored(a, db, r->id, &parts);
	for (i = 0; i < count; i++)
		if (parts[i].dossier == dossier)
			node_set_int(n, "brut", parts[i].cents);
}

int
result_attended(struct arena *a, struct db *db, int64_t dossier,
    struct attended *t)
{
	struct hours *h;
	int64_t session;
	size_t i, n;
	int rc;

	*t = (struct attended){ 0 };
	if ((rc = noted_in(db, dossier, 1, &session)) != 0)
		return rc;
	n = attendance_hours(a, db, session, &h);
	for (i = 0; i < n; i++)
		if (h[i].dossier == dossier)
			*t = (struct attended){ h[i].halves, h[i].service,
				h[i].common, h[i].training };
	return 0;
}

void
result_node(struct arena *a, struct db *db, struct node *root,
    int64_t dossier)
{
	struct result r;
	struct hours *h;
	struct node *n;
	int64_t session;
	size_t i, count;

	if (noted_in(db, dossier, 0, &session) != 0)
		return;
	count = attendance_hours(a, db, session, &h);
	for (i = 0; i < count && h[i].dossier != dossier; i++)
		;
	if (i == count)
		return;
	n = node_add(root, "participation");
	node_set_int(n, "demi-journees", h[i].halves);
	node_set_int(n, "heures", (h[i].service + 30) / 60);
	node_set_int(n, "collectif-heures", (h[i].common + 30) / 60);
	if (h[i].training >= 30)
		node_set_int(n, "formation-heures",
		    (h[i].training + 30) / 60);
	if (result_find(a, db, session, &r) == 0)
		add_results(a, db, n, &r, dossier);
}
