/*
 * Moves to another cooperative.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/accord/representant.h"
#include "domain/dossier/dossier_inside.h"
#include "domain/dossier/transfert.h"
#include "domain/law/contrat.h"
#include "domain/post/mail.h"
#include "domain/session/seat.h"
#include "domain/territory/network.h"

static const struct actor personne = { 0, "personne" };

#define COLUMNS	"id, origin, destination, reason, author, at, state, "	\
	"coalesce(answered, 0)"

static void
row(struct arena *a, struct query *q, struct transfert *t)
{
	*t = (struct transfert){
		.id = db_int(q, 0), .origin = db_dup(a, q, 1),
		.destination = db_dup(a, q, 2), .reason = db_dup(a, q, 3),
		.author = db_dup(a, q, 4), .at = db_int(q, 5),
		.state = db_dup(a, q, 6), .answered = db_int(q, 7)
	};
}

size_t
transfert_list(struct arena *a, struct db *db, int64_t dossier,
    struct transfert **out)
{
	struct query *q;
	size_t n = 0, max = 0;

	q = db_query(db, "SELECT count(*) FROM transfert WHERE dossier = ?1",
	    "i", dossier);
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	*out = arena_array(a, max + 1, sizeof(**out));
	if (db_done(q) == -1)
		return 0;
	q = db_query(db, "SELECT " COLUMNS " FROM transfert WHERE dossier = "
	    "?1 ORDER BY id", "i", dossier);
	while (n < max && db_next(q))
		row(a, q, &(*out)[n++]);
	return db_done(q) == -1 ? 0 : n;
}

int
transfert_open(struct arena *a, struct db *db, int64_t dossier,
    struct transfert *t)
{
	struct query *q;
	int found = 0;

	q = db_query(db, "SELECT " COLUMNS " FROM transfert WHERE dossier = "
	    "?1 AND state = 'propose'", "i", dossier);
	if (db_next(q)) {
		row(a, q, t);
		found = 1;
	}
	return db_done(q) == -1 ? -1 : !found;
}

int
transfert_moved(struct db *db, int64_t dossier)
{
	struct query *q;
	int found;

	q = db_query(db, "SELECT 1 FROM transfert WHERE dossier = ?1 AND "
	    "state = 'accepte'", "i", dossier);
	found = db_next(q);
	return db_done(q) == -1 ? -1 : found;
}

/* Does a contract bind the person and the cooperative? */
static int
bound(const struct contrat *c)
{
	return contrat_runs(c) || c->state == CONTRAT_A_SIGNER ||
	    c->state == CONTRAT_A_VENIR || c->state == CONTRAT_ECHU;
}

/* A minor, for whom representatives decide. */
static int
decided_by_others(struct arena *a, struct db *db,
    const struct definition *def, const struct dossier *d)
{
	struct answers *an = answers_new(a, def);
	struct tree *t;
	int age;

	if (!accord_concerns(def))
		return 0;
	t = record_latest(a, db, d->id, d->programme, NULL, NULL);
	if (t == NULL)
		return 1;
	answers_from_record(an, node_child(tree_root(t), "reponses"));
	age = answers_age(an, day_today());
	return age >= 0 && age < MAJORITY;
}

const char *
transfert_wrong(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d)
{
	struct transfert t;
	struct contrat c;
	struct seat seat;

	if (*d->cooperative == '\0')
		return "Ce dossier n’a pas encore de coopérative.";
	if (*d->email == '\0')
		return "La personne n’a pas d’adresse e-mail : elle ne peut "
		    "pas donner son accord ici.";
	if (transfert_open(a, db, d->id, &t) != 1)
		return "Un transfert est déjà proposé.";
	if (d->reopened != 0)
		return "La personne est en train de changer ses réponses.";
	if (contrat_load(a, db, d, day_today(), &c) == -1 || bound(&c))
		return "Un contrat lie la personne à sa coopérative. Il se "
		    "termine d’abord.";
	if (seat_of(db, d->id, &seat) == 0 && (seat.state == SEAT_TAKEN ||
	    seat.state == SEAT_WAITING || seat.state == SEAT_OFFERED))
		return "La personne a une place ou une attente dans une "
		    "session de la coopérative.";
	if (decided_by_others(a, db, def, d))
		return "La personne a moins de 18 ans : ses représentants "
		    "légaux ont accepté cette coopérative. Une nouvelle "
		    "candidature est nécessaire.";
	return NULL;
}

/* A message about it, to the person or to a team. */
static void
tell(struct arena *a, const struct mailer *mailer, const struct dossier *d,
    const char *kind, const char *to, const char *destination,
    const char *reason, struct message *m)
{
	const struct cooperative *coop = mailer->network == NULL ? NULL :
	    network_cooperative(mailer->network, destination);
	struct node *model = mail_model(a, mailer, d);

	node_set(model, "vers", coop == NULL ? destination : coop->name);
	node_add_text(model, "motif", reason);
	mail_write(a, mailer, kind, to == NULL ? "" : to, d->id, model, m);
}

