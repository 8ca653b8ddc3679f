/*
 * Settings changed: the form of one subject, what is wrong with it, the rows
 * that it makes, and those there are.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/access/journal.h"
#include "domain/dossier/dossier.h"
#include "domain/form/answers.h"
#include "domain/form/definition_inside.h"
#include "domain/form/reglage_inside.h"
#include "domain/law/regle.h"

/*
 * May the setting be asked of a subject?  Its element must be there; what must
 * have a value must have one.  A whole network has all.
 */
static int
applies(const struct sujet *s, const char *path, int optional)
{
	const char *attr;
	const struct node *n = reglage_place(s->node, path, &attr);

	return n != NULL && (optional || str_eq(s->kind, "reseau") ||
	    node_attr(n, attr) != NULL);
}

struct making {
	struct arena	*arena;
	const struct regles *law;
	const struct sujet *subject;
};

/* The sentence of the law beside the question, and its bounds into it. */
static void
bound(const struct making *m, struct node *field)
{
	struct node *hint = node_child(field, "indication");
	struct borne b;
	const char *text;

	if (m->law == NULL || !regle_bound(m->arena, m->law,
	    node_attr_or(field, "nom", ""), m->subject->code, &b))
		return;
	if (b.min >= 0)
		node_set_int(field, "min", b.min);
	if (b.max >= 0)
		node_set_int(field, "max", b.max);
	text = arena_fmt(m->arena, "%s%s%s (%s)", hint == NULL ? "" :
	    node_string(m->arena, hint), hint == NULL ? "" : " ", b.text,
	    b.article);
	if (hint == NULL)
		hint = node_add_before(node_child(field, "finalite"),
		    "indication");
	while (node_first(hint) != NULL)
		node_remove(node_first(hint));
	node_append(hint, text);
}

/* Leave of the file what is asked of one subject. */
static void
narrow(struct tree *t, const void *given)
{
	const struct making *m = given;
	struct node *step, *next, *field, *after;

	for (step = node_child(tree_root(t), "etape"); step != NULL;
	    step = next) {
		next = node_sibling(step, "etape");
		if (!str_eq(node_attr_or(step, "nom", ""), m->subject->kind)) {
			node_remove(step);
			continue;
		}
		for (field = node_child(step, "champ"); field != NULL;
		    field = after) {
			after = node_sibling(field, "champ");
			if (applies(m->subject, node_attr_or(field, "reprend",
			    ""), node_attr(field, "facultatif") != NULL))
				bound(m, field);
			else
				node_remove(field);
		}
	}
}

const struct definition *
reglages_form(struct arena *a, const struct reglages *r,
    const struct regles *law, const struct sujet *s, struct buf *faults)
{
	const struct making m = { a, law, s };
	const struct definition *d = definition_load_changed(a, r->path,
	    narrow, &m, faults);

	return d == NULL || d->nfields == 0 ? NULL : d;
}

/* What is not written holds all the same. */
static const char *
usual(struct arena *a, const char *name)
{
	if (str_eq(name, "delai-accord"))
		return arena_fmt(a, "%d", network_delay(NULL, DELAY_PARENT));
	if (str_eq(name, "delai-place"))
		return arena_fmt(a, "%d", network_delay(NULL, DELAY_SEAT));
	if (str_eq(name, "delai-signature"))
		return arena_fmt(a, "%d", network_delay(NULL,
		    DELAY_SIGNATURE));
	return "";
}

static void
add_value(struct node *reponses, const struct field *f, const char *value)
{
	const struct choice *c;
	struct node *n;

	if (*value == '\0')
		return;
	n = node_add_text(reponses, f->name, value);
	if ((c = field_choice(f, value)) != NULL)
		node_set(n, "libelle", c->label);
}

