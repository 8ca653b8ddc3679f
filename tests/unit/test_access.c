/*
 * access: sessions, one-time codes, accounts; and that nothing tells a
 * number or an address that exists from one that does not.
 */
#include <sys/wait.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "domain/access/access.h"
#include "domain/access/account.h"
#include "domain/code.h"
#include "test.h"
#include "world.h"

#define MINUTE	60
#define HOUR	3600

static struct world w;
#define BROWSER	"0123"	/* the cookie of who asks */

static int64_t now = 1795428672;

static void
later(int64_t seconds)
{
	now += seconds;
	setenv("TERREAU_NOW", arena_fmt(w.a, "%lld", (long long)now), 1);
}

static void
test_session(const struct dossier *d)
{
	const char *token, *other, *staff;
	char bent[65];
	struct query *q;
	size_t len;
	int due;

	token = session_open(w.a, w.db, SUBJECT_DOSSIER, d->id);
	other = session_open(w.a, w.db, SUBJECT_DOSSIER, d->id);
	staff = session_open(w.a, w.db, SUBJECT_ACCOUNT, 1);
	CHECK(token != NULL && strlen(token) == 64 && !str_eq(token, other));
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, token, &due) == d->id);
	CHECK(session_subject(w.db, SUBJECT_ACCOUNT, staff, &due) == 1);
	/* one kind never opens the other */
	CHECK(session_subject(w.db, SUBJECT_ACCOUNT, token, &due) == 0);
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, staff, &due) == 0);
	snprintf(bent, sizeof(bent), "%s", token);
	bent[63] = bent[63] == '0' ? '1' : '0';
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, bent, &due) == 0);
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, "", &due) == 0);
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, "zz", &due) == 0);
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, NULL, &due) == 0);
	CHECK(session_open(w.a, w.db, SUBJECT_DOSSIER, 999999) == NULL);
	/* the token itself is nowhere in the database */
	q = db_query(w.db, "SELECT token FROM session", "");
	while (db_next(q))
		CHECK(!str_eq(hex_encode(w.a, db_blob(q, 0, &len), 32),
		    token));
	db_done(q);
	/* 20 hours from the last use */
	later(19 * HOUR + 30 * MINUTE);
	CHECK(session_touch(w.db, token) == 0);
	later(HOUR);
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, token, &due) == d->id);
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, other, &due) == 0);
	CHECK(session_touch(w.db, other) == 0);
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, other, &due) == 0);
	CHECK(session_close(w.db, token) == 0);
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, token, &due) == 0);
	CHECK(session_close(w.db, "zz") == 0);
	/* those that ended are swept away by the next one */
	session_open(w.a, w.db, SUBJECT_DOSSIER, d->id);
	CHECK(world_int(&w, "SELECT count(*) FROM session") == 1);
}

static void
test_touch_is_rare(const struct dossier *d)
{
	const char *token = session_open(w.a, w.db, SUBJECT_DOSSIER, d->id);
	int due = 1;

	later(30 * MINUTE);
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, token, &due) == d->id);
	CHECK(!due);
	later(40 * MINUTE);
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, token, &due) == d->id);
	CHECK(due && session_touch(w.db, token) == 0);
	CHECK(world_int(&w, "SELECT max(expires) FROM session") ==
	    now + 20 * HOUR);
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, token, &due) == d->id);
	CHECK(!due);
	CHECK(session_subject(w.db, SUBJECT_DOSSIER, "zz", &due) == 0 && !due);
}

static int64_t
opens(const char *numero, const char *typed)
{
	return code_check(w.a, w.db, numero, typed, BROWSER);
}

/* The code in the last message; "" when none was queued since. */
static const char *
mailed(int64_t after)
{
	struct mail *list;
	size_t n = mail_list(w.a, w.db, after, 50, &list);
	const char *p;

	if (n == 0 || !str_eq(list[n - 1].kind, "code"))
		return "";
	p = strstr(list[n - 1].subject, " ");
	while (p != NULL && strchr(p + 1, ' ') != NULL)
		p = strchr(p + 1, ' ');
	return p != NULL ? p + 1 : "";
}

