/*
 * Papers made when they are asked for, of what is known at that moment, for
 * staff to print: nothing is kept of them and nothing seals them.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/paper/paper.h"
#include "domain/session/result.h"
#include "domain/session/slot.h"

#define SHEET		"feuille-emargement"
#define SHARES		"etat-repartition"
#define COLUMNS		10	/* half-days to sign for on one sheet */
#define WEEK		5	/* days to sign for on one sheet */

static int
print(struct arena *a, const struct office *office, const struct paper *paper,
    struct tree *t, struct buf *pdf)
{
	unsigned char empreinte[SHA256_SIZE];
	struct buf bytes = BUF_INIT, twin = BUF_INIT;
	int rc;

	snapshot_close(a, t, &bytes, empreinte);
	rc = paper_fill(a, office, paper, t, &twin, NULL, NULL);
	if (rc == 0)
		rc = paper_print_plain(a, office, paper, &twin, pdf);
	buf_free(&bytes);
	buf_free(&twin);
	return rc;
}

int
document_show(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct dossier *d,
    const struct paper *paper, struct buf *pdf)
{
	struct tree *t;
	int rc;

	t = snapshot_new(a, office, paper, d, time_now());
	if ((rc = snapshot_file(a, db, t, programme, office->network,
	    d)) != 0)
		return rc;
	return print(a, office, paper, t, pdf);
}

/* Those who have a seat, by name. */
static int
add_people(struct arena *a, struct db *db, struct node *root,
    const struct session *s)
{
	struct node *people = node_add(root, "participants"), *n;
	struct query *q;

	q = db_query(db, "SELECT d.nom, d.prenom FROM place p JOIN dossier d "
	    "ON d.id = p.dossier WHERE p.agenda = ?1 AND p.state = 'prise' "
	    "AND d.sent IS NOT NULL ORDER BY d.sort, d.id", "i", s->id);
	while (db_next(q)) {
		n = node_add(people, "participant");
		node_set(n, "nom", db_dup(a, q, 0));
		node_set(n, "prenom", db_dup(a, q, 1));
	}
	return db_done(q);
}

/* « lundi 19, de 9 h à 12 h »: the week is told above. */
static const char *
half_day(struct arena *a, const struct slot *s)
{
	const char *day = day_french_week(a, s->day);
	int y, m, d;

	day_split(s->day, &y, &m, &d);
	return arena_fmt(a, "%.*s\u00a0%d, %s", (int)strcspn(day, "\u00a0"),
	    day, d, slot_hours(a, s));
}

/* The half-days of the week; how many. */
static size_t
add_half_days(struct arena *a, struct db *db, struct node *to,
    const struct session *s, int32_t monday)
{
	struct slot *list;
	size_t i, n = slot_list(a, db, s->id, &list), done = 0;

	for (i = 0; i < n && done < COLUMNS; i++)
		if (list[i].day >= monday && list[i].day < monday + 7) {
			node_add_text(to, "colonne", half_day(a, &list[i]));
			done++;
		}
	if (done > 0)
		node_set(to, "semaine", day_french_range(a, monday,
		    monday + 6));
	return done;
}

/*
 * What there is to sign: of one day, coming and leaving; of several, the
 * half-days of the week of a day, or its working days.
 */
static void
add_columns(struct arena *a, struct db *db, struct node *root,
    const struct session *s, int32_t day)
{
	static const char *const once[] = { "Arrivée", "Départ",
	    "Signature" };
	struct node *n = node_add(root, "colonnes");
	int32_t monday;
	size_t i;

	if (s->first == s->last) {
		for (i = 0; i < 3; i++)
			node_add_text(n, "colonne", once[i]);
		return;
	}
	if (day < s->first || day > s->last)
		day = s->first;
	monday = day - day_of_week(day) + 1;
	if (add_half_days(a, db, n, s, monday) > 0)
		return;
	for (day = monday; day < monday + WEEK; day++)
		if (day >= s->first && day <= s->last)
			node_add_text(n, "colonne", day_french_week(a, day));
}

int
session_sheet(struct arena *a, struct db *db, const struct office *office,
    const struct session *s, int32_t day, struct buf *pdf)
{
	const struct paper *paper = paper_find(office, SHEET);
	const struct dossier nobody = { .numero = "",
		.programme = s->programme, .cooperative = s->cooperative };
	struct tree *t;

	t = snapshot_new(a, office, paper, &nobody, time_now());
	node_set(tree_root(t), "objet", s->title);
	snapshot_session(a, tree_root(t), s);
	add_columns(a, db, tree_root(t), s, day);
	if (add_people(a, db, tree_root(t), s) == -1)
		return -1;
	return print(a, office, paper, t, pdf);
}

static void
add_result(struct arena *a, struct db *db, struct node *root,
    const struct result *r)
{
	static const char *const words[][2] = { { "regle-mots", "regle" },
		{ "vote", "vote" } };
	struct node *n = node_add(root, "bilan"), *p;
	const char *v;
	struct part *parts;
	size_t i, count;

	node_set_int(n, "ventes", r->turnover);
	node_set_int(n, "charges", r->charges);
	node_set_int(n, "garde", r->kept);
	node_set_int(n, "partage", r->turnover - r->charges - r->kept);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if ((v = node_value(a, node_child(tree_root(r->answers),
		    "reponses"), words[i][0])) != NULL)
			node_set(n, words[i][1], v);
	node_set(n, "note", time_iso(a, r->at));
	node_set(n, "par", r->author);
	if (*r->reason != '\0')
		node_set(n, "raison", r->reason);
	count = result_stored(a, db, r->id, &parts);
	for (i = 0; i < count; i++) {
		p = node_add(n, "part");
		node_set(p, "nom", parts[i].nom);
		node_set(p, "prenom", parts[i].prenom);
		node_set(p, "heures", arena_fmt(a, "%lld\u00a0h\u00a0%02d",
		    (long long)(parts[i].minutes / 60),
		    (int)(parts[i].minutes % 60)));
		node_set_int(p, "cents", parts[i].cents);
	}
}

int
session_shares(struct arena *a, struct db *db, const struct office *office,
    const struct session *s, struct buf *pdf)
{
	const struct paper *paper = paper_find(office, SHARES);
	const struct dossier nobody = { .numero = "",
		.programme = s->programme, .cooperative = s->cooperative };
	struct result r;
	struct tree *t;
	int rc;

	if ((rc = result_find(a, db, s->id, &r)) != 0)
		return rc;
	t = snapshot_new(a, office, paper, &nobody, time_now());
	node_set(tree_root(t), "objet", s->title);
	snapshot_session(a, tree_root(t), s);
	add_result(a, db, tree_root(t), &r);
	return print(a, office, paper, t, pdf);
}
