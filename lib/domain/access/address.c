/*
 * Codes for a new address stand beside those that open a dossier, marked by
 * the address that they are for.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/access/access_inside.h"
#include "domain/access/address.h"
#include "domain/access/link.h"
#include "domain/code.h"
#include "domain/post/mail.h"

static const struct actor personne = { 0, "personne" };

static int
store(struct db *db, const struct dossier *d, const char *email,
    const char *code, const char *visitor, const struct message *m)
{
	unsigned char salt[SALT_SIZE], sha[SHA256_SIZE], from[SHA256_SIZE];
	int64_t now = time_now(), n = 0;
	struct query *q;

	q = db_query(db, "SELECT count(*) FROM onetime WHERE dossier = ?1 AND "
	    "email IS NOT NULL AND at > ?2", "ii", d->id, now - CODE_WINDOW);
	if (db_next(q))
		n = db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	if (n >= CODE_SENDS)
		return 1;
	random_bytes(salt, sizeof(salt));
	code_hash(sha, salt, sizeof(salt), d->numero, code);
	visitor_hash(from, visitor);
	if (db_exec(db, "INSERT INTO onetime (numero, dossier, code, salt, at, "
	    "tries, used, visitor, email) VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6,"
	    " ?7)", "sibbibs", d->numero, d->id, sha, sizeof(sha), salt,
	    sizeof(salt), now, from, sizeof(from), email) != 1)
		return -1;
	return mail_queue(db, m);
}

int
address_ask(struct arena *a, struct db *db, const struct dossier *d,
    const char *email, const char *visitor, const struct mailer *mailer)
{
	const char *code = code_new(a, CODE_ONETIME);
	struct node *model = mail_model(a, mailer, d);
	struct message m;
	int rc;

	node_set(model, "code", arena_fmt(a, "%.4s-%s", code, code + 4));
	mail_write(a, mailer, "code-adresse", email, d->id, model, &m);
	m.until = time_now() + CODE_LIFE;
	if (db_begin(db) == -1)
		return -1;
	if ((rc = store(db, d, email, code, visitor, &m)) != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}

/* The address that the code confirms; "" wrong, NULL none waits; -1 failed. */
static int
compare(struct arena *a, struct db *db, const struct dossier *d,
    const char *code, const unsigned char from[SHA256_SIZE],
    const char **email)
{
	unsigned char sha[SHA256_SIZE];
	const void *salt, *want;
	struct query *q;
	size_t len, n;

	*email = NULL;
	q = db_query(db, "SELECT code, salt, email FROM onetime WHERE "
	    "dossier = ?1 AND at > ?2 AND tries < ?3 AND used = 0 AND "
	    "visitor = ?4 AND email IS NOT NULL", "iiib", d->id,
	    time_now() - CODE_LIFE, (int64_t)CODE_TRIES, from,
	    (size_t)SHA256_SIZE);
	while (db_next(q)) {
		salt = db_blob(q, 1, &n);
		want = db_blob(q, 0, &len);
		code_hash(sha, salt, n, d->numero, code);
		if (crypto_same(sha, want, SHA256_SIZE))
			*email = db_dup(a, q, 2);
		else if (*email == NULL)
			*email = "";
	}
	return db_done(q);
}

/* The answer given at the start says the same from now on. */
static int
change_answers(struct db *db, const struct definition *def,
    const struct dossier *d, const char *email)
{
	const struct step *s;
	size_t i, k;

	for (i = 0; i < def->nsteps; i++) {
		s = &def->steps[i];
		for (k = 0; s->place == STEP_START && k < s->nfields; k++)
			if (s->fields[k].kind == FIELD_EMAIL && db_exec(db,
			    "UPDATE brouillon SET value = ?1 WHERE dossier = "
			    "?2 AND step = ?3 AND field = ?4", "siss", email,
			    d->id, s->name, s->fields[k].name) < 0)
				return -1;
	}
	return 0;
}

static int
change_in(struct db *db, const struct definition *def,
    const struct dossier *d, const char *email, const struct message *m)
{
	if (db_exec(db, "UPDATE dossier SET email = ?1, changed = ?2, "
	    "version = version + 1 WHERE id = ?3", "sii", email, time_now(),
	    d->id) != 1 ||
	    db_exec(db, "UPDATE dossier_words SET contact = replace(contact, "
	    "?1, ?2) WHERE rowid = ?3", "ssi", d->email, email, d->id) < 0 ||
	    db_exec(db, "DELETE FROM session WHERE dossier = ?1", "i",
	    d->id) < 0 ||
	    db_exec(db, "DELETE FROM onetime WHERE dossier = ?1", "i",
	    d->id) < 0)
		return -1;
	if (change_answers(db, def, d, email) == -1 ||
	    link_rotate(db, d->id, "", email) == -1 ||
	    event_add(db, d, "changer-adresse", &personne, "") == -1)
		return -1;
	return mail_queue(db, m);
}

int
address_confirm(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, const char *typed, const char *visitor,
    const struct mailer *mailer)
{
	const char *code = code_read(a, typed, CODE_ONETIME), *email;
	unsigned char from[SHA256_SIZE];
	struct message m;
	int rc = 0;

	visitor_hash(from, visitor);
	mail_write(a, mailer, "adresse", d->email, d->id,
	    mail_model(a, mailer, d), &m);
	if (db_begin(db) == -1)
		return -2;
	if (compare(a, db, d, code != NULL ? code : "", from, &email) == -1)
		rc = -2;
	else if (email == NULL)
		rc = -1;
	else if (*email != '\0')
		rc = change_in(db, def, d, email, &m) == -1 ? -2 : 1;
	else if (code != NULL && db_exec(db, "UPDATE onetime SET tries = "
	    "tries + 1 WHERE dossier = ?1 AND visitor = ?2 AND email IS NOT "
	    "NULL", "ib", d->id, from, sizeof(from)) < 0)
		rc = -2;
	if (rc == -2) {
		db_rollback(db);
		return -2;
	}
	return db_commit(db) == -1 ? -2 : rc;
}