static void
test_code(const struct dossier *d)
{
	const char *code, *first, *wrong;
	int64_t last = mail_before(w.db, 0);
	int i;

	/* the wrong address, a number that does not exist, no number */
	CHECK(code_send(w.a, w.db, d->numero, "x@b.example", BROWSER, &w.mailer) == 0);
	CHECK(code_send(w.a, w.db, numero_new(w.a, "CAE", 2026),
	    "lea@courriel.example", BROWSER, &w.mailer) == 0);
	CHECK(code_send(w.a, w.db, "rien", "lea@courriel.example", BROWSER,
	    &w.mailer) == 0);
	CHECK_STR(mailed(last), "");
	CHECK(world_int(&w, "SELECT count(*) FROM onetime") == 3);
	/* the right pair, typed otherwise */
	CHECK(code_send(w.a, w.db, "cae 26 zzzz zz", "l", BROWSER, &w.mailer) == 0);
	CHECK(code_send(w.a, w.db, arena_fmt(w.a, " %.3s %s", d->numero,
	    d->numero + 4), " LEA@Courriel.example ", BROWSER, &w.mailer) == 0);
	code = mailed(last);
	CHECK(strlen(code) == 7 && code[4] == '-');
	wrong = code_new(w.a, CODE_ONETIME);
	CHECK(opens(d->numero, wrong) == 0);
	CHECK(opens(d->numero, "") == 0);
	CHECK(opens(d->numero, arena_fmt(w.a, "%c %s",
	    code[0] + 32 * (code[0] >= 'A'), code + 1)) == d->id);
	/* once */
	CHECK(opens(d->numero, code) != d->id);
	/* two under way: the older one opens as well */
	last = mail_before(w.db, 0);
	code_send(w.a, w.db, d->numero, "lea@courriel.example", BROWSER, &w.mailer);
	first = mailed(last);
	code_send(w.a, w.db, d->numero, "lea@courriel.example", BROWSER, &w.mailer);
	CHECK(!str_eq(first, mailed(last)));
	CHECK(opens(d->numero, first) == d->id);
	CHECK(opens(d->numero, mailed(last)) != d->id);
	/* 30 minutes */
	later(2 * HOUR);
	last = mail_before(w.db, 0);
	code_send(w.a, w.db, d->numero, "lea@courriel.example", BROWSER, &w.mailer);
	code = mailed(last);
	later(31 * MINUTE);
	CHECK(opens(d->numero, code) == -1);
	/* 5 tries; a slip that fails the check character is none */
	later(2 * HOUR);
	last = mail_before(w.db, 0);
	code_send(w.a, w.db, d->numero, "lea@courriel.example", BROWSER, &w.mailer);
	code = mailed(last);
	for (i = 0; i < 9; i++)
		CHECK(opens(d->numero, "222223") == 0);
	for (i = 0; i < 5; i++)
		CHECK(opens(d->numero, wrong) == 0);
	CHECK(opens(d->numero, code) == -1);
	/* 5 codes an hour */
	later(2 * HOUR);
	last = mail_before(w.db, 0);
	for (i = 0; i < 8; i++)
		CHECK(code_send(w.a, w.db, d->numero, "lea@courriel.example", BROWSER,
		    &w.mailer) == 0);
	CHECK(mail_before(w.db, 0) >= last + 5 &&
	    world_int(&w, "SELECT count(*) FROM onetime") == 5);
	later(HOUR + 1);
	last = mail_before(w.db, 0);
	code_send(w.a, w.db, d->numero, "lea@courriel.example", BROWSER, &w.mailer);
	CHECK(strlen(mailed(last)) == 7);
}

/* Who knows a number cannot use up the tries of somebody else's code. */
static void
test_visitor(const struct dossier *d)
{
	const char *code, *wrong = code_new(w.a, CODE_ONETIME);
	int64_t last;
	int i;

	later(2 * HOUR);
	last = mail_before(w.db, 0);
	code_send(w.a, w.db, d->numero, "lea@courriel.example", BROWSER,
	    &w.mailer);
	code = mailed(last);
	for (i = 0; i < 20; i++)
		CHECK(code_check(w.a, w.db, d->numero, wrong, "autre") == -1);
	/* not even with the right code: it is for the browser that asked */
	CHECK(code_check(w.a, w.db, d->numero, code, "autre") == -1);
	code_send(w.a, w.db, d->numero, "x@b.example", "autre", &w.mailer);
	for (i = 0; i < 20; i++)
		CHECK(code_check(w.a, w.db, d->numero, wrong, "autre") ==
		    (i < 5 ? 0 : -1));
	CHECK(opens(d->numero, code) == d->id);
}

/* What is answered to tries on a number after a request with an address. */
static const char *
answers_to(const char *numero, const char *email)
{
	const char *wrong = "22222F", *s = "";
	int i;

	for (i = 0; i < 30 && code_read(w.a, wrong, 6) == NULL; i++)
		wrong = arena_fmt(w.a, "22222%c",
		    "23456789ABCDEFGHJKMNPQRSTVWXYZ"[i]);
	code_send(w.a, w.db, numero, email, BROWSER, &w.mailer);
	for (i = 0; i < 7; i++)
		s = arena_fmt(w.a, "%s%lld ", s,
		    (long long)opens(numero, wrong));
	return s;
}

static void
test_same_for_all(const struct dossier *d)
{
	later(2 * HOUR);
	CHECK_STR(answers_to(d->numero, "x@b.example"), "0 0 0 0 0 -1 -1 ");
	later(2 * HOUR);
	CHECK_STR(answers_to(d->numero, "lea@courriel.example"),
	    "0 0 0 0 0 -1 -1 ");
	later(2 * HOUR);
	CHECK_STR(answers_to(numero_new(w.a, "CAE", 2026), "x@b.example"),
	    "0 0 0 0 0 -1 -1 ");
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE recipient <> "
	    "'lea@courriel.example'") == 0);
}

#define ROUNDS	200

static int64_t
microseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

