/*
 * The thread of a file.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/dossier_inside.h"
#include "domain/post/thread.h"
#include "port/crypto.h"

static const struct actor personne = { 0, "personne" };

/* What waits for staff: later than all they wrote, and not dealt with. */
#define WAITS	"(e.account IS NULL AND e.id > coalesce((SELECT max(id) " \
	"FROM thread WHERE dossier = ?1 AND account IS NOT NULL), 0) AND " \
	"NOT EXISTS (SELECT 1 FROM thread_done WHERE entry = e.id))"

size_t
thread_list(struct arena *a, struct db *db, int64_t dossier,
    struct thread_entry **out)
{
	struct thread_entry *list;
	struct query *q;
	size_t n = 0, max = 0;

	q = db_query(db, "SELECT count(*) FROM thread WHERE dossier = ?1",
	    "i", dossier);
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	*out = list = arena_array(a, max + 1, sizeof(*list));
	if (db_done(q) == -1)
		return 0;
	q = db_query(db, "SELECT e.id, e.at, coalesce(e.account, 0), e.author, "
	    "e.subject, e.text, m.id IS NOT NULL, CASE WHEN m.sent IS NOT "
	    "NULL THEN 1 WHEN m.failed IS NOT NULL THEN 3 WHEN m.handed IS "
	    "NOT NULL THEN 2 ELSE 0 END, coalesce(m.sent, m.failed, m.handed, "
	    "0), d.author, " WAITS " FROM thread e LEFT JOIN mail m ON m.id = "
	    "e.mail LEFT JOIN thread_done d ON d.entry = e.id WHERE e.dossier "
	    "= ?1 ORDER BY e.id", "i", dossier);
	for (; n < max && db_next(q); n++)
		list[n] = (struct thread_entry){
			.id = db_int(q, 0), .at = db_int(q, 1),
			.account = db_int(q, 2), .author = db_dup(a, q, 3),
			.subject = db_dup(a, q, 4), .text = db_dup(a, q, 5),
			.posted = (int)db_int(q, 6),
			.state = (enum mail_state)db_int(q, 7),
			.state_at = db_int(q, 8),
			.done_by = db_null(q, 9) ? NULL : db_dup(a, q, 9),
			.waits = (int)db_int(q, 10)
		};
	return db_done(q) == -1 ? 0 : n;
}

int64_t
thread_last(struct db *db, int64_t dossier)
{
	struct query *q;
	int64_t id = 0;

	q = db_query(db, "SELECT coalesce(max(id), 0) FROM thread WHERE "
	    "dossier = ?1", "i", dossier);
	if (db_next(q))
		id = db_int(q, 0);
	return db_done(q) == -1 ? -1 : id;
}

int
thread_waits(struct db *db, int64_t dossier)
{
	struct query *q;
	int yes;

	q = db_query(db, "SELECT 1 FROM thread e WHERE e.dossier = ?1 AND "
	    WAITS, "i", dossier);
	yes = db_next(q);
	return db_done(q) == -1 ? -1 : yes;
}

void
thread_message(struct arena *a, const struct mailer *mailer,
    const struct dossier *d, const struct actor *actor, const char *subject,
    const char *text, struct message *m)
{
	struct node *model = mail_model(a, mailer, d);

	node_set(model, "objet", subject);
	node_set(model, "auteur", actor->name);
	node_add_text(model, "texte", text);
	mail_write(a, mailer, "message", d->email, d->id, model, m);
}

/* 1 when a form with this key was sent for the file already. */
static int
known(struct db *db, const unsigned char key[SHA256_SIZE])
{
	struct query *q;
	int found;

	q = db_query(db, "SELECT 1 FROM thread WHERE key = ?1", "b", key,
	    (size_t)SHA256_SIZE);
	found = db_next(q);
	return db_done(q) == -1 ? -1 : found;
}

static int
insert(struct db *db, const struct dossier *d,
    const unsigned char key[SHA256_SIZE], const struct actor *actor,
    const char *subject, const char *text, int64_t mail)
{
	return db_exec(db, "INSERT INTO thread (dossier, key, at, account, "
	    "author, subject, text, mail) VALUES (?1, ?2, ?3, nullif(?4, 0), "
	    "?5, ?6, ?7, nullif(?8, 0))", "ibiisssi", d->id, key,
	    (size_t)SHA256_SIZE, time_now(), actor->account, actor->name,
	    subject, text, mail) == 1 ? 0 : -1;
}

/* A message of staff. */
struct letter {
	const char	*subject, *text;
	const char	*event, *about;	/* what the history says of it */
	const struct message *mail;
};

static int
write_in(struct db *db, const struct definition *def,
    const struct dossier *d, const unsigned char key[SHA256_SIZE],
    int64_t last, const struct actor *actor, const struct letter *l)
{
	int64_t mail = 0;
	int rc = known(db, key);

	if (rc != 0)
		return rc == 1 ? 0 : -1;
	if (thread_last(db, d->id) != last)
		return 1;
	if (*l->mail->to != '\0') {
		if (mail_queue(db, l->mail) == -1)
			return -1;
		if ((mail = mail_before(db, 0)) == -1)
			return -1;
	}
	if (insert(db, d, key, actor, l->subject, l->text, mail) == -1 ||
	    event_add(db, d, l->event, actor, l->about) == -1)
		return -1;
	return dossier_settle_in(db, def, d);
}

