/*
 * Copies of answers, new records, withdrawals taken back.
 */
#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/dossier/change.h"
#include "domain/dossier/dossier_inside.h"
#include "domain/dossier/transfert.h"
#include "domain/post/mail.h"
#include "domain/session/alert.h"
#include "domain/session/seat.h"
#include "port/unicode.h"

#define UNDO_TIME	(CHANGE_UNDO_DAYS * INT64_C(86400))
#define WITHDRAW	"retirer"

static const struct actor personne = { 0, "personne" };

static const struct transition *
change_from(const struct definition *def, const char *state)
{
	size_t i;

	for (i = 0; i < def->ntransitions; i++)
		if (transition_changes(&def->transitions[i]) &&
		    transition_from(&def->transitions[i], state))
			return &def->transitions[i];
	return NULL;
}

const struct transition *
change_possible(const struct definition *def, const struct dossier *d)
{
	return d->sent == 0 ? NULL : change_from(def, d->state);
}

int
change_under_way(const struct definition *def, const struct dossier *d)
{
	return d->reopened != 0 && change_possible(def, d) != NULL;
}

/* The dossier as the caller knows it is opened, or closed: 1, 0, -1. */
static int
claim(struct db *db, const struct dossier *d, int64_t reopened)
{
	return db_exec(db, "UPDATE dossier SET reopened = nullif(?1, 0), "
	    "version = version + 1 WHERE id = ?2 AND version = ?3 AND sent IS "
	    "NOT NULL", "iii", reopened, d->id, d->version);
}

static int
finish(struct db *db, int rc, struct dossier *d, int64_t reopened)
{
	if (rc != 0) {
		db_rollback(db);
		return rc;
	}
	if (db_commit(db) == -1)
		return -1;
	d->reopened = reopened;
	d->version++;
	return 0;
}

/* 0, 1 when what was typed is not there any more, -1. */
static int
copy(struct db *db, const struct definition *def, const struct dossier *d)
{
	int rc;

	if (draft_clear(db, d, def->name) == -1)
		return -1;
	rc = db_exec(db, "INSERT INTO brouillon (dossier, form, step, pos, "
	    "field, value, scelle) SELECT dossier, ?2, step, pos, field, "
	    "value, scelle FROM brouillon WHERE dossier = ?1 AND "
	    "form = ?2 || '/envoyee'", "is", d->id, def->name);
	return rc < 0 ? -1 : rc == 0;
}

int
change_begin(struct db *db, const struct definition *def, struct dossier *d)
{
	int64_t now = time_now();
	int rc;

	if (change_possible(def, d) == NULL)
		return 1;
	if (d->reopened != 0)
		return 0;
	if (db_begin(db) == -1)
		return -1;
	rc = claim(db, d, now);
	rc = rc == 1 ? copy(db, def, d) : rc == 0 ? 1 : -1;
	return finish(db, rc, d, now);
}

int
change_drop(struct db *db, const struct definition *def, struct dossier *d)
{
	int rc;

	if (d->reopened == 0)
		return 1;
	if (db_begin(db) == -1)
		return -1;
	rc = claim(db, d, 0);
	rc = rc == 1 ? draft_clear(db, d, def->name) : rc == 0 ? 1 : -1;
	return finish(db, rc, d, 0);
}

int
change_keep(struct db *db, const struct definition *def, int64_t dossier)
{
	if (db_exec(db, "DELETE FROM brouillon WHERE dossier = ?1 AND "
	    "form = ?2 || '/envoyee'", "is", dossier, def->name) < 0)
		return -1;
	return db_exec(db, "UPDATE brouillon SET form = ?2 || '/envoyee' WHERE "
	    "dossier = ?1 AND form = ?2", "is", dossier, def->name) < 0 ?
	    -1 : 0;
}

