/*
 * Links: made with a message, found by the hash of their token, ended.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/access/link.h"
#include "domain/dossier/dossier.h"
#include "domain/post/mail.h"
#include "port/crypto.h"
#include "port/xml.h"

#define RENEW_WINDOW	3600
#define RENEW_MAX	5

static const struct actor personne = { 0, "personne" };

void
link_offer(struct arena *a, const struct mailer *mailer, struct node *model,
    const char *purpose, const char *person, int64_t until)
{
	unsigned char unused[SHA256_SIZE];

	node_set(model, "lien", arena_fmt(a, "%s/lien/%s", mailer->url,
	    token_new(a, unused)));
	node_set(model, "lien-but", purpose);
	node_set(model, "lien-qui", person);
	if (*person != '\0')
		node_set(model, "voix", "vous");
	node_set_int(model, "lien-fin", until);
	node_set(model, "lien-jusqu", day_iso(a, time_local(until, NULL,
	    NULL)));
}

void
link_for_signature(struct node *model, int64_t signature)
{
	node_set_int(model, "lien-signature", signature);
}

int
link_store(struct db *db, const struct message *m)
{
	unsigned char sha[SHA256_SIZE];

	if (token_hash(sha, m->token) == -1)
		return -1;
	return db_exec(db, "INSERT INTO link (token, dossier, purpose, person, "
	    "email, made, expires, signature, renewed) VALUES (?1, ?2, ?3, ?4, "
	    "?5, ?6, ?7, nullif(?8, 0), ?9)", "bisssiiii", sha, sizeof(sha), m->dossier,
	    m->purpose, m->person, m->to, time_now(), m->link_until,
	    m->signature, (int64_t)m->renewed) == 1 ? 0 : -1;
}

int
link_waste(struct db *db)
{
	unsigned char sha[SHA256_SIZE];
	int rc;

	random_bytes(sha, sizeof(sha));
	rc = db_exec(db, "INSERT INTO link (token, dossier, purpose, person, "
	    "email, made, expires, ended, reason) SELECT ?1, min(id), "
	    "'dossier', '', '', ?2, ?2, ?2, 'inconnu' FROM dossier HAVING "
	    "min(id) IS NOT NULL", "bi", sha, sizeof(sha), time_now());
	if (rc < 0)
		return -1;
	return rc == 0 || db_exec(db, "DELETE FROM link WHERE token = ?1", "b",
	    sha, sizeof(sha)) == 1 ? 0 : -1;
}

int
link_find(struct arena *a, struct db *db, const char *token,
    struct link *link)
{
	unsigned char sha[SHA256_SIZE];
	struct query *q;
	int found;

	if (token_hash(sha, token) == -1)
		return 1;
	q = db_query(db, "SELECT id, dossier, purpose, person, email, made, "
	    "expires, coalesce(used, 0), coalesce(ended, 0), coalesce(reason, "
	    "''), coalesce(signature, 0) FROM link WHERE token = ?1", "b", sha,
	    sizeof(sha));
	if ((found = db_next(q)) != 0)
		*link = (struct link){
			.id = db_int(q, 0), .dossier = db_int(q, 1),
			.purpose = db_dup(a, q, 2), .person = db_dup(a, q, 3),
			.email = db_dup(a, q, 4), .made = db_int(q, 5),
			.expires = db_int(q, 6), .used = db_int(q, 7),
			.ended = db_int(q, 8), .signature = db_int(q, 10),
			.state = str_eq(db_text(q, 9), "inconnu") ?
			    LINK_REPORTED : str_eq(db_text(q, 9), "adresse") ?
			    LINK_REPLACED : db_int(q, 6) <= time_now() ?
			    LINK_EXPIRED : LINK_VALID
		};
	return db_done(q) == -1 ? -1 : !found;
}

int
link_use(struct db *db, const struct link *link)
{
	int64_t now = time_now();
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "UPDATE link SET used = coalesce(used, ?2) WHERE "
	    "id = ?1 AND ended IS NULL AND expires > ?2", "ii", link->id, now);
	if (rc != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	return db_commit(db);
}

static int
report_in(struct db *db, const struct link *link, const struct dossier *d)
{
	int64_t now = time_now();

	if (db_exec(db, "UPDATE link SET ended = ?4, reason = 'inconnu' WHERE "
	    "dossier = ?1 AND person = ?2 AND email = ?3 AND ended IS NULL",
	    "issi", link->dossier, link->person, link->email, now) < 0)
		return -1;
	if (*link->person == '\0' && str_eq(link->email, d->email) &&
	    db_exec(db, "DELETE FROM session WHERE dossier = ?1", "i",
	    link->dossier) < 0)
		return -1;
	return event_add(db, d, "signaler", &personne, "");
}

int
link_report(struct arena *a, struct db *db, const struct link *link,
    const struct mailer *mailer)
{
	struct dossier d;
	struct message m;
	const char *team;
	int rc;

	if (link->state == LINK_REPORTED)
		return 0;
	if ((rc = dossier_by_id(a, db, link->dossier, &d)) != 0)
		return rc;
	if ((team = mail_team(a, mailer, &d)) != NULL)
		mail_write(a, mailer, "signalement", team, d.id,
		    mail_model(a, mailer, &d), &m);
	if (db_begin(db) == -1)
		return -1;
	if (report_in(db, link, &d) == -1 ||
	    (team != NULL && mail_queue(db, &m) == -1)) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

/* Where a new one goes. */
static const char *
address_now(struct arena *a, struct db *db, const struct link *link,
    const struct dossier *d)
{
	const char *to = d->email;
	struct query *q;

	if (str_eq(link->purpose, LINK_DOSSIER))
		return to;
	q = db_query(db, "SELECT email FROM link WHERE dossier = ?1 AND "
	    "person = ?2 AND purpose = ?3 ORDER BY id DESC LIMIT 1", "iss",
	    link->dossier, link->person, link->purpose);
	if (db_next(q))
		to = db_dup(a, q, 0);
	return db_done(q) == -1 ? NULL : to;
}

