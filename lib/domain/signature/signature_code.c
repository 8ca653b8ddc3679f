/*
 * Codes that sign, and tokens that open one slot.  As in access.c: hashes are
 * stored, a code is for the browser that asked for it, a slip of the fingers
 * fails its check character and costs no try.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/access/access_inside.h"
#include "domain/code.h"
#include "domain/signature/signature_inside.h"

#define LINK_LIFE	(20 * 3600)

static int
store(struct db *db, const struct signature *s, const char *email,
    const char *code, const char *visitor, const struct message *m)
{
	unsigned char salt[SALT_SIZE], sha[SHA256_SIZE], from[SHA256_SIZE];
	int64_t now = time_now(), n = 0;
	struct query *q;

	q = db_query(db, "SELECT count(*) FROM signature_code WHERE "
	    "signature = ?1 AND at > ?2", "ii", s->id, now - CODE_WINDOW);
	if (db_next(q))
		n = db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	if (n >= CODE_SENDS)
		return 1;
	random_bytes(salt, sizeof(salt));
	code_hash(sha, salt, sizeof(salt), s->code, code);
	visitor_hash(from, visitor);
	if (db_exec(db, "INSERT INTO signature_code (signature, email, code, "
	    "salt, visitor, at, tries, used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
	    "0, 0)", "isbbbi", s->id, email, sha, sizeof(sha), salt,
	    sizeof(salt), from, sizeof(from), now) != 1)
		return -1;
	return mail_queue(db, m);
}

int
signature_send_code(struct arena *a, struct db *db, const struct signing *by,
    const struct signature *s, const char *visitor)
{
	const char *code = code_new(a, CODE_ONETIME), *to;
	struct document doc;
	struct dossier d;
	struct message m;
	struct node *model, *n;
	int rc;

	rc = signature_may(a, db, by->office, s, "electronique", day_today());
	if (rc != SIGNING_MAY)
		return rc == -1 ? -1 : 1;
	if ((to = signature_address(a, db, s)) == NULL ||
	    dossier_by_id(a, db, s->dossier, &d) != 0 ||
	    document_find(a, db, s->code, &doc) != 0)
		return -1;
	model = mail_model(a, by->mailer, &d);
	if (str_eq(s->role, "representant"))
		node_set(model, "voix", "vous");
	node_set(model, "code", arena_fmt(a, "%.4s-%s", code, code + 4));
	n = node_add(model, "document");
	node_set(n, "titre", doc.title);
	node_set(n, "code", doc.code);
	mail_write(a, by->mailer, str_eq(s->role, "representant") ?
	    "code-signature-parent" : "code-signature", to, d.id, model, &m);
	m.until = time_now() + CODE_LIFE;
	if (db_begin(db) == -1)
		return -1;
	if ((rc = store(db, s, to, code, visitor, &m)) != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}

int
signature_code_waits(struct db *db, const struct signature *s,
    const char *visitor)
{
	unsigned char from[SHA256_SIZE];
	struct query *q;
	int found;

	visitor_hash(from, visitor);
	q = db_query(db, "SELECT 1 FROM signature_code WHERE signature = ?1 "
	    "AND visitor = ?2 AND at > ?3 AND tries < ?4 AND used = 0", "ibii",
	    s->id, from, sizeof(from), time_now() - CODE_LIFE,
	    (int64_t)CODE_TRIES);
	found = db_next(q);
	return db_done(q) == -1 ? 0 : found;
}

/* One that waits for this browser and fits. */
struct fit {
	int		 waits, right;
	const char	*email;
	int64_t		 at;
};

static int
compare(struct arena *a, struct db *db, const struct signature *s,
    const char *code, const unsigned char from[SHA256_SIZE], struct fit *fit)
{
	unsigned char sha[SHA256_SIZE];
	const void *salt, *want;
	struct query *q;
	size_t len, n;

	*fit = (struct fit){ 0 };
	q = db_query(db, "SELECT code, salt, email, at FROM signature_code "
	    "WHERE signature = ?1 AND visitor = ?2 AND at > ?3 AND tries < ?4 "
	    "AND used = 0", "ibii", s->id, from, (size_t)SHA256_SIZE,
	    time_now() - CODE_LIFE, (int64_t)CODE_TRIES);
	while (db_next(q)) {
		fit->waits = 1;
		want = db_blob(q, 0, &len);
		salt = db_blob(q, 1, &n);
		code_hash(sha, salt, n, s->code, code);
		if (len != SHA256_SIZE || !crypto_same(sha, want, SHA256_SIZE))
			continue;
		fit->right = 1;
		fit->email = db_dup(a, q, 2);
		fit->at = db_int(q, 3);
	}
	return db_done(q);
}

