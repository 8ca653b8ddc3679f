/*
 * What the person decides about themselves: boxes and choices of the form that
 * are consents, written down when answers are sent, taken back and given
 * again from the status page.
 *
 * A decision taken there goes into the answers that are kept for changing as
 * well, and the boxes of the last page are shown as they hold: who sends again
 * does not undo it unseen.  The record stays what
 * was sent that day; the ledger says what holds.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord_inside.h"
#include "domain/post/mail.h"

static const struct accord_source own = { "web", { 0, "personne" }, "" };

/* A box is one; a choice when the definition asks for it by that name. */
static int
is_consent(const struct definition *def, const struct field *f)
{
	const struct asked_consent *c;

	if (f->kind != FIELD_CHOICE)
		return f->kind == FIELD_ACCORD;
	c = definition_consent(def, f->name);
	return c != NULL && c->by_person;
}

int
accord_agrees(const struct decision *last)
{
	return last != NULL && str_eq(last->decision, "oui");
}

static struct own_consent
describe(const struct definition *def, const struct step *step,
    const struct field *f, const struct decision *rows, size_t n)
{
	const struct asked_consent *c = definition_consent(def, f->name);
	struct own_consent o = {
		.step = step, .field = f,
		.title = f->called != NULL ? f->called : c != NULL ?
		    c->title : step->title,
		.effect = f->taken_back,
		.version = f->kind == FIELD_ACCORD || c == NULL ?
		    f->version : c->version,
		.free = f->optional && f->basis == BASIS_CONSENT
	};
	size_t i;

	for (i = 0; i < n; i++)
		if (rows[i].representant == 0 && str_eq(rows[i].name,
		    f->name))
			o.last = &rows[i];
	return o;
}

/* All that the form could ask, decided or not. */
static size_t
list_all(struct arena *a, struct db *db, const struct definition *def,
    int64_t dossier, struct own_consent **out)
{
	const struct step *s = def->steps;
	struct decision *rows;
	size_t i, k, n = 0, nrows = accord_ledger(a, db, dossier, &rows);

	*out = arena_array(a, def->nfields + 1, sizeof(**out));
	for (i = 0; i < def->nsteps; i++, s++)
		for (k = 0; k < s->nfields; k++)
			if (is_consent(def, &s->fields[k]))
				(*out)[n++] = describe(def, s, &s->fields[k],
				    rows, nrows);
	return n;
}

size_t
accord_own(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, struct own_consent **out)
{
	size_t i, kept = 0, n = list_all(a, db, def, d->id, out);

	for (i = 0; i < n; i++)
		if ((*out)[i].last != NULL)
			(*out)[kept++] = (*out)[i];
	return kept;
}

/* Sending. */

/* What the answers decide beside what holds; NULL: nothing new. */
static const char *
decided(const struct own_consent *o, const struct answers *answers)
{
	const char *v = answers_value(answers, o->field->name, 0);

	if (v == NULL || *v == '\0')
		return o->free && accord_agrees(o->last) ? "retrait" : NULL;
	if (o->field->kind == FIELD_ACCORD)
		return o->free && accord_agrees(o->last) ? NULL : "oui";
	if (o->last == NULL)
		return v;
	return accord_agrees(o->last) == str_eq(v, "oui") ? NULL :
	    accord_agrees(o->last) ? "retrait" : v;
}

static int
write_own(struct db *db, const struct dossier *d, const struct own_consent *o,
    const char *decision, const struct accord_source *by)
{
	int back = str_eq(decision, "retrait");

	/* what is taken back is what was agreed to */
	return accord_write(db, d, &(struct decision){
		.name = o->field->name, .decision = decision,
		.text = back ? o->last->text : o->field->label,
		.version = back ? o->last->version : o->version,
		.author = "personne" }, by == NULL ? &own : by);
}

int
accord_sent_in(struct arena *a, struct db *db, const struct definition *def,
    const struct answers *answers, const struct mailer *mailer,
    const struct dossier *d, const struct accord_source *by)
{
	const struct accord_office office = { .programme = def,
		.mailer = mailer };
	struct accord_taken taken;
	struct own_consent *list;
	const char *decision;
	size_t i, n = list_all(a, db, def, d->id, &list);

	taken = accord_taken_none(a, n);
	for (i = 0; i < n; i++) {
		if ((decision = decided(&list[i], answers)) == NULL)
			continue;
		if (write_own(db, d, &list[i], decision, by) == -1)
			return -1;
		if (str_eq(decision, "retrait"))
			taken.titles[taken.n++] = list[i].title;
	}
	return accord_tell_taken(a, db, &office, d, &taken, 0);
}

/* Changing one's mind afterwards. */

/*
 * The answers kept for changing say the same from now on.  Boxes are not among
 * them: whoever sends again finds them as the ledger has them.
 */
static int
follow(struct db *db, const struct definition *def, const struct dossier *d,
    const struct own_consent *o, int yes)
{
	if (o->field->kind == FIELD_ACCORD)
		return 0;
	if (db_exec(db, "DELETE FROM brouillon WHERE dossier = ?1 AND form IN "
	    "(?2, ?2 || '/envoyee') AND step = ?3 AND field = ?4", "isss",
	    d->id, def->name, o->step->name, o->field->name) < 0)
		return -1;
	return db_exec(db, "INSERT INTO brouillon (dossier, form, step, pos, "
	    "field, value) SELECT ?1, form, ?3, coalesce(max(pos) FILTER "
	    "(WHERE step = ?3), -1) + 1, ?4, ?5 FROM brouillon WHERE "
	    "dossier = ?1 AND form IN (?2, ?2 || '/envoyee') GROUP BY form",
	    "issss", d->id, def->name, o->step->name, o->field->name,
	    yes ? "oui" : "non") < 0 ? -1 : 0;
}

static const struct own_consent *
find(const struct own_consent *list, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eq(list[i].field->name, name))
			return &list[i];
	return NULL;
}

static int
decide_in(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *given, const char *name, int yes)
{
	const struct own_consent *c;
	struct own_consent *list;
	struct accord_taken taken;
	struct dossier d;
	size_t n;

	if (dossier_by_id(a, db, given->id, &d) != 0)
		return -1;
	n = accord_own(a, db, o->programme, &d, &list);
	c = find(list, n, name);
	if (c == NULL || !c->free || accord_agrees(c->last) == yes)
		return 1;
	if (write_own(db, &d, c, yes ? "oui" : "retrait", NULL) == -1 ||
	    follow(db, o->programme, &d, c, yes) == -1 ||
	    event_add(db, &d, yes ? "accord-redonne" : "accord-retire",
	    &own.actor, "") != 0)
		return -1;
	n = accord_own(a, db, o->programme, &d, &list);
	if ((c = find(list, n, name)) == NULL ||
	    accord_tell_own(a, db, o, &d, c) == -1)
		return -1;
	taken = accord_taken_none(a, 1);
	if (!yes)
		taken.titles[taken.n++] = c->title;
	return accord_tell_taken(a, db, o, &d, &taken, 0);
}

int
accord_own_decide(struct arena *a, struct db *db,
    const struct accord_office *o, const struct dossier *d, const char *name,
    int yes)
{
	int rc;

	if (d->sent == 0)
		return 1;
	if (db_begin(db) == -1)
		return -1;
	if ((rc = decide_in(a, db, o, d, name, yes)) != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}