/* Can anything lead from this state to one where answers change? */
static int
change_ahead(const struct definition *def, const char *state, size_t steps)
{
	const struct transition *t;
	size_t i;

	if (change_from(def, state) != NULL)
		return 1;
	for (i = 0; steps > 0 && i < def->ntransitions; i++) {
		t = &def->transitions[i];
		if (transition_from(t, state) && !str_eq(t->to, state) &&
		    change_ahead(def, t->to, steps - 1))
			return 1;
	}
	return 0;
}

int
change_forget(struct db *db, const struct definition *def,
    const struct dossier *d, const struct transition *t)
{
	/* what is withdrawn may come back */
	if (!str_eq(def->name, d->programme) || str_eq(t->name, WITHDRAW) ||
	    change_ahead(def, t->to, 6))
		return 0;
	return db_exec(db, "DELETE FROM brouillon WHERE dossier = ?1 AND form "
	    "IN (?2, ?2 || '/envoyee')", "is", d->id, def->name) < 0 ? -1 : 0;
}

/* What the last record says. */
static struct answers *
answers_sent(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d)
{
	struct answers *sent = answers_new(a, def);
	struct tree *t = record_latest(a, db, d->id, def->name, NULL, NULL);

	if (t != NULL)
		answers_from_record(sent, node_child(tree_root(t),
		    "reponses"));
	return sent;
}

int
change_wish(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, const struct answers *answers,
    struct seat_wish *wish)
{
	const char *had = answers_session(answers_sent(a, db, def, d));
	const char *wants = answers_session(answers);

	*wish = (struct seat_wish){ .code = NULL };
	return wants == NULL || (had != NULL && str_eq(had, wants)) ? 0 :
	    seat_wish(a, db, answers, wish);
}

/* Leave the seat of a session that is not asked for any more. */
static int
change_seat(struct db *db, const struct dossier *d,
    const struct answers *sent, const struct answers *answers,
    const struct seat_wish *wish)
{
	const char *had = answers_session(sent);
	const char *wants = answers_session(answers);

	if (had != NULL && (wants == NULL || !str_eq(had, wants)) &&
	    seat_return(db, d, &personne) == -1)
		return -1;
	return wish->code == NULL ? 0 : seat_take(db, d, wish->code,
	    wish->state);
}

/* What sending a change needs to know. */
struct sending {
	const struct definition *def;
	const struct answers *sent, *answers;
	const struct accord_office *accords;
	const struct transition *move;
	const struct buf *xml;
	const struct mailer *mailer;
	struct seat_wish wish;
};

static int
send_in(struct arena *a, struct db *db, const struct sending *s,
    const struct dossier *d)
{
	int64_t record;
	int rc;

	rc = db_exec(db, "UPDATE dossier SET state = ?1, pending = ?2, "
	    "prenom = ?3, nom = ?4, sort = ?5, cooperative = ?6, changed = ?7, "
	    "reopened = NULL, version = version + 1 WHERE id = ?8 AND "
	    "version = ?9 AND reopened IS NOT NULL", "sissssiii", s->move->to,
	    (int64_t)dossier_pending(s->def, s->move->to), d->prenom, d->nom,
	    unicode_fold(a, arena_fmt(a, "%s %s", d->nom, d->prenom)),
	    d->cooperative, time_now(), d->id, d->version);
	if (rc != 1)
		return rc == 0 ? 1 : -1;
	if (record_append(db, s->def, d, s->xml->data, s->xml->len, &personne,
	    &record) == -1 || accord_sent_in(a, db, s->def, s->answers,
	    s->mailer, d, NULL) == -1 ||
	    event_add(db, d, s->move->name, &personne, "") == -1 ||
	    change_keep(db, s->def, d->id) == -1 ||
	    dossier_index(a, db, s->def, d, s->answers) == -1 ||
	    dossier_settle_in(db, s->def, d) == -1)
		return -1;
	if ((rc = change_seat(db, d, s->sent, s->answers, &s->wish)) != 0)
		return rc;
	return s->accords == NULL ? 0 : accord_changed_in(a, db, s->accords,
	    d, s->sent, s->answers, record);
}

