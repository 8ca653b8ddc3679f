/*
 * Second factors: set up, asked for, taken off.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/access/access_inside.h"
#include "domain/access/journal.h"
#include "domain/access/second.h"
#include "domain/code.h"
#include "domain/dossier/dossier.h"
#include "domain/post/mail.h"
#include "port/crypto.h"
#include "port/totp.h"
#include "port/xml.h"

#define SETUP_LIFE	3600
#define WAIT_LIFE	(10 * 60)
#define SECOND_BOX	(TOTP_SECRET + LOCKER_MORE)

int
second_owed(const struct account *account, const char *roles)
{
	size_t i;

	for (i = 0; i < account->ngrants && !account->second; i++)
		if (str_has_word(roles, account->grants[i].role->name))
			return 1;
	return 0;
}

int
second_read(struct db *db, int64_t account, struct second *s)
{
	struct query *q;

	*s = (struct second){ 0, 0 };
	q = db_query(db, "SELECT confirmed, (SELECT count(*) FROM second_code "
	    "c WHERE c.account = s.account AND used IS NULL) FROM second s "
	    "WHERE account = ?1 AND confirmed IS NOT NULL", "i", account);
	if (db_next(q))
		*s = (struct second){ db_int(q, 0), db_int(q, 1) };
	return db_done(q);
}

static int
end(struct db *db, int rc)
{
	if (rc == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db) == -1 ? -1 : rc;
}

int
second_begin(struct db *db, int64_t account, const unsigned char *key)
{
	unsigned char secret[TOTP_SECRET], box[SECOND_BOX];

	random_bytes(secret, sizeof(secret));
	locker_close(box, secret, sizeof(secret), key);
	crypto_wipe(secret, sizeof(secret));
	if (db_begin(db) == -1)
		return -1;
	return end(db, db_exec(db, "INSERT INTO second (account, secret, "
	    "made, step) VALUES (?1, ?2, ?3, 0) ON CONFLICT (account) DO "
	    "UPDATE SET secret = ?2, made = ?3 WHERE confirmed IS NULL", "ibi",
	    account, box, sizeof(box), time_now()) < 0 ? -1 : 0);
}

/* The secret of an account: 0 and its last step, 1 none, -1. */
static int
secret_read(struct db *db, int64_t account, int confirmed,
    const unsigned char *key, unsigned char secret[TOTP_SECRET],
    int64_t *step)
{
	struct query *q;
	const void *box;
	size_t len;
	int rc = 1;

	q = db_query(db, "SELECT secret, step FROM second WHERE account = ?1 "
	    "AND iif(?2, confirmed IS NOT NULL, confirmed IS NULL AND made > "
	    "?3)", "iii", account, (int64_t)confirmed,
	    time_now() - SETUP_LIFE);
	if (db_next(q)) {
		box = db_blob(q, 0, &len);
		*step = db_int(q, 1);
		rc = len != SECOND_BOX || locker_open(secret, box, len, key) == -1 ?
		    -1 : 0;
		if (rc == -1)
			log_warnx("account %lld: " SECOND_KEY_FILE " does not "
			    "open its second factor", (long long)account);
	}
	return db_done(q) == -1 ? -1 : rc;
}

const char *
second_shown(struct arena *a, struct db *db, int64_t account,
    const unsigned char *key)
{
	unsigned char secret[TOTP_SECRET];
	const char *text;
	int64_t step;

	if (secret_read(db, account, 0, key, secret, &step) != 0)
		return NULL;
	text = totp_base32(a, secret);
	crypto_wipe(secret, sizeof(secret));
	return text;
}

/* The step that what was typed is the code of, 0 when of none. */
static int64_t
step_of(struct arena *a, const unsigned char secret[TOTP_SECRET],
    const char *typed)
{
	int64_t now = totp_step(time_now()), step, found = 0;
	char code[TOTP_DIGITS + 1], *digits = arena_dup(a, typed), *p = digits;

	/* as applications show it: « 123 456 » */
	for (; *typed != '\0'; typed++)
		if (*typed != ' ')
			*p++ = *typed;
	*p = '\0';
	if (p - digits != TOTP_DIGITS)
		return 0;
	for (step = now - 1; step <= now + 1; step++) {
		totp_code(code, secret, step);
		if (crypto_same(code, digits, TOTP_DIGITS))
			found = step;
	}
	return found;
}

