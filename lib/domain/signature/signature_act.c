/*
 * Signing and refusing: an act becomes a record of the chain, the slot points
 * to it, the journal of the dossier says so, and the next are written to, in
 * one transaction.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/access/link.h"
#include "domain/accord/representant.h"
#include "domain/paper/execution.h"
#include "domain/signature/signature_inside.h"

#define DAY_SECONDS	(24 * 3600)

static void
put(struct answers *answers, const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		answers_add(answers, name, value);
}

static void
put_day(struct arena *a, struct answers *answers, const char *name,
    int32_t day)
{
	int y, m, d;

	if (day == DAY_NONE)
		return;
	day_split(day, &y, &m, &d);
	put(answers, arena_fmt(a, "%s-jour", name), arena_fmt(a, "%d", d));
	put(answers, arena_fmt(a, "%s-mois", name), arena_fmt(a, "%d", m));
	put(answers, arena_fmt(a, "%s-annee", name), arena_fmt(a, "%04d", y));
}

static struct answers *
answers_of(struct arena *a, const struct office *office,
    const struct act *act)
{
	struct answers *an = answers_new(a, office->signature);

	put(an, "document", act->code);
	put(an, "pdf", hex_encode(a, act->pdf, SHA256_SIZE));
	put(an, "role", act->role);
	put(an, "nom", act->nom);
	put(an, "decision", act->decision);
	put(an, "voie", act->way);
	if (str_eq(act->decision, "signe") && !str_eq(act->way, "papier"))
		put(an, "phrase", "oui");
	put(an, "courriel", act->email);
	put(an, "code-envoye", act->sent);
	put(an, "accord-a", time_iso(a, act->at));
	put(an, "identite", act->identity);
	put(an, "agent", act->agent);
	put(an, "scan", act->scan);
	put_day(a, an, "date-papier", act->day);
	put(an, "reprise", act->carried);
	put(an, "changements", act->changes);
	return an;
}

int
act_record(struct arena *a, struct db *db, const struct office *office,
    const struct dossier *d, const struct actor *actor,
    const struct act *act, int64_t *id)
{
	const struct check_context ctx = { .today = day_today() };
	struct answers *an = answers_of(a, office, act);
	const struct step *step = office->signature->steps;
	struct buf xml = BUF_INIT;
	const char *error;
	size_t i;
	int rc;

	if (answers_check(an, step, &ctx) > 0) {
		for (i = 0; i < step->nfields; i++)
			if ((error = answers_error(an,
			    step->fields[i].name)) != NULL)
				log_warnx("signature: %s: %s",
				    step->fields[i].name, error);
		return -1;
	}
	rc = record_build(a, db, office->signature, d, an, time_now(), &xml);
	if (rc == 0)
		rc = record_append(db, office->signature, d, xml.data,
		    xml.len, actor, id);
	buf_free(&xml);
	return rc == 0 ? 0 : -1;
}

/*
 * Messages.
 */
static struct node *
model(struct arena *a, const struct mailer *mailer, const struct dossier *d,
    const struct document *doc)
{
	struct node *root = mail_model(a, mailer, d), *n;

	n = node_add(root, "document");
	node_set(n, "titre", doc->title);
	node_set(n, "code", doc->code);
	return root;
}

int
signature_ask(struct arena *a, struct db *db, const struct office *office,
    const struct mailer *mailer, const struct signature *s, const char *mail)
{
	const char *to = signature_address(a, db, s);
	struct representant r;
	struct document doc;
	struct dossier d;
	struct message m;
	struct node *root;

	(void)office;
	if (to == NULL || dossier_by_id(a, db, s->dossier, &d) != 0 ||
	    document_find(a, db, s->code, &doc) != 0)
		return -1;
	root = model(a, mailer, &d, &doc);
	if (s->representant != 0) {
		if (representant_find(a, db, s->representant, &r) != 0)
			return -1;
		link_offer(a, mailer, root, LINK_SIGNATURE,
		    representant_person(a, &r), time_now() +
		    (int64_t)LINK_DAYS * DAY_SECONDS);
		link_for_signature(root, s->id);
		mail = arena_fmt(a, "%s-parent", mail);
	}
	mail_write(a, mailer, mail, to, d.id, root, &m);
	return mail_queue(db, &m);
}

