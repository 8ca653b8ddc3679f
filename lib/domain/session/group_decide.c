/*
 * A group decided: seats, files, the waiting list and messages, all or none.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/session/group.h"
#include "domain/session/seat_inside.h"

#define ACCEPT	"accepter"
#define WAIT	"mettre-en-attente"

/* One of the draw, on its way. */
struct member {
	struct dossier	 dossier;
	int		 chosen;
	int		 moves;		/* its file changes state */
	int		 told;
	struct message	 message;
	int64_t		 rank;		/* of those who go on waiting */
};

int
group_message(struct arena *a, struct db *db, const struct mailer *mailer,
    const struct definition *def, int64_t dossier, int chosen,
    const char *others, struct message *m)
{
	const char *name = chosen ? ACCEPT : WAIT;
	const struct transition *t = definition_transition(def, name);
	struct dossier d;

	if (dossier_by_id(a, db, dossier, &d) != 0)
		return -1;
	if (t == NULL || !transition_from(t, d.state))
		return 1;
	return dossier_message(a, def, &d, name, chosen ? NULL : others,
	    mailer, m);
}

/* Who is meant, with what is to be written to each.  0, 1, -1. */
static int
gather(struct arena *a, struct db *db, const struct mailer *mailer,
    const struct definition *def, const struct candidate *list, size_t n,
    const struct group_choice *choice, struct member *out, size_t *count)
{
	const struct transition *t;
	struct member *m;
	size_t i, k, found = 0;
	int64_t rank = 0;
	int rc;

	*count = 0;
	for (i = 0; i < n; i++) {
		m = &out[*count];
		memset(m, 0, sizeof(*m));
		for (k = 0; k < choice->n; k++)
			m->chosen |= choice->dossiers[k] == list[i].dossier;
		if (m->chosen && (!list[i].waits || !list[i].able))
			return 1;
		if (!list[i].waits)
			continue;
		found += m->chosen != 0;
		m->rank = m->chosen ? 0 : ++rank;
		if (dossier_by_id(a, db, list[i].dossier, &m->dossier) != 0)
			return -1;
		t = definition_transition(def, m->chosen ? ACCEPT : WAIT);
		m->moves = t != NULL && transition_from(t, m->dossier.state);
		rc = group_message(a, db, mailer, def, list[i].dossier,
		    m->chosen, choice->others, &m->message);
		if (rc == -1)
			return -1;
		m->told = rc == 0;
		(*count)++;
	}
	return found == choice->n ? 0 : 1;
}

/* Inside the transaction.  0, 1 it changed meanwhile, -1. */
static int
settle(struct db *db, int64_t session, const struct definition *def,
    const struct member *m, const struct group_choice *choice,
    const struct actor *who)
{
	int rc;

	rc = db_exec(db, "UPDATE place SET state = iif(?2, 'prise', state), "
	    "rank = nullif(?3, 0), changed = ?4 WHERE dossier = ?1 AND agenda "
	    "= ?5 AND state = 'attente'", "iiiii", m->dossier.id,
	    (int64_t)m->chosen, m->rank, time_now(), session);
	if (rc != 1)
		return rc == 0 ? 1 : -1;
	if (m->chosen && seat_note(db, &m->dossier, SEAT_TAKEN, who,
	    "") == -1)
		return -1;
	if (m->moves && (rc = dossier_move_in(db, def, &m->dossier,
	    m->chosen ? ACCEPT : WAIT, who, m->chosen ? NULL :
	    choice->others)) != 0)
		return rc;
	return m->told ? mail_queue(db, &m->message) : 0;
}

/*
 * Has it so many seats, which may have been changed meanwhile?  Asked before
 * they are given: the database would refuse the one too many as a fault.  0, 3
 * or -1.
 */
static int
fits(struct db *db, int64_t session, size_t n)
{
	struct query *q = db_query(db, "SELECT seats - held - (SELECT "
	    "count(*) FROM place WHERE agenda = ?1 AND state IN ('prise', "
	    "'offerte')) >= ?2 FROM agenda WHERE id = ?1", "ii", session,
	    (int64_t)n);
	int fits = db_next(q) && db_int(q, 0);

	return db_done(q) == -1 ? -1 : fits ? 0 : 3;
}

/* Is it as proposed, as far as those who were proposed still wait? */
static int
as_proposed(const struct candidate *list, size_t n,
    const struct group_choice *choice)
{
	size_t i, k;
	int in;

	for (i = 0; i < n; i++) {
		for (k = in = 0; k < choice->n; k++)
			in |= choice->dossiers[k] == list[i].dossier;
		if (list[i].waits && in != list[i].proposed)
			return 0;
	}
	return 1;
}

int
group_decide(struct arena *a, struct db *db, const struct mailer *mailer,
    const struct session *s, const struct definition *def,
    const struct group_choice *choice, const struct actor *who)
{
	struct candidate *list;
	struct member *members;
	struct group g;
	size_t i, n, count;
	int rc;

	if ((rc = group_find(a, db, s->id, &g)) != 0)
		return rc;
	if (g.drawn == 0 || g.decided != 0 || s->cancelled != 0)
		return 1;
	if ((int64_t)choice->n > session_left(s))
		return 3;
	n = group_drawn(a, db, &g, def, &list);
	if (!as_proposed(list, n, choice) && str_is_blank(choice->reason))
		return 2;
	members = arena_array(a, n + 1, sizeof(*members));
	if ((rc = gather(a, db, mailer, def, list, n, choice, members,
	    &count)) != 0)
		return rc;
	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "UPDATE groupe SET decided = ?2, reason = ?3, "
	    "decider = ?4 WHERE agenda = ?1 AND decided IS NULL", "iiss",
	    s->id, time_now(), choice->reason, who->name);
	rc = rc == 1 ? fits(db, s->id, choice->n) : rc == 0 ? 1 : -1;
	for (i = 0; i < count && rc == 0; i++)
		rc = settle(db, s->id, def, &members[i], choice, who);
	if (rc != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}