/* A code of the telephone, used up: 0, 1 it is none, -1.  In a transaction. */
static int
use_step(struct arena *a, struct db *db, int64_t account, int confirmed,
    const unsigned char *key, const char *typed)
{
	unsigned char secret[TOTP_SECRET];
	int64_t last, step;
	int rc;

	if ((rc = secret_read(db, account, confirmed, key, secret,
	    &last)) != 0)
		return rc;
	step = step_of(a, secret, typed);
	crypto_wipe(secret, sizeof(secret));
	if (step <= last)
		return 1;
	return db_exec(db, "UPDATE second SET step = ?2 WHERE account = ?1",
	    "ii", account, step) == 1 ? 0 : -1;
}

static void
code_sum(struct arena *a, unsigned char sum[SHA256_SIZE], int64_t account,
    const char *code, const unsigned char *key)
{
	const char *text = arena_fmt(a, "%lld %s", (long long)account, code);

	hmac256(sum, key, KEY_SIZE, text, strlen(text));
}

/* A recovery code, used up: 0, 1 it is none, -1.  In a transaction. */
static int
use_code(struct arena *a, struct db *db, int64_t account,
    const unsigned char *key, const char *typed)
{
	const char *code = code_read(a, typed, CODE_DOCUMENT);
	unsigned char sum[SHA256_SIZE];
	int rc;

	if (code == NULL)
		return 1;
	code_sum(a, sum, account, code, key);
	rc = db_exec(db, "UPDATE second_code SET used = ?3 WHERE account = ?1 "
	    "AND code = ?2 AND used IS NULL", "ibi", account, sum, sizeof(sum),
	    time_now());
	return rc < 0 ? -1 : rc == 0;
}

/* Others in place of those there were.  In a transaction. */
static int
codes_store(struct arena *a, struct db *db, int64_t account,
    const unsigned char *key, const char *codes[SECOND_CODES])
{
	unsigned char sum[SHA256_SIZE];
	size_t i;

	if (db_exec(db, "DELETE FROM second_code WHERE account = ?1", "i",
	    account) < 0)
		return -1;
	for (i = 0; i < SECOND_CODES; i++) {
		codes[i] = code_new(a, CODE_DOCUMENT);
		code_sum(a, sum, account, codes[i], key);
		if (db_exec(db, "INSERT INTO second_code (account, code) "
		    "VALUES (?1, ?2)", "ib", account, sum, sizeof(sum)) != 1)
			return -1;
	}
	return 0;
}

/* The line of the journal; in a transaction. */
static int
noted(struct arena *a, struct db *db, const struct account *account,
    const struct actor *actor, const char *act)
{
	const struct actor self = { account->id, account->name };

	return journal_add(db, actor != NULL ? actor : &self,
	    account_matter(account), act, account_told(a, account));
}

static void
write_mail(struct arena *a, const struct mailer *mailer,
    const struct account *account, const char *what, struct message *m)
{
	struct node *model = account_model(a, mailer, account);

	node_set(model, "quoi", what);
	mail_write(a, mailer, "compte-second", account->email, 0, model, m);
}

int
second_confirm(struct arena *a, struct db *db, const struct account *account,
    const unsigned char *key, const char *typed, const char *token,
    const struct mailer *mailer, const char *codes[SECOND_CODES])
{
	unsigned char sha[SHA256_SIZE];
	struct message m;
	int rc;

	write_mail(a, mailer, account, "active", &m);
	if (token_hash(sha, token) == -1 || db_begin(db) == -1)
		return -1;
	if ((rc = use_step(a, db, account->id, 0, key, typed)) == 0)
		rc = db_exec(db, "UPDATE second SET confirmed = ?2 WHERE "
		    "account = ?1", "ii", account->id, time_now()) != 1 ||
		    codes_store(a, db, account->id, key, codes) == -1 ||
		    db_exec(db, "DELETE FROM session WHERE account = ?1 AND "
		    "token <> ?2", "ib", account->id, sha, sizeof(sha)) < 0 ||
		    noted(a, db, account, NULL, "second-actif") == -1 ||
		    mail_queue(db, &m) == -1 ? -1 : 0;
	return end(db, rc);
}

