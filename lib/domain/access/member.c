/*
 * Accounts of staff, kept: invited, given roles, suspended; links to choose a
 * password.
 *
 * A link's token stands in the message alone and in no log; its SHA-256 is
 * stored.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/access/access_inside.h"
#include "domain/access/journal.h"
#include "domain/access/member.h"
#include "domain/post/mail.h"
#include "domain/territory/network.h"
#include "port/crypto.h"
#include "port/xml.h"

#define MEMBERS_MAX	1000
#define INVITATION_LIFE	(7 * 24 * 3600)
#define FORGOTTEN_LIFE	(2 * 3600)
#define NAME_MAX_BYTES	100
#define PASSWORD_MIN	12
#define PASSWORD_MAX	1000

#define COLUMNS	"SELECT id, email, name, created, coalesce(suspended, 0), " \
	"password = '' FROM account "

static void
row(struct arena *a, struct query *q, struct member *m)
{
	*m = (struct member){
		.account = { .id = db_int(q, 0), .email = db_dup(a, q, 1),
			.name = db_dup(a, q, 2) },
		.created = db_int(q, 3), .suspended = db_int(q, 4),
		.invited = (int)db_int(q, 5)
	};
}

size_t
member_list(struct arena *a, struct db *db, struct member **out)
{
	struct member *list = arena_array(a, MEMBERS_MAX, sizeof(*list));
	struct query *q;
	size_t i, n = 0;

	*out = list;
	q = db_query(db, COLUMNS "ORDER BY name, id LIMIT 1000", "");
	while (n < MEMBERS_MAX && db_next(q))
		row(a, q, &list[n++]);
	if (db_done(q) == -1)
		return 0;
	for (i = 0; i < n; i++)
		if (account_by_id(a, db, list[i].account.id,
		    &list[i].account) != 0)
			return 0;
	return n;
}

int
member_find(struct arena *a, struct db *db, int64_t id, struct member *m)
{
	struct query *q;
	int found;

	q = db_query(db, COLUMNS "WHERE id = ?1", "i", id);
	if ((found = db_next(q)) != 0)
		row(a, q, m);
	if (db_done(q) == -1)
		return -1;
	return !found ? 1 : account_by_id(a, db, id, &m->account);
}

const char *
password_wrong(struct arena *a, const char *password, const char *email)
{
	/* of the lists of stolen passwords, those long enough to be tried */
	static const char *const common[] = {
		"123456789012", "1234567890123", "12345678901234",
		"motdepasse123", "motdepasse1234", "motdepassemotdepasse",
		"azertyuiop123", "azertyuiopqs", "azertyuiop12",
		"qwertyuiop123", "qwertyuiop12", "password1234",
		"passwordpassword", "administrateur", "abcdefghijkl",
		"bonjourbonjour", "cooperative2025", "cooperative2026",
		"cooperative2027", "loulouloulou", "jetaimejetaime"
	};
	const char *low = email_lower(a, password);
	size_t i, n;

	if (!utf8_valid(password, strlen(password)) ||
	    strlen(password) > PASSWORD_MAX)
		return "Choisissez un mot de passe plus court, qui se lit";
	if ((n = utf8_length(password)) < PASSWORD_MIN)
		return "Votre mot de passe doit faire 12\u00a0caractères au "
		    "moins. Une phrase convient très bien";
	for (i = 1; i < n && password[i] == password[0]; i++)
		;
	if (i == n || str_eq(low, email_lower(a, email)))
		return "Ce mot de passe se devine. Choisissez-en un autre";
	for (i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (str_eq(low, common[i]))
			return "Beaucoup de personnes ont ce mot de passe\u00a0: "
			    "il se devine. Choisissez-en un autre";
	return NULL;
}

/* « Animation, nantes »: what a line of the journal says of a grant. */
static const char *
grant_text(struct arena *a, const struct account *account,
    const struct grant *g)
{
	return arena_fmt(a, "%s (%s)\u00a0: %s, %s", account->name,
	    account->email, g->role->label, *g->cooperative == '\0' ?
	    "tout le réseau" : g->cooperative);
}

const char *
account_told(struct arena *a, const struct account *account)
{
	return arena_fmt(a, "%s (%s)", account->name, account->email);
}

const char *
account_matter(const struct account *account)
{
	const char *c = account->ngrants == 0 ? "" :
	    account->grants[0].cooperative;
	size_t i;

	for (i = 1; i < account->ngrants; i++)
		if (!str_eq(account->grants[i].cooperative, c))
			return "";
	return c;
}