struct answers *
reglages_answers(struct arena *a, const struct definition *form,
    const struct sujet *s)
{
	struct node *reponses = node_add(tree_root(tree_new(a, "x")),
	    "reponses");
	struct answers *an = answers_new(a, form);
	const struct field *f;
	const struct node *n;
	const char *attr;
	size_t i, k;

	for (i = 0; i < form->nsteps; i++)
		for (k = 0; k < form->steps[i].nfields; k++) {
			f = &form->steps[i].fields[k];
			n = reglage_place(s->node, f->starts, &attr);
			add_value(reponses, f, reglage_read(a, f, n == NULL
			    ? "" : node_attr_or(n, attr, usual(a, f->name))));
		}
	answers_from_record(an, reponses);
	return an;
}

static long long
number(const struct answers *an, const char *name, long long otherwise)
{
	const char *s = answers_value(an, name, 0);
	long long n;

	return s != NULL && str_number(s, 0, 1000000, &n) == 0 ? n :
	    otherwise;
}

static int32_t
day(const struct answers *an, const char *name)
{
	const char *s = answers_value(an, name, 0);

	return s == NULL ? DAY_NONE : day_parse(s);
}

const char *
reglages_wrong(struct arena *a, const struct answers *an)
{
	int32_t opens = day(an, "ouvre"), closes = day(an, "ferme"),
	    ends = day(an, "termine");

	if (number(an, "age-min", 0) > number(an, "age-max", 1000))
		return "L’âge minimal dépasse l’âge maximal";
	if (opens != DAY_NONE && closes != DAY_NONE && closes < opens)
		return arena_fmt(a, "Les candidatures fermeraient le %s, avant "
		    "leur ouverture", day_french(a, closes));
	if (ends != DAY_NONE && closes == DAY_NONE)
		return "Un dernier jour pour envoyer demande un dernier jour "
		    "pour commencer";
	if (ends != DAY_NONE && ends < closes)
		return arena_fmt(a, "On pourrait commencer jusqu’au %s, et "
		    "n’envoyer que jusqu’au %s", day_french(a, closes),
		    day_french(a, ends));
	return NULL;
}

static const char *
value_of(const struct answers *an, const struct field *f)
{
	const char *s = answers_value(an, f->name, 0);

	return s == NULL ? "" : s;
}

/* 0 nothing differs, how many rows, -1. */
static int
write_rows(struct db *db, const struct actor *actor, const struct sujet *s,
    const struct definition *form, const struct answers *before,
    const struct answers *after, const char *reason)
{
	const struct field *f;
	size_t i, k;
	int n = 0;

	for (i = 0; i < form->nsteps; i++)
		for (k = 0; k < form->steps[i].nfields; k++) {
			f = &form->steps[i].fields[k];
			if (str_eq(value_of(before, f), value_of(after, f)))
				continue;
			if (db_exec(db, "INSERT INTO reglage (at, account, "
			    "who, kind, subject, name, before, after, reason) "
			    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
			    "iisssssss", time_now(), actor->account,
			    actor->name, s->kind, s->code, f->name,
			    value_of(before, f), value_of(after, f),
			    reason) != 1 ||
			    journal_add(db, actor, "", "reglage", f->label) ==
			    -1)
				return -1;
			n++;
		}
	return n;
}

int
reglages_set(struct db *db, const struct actor *actor,
    const struct sujet *s, const struct definition *form,
    const struct answers *before, const struct answers *after,
    const char *reason, int64_t seen)
{
	int n;

	if (db_begin(db) == -1)
		return -1;
	n = reglages_version(db) != seen ? 0 : write_rows(db, actor, s, form,
	    before, after, reason);
	if (n <= 0) {
		db_rollback(db);
		return n == 0 ? 1 : -1;
	}
	return db_commit(db);
}

#define COLUMNS	"id, at, who, kind, subject, name, before, after, reason"
#define SHOWN	500	/* of a history */

static void
row(struct arena *a, struct query *q, struct reglage *g)
{
	*g = (struct reglage){
		.id = db_int(q, 0), .at = db_int(q, 1),
		.who = db_dup(a, q, 2), .kind = db_dup(a, q, 3),
		.code = db_dup(a, q, 4), .name = db_dup(a, q, 5),
		.before = db_dup(a, q, 6), .after = db_dup(a, q, 7),
		.reason = db_dup(a, q, 8)
	};
}

