/*
 * Dossiers: finding, moving, submitting.  Lists are dossier_list.c.
 */
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/dossier/change.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/dossier_inside.h"
#include "domain/dossier/intake.h"
#include "domain/law/contrat.h"
#include "domain/post/mail.h"
#include "domain/session/alert.h"
#include "domain/session/seat.h"
#include "port/unicode.h"

#define DAY		86400
#define TRANSITION_SEND	"envoyer"

static const struct actor personne = { 0, "personne" };

#define COLUMNS	"id, numero, programme, state, email, prenom, nom, "	\
	"cooperative, created, changed, coalesce(sent, 0), "		\
	"coalesce(expires, 0), version, coalesce(reopened, 0), "	\
	"commune, departement, agenda, coalesce(adviser, 0), birth, "	\
	"(SELECT definition FROM dossier_definition WHERE dossier = "	\
	"dossier.id), (SELECT d.reply FROM dossier_definition p JOIN "	\
	"definition d ON d.sha256 = p.definition WHERE p.dossier = dossier.id)"

static void
row(struct arena *a, struct query *q, struct dossier *d)
{
	const void *sha;
	size_t n;

	d->id = db_int(q, 0);
	d->numero = db_dup(a, q, 1);
	d->programme = db_dup(a, q, 2);
	d->state = db_dup(a, q, 3);
	d->email = db_dup(a, q, 4);
	d->prenom = db_dup(a, q, 5);
	d->nom = db_dup(a, q, 6);
	d->cooperative = db_dup(a, q, 7);
	d->created = db_int(q, 8);
	d->changed = db_int(q, 9);
	d->sent = db_int(q, 10);
	d->expires = db_int(q, 11);
	d->version = db_int(q, 12);
	d->reopened = db_int(q, 13);
	d->commune = db_dup(a, q, 14);
	d->departement = db_dup(a, q, 15);
	d->agenda = db_dup(a, q, 16);
	d->adviser = db_int(q, 17);
	d->birth = db_null(q, 18) ? DAY_NONE : (int32_t)db_int(q, 18);
	sha = db_blob(q, 19, &n);
	if ((d->pinned = n == SHA256_SIZE))
		memcpy(d->definition, sha, SHA256_SIZE);
	d->reply_days = db_null(q, 20) ? REPLY_DAYS : (int)db_int(q, 20);
}

/* The one row of a query; a draft lives to the end of the day it was told. */
static int
one(struct arena *a, struct query *q, struct dossier *d)
{
	int found = 0;

	if (db_next(q)) {
		row(a, q, d);
		found = d->sent != 0 || d->expires + DAY > time_now();
	}
	return db_done(q) == -1 ? -1 : !found;
}

int
dossier_by_numero(struct arena *a, struct db *db, const char *numero,
    struct dossier *d)
{
	return one(a, db_query(db, "SELECT " COLUMNS " FROM dossier "
	    "WHERE numero = ?1", "s", numero), d);
}

int
dossier_by_id(struct arena *a, struct db *db, int64_t id, struct dossier *d)
{
	return one(a, db_query(db, "SELECT " COLUMNS " FROM dossier "
	    "WHERE id = ?1", "i", id), d);
}

int32_t
dossier_deadline(const struct dossier *d)
{
	if (d->sent == 0)
		return DAY_NONE;
	return day_add_working(time_local(d->sent, NULL, NULL),
	    d->reply_days);
}

size_t
dossier_events(struct arena *a, struct db *db, int64_t id, struct event **out)
{
	struct event *list;
	struct query *q;
	size_t n = 0, max = 0;

	q = db_query(db, "SELECT count(*) FROM event WHERE dossier = ?1", "i",
	    id);
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	if (db_done(q) == -1)
		return 0;
	*out = list = arena_array(a, max + 1, sizeof(*list));
	q = db_query(db, "SELECT at, name, who, state, text FROM event "
	    "WHERE dossier = ?1 ORDER BY id LIMIT ?2", "ii", id, (int64_t)max);
	for (; db_next(q); n++)
		list[n] = (struct event){
			.at = db_int(q, 0), .name = db_dup(a, q, 1),
			.who = db_dup(a, q, 2), .state = db_dup(a, q, 3),
			.text = db_dup(a, q, 4)
		};
	return db_done(q) == -1 ? 0 : n;
}