struct node *
account_model(struct arena *a, const struct mailer *mailer,
    const struct account *account)
{
	const struct dossier nobody = {
		.numero = "", .programme = "", .state = "", .email = "",
		.prenom = "", .nom = "", .cooperative = ""
	};
	struct node *model = mail_model(a, mailer, &nobody);

	node_set(model, "nom", account->name);
	return model;
}

static const char *
link_address(struct arena *a, const char *url, const char *token)
{
	return arena_fmt(a, "%s/gestion/acces/%s", url, token);
}

/* The message of a kind to an account, with a fresh link to choose with. */
static void
write_link(struct arena *a, const struct mailer *mailer, const char *kind,
    const struct account *account, struct message *m,
    unsigned char sha[SHA256_SIZE])
{
	struct node *model = account_model(a, mailer, account);
	const char *token = token_new(a, sha);

	node_set(model, "acces", link_address(a, mailer->url, token));
	mail_write(a, mailer, kind, account->email, 0, model, m);
	m->token = token;
}

static int
store_link(struct db *db, int64_t account, const char *purpose, int64_t life,
    const unsigned char sha[SHA256_SIZE])
{
	int64_t now = time_now();

	return db_exec(db, "DELETE FROM account_link WHERE expires <= ?1", "i",
	    now) < 0 ||
	    db_exec(db, "INSERT INTO account_link (token, account, purpose, "
	    "made, expires) VALUES (?1, ?2, ?3, ?4, ?5)", "bisii", sha,
	    (size_t)SHA256_SIZE, account, purpose, now, now + life) != 1 ?
	    -1 : 0;
}

/* Store the link and queue its message; a transaction is open. */
static int
queue_link(struct db *db, int64_t account, const char *purpose, int64_t life,
    struct message *m, const unsigned char sha[SHA256_SIZE])
{
	m->until = time_now() + life;
	return store_link(db, account, purpose, life, sha) == -1 ||
	    mail_queue(db, m) == -1 ? -1 : 0;
}