int
second_check(struct arena *a, struct db *db, const struct account *account,
    const unsigned char *key, const char *typed, const struct mailer *mailer,
    int64_t *until)
{
	const char *what = arena_fmt(a, "second %lld",
	    (long long)account->id);
	unsigned char tries[SHA256_SIZE];
	struct message m;
	int rc;

	sha256(tries, what, strlen(what));
	if ((rc = tries_count(db, tries, until)) != 0)
		return rc == -1 ? -1 : 2;
	write_mail(a, mailer, account, "secours", &m);
	if (db_begin(db) == -1)
		return -1;
	rc = use_step(a, db, account->id, 1, key, typed);
	if (rc == 1 && (rc = use_code(a, db, account->id, key, typed)) == 0)
		rc = noted(a, db, account, NULL, "second-secours") == -1 ||
		    mail_queue(db, &m) == -1 ? -1 : 0;
	if (rc == 1 && noted(a, db, account, NULL, "second-refuse") == -1)
		rc = -1;
	if ((rc = end(db, rc)) != 0)
		return rc;
	return tries_forget(db, tries);
}

int
second_renew(struct arena *a, struct db *db, const struct account *account,
    const unsigned char *key, const char *codes[SECOND_CODES])
{
	if (db_begin(db) == -1)
		return -1;
	return end(db, codes_store(a, db, account->id, key, codes) == -1 ||
	    noted(a, db, account, NULL, "second-codes") == -1 ? -1 : 0);
}

int
second_off(struct arena *a, struct db *db, const struct account *account,
    const struct actor *actor, const struct mailer *mailer)
{
	int own = actor->account == account->id, rc;
	struct message m;

	write_mail(a, mailer, account, own ? "retire" : "administration", &m);
	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "DELETE FROM second WHERE account = ?1 AND confirmed "
	    "IS NOT NULL", "i", account->id);
	if (rc < 1)
		return end(db, rc == 0 ? 1 : -1);
	return end(db, db_exec(db, "DELETE FROM second_code WHERE account = "
	    "?1", "i", account->id) < 0 ||
	    (!own && account_close_all(db, account->id) == -1) ||
	    noted(a, db, account, actor, "second-retire") == -1 ||
	    mail_queue(db, &m) == -1 ? -1 : 0);
}

const char *
second_wait(struct arena *a, struct db *db, int64_t account, const char *page)
{
	unsigned char sha[SHA256_SIZE];
	const char *token = token_new(a, sha);
	int64_t now = time_now();

	if (db_begin(db) == -1)
		return NULL;
	return end(db, db_exec(db, "DELETE FROM second_wait WHERE expires <= "
	    "?1", "i", now) < 0 ||
	    db_exec(db, "INSERT INTO second_wait (token, account, page, "
	    "expires) VALUES (?1, ?2, ?3, ?4)", "bisi", sha, sizeof(sha),
	    account, page, now + WAIT_LIFE) != 1 ? -1 : 0) == -1 ? NULL :
	    token;
}

int
second_waiting(struct arena *a, struct db *db, const char *token,
    struct account *account, const char **page)
{
	unsigned char sha[SHA256_SIZE];
	struct query *q;
	int64_t id = 0;

	if (token_hash(sha, token) == -1)
		return 1;
	q = db_query(db, "SELECT w.account, w.page FROM second_wait w JOIN "
	    "account a ON a.id = w.account WHERE w.token = ?1 AND w.expires > "
	    "?2 AND a.suspended IS NULL", "bi", sha, sizeof(sha), time_now());
	if (db_next(q)) {
		id = db_int(q, 0);
		*page = db_dup(a, q, 1);
	}
	if (db_done(q) == -1)
		return -1;
	return id == 0 ? 1 : account_by_id(a, db, id, account);
}

int
second_waited(struct db *db, const char *token)
{
	unsigned char sha[SHA256_SIZE];

	if (token_hash(sha, token) == -1 || db_begin(db) == -1)
		return -1;
	return end(db, db_exec(db, "DELETE FROM second_wait WHERE token = ?1",
	    "b", sha, sizeof(sha)) < 0 ? -1 : 0);
}
