/*
 * The way of a person, and the list of those who have a contract.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/law/parcours.h"

/* The last meeting over that this address had a seat in. */
static int32_t
meeting(struct db *db, const struct dossier *d, int32_t today)
{
	int32_t day = DAY_NONE;
	struct query *q;

	q = db_query(db, "SELECT max(a.first) FROM dossier r JOIN place p ON "
	    "p.dossier = r.id JOIN agenda a ON a.id = p.agenda WHERE "
	    "r.programme = 'reunion' AND r.email = ?1 AND r.email <> '' AND "
	    "p.state = 'prise' AND a.last < ?2", "si", d->email,
	    (int64_t)today);
	if (db_next(q) && !db_null(q, 0))
		day = (int32_t)db_int(q, 0);
	return db_done(q) == -1 ? DAY_NONE : day;
}

static struct parcours_step *
add(struct parcours *p, const char *name, const char *title, int32_t day,
    int noted)
{
	p->steps[p->n] = (struct parcours_step){ name, title, day, 0, noted };
	return &p->steps[p->n++];
}

int
parcours_load(struct arena *a, struct db *db, const struct dossier *d,
    const struct contrat *c, int32_t today, struct parcours *p)
{
	static const char *const renewals[] = { "", "Premier renouvellement",
		"Second renouvellement" };
	struct parcours_step *s;
	struct cesa clock;
	int32_t day;
	size_t i;

	*p = (struct parcours){ .n = 0 };
	day = contrat_day(a, db, d->id, "reunion");
	add(p, "reunion", "Réunion d’information", day != DAY_NONE ? day :
	    meeting(db, d, today), 1);
	add(p, "diagnostic", "Diagnostic", contrat_day(a, db, d->id,
	    "diagnostic"), 1);
	add(p, "cape", "Contrat d’appui", c->n > 0 ? c->first : DAY_NONE, 0);
	for (i = 0; i < c->n; i++)
		if (c->periodes[i].rank > 0 && c->periodes[i].rank < 3)
			add(p, "renouvellement", renewals[
			    c->periodes[i].rank], c->periodes[i].first, 0);
	add(p, "cesa", "Contrat d’entrepreneur salarié associé", c->cesa, 1);
	s = add(p, "associe", "Associé ou associée", contrat_day(a, db,
	    d->id, "associe"), 1);
	if (s->day == DAY_NONE && c->cesa != DAY_NONE && c->n > 0) {
		clock = cesa_clock(c->cesa, c->first, c->end, c->length);
		s->day = clock.deadline;
		s->due = 1;
	}
	add(p, "sortie", "Sortie", contrat_day(a, db, d->id, "sortie"), 1);
	p->now = p->n;
	for (i = 0; i < p->n; i++)
		if (p->steps[i].day != DAY_NONE && !p->steps[i].due &&
		    p->steps[i].day <= today)
			p->now = i;
	return 0;
}

void
parcours_node(struct arena *a, struct node *to, const struct parcours *p)
{
	const struct parcours_step *s;
	struct node *n;
	size_t i;

	for (i = 0; i < p->n; i++) {
		s = &p->steps[i];
		n = node_add(to, "pas");
		node_set(n, "nom", s->name);
		node_set(n, "titre", s->title);
		if (s->day != DAY_NONE)
			node_set(n, s->due ? "limite" : "le", day_iso(a,
			    s->day));
		if (p->now != p->n && i <= p->now)
			node_set(n, i == p->now ? "courant" : "fait", "1");
		if (s->noted)
			node_set(n, "note", "1");
	}
}

#define FROM	"FROM contrat c JOIN dossier d ON d.id = c.dossier WHERE "	\
	"d.id NOT IN (SELECT dossier FROM depart) AND "				\
	"(?1 = '' OR instr(' ' || ?1 || ' ', ' ' || d.cooperative || ' ')) "	\
	"AND (?2 = 0 OR (c.last BETWEEN ?3 AND ?3 + ?2 AND c.state IN "		\
	"('en-cours', 'renouvele'))) AND (?4 = 0 OR c.undeclared > 0) AND "	\
	"(?5 = 0 OR c.alert = 1)"
#define ARGS(f)	(f)->scope, (int64_t)(f)->within, (int64_t)(f)->today,		\
	(int64_t)(f)->undeclared, (int64_t)(f)->alert

_Static_assert(PARCOURS_PAGE == 25, "the pages of the query");

size_t
parcours_list(struct arena *a, struct db *db,
    const struct parcours_filter *f, struct parcours_row **out,
    int64_t *total)
{
	struct parcours_row *list = arena_array(a, PARCOURS_PAGE,
	    sizeof(*list));
	int64_t from = f->page > 1 ? ((int64_t)f->page - 1) * PARCOURS_PAGE : 0;
	struct query *q;
	size_t n = 0;

	*out = list;
	*total = 0;
	q = db_query(db, "SELECT count(*) " FROM, "siiii", ARGS(f));
	if (db_next(q))
		*total = db_int(q, 0);
	if (db_done(q) == -1)
		return 0;
	q = db_query(db, "SELECT c.dossier, c.first, c.last, c.undeclared, "
	    "(SELECT min(o.due) FROM obligation o JOIN document x ON x.code = "
	    "o.document WHERE o.dossier = c.dossier AND x.state = 'valide' AND "
	    "(SELECT done FROM declaration WHERE obligation = o.id ORDER BY id "
	    "DESC LIMIT 1) IS NULL) " FROM " ORDER BY c.last, c.dossier LIMIT "
	    "25 OFFSET ?6", "siiiii", ARGS(f), from);
	for (; n < PARCOURS_PAGE && db_next(q); n++)
		list[n] = (struct parcours_row){
			.dossier = db_int(q, 0),
			.first = (int32_t)db_int(q, 1),
			.last = (int32_t)db_int(q, 2),
			.undeclared = (int)db_int(q, 3),
			.owed = db_null(q, 4) ? DAY_NONE :
			(int32_t)db_int(q, 4)
		};
	return db_done(q) == -1 ? 0 : n;
}