int
change_send(struct arena *a, struct db *db, const struct definition *def,
    const struct answers *answers, int waits,
    const struct accord_office *accords, const struct mailer *mailer,
    struct dossier *d)
{
	const struct transition *t = change_possible(def, d);
	struct buf xml = BUF_INIT;
	struct sending s = { .def = def, .answers = answers, .move = t,
	    .accords = accords, .xml = &xml, .mailer = mailer };
	struct dossier next = *d;
	struct message m;
	int rc;

	if (t == NULL || d->reopened == 0)
		return 1;
	if ((rc = change_wish(a, db, def, d, answers, &s.wish)) != 0)
		return rc;
	if (s.wish.code != NULL && s.wish.state == SEAT_WAITING && !waits)
		return 2;
	s.sent = answers_sent(a, db, def, d);
	dossier_face(answers, &next);
	/* the person agreed to where it is now, whatever they had asked for */
	if (transfert_moved(db, d->id) == 1)
		next.cooperative = d->cooperative;
	next.state = t->to;
	if (record_build(a, db, def, d, answers, time_now(), &xml) == -1) {
		buf_free(&xml);
		return -1;
	}
	mail_write(a, mailer, t->mail != NULL ? t->mail : "modifiee", d->email,
	    d->id, mail_model(a, mailer, &next), &m);
	if ((rc = db_begin(db)) == 0) {
		rc = send_in(a, db, &s, &next);
		if (rc == 0)
			rc = mail_queue(db, &m);
		if (rc == 0)
			rc = db_commit(db);
		else
			db_rollback(db);
	}
	buf_free(&xml);
	return rc != 0 ? rc : dossier_by_id(a, db, d->id, d);
}

/* The last withdrawal and the state before it; 0 when there is none. */
static int64_t
withdrawn(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, const char **before)
{
	const struct transition *t = definition_transition(def, WITHDRAW);
	struct event *events;
	size_t n;

	if (t == NULL || !str_eq(d->state, t->to))
		return 0;
	n = dossier_events(a, db, d->id, &events);
	while (n > 0 && !str_eq(events[n - 1].name, WITHDRAW))
		n--;
	if (n < 2)
		return 0;
	*before = events[n - 2].state;
	return events[n - 1].at;
}

int64_t
withdrawal_until(struct arena *a, struct db *db,
    const struct definition *def, const struct dossier *d)
{
	const char *before;
	int64_t at = withdrawn(a, db, def, d, &before);

	return at == 0 || at + UNDO_TIME <= time_now() ? 0 : at + UNDO_TIME;
}

static int
undo_in(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, const struct dossier *back,
    const struct message *m)
{
	int rc;

	rc = db_exec(db, "UPDATE dossier SET state = ?1, pending = ?2, "
	    "changed = ?3, version = version + 1 WHERE id = ?4 AND "
	    "version = ?5 AND state = ?6", "siiiis", back->state,
	    (int64_t)dossier_pending(def, back->state), time_now(), d->id,
	    d->version, d->state);
	if (rc != 1)
		return rc == 0 ? 1 : -1;
	if (event_add(db, back, "reprendre", &personne, "") == -1 ||
	    dossier_settle_in(db, def, back) == -1 ||
	    seat_again(db, back, &personne) == -1 || (str_eq(def->name,
	    ALERT_PROGRAMME) && alert_again(a, db, back) == -1))
		return -1;
	return mail_queue(db, m);
}

int
withdrawal_undo(struct arena *a, struct db *db,
    const struct definition *def, const struct dossier *d,
    const struct mailer *mailer)
{
	struct dossier back = *d;
	struct message m;
	int rc;

	if (withdrawal_until(a, db, def, d) == 0 ||
	    withdrawn(a, db, def, d, &back.state) == 0)
		return 1;
	mail_write(a, mailer, "reprise", d->email, d->id,
	    mail_model(a, mailer, &back), &m);
	if (db_begin(db) == -1)
		return -1;
	if ((rc = undo_in(a, db, def, d, &back, &m)) != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}
