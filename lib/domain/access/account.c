/*
 * Accounts: who they are, what they may do where, their passwords.
 *
 * Whether an e-mail has an account must not show in the time an answer takes.
 */
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "domain/access/access_inside.h"
#include "domain/access/account.h"
#include "port/crypto.h"

#define LOCK_FAILURES	5
#define LOCK_TIME	(10 * 60)

unsigned
account_rights(const struct account *account)
{
	unsigned rights = 0;
	size_t i;

	for (i = 0; i < account->ngrants; i++)
		rights |= account->grants[i].role->rights;
	return rights;
}

unsigned
account_rights_in(const struct account *account, const char *cooperative)
{
	const struct grant *g = account->grants;
	unsigned rights = 0;
	size_t i;

	for (i = 0; i < account->ngrants; i++)
		if (*g[i].cooperative == '\0' ||
		    str_eq(g[i].cooperative, cooperative))
			rights |= g[i].role->rights;
	return rights;
}

int
account_may(const struct account *account, unsigned rights,
    const char *cooperative)
{
	return (account_rights_in(account, cooperative) & rights) == rights;
}

const char *
account_scope(struct arena *a, const struct account *account,
    unsigned rights, const char *chosen)
{
	const struct grant *g = account->grants;
	const char *scope = "";
	size_t i;

	if (*chosen != '\0')
		return account_may(account, rights, chosen) &&
		    strchr(chosen, ' ') == NULL ? chosen : "-";
	if (account_may(account, rights, ""))
		return "";
	for (i = 0; i < account->ngrants; i++)
		if (*g[i].cooperative != '\0' &&
		    !str_has_word(scope, g[i].cooperative) &&
		    account_may(account, rights, g[i].cooperative))
			scope = arena_fmt(a, "%s%s%s", scope,
			    *scope != '\0' ? " " : "", g[i].cooperative);
	return *scope != '\0' ? scope : "-";
}

/* Put the grants of a new account. */
static int
grants_store(struct db *db, const struct account *account, const char *email)
{
	size_t i;

	for (i = 0; i < account->ngrants; i++)
		if (db_exec(db, "INSERT INTO account_role (account, "
		    "cooperative, role) SELECT id, ?2, ?3 FROM account WHERE "
		    "email = ?1", "sss", email,
		    account->grants[i].cooperative,
		    account->grants[i].role->name) != 1)
			return -1;
	return 0;
}

int
account_create(struct arena *a, struct db *db, const struct account *account,
    const char *password)
{
	const char *hash = password_hash(a, password);
	const char *email = email_lower(a, account->email);
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "INSERT INTO account (email, name, password, created)"
	    " SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM account "
	    "WHERE email = ?1)", "sssi", email, account->name, hash,
	    time_now());
	if (rc < 0 || (rc == 1 && grants_store(db, account, email) == -1)) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db) == -1)
		return -1;
	return rc == 1 ? 0 : 1;
}

/* The roles of an account; those this program does not know give nothing. */
static int
grants_read(struct arena *a, struct db *db, struct account *account)
{
	struct grant *list;
	struct query *q;
	int64_t max = 0;
	size_t n = 0;

	q = db_query(db, "SELECT count(*) FROM account_role WHERE account = "
	    "?1", "i", account->id);
	if (db_next(q))
		max = db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	list = arena_array(a, (size_t)max, sizeof(*list));
	q = db_query(db, "SELECT role, cooperative FROM account_role WHERE "
	    "account = ?1 ORDER BY cooperative, role", "i", account->id);
	while (n < (size_t)max && db_next(q)) {
		list[n].role = role_find(db_text(q, 0));
		list[n].cooperative = db_dup(a, q, 1);
		n += list[n].role != NULL;
	}
	account->grants = list;
	account->ngrants = n;
	return db_done(q);
}

#define ONE	"SELECT id, email, name, EXISTS (SELECT 1 FROM second s "	\
	"WHERE s.account = a.id AND confirmed IS NOT NULL) FROM account a "	\
	"WHERE "

static int
account_one(struct arena *a, struct db *db, struct query *q,
    struct account *account)
{
	int found;

	if ((found = db_next(q)) != 0) {
		account->id = db_int(q, 0);
		account->email = db_dup(a, q, 1);
		account->name = db_dup(a, q, 2);
		account->second = (int)db_int(q, 3);
	}
	if (db_done(q) == -1)
		return -1;
	return !found ? 1 : grants_read(a, db, account);
}

int
account_by_id(struct arena *a, struct db *db, int64_t id,
    struct account *account)
{
	return account_one(a, db, db_query(db, ONE "id = ?1", "i", id), account);
}

int
account_by_email(struct arena *a, struct db *db, const char *email,
    struct account *account)
{
	return account_one(a, db, db_query(db, ONE "email = ?1", "s",
	    email_lower(a, email)), account);
}

int
tries_count(struct db *db, const unsigned char key[SHA256_SIZE], int64_t *until)
{
	int64_t now = time_now();
	struct query *q;
	int rc;

	if (db_begin(db) == -1)
		return -1;
	if (db_exec(db, "DELETE FROM failure WHERE at <= ?1", "i",
	    now - LOCK_TIME) < 0 ||
	    (rc = db_exec(db, "INSERT INTO failure (email, n, at) VALUES "
	    "(?1, 1, ?2) ON CONFLICT (email) DO UPDATE SET n = n + 1, at = ?2 "
	    "WHERE n < ?3", "bii", key, (size_t)SHA256_SIZE, now,
	    (int64_t)LOCK_FAILURES)) < 0) {
		db_rollback(db);
		return -1;
	}
	q = db_query(db, "SELECT at FROM failure WHERE email = ?1", "b", key,
	    (size_t)SHA256_SIZE);
	if (db_next(q))
		*until = db_int(q, 0) + LOCK_TIME;
	if (db_done(q) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db) == -1 ? -1 : rc == 0;
}

int
tries_forget(struct db *db, const unsigned char key[SHA256_SIZE])
{
	if (db_begin(db) == -1)
		return -1;
	if (db_exec(db, "DELETE FROM failure WHERE email = ?1", "b", key,
	    (size_t)SHA256_SIZE) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

int
account_login(struct arena *a, struct db *db, const char *email,
    const char *password, struct account *account, int64_t *until)
{
	const char *typed = email_lower(a, email), *stored = NULL;
	unsigned char key[SHA256_SIZE];
	struct query *q;
	int64_t id = 0;
	int right, rc;

	sha256(key, typed, strlen(typed));
	if ((rc = tries_count(db, key, until)) != 0)
		return rc == -1 ? -1 : 2;
	q = db_query(db, "SELECT password, id FROM account WHERE email = ?1 "
	    "AND password <> '' AND suspended IS NULL", "s", typed);
	if (db_next(q)) {
		stored = db_dup(a, q, 0);
		id = db_int(q, 1);
	}
	if (db_done(q) == -1)
		return -1;
	if (stored != NULL)
		right = password_matches(stored, password);
	else {
		password_waste(password);
		right = 0;
	}
	if (!right)
		return 1;
	return tries_forget(db, key) == -1 ? -1 : account_by_id(a, db, id, account);
}
