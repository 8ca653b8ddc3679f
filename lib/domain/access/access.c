/*
 * Sessions and one-time codes.
 *
 * Whether a number or an e-mail is known must not show, neither in an answer
 * nor in the time it takes: both ways read, render, write and hash alike.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/access/access.h"
#include "domain/access/access_inside.h"
#include "domain/access/link.h"
#include "domain/code.h"
#include "domain/dossier/dossier.h"
#include "domain/post/mail.h"
#include "port/crypto.h"
#include "port/xml.h"

#define SESSION_LIFE	(20 * 3600)

static const char *const subjects[] = {
	[SUBJECT_DOSSIER] = "dossier", [SUBJECT_ACCOUNT] = "account",
	[SUBJECT_REPRESENTANT] = "representant"
};

const char *
session_open(struct arena *a, struct db *db, enum subject subject, int64_t id)
{
	unsigned char sha[SHA256_SIZE];
	const char *given;
	int64_t now = time_now();

	given = token_new(a, sha);
	if (db_begin(db) == -1)
		return NULL;
	if (db_exec(db, "DELETE FROM session WHERE expires <= ?1", "i",
	    now) < 0 ||
	    db_exec(db, "INSERT INTO session (token, subject, dossier, account,"
	    " representant, opened, expires) VALUES (?1, ?2, iif(?2 = "
	    "'dossier', ?3, NULL), iif(?2 = 'account', ?3, NULL), iif(?2 = "
	    "'representant', ?3, NULL), ?4, ?5)", "bsiii", sha,
	    sizeof(sha), subjects[subject], id, now,
	    now + SESSION_LIFE) != 1) {
		db_rollback(db);
		return NULL;
	}
	return db_commit(db) == -1 ? NULL : given;
}

int64_t
session_subject(struct db *db, enum subject subject, const char *token,
    int *due)
{
	unsigned char sha[SHA256_SIZE];
	struct query *q;
	int64_t id = 0, now = time_now();

	*due = 0;
	if (token_hash(sha, token) == -1)
		return 0;
	q = db_query(db, "SELECT coalesce(dossier, account, representant), "
	    "expires FROM session WHERE token = ?1 AND subject = ?2 AND "
	    "expires > ?3", "bsi", sha, sizeof(sha), subjects[subject], now);
	if (db_next(q)) {
		id = db_int(q, 0);
		*due = db_int(q, 1) <= now + SESSION_LIFE - SESSION_STEP;
	}
	return db_done(q) == -1 ? 0 : id;
}

int
session_touch(struct db *db, const char *token)
{
	unsigned char sha[SHA256_SIZE];
	int64_t now = time_now();

	if (token_hash(sha, token) == -1)
		return 0;
	if (db_begin(db) == -1)
		return -1;
	if (db_exec(db, "UPDATE session SET expires = ?2 WHERE token = ?1 AND "
	    "expires > ?3", "bii", sha, sizeof(sha), now + SESSION_LIFE,
	    now) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

int
session_close(struct db *db, const char *token)
{
	unsigned char sha[SHA256_SIZE];

	if (token_hash(sha, token) == -1)
		return 0;
	if (db_begin(db) == -1)
		return -1;
	if (db_exec(db, "DELETE FROM session WHERE token = ?1", "b", sha,
	    sizeof(sha)) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

/* In a transaction of its own: 0 or -1. */
static int
alone(struct db *db, int rc)
{
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

int
session_agent(struct db *db, const char *token, const char *family)
{
	unsigned char sha[SHA256_SIZE];

	if (token_hash(sha, token) == -1 || db_begin(db) == -1)
		return -1;
	return alone(db, db_exec(db, "UPDATE session SET agent = ?2 WHERE "
	    "token = ?1", "bs", sha, sizeof(sha), family));
}

size_t
session_logins(struct arena *a, struct db *db, int64_t account,
    const char *token, struct login **out)
{
	struct login *list = arena_array(a, LOGINS_MAX, sizeof(*list));
	unsigned char sha[SHA256_SIZE];
	struct query *q;
	size_t n = 0;

	*out = list;
	if (token_hash(sha, token) == -1)
		return 0;
	q = db_query(db, "SELECT opened, expires, agent, "
	    "lower(hex(substr(token, 1, 8))), token = ?2 FROM session WHERE "
	    "account = ?1 AND expires > ?3 ORDER BY opened DESC LIMIT 50",
	    "ibi", account, sha, sizeof(sha), time_now());
	for (; n < LOGINS_MAX && db_next(q); n++)
		list[n] = (struct login){
			.opened = db_int(q, 0), .expires = db_int(q, 1),
			.seen = db_int(q, 1) - SESSION_LIFE,
			.agent = db_dup(a, q, 2), .key = db_dup(a, q, 3),
			.mine = (int)db_int(q, 4)
		};
	return db_done(q) == -1 ? 0 : n;
}

int
session_end(struct db *db, int64_t account, const char *key,
    const char *token)
{
	unsigned char sha[SHA256_SIZE];

	if (token_hash(sha, token) == -1 || db_begin(db) == -1)
		return -1;
	return alone(db, db_exec(db, "DELETE FROM session WHERE account = ?1 "
	    "AND ((?2 = '' AND token <> ?3) OR lower(hex(substr(token, 1, 8)))"
	    " = ?2)", "isb", account, key, sha, sizeof(sha)));
}

const char *
email_lower(struct arena *a, const char *s)
{
	char *copy = str_trim(a, s);

	str_lower(copy);
	return copy;
}

void
code_hash(unsigned char sha[SHA256_SIZE], const void *salt, size_t saltlen,
    const char *numero, const char *code)
{
	struct sha256 s;

	sha256_start(&s);
	sha256_add(&s, salt, saltlen);
	sha256_add(&s, numero, strlen(numero) + 1);
	sha256_add(&s, code, strlen(code));
	sha256_end(&s, sha);
}

void
visitor_hash(unsigned char sha[SHA256_SIZE], const char *visitor)
{
	sha256(sha, visitor, strlen(visitor));
}

/* Store the code and queue its message; dossier 0 for a wrong pair. */
static int
code_store(struct db *db, const char *numero, int64_t dossier,
    const char *code, const char *visitor, const struct message *m)
{
	unsigned char salt[SALT_SIZE], sha[SHA256_SIZE], from[SHA256_SIZE];
	int64_t now = time_now(), n = 0;
	struct query *q;

	random_bytes(salt, sizeof(salt));
	visitor_hash(from, visitor);
	code_hash(sha, salt, sizeof(salt), numero, code);
	if (db_exec(db, "DELETE FROM onetime WHERE at <= ?1", "i",
	    now - CODE_WINDOW) < 0)
		return -1;
	q = db_query(db, "SELECT count(*) FROM onetime WHERE numero = ?1 AND "
	    "(dossier IS NULL) = (?2 = 0) AND email IS NULL", "si", numero, dossier);
	if (db_next(q))
		n = db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	if (n >= CODE_SENDS)
		return 0;
	if (db_exec(db, "INSERT INTO onetime (numero, dossier, code, salt, at,"
	    " tries, used, visitor) VALUES (?1, nullif(?2, 0), ?3, ?4, ?5, 0, "
	    "0, ?6)", "sibbib", numero, dossier, sha, sizeof(sha), salt,
	    sizeof(salt), now, from, sizeof(from)) != 1 ||
	    mail_queue(db, m) == -1)
		return -1;
	/*
	 * Nobody gets the message of a wrong pair.  Its deletion costs what
	 * the link of a right pair does; the rest is done by both.
	 */
	if (db_exec(db, "DELETE FROM mail WHERE dossier IS NULL AND kind = "
	    "'code'", "") < 0)
		return -1;
	return link_waste(db);
}

int
code_send(struct arena *a, struct db *db, const char *numero,
    const char *email, const char *visitor, const struct mailer *mailer)
{
	struct dossier d, nobody = {
		.numero = "", .programme = "", .state = "", .email = "",
		.prenom = "", .nom = "", .cooperative = ""
	};
	const char *known = numero_read(a, numero);
	const char *code = code_new(a, CODE_ONETIME);
	struct message m;
	struct node *model;
	int rc;

	if (known == NULL)
		known = "";
	if ((rc = dossier_by_numero(a, db, known, &d)) == -1)
		return -1;
	/* what is erased has no address that fits */
	if (rc == 1 || *d.email == '\0' ||
	    !str_eq(email_lower(a, d.email), email_lower(a, email)))
		d = nobody;
	model = mail_model(a, mailer, &d);
	node_set(model, "code", arena_fmt(a, "%.4s-%s", code, code + 4));
	mail_write(a, mailer, "code", d.id != 0 ? d.email : email, d.id, model,
	    &m);
	m.until = time_now() + CODE_LIFE;
	if (d.id == 0)
		m.token = NULL;		/* code_store() makes up for it */
	if (db_begin(db) == -1)
		return -1;
	if (code_store(db, known, d.id, code, visitor, &m) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

/*
 * Compare with every code that may still open the number in this browser: 1
 * and *id when one fits, 0 when none does, -1 when there is none, -2 failed.
 */
static int
code_compare(struct db *db, const char *numero, const char *code,
    const unsigned char from[SHA256_SIZE], int64_t *id)
{
	unsigned char sha[SHA256_SIZE];
	const void *salt, *want;
	struct query *q;
	size_t len, n;
	int rc = -1;

	q = db_query(db, "SELECT code, salt, coalesce(dossier, 0) FROM onetime "
	    "WHERE numero = ?1 AND at > ?2 AND tries < ?3 AND used = 0 AND "
	    "visitor = ?4 AND email IS NULL", "siib", numero, time_now() - CODE_LIFE,
	    (int64_t)CODE_TRIES, from, (size_t)SHA256_SIZE);
	while (db_next(q)) {
		salt = db_blob(q, 1, &n);
		want = db_blob(q, 0, &len);
		code_hash(sha, salt, n, numero, code);
		if (rc == -1)
			rc = 0;
		if (crypto_same(sha, want, SHA256_SIZE) && db_int(q, 2) != 0) {
			*id = db_int(q, 2);
			rc = 1;
		}
	}
	return db_done(q) == -1 ? -2 : rc;
}

int64_t
code_check(struct arena *a, struct db *db, const char *numero,
    const char *typed, const char *visitor)
{
	unsigned char from[SHA256_SIZE];
	const char *known = numero_read(a, numero);
	const char *code = code_read(a, typed, CODE_ONETIME);
	int64_t id = 0;
	int rc;

	if (known == NULL)
		known = "";
	visitor_hash(from, visitor);
	if (db_begin(db) == -1)
		return -2;
	rc = code_compare(db, known, code != NULL ? code : "", from, &id);
	if (rc == 1 && db_exec(db, "UPDATE onetime SET used = 1 WHERE "
	    "dossier = ?1", "i", id) < 0)
		rc = -2;
	/* a slip of the fingers fails its check character and costs nothing */
	if (rc == 0 && code != NULL && db_exec(db, "UPDATE onetime SET "
	    "tries = tries + 1 WHERE numero = ?1 AND visitor = ?2 AND email IS "
	    "NULL", "sb",
	    known, from, sizeof(from)) < 0)
		rc = -2;
	if (rc == -2) {
		db_rollback(db);
		return -2;
	}
	if (db_commit(db) == -1)
		return -2;
	return rc == 1 ? id : rc;
}
