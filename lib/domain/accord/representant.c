/*
 * The legal representatives of minors: rows, access, age.  What they decide
 * is in accord.c.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/access/link.h"
#include "domain/accord/representant.h"
#include "domain/dossier/dossier.h"
#include "domain/form/answers.h"

#define COLUMNS	"id, dossier, rang, nom, lien, email, telephone, seul, asked, "	\
	"deadline, reminded, coalesce(answered, 0), coalesce(ended, 0), "	\
	"reason"

void
representant_known(struct arena *a, struct answers *answers,
    const struct representant *r)
{
	size_t first = strcspn(r->nom, " ");

	if (*r->nom != '\0')
		answers_add(answers, "prenom", arena_dupn(a, r->nom, first));
	if (r->nom[first] != '\0')
		answers_add(answers, "nom", r->nom + first + 1);
	if (*r->lien != '\0')
		answers_add(answers, "lien", r->lien);
	if (*r->telephone != '\0')
		answers_add(answers, "telephone", r->telephone);
}

const char *
representant_person(struct arena *a, const struct representant *r)
{
	return arena_fmt(a, "parent-%d", r->rang);
}

const char *
representant_lien(const char *lien)
{
	if (str_eq(lien, "mere"))
		return "mère";
	if (str_eq(lien, "pere"))
		return "père";
	if (str_eq(lien, "tuteur"))
		return "tuteur ou tutrice";
	if (str_eq(lien, "structure"))
		return "structure d’accueil";
	return "représentant légal";
}

static void
row(struct arena *a, struct query *q, struct representant *r)
{
	*r = (struct representant){
		.id = db_int(q, 0), .dossier = db_int(q, 1),
		.rang = (int)db_int(q, 2), .nom = db_dup(a, q, 3),
		.lien = db_dup(a, q, 4), .email = db_dup(a, q, 5),
		.telephone = db_dup(a, q, 6), .seul = db_dup(a, q, 7),
		.asked = db_int(q, 8), .deadline = db_int(q, 9),
		.reminded = (int)db_int(q, 10), .answered = db_int(q, 11),
		.ended = db_int(q, 12)
	};
	if (r->ended != 0)
		r->reason = db_dup(a, q, 13);
}

static int
one(struct arena *a, struct query *q, struct representant *r)
{
	int found = db_next(q);

	if (found)
		row(a, q, r);
	return db_done(q) == -1 ? -1 : !found;
}

int
representant_find(struct arena *a, struct db *db, int64_t id,
    struct representant *r)
{
	return one(a, db_query(db, "SELECT " COLUMNS " FROM representant "
	    "WHERE id = ?1", "i", id), r);
}

int
representant_by_rang(struct arena *a, struct db *db, int64_t dossier,
    int rang, struct representant *r)
{
	return one(a, db_query(db, "SELECT " COLUMNS " FROM representant "
	    "WHERE dossier = ?1 AND rang = ?2", "ii", dossier, (int64_t)rang),
	    r);
}

size_t
representant_list(struct arena *a, struct db *db, int64_t dossier,
    struct representant **out)
{
	struct query *q;
	size_t n;

	*out = arena_array(a, 2, sizeof(**out));
	q = db_query(db, "SELECT " COLUMNS " FROM representant WHERE "
	    "dossier = ?1 ORDER BY rang", "i", dossier);
	for (n = 0; n < 2 && db_next(q); n++)
		row(a, q, &(*out)[n]);
	return db_done(q) == -1 ? 0 : n;
}

static int
add(struct db *db, struct representant *r)
{
	struct query *q;

	if (db_exec(db, "INSERT INTO representant (dossier, rang, nom, lien, "
	    "email, telephone, seul, asked, deadline) VALUES (?1, ?2, ?3, ?4, "
	    "?5, ?6, ?7, ?8, ?9)", "iisssssii", r->dossier, (int64_t)r->rang,
	    r->nom, r->lien, r->email, r->telephone, r->seul, r->asked,
	    r->deadline) != 1)
		return -1;
	q = db_query(db, "SELECT last_insert_rowid()", "");
	if (db_next(q))
		r->id = db_int(q, 0);
	return db_done(q);
}

int
representant_store(struct db *db, struct representant *r)
{
	struct arena *a;
	int rc;

	if (r->id == 0)
		return add(db, r);
	rc = db_exec(db, "UPDATE representant SET nom = ?2, lien = ?3, "
	    "email = ?4, telephone = ?5, seul = ?6, asked = ?7, "
	    "deadline = ?8, reminded = ?9, answered = nullif(?10, 0) "
	    "WHERE id = ?1", "isssssiiii", r->id, r->nom, r->lien, r->email,
	    r->telephone, r->seul, r->asked, r->deadline,
	    (int64_t)r->reminded, r->answered);
	if (rc != 1)
		return rc == 0 ? 1 : -1;
	a = arena_new();
	rc = link_rotate(db, r->dossier, representant_person(a, r), r->email);
	arena_free(a);
	return rc;
}

int
representant_end(struct db *db, const struct representant *r,
    const char *reason)
{
	struct arena *a;
	int rc;

	rc = db_exec(db, "UPDATE representant SET ended = ?2, reason = ?3 "
	    "WHERE id = ?1 AND ended IS NULL", "iis", r->id, time_now(),
	    reason);
	if (rc != 1)
		return rc == 0 ? 1 : -1;
	if (db_exec(db, "DELETE FROM session WHERE representant = ?1", "i",
	    r->id) < 0)
		return -1;
	a = arena_new();
	rc = link_rotate(db, r->dossier, representant_person(a, r), "");
	arena_free(a);
	return rc;
}

int32_t
dossier_birth(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d)
{
	struct tree *t;
	const struct node *n;

	if (def->age.birth == NULL || (t = record_latest(a, db, d->id,
	    def->name, NULL, NULL)) == NULL)
		return DAY_NONE;
	n = node_child(node_child(tree_root(t), "reponses"), def->age.birth);
	return n == NULL ? DAY_NONE : day_parse(node_string(a, n));
}

int
is_minor(int32_t birth, int32_t today)
{
	return birth != DAY_NONE && day_age(birth, today) < MAJORITY;
}
