/*
 * Demands of a correction, and which answers they open.
 */
#include "base/str.h"
#include "domain/dossier/correction.h"
#include "domain/post/mail.h"

#define ASK	"demander-correction"
#define DONE	"corriger"

int
correction_is(const struct transition *t)
{
	return str_eq(t->name, ASK) && str_eq(t->by, "equipe");
}

/* Who the representative is, and how to reach them; see accord_ask_in(). */
static int
is_about_representative(const struct field *f)
{
	return str_eq(f->name, "representant") || str_starts(f->name, "rep-");
}

/* Where it is asked. */
static enum step_place
place_of(const struct definition *def, const struct field *f)
{
	size_t i, k;

	for (i = 0; i < def->nsteps; i++)
		for (k = 0; k < def->steps[i].nfields; k++)
			if (&def->steps[i].fields[k] == f)
				return def->steps[i].place;
	return STEP_MIDDLE;
}

int
correction_may(const struct definition *def, const struct field *f,
    const struct answers *answers, int settled)
{
	return f->kind != FIELD_ACCORD && definition_consent(def, f->name) ==
	    NULL && answers_asked(answers, f) && place_of(def, f) ==
	    STEP_MIDDLE && !(settled && is_about_representative(f));
}

void
correction_message(struct arena *a, const struct correction *c,
    const struct dossier *d, const struct mailer *mailer, struct message *m)
{
	const struct transition *t = definition_transition(c->definition, ASK);
	struct node *model = mail_model(a, mailer, d);
	size_t i;

	node_add_text(model, "motif", c->reason);
	for (i = 0; i < c->n; i++)
		node_add_text(model, "demande", c->fields[i]->label);
	mail_write(a, mailer, t->mail, d->email, d->id, model, m);
}

static int
ask_in(struct db *db, const struct correction *c, const struct dossier *d,
    const struct actor *actor)
{
	size_t i;
	int rc;

	if ((rc = dossier_move_in(db, c->definition, d, ASK, actor,
	    c->reason)) != 0)
		return rc;
	for (i = 0; i < c->n; i++)
		if (db_exec(db, "INSERT INTO correction (event, field) SELECT "
		    "max(id), ?2 FROM event WHERE dossier = ?1 AND name = "
		    "'" ASK "'", "is", d->id, c->fields[i]->name) != 1)
			return -1;
	return 0;
}

int
correction_ask(struct db *db, const struct correction *c,
    const struct dossier *d, const struct actor *actor,
    const struct message *m)
{
	const struct transition *t = definition_transition(c->definition, ASK);
	int rc;

	if (t == NULL || c->n == 0 || !transition_from(t, d->state))
		return 1;
	if (db_begin(db) == -1)
		return -1;
	rc = ask_in(db, c, d, actor);
	if (rc == 0)
		rc = mail_queue(db, m);
	if (rc != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}

const char *
correction_fields(struct arena *a, struct db *db,
    const struct definition *def, const struct dossier *d)
{
	const struct transition *t = definition_transition(def, DONE);
	const char *names = NULL;
	struct query *q;

	if (t == NULL || !transition_from(t, d->state))
		return NULL;
	q = db_query(db, "SELECT field FROM correction WHERE event = (SELECT "
	    "max(id) FROM event WHERE dossier = ?1 AND name = '" ASK "') "
	    "ORDER BY field", "i", d->id);
	while (db_next(q))
		names = names == NULL ? db_dup(a, q, 0) : arena_fmt(a,
		    "%s %s", names, db_text(q, 0));
	return db_done(q) == -1 ? NULL : names;
}

#define DEPTH	8	/* of conditions on conditions */

static int
opens(const struct definition *def, const char *names,
    const struct field *f, int depth)
{
	const struct field *on;
	const char *name;
	size_t i;

	if (str_has_word(names, f->name))
		return 1;
	for (i = 0; depth > 0 && i < f->nconditions; i++) {
		name = f->conditions[i].field != NULL ?
		    f->conditions[i].field : def->age.birth;
		on = name == NULL ? NULL : definition_field(def, name);
		if (on != NULL && opens(def, names, on, depth - 1))
			return 1;
	}
	return 0;
}

int
correction_opens(const struct definition *def, const char *names,
    const struct field *f)
{
	return names == NULL || place_of(def, f) != STEP_MIDDLE ||
	    opens(def, names, f, DEPTH);
}