size_t
reglages_history(struct arena *a, struct db *db, struct reglage **out)
{
	struct reglage *list = arena_array(a, SHOWN, sizeof(*list));
	struct query *q;
	size_t n = 0;

	*out = list;
	q = db_query(db, "SELECT " COLUMNS " FROM reglage ORDER BY id DESC "
	    "LIMIT ?1", "i", (int64_t)SHOWN);
	for (; n < SHOWN && db_next(q); n++)
		row(a, q, &list[n]);
	return db_done(q) == -1 ? 0 : n;
}

int
reglages_find(struct arena *a, struct db *db, int64_t id, struct reglage *g)
{
	struct query *q = db_query(db, "SELECT " COLUMNS " FROM reglage "
	    "WHERE id = ?1", "i", id);
	int found = db_next(q);

	if (found)
		row(a, q, g);
	return db_done(q) == -1 ? -1 : !found;
}

const char *
reglages_shown(struct arena *a, const struct reglages *r,
    const struct network *network, const struct field *f, const char *value)
{
	struct node *reponses = node_add(tree_root(tree_new(a, "x")),
	    "reponses");
	const struct cooperative *c;
	struct answers *an;

	if (*value == '\0')
		return "aucune valeur";
	if (f->kind == FIELD_COOPERATIVE)
		return (c = network_cooperative(network, value)) == NULL ?
		    value : c->name;
	an = answers_new(a, r->form);
	add_value(reponses, f, value);
	answers_from_record(an, reponses);
	return answers_shown(a, an, f);
}

int
reglages_concerned(struct db *db, const char *programme, int64_t *drafts,
    int64_t *files)
{
	struct query *q = db_query(db, "SELECT sum(sent IS NULL), sum(sent IS "
	    "NOT NULL) FROM dossier WHERE programme = ?1", "s", programme);

	*drafts = *files = 0;
	if (db_next(q)) {
		*drafts = db_int(q, 0);
		*files = db_int(q, 1);
	}
	return db_done(q);
}

static size_t
check_subject(struct arena *a, const struct reglages *r,
    const struct regles *law, const struct network *network,
    const struct sujet *s, struct buf *out)
{
	const struct check_context context = { .network = network,
		.today = day_today() };
	size_t k, n = 0, before = out->len;
	const struct definition *form = reglages_form(a, r, law, s, out);
	const char *why;
	struct answers *an;

	if (form == NULL)
		return out->len > before;
	an = reglages_answers(a, form, s);
	answers_check(an, form->steps, &context);
	for (k = 0; k < form->steps->nfields; k++)
		if ((why = answers_error(an, form->steps->fields[k].name)) !=
		    NULL) {
			buf_fmt(out, "%s %s, %s : %s\n", s->kind, s->code,
			    form->steps->fields[k].label, why);
			n++;
		}
	if ((why = reglages_wrong(a, an)) != NULL) {
		buf_fmt(out, "%s %s : %s\n", s->kind, s->code, why);
		n++;
	}
	return n;
}

size_t
reglages_check(struct arena *a, const struct reglages *r,
    const struct regles *law, const struct network *network,
    const struct definition *const *programmes, struct buf *out)
{
	struct sujet s;
	size_t i, n = 0;

	if (reglages_sujet(network, programmes, "reseau", "", &s) == 0)
		n += check_subject(a, r, law, network, &s, out);
	for (i = 0; i < network->ncooperatives; i++)
		if (reglages_sujet(network, programmes, "cooperative",
		    network->cooperatives[i].code, &s) == 0)
			n += check_subject(a, r, law, network, &s, out);
	for (i = 0; programmes[i] != NULL; i++)
		if (reglages_sujet(network, programmes, "programme",
		    programmes[i]->name, &s) == 0)
			n += check_subject(a, r, law, network, &s, out);
	return n;
}