static int
end(struct db *db, int rc)
{
	if (rc != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}

static int
invite_in(struct arena *a, struct db *db, const struct account *account,
    const char *email, const struct actor *actor, struct message *m,
    const unsigned char sha[SHA256_SIZE], int64_t *id)
{
	const struct grant *g = account->grants;
	struct query *q;
	int rc;

	rc = db_exec(db, "INSERT INTO account (email, name, password, created)"
	    " SELECT ?1, ?2, '', ?3 WHERE NOT EXISTS (SELECT 1 FROM account "
	    "WHERE email = ?1)", "ssi", email, account->name, time_now());
	if (rc != 1)
		return rc == 0 ? 1 : -1;
	q = db_query(db, "SELECT id FROM account WHERE email = ?1", "s",
	    email);
	if (db_next(q))
		*id = db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	return db_exec(db, "INSERT INTO account_role (account, cooperative, "
	    "role) VALUES (?1, ?2, ?3)", "iss", *id, g->cooperative,
	    g->role->name) == 1 &&
	    queue_link(db, *id, "invitation", INVITATION_LIFE, m, sha) == 0 &&
	    journal_add(db, actor, g->cooperative, "compte-invite",
	    grant_text(a, account, g)) == 0 ? 0 : -1;
}

int
member_invite(struct arena *a, struct db *db, const struct account *account,
    const struct actor *actor, const struct mailer *mailer, int64_t *id)
{
	const char *email = email_lower(a, account->email);
	struct account stored = *account;
	unsigned char sha[SHA256_SIZE];
	struct message m;

	stored.email = email;
	write_link(a, mailer, "compte-invite", &stored, &m, sha);
	if (db_begin(db) == -1)
		return -1;
	return end(db, invite_in(a, db, &stored, email, actor, &m, sha, id));
}

int
member_send(struct arena *a, struct db *db, const struct member *to,
    const struct actor *actor, const struct mailer *mailer)
{
	unsigned char sha[SHA256_SIZE];
	struct message m;
	int rc;

	write_link(a, mailer, to->invited ? "compte-invite" : "compte-oubli",
	    &to->account, &m, sha);
	if (db_begin(db) == -1)
		return -1;
	rc = queue_link(db, to->account.id, to->invited ? "invitation" :
	    "oubli", to->invited ? INVITATION_LIFE : FORGOTTEN_LIFE, &m, sha);
	if (rc == 0)
		rc = journal_add(db, actor, account_matter(&to->account),
		    "compte-lien", account_told(a, &to->account));
	return end(db, rc);
}

int
member_link(struct arena *a, struct db *db, const struct member *to,
    const struct actor *actor, const char *url, const char **address)
{
	unsigned char sha[SHA256_SIZE];

	*address = link_address(a, url, token_new(a, sha));
	if (db_begin(db) == -1)
		return -1;
	return end(db, store_link(db, to->account.id, to->invited ?
	    "invitation" : "oubli", FORGOTTEN_LIFE, sha) == -1 ||
	    journal_add(db, actor, account_matter(&to->account), "compte-lien",
	    account_told(a, &to->account)) == -1 ? -1 : 0);
}

static int
change(struct db *db, const struct member *m, const struct grant *g,
    const struct actor *actor, int give)
{
	struct arena *a = arena_new();
	int rc;

	if (db_begin(db) == -1) {
		arena_free(a);
		return -1;
	}
	rc = give ? db_exec(db, "INSERT OR IGNORE INTO account_role (account, "
	    "cooperative, role) VALUES (?1, ?2, ?3)", "iss", m->account.id,
	    g->cooperative, g->role->name) :
	    db_exec(db, "DELETE FROM account_role WHERE account = ?1 AND "
	    "cooperative = ?2 AND role = ?3", "iss", m->account.id,
	    g->cooperative, g->role->name);
	/* what is so already is no line of the journal */
	if (rc == 1)
		rc = journal_add(db, actor, g->cooperative, give ?
		    "role-donne" : "role-retire", grant_text(a, &m->account,
		    g));
	arena_free(a);
	return end(db, rc < 0 ? -1 : 0);
}

int
member_give(struct db *db, const struct member *m, const struct grant *g,
    const struct actor *actor)
{
	return change(db, m, g, actor, 1);
}

int
member_take(struct db *db, const struct member *m, const struct grant *g,
    const struct actor *actor)
{
	return change(db, m, g, actor, 0);
}

int
account_close_all(struct db *db, int64_t account)
{
	return db_exec(db, "DELETE FROM session WHERE account = ?1", "i",
	    account) < 0 ||
	    db_exec(db, "DELETE FROM signing WHERE account = ?1", "i",
	    account) < 0 ||
	    db_exec(db, "DELETE FROM second_wait WHERE account = ?1", "i",
	    account) < 0 ||
	    db_exec(db, "DELETE FROM account_link WHERE account = ?1", "i",
	    account) < 0 ? -1 : 0;
}

int
member_suspend(struct db *db, const struct member *m, int on,
    const struct actor *actor)
{
	struct arena *a = arena_new();
	int rc;

	if (db_begin(db) == -1) {
		arena_free(a);
		return -1;
	}
	rc = db_exec(db, "UPDATE account SET suspended = iif(?2, ?3, NULL) "
	    "WHERE id = ?1 AND (suspended IS NULL) = ?2", "iii",
	    m->account.id, (int64_t)(on != 0), time_now());
	if (rc == 1)
		rc = account_close_all(db, m->account.id) == -1 ? -1 :
		    journal_add(db, actor, account_matter(&m->account), on ?
		    "compte-suspendu" : "compte-repris", account_told(a,
		    &m->account));
	arena_free(a);
	return end(db, rc < 0 ? -1 : 0);
}

int
member_name_good(const char *name)
{
	size_t n = strlen(name);

	return !str_is_blank(name) && n <= NAME_MAX_BYTES &&
	    utf8_valid(name, n) && strpbrk(name, "\t\r\n") == NULL;
}

int
member_rename(struct arena *a, struct db *db, const struct member *m,
    const char *name, const struct actor *actor)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "UPDATE account SET name = ?2 WHERE id = ?1 AND "
	    "name <> ?2", "is", m->account.id, name);
	if (rc == 1)
		rc = journal_add(db, actor, account_matter(&m->account),
		    "compte-nom", arena_fmt(a, "%s (%s), avant %s", name,
		    m->account.email, m->account.name));
	return end(db, rc < 0 ? -1 : 0);
}

int
member_readdress(struct arena *a, struct db *db, const struct member *to,
    const char *email, const struct actor *actor, const struct mailer *mailer)
{
	const char *fresh = email_lower(a, email);
	struct account then = to->account;
	unsigned char unused[SHA256_SIZE];
	struct message old, now;
	int rc;

	write_link(a, mailer, "compte-adresse", &to->account, &old, unused);
	then.email = fresh;
	write_link(a, mailer, "compte-adresse", &then, &now, unused);
	old.token = now.token = NULL;	/* the text holds none */
	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "UPDATE account SET email = ?2 WHERE id = ?1 AND NOT "
	    "EXISTS (SELECT 1 FROM account WHERE email = ?2 AND id <> ?1)",
	    "is", to->account.id, fresh);
	if (rc != 1)
		return end(db, rc == 0 ? 1 : -1);
	rc = db_exec(db, "DELETE FROM account_link WHERE account = ?1", "i",
	    to->account.id) < 0 || mail_queue(db, &old) == -1 ||
	    mail_queue(db, &now) == -1 ? -1 :
	    journal_add(db, actor, account_matter(&to->account), "compte-adresse",
	    arena_fmt(a, "%s\u00a0: %s, avant %s", to->account.name, fresh,
	    to->account.email));
	return end(db, rc);
}