static int
event_insert(struct db *db, int64_t dossier, const char *name,
    const struct actor *actor, const char *state, const char *text)
{
	return db_exec(db, "INSERT INTO event (dossier, at, name, account, "
	    "who, state, text) VALUES (?1, ?2, ?3, nullif(?4, 0), ?5, ?6, ?7)",
	    "iisisss", dossier, time_now(), name, actor->account, actor->name,
	    state, text) == 1 ? 0 : -1;
}

int
event_add(struct db *db, const struct dossier *d, const char *name,
    const struct actor *actor, const char *text)
{
	return event_insert(db, d->id, name, actor, d->state, text);
}

/* The transition of that name, if it is open from the dossier's state. */
static const struct transition *
find(const struct definition *def, const struct dossier *d, const char *name)
{
	const struct transition *t = definition_transition(def, name);

	return t != NULL && transition_from(t, d->state) ? t : NULL;
}

/* What the system does, it does on behalf of whoever set it going. */
static int
allowed(const struct transition *t, const struct actor *actor)
{
	if (str_eq(t->by, "systeme"))
		return 1;
	if (str_eq(t->by, "equipe"))
		return actor->account != 0;
	return actor->account == 0 && str_eq(t->by, actor->name);
}

/* A seat is given back or asked for again as the states say. */
static int
move_seat(struct db *db, const struct definition *def,
    const struct dossier *before, const char *to, const struct actor *actor)
{
	const struct state *was = definition_state(def, before->state);
	const struct state *is = definition_state(def, to);
	struct dossier after = *before;

	after.state = to;
	if (is != NULL && is->no_seat)
		return alert_drop(db, before->id) == -1 ? -1 :
		    seat_return(db, &after, actor);
	return was != NULL && was->no_seat ? seat_again(db, &after, actor) : 0;
}

int
dossier_move_in(struct db *db, const struct definition *def,
    const struct dossier *d, const char *transition,
    const struct actor *actor, const char *reason)
{
	const struct transition *t = find(def, d, transition);
	int rc;

	if (reason == NULL)
		reason = "";
	if (t == NULL || d->sent == 0 || !allowed(t, actor) ||
	    (t->reason && str_is_blank(reason)))
		return 1;
	if (actor->account != 0 && contrat_refuses_in(db, def, d, t->to))
		return 1;
	rc = db_exec(db, "UPDATE dossier SET state = ?1, pending = ?2, "
	    "changed = ?3, version = version + 1 WHERE id = ?4 AND "
	    "version = ?5 AND state = ?6 AND sent IS NOT NULL", "siiiis",
	    t->to, (int64_t)dossier_pending(def, t->to), time_now(), d->id,
	    d->version, d->state);
	if (rc != 1)
		return rc == 0 ? 1 : -1;
	if (event_insert(db, d->id, t->name, actor, t->to, reason) == -1)
		return -1;
	if (change_forget(db, def, d, t) == -1 ||
	    contrat_moved_in(db, def, d) == -1 ||
	    dossier_settle_in(db, def, d) == -1)
		return -1;
	return move_seat(db, def, d, t->to, actor);
}

int
dossier_message(struct arena *a, const struct definition *def,
    const struct dossier *d, const char *transition, const char *reason,
    const struct mailer *mailer, struct message *m)
{
	const struct transition *t = find(def, d, transition);
	const struct state *to;
	struct node *model;

	if (t == NULL || t->mail == NULL)
		return 1;
	model = mail_model(a, mailer, d);
	/* how long it is kept from here on, if nothing else happens */
	if ((to = definition_state(def, t->to)) != NULL && to->erased > 0)
		node_set(model, "garde", depart_days(a, to->erased));
	if (reason != NULL && reason[0] != '\0')
		node_add_text(model, "motif", reason);
	mail_write(a, mailer, t->mail, d->email, d->id, model, m);
	return 0;
}

