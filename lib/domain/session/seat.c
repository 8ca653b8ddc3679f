/*
 * Seats: taken, waited for, offered, given back.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/access/link.h"
#include "domain/post/mail.h"
#include "domain/proof/audit.h"
#include "domain/session/seat_inside.h"

static const struct actor personne = { 0, "personne" };
static const struct actor systeme = { 0, "systeme" };

/* In the order of the enum; the names of the events. */
static const char *const events[] = {
	"place-prise", "place-attente", "place-offerte", "place-rendue",
	"place-declinee", "place-expiree"
};

const char *
seat_state_name(enum seat_state state)
{
	return events[state] + strlen("place-");
}

enum seat_state
seat_state_read(const char *name)
{
	size_t i;

	for (i = SEAT_TAKEN; i < SEAT_EXPIRED; i++)
		if (str_eq(seat_state_name((enum seat_state)i), name))
			break;
	return (enum seat_state)i;
}

int
seat_of(struct db *db, int64_t dossier, struct seat *s)
{
	struct query *q;
	int found;

	q = db_query(db, "SELECT id, agenda, state, at, changed, "
	    "coalesce(deadline, 0), iif(state = 'attente', (SELECT count(*) "
	    "FROM place w WHERE w.agenda = p.agenda AND w.state = 'attente' "
	    "AND (coalesce(w.rank, 1000000000), w.id) <= (coalesce(p.rank, "
	    "1000000000), p.id)), 0) FROM place p WHERE dossier = ?1 "
	    "ORDER BY id DESC LIMIT 1", "i", dossier);
	if ((found = db_next(q)))
		*s = (struct seat){
			.id = db_int(q, 0), .session = db_int(q, 1),
			.state = seat_state_read(db_text(q, 2)), .at = db_int(q, 3),
			.changed = db_int(q, 4), .deadline = db_int(q, 5),
			.rank = db_int(q, 6)
		};
	return db_done(q) == -1 ? -1 : !found;
}

int
seat_at_sending(struct db *db, int64_t dossier, enum seat_state *state)
{
	struct query *q;
	int found;

	q = db_query(db, "SELECT name FROM event WHERE dossier = ?1 AND name "
	    "IN ('place-prise', 'place-attente') ORDER BY id LIMIT 1", "i",
	    dossier);
	if ((found = db_next(q)))
		*state = str_eq(db_text(q, 0), events[SEAT_TAKEN]) ?
		    SEAT_TAKEN : SEAT_WAITING;
	return db_done(q) == -1 ? -1 : !found;
}

int
seat_likely(struct arena *a, struct db *db, const char *code,
    enum seat_state *state)
{
	struct session s;
	int rc = session_find(a, db, code, &s);

	if (rc != 0)
		return rc;
	switch (session_state(&s, day_today())) {
	case SESSION_OUVERTE:
		*state = s.composing ? SEAT_WAITING : SEAT_TAKEN;
		return 0;
	case SESSION_COMPLETE:
		*state = SEAT_WAITING;
		return 0;
	default:
		return 1;
	}
}

int
seat_wish(struct arena *a, struct db *db, const struct answers *answers,
    struct seat_wish *wish)
{
	wish->code = answers_session(answers);
	return wish->code == NULL ? 0 :
	    seat_likely(a, db, wish->code, &wish->state);
}

void
seat_tell(struct arena *a, struct db *db, const struct seat_wish *wish,
    struct node *model)
{
	struct session s;

	if (wish->code == NULL || session_find(a, db, wish->code, &s) != 0)
		return;
	node_set(model, "place", seat_state_name(wish->state));
	session_node(a, model, &s, day_today());
}

int
seat_note(struct db *db, const struct dossier *d, enum seat_state state,
    const struct actor *who, const char *text)
{
	return event_add(db, d, events[state], who, text);
}

static int
note(struct db *db, const struct dossier *d, enum seat_state state,
    const struct actor *who)
{
	return seat_note(db, d, state, who, "");
}

