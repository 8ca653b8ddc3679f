/*
 * What representatives decided, when answers change afterwards.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord_inside.h"

static const struct actor systeme = { 0, "systeme" };

static int
any_changed(const struct accord_office *o, const char *names,
    const struct answers *before, const struct answers *now)
{
	const struct definition *def = o->programme;
	const struct field *f;
	size_t i, k;

	for (i = 0; i < def->nsteps; i++)
		for (k = 0; k < def->steps[i].nfields; k++) {
			f = &def->steps[i].fields[k];
			if (str_has_word(names, f->name) &&
			    !answers_same(before, now, f))
				return 1;
		}
	return 0;
}

/* The decisions that rested on it; asks[rang - 1] says who took one. */
static int
lapse(struct db *db, const struct accord_office *o,
    const struct accord *list, size_t n, const struct answers *before,
    const struct answers *now, int64_t record, int asks[2])
{
	const struct asked_consent *c;
	size_t i, k;

	for (i = 0; i < n; i++) {
		c = list[i].asked;
		if (!c->by_parent || !any_changed(o, c->rests_on, before, now))
			continue;
		for (k = 0; k < 2; k++) {
			if (list[i].parent[k] == NULL)
				continue;
			if (db_exec(db, "INSERT INTO caducite (consent, "
			    "record) VALUES (?1, ?2)", "ii",
			    list[i].parent[k]->id, record) != 1)
				return -1;
			asks[k] = 1;
		}
	}
	return 0;
}

/* What they answered before stands in their form, except what lapsed. */
static int
fill_again(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *d, const struct representant *r,
    const struct accord *list, size_t n)
{
	const struct definition *form = o->forms[r->rang - 1];
	struct answers *answers;
	struct tree *t;
	size_t i, k;

	if ((t = record_latest(a, db, d->id, form->name, NULL, NULL)) == NULL)
		return 0;
	answers = answers_new(a, form);
	answers_from_record(answers, node_child(tree_root(t), "reponses"));
	for (i = 0; i < form->nsteps; i++) {
		for (k = 0; k < n; k++)
			if (str_eq(list[k].asked->name, form->steps[i].name) &&
			    list[k].lapsed[r->rang - 1] != NULL)
				break;
		if (k == n && accord_keep_in(db, r, &form->steps[i],
		    answers) == -1)
			return -1;
	}
	return 0;
}

static int
ask_again(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *d, struct representant *r)
{
	struct accord *list;
	size_t n = accord_list(a, db, o->programme, o->network, d, &list);

	if (event_add(db, d, "accord-caduc", &systeme, "") != 0 ||
	    fill_again(a, db, o, d, r, list, n) == -1)
		return -1;
	return accord_ask(a, db, o, d, r, "parent-change");
}

/* The first one, as the answers name them now, unless they have answered. */
static int
rename_first(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *d, const struct representant *known,
    const struct answers *now)
{
	struct representant r = accord_named(now);

	if (*r.nom == '\0' || (known != NULL && (known->answered != 0 ||
	    known->ended != 0 || (str_eq(known->email, r.email) &&
	    str_eq(known->nom, r.nom) && str_eq(known->telephone,
	    r.telephone) && str_eq(known->lien, r.lien)))))
		return 0;
	r.id = known == NULL ? 0 : known->id;
	return accord_ask(a, db, o, d, &r, "parent");
}

int
accord_changed_in(struct arena *a, struct db *db,
    const struct accord_office *o, const struct dossier *given,
    const struct answers *before, const struct answers *now, int64_t record)
{
	struct representant *reps;
	struct accord *list;
	struct dossier d;
	size_t i, n, nreps;
	int asks[2] = { 0, 0 };

	if (dossier_by_id(a, db, given->id, &d) != 0)
		return -1;
	n = accord_list(a, db, o->programme, o->network, &d, &list);
	nreps = representant_list(a, db, d.id, &reps);
	if (lapse(db, o, list, n, before, now, record, asks) == -1 ||
	    rename_first(a, db, o, &d, nreps > 0 ? &reps[0] : NULL,
	    now) == -1)
		return -1;
	for (i = 0; i < nreps; i++)
		if (asks[reps[i].rang - 1] && reps[i].ended == 0 &&
		    ask_again(a, db, o, &d, &reps[i]) == -1)
			return -1;
	n = accord_list(a, db, o->programme, o->network, &d, &list);
	return accord_move(db, o, &d, accord_all(list, n));
}
