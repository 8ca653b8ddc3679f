/*
 * Who asked for a séance, and letters to all of them.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/post/mail.h"
#include "domain/session/roster.h"

#define LETTER_AGAIN	600	/* seconds */

size_t
roster_list(struct arena *a, struct db *db, int64_t session,
    struct person **out)
{
	size_t n = 0, room = 64;
	struct person *list = arena_array(a, room, sizeof(*list)), *more, *p;
	struct query *q;

	q = db_query(db, "SELECT d.id, d.numero, d.nom, d.prenom, d.email, "
	    "d.programme, d.cooperative, d.state, p.id, p.state, p.at, "
	    "p.changed, coalesce(p.deadline, 0), iif(p.state = 'attente', "
	    "row_number() OVER (PARTITION BY p.state ORDER BY "
	    "coalesce(p.rank, 1000000000), p.id), 0) AS r FROM place p JOIN "
	    "dossier d ON d.id = p.dossier WHERE p.agenda = ?1 AND p.id = "
	    "(SELECT max(id) FROM place WHERE dossier = d.id AND agenda = ?1) "
	    "ORDER BY CASE p.state WHEN 'prise' THEN 0 WHEN 'offerte' THEN 1 "
	    "WHEN 'attente' THEN 2 ELSE 3 END, r, p.deadline, d.sort, d.id",
	    "i", session);
	while (db_next(q)) {
		if (n == room) {
			more = arena_array(a, room *= 2, sizeof(*more));
			memcpy(more, list, n * sizeof(*list));
			list = more;
		}
		p = &list[n++];
		*p = (struct person){
			.dossier = db_int(q, 0), .numero = db_dup(a, q, 1),
			.nom = db_dup(a, q, 2), .prenom = db_dup(a, q, 3),
			.email = db_dup(a, q, 4),
			.programme = db_dup(a, q, 5),
			.cooperative = db_dup(a, q, 6),
			.state = db_dup(a, q, 7),
			.seat = { .id = db_int(q, 8), .session = session,
			    .state = seat_state_read(db_text(q, 9)),
			    .at = db_int(q, 10), .changed = db_int(q, 11),
			    .deadline = db_int(q, 12), .rank = db_int(q, 13) }
		};
	}
	*out = list;
	return db_done(q) == -1 ? 0 : n;
}

void
letter_message(struct arena *a, struct db *db, const struct mailer *mailer,
    const struct letter *l, const struct dossier *d, struct message *m)
{
	struct node *model = mail_model(a, mailer, d);
	struct session s;

	if (session_by_id(a, db, l->session, &s) == 0)
		session_node(a, model, &s, day_today());
	node_add_text(model, "objet", l->subject);
	node_add_text(model, "lettre", l->text);
	mail_write(a, mailer, "lettre", d->email, d->id, model, m);
}

/* Was it sent a moment ago?  1, 0, -1. */
static int
sent(struct db *db, const struct letter *l)
{
	struct query *q = db_query(db, "SELECT 1 FROM lettre WHERE agenda = ?1 "
	    "AND states = ?2 AND subject = ?3 AND text = ?4 AND at > ?5",
	    "isssi", l->session, l->states, l->subject, l->text,
	    l->at - LETTER_AGAIN);
	int found = db_next(q);

	return db_done(q) == -1 ? -1 : found;
}

/* Inside the transaction.  0 or -1. */
static int
store(struct db *db, const struct letter *l, const struct actor *who)
{
	return db_exec(db, "INSERT INTO lettre (agenda, states, subject, text, "
	    "people, at, account, author) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
	    "?8)", "isssiiis", l->session, l->states, l->subject, l->text,
	    l->people, l->at, who->account, who->name) == 1 ? 0 : -1;
}

int
letter_send(struct arena *a, struct db *db, const struct mailer *mailer,
    struct letter *l, const struct actor *who)
{
	struct person *list;
	struct message *messages;
	struct dossier d;
	size_t i, n = roster_list(a, db, l->session, &list), k = 0;
	int rc;

	messages = arena_array(a, n, sizeof(*messages));
	for (i = 0; i < n; i++) {
		if (!str_has_word(l->states, seat_state_name(
		    list[i].seat.state)))
			continue;
		if (dossier_by_id(a, db, list[i].dossier, &d) != 0)
			return -1;
		letter_message(a, db, mailer, l, &d, &messages[k++]);
	}
	if (k == 0)
		return 1;
	l->people = (int64_t)k;
	l->at = time_now();
	l->author = who->name;
	if (db_begin(db) == -1)
		return -1;
	if ((rc = sent(db, l)) != 0) {
		db_rollback(db);
		return rc == 1 ? 0 : -1;
	}
	for (i = 0; i < k; i++)
		if (mail_queue(db, &messages[i]) == -1)
			break;
	if (i < k || store(db, l, who) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

size_t
letter_list(struct arena *a, struct db *db, int64_t session,
    struct letter **out)
{
	size_t n = 0, room = 50;
	struct letter *list = arena_array(a, room, sizeof(*list));
	struct query *q;

	q = db_query(db, "SELECT states, subject, text, people, at, author "
	    "FROM lettre WHERE agenda = ?1 ORDER BY id DESC LIMIT 50", "i",
	    session);
	for (; n < room && db_next(q); n++)
		list[n] = (struct letter){
			.session = session, .states = db_dup(a, q, 0),
			.subject = db_dup(a, q, 1), .text = db_dup(a, q, 2),
			.people = db_int(q, 3), .at = db_int(q, 4),
			.author = db_dup(a, q, 5)
		};
	*out = list;
	return db_done(q) == -1 ? 0 : n;
}