/* A group is yet to be decided: everybody waits. */
#define COMPOSING "EXISTS (SELECT 1 FROM groupe g WHERE g.agenda = a.id AND " \
	"g.decided IS NULL)"

/* A seat is left and nobody waits for it. */
#define FREE	"(NOT " COMPOSING " AND "					\
	"a.seats - a.held > (SELECT count(*) FROM place p WHERE "		\
	"p.agenda = a.id AND p.state IN ('prise', 'offerte')) AND NOT EXISTS "	\
	"(SELECT 1 FROM place p WHERE p.agenda = a.id AND p.state = "	\
	"'attente'))"

int
seat_take(struct db *db, const struct dossier *d, const char *code,
    enum seat_state state)
{
	int rc;

	rc = db_exec(db, "INSERT INTO place (agenda, dossier, state, at, "
	    "changed) SELECT a.id, ?2, iif(?4, 'prise', 'attente'), ?3, ?3 "
	    "FROM agenda a WHERE a.code = ?1 AND a.cancelled IS NULL AND "
	    "a.opens <= ?5 AND a.closes >= ?5 AND " FREE " = ?4", "siiii",
	    code, d->id, time_now(), (int64_t)(state == SEAT_TAKEN),
	    (int64_t)day_today());
	if (rc != 1)
		return rc == 0 ? 1 : -1;
	return note(db, d, state, &personne);
}

int
seat_return(struct db *db, const struct dossier *d, const struct actor *who)
{
	int rc;

	rc = db_exec(db, "UPDATE place SET state = 'rendue', deadline = NULL, "
	    "changed = ?2 WHERE dossier = ?1 AND state IN ('prise', "
	    "'attente', 'offerte')", "ii", d->id, time_now());
	if (rc != 1)
		return rc;
	return note(db, d, SEAT_RETURNED, who);
}

/* A seat in the session of the last one, or a place to wait in: 1, 0 no, -1. */
static int
ask_again(struct db *db, const struct dossier *d, const struct seat *last,
    const struct actor *who)
{
	struct seat s;
	int rc;

	rc = db_exec(db, "INSERT INTO place (agenda, dossier, state, at, "
	    "changed) SELECT a.id, ?2, iif(" FREE ", 'prise', 'attente'), ?3, "
	    "?3 FROM agenda a WHERE a.id = ?1 AND a.cancelled IS NULL AND "
	    "a.first > ?4", "iiii", last->session, d->id, time_now(),
	    (int64_t)day_today());
	if (rc != 1)
		return rc;
	return seat_of(db, d->id, &s) != 0 || note(db, d, s.state,
	    who) == -1 ? -1 : 1;
}

int
seat_again(struct db *db, const struct dossier *d, const struct actor *who)
{
	struct seat s;
	int rc;

	if ((rc = seat_of(db, d->id, &s)) != 0)
		return rc == 1 ? 0 : -1;
	return s.state != SEAT_RETURNED ? 0 :
	    ask_again(db, d, &s, who) == -1 ? -1 : 0;
}

int
seat_lost(const struct seat *s)
{
	return s->state == SEAT_DECLINED || s->state == SEAT_EXPIRED;
}