/* The seat that a move gave back goes to whoever waits for it. */
static void
pass_seat(struct arena *a, struct db *db, const struct dossier *d,
    const struct mailer *mailer)
{
	struct seat s;

	if (seat_of(db, d->id, &s) == 0 && s.state == SEAT_RETURNED)
		seat_offer(a, db, mailer, s.session);
}

int
dossier_move_told(struct arena *a, struct db *db,
    const struct definition *def, const struct dossier *d,
    const char *transition, const struct actor *actor, const char *reason,
    const struct mailer *mailer, const struct message *m)
{
	const struct transition *t = find(def, d, transition);
	int rc;

	if (t == NULL || (str_eq(t->by, "systeme") &&
	    !str_eq(actor->name, "systeme")))
		return 1;
	if (db_begin(db) == -1)
		return -1;
	rc = dossier_move_in(db, def, d, transition, actor, reason);
	if (rc == 0 && m != NULL)
		rc = mail_queue(db, m);
	if (rc != 0) {
		db_rollback(db);
		return rc;
	}
	if (db_commit(db) == -1)
		return -1;
	/* what fails here is done by the next seat_tick() */
	pass_seat(a, db, d, mailer);
	return 0;
}

int
dossier_move(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, const char *transition,
    const struct actor *actor, const char *reason,
    const struct mailer *mailer)
{
	struct message m;
	int told = dossier_message(a, def, d, transition, reason, mailer,
	    &m) == 0;

	return dossier_move_told(a, db, def, d, transition, actor, reason,
	    mailer, told ? &m : NULL);
}

static const char *
value(const struct answers *answers, const char *field)
{
	const char *v = answers_value(answers, field, 0);

	return v != NULL ? v : "";
}

/* The answers that have a column of their own. */
void
dossier_face(const struct answers *answers, struct dossier *d)
{
	d->prenom = value(answers, "prenom");
	d->nom = value(answers, "nom");
	d->cooperative = answers_cooperative(answers);
}

/* All that sending writes, in the transaction that is open. */
static int
send_in(struct arena *a, struct db *db, const struct definition *def,
    const struct answers *answers, const struct dossier *d,
    const struct transition *t, const struct buf *xml,
    const struct message *m, const struct mailer *mailer,
    const struct accord_source *by)
{
	const struct actor *who = by == NULL ? &personne : &by->actor;
	int rc;

	rc = db_exec(db, "UPDATE dossier SET state = ?1, pending = ?2, "
	    "prenom = ?3, nom = ?4, sort = ?5, cooperative = ?6, sent = ?7, "
	    "changed = ?7, expires = NULL, version = version + 1 "
	    "WHERE id = ?8 AND version = ?9 AND sent IS NULL", "sissssiii",
	    t->to, (int64_t)dossier_pending(def, t->to), d->prenom, d->nom,
	    unicode_fold(a, arena_fmt(a, "%s %s", d->nom, d->prenom)),
	    d->cooperative, d->sent, d->id, d->version);
	if (rc != 1)
		return rc == 0 ? 1 : -1;
	if (record_append(db, def, d, xml->data, xml->len, who, NULL) == -1 ||
	    accord_sent_in(a, db, def, answers, mailer, d, by) == -1 ||
	    accord_ask_in(a, db, def, answers, mailer, d) == -1 ||
	    event_insert(db, d->id, t->name, who, t->to, "") == -1 ||
	    (by != NULL && event_insert(db, d->id, "saisir", who, t->to,
	    "") == -1) ||
	    change_keep(db, def, d->id) == -1 ||
	    dossier_index(a, db, def, d, answers) == -1 || mail_queue(db, m) == -1)
		return -1;
	return str_eq(def->name, ALERT_PROGRAMME) ?
	    alert_add(db, d, answers) : 0;
}

