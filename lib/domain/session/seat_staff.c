/*
 * Seats that staff give or take back by hand.
 */
#include "base/date.h"
#include "domain/session/seat_inside.h"

static int
held(const struct seat *s)
{
	return s->state == SEAT_TAKEN || s->state == SEAT_WAITING ||
	    s->state == SEAT_OFFERED;
}

/* The seat such a decision is about.  0, 1 there is none, -1. */
static int
open_seat(struct db *db, const struct dossier *d, int give, struct seat *s)
{
	int rc = seat_of(db, d->id, s);

	if (rc != 0)
		return rc;
	return !held(s) || (give && s->state == SEAT_TAKEN);
}

int
seat_decision(struct arena *a, struct db *db, const struct mailer *mailer,
    const struct dossier *d, int give, const char *reason, struct message *m)
{
	struct seat s;
	int rc = open_seat(db, d, give, &s);

	if (rc == 0)
		seat_write(a, db, mailer, give ? "place-donnee" :
		    "place-retiree", d, s.session, 0, reason, m);
	return rc;
}

void
seat_cancellation(struct arena *a, const struct mailer *mailer,
    const struct dossier *d, const struct session *s, const char *reason,
    struct message *m)
{
	struct session off = *s;
	struct node *model = mail_model(a, mailer, d);

	off.cancelled = time_now();
	off.reason = reason;
	session_node(a, model, &off, day_today());
	mail_write(a, mailer, "session-annulee", d->email, d->id, model, m);
}

/* Inside the transaction.  1 done, 0 it is otherwise meanwhile, -1. */
static int
give_in(struct db *db, const struct seat *s)
{
	return db_exec(db, "UPDATE place SET state = 'prise', deadline = "
	    "NULL, changed = ?2 WHERE id = ?1 AND state = ?3 AND (state = "
	    "'offerte' OR EXISTS (SELECT 1 FROM agenda a WHERE a.id = "
	    "place.agenda AND a.cancelled IS NULL AND a.seats - a.held > "
	    "(SELECT count(*) FROM place p WHERE p.agenda = a.id AND p.state "
	    "IN ('prise', 'offerte'))))", "iis", s->id, time_now(),
	    seat_state_name(s->state));
}

int
seat_decide(struct arena *a, struct db *db, const struct mailer *mailer,
    const struct dossier *d, int give, const struct actor *who,
    const char *reason)
{
	struct message m;
	struct seat s;
	int rc;

	if ((rc = open_seat(db, d, give, &s)) != 0 ||
	    (rc = seat_decision(a, db, mailer, d, give, reason, &m)) != 0)
		return rc;
	if (db_begin(db) == -1)
		return -1;
	rc = give ? give_in(db, &s) : db_exec(db, "UPDATE place SET state = "
	    "'rendue', deadline = NULL, changed = ?2 WHERE id = ?1 AND state "
	    "= ?3", "iis", s.id, time_now(), seat_state_name(s.state));
	if (rc != 1 || seat_note(db, d, give ? SEAT_TAKEN : SEAT_RETURNED,
	    who, reason) == -1 || mail_queue(db, &m) == -1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	if (db_commit(db) == -1)
		return -1;
	/* what fails here is done by the next seat_tick() */
	if (!give)
		seat_offer(a, db, mailer, s.session);
	return 0;
}
