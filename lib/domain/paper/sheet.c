/*
 * Papers made when they are asked for, of what is known at that moment, for
 * staff to print: nothing is kept of them and nothing seals them.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/paper/paper.h"
#include "domain/session/session.h"

#define SHEET		"feuille-emargement"
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

/*
 * What there is to sign: of one day, coming and leaving; of several, the
 * working days of the week of a day.
 */
static void
add_columns(struct arena *a, struct node *root, const struct session *s,
    int32_t day)
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
	add_columns(a, tree_root(t), s, day);
	if (add_people(a, db, tree_root(t), s) == -1)
		return -1;
	return print(a, office, paper, t, pdf);
}
