/*
 * Answers that are sealed one by one, shown one by one.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/access/role.h"
#include "domain/coffre.h"
#include "domain/dossier/complement.h"

#define DAY	INT64_C(86400)
#define DOTS	"••••"
#define SHOWN	4	/* characters at the end */

unsigned
complement_right(const struct field *f)
{
	return f->sensitive == SENSITIVE_HEALTH ? RIGHT_HEALTH : RIGHT_MONEY;
}

const char *
complement_mask(struct arena *a, const struct field *f, const char *value)
{
	size_t n = strlen(value);

	/* both are ASCII, and longer than what is shown of them */
	if ((f->kind != FIELD_NIR && f->kind != FIELD_IBAN) || n <= 2 * SHOWN)
		return DOTS DOTS;
	return arena_fmt(a, DOTS "\xc2\xa0%s", value + n - SHOWN);
}

int
complement_asked(const struct step *s, const struct dossier *d)
{
	return str_has_word(s->states, d->state);
}

/* What was sealed with that name, in the room; NULL it does not open. */
static const char *
opened(struct db *db, int64_t dossier, const char *field, struct query *q,
    int col, struct buf *room)
{
	size_t n, skip = strlen(field) + 1;
	const void *sealed = db_blob(q, col, &n);
	const char *p;

	p = coffre_clear(db, dossier, sealed, n, room, &n);
	/* what was never sealed comes back as it is: it is none */
	return p == NULL || p == sealed || n < skip ||
	    memcmp(p, field, skip - 1) != 0 || p[skip - 1] != '\n' ? NULL :
	    p + skip;
}

static void
wipe(struct buf *room)
{
	if (room->data != NULL)
		crypto_wipe(room->data, room->size);
	buf_free(room);
}

/* Every field, as if nothing were given. */
static size_t
list_all(struct arena *a, const struct definition *later,
    struct complement **out)
{
	struct complement *c = arena_array(a, later->nfields, sizeof(*c));
	const struct step *s;
	size_t i, n = 0;

	*out = c;
	for (s = later->steps; s < later->steps + later->nsteps; s++)
		for (i = 0; i < s->nfields; i++)
			c[n++] = (struct complement){ .step = s,
				.field = &s->fields[i], .author = "",
				.masked = "" };
	return n;
}

static struct query *
kept(struct db *db, int64_t dossier)
{
	return db_query(db, "SELECT field, scelle, at, author FROM complement "
	    "WHERE dossier = ?1", "i", dossier);
}

size_t
complement_list(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, struct complement **out)
{
	struct buf room = BUF_INIT;
	struct complement *c;
	const char *value;
	struct query *q;
	size_t i, n;

	*out = NULL;
	if (def->later == NULL)
		return 0;
	n = list_all(a, def->later, &c);
	*out = c;
	q = kept(db, d->id);
	while (db_next(q))
		for (i = 0; i < n; i++) {
			if (!str_eq(c[i].field->name, db_text(q, 0)) ||
			    (value = opened(db, d->id, c[i].field->name, q, 1,
			    &room)) == NULL)
				continue;
			c[i].at = db_int(q, 2);
			c[i].author = db_dup(a, q, 3);
			c[i].masked = complement_mask(a, c[i].field, value);
		}
	wipe(&room);
	return db_done(q) == -1 ? 0 : n;
}

static int
put(struct db *db, const struct dossier *d, const struct field *f,
    const char *value, const struct actor *actor)
{
	struct buf clear = BUF_INIT, sealed = BUF_INIT;
	int rc = -1;

	buf_fmt(&clear, "%s\n%s", f->name, value);
	if (coffre_seal(db, d->id, clear.data, clear.len, &sealed) == 0 &&
	    db_exec(db, "DELETE FROM complement WHERE dossier = ?1 AND "
	    "field = ?2", "is", d->id, f->name) >= 0 &&
	    db_exec(db, "INSERT INTO complement (dossier, field, scelle, at, "
	    "account, author) VALUES (?1, ?2, ?3, ?4, nullif(?5, 0), ?6)",
	    "isbiis", d->id, f->name, sealed.data, sealed.len, time_now(),
	    actor->account, actor->name) == 1)
		rc = 0;
	wipe(&clear);
	buf_free(&sealed);
	return rc;
}

/* Does the file stand, now that nobody else writes, where it is asked? */
static int
asked_now(struct db *db, const struct dossier *d, const struct step *s)
{
	struct query *q;
	int asked;

	q = db_query(db, "SELECT state FROM dossier WHERE id = ?1 AND cle IS "
	    "NOT NULL", "i", d->id);
	asked = db_next(q) && str_has_word(s->states, db_text(q, 0));
	return db_done(q) == -1 ? -1 : asked;
}

