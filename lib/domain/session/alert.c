/*
 * Who wanted to be told that sign-up opens, and the telling.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/access/link.h"
#include "domain/post/mail.h"
#include "domain/session/alert.h"
#include "domain/session/session.h"

#define YEAR	(INT64_C(366) * 86400)
#define OVER	"'terminee'"	/* state of the definition */

static const char *
value(const struct answers *answers, const char *field)
{
	const char *v = answers_value(answers, field, 0);

	return v != NULL ? v : "";
}

int
alert_add(struct db *db, const struct dossier *d,
    const struct answers *answers)
{
	return db_exec(db, "INSERT INTO alerte (dossier, programme, "
	    "departement, at) VALUES (?1, ?2, ?3, ?4)", "issi", d->id,
	    value(answers, "programme"), value(answers, "departement"),
	    time_now()) == 1 ? 0 : -1;
}

int
alert_drop(struct db *db, int64_t dossier)
{
	return db_exec(db, "DELETE FROM alerte WHERE dossier = ?1", "i",
	    dossier) < 0 ? -1 : 0;
}

int
alert_stop(struct db *db, const struct definition *def,
    const struct dossier *d)
{
	static const struct actor personne = { 0, "personne" };

	if (db_begin(db) == -1)
		return -1;
	/* withdrawn already: nothing to move, nothing left to drop */
	if (alert_drop(db, d->id) == -1 || dossier_move_in(db, def, d,
	    "retirer", &personne, "") == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

int
alert_again(struct arena *a, struct db *db, const struct dossier *d)
{
	struct tree *t = record_latest(a, db, d->id, ALERT_PROGRAMME, NULL,
	    NULL);
	struct node *n = t == NULL ? NULL : node_child(tree_root(t),
	    "reponses");
	const char *programme, *departement;

	if (n == NULL)
		return -1;
	programme = node_value(a, n, "programme");
	departement = node_value(a, n, "departement");
	return db_exec(db, "INSERT INTO alerte (dossier, programme, "
	    "departement, at) VALUES (?1, ?2, ?3, ?4)", "issi", d->id,
	    programme == NULL ? "" : programme, departement == NULL ? "" :
	    departement, d->sent) == 1 ? 0 : -1;
}

int
alert_purge(struct db *db, int64_t now)
{
	/* the dossier goes to its end with it, as its definition has it */
	if (db_exec(db, "INSERT INTO event (dossier, at, name, who, state, "
	    "text) SELECT dossier, ?1, 'expirer', 'systeme', " OVER ", '' "
	    "FROM alerte WHERE at <= ?2 ORDER BY id", "ii", now,
	    now - YEAR) < 0 ||
	    db_exec(db, "UPDATE dossier SET state = " OVER ", pending = 0, "
	    "changed = ?1, version = version + 1 WHERE id IN (SELECT dossier "
	    "FROM alerte WHERE at <= ?2)", "ii", now, now - YEAR) < 0)
		return -1;
	return db_exec(db, "DELETE FROM alerte WHERE at <= ?1", "i",
	    now - YEAR);
}

/* Who wants to try an activity begins by an information meeting. */
static int
is_about(const struct session *s, const char *programme)
{
	return *programme == '\0' || str_eq(s->programme, programme) ||
	    (str_eq(programme, "cae") && str_eq(s->programme, "reunion"));
}

struct opened {
	struct session	*list;
	size_t		 n;
};

/* Open, with a seat left, and nobody was told yet. */
static int
find_opened(struct arena *a, struct db *db, struct opened *o)
{
	const int32_t today = day_today();
	struct session *all;
	struct query *q;
	size_t i, n;
	int told;

	n = session_list(a, db, &(struct session_filter){ .signup = 1 }, &all);
	o->list = arena_array(a, n, sizeof(*o->list));
	o->n = 0;
	for (i = 0; i < n; i++) {
		q = db_query(db, "SELECT 1 FROM agenda WHERE id = ?1 AND told "
		    "IS NOT NULL", "i", all[i].id);
		told = db_next(q);
		if (db_done(q) == -1)
			return -1;
		if (!told && session_state(&all[i], today) == SESSION_OUVERTE)
			o->list[o->n++] = all[i];
	}
	return 0;
}

/* The message about what interests one of them; 0 when nothing does. */
static int
write(struct arena *a, struct db *db, const struct mailer *mailer,
    const struct opened *o, int64_t dossier, const char *programme,
    const char *departement, struct message *m)
{
	const int32_t today = day_today();
	struct node *model = NULL;
	struct dossier d;
	size_t i;

	for (i = 0; i < o->n; i++) {
		if (!is_about(&o->list[i], programme) ||
		    (*departement != '\0' &&
		    !str_eq(departement, o->list[i].departement)))
			continue;
		if (model == NULL) {
			if (dossier_by_id(a, db, dossier, &d) != 0)
				return 0;
			model = mail_model(a, mailer, &d);
			link_offer(a, mailer, model, ALERT_LINK, "",
			    time_now() + YEAR);
		}
		session_node(a, model, &o->list[i], today);
	}
	if (model == NULL)
		return 0;
	mail_write(a, mailer, "ouverture", d.email, d.id, model, m);
	return 1;
}

static int
tell(struct db *db, const struct opened *o, const struct message *list,
    size_t n)
{
	size_t i;

	if (db_begin(db) == -1)
		return -1;
	/* somebody else tells of it at the same time: leave it to them */
	for (i = 0; i < o->n; i++)
		if (db_exec(db, "UPDATE agenda SET told = ?2 WHERE id = ?1 AND "
		    "told IS NULL", "ii", o->list[i].id, time_now()) != 1)
			goto undo;
	for (i = 0; i < n; i++)
		if (mail_queue(db, &list[i]) == -1)
			goto undo;
	return db_commit(db);
undo:
	db_rollback(db);
	return -1;
}

int
alert_send(struct arena *a, struct db *db, const struct mailer *mailer)
{
	struct { int64_t dossier; const char *programme, *departement; } *who;
	struct message *list;
	struct opened o;
	struct query *q;
	size_t i, n = 0, max = 0, written = 0;

	if (find_opened(a, db, &o) == -1)
		return -1;
	if (o.n == 0)
		return 0;
	q = db_query(db, "SELECT count(*) FROM alerte", "");
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	who = arena_array(a, max, sizeof(*who));
	list = arena_array(a, max, sizeof(*list));
	q = db_query(db, "SELECT dossier, programme, departement FROM alerte "
	    "ORDER BY id LIMIT ?1", "i", (int64_t)max);
	for (; n < max && db_next(q); n++) {
		who[n].dossier = db_int(q, 0);
		who[n].programme = db_dup(a, q, 1);
		who[n].departement = db_dup(a, q, 2);
	}
	if (db_done(q) == -1)
		return -1;
	for (i = 0; i < n; i++)
		written += (size_t)write(a, db, mailer, &o, who[i].dossier,
		    who[i].programme, who[i].departement, &list[written]);
	return tell(db, &o, list, written) == -1 ? -1 : (int)written;
}