static int64_t
time_send(const char *numero, const char *email)
{
	int64_t began = microseconds();

	CHECK(code_send(w.a, w.db, numero, email, BROWSER, &w.mailer) == 0);
	return microseconds() - began;
}

/*
 * How long asking for a code takes does not tell a right pair from a number
 * that does not exist: of two asked one after the other, either is as often
 * the slower.  A difference that could be seen would tip the scales.
 */
static void
test_same_time(const struct dossier *d)
{
	const char *nobody = numero_new(w.a, "CAE", 2026);
	const char *email = "lea@courriel.example";
	int64_t right, wrong;
	int i, slower = 0;

	for (i = 0; i < ROUNDS; i++) {
		later(20 * MINUTE);
		wrong = i % 2 ? time_send(nobody, email) : 0;
		right = time_send(d->numero, email);
		wrong = i % 2 ? wrong : time_send(nobody, email);
		slower += right > wrong;
	}
	printf("# right slower than wrong: %d of %d\n", slower, ROUNDS);
	CHECK(slower > ROUNDS * 3 / 10 && slower < ROUNDS * 7 / 10);
}

/* Tries that begin together are counted one by one. */
static void
test_lock_together(void)
{
	struct account julie = {
		.email = "ensemble@coop.example", .name = "E"
	}, got;
	int i, status, seen[3] = { 0 };
	int64_t until;
	struct db *db;
	pid_t pid;

	CHECK(account_create(w.a, w.db, &julie, "un mot de passe long") == 0);
	for (i = 0; i < 9; i++) {
		if ((pid = fork()) != 0)
			continue;
		db = store_open(w.a, &w.conf, DB_WRITE);
		_exit(account_login(w.a, db, julie.email, "faux", &got,
		    &until));
	}
	for (i = 0; i < 9; i++)
		if (wait(&status) != -1 && WIFEXITED(status) &&
		    WEXITSTATUS(status) <= 2)
			seen[WEXITSTATUS(status)]++;
	CHECK(seen[0] == 0 && seen[1] == 5 && seen[2] == 4);
}

static void
test_account(void)
{
	const struct grant grant = { role_find("gestion"), "nantes" };
	struct account julie = {
		.email = "Julie@Coop.example", .name = "Julie Morel",
		.grants = &grant, .ngrants = 1
	}, got;
	int64_t until;
	int i;

	CHECK(account_create(w.a, w.db, &julie, "un mot de passe long") == 0);
	CHECK(account_create(w.a, w.db, &julie, "un autre mot de passe") == 1);
	CHECK(account_login(w.a, w.db, " julie@coop.EXAMPLE",
	    "un mot de passe long", &got, &until) == 0);
	CHECK_STR(got.name, "Julie Morel");
	CHECK_STR(got.email, "julie@coop.example");
	CHECK(got.ngrants == 1);
	CHECK_STR(got.grants[0].cooperative, "nantes");
	CHECK(account_by_id(w.a, w.db, got.id, &got) == 0 &&
	    got.ngrants == 1 && got.grants[0].role == grant.role);
	CHECK(account_by_id(w.a, w.db, 12345, &got) == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM account WHERE password LIKE "
	    "'$argon2id$%'") == 1);
	CHECK(account_login(w.a, w.db, "julie@coop.example", "", &got,
	    &until) == 1);
	/* a success forgets the failures before it */
	CHECK(account_login(w.a, w.db, "julie@coop.example",
	    "un mot de passe long", &got, &until) == 0);
	for (i = 0; i < 5; i++) {
		CHECK(account_login(w.a, w.db, "julie@coop.example", "faux",
		    &got, &until) == 1);
		CHECK(account_login(w.a, w.db, "personne@coop.example",
		    "faux", &got, &until) == 1);
	}
	CHECK(account_login(w.a, w.db, "julie@coop.example",
	    "un mot de passe long", &got, &until) == 2);
	CHECK(until == now + 10 * MINUTE);
	CHECK(account_login(w.a, w.db, "personne@coop.example", "faux", &got,
	    &until) == 2 && until == now + 10 * MINUTE);
	CHECK(account_login(w.a, w.db, "autre@coop.example", "faux", &got,
	    &until) == 1);
	later(10 * MINUTE);
	CHECK(account_login(w.a, w.db, "julie@coop.example",
	    "un mot de passe long", &got, &until) == 0);
}

int
main(void)
{
	struct dossier d;

	world_open(&w);
	later(0);
	if (db_begin(w.db) == -1 || db_script(w.db, "INSERT INTO account "
	    "(id, email, name, password, created) VALUES (1, 'j@b.example', "
	    "'J', 'x', 1)") == -1 ||
	    db_commit(w.db) == -1)
		fatalx("account");
	world_draft(&w, "clé", "Léa", "Petit", &d);
	test_session(&d);
	test_touch_is_rare(&d);
	test_code(&d);
	test_visitor(&d);
	test_same_for_all(&d);
	test_same_time(&d);
	test_account();
	test_lock_together();
	world_close(&w);
	return test_end();
}