/* The way of sending that an answer opens, else the usual one. */
static const struct transition *
sending(const struct definition *def, const struct dossier *d,
    const struct answers *answers)
{
	const struct transition *t;
	size_t i;

	for (i = 0; i < def->ntransitions; i++) {
		t = &def->transitions[i];
		if (t->answered != NULL && transition_from(t, d->state) &&
		    answers_value(answers, t->answered, 0) != NULL)
			return t;
	}
	return find(def, d, TRANSITION_SEND);
}

/* Sent by another request in the meantime counts as done. */
static int
sent_already(struct arena *a, struct db *db, struct dossier *d)
{
	int rc = dossier_by_id(a, db, d->id, d);

	return rc != 0 ? rc : d->sent == 0;
}

#define SEAT_TRIES	5

/* The rest of sending: message written, transaction, seat. */
static int
submit(struct arena *a, struct db *db, const struct definition *def,
    const struct answers *answers, int waits, const struct mailer *mailer,
    const struct transition *t, const struct buf *xml,
    const struct dossier *sent, const struct accord_source *by)
{
	struct seat_wish wish;
	struct message m;
	struct node *model;
	int rc = 1, seat = 1, tries;

	/* again when a seat was taken, or came free, between the two */
	for (tries = 0; seat == 1 && tries < SEAT_TRIES; tries++) {
		if ((rc = seat_wish(a, db, answers, &wish)) != 0)
			return rc;
		if (wish.code != NULL && wish.state == SEAT_WAITING && !waits)
			return 2;
		model = mail_model(a, mailer, sent);
		seat_tell(a, db, &wish, model);
		mail_write(a, mailer, t->mail != NULL ? t->mail : "envoyee",
		    sent->email, sent->id, model, &m);
		if (db_begin(db) == -1)
			return -1;
		rc = send_in(a, db, def, answers, sent, t, xml, &m,
		    mailer, by);
		seat = rc == 0 && wish.code != NULL ?
		    seat_take(db, sent, wish.code, wish.state) : 0;
		if (rc == 0 && seat == 0)
			return db_commit(db);
		db_rollback(db);
		if (seat < 0)
			return -1;
	}
	return rc == 0 ? 1 : rc;
}

/* by: NULL, the person. */
static int
submit_by(struct arena *a, struct db *db, const struct definition *def,
    const struct answers *answers, int waits, const struct mailer *mailer,
    const struct accord_source *by, struct dossier *d)
{
	struct buf xml = BUF_INIT;
	struct dossier sent = *d;
	const struct transition *t = sending(def, d, answers);
	int rc;

	if (d->sent != 0 || t == NULL || !str_eq(d->programme, def->name))
		return sent_already(a, db, d);
	dossier_face(answers, &sent);
	sent.state = t->to;
	sent.sent = time_now();
	sent.expires = 0;
	rc = record_build(a, db, def, d, answers, sent.sent, &xml);
	if (rc == 0)
		rc = submit(a, db, def, answers, waits, mailer, t, &xml,
		    &sent, by);
	buf_free(&xml);
	return rc == -1 || rc == 2 ? rc : sent_already(a, db, d);
}

int
dossier_submit_seat(struct arena *a, struct db *db,
    const struct definition *def, const struct answers *answers, int waits,
    const struct mailer *mailer, struct dossier *d)
{
	return submit_by(a, db, def, answers, waits, mailer, NULL, d);
}

int
intake_submit(struct arena *a, struct db *db, const struct definition *def,
    const struct answers *answers, const struct actor *actor,
    const struct mailer *mailer, struct dossier *d)
{
	const struct accord_source paper = { "papier", *actor, "saisie" };
	struct intake in;
	int rc;

	if (actor->account == 0)
		return 1;
	if ((rc = intake_find(a, db, d->id, &in)) != 0)
		return rc;
	return submit_by(a, db, def, answers, 1, mailer, &paper, d);
}

int
dossier_submit(struct arena *a, struct db *db, const struct definition *def,
    const struct answers *answers, const struct mailer *mailer,
    struct dossier *d)
{
	return dossier_submit_seat(a, db, def, answers, 1, mailer, d);
}