int
seat_rejoin(struct db *db, const struct dossier *d)
{
	struct seat s;
	int rc;

	if ((rc = seat_of(db, d->id, &s)) != 0)
		return rc;
	if (!seat_lost(&s))
		return 1;
	if (db_begin(db) == -1)
		return -1;
	if ((rc = ask_again(db, d, &s, &personne)) != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	return db_commit(db);
}

void
seat_write(struct arena *a, struct db *db, const struct mailer *mailer,
    const char *kind, const struct dossier *d, int64_t session,
    int64_t deadline, const char *reason, struct message *m)
{
	struct node *model = mail_model(a, mailer, d);
	struct session s;

	if (session_by_id(a, db, session, &s) == 0)
		session_node(a, model, &s, day_today());
	if (deadline != 0) {
		node_set(model, "limite", time_iso(a, deadline));
		link_offer(a, mailer, model, SEAT_LINK, "", deadline);
	}
	if (reason != NULL)
		node_add_text(model, "motif", reason);
	mail_write(a, mailer, kind, d->email, d->id, model, m);
}

/*
 * Change the state of one seat, if it still is what it was, with its event
 * and message.  0, 1 it changed meanwhile, -1.
 */
static int
change(struct db *db, int64_t id, enum seat_state from, enum seat_state to,
    int64_t deadline, const struct dossier *d, const struct message *m)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "UPDATE place SET state = ?3, deadline = "
	    "nullif(?4, 0), changed = ?5 WHERE id = ?1 AND state = ?2 AND "
	    "(?3 <> 'offerte' OR EXISTS (SELECT 1 FROM agenda a WHERE a.id = "
	    "place.agenda AND a.cancelled IS NULL AND a.seats - a.held > "
	    "(SELECT count(*) FROM place p WHERE p.agenda = a.id AND p.state "
	    "IN ('prise', 'offerte'))))", "issii", id,
	    seat_state_name(from), seat_state_name(to), deadline, time_now());
	if (rc == 1 && note(db, d, to, &systeme) == 0 &&
	    mail_queue(db, m) == 0)
		return db_commit(db);
	db_rollback(db);
	return rc == 0 ? 1 : -1;
}

/* The next seat to look at, of those that a query lists. */
static int
next(struct query *q, int64_t *id, int64_t *session, int64_t *dossier,
    int64_t *deadline)
{
	int found = db_next(q);

	if (found) {
		*id = db_int(q, 0);
		*session = db_int(q, 1);
		*dossier = db_int(q, 2);
		*deadline = db_int(q, 3);
	}
	return db_done(q) == -1 ? -1 : found;
}

/* An offer lasts its hours, but not into the session. */
#define DEADLINE(now)	"min(" now " + a.offer * 3600, a.first * 86400)"

int
seat_offer(struct arena *a, struct db *db, const struct mailer *mailer,
    int64_t session)
{
	int64_t id, where, who, deadline;
	struct message m;
	struct dossier d;
	int n = 0, rc;

	for (;;) {
		rc = next(db_query(db, "SELECT p.id, a.id, p.dossier, "
		    DEADLINE("?2") " FROM agenda a JOIN place p ON p.id = "
		    "(SELECT id FROM place WHERE agenda = a.id AND state = "
		    "'attente' ORDER BY coalesce(rank, 1000000000), id LIMIT "
		    "1) WHERE NOT " COMPOSING " AND (?1 = 0 OR a.id = ?1) "
		    "AND a.cancelled IS NULL AND a.first > ?3 AND "
		    "a.seats - a.held > (SELECT "
		    "count(*) FROM place t WHERE t.agenda = a.id AND t.state "
		    "IN ('prise', 'offerte')) ORDER BY p.id LIMIT 1", "iii",
		    session, time_now(), (int64_t)day_today()), &id, &where,
		    &who, &deadline);
		if (rc != 1)
			return rc == -1 ? -1 : n;
		if (dossier_by_id(a, db, who, &d) != 0)
			return -1;
		seat_write(a, db, mailer, "place-offerte", &d, where, deadline,
		    NULL, &m);
		if (change(db, id, SEAT_WAITING, SEAT_OFFERED, deadline, &d,
		    &m) == -1)
			return -1;
		n++;
	}
}

static int
expire(struct arena *a, struct db *db, const struct mailer *mailer, int *n)
{
	int64_t id, where, who, deadline;
	struct message m;
	struct dossier d;
	int rc;

	while ((rc = next(db_query(db, "SELECT id, agenda, dossier, deadline "
	    "FROM place WHERE state = 'offerte' AND deadline <= ?1 ORDER BY "
	    "id LIMIT 1", "i", time_now()), &id, &where, &who,
	    &deadline)) == 1) {
		if (dossier_by_id(a, db, who, &d) != 0)
			return -1;
		seat_write(a, db, mailer, "place-expiree", &d, where, deadline,
		    NULL, &m);
		if (change(db, id, SEAT_OFFERED, SEAT_EXPIRED, 0, &d, &m) == -1)
			return -1;
		(*n)++;
	}
	return rc;
}