int
link_renewable(struct arena *a, struct db *db, const struct link *link,
    const struct dossier *d, int64_t *next)
{
	const char *to = address_now(a, db, link, d);
	struct query *q;
	int rc = 0;

	if (to == NULL)
		return -1;
	q = db_query(db, "SELECT count(*) FILTER (WHERE reason = 'inconnu' AND "
	    "email = ?3), count(*) FILTER (WHERE renewed = 1 AND purpose = ?4 "
	    "AND made > ?5), min(made) FILTER (WHERE renewed = 1 AND "
	    "purpose = ?4 AND made > ?5) FROM link WHERE dossier = ?1 AND "
	    "person = ?2", "isssi", link->dossier, link->person, to,
	    link->purpose, time_now() - RENEW_WINDOW);
	if (db_next(q) && db_int(q, 0) > 0)
		rc = 1;
	else if (db_int(q, 1) >= RENEW_MAX) {
		*next = db_int(q, 2) + RENEW_WINDOW;
		rc = 2;
	}
	return db_done(q) == -1 ? -1 : rc;
}

static int
renew_in(struct arena *a, struct db *db, const struct link *link,
    const struct mailer *mailer, const struct dossier *d, struct node *model)
{
	const char *own = arena_fmt(a, "lien-%s", link->purpose), *to;
	struct message m;
	int64_t next;
	int rc;

	if ((rc = link_renewable(a, db, link, d, &next)) != 0)
		return rc;
	if ((to = address_now(a, db, link, d)) == NULL)
		return -1;
	mail_write(a, mailer, templates_has(mailer->templates, own) ? own :
	    "lien", to, d->id, model, &m);
	m.renewed = 1;
	return mail_queue(db, &m);
}

int
link_renew(struct arena *a, struct db *db, const struct link *link,
    const struct mailer *mailer)
{
	struct dossier d;
	struct node *model;
	int rc;

	if ((rc = dossier_by_id(a, db, link->dossier, &d)) != 0)
		return rc;
	model = mail_model(a, mailer, &d);
	if (!str_eq(link->purpose, LINK_DOSSIER))
		link_offer(a, mailer, model, link->purpose, link->person,
		    time_now() + (int64_t)LINK_DAYS * 86400);
	if (link->signature != 0)
		link_for_signature(model, link->signature);
	if (db_begin(db) == -1)
		return -1;
	if ((rc = renew_in(a, db, link, mailer, &d, model)) != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}

int
link_rotate(struct db *db, int64_t dossier, const char *person,
    const char *email)
{
	return db_exec(db, "UPDATE link SET ended = ?4, reason = 'adresse' "
	    "WHERE dossier = ?1 AND person = ?2 AND email <> ?3 AND "
	    "ended IS NULL", "issi", dossier, person, email,
	    time_now()) < 0 ? -1 : 0;
}