void
transfert_message(struct arena *a, const struct mailer *mailer,
    const struct dossier *d, const char *destination, const char *reason,
    struct message *m)
{
	tell(a, mailer, d, "transfert", d->email, destination, reason, m);
}

/* Make sure that the file is as the caller knows it; its next version. */
static int
claim(struct db *db, const struct dossier *d, const char *cooperative)
{
	int rc = db_exec(db, "UPDATE dossier SET cooperative = ?1, changed = "
	    "?2, version = version + 1 WHERE id = ?3 AND version = ?4 AND "
	    "sent IS NOT NULL", "siii", cooperative, time_now(), d->id,
	    d->version);

	return rc == 1 ? dossier_scope(db, d->id) : rc == 0 ? 1 : -1;
}

static int
propose_in(struct db *db, const struct dossier *d, const char *destination,
    const char *reason, const struct actor *actor, const struct message *m)
{
	int rc = claim(db, d, d->cooperative);

	if (rc != 0)
		return rc;
	if (db_exec(db, "INSERT INTO transfert (dossier, origin, destination, "
	    "reason, account, author, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	    "isssisi", d->id, d->cooperative, destination, reason,
	    actor->account, actor->name, time_now()) != 1 ||
	    event_add(db, d, "transfert-propose", actor, "") == -1)
		return -1;
	return mail_queue(db, m);
}

int
transfert_propose(struct arena *a, struct db *db,
    const struct definition *def, const struct dossier *d,
    const char *destination, const char *reason, const struct actor *actor,
    const struct mailer *mailer)
{
	struct message m;
	int rc;

	if (actor->account == 0 || str_is_blank(reason) ||
	    str_eq(destination, d->cooperative) || mailer->network == NULL ||
	    network_cooperative(mailer->network, destination) == NULL)
		return 1;
	transfert_message(a, mailer, d, destination, reason, &m);
	if (db_begin(db) == -1)
		return -1;
	rc = transfert_wrong(a, db, def, d) != NULL ? 1 :
	    propose_in(db, d, destination, reason, actor, &m);
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

static int
end_in(struct db *db, int64_t id, int64_t dossier, const char *state)
{
	int rc = db_exec(db, "UPDATE transfert SET state = ?3, answered = ?4 "
	    "WHERE id = ?1 AND dossier = ?2 AND state = 'propose'", "iisi", id,
	    dossier, state, time_now());

	return rc == 1 ? 0 : rc == 0 ? 1 : -1;
}

/* The file is the other cooperative's from here on. */
static int
move_in(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, const struct transfert *t,
    const struct mailer *mailer)
{
	struct dossier there = *d;
	struct message from, to;
	int rc;

	there.cooperative = t->destination;
	tell(a, mailer, d, "transfert-parti-equipe", mail_team(a, mailer, d),
	    t->destination, t->reason, &from);
	tell(a, mailer, d, "transfert-arrive-equipe", mail_team(a, mailer, &there),
	    t->destination, t->reason, &to);
	/* they keep nothing that was not issued: data half typed for papers */
	if ((rc = claim(db, d, t->destination)) != 0)
		return rc;
	if (db_exec(db, "DELETE FROM brouillon WHERE dossier = ?1 AND form <> "
	    "?2 AND form <> ?2 || '/envoyee'", "is", d->id,
	    d->programme) < 0 ||
	    event_add(db, &there, "transfert-accepte", &personne, "") == -1 ||
	    mail_queue(db, &from) == -1 || mail_queue(db, &to) == -1)
		return -1;
	return dossier_settle_in(db, def, &there);
}

static int
answer_in(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, int64_t id, int yes,
    const struct mailer *mailer)
{
	struct transfert t;
	struct message m;
	int rc = transfert_open(a, db, d->id, &t);

	if (rc != 0 || t.id != id)
		return rc == -1 ? -1 : 1;
	if ((rc = end_in(db, id, d->id, yes ? "accepte" : "refuse")) != 0)
		return rc;
	/* what forbids it may have come since */
	if (yes)
		return transfert_wrong(a, db, def, d) != NULL ? 1 :
		    move_in(a, db, def, d, &t, mailer);
	tell(a, mailer, d, "transfert-refuse-equipe", mail_team(a, mailer, d),
	    t.destination, t.reason, &m);
	return event_add(db, d, "transfert-refuse", &personne, "") == -1 ||
	    mail_queue(db, &m) == -1 ? -1 : 0;
}

int
transfert_answer(struct arena *a, struct db *db,
    const struct definition *def, const struct dossier *d, int64_t id,
    int yes, const struct mailer *mailer)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = answer_in(a, db, def, d, id, yes, mailer);
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

int
transfert_cancel(struct db *db, const struct dossier *d, int64_t id,
    const struct actor *actor)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	if ((rc = end_in(db, id, d->id, "annule")) == 0)
		rc = event_add(db, d, "transfert-annule", actor, "");
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}
