/*
 * Requests to be erased, and their answers.
 */
#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/coffre.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/dossier_inside.h"
#include "domain/dossier/effacement.h"
#include "domain/session/seat.h"

static const struct actor personne = { 0, "personne" };

#define COLUMNS	"f.id, f.dossier, d.numero, f.at, f.due, f.text, f.state, "	\
	"coalesce(f.answered, 0), f.author, f.reason FROM effacement f JOIN "	\
	"dossier d ON d.id = f.dossier "

static void
row(struct arena *a, struct query *q, struct effacement *e)
{
	*e = (struct effacement){
		.id = db_int(q, 0), .dossier = db_int(q, 1),
		.numero = db_dup(a, q, 2), .at = db_int(q, 3),
		.due = (int32_t)db_int(q, 4), .text = db_dup(a, q, 5),
		.state = db_dup(a, q, 6), .answered = db_int(q, 7),
		.author = db_dup(a, q, 8), .reason = db_dup(a, q, 9)
	};
}

int
effacement_last(struct arena *a, struct db *db, int64_t dossier,
    struct effacement *e)
{
	struct query *q;
	int found;

	q = db_query(db, "SELECT " COLUMNS "WHERE f.dossier = ?1 ORDER BY "
	    "f.id DESC LIMIT 1", "i", dossier);
	if ((found = db_next(q)) != 0)
		row(a, q, e);
	return db_done(q) == -1 ? -1 : !found;
}

size_t
effacement_waiting(struct arena *a, struct db *db, const char *cooperatives,
    size_t max, struct effacement **out)
{
	struct query *q;
	size_t n = 0;

	*out = arena_array(a, max + 1, sizeof(**out));
	q = db_query(db, "SELECT " COLUMNS "WHERE f.state = 'demande' AND "
	    "(?1 = '' OR instr(' ' || ?1 || ' ', ' ' || d.cooperative || "
	    "' ')) ORDER BY f.due, f.id LIMIT ?2", "si", cooperatives,
	    (int64_t)max);
	while (n < max && db_next(q))
		row(a, q, &(*out)[n++]);
	return db_done(q) == -1 ? 0 : n;
}

/* What was begun is finished, or nothing of it is. */
static int
end(struct db *db, int rc)
{
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

static int
ask_in(struct db *db, const struct definition *def, const struct dossier *d,
    const char *text)
{
	int n = db_exec(db, "INSERT INTO effacement (dossier, at, due, text) "
	    "SELECT id, ?2, ?3, ?4 FROM dossier WHERE id = ?1 AND sent IS NOT "
	    "NULL AND id NOT IN (SELECT dossier FROM depart) AND id NOT IN "
	    "(SELECT dossier FROM effacement WHERE state = 'demande')", "iiis",
	    d->id, time_now(), (int64_t)day_add_months(day_today(), 1), text);

	if (n != 1)
		return n == 0 ? 1 : -1;
	return event_add(db, d, "effacement-demande", &personne, "") == -1 ?
	    -1 : dossier_settle_in(db, def, d);
}

int
effacement_ask(struct db *db, const struct definition *def,
    const struct dossier *d, const char *text)
{
	return db_begin(db) == -1 ? -1 : end(db, ask_in(db, def, d, text));
}

/* It waits no more.  0, 1 it does not wait, -1. */
static int
close_in(struct db *db, const struct dossier *d, int64_t id,
    const char *state, const struct actor *actor, const char *reason)
{
	int n = db_exec(db, "UPDATE effacement SET state = ?3, answered = ?4, "
	    "account = nullif(?5, 0), author = ?6, reason = ?7 WHERE "
	    "dossier = ?1 AND (?2 = 0 OR id = ?2) AND state = 'demande'",
	    "iisiiss", d->id, id, state, time_now(), actor->account,
	    actor->account == 0 ? "" : actor->name, reason);

	return n == 1 ? 0 : n == 0 ? 1 : -1;
}

static int
withdraw_in(struct db *db, const struct definition *def,
    const struct dossier *d)
{
	int rc = close_in(db, d, 0, "retire", &personne, "");

	if (rc == 0 && event_add(db, d, "effacement-retire", &personne,
	    "") == -1)
		rc = -1;
	return rc != 0 ? rc : dossier_settle_in(db, def, d);
}

int
effacement_withdraw(struct db *db, const struct definition *def,
    const struct dossier *d)
{
	return db_begin(db) == -1 ? -1 : end(db, withdraw_in(db, def, d));
}

void
effacement_message(struct arena *a, const struct mailer *mailer,
    const struct dossier *d, const char *reason, struct message *m)
{
	struct node *model = mail_model(a, mailer, d);

	if (reason != NULL)
		node_add_text(model, "motif", reason);
	/* the first stays when the file is gone, until it was sent */
	mail_write(a, mailer, reason == NULL ? "efface" : "effacement-refus",
	    d->email, reason == NULL ? 0 : d->id, model, m);
}

static int
answer_in(struct db *db, const struct definition *def,
    const struct dossier *d, int64_t id, const char *reason,
    const struct actor *actor, const struct message *m)
{
	int rc = close_in(db, d, id, reason == NULL ? "accepte" : "refuse",
	    actor, reason == NULL ? "" : reason);

	if (rc != 0)
		return rc;
	if (reason != NULL)
		rc = event_add(db, d, "effacement-refuse", actor, reason) ==
		    -1 ? -1 : dossier_settle_in(db, def, d);
	else if (event_add(db, d, "effacement-accepte", actor, "") == -1 ||
	    seat_return(db, d, actor) == -1)
		rc = -1;
	else if ((rc = depart_asked(db, def, d->id, id, time_now())) == 1)
		rc = 2;
	return rc != 0 ? rc : mail_queue(db, m);
}

int
effacement_answer(struct arena *a, struct db *db,
    const struct definition *def, const struct dossier *d, int64_t id,
    const char *reason, const struct actor *actor,
    const struct mailer *mailer)
{
	struct message m;
	int rc;

	if (actor->account == 0 || (reason != NULL && str_is_blank(reason)))
		return -1;
	effacement_message(a, mailer, d, reason, &m);
	/* what a law keeps of it is sealed under another key */
	if (coffre_ready(db) == -1 || db_begin(db) == -1)
		return -1;
	rc = end(db, answer_in(db, def, d, id, reason, actor, &m));
	/* the night does it again, were this one interrupted */
	if (rc == 0 && reason == NULL && (coffre_forget(db) == -1 ||
	    db_flush(db) != 0))
		log_warnx("%s : sa clé sera effacée cette nuit", d->numero);
	return rc;
}