static int
let_go(struct arena *a, struct db *db, const struct mailer *mailer, int *n)
{
	int64_t id, where, who, state;
	struct message m;
	struct dossier d;
	int rc;

	while ((rc = next(db_query(db, "SELECT p.id, p.agenda, p.dossier, "
	    "CASE p.state WHEN 'prise' THEN 0 WHEN 'attente' THEN 1 ELSE 2 "
	    "END FROM place p JOIN agenda a ON a.id = p.agenda WHERE "
	    "a.cancelled IS NOT NULL AND p.state IN ('prise', 'attente', "
	    "'offerte') ORDER BY p.id LIMIT 1", ""), &id, &where, &who,
	    &state)) == 1) {
		if (dossier_by_id(a, db, who, &d) != 0)
			return -1;
		seat_write(a, db, mailer, "session-annulee", &d, where, 0, NULL,
		    &m);
		if (change(db, id, (enum seat_state)state, SEAT_RETURNED, 0,
		    &d, &m) == -1)
			return -1;
		(*n)++;
	}
	return rc;
}

int
seat_tick(struct arena *a, struct db *db, const struct mailer *mailer,
    struct seat_tick *done)
{
	*done = (struct seat_tick){ 0 };
	if (let_go(a, db, mailer, &done->cancelled) == -1 ||
	    expire(a, db, mailer, &done->expired) == -1)
		return -1;
	done->offered = seat_offer(a, db, mailer, 0);
	return done->offered == -1 ? -1 : 0;
}

int
seat_answer(struct arena *a, struct db *db, const struct mailer *mailer,
    const struct dossier *d, int accept)
{
	struct message m;
	struct seat s;
	int rc;

	if ((rc = seat_of(db, d->id, &s)) != 0)
		return rc;
	if (accept)
		seat_write(a, db, mailer, "place-confirmee", d, s.session, 0,
		    NULL, &m);
	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "UPDATE place SET state = iif(?2, 'prise', "
	    "'declinee'), deadline = NULL, changed = ?3 WHERE id = ?1 AND "
	    "state = 'offerte' AND deadline > ?3", "iii", s.id,
	    (int64_t)accept, time_now());
	if (rc != 1 || note(db, d, accept ? SEAT_TAKEN : SEAT_DECLINED,
	    &personne) == -1 || (accept && mail_queue(db, &m) == -1)) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	if (db_commit(db) == -1)
		return -1;
	/* what fails here is done by the next seat_tick() */
	if (!accept)
		seat_offer(a, db, mailer, s.session);
	return 0;
}

size_t
seat_check(struct db *db, struct buf *out)
{
	size_t n;

	n = audit_list(db_query(db, "SELECT a.code FROM agenda a WHERE a.held + "
	    "(SELECT count(*) FROM place p WHERE p.agenda = a.id AND p.state "
	    "IN ('prise', 'offerte')) > a.seats", ""),
	    "plus de personnes que de places", out);
	n += audit_list(db_query(db, "SELECT d.numero FROM dossier d JOIN place "
	    "p ON p.dossier = d.id WHERE d.sent IS NULL", ""),
	    "une place sans candidature envoyée", out);
	n += audit_list(db_query(db, "SELECT d.numero FROM dossier d WHERE "
	    "coalesce((SELECT 'place-' || p.state FROM place p WHERE "
	    "p.dossier = d.id ORDER BY p.id DESC LIMIT 1), '') <> coalesce("
	    "(SELECT e.name FROM event e WHERE e.dossier = d.id AND e.name "
	    "GLOB 'place-*' ORDER BY e.id DESC LIMIT 1), '')", ""),
	    "sa place n’est pas celle du dernier événement", out);
	return n;
}