/* Who may sign now and was not written to. */
static int
ask_next(struct arena *a, struct db *db, const struct office *office,
    const struct mailer *mailer, const struct signature *s, int told)
{
	int may;

	if (!s->turn || s->asked != 0 || !str_eq(s->state, "attendue"))
		return 0;
	may = signature_may(a, db, office, s, "electronique", day_today());
	if (may != SIGNING_MAY)
		return may == -1 ? -1 : 0;
	if (db_exec(db, "UPDATE signature SET asked = ?2 WHERE id = ?1", "ii",
	    s->id, time_now()) != 1)
		return -1;
	return told && s->representant == 0 ? 0 : signature_ask(a, db,
	    office, mailer, s, "signature");
}

int
signature_go_on(struct arena *a, struct db *db, const struct office *office,
    const struct mailer *mailer, const char *code, int told)
{
	struct signature *list;
	size_t i, n;

	n = signature_list(a, db, code, &list);
	if (signature_complete(list, n))
		return signature_move_in(a, db, office, mailer, code) == -1 ?
		    -1 : office->may_seal ? execution_make_in(a, db, office,
		    mailer, code) : 0;
	for (i = 0; i < n; i++)
		if (ask_next(a, db, office, mailer, &list[i], told) == -1)
			return -1;
	return 0;
}

/*
 * One act.
 */
static int
set_slot(struct db *db, const struct signature *s, const struct act *act,
    int64_t record)
{
	int signs = str_eq(act->decision, "signe");

	/* a second parent is named by who brings the signature */
	if (*s->nom == '\0' && db_exec(db, "UPDATE signature SET nom = ?2 "
	    "WHERE id = ?1 AND nom = ''", "is", s->id, act->nom) != 1)
		return -1;
	return db_exec(db, "UPDATE signature SET state = ?2, way = ?3, at = "
	    "?4, record = ?5 WHERE id = ?1 AND state IN ('attendue', "
	    "'refusee')", "issii", s->id, signs ? "signee" : "refusee",
	    act->way, act->at, record) == 1 ? 0 : -1;
}

int
signature_fill(struct arena *a, struct db *db, const struct signing *by,
    const struct signature *s, struct act *act)
{
	struct document doc;
	struct dossier d;
	int64_t record;
	int rc;

	if ((rc = document_find(a, db, s->code, &doc)) != 0 ||
	    (rc = dossier_by_id(a, db, s->dossier, &d)) != 0)
		return rc;
	act->code = s->code;
	act->pdf = doc.sha256;
	act->role = s->role;
	if (act->nom == NULL)
		act->nom = s->nom;
	if (act_record(a, db, by->office, &d, &by->actor, act,
	    &record) == -1 || set_slot(db, s, act, record) == -1 ||
	    event_add(db, &d, arena_fmt(a, "%s-%s", str_eq(act->decision,
	    "signe") ? "signature" : "refus", s->role), &by->actor, "") != 0)
		return -1;
	return 0;
}

/* Read again and allowed?  0, 1 not, -1.  To refuse, every way will do. */
static int
again(struct arena *a, struct db *db, const struct signing *by, int64_t id,
    const struct act *act, struct signature *s)
{
	int rc = signature_find(a, db, id, s);

	if (rc != 0)
		return rc;
	rc = signature_may(a, db, by->office, s, str_eq(act->decision,
	    "signe") ? act->way : "", day_today());
	return rc == -1 ? -1 : rc != SIGNING_MAY;
}

static int
one_act(struct arena *a, struct db *db, const struct signing *by,
    int64_t id, struct act *act)
{
	struct signature s;
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = again(a, db, by, id, act, &s);
	if (rc == 0)
		rc = signature_fill(a, db, by, &s, act);
	if (rc == 0 && str_eq(act->decision, "signe"))
		rc = signature_go_on(a, db, by->office, by->mailer, s.code, 0);
	if (rc != 0) {
		db_rollback(db);
		return rc == -1 ? -1 : 1;
	}
	return db_commit(db);
}

int
signature_sign_desk(struct arena *a, struct db *db, const struct signing *by,
    const struct signature *s)
{
	struct act act = { .decision = "signe", .way = "guichet",
		.at = time_now(), .identity = by->identity,
		.agent = by->actor.name, .nom = by->name,
		.day = DAY_NONE };

	/* the account of staff stands for the cooperative, and for it alone */
	if (str_eq(by->identity, "compte") != str_eq(s->role, "cooperative"))
		return 1;
	return one_act(a, db, by, s->id, &act);
}

int
signature_refuse(struct arena *a, struct db *db, const struct signing *by,
    const struct signature *s, const char *way)
{
	struct act act = { .decision = "refuse", .way = way,
		.at = time_now(), .identity = by->identity,
		.agent = by->actor.account != 0 ? by->actor.name : "",
		.nom = by->name, .day = DAY_NONE };

	return str_eq(s->state, "refusee") ? 0 : one_act(a, db, by, s->id,
	    &act);
}