static int
save_in(struct db *db, const struct dossier *d, const struct step *s,
    const struct answers *answers, const struct actor *actor)
{
	const char *value;
	size_t i, n = 0;
	int rc;

	if ((rc = asked_now(db, d, s)) != 1)
		return rc == 0 ? 1 : -1;
	for (i = 0; i < s->nfields; i++) {
		value = answers_value(answers, s->fields[i].name, 0);
		if (value == NULL)
			continue;
		if (put(db, d, &s->fields[i], value, actor) == -1)
			return -1;
		n++;
	}
	return n == 0 ? 0 : event_add(db, d, "complement-donne", actor, "");
}

int
complement_save(struct db *db, const struct dossier *d, const struct step *s,
    const struct answers *answers, const struct actor *actor)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	if ((rc = save_in(db, d, s, answers, actor)) == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

int
complement_drop(struct db *db, const struct dossier *d,
    const struct field *f, const struct actor *actor)
{
	int n;

	if (!f->optional)
		return 1;
	if (db_begin(db) == -1)
		return -1;
	n = db_exec(db, "DELETE FROM complement WHERE dossier = ?1 AND "
	    "field = ?2", "is", d->id, f->name);
	if (n >= 0 && (n == 0 || event_add(db, d, "complement-efface", actor,
	    "") == 0))
		return db_commit(db);
	db_rollback(db);
	return -1;
}

/* 0 and *value in the arena, 1, -1. */
static int
read_one(struct arena *a, struct db *db, const struct dossier *d,
    const struct field *f, const char **value)
{
	struct buf room = BUF_INIT;
	const char *p;
	struct query *q;

	*value = NULL;
	q = db_query(db, "SELECT scelle FROM complement WHERE dossier = ?1 "
	    "AND field = ?2", "is", d->id, f->name);
	if (db_next(q) && (p = opened(db, d->id, f->name, q, 0, &room)) != NULL)
		*value = arena_dup(a, p);
	wipe(&room);
	return db_done(q) == -1 ? -1 : *value == NULL;
}

/* Written down: who had it shown, and why. */
static int
note_shown(struct db *db, const struct dossier *d, const struct field *f,
    const char *reason, const struct actor *actor)
{
	return db_exec(db, "INSERT INTO devoilement (dossier, field, label, "
	    "reason, account, author, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	    "isssisi", d->id, f->name, f->label, reason, actor->account,
	    actor->name, time_now()) == 1 ? 0 : -1;
}

int
complement_handed(struct db *db, const struct definition *def,
    const struct dossier *d, unsigned rights, const char *reason,
    const struct actor *actor)
{
	struct arena *a = arena_new();
	struct complement *c;
	size_t i, n = complement_list(a, db, def, d, &c);
	int rc = 0;

	for (i = 0; i < n && rc == 0; i++)
		if (c[i].at != 0 && (complement_right(c[i].field) & rights) !=
		    0)
			rc = note_shown(db, d, c[i].field, reason, actor);
	arena_free(a);
	return rc;
}

int
complement_show(struct arena *a, struct db *db, const struct dossier *d,
    const struct field *f, const char *reason, const struct actor *actor,
    const char **value)
{
	const char *found;
	int rc;

	if (db_begin(db) == -1)
		return -1;
	if ((rc = read_one(a, db, d, f, &found)) == 0)
		rc = note_shown(db, d, f, reason, actor);
	if (rc != 0) {
		db_rollback(db);
		return rc;
	}
	if (db_commit(db) == -1)
		return -1;
	*value = found;
	return 0;
}

int
complement_answers(struct arena *a, struct db *db,
    const struct definition *def, const struct dossier *d, unsigned rights,
    struct answers **out)
{
	const struct check_context ctx = { .today = day_today() };
	const struct definition *later = def->later;
	struct answers *answers = answers_new(a, later);
	struct buf room = BUF_INIT;
	const struct field *f;
	const char *value;
	struct query *q;
	size_t i;
	int n = 0;

	q = kept(db, d->id);
	while (db_next(q)) {
		f = definition_field(later, db_text(q, 0));
		if (f == NULL || (complement_right(f) & rights) == 0 ||
		    (value = opened(db, d->id, f->name, q, 1, &room)) == NULL)
			continue;
		answers_add(answers, f->name, value);
		n++;
	}
	wipe(&room);
	if (db_done(q) == -1)
		return -1;
	for (i = 0; i < later->nsteps; i++)
		answers_check(answers, &later->steps[i], &ctx);
	*out = answers;
	return n;
}

size_t
complement_readings(struct arena *a, struct db *db, int64_t dossier,
    struct reading **out)
{
	struct reading *list = arena_array(a, READINGS, sizeof(*list));
	const struct role *role;
	struct query *q;
	size_t n;

	*out = list;
	/* as what: as dossier_openings() says it */
	q = db_query(db, "SELECT v.at, v.author, min(r.role), r.cooperative, "
	    "v.label, v.reason FROM devoilement v JOIN dossier d ON "
	    "d.id = v.dossier LEFT JOIN account_role r ON r.account = "
	    "v.account AND r.cooperative = coalesce((SELECT max(cooperative) "
	    "FROM account_role WHERE account = v.account AND cooperative IN "
	    "(d.cooperative, '')), (SELECT max(cooperative) FROM account_role "
	    "WHERE account = v.account)) WHERE v.dossier = ?1 GROUP BY v.id "
	    "ORDER BY v.id DESC LIMIT 200", "i", dossier);
	for (n = 0; n < READINGS && db_next(q); n++) {
		role = role_find(db_text(q, 2));
		list[n] = (struct reading){
			.at = db_int(q, 0), .who = db_dup(a, q, 1),
			.role = role == NULL ? "" : role->label,
			.cooperative = arena_dup(a, db_text(q, 3)),
			.label = db_dup(a, q, 4), .reason = db_dup(a, q, 5)
		};
	}
	return db_done(q) == -1 ? 0 : n;
}

int
complement_due(struct arena *a, struct db *db, const struct definition *def,
    const struct step *s, int64_t now, int64_t **ids, size_t *n)
{
	/* since when it stands where this is not asked any more */
	return db_ids(a, db_query(db, "SELECT d.id FROM dossier d WHERE "
	    "d.programme = ?1 AND d.id IN (SELECT dossier FROM complement) AND "
	    "d.id NOT IN (SELECT dossier FROM gel WHERE lifted IS NULL) AND "
	    "NOT instr(' ' || ?2 || ' ', ' ' || d.state || ' ') AND (SELECT "
	    "min(at) FROM event e WHERE e.dossier = d.id AND e.id > coalesce("
	    "(SELECT max(id) FROM event f WHERE f.dossier = d.id AND "
	    "instr(' ' || ?2 || ' ', ' ' || f.state || ' ')), 0)) <= ?3 ORDER "
	    "BY d.id", "ssi", def->name, s->states, now - s->erased * DAY),
	    ids, n);
}

/* One <complement> of one file; how many answers. */
static int
erase(struct arena *a, struct db *db, const struct step *s, int64_t id)
{
	static const struct actor systeme = { 0, "systeme" };
	struct dossier d;
	int n = 0, one;
	size_t i;

	for (i = 0; i < s->nfields; i++, n += one)
		if ((one = db_exec(db, "DELETE FROM complement WHERE "
		    "dossier = ?1 AND field = ?2", "is", id,
		    s->fields[i].name)) < 0)
			return -1;
	if (n > 0 && (dossier_by_id(a, db, id, &d) != 0 || event_add(db, &d,
	    "complement-efface", &systeme, "") != 0))
		return -1;
	return n;
}

static int
purge_step(struct arena *a, struct db *db, const struct definition *def,
    const struct step *s, int64_t now)
{
	int64_t *ids;
	int done = 0, one;
	size_t i, n;

	if (complement_due(a, db, def, s, now, &ids, &n) == -1)
		return -1;
	for (i = 0; i < n; i++, done += one)
		if ((one = erase(a, db, s, ids[i])) == -1)
			return -1;
	return done;
}

int
complement_purge(struct db *db, const struct definition *const *programmes,
    int64_t now)
{
	struct arena *a = arena_new();
	const struct definition *later;
	int done = 0, one = 0;
	size_t i;

	for (; one != -1 && *programmes != NULL; programmes++) {
		later = (*programmes)->later;
		for (i = 0; one != -1 && later != NULL && i < later->nsteps;
		    i++) {
			one = purge_step(a, db, later, &later->steps[i], now);
			done += one;
		}
	}
	arena_free(a);
	return one == -1 ? -1 : done;
}

size_t
complement_check(struct db *db, struct buf *out)
{
	struct buf room = BUF_INIT;
	const char *field;
	struct query *q;
	size_t n = 0;

	q = db_query(db, "SELECT c.id, c.dossier, c.field, c.scelle, "
	    "coalesce(d.numero, '') FROM complement c LEFT JOIN dossier d ON "
	    "d.id = c.dossier ORDER BY c.id", "");
	while (db_next(q)) {
		field = db_text(q, 2);
		if (opened(db, db_int(q, 1), field, q, 3, &room) != NULL)
			continue;
		buf_fmt(out, "complément %lld (%s) : il ne s’ouvre pas, ou "
		    "n’est pas ce qu’il dit\n", (long long)db_int(q, 0),
		    db_text(q, 4));
		n++;
	}
	wipe(&room);
	if (db_done(q) == -1) {
		buf_str(out, "les compléments ne se lisent pas\n");
		n++;
	}
	return n;
}