/* The code fits: sign, in the transaction. */
static int
sign(struct arena *a, struct db *db, const struct signing *by,
    const struct signature *s, const struct fit *fit)
{
	struct act act = { .decision = "signe", .way = "electronique",
		.at = time_now(), .email = fit->email,
		.sent = time_iso(a, fit->at), .day = DAY_NONE };
	const char *now;
	int rc;

	rc = signature_may(a, db, by->office, s, "electronique", day_today());
	if (rc != SIGNING_MAY)
		return rc == -1 ? -1 : 1;
	/* where messages go may have changed since the code was sent */
	if ((now = signature_address(a, db, s)) == NULL)
		return -1;
	if (!str_eq(now, fit->email))
		return 3;
	if (db_exec(db, "UPDATE signature_code SET used = 1 WHERE "
	    "signature = ?1", "i", s->id) < 0)
		return -1;
	if ((rc = signature_fill(a, db, by, s, &act)) != 0)
		return rc;
	return signature_go_on(a, db, by->office, by->mailer, s->code, 0);
}

int
signature_sign_code(struct arena *a, struct db *db, const struct signing *by,
    const struct signature *given, const char *typed, const char *visitor)
{
	const char *code = code_read(a, typed, CODE_ONETIME);
	unsigned char from[SHA256_SIZE];
	struct signature s;
	struct fit fit;
	int rc;

	visitor_hash(from, visitor);
	if (db_begin(db) == -1)
		return -1;
	if ((rc = signature_find(a, db, given->id, &s)) != 0 ||
	    (rc = compare(a, db, &s, code != NULL ? code : "", from,
	    &fit)) != 0) {
		db_rollback(db);
		return rc;
	}
	if (fit.right)
		rc = sign(a, db, by, &s, &fit);
	else {
		rc = fit.waits ? 2 : 3;
		if (code != NULL && db_exec(db, "UPDATE signature_code SET "
		    "tries = tries + 1 WHERE signature = ?1 AND visitor = ?2",
		    "ib", s.id, from, sizeof(from)) < 0)
			rc = -1;
	}
	if (rc == -1 || rc == 1) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db) == -1 ? -1 : rc;
}

/*
 * Tokens.
 */
const char *
signing_open(struct arena *a, struct db *db, int64_t signature,
    int64_t account, const char *identity)
{
	unsigned char sha[SHA256_SIZE];
	int64_t now = time_now();
	const char *given;

	given = token_new(a, sha);
	if (db_begin(db) == -1)
		return NULL;
	if (db_exec(db, "DELETE FROM signing WHERE expires <= ?1", "i",
	    now) < 0 || db_exec(db, "INSERT INTO signing (token, signature, "
	    "account, identity, opened, expires) VALUES (?1, ?2, nullif(?3, "
	    "0), ?4, ?5, ?6)", "biisii", sha, sizeof(sha), signature, account,
	    identity, now, now + (account != 0 ? DESK_MINUTES * 60 :
	    LINK_LIFE)) != 1) {
		db_rollback(db);
		return NULL;
	}
	return db_commit(db) == -1 ? NULL : given;
}

int
signing_bearer(struct arena *a, struct db *db, const char *token,
    struct bearer *h)
{
	unsigned char sha[SHA256_SIZE];
	struct query *q;
	int found;

	*h = (struct bearer){ 0 };
	if (token_hash(sha, token) == -1)
		return 1;
	q = db_query(db, "SELECT signature, coalesce(account, 0), identity "
	    "FROM signing WHERE token = ?1 AND expires > ?2", "bi", sha,
	    sizeof(sha), time_now());
	if ((found = db_next(q)) != 0)
		*h = (struct bearer){ .signature = db_int(q, 0),
			.account = db_int(q, 1), .identity = db_dup(a, q, 2) };
	return db_done(q) == -1 ? -1 : !found;
}

int
signing_close(struct db *db, const char *token)
{
	unsigned char sha[SHA256_SIZE];

	if (token_hash(sha, token) == -1)
		return 0;
	if (db_begin(db) == -1)
		return -1;
	if (db_exec(db, "DELETE FROM signing WHERE token = ?1", "b", sha,
	    sizeof(sha)) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}