/* Links of the last hour. */
static int64_t
recent(struct db *db, int64_t account)
{
	struct query *q;
	int64_t n = LINKS_HOUR;

	q = db_query(db, "SELECT count(*) FROM account_link WHERE account = "
	    "?1 AND made > ?2", "ii", account, time_now() - 3600);
	if (db_next(q))
		n = db_int(q, 0);
	return db_done(q) == -1 ? LINKS_HOUR : n;
}

int
member_forgot(struct arena *a, struct db *db, const char *email,
    const struct mailer *mailer)
{
	struct account account, nobody = { .email = email, .name = "" };
	unsigned char sha[SHA256_SIZE];
	struct member to = { .invited = 0 };
	struct message m;
	int rc, known;

	if ((rc = account_by_email(a, db, email, &account)) == -1)
		return -1;
	known = rc == 0 && member_find(a, db, account.id, &to) == 0 &&
	    to.suspended == 0;
	write_link(a, mailer, "compte-oubli", known ? &to.account : &nobody,
	    &m, sha);
	if (db_begin(db) == -1)
		return -1;
	known = recent(db, to.account.id) < LINKS_HOUR && known;
	if (known)
		return end(db, queue_link(db, to.account.id, "oubli",
		    FORGOTTEN_LIFE, &m, sha));
	/* the same writing, taken back: nobody gets it */
	return end(db, mail_queue(db, &m) == -1 || db_exec(db, "DELETE FROM "
	    "mail WHERE id = last_insert_rowid()", "") < 0 ? -1 : 0);
}

int
member_by_link(struct arena *a, struct db *db, const char *token,
    struct member *m)
{
	unsigned char sha[SHA256_SIZE];
	struct query *q;
	int64_t id = 0;

	if (token_hash(sha, token) == -1)
		return 1;
	q = db_query(db, "SELECT l.account FROM account_link l JOIN account a "
	    "ON a.id = l.account WHERE l.token = ?1 AND l.expires > ?2 AND "
	    "a.suspended IS NULL", "bi", sha, sizeof(sha), time_now());
	if (db_next(q))
		id = db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	return id == 0 ? 1 : member_find(a, db, id, m);
}

int
member_enter(struct arena *a, struct db *db, const char *token,
    const char *password)
{
	const char *hash = password_hash(a, password);
	struct member m;
	struct actor self;
	int rc;

	if (db_begin(db) == -1)
		return -1;
	/* inside: of two that come at once one finds it gone */
	if ((rc = member_by_link(a, db, token, &m)) != 0)
		return end(db, rc);
	self = (struct actor){ m.account.id, m.account.name };
	rc = db_exec(db, "UPDATE account SET password = ?2 WHERE id = ?1",
	    "is", m.account.id, hash) != 1 ||
	    account_close_all(db, m.account.id) == -1 ||
	    journal_add(db, &self, account_matter(&m.account), m.invited ?
	    "compte-entre" : "compte-passe", account_told(a, &m.account)) == -1 ?
	    -1 : 0;
	return end(db, rc);
}

int
member_password(struct arena *a, struct db *db, const struct account *me,
    const char *password, const char *token)
{
	const char *hash = password_hash(a, password);
	const struct actor self = { me->id, me->name };
	unsigned char sha[SHA256_SIZE];
	int rc;

	if (token_hash(sha, token) == -1 || db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "UPDATE account SET password = ?2 WHERE id = ?1",
	    "is", me->id, hash) != 1 ||
	    db_exec(db, "DELETE FROM session WHERE account = ?1 AND token <> "
	    "?2", "ib", me->id, sha, sizeof(sha)) < 0 ||
	    db_exec(db, "DELETE FROM signing WHERE account = ?1", "i",
	    me->id) < 0 ||
	    db_exec(db, "DELETE FROM second_wait WHERE account = ?1", "i",
	    me->id) < 0 ||
	    db_exec(db, "DELETE FROM account_link WHERE account = ?1", "i",
	    me->id) < 0 ||
	    journal_add(db, &self, account_matter(me), "compte-passe", account_told(a,
	    me)) == -1 ? -1 : 0;
	return end(db, rc);
}