static int
send(struct db *db, const struct definition *def, const struct dossier *d,
    const char *key, int64_t last, const struct actor *actor,
    const struct letter *l)
{
	unsigned char sha[SHA256_SIZE];
	int rc;

	dossier_form_key(d, key, sha);
	if (d->sent == 0 || actor->account == 0 || str_is_blank(l->text))
		return 1;
	if (db_begin(db) == -1)
		return -1;
	rc = write_in(db, def, d, sha, last, actor, l);
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

int
thread_write(struct db *db, const struct definition *def,
    const struct dossier *d, const char *key, int64_t last,
    const struct actor *actor, const char *subject, const char *text,
    const struct message *m)
{
	return send(db, def, d, key, last, actor, &(struct letter){
		.subject = subject, .text = text, .event = "message-equipe",
		.about = "", .mail = m });
}

const char *
thread_piece_subject(struct arena *a, const struct dossier *d)
{
	return arena_fmt(a, "Il manque une pièce – %s", d->numero);
}

const char *
thread_piece_text(struct arena *a, const char *label, const char *more)
{
	return arena_fmt(a, "Pour continuer, il manque\u00a0:\n\n– %s\n\nElle "
	    "est à apporter à la coopérative, ou à montrer au prochain "
	    "rendez-vous.%s%s", label, *more == '\0' ? "" : "\n\n", more);
}

int
thread_ask(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, const char *key, int64_t last,
    const struct actor *actor, const char *label, const char *more,
    const struct mailer *mailer)
{
	struct letter l = { .subject = thread_piece_subject(a, d),
		.text = thread_piece_text(a, label, more),
		.event = THREAD_ASKED, .about = label };
	struct message m;

	thread_message(a, mailer, d, actor, l.subject, l.text, &m);
	l.mail = &m;
	return send(db, def, d, key, last, actor, &l);
}

const char *
thread_missing(struct arena *a, struct db *db, int64_t dossier)
{
	const char *label = NULL;
	struct query *q;

	q = db_query(db, "SELECT e.text FROM event e WHERE e.dossier = ?1 AND "
	    "e.name = '" THREAD_ASKED "' AND NOT EXISTS (SELECT 1 FROM event "
	    "x WHERE x.dossier = ?1 AND x.id > e.id AND (x.state <> e.state "
	    "OR x.name = 'message-personne')) AND NOT EXISTS (SELECT 1 FROM "
	    "piece p WHERE p.dossier = ?1 AND p.at > e.at) AND NOT EXISTS "
	    "(SELECT 1 FROM document t WHERE t.dossier = ?1 AND t.kind = "
	    "'recu-pieces' AND t.issued > e.at) ORDER BY e.id DESC LIMIT 1",
	    "i", dossier);
	if (db_next(q))
		label = db_dup(a, q, 0);
	return db_done(q) == -1 ? NULL : label;
}

static int
too_many(struct db *db, int64_t dossier)
{
	int64_t now = time_now();
	struct query *q;
	int many = 1;

	q = db_query(db, "SELECT coalesce(sum(at > ?2), 0) >= ?4 OR count(*) "
	    ">= ?5 FROM thread WHERE dossier = ?1 AND account IS NULL AND at "
	    "> ?3", "iiiii", dossier, now - 3600, now - 86400,
	    (int64_t)THREAD_HOUR, (int64_t)THREAD_DAY);
	if (db_next(q))
		many = (int)db_int(q, 0);
	return db_done(q) == -1 ? -1 : many;
}

static int
answer_in(struct db *db, const struct definition *def,
    const struct dossier *d, const unsigned char key[SHA256_SIZE],
    const char *text, const struct message *m)
{
	int rc = known(db, key);

	if (rc != 0)
		return rc == 1 ? 0 : -1;
	if ((rc = too_many(db, d->id)) != 0)
		return rc;
	if (insert(db, d, key, &personne, "", text, 0) == -1 ||
	    event_add(db, d, "message-personne", &personne, "") == -1 ||
	    mail_queue(db, m) == -1)
		return -1;
	return dossier_settle_in(db, def, d);
}

int
thread_answer(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, const char *key, const char *text,
    const struct mailer *mailer)
{
	const char *team = mail_team(a, mailer, d);
	unsigned char sha[SHA256_SIZE];
	struct message m;
	int rc;

	dossier_form_key(d, key, sha);
	if (d->sent == 0 || str_is_blank(text))
		return 1;
	mail_write(a, mailer, "message-equipe", team == NULL ? "" : team,
	    d->id, mail_model(a, mailer, d), &m);
	if (db_begin(db) == -1)
		return -1;
	rc = answer_in(db, def, d, sha, text, &m);
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

int
thread_done(struct db *db, const struct definition *def,
    const struct dossier *d, int64_t upto, const struct actor *actor)
{
	int rc;

	if (actor->account == 0)
		return 1;
	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "INSERT INTO thread_done (entry, account, author, at) "
	    "SELECT e.id, ?3, ?4, ?5 FROM thread e WHERE e.dossier = ?1 AND "
	    "e.id <= ?2 AND " WAITS, "iiisi", d->id, upto, actor->account,
	    actor->name, time_now());
	if (rc > 0 && dossier_settle_in(db, def, d) == 0)
		return db_commit(db);
	db_rollback(db);
	return rc == 0 ? 1 : -1;
}
